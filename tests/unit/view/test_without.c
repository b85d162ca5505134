/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "grove.h"

static bool among(const struct sight *s, const uint32_t *persons, size_t n, size_t who)
{
	for (size_t i = 0; i < n; i++) {
		if (is_neighbour(s, persons[i], who)) {
			return true;
		}
	}
	return false;
}

static void a_departure_leaves_parts_and_some_alone(void **state)
{
	struct garden *g = *state;
	/* 0 in the middle of 1 (with 3 and 4 around it), 2 (with 5) and 6. */
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 5, 0, NULL), b = grow(g, KIEM_INITIATIVE, 1, 4, KIEM_EXTENDS, &a),
	               c = grow(g, KIEM_INITIATIVE, 2, 4, KIEM_EXTENDS, &a);

	sign_up(g, 3, 3, &b, 0, 0);
	sign_up(g, 4, 3, &b, 0, 0);
	sign_up(g, 5, 3, &c, 0, 0);
	sign_up(g, 6, 3, &a, 0, 0);
	struct sight s = look_at(g, &a, NULL, 0, 0);
	const struct view_without *w = &s.p->without;
	assert_true(s.p->has_without);
	assert_int_equal(w->rest, 3);
	assert_int_equal(w->n_parts, 1);
	assert_int_equal(w->n_alone, 1);
	assert_int_equal(w->n_apart, 3);
	assert_int_equal(w->part_ends[0], 2);
	assert_true(among(&s, w->apart, 2, 2) && among(&s, w->apart, 2, 5));
	assert_true(is_neighbour(&s, w->apart[2], 6));
	assert_true(w->ties > 300 && w->ties < 600);
	unlook(&s);
	s = look_at(g, &a, NULL, 3, 0);
	assert_int_equal(s.p->without.n_apart, 0);
	unlook(&s);
}

static void what_is_theirs_is_told(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 5, 0, NULL), deed = grow(g, KIEM_DEED, 1, 4, KIEM_ABOUT, &a);

	sign_up(g, 1, 3, &a, SIGNAL(KIEM_BACKING), 0);
	sign_up(g, 2, 3, &a, SIGNAL(KIEM_URGENT), 0);
	grow(g, KIEM_NOTE, 2, 2, KIEM_ABOUT, &deed);
	struct sight s = look_at(g, &a, NULL, 1, 0);
	const struct view_without *w = &s.p->without;
	assert_int_equal(w->acts, 400); /* two of five */
	assert_int_equal(w->deeds, 1000);
	assert_int_equal(w->lost, 1u << VIEW_BACKING);
	assert_true(w->energy.strangers < s.p->brief.energy.strangers);
	unlook(&s);
}

static void who_takes_no_part_cannot_be_missed(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 5, 0, NULL);

	grow(g, KIEM_INITIATIVE, 7, 5, 0, NULL);
	struct sight s = look_at(g, &a, NULL, 7, 0);
	assert_false(s.p->has_without);
	unlook(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(a_departure_leaves_parts_and_some_alone),
	        garden_test(what_is_theirs_is_told),
	        garden_test(who_takes_no_part_cannot_be_missed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
