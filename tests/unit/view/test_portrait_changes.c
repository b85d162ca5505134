/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "grove.h"

static void what_came_since_a_day_is_told(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 20, 0, NULL), old = sign_up(g, 1, 15, &a, SIGNAL(KIEM_URGENT), 0), note,
	               deed;
	struct kiem_post leave = {.kind = KIEM_LEAVE, .n_links = 1, .made = SUPPORT_NOW - 2 * DAY};

	note = grow(g, KIEM_NOTE, 2, 4, KIEM_ABOUT, &a);
	deed = grow(g, KIEM_DEED, 0, 3, KIEM_ABOUT, &a);
	leave.links[0] = (struct kiem_link){.relation = KIEM_CANCELS, .id = old};
	plant(g, &leave, neighbour(1));
	struct sight s = look_at(g, &a, NULL, SIZE_MAX, SUPPORT_NOW - 7 * DAY);
	const struct view_changes *c = &s.p->changes;
	assert_true(c->asked && c->existed);
	assert_int_equal(c->n_people, 1);
	assert_true(is_neighbour(&s, c->people[0], 2));
	assert_int_equal(c->n_posts, 2);
	assert_row_is(s, s.p->posts[c->posts[0]].row, deed);
	assert_row_is(s, s.p->posts[c->posts[1]].row, note);
	assert_int_equal(c->n_parted, 1);
	assert_int_equal(c->missing & 1u << VIEW_URGENCY, 0); /* it was there, and went with who said so */
	assert_int_not_equal(s.p->brief.missing & 1u << VIEW_URGENCY, 0);
	assert_true(c->energy > 0);
	unlook(&s);
}

static void before_it_began_there_was_nothing(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 3, 0, NULL);
	struct sight s = look_at(g, &a, NULL, SIZE_MAX, SUPPORT_NOW - 7 * DAY);

	assert_false(s.p->changes.existed);
	assert_int_equal(s.p->changes.energy, 0);
	assert_int_equal(s.p->changes.n_posts, 1);
	unlook(&s);
	s = see(g, &a);
	assert_false(s.p->changes.asked);
	unlook(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(what_came_since_a_day_is_told),
	        garden_test(before_it_began_there_was_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
