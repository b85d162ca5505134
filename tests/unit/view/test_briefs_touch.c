/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which coalitions are touched by what happened since. */
#include "brief_garden.h"

/* Two coalitions, both kept: neighbour 0 takes part in one, neighbour 1 in the other. */
struct two {
	struct kiem_id one, other, join;
};

static struct two plant_two(struct garden *g)
{
	struct two t = {grow(g, KIEM_INITIATIVE, 0, 4, 0, NULL), grow(g, KIEM_INITIATIVE, 1, 4, 0, NULL), {{0}}};

	t.join = sign_up(g, 2, 2, &t.one, 0, 0);
	brief_seen(g, &t.one, g->now, NULL);
	mark_kept(g);
	return t;
}

static void touched_are(struct garden *g, const struct two *t, bool one, bool other, const bool *known)
{
	struct view_brief a = brief_seen(g, &t->one, g->now, known);

	assert_int_equal(!from_kept(&a), one);
	struct view_brief b = brief_seen(g, &t->other, g->now, known);
	assert_int_equal(!from_kept(&b), other);
}

static void a_leave_touches_what_the_join_was_to(void **state)
{
	struct two t = plant_two(*state);

	plant_one(*state, KIEM_LEAVE, "weg", neighbour(2), 0, KIEM_CANCELS, &t.join);
	touched_are(*state, &t, true, false, NULL);
}

static void what_is_taken_back_touches_what_it_was_about(void **state)
{
	struct two t = plant_two(*state);

	plant_one(*state, KIEM_RETRACT, "weg", neighbour(2), 0, KIEM_CANCELS, &t.join);
	touched_are(*state, &t, true, false, NULL);
}

static void a_profile_touches_what_its_person_takes_part_in(void **state)
{
	struct two t = plant_two(*state);

	plant_profile(*state, neighbour(2), "Iemand", 1, SUPPORT_NOW + 90 * DAY, NULL);
	touched_are(*state, &t, true, false, NULL);
}

static void another_key_for_somebody_touches_all(void **state)
{
	struct garden *g = *state;
	struct two t;

	plant_profile(g, neighbour(5), "Oud", 1, SUPPORT_NOW + 90 * DAY, neighbour(6));
	t = plant_two(g);
	plant_about(g, KIEM_SUCCEED, neighbour(6), neighbour(5));
	touched_are(g, &t, true, true, NULL);
}

static void somebody_who_came_to_be_known_touches_what_they_take_part_in(void **state)
{
	struct two t = plant_two(*state);
	bool known[10] = {[1] = true};

	touched_are(*state, &t, false, true, known);
}

/* It came and was taken back before the extract's file had a row of it. */
static void what_left_no_row_is_known_by_what_it_named(void **state)
{
	struct garden *g = *state;
	struct two t = plant_two(g);
	struct extract_limits lazy = {.save_from = 1000, .gone_max = 1000};
	struct kiem_id note = grow(g, KIEM_NOTE, 3, 1, KIEM_ABOUT, &t.one);
	struct view_eye eye = {.now_ms = g->now};
	struct view_extract *x;
	struct view_brief *list;
	char path[300];
	size_t n;

	file_of(g, path);
	for (int gone = 0; gone < 2; gone++) {
		assert_int_equal(extract_open(&x, look(g), path, g->now, &lazy, NULL, NULL), KIEM_DONE);
		bool *known = calloc(x->n_persons + 1, sizeof(*known));
		x->own->save_from = 0; /* of the briefs it is */
		eye.known = known;
		assert_int_equal(briefs_create(&list, &n, x, &eye), KIEM_DONE);
		for (size_t i = 0; i < n; i++) {
			if (list[i].row == row_with(x, &t.one)) {
				assert_int_equal(list[i].posts, gone ? 1 : 2);
			}
		}
		free(list);
		free(known);
		view_extract_close(x);
		if (!gone) {
			plant_one(g, KIEM_RETRACT, "weg", neighbour(3), 0, KIEM_CANCELS, &note);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(a_leave_touches_what_the_join_was_to),
	        garden_test(what_is_taken_back_touches_what_it_was_about),
	        garden_test(a_profile_touches_what_its_person_takes_part_in),
	        garden_test(another_key_for_somebody_touches_all),
	        garden_test(somebody_who_came_to_be_known_touches_what_they_take_part_in),
	        garden_test(what_left_no_row_is_known_by_what_it_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
