/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "grove.h"

static void who_holds_others_together_is_seen(void **state)
{
	struct garden *g = *state;
	/* Three around 0; two more who only know 1. */
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 5, 0, NULL), part = grow(g, KIEM_INITIATIVE, 1, 4, KIEM_EXTENDS, &a);

	sign_up(g, 2, 3, &a, 0, 0);
	sign_up(g, 3, 3, &a, 0, 0);
	sign_up(g, 4, 2, &part, 0, 0);
	sign_up(g, 5, 2, &part, 0, 0);
	struct sight s = see(g, &a);
	assert_int_equal(s.p->n_cuts, 2);
	assert_true(is_neighbour(&s, s.p->cuts[0].person, 0) || is_neighbour(&s, s.p->cuts[1].person, 0));
	assert_int_equal(s.p->cuts[0].apart, 2);
	assert_int_equal(s.p->cuts[1].apart, 2);
	assert_true(s.p->cuts[0].ties >= s.p->cuts[1].ties);
	assert_true(s.p->cuts[0].ties > 400);
	unlook(&s);
	/* One tie the other way round, and nobody hangs on one alone any more but by their own one tie. */
	sign_up(g, 4, 1, &a, 0, 0);
	sign_up(g, 5, 1, &a, 0, 0);
	s = see(g, &a);
	assert_int_equal(s.p->n_cuts, 1);
	assert_true(is_neighbour(&s, s.p->cuts[0].person, 0));
	unlook(&s);
}

static void the_smallest_group_that_made_half_of_a_season(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 200, 0, NULL);

	for (int64_t day = 1; day <= 4; day++) {
		grow(g, KIEM_NOTE, 1, day, KIEM_ABOUT, &a);
	}
	for (size_t i = 2; i <= 5; i++) {
		grow(g, KIEM_NOTE, i, 1, KIEM_ABOUT, &a);
	}
	for (int64_t day = 100; day < 120; day++) {
		grow(g, KIEM_NOTE, 6, day, KIEM_ABOUT, &a); /* the season before */
	}
	struct sight s = see(g, &a);
	assert_int_equal(s.p->n_half, 1);
	assert_true(is_neighbour(&s, s.p->half[0], 1));
	unlook(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(who_holds_others_together_is_seen),
	        garden_test(the_smallest_group_that_made_half_of_a_season),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
