/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The difference of random sets, against a list of what was put into one of them only, and what a peer may send instead of the
 * cells of a set. The memory of each decode is just as long as recon_size says, so that the sanitizer sees what goes beyond.
 */
#include "recon_sets.h"

/* Piece by piece, of any length, until it is decoded; says how many cells that took. */
static uint32_t decode(struct recon_sets *s, uint64_t *seed, uint32_t piece_max, enum recon_state expected)
{
	struct recon *r = recon_new(RECON_CELLS_MAX);
	uint32_t received;

	while (recon_state(r) == RECON_UNDECIDED && recon_received(r) + piece_max <= RECON_CELLS_MAX) {
		recon_feed(r, s, 1 + (uint32_t)(support_random(seed) % piece_max));
	}
	assert_int_equal(recon_state(r), expected);
	if (expected == RECON_DECODED) {
		recon_right(r, s);
	}
	received = recon_received(r);
	free(r);
	return received;
}

static void test_equal_sets(void **state)
{
	uint64_t seed = support_seed();

	for (size_t common = 0; common <= 300; common += 100) {
		struct recon_sets *s = recon_sets(&seed, common, 0, 0);
		assert_int_equal(decode(s, &seed, 1, RECON_DECODED), 1);
		free(s);
	}
}

/* Sets of all sizes and differences. Chance may make one in some thousand end as FALSE (recon_peel.c); that never says wrong. */
static void test_random_sets(void **state)
{
	uint64_t seed = support_seed(), seed_of;
	unsigned n_false = 0;

	for (unsigned k = 0; k < 150; k++) {
		size_t mine = support_random(&seed) % (k < 100 ? 12 : 250), theirs = support_random(&seed) % (k % 3 == 0 ? 2 : 250);
		struct recon_sets *s = recon_sets(&seed, support_random(&seed) % 300, mine, theirs);
		struct recon *r = recon_new(2048);
		while (recon_state(r) == RECON_UNDECIDED && recon_received(r) + 40 <= 2048) {
			recon_feed(r, s, 1 + (uint32_t)(support_random(&seed) % 40));
		}
		seed_of = recon_state(r);
		n_false += seed_of == RECON_FALSE;
		assert_true(seed_of == RECON_FALSE || seed_of == RECON_DECODED);
		if (seed_of == RECON_DECODED) {
			recon_right(r, s);
		}
		free(r);
		free(s);
	}
	assert_true(n_false <= 3);
}

/* As few cells as the paper says: some 1.35 each for many, and not above 2.5 each for 100. */
static void test_few_cells(void **state)
{
	uint64_t seed = 1; /* not of this run: a decode may by chance take longer */
	struct recon_sets *s = recon_sets(&seed, 500, 50, 50);

	assert_in_range(decode(s, &seed, 1, RECON_DECODED), 100, 200);
	free(s);
	s = recon_sets(&seed, 0, 5000, 5000);
	assert_in_range(decode(s, &seed, 64, RECON_DECODED), 13000, 14200);
	free(s);
}

/* One item is known from one cell. */
static void test_one_cell(void **state)
{
	uint64_t seed = support_seed();
	struct recon_sets *s = recon_sets(&seed, 1000, 1, 0);

	assert_int_equal(decode(s, &seed, 1, RECON_DECODED), 1);
	free(s);
	s = recon_sets(&seed, 1000, 0, 1);
	assert_int_equal(decode(s, &seed, 1, RECON_DECODED), 1);
	free(s);
}

/* A count goes round at 256; the difference is found all the same. */
static void test_count_goes_round(void **state)
{
	uint64_t seed = 2;
	struct recon_sets *s = recon_sets(&seed, 10, 600, 5);

	decode(s, &seed, 50, RECON_DECODED);
	free(s);
}

/* With one cell that is not zero there is no result, however many items showed. */
static void test_ends_only_at_zero(void **state)
{
	uint64_t seed = 3;
	struct recon_sets *s = recon_sets(&seed, 10, 4, 4);
	struct recon *r = recon_new(RECON_CELLS_MAX);
	size_t n;

	s->wire[199 * RECON_CELL_BYTES + 3] ^= 1;
	assert_int_equal(recon_feed(r, s, 200), RECON_UNDECIDED);
	recon_mine(r, &n);
	assert_int_equal(n, 4);
	assert_int_equal(recon_feed(r, s, 200), RECON_UNDECIDED);
	free(r);
	free(s);
}

/* What was decided stays. */
static void test_decided(void **state)
{
	uint64_t seed = support_seed();
	struct recon_sets *s = recon_sets(&seed, 10, 1, 0);
	struct recon *r = recon_new(16);

	assert_int_equal(recon_feed(r, s, 1), RECON_DECODED);
	assert_int_equal(recon_take(r, s->mine, (const uint8_t *)"nothing of the kind, and not read", 3), RECON_DECODED);
	recon_right(r, s);
	free(r);
	free(s);
}

/* Two ids of one short id, both on one side: told as soon as all else showed. */
static void test_collision(void **state)
{
	uint64_t seed = 4;

	for (int side = 0; side < 2; side++) {
		struct recon_sets *s = recon_sets(&seed, 100, 5, 5);
		for (int twice = 0; twice < 2; twice++) {
			recon_add(side == 0 ? s->mine : s->theirs, 0, RECON_CELLS_MAX, 0x1234567812345678);
		}
		recon_write(s->wire, s->theirs, 0, RECON_CELLS_MAX);
		assert_in_range(decode(s, &seed, 1, RECON_COLLIDED), 10, 100);
		free(s);
	}
}

/* Both of them here and one there: it shows once. One on each side: it does not show. */
static void test_collision_across(void **state)
{
	uint64_t seed = 5;
	struct recon_sets *s = recon_sets(&seed, 100, 3, 3);
	uint64_t item = support_random(&seed);

	s->only_mine[s->n_only_mine++] = item;
	recon_add(s->mine, 0, RECON_CELLS_MAX, item);
	recon_add(s->mine, 0, RECON_CELLS_MAX, item);
	recon_add(s->theirs, 0, RECON_CELLS_MAX, item);
	recon_write(s->wire, s->theirs, 0, RECON_CELLS_MAX);
	decode(s, &seed, 20, RECON_DECODED);
	free(s);
}

/*
 * An honest difference, but of items that a peer chose so that all have the same place in the table of those seen: looking for
 * them would take the square of their number.
 */
static void test_slow_to_find(void **state)
{
	uint64_t seed = support_seed(), factor = 0x9e3779b97f4a7c15u, inverse = factor;
	struct recon_sets *s = recon_sets(&seed, 0, 0, 0);

	for (int k = 0; k < 6; k++) {
		inverse *= 2 - factor * inverse;
	}
	for (unsigned k = 0; k < 5000; k++) {
		recon_add(s->theirs, 0, RECON_CELLS_MAX, (support_random(&seed) & ~(UINT64_C(0xffff) << 32)) * inverse);
	}
	recon_write(s->wire, s->theirs, 0, RECON_CELLS_MAX);
	decode(s, &seed, 4000, RECON_FALSE);
	free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_equal_sets),
	        cmocka_unit_test(test_random_sets),
	        cmocka_unit_test(test_few_cells),
	        cmocka_unit_test(test_one_cell),
	        cmocka_unit_test(test_count_goes_round),
	        cmocka_unit_test(test_ends_only_at_zero),
	        cmocka_unit_test(test_decided),
	        cmocka_unit_test(test_collision),
	        cmocka_unit_test(test_collision_across),
	        cmocka_unit_test(test_slow_to_find),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
