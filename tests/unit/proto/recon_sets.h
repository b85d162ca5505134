/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two sets of which is known how they differ, and the cells of both. Inline, since each test of recon is one file. */
#ifndef KIEM_TEST_RECON_SETS_H
#define KIEM_TEST_RECON_SETS_H

#include "../../../proto/recon.h"
#include "support.h"

struct recon_sets {
	size_t n_only_mine, n_only_theirs;
	uint64_t only_mine[RECON_CELLS_MAX], only_theirs[RECON_CELLS_MAX];
	struct recon_cell mine[RECON_CELLS_MAX], theirs[RECON_CELLS_MAX];
	uint8_t wire[RECON_CELLS_MAX * RECON_CELL_BYTES]; /* theirs */
};

/* Both sets hold `common` items, and each so many more. On the heap: free it. */
static inline struct recon_sets *recon_sets(uint64_t *seed, size_t common, size_t only_mine, size_t only_theirs)
{
	struct recon_sets *s = calloc(1, sizeof(*s));

	assert_non_null(s);
	for (size_t i = 0; i < common; i++) {
		uint64_t item = support_random(seed);
		recon_add(s->mine, 0, RECON_CELLS_MAX, item);
		recon_add(s->theirs, 0, RECON_CELLS_MAX, item);
	}
	while (s->n_only_mine < only_mine) {
		s->only_mine[s->n_only_mine++] = support_random(seed);
	}
	while (s->n_only_theirs < only_theirs) {
		s->only_theirs[s->n_only_theirs++] = support_random(seed);
	}
	recon_add_all(s->mine, 0, RECON_CELLS_MAX, s->only_mine, only_mine);
	recon_add_all(s->theirs, 0, RECON_CELLS_MAX, s->only_theirs, only_theirs);
	recon_write(s->wire, s->theirs, 0, RECON_CELLS_MAX);
	return s;
}

static inline struct recon *recon_new(uint32_t cells_max)
{
	void *mem = malloc(recon_size(cells_max));

	assert_non_null(mem);
	return recon_init(mem, cells_max);
}

/* The next n cells of theirs. */
static inline enum recon_state recon_feed(struct recon *r, const struct recon_sets *s, uint32_t n)
{
	return recon_take(r, s->mine, s->wire + (size_t)recon_received(r) * RECON_CELL_BYTES, n);
}

static inline int recon_by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* What showed is the whole difference, and nothing else. */
static inline void recon_right(struct recon *r, struct recon_sets *s)
{
	size_t n_theirs, n_mine;
	uint64_t *theirs = recon_theirs(r, &n_theirs), *mine = recon_mine(r, &n_mine);

	assert_int_equal(n_theirs, s->n_only_theirs);
	assert_int_equal(n_mine, s->n_only_mine);
	qsort(theirs, n_theirs, sizeof(*theirs), recon_by_value);
	qsort(mine, n_mine, sizeof(*mine), recon_by_value);
	qsort(s->only_theirs, n_theirs, sizeof(*theirs), recon_by_value);
	qsort(s->only_mine, n_mine, sizeof(*mine), recon_by_value);
	assert_memory_equal(theirs, s->only_theirs, n_theirs * sizeof(*theirs));
	assert_memory_equal(mine, s->only_mine, n_mine * sizeof(*mine));
}

#endif
