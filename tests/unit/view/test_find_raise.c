/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "seekers.h"

struct raising {
	struct find_index index;
	struct find_look look;
	uint8_t level[128];
};

static void raise_open(struct garden *g, struct raising *r, struct view_extract **x)
{
	*r = (struct raising){.look = {.index = &r->index, .level = r->level}};
	assert_true(index_open(g, &r->index));
	assert_int_equal(view_extract_open(x, g->read, NULL, g->now, NULL, NULL), KIEM_DONE);
	assert_true((*x)->n <= sizeof(r->level));
	r->look.x = *x;
}

static void whole_words_and_beginnings_have_levels_of_their_own(void **state)
{
	struct garden *g = *state;
	struct raising r;
	struct view_extract *x;

	plant_one(g, KIEM_LESSON, "ladder", &g->anna, 9, 0, NULL);
	struct kiem_id gone = plant_one(g, KIEM_LESSON, "ladders", &g->anna, 8, 0, NULL);
	plant_one(g, KIEM_LESSON, "ladderrek", &g->anna, 7, 0, NULL);
	plant_one(g, KIEM_LESSON, "laden", &g->anna, 6, 0, NULL);
	raise_open(g, &r, &x);
	find_raise_word(&r.look, FIND_WORD, "ladder", 2, 1);
	assert_int_equal(r.level[0], 2);
	assert_int_equal(r.level[1], 1);
	assert_int_equal(r.level[2], 1);
	assert_int_equal(r.level[3], 0);
	/* A level only rises. */
	find_raise_word(&r.look, FIND_TITLE, "ladder", 1, 0);
	assert_int_equal(r.level[0], 2);
	find_index_close(&r.index);
	view_extract_close(x);
	/* A post that has gone leaves its number in the index, and no row. */
	plant_one(g, KIEM_RETRACT, "", &g->anna, 1, KIEM_CANCELS, &gone);
	raise_open(g, &r, &x);
	find_raise_word(&r.look, FIND_WORD, "ladder", 2, 1);
	assert_int_equal(r.level[0], 2);
	assert_int_equal(r.level[1], 1);
	assert_int_equal(r.level[2], 0);
	assert_false(r.look.failed);
	find_index_close(&r.index);
	view_extract_close(x);
}

/* So many that their numbers fill several pages, among others. */
static void many_postings_are_all_met(void **state)
{
	struct garden *g = *state;
	struct raising r;
	struct view_extract *x;

	for (int i = 0; i < 100; i++) {
		char title[32];
		snprintf(title, sizeof(title), "%s %d", i % 3 == 0 ? "kever" : "vlinder", i);
		plant_one(g, KIEM_LESSON, title, &g->anna, i, 0, NULL);
	}
	raise_open(g, &r, &x);
	find_raise_word(&r.look, FIND_WORD, "kever", 1, 0);
	for (size_t row = 0; row < 100; row++) {
		assert_int_equal(r.level[row], row % 3 == 0);
	}
	find_index_close(&r.index);
	view_extract_close(x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(whole_words_and_beginnings_have_levels_of_their_own),
	        garden_test(many_postings_are_all_met),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
