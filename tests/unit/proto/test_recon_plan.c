/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said next: whether an exchange comes to its end in few pieces and few cells, and what it says when cells will not do. */
#include "recon_sets.h"

enum { KNOWN = 100000 };

struct course {
	unsigned pieces; /* the first one too */
	uint32_t cells;
	enum recon_move end;
};

/* One side decodes to the end, from `first` cells on. */
static struct course course(struct recon_sets *s, uint32_t first, uint32_t cells_max, bool may_turn)
{
	struct recon *r = recon_new(cells_max);
	struct course c = {.pieces = 1};
	struct recon_step step;

	recon_feed(r, s, first);
	for (;;) {
		step = recon_plan(r, KNOWN + s->n_only_mine, KNOWN + s->n_only_theirs, cells_max, may_turn);
		if (step.move != RECON_ASK) {
			break;
		}
		assert_true(step.upto > recon_received(r) && step.upto <= cells_max);
		recon_feed(r, s, step.upto - recon_received(r));
		c.pieces++;
	}
	c.cells = recon_received(r);
	c.end = step.move;
	free(r);
	return c;
}

/* The mean over many differences: no more cells and pieces than the goals of the exchange leave room for. */
static void means(uint64_t *seed, unsigned runs, size_t d, bool both, double cells_max, double pieces_max)
{
	double cells = 0, pieces = 0;

	for (unsigned k = 0; k < runs; k++) {
		size_t mine = both ? support_random(seed) % (d + 1) : k % 2 * d;
		struct recon_sets *s = recon_sets(seed, 0, mine, d - mine);
		struct course c = course(s, RECON_FIRST_CELLS, RECON_CELLS_MAX, false);
		assert_true(c.end == RECON_SETTLE || c.end == RECON_RESALT);
		cells += c.cells;
		pieces += c.pieces;
		free(s);
	}
	print_message("%4zu differ, on %s: %.1f cells in %.2f pieces\n", d, both ? "both sides" : "one side", cells / runs,
	        pieces / runs);
	assert_true(cells / runs <= cells_max && pieces / runs <= pieces_max);
}

static void test_few_cells_in_few_pieces(void **state)
{
	uint64_t seed = 1; /* means of few runs: not those of this run */

	for (int both = 0; both < 2; both++) {
		means(&seed, 20, 1, both, RECON_FIRST_CELLS, 1);
		means(&seed, 120, 10, both, 24, 1.7);
		means(&seed, 60, 100, both, 180, 3.3);
		means(&seed, 12, 1000, both, 1700, 3.2);
	}
}

static void test_estimate(void **state)
{
	static const struct {
		size_t d;
		uint32_t cells;
		double error;
	} cases[] = {{100, 64, 0.3}, {1000, 400, 0.15}, {10000, 4000, 0.06}};
	uint64_t seed = 2;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		double d = (double)cases[i].d, sum = 0;
		for (unsigned k = 0; k < 10; k++) {
			size_t mine = k * cases[i].d / 10;
			struct recon_sets *s = recon_sets(&seed, 0, mine, cases[i].d - mine);
			struct recon *r = recon_new(RECON_CELLS_MAX);
			recon_feed(r, s, cases[i].cells);
			sum += (double)recon_estimate(r, KNOWN + mine, KNOWN + cases[i].d - mine);
			free(r);
			free(s);
		}
		assert_true(sum / 10 > d * (1 - cases[i].error) && sum / 10 < d * (1 + cases[i].error));
	}
}

/* A difference that is known is the estimate, and is nothing more to ask for. */
static void test_known(void **state)
{
	uint64_t seed = support_seed();
	struct recon_sets *s = recon_sets(&seed, 10, 1, 0);
	struct recon *r = recon_new(64);

	recon_feed(r, s, RECON_FIRST_CELLS);
	assert_int_equal(recon_estimate(r, 11, 10), 1);
	assert_int_equal(recon_plan(r, 11, 10, 64, true).move, RECON_SETTLE);
	free(r);
	free(s);
}

