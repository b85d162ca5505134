/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file of briefs: what it says of the extract, of recent posts and of whom the reader knows. Damage is kept.c's. */
#include "brief_garden.h"

static void it_says_what_was_kept_and_by_whom(void **state)
{
	struct garden *g = *state;
	struct kiem_id one = grow(g, KIEM_INITIATIVE, 0, 4, 0, NULL);
	struct briefs_file file;
	bool known[10] = {[1] = true};
	char path[300];

	grow(g, KIEM_NOTE, 1, 1, KIEM_ABOUT, &one);
	briefs_path(g, path);
	assert_false(briefs_load(&file, path));
	brief_seen(g, &one, g->now, known);
	assert_true(briefs_load(&file, path));
	assert_int_equal(file.n, 1);
	assert_int_equal(file.list[0].number, number_of(g, &one));
	assert_int_equal(file.list[0].shown, number_of(g, &one));
	assert_int_equal(file.list[0].newest_deed, 0);
	assert_int_equal(file.list[0].brief.people.known, 1);
	assert_int_equal(file.list[0].brief.people.strangers, 1);
	assert_true(file.list[0].stale_ms > g->now);
	assert_int_equal(file.made_ms, g->now);
	assert_int_equal(file.n_known, 1);
	assert_memory_equal(file.known[0].b, neighbour(1)->key.b, 32);
	assert_int_equal(file.n_recent, 0); /* the extract's file has them all */
	briefs_unload(&file);
}

static void recent_posts_stand_in_it_by_what_they_name(void **state)
{
	struct garden *g = *state;
	struct kiem_id one = grow(g, KIEM_INITIATIVE, 0, 4, 0, NULL);
	struct kiem_id note = grow(g, KIEM_NOTE, 1, 1, KIEM_ABOUT, &one);
	struct view_extract *x = in_memory(g, g->now);
	struct briefs_file file = {.last = 5};
	char path[300];

	plant_profile(g, neighbour(1), "Een", 1, SUPPORT_NOW + 90 * DAY, NULL);
	view_extract_close(x);
	x = in_memory(g, g->now);
	snprintf(path, sizeof(path), "%s/views/coalitions", g->dir);
	briefs_save(&file, x, NULL, path);
	assert_true(briefs_load(&file, path));
	assert_int_equal(file.last, 5);
	assert_int_equal(file.n, 0);
	assert_int_equal(file.n_recent, 2);
	assert_int_equal(file.recent[0].number, number_of(g, &note));
	assert_int_equal(file.recent[0].target, number_of(g, &one));
	assert_int_equal(file.recent[1].number, number_of(g, &note) + 1);
	assert_int_equal(file.recent[1].target, 0);
	briefs_unload(&file);
	view_extract_close(x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(it_says_what_was_kept_and_by_whom),
	        garden_test(recent_posts_stand_in_it_by_what_they_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
