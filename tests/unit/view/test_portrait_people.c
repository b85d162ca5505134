/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "grove.h"

static void closeness_comes_first_and_then_how_long_somebody_is_in_it(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 200, 0, NULL), note;

	sign_up(g, 1, 150, &a, 0, 0); /* long ago */
	note = grow(g, KIEM_NOTE, 2, 3, KIEM_ABOUT, &a);
	grow(g, KIEM_NOTE, 0, 2, KIEM_ABOUT, &note);
	grow(g, KIEM_NOTE, 2, 1, KIEM_ABOUT, &a);
	grow(g, KIEM_NOTE, 0, 1, KIEM_ABOUT, &note);
	sign_up(g, 3, 20, &a, 0, 0);
	struct sight s = see(g, &a);
	assert_int_equal(s.p->n_partners, 4);
	assert_true(is_neighbour(&s, s.p->partners[0].person, 0));
	assert_int_equal(s.p->partners[0].tie, VIEW_STARTED);
	assert_int_equal(partner_at(&s, 0)->closeness, VIEW_CLOSE); /* with 2: both ways */
	assert_int_equal(partner_at(&s, 2)->closeness, VIEW_CLOSE);
	assert_int_equal(partner_at(&s, 3)->closeness, VIEW_LOOSE);
	assert_int_equal(partner_at(&s, 1)->closeness, VIEW_DORMANT);
	assert_true(is_neighbour(&s, s.p->partners[3].person, 1));
	unlook(&s);
}

static void what_each_brings_stands_with_them(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 9, 0, NULL), first = sign_up(g, 1, 8, &a, 0, 0),
	               second = sign_up(g, 1, 3, &a, 0, 0);

	sign_up(g, 2, 5, &a, 0, 0);
	struct sight s = see(g, &a);
	const struct view_partner *p = partner_at(&s, 1);
	assert_int_equal(p->joins, 2);
	assert_row_is(s, s.p->joins[p->first_join], first);
	assert_row_is(s, s.p->joins[p->first_join + 1], second);
	assert_int_equal(p->since, SUPPORT_NOW - 8 * DAY);
	assert_int_equal(p->last, SUPPORT_NOW - 3 * DAY);
	assert_int_equal(s.p->joined, 2);
	assert_int_equal(s.p->n_joins, 3);
	unlook(&s);
}

static void who_joined_an_earlier_text_only_is_told_apart(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 9, 0, NULL), revised;

	sign_up(g, 1, 8, &a, 0, 0);
	sign_up(g, 2, 8, &a, 0, 0);
	revised = grow(g, KIEM_REVISE, 0, 7, KIEM_REPLACES, &a);
	sign_up(g, 2, 6, &revised, 0, 0);
	struct sight s = see(g, &a);
	assert_true(partner_at(&s, 1)->earlier);
	assert_false(partner_at(&s, 2)->earlier);
	assert_int_equal(s.p->joined_earlier, 1);
	unlook(&s);
}

static void who_left_stands_apart_by_the_latest_leave(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 9, 0, NULL);

	for (size_t i = 1; i <= 2; i++) {
		struct kiem_post leave = {.kind = KIEM_LEAVE, .n_links = 1, .made = SUPPORT_NOW - (int64_t)(3 - i) * DAY};
		leave.links[0] = (struct kiem_link){.relation = KIEM_CANCELS, .id = sign_up(g, i, 8, &a, 0, 0)};
		plant(g, &leave, neighbour(i));
	}
	grow(g, KIEM_NOTE, 1, 5, KIEM_ABOUT, &a); /* what somebody made stays theirs */
	struct sight s = see(g, &a);
	assert_int_equal(s.p->n_parted, 2);
	assert_true(is_neighbour(&s, s.p->parted[0].person, 2));
	assert_int_equal(s.p->n_partners, 2);
	assert_int_equal(partner_at(&s, 1)->tie, VIEW_AROUND);
	assert_null(partner_at(&s, 2));
	unlook(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(closeness_comes_first_and_then_how_long_somebody_is_in_it),
	        garden_test(what_each_brings_stands_with_them),
	        garden_test(who_joined_an_earlier_text_only_is_told_apart),
	        garden_test(who_left_stands_apart_by_the_latest_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
