/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rateless IBLT: two sets of 64-bit items (salted short ids) find their difference for bytes that grow with the difference, not
 * with the sets. Yang, Gilad, Alizadeh, "Practical Rateless Set Reconciliation", SIGCOMM 2024.
 *
 * A set is turned into an endless row of cells, of which only the first so many are ever computed. Each item is in cell 0, and in
 * cell i with probability 1 / (1 + i/2). Cells of two sets, subtracted, are the cells of their difference, since what both have
 * cancels out. A cell of the difference in which one item is left shows it; taken out of its other cells, the next shows.
 * Some 1.35 to 1.7 cells a differing item do, so the row is said piece by piece until it is enough.
 *
 * Everything here is a pure function of its arguments and of the caller's memory. Nothing is allocated, all work is bounded by the
 * cells received. `cells` always points at cell 0, whichever piece of it a function works on.
 *
 * Two different ids of one short id (a collision; chance or malice): both on one side, they cancel in the sum but not in the count,
 * and the decode ends in RECON_COLLIDED; one on each side, they pass for one id, and only another salt (another link) can tell;
 * both here and one of them there shows the short id once, and the owner finds both posts under it. The exchange begins anew
 * under another salt, once, when a decode ends in RECON_COLLIDED or RECON_FALSE.
 */
#ifndef KIEM_RECON_H
#define KIEM_RECON_H

#include <kiem/types.h>

#define RECON_CELLS_MAX 16384 /* cells of one row */
#define RECON_CELL_BYTES 11   /* of a cell on the wire: WIRE_CELL_BYTES */

struct recon_cell {
	uint64_t sum;   /* xor of its items */
	uint32_t check; /* xor of recon_check of them, 16 bits */
	uint32_t count; /* of them, modulo 2^32; the wire carries it modulo 256 */
};

/* ---- recon_index.c: which cells an item is in ---- */

/*
 * The cells of an item, ascending, from cell 0. Normative (all integers; LCG modulo 2^64):
 *     state(0) = item;  state(k+1) = state(k) * 6364136223846793005 + 1442695040888963407;  u = floor(state(k+1) / 2^32) + 1
 *     index(0) = 0;     index(k+1) = the smallest j > i = index(k) such that (j+1)(j+2) * u > (i+1)(i+2) * 2^32
 * Indices from RECON_CELLS_MAX on are not used and need not be computed.
 */
struct recon_walk {
	uint64_t state;
	uint32_t at;
};
static inline struct recon_walk recon_walk(uint64_t item)
{
	return (struct recon_walk){item, 0};
}
/* To the item's next cell: its index, or RECON_CELLS_MAX when there is none. */
uint32_t recon_next(struct recon_walk *walk);

/*
 * What tells one item from several xored, together with its walk and the count: the upper 16 bits of z, where
 *     z = item; z = (z ^ z >> 32) * 0xd6e8feb86659fd93; z = (z ^ z >> 32) * 0xd6e8feb86659fd93   (modulo 2^64)
 */
uint32_t recon_check(uint64_t item);

/* ---- recon_cells.c: the cells of a set ---- */

/* Puts an item into those of cells[from..n) that it is in, or takes it out. n is at most RECON_CELLS_MAX. */
void recon_add(struct recon_cell *cells, uint32_t from, uint32_t n, uint64_t item);
void recon_remove(struct recon_cell *cells, uint32_t from, uint32_t n, uint64_t item);
/* The same for many. Some 60 ns an item and 1,024 cells, when the cells are in the cache. */
void recon_add_all(struct recon_cell *cells, uint32_t from, uint32_t n, const uint64_t *items, size_t n_items);

/* cells[from..n) to the wire: (n - from) * RECON_CELL_BYTES, each sum and check big-endian, then count modulo 256. */
void recon_write(uint8_t *out, const struct recon_cell *cells, uint32_t from, uint32_t n);
/* True when these n cells on the wire are mine: cells[0..n). */
bool recon_equal(const struct recon_cell *cells, const uint8_t *wire, uint32_t n);

/* ---- recon_peel.c: the difference ---- */

enum recon_state {
	RECON_UNDECIDED, /* more cells are needed */
	RECON_DECODED,   /* every cell is zero: the difference is known, whole */
	RECON_COLLIDED,  /* what is left are items that are equal: ids of one short id on one side */
	RECON_FALSE /* an item showed twice, or more items than cells: a rare chance (recon_peel.c), or not the cells of a set */
};

struct recon; /* a decode under way, in memory that the caller gave */

/* Bytes for a decode of at most cells_max cells (31 to 35 each; 508 kB for RECON_CELLS_MAX). */
size_t recon_size(uint32_t cells_max);
/* mem is aligned for any type. It stays the caller's and needs no finish. */
struct recon *recon_init(void *mem, uint32_t cells_max);
/*
 * Takes in the next n cells of theirs, as they are on the wire, and peels as far as it goes. The piece follows those taken in
 * before: recon_received() is the index of its first. cells are mine, known up to there. At most cells_max together. Once the
 * state is another than RECON_UNDECIDED, it stays.
 */
enum recon_state recon_take(struct recon *r, const struct recon_cell *cells, const uint8_t *wire, uint32_t n);
uint32_t recon_received(const struct recon *r);
enum recon_state recon_state(const struct recon *r);
/*
 * What showed until now: items that only they have (theirs: I lack them), and that only I have. Complete when DECODED. The spans
 * live in the decode and are the caller's to sort once it is over.
 */
uint64_t *recon_theirs(struct recon *r, size_t *n);
uint64_t *recon_mine(struct recon *r, size_t *n);

/* ---- recon_plan.c: how many cells, and when something else is cheaper ---- */

#define RECON_IDLE_CELLS 1   /* of a SUM when nothing is expected to differ */
#define RECON_FIRST_CELLS 16 /* of any other: one item then takes 280 bytes, and half of the differences of 10 end in it */

/* An estimate of how many items differ, those that showed included: at least |theirs - mine|. */
uint64_t recon_estimate(const struct recon *r, uint64_t mine, uint64_t theirs);

enum recon_move {
	RECON_SETTLE, /* DECODED: send what they lack and WANT what I lack; with nothing to want, an empty WANT says so */
	RECON_ASK,    /* say MORE: their cells up to `upto` */
	RECON_TURN,   /* say CELLS: mine from 0 up to `upto`, and let them decode */
	RECON_LIST,   /* the short ids themselves are cheaper */
	RECON_HALVE,  /* too much for one row of cells: halve the range */
	RECON_RESALT  /* COLLIDED or FALSE: once more under another salt, then give up until the next interval */
};
struct recon_step {
	enum recon_move move;
	uint32_t upto; /* ASK, TURN: cells from 0 to here, at most cells_max; they may be more than fit in one CELLS */
};
/*
 * What to say after the cells taken in. mine and theirs are the sizes of the two sets as SUM and CELLS tell them; cells_max what
 * may be used of the row; may_turn is true for who was said a SUM and has not answered it yet.
 */
struct recon_step recon_plan(const struct recon *r, uint64_t mine, uint64_t theirs, uint32_t cells_max, bool may_turn);

#endif
