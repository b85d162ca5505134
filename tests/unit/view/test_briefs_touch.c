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

/* As it is seen while the extract's file is not written again, and the briefs are. */
static struct view_brief seen_behind_the_file(struct garden *g, const struct kiem_id *id)
{
	struct extract_limits lazy = {.save_from = 1000, .gone_max = 1000};
	struct view_brief *list, found = {.row = VIEW_NONE};
	struct view_extract *x;
	char path[300];
	size_t n;

	file_of(g, path);
	assert_int_equal(extract_open(&x, look(g), path, g->now, &lazy, NULL, NULL), KIEM_DONE);
	assert_true(x->own->n_saved < x->n);
	bool *known = calloc(x->n_persons + 1, sizeof(*known));
	struct view_eye eye = {g->now, known};
	x->own->save_from = 0;
	assert_int_equal(briefs_create(&list, &n, x, &eye), KIEM_DONE);
	for (size_t i = 0; i < n; i++) {
		found = list[i].row == row_with(x, id) ? list[i] : found;
	}
	free(list);
	free(known);
	view_extract_close(x);
	return found;
}

/* It came and was taken back before the extract's file had a row of it. */
static void what_left_no_row_is_known_by_what_it_named(void **state)
{
	struct garden *g = *state;
	struct two t = plant_two(g);
	struct kiem_id note = grow(g, KIEM_NOTE, 3, 1, KIEM_ABOUT, &t.one);

	assert_int_equal(seen_behind_the_file(g, &t.one).posts, 2);
	plant_one(g, KIEM_RETRACT, "weg", neighbour(3), 0, KIEM_CANCELS, &note);
	assert_int_equal(seen_behind_the_file(g, &t.one).posts, 1);
}

/* The file has a row of it, and does not know that what it names is here by now. */
static void what_came_before_what_it_names_is_known_too(void **state)
{
	struct garden *g = *state;
	struct kiem_post post = {.kind = KIEM_INITIATIVE, .title = support_span("later"), .made = SUPPORT_NOW - DAY};
	struct support_bytes bytes;
	struct kiem_id late;

	support_make(&bytes, &post, neighbour(4));
	kiem_id_of(&late, bytes.b, bytes.n);
	struct kiem_id join = sign_up(g, 5, 1, &late, 0, 0);
	brief_seen(g, &late, g->now, NULL);
	assert_id_equal(late, plant(g, &post, neighbour(4)));
	assert_int_equal(seen_behind_the_file(g, &late).people.strangers, 2);
	plant_one(g, KIEM_RETRACT, "weg", neighbour(5), 0, KIEM_CANCELS, &join);
	assert_int_equal(seen_behind_the_file(g, &late).people.strangers, 1);
}

static void a_profile_that_left_no_row_touches_all(void **state)
{
	struct garden *g = *state;
	struct two t = plant_two(g);
	struct kiem_post post = {
	        .kind = KIEM_PROFILE, .name = support_span("Zij"), .sector = KIEM_HOUSING, .made = SUPPORT_NOW - DAY};
	struct kiem_id profile = plant(g, &post, neighbour(2));

	assert_int_equal(seen_behind_the_file(g, &t.one).sectors, 1);
	plant_one(g, KIEM_RETRACT, "weg", neighbour(2), 0, KIEM_CANCELS, &profile);
	assert_int_equal(seen_behind_the_file(g, &t.one).sectors, 0);
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
	        garden_test(what_came_before_what_it_names_is_known_too),
	        garden_test(a_profile_that_left_no_row_touches_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
