/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a neighbour's cells, against a set of 20 items. The first byte says how long the pieces are, two more what it says
 * its set's size is; the rest is cells. Whatever they are: no more items show than cells came, none twice; what is called decoded
 * is a difference that makes just these cells of mine; and a plan goes forward, within the row.
 */
#include "../../proto/recon.h"

#include <stdlib.h>
#include <string.h>

#define CELLS_MAX 1024
#define MINE 20

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct recon_cell mine[CELLS_MAX];

static void need(bool what)
{
	if (!what) {
		abort();
	}
}

static int by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* What showed so far: how many, and none twice. */
static void bounds(struct recon *r)
{
	uint64_t all[CELLS_MAX];
	size_t n_theirs, n_mine;
	const uint64_t *theirs = recon_theirs(r, &n_theirs), *only_mine = recon_mine(r, &n_mine);

	need(n_theirs + n_mine <= recon_received(r));
	memcpy(all, theirs, n_theirs * sizeof(*all));
	memcpy(all + n_theirs, only_mine, n_mine * sizeof(*all));
	qsort(all, n_theirs + n_mine, sizeof(*all), by_value);
	for (size_t i = 1; i < n_theirs + n_mine; i++) {
		need(all[i - 1] != all[i]);
	}
}

/* My cells with the difference put in are theirs. */
static void decoded(struct recon *r, const uint8_t *wire)
{
	static struct recon_cell cells[CELLS_MAX];
	size_t n_theirs, n_mine;
	const uint64_t *theirs = recon_theirs(r, &n_theirs), *only_mine = recon_mine(r, &n_mine);

	memcpy(cells, mine, sizeof(cells));
	recon_add_all(cells, 0, recon_received(r), theirs, n_theirs);
	for (size_t i = 0; i < n_mine; i++) {
		recon_remove(cells, 0, recon_received(r), only_mine[i]);
	}
	need(recon_equal(cells, wire, recon_received(r)));
}

static void plan(const struct recon *r, uint64_t theirs, uint32_t cells_max)
{
	struct recon_step step = recon_plan(r, MINE, theirs, cells_max, theirs % 2 == 0);

	need((step.move == RECON_SETTLE) == (recon_state(r) == RECON_DECODED));
	if (step.move == RECON_ASK) {
		need(step.upto > recon_received(r) && step.upto <= cells_max);
	}
	if (step.move == RECON_TURN) {
		need(step.upto > 0 && step.upto <= cells_max);
	}
	(void)recon_estimate(r, MINE, theirs);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	uint32_t n_cells, piece;
	uint64_t theirs;
	struct recon *r;
	void *mem;

	if (n < 3 + RECON_CELL_BYTES) {
		return 0;
	}
	if (mine[0].count == 0) {
		for (uint64_t i = 1; i <= MINE; i++) {
			recon_add(mine, 0, CELLS_MAX, i * 0x9e3779b97f4a7c15u);
		}
	}
	piece = 1u + data[0];
	theirs = (uint64_t)data[1] << (data[2] % 56);
	data += 3;
	n_cells = (uint32_t)((n - 3) / RECON_CELL_BYTES < CELLS_MAX ? (n - 3) / RECON_CELL_BYTES : CELLS_MAX);
	mem = malloc(recon_size(n_cells));
	need(mem != NULL);
	r = recon_init(mem, n_cells);
	while (recon_received(r) < n_cells && recon_state(r) == RECON_UNDECIDED) {
		uint32_t at = recon_received(r), some = n_cells - at < piece ? n_cells - at : piece;
		recon_take(r, mine, data + (size_t)at * RECON_CELL_BYTES, some);
		bounds(r);
		plan(r, theirs, n_cells);
	}
	if (recon_state(r) == RECON_DECODED) {
		decoded(r, data);
	}
	free(mem);
	return 0;
}