/* Who was asked and has fewer hands the decoding over, once that saves more than it costs. */
static void test_turn(void **state)
{
	uint64_t seed = 3;
	struct recon_sets *s = recon_sets(&seed, 0, 0, 200);

	assert_int_equal(course(s, RECON_FIRST_CELLS, RECON_CELLS_MAX, true).end, RECON_TURN);
	assert_int_equal(course(s, RECON_FIRST_CELLS, RECON_CELLS_MAX, false).end, RECON_SETTLE);
	free(s);
	s = recon_sets(&seed, 0, 200, 0);
	assert_int_equal(course(s, RECON_FIRST_CELLS, RECON_CELLS_MAX, true).end, RECON_SETTLE);
	free(s);
	s = recon_sets(&seed, 0, 9, 11);
	assert_int_equal(course(s, RECON_FIRST_CELLS, RECON_CELLS_MAX, true).end, RECON_SETTLE);
	free(s);
}

static struct recon_step first_step(struct recon_sets *s, uint64_t mine, uint64_t theirs)
{
	struct recon *r = recon_new(RECON_CELLS_MAX);
	struct recon_step step;

	recon_feed(r, s, RECON_FIRST_CELLS);
	step = recon_plan(r, mine, theirs, RECON_CELLS_MAX, true);
	free(r);
	return step;
}

/* Sets that have little in common are listed; large ones with the same difference are not. */
static void test_list(void **state)
{
	uint64_t seed = 4;
	struct recon_sets *s = recon_sets(&seed, 0, 20, 2000);

	assert_int_equal(first_step(s, 120, 2100).move, RECON_LIST);
	assert_int_equal(first_step(s, KNOWN, KNOWN + 1980).move, RECON_TURN);
	free(s);
}

/* What cannot fit in the row is halved: at once where the sizes say so, and after few cells where the counts do. */
static void test_halve(void **state)
{
	uint64_t seed = 5;
	struct recon_sets *s = recon_sets(&seed, 0, 0, RECON_CELLS_MAX);

	assert_int_equal(first_step(s, KNOWN, KNOWN + RECON_CELLS_MAX).move, RECON_HALVE);
	free(s);
	s = recon_sets(&seed, 0, 14000, 14000);
	assert_int_equal(course(s, RECON_FIRST_CELLS, RECON_CELLS_MAX, false).end, RECON_HALVE);
	assert_true(course(s, RECON_FIRST_CELLS, RECON_CELLS_MAX, false).cells <= 256);
	free(s);
	s = recon_sets(&seed, 0, 100, 100);
	assert_int_equal(course(s, RECON_FIRST_CELLS, 128, false).end, RECON_HALVE);
	free(s);
}

static void test_resalt(void **state)
{
	uint64_t seed = 6;
	struct recon_sets *s = recon_sets(&seed, 0, 3, 3);

	recon_add(s->mine, 0, RECON_CELLS_MAX, 77);
	recon_add(s->mine, 0, RECON_CELLS_MAX, 77);
	assert_int_equal(course(s, RECON_FIRST_CELLS, RECON_CELLS_MAX, true).end, RECON_RESALT);
	free(s);
}

/* Sizes that a peer made up, and cells of noise: it comes to an end, and never asks for cells that there are not. */
static void test_nonsense(void **state)
{
	uint64_t seed = support_seed();

	for (unsigned k = 0; k < 60; k++) {
		struct recon_sets *s = recon_sets(&seed, 0, 0, 0);
		struct recon *r = recon_new(RECON_CELLS_MAX);
		uint64_t mine = support_random(&seed) % 1000, theirs = support_random(&seed) >> support_random(&seed) % 64;
		struct recon_step step = {RECON_ASK, 1 + (uint32_t)(support_random(&seed) % 20)};
		for (size_t i = 0; i < sizeof(s->wire); i++) {
			s->wire[i] = (uint8_t)support_random(&seed);
		}
		for (unsigned rounds = 0; step.move == RECON_ASK; rounds++) {
			assert_true(rounds < 200 && step.upto > recon_received(r) && step.upto <= RECON_CELLS_MAX);
			recon_feed(r, s, step.upto - recon_received(r));
			step = recon_plan(r, mine, theirs, RECON_CELLS_MAX, false);
		}
		assert_true(step.move != RECON_SETTLE && step.move != RECON_TURN);
		free(r);
		free(s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_few_cells_in_few_pieces),
	        cmocka_unit_test(test_estimate),
	        cmocka_unit_test(test_known),
	        cmocka_unit_test(test_turn),
	        cmocka_unit_test(test_list),
	        cmocka_unit_test(test_halve),
	        cmocka_unit_test(test_resalt),
	        cmocka_unit_test(test_nonsense),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
