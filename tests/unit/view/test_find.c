/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "seekers.h"

static void newest_first_or_best_first(void **state)
{
	struct garden *g = *state;
	struct kiem_id first;
	struct kiem_id title = plant_one(g, KIEM_OFFER, "Een ladder", &g->anna, 60, 0, NULL);
	struct kiem_post text = {.kind = KIEM_LESSON,
	        .title = support_span("Klimmen"),
	        .text = support_span("met ladders"),
	        .made = SUPPORT_NOW - MINUTE};
	struct kiem_id newer = plant(g, &text, &g->bram);

	assert_int_equal(seek_first(g, "ladder", false, &eager, &first), 2);
	assert_id_equal(first, newer);
	assert_int_equal(seek_first(g, "ladder", true, &eager, &first), 2);
	assert_id_equal(first, title);
	/* The same from posts that are newer than the index, and without any. */
	assert_int_equal(seek_first(g, "ladder", true, &never, &first), 2);
	assert_id_equal(first, title);
}

static void the_old_text_is_not_found(void **state)
{
	struct garden *g = *state;
	struct kiem_id first, id = plant_one(g, KIEM_OFFER, "Een ladder", &g->anna, 60, 0, NULL);

	assert_int_equal(seek(g, "ladder"), 1);
	struct kiem_id newer = plant_one(g, KIEM_REVISE, "Een steiger", &g->anna, 30, KIEM_REPLACES, &id);
	assert_int_equal(seek(g, "ladder"), 0);
	assert_int_equal(seek_first(g, "steiger", false, &eager, &first), 1);
	assert_id_equal(first, id);
	plant_one(g, KIEM_RETRACT, "", &g->anna, 10, KIEM_CANCELS, &newer);
	assert_int_equal(seek(g, "ladder"), 1);
	plant_one(g, KIEM_RETRACT, "", &g->anna, 5, KIEM_CANCELS, &id);
	assert_int_equal(seek(g, "ladder"), 0);
}

static void a_place_that_cannot_be_written_only_makes_it_slow(void **state)
{
	struct garden *g = *state;
	char path[300];

	plant_one(g, KIEM_OFFER, "Een ladder", &g->anna, 60, 0, NULL);
	index_path(g, path);
	*strrchr(path, '/') = '\0';
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fclose(file);
	assert_int_equal(seek(g, "ladder"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(newest_first_or_best_first),
	        garden_test(the_old_text_is_not_found),
	        garden_test(a_place_that_cannot_be_written_only_makes_it_slow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
