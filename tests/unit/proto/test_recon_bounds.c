/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A peer that does not send the cells of a set. Who wants to can choose items whose checks fit as he likes; the greatest power that
 * gives is one where every check fits, so recon_peel.c is compiled here with a check that always does. What then keeps a
 * decode within its memory and its time are its bounds alone.
 */
#include "../../../proto/recon_parts.h"
#define recon_check(item) ((uint32_t)((item)&0))
#include "../../../proto/recon_peel.c"
#undef recon_check

#include "recon_sets.h"

/* How many items showed, on either side; none of them twice. */
static size_t items(struct recon *r)
{
	uint64_t all[2 * RECON_CELLS_MAX];
	size_t n_theirs, n_mine, n = 0;
	const uint64_t *theirs = recon_theirs(r, &n_theirs), *mine = recon_mine(r, &n_mine);

	for (size_t i = 0; i < n_theirs; i++) {
		all[n++] = theirs[i];
	}
	for (size_t i = 0; i < n_mine; i++) {
		all[n++] = mine[i];
	}
	qsort(all, n, sizeof(*all), recon_by_value);
	for (size_t i = 1; i < n; i++) {
		assert_true(all[i - 1] != all[i]);
	}
	return n;
}

/* Noise of which nearly each cell shows an item: never more of them than cells, none twice, and it ends. */
static void test_noise(void **state)
{
	static const struct recon_cell mine[64];
	uint8_t wire[64 * RECON_CELL_BYTES];
	uint64_t seed = support_seed();
	size_t n_full = 0;

	for (unsigned k = 0; k < 20000; k++) {
		uint32_t n = 2 + (uint32_t)(support_random(&seed) % 62);
		struct recon *r = recon_new(n);
		for (uint32_t i = 0; i < n; i++) {
			uint64_t sum = support_random(&seed) >> (k % 2 == 0 ? 0 : 62);
			struct recon_cell cell = {sum, 0, (uint32_t)(support_random(&seed) % 5) - 2};
			recon_write(wire + (size_t)i * RECON_CELL_BYTES, &cell, 0, 1);
		}
		recon_take(r, mine, wire, n / 2);
		recon_take(r, mine, wire + (size_t)recon_received(r) * RECON_CELL_BYTES, n - n / 2);
		assert_true(items(r) <= recon_received(r));
		n_full += recon_state(r) == RECON_FALSE && items(r) == recon_received(r);
		free(r);
	}
	print_message("%zu came to as many items as cells\n", n_full);
}

/* x in all its cells but the first: taken out, it shows there the other way round, and would so for ever. */
static void test_for_ever(void **state)
{
	uint64_t seed = support_seed();
	struct recon_sets *s = recon_sets(&seed, 20, 0, 0);
	struct recon *r = recon_new(RECON_CELLS_MAX);
	uint64_t x = support_random(&seed);

	recon_add(s->theirs, 1, RECON_CELLS_MAX, x);
	for (uint32_t i = 0; i < RECON_CELLS_MAX; i++) {
		s->theirs[i].check = s->mine[i].check;
	}
	recon_write(s->wire, s->theirs, 0, RECON_CELLS_MAX);
	assert_int_equal(recon_feed(r, s, RECON_CELLS_MAX), RECON_FALSE);
	assert_int_equal(items(r), 1);
	free(r);
	free(s);
}

/* Nine cells, found by search, that would show ten items, each another. */
static void test_more_than_cells(void **state)
{
	enum { CELLS = 9 };
	static const struct recon_cell mine[CELLS];
	uint8_t wire[CELLS * RECON_CELL_BYTES];
	uint64_t seed = 734401;
	struct recon *r = recon_new(2 * CELLS); /* there is room for more than was received */

	for (uint32_t i = 0; i < CELLS; i++) {
		uint64_t sum = support_random(&seed);
		struct recon_cell cell = {sum, 0, (uint32_t)(support_random(&seed) % 3) - 1};
		recon_write(wire + (size_t)i * RECON_CELL_BYTES, &cell, 0, 1);
	}
	assert_int_equal(recon_take(r, mine, wire, CELLS), RECON_FALSE);
	assert_int_equal(items(r), CELLS);
	free(r);
}

/* A cell whose check fits, of an item that is not in that cell, shows nothing. */
static void test_not_on_its_walk(void **state)
{
	static const struct recon_cell mine[2];
	struct recon_cell cells[2] = {{0x613502540ff78d68 ^ 5, 0, 2}, {0x613502540ff78d68, 0, 1}}; /* which is in 0 and 9 */
	uint8_t wire[2 * RECON_CELL_BYTES];
	struct recon *r = recon_new(2);

	recon_write(wire, cells, 0, 2);
	assert_int_equal(recon_take(r, mine, wire, 2), RECON_UNDECIDED);
	assert_int_equal(items(r), 0);
	free(r);
}

static void test_size(void **state)
{
	for (uint32_t n = 1; n <= RECON_CELLS_MAX; n = n * 2 + 1) {
		assert_true(recon_size(n) <= 35 * (size_t)n + 256);
	}
	assert_true(recon_size(RECON_CELLS_MAX) <= 512 * 1024);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_noise),
	        cmocka_unit_test(test_for_ever),
	        cmocka_unit_test(test_more_than_cells),
	        cmocka_unit_test(test_not_on_its_walk),
	        cmocka_unit_test(test_size),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
