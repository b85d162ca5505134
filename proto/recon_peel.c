/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding the difference. cells[] holds theirs minus mine, less what has shown. A cell with a count of 1 or -1, whose check is that
 * of its sum and which lies on that item's walk, holds one item, which only they or only I have; it is taken out of all its cells,
 * where others may show then.
 *
 * Always: no more items show than cells were received, and none twice, so the work is at most that many walks, whatever the peer
 * sent; each cell lies at most once on the stack of those to look at; `left` counts the cells that are not zero, `open` those of
 * them whose sum or check is not. Taking out is linear: cells and what has shown always add up to the difference, so when every
 * cell is zero, what has shown is the difference. Several items may pass for one by chance; they leave it behind in its cells,
 * the other way round, and it shows twice: of decodes of 100, 1,000 and 10,000 items, one in 4,000, 700 and 200 (measured).
 */
#include "recon_parts.h"

#include <assert.h>
#include <string.h>

#define PROBES_MAX 16 /* places of seen[] looked at, for each cell there may be: chance takes 2 an item */
#define SEEN_FACTOR 0x9e3779b97f4a7c15u

static size_t table_size(uint32_t cells_max)
{
	size_t n = 16;

	while (n < 2 * (size_t)cells_max) {
		n *= 2;
	}
	return n;
}

size_t recon_size(uint32_t cells_max)
{
	size_t cell = sizeof(struct recon_cell) + sizeof(uint64_t) + sizeof(uint16_t) + sizeof(uint8_t);

	return sizeof(struct recon) + cells_max * cell + table_size(cells_max) * sizeof(uint16_t);
}

struct recon *recon_init(void *mem, uint32_t cells_max)
{
	struct recon *r = mem;
	size_t n_seen = table_size(cells_max);

	assert(cells_max >= 1 && cells_max <= RECON_CELLS_MAX);
	*r = (struct recon){.cells_max = cells_max, .seen_mask = (uint32_t)n_seen - 1};
	r->cells = (struct recon_cell *)(r + 1);
	r->items = (uint64_t *)(r->cells + cells_max);
	r->seen = (uint16_t *)(r->items + cells_max);
	r->stack = r->seen + n_seen;
	r->on_stack = (uint8_t *)(r->stack + cells_max);
	memset(r->seen, 0, n_seen * sizeof(*r->seen));
	memset(r->on_stack, 0, cells_max);
	return r;
}

/* ---- cells ---- */

static bool pure(const struct recon_cell *cell)
{
	return (cell->count == 1 || cell->count == UINT8_MAX) && cell->check == recon_check(cell->sum);
}

static void look_at(struct recon *r, uint32_t i)
{
	if (!r->on_stack[i] && pure(&r->cells[i])) {
		r->on_stack[i] = 1;
		r->stack[r->n_stack++] = (uint16_t)i;
	}
}

static bool is_open(const struct recon_cell *cell)
{
	return (cell->sum | cell->check) != 0;
}

static bool is_left(const struct recon_cell *cell)
{
	return is_open(cell) || cell->count != 0;
}

/* An item out of cells[from..n): the counts follow, and what may show now is looked at. */
static void take_out(struct recon *r, uint32_t from, uint32_t n, uint64_t item, bool theirs)
{
	struct recon_walk walk = recon_walk(item);
	uint32_t check = recon_check(item), one = theirs ? UINT32_MAX : 1;

	for (uint32_t i = 0; i < n; i = recon_next(&walk)) {
		struct recon_cell *cell = &r->cells[i];
		if (i < from) {
			continue;
		}
		r->left -= is_left(cell);
		r->open -= is_open(cell);
		cell->sum ^= item;
		cell->check ^= check;
		cell->count = (uint8_t)(cell->count + one);
		r->left += is_left(cell);
		r->open += is_open(cell);
		look_at(r, i);
	}
}

/* ---- items ---- */

/* Notes an item that shows. False when it showed before, when more would show than cells were received, or when it took too long.
 */
static bool note(struct recon *r, uint64_t item, bool theirs)
{
	uint32_t at = (uint32_t)(item * SEEN_FACTOR >> 32) & r->seen_mask, place;

	if (r->n_theirs + r->n_mine == r->received) {
		return false;
	}
	while (r->seen[at] != 0) {
		if (r->items[r->seen[at] - 1] == item || r->probes++ >= PROBES_MAX * (uint64_t)r->cells_max) {
			return false;
		}
		at = (at + 1) & r->seen_mask;
	}
	place = theirs ? r->n_theirs++ : r->cells_max - ++r->n_mine;
	r->items[place] = item;
	r->seen[at] = (uint16_t)(place + 1);
	return true;
}

static bool is_in(uint64_t item, uint32_t i)
{
	struct recon_walk walk = recon_walk(item);

	while (walk.at < i) {
		recon_next(&walk);
	}
	return walk.at == i;
}

static void peel(struct recon *r)
{
	while (r->n_stack > 0) {
		uint32_t i = r->stack[--r->n_stack];
		uint64_t item = r->cells[i].sum;
		bool theirs = r->cells[i].count == 1;
		r->on_stack[i] = 0;
		if (!pure(&r->cells[i]) || !is_in(item, i)) {
			continue;
		}
		if (!note(r, item, theirs)) {
			r->state = RECON_FALSE;
			return;
		}
		take_out(r, 0, r->received, item, theirs);
	}
	if (r->left == 0) {
		r->state = RECON_DECODED;
	} else if (r->open == 0) {
		r->state = RECON_COLLIDED;
	}
}

/* ---- pieces ---- */

/* Theirs minus mine, of cells[from..n). */
static void subtract(struct recon *r, const struct recon_cell *mine, const uint8_t *wire, uint32_t from, uint32_t n)
{
	for (uint32_t i = from; i < n; i++, wire += RECON_CELL_BYTES) {
		struct recon_cell *cell = &r->cells[i];
		recon_read(cell, wire);
		cell->sum ^= mine[i].sum;
		cell->check ^= mine[i].check;
		cell->count = (uint8_t)(cell->count - mine[i].count);
		r->left += is_left(cell);
		r->open += is_open(cell);
	}
}

enum recon_state recon_take(struct recon *r, const struct recon_cell *cells, const uint8_t *wire, uint32_t n)
{
	uint32_t from = r->received, upto = from + n;

	assert(n <= r->cells_max - from);
	if (r->state != RECON_UNDECIDED) {
		return r->state;
	}
	subtract(r, cells, wire, from, upto);
	for (uint32_t i = 0; i < r->n_theirs; i++) {
		take_out(r, from, upto, r->items[i], true);
	}
	for (uint32_t i = 0; i < r->n_mine; i++) {
		take_out(r, from, upto, r->items[r->cells_max - 1 - i], false);
	}
	r->received = upto;
	for (uint32_t i = from; i < upto; i++) {
		look_at(r, i);
	}
	peel(r);
	return r->state;
}

uint32_t recon_received(const struct recon *r)
{
	return r->received;
}

enum recon_state recon_state(const struct recon *r)
{
	return r->state;
}

uint64_t *recon_theirs(struct recon *r, size_t *n)
{
	*n = r->n_theirs;
	return r->items;
}

uint64_t *recon_mine(struct recon *r, size_t *n)
{
	*n = r->n_mine;
	return r->items + r->cells_max - r->n_mine;
}
