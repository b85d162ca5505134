/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions about single rows. */
#include "extract_garden.h"

static void rows_by_number_and_in_order(void **state)
{
	struct garden *g = *state;

	for (int i = 0; i < 5; i++) {
		plant_one(g, KIEM_OFFER, i < 3 ? "x" : "y", &g->anna, i % 3, 0, NULL);
	}
	struct view_extract *x = in_memory(g, SUPPORT_NOW);
	for (uint64_t number = 0; number < 8; number++) {
		assert_int_equal(view_row_of(x, number), number >= 1 && number <= x->n ? number - 1 : VIEW_NONE);
	}
	assert_true(view_row_order(x, 0, 1) > 0); /* the second was made a minute before the first */
	assert_true(view_row_order(x, 1, 0) < 0);
	assert_int_equal(view_row_order(x, 2, 2), 0);
	view_extract_close(x);
}

static void a_revision_leads_to_its_original(void **state)
{
	struct garden *g = *state;
	struct kiem_id first = plant_one(g, KIEM_OFFER, "een", &g->anna, 9, 0, NULL);
	struct kiem_id second = plant_one(g, KIEM_REVISE, "twee", &g->anna, 8, KIEM_REPLACES, &first);
	struct kiem_id third = plant_one(g, KIEM_REVISE, "drie", &g->anna, 7, KIEM_REPLACES, &second);
	struct kiem_id other = plant_one(g, KIEM_REVISE, "niet van jou", &g->bram, 6, KIEM_REPLACES, &first);
	struct kiem_id never = {{5}}, loose = plant_one(g, KIEM_REVISE, "los", &g->anna, 5, KIEM_REPLACES, &never);
	struct view_extract *x = in_memory(g, SUPPORT_NOW);

	assert_int_equal(view_row_original(x, row_with(x, &third), SUPPORT_NOW), row_with(x, &first));
	assert_int_equal(view_row_original(x, row_with(x, &first), SUPPORT_NOW), row_with(x, &first));
	assert_int_equal(view_row_original(x, row_with(x, &other), SUPPORT_NOW), row_with(x, &other));
	assert_int_equal(view_row_original(x, row_with(x, &loose), SUPPORT_NOW), row_with(x, &loose));
	view_extract_close(x);
	/* Without the middle the chain reaches no original. */
	plant_one(g, KIEM_RETRACT, "weg", &g->anna, 1, KIEM_CANCELS, &second);
	x = in_memory(g, SUPPORT_NOW);
	assert_int_equal(view_row_original(x, row_with(x, &third), SUPPORT_NOW), row_with(x, &third));
	view_extract_close(x);
}

static void a_join_is_cancelled_by_its_own_author_and_for_as_long_as_it_lasts(void **state)
{
	struct garden *g = *state;
	struct kiem_id idea = plant_one(g, KIEM_INITIATIVE, "tuin", &g->anna, 10, 0, NULL);
	struct kiem_id join = plant_one(g, KIEM_JOIN, "ik", &g->bram, 9, KIEM_ABOUT, &idea);
	struct kiem_post brief = {.kind = KIEM_LEAVE, .n_links = 1, .until = SUPPORT_NOW + DAY};

	brief.links[0] = (struct kiem_link){.relation = KIEM_CANCELS, .id = join};
	plant_one(g, KIEM_LEAVE, "jij niet", &g->carla, 8, KIEM_CANCELS, &join);
	plant_one(g, KIEM_UNVOUCH, "iets anders", &g->bram, 8, KIEM_CANCELS, &join);
	plant(g, &brief, &g->bram);
	struct view_extract *x = in_memory(g, SUPPORT_NOW);
	assert_int_equal(view_row_cancelled(x, 1, KIEM_LEAVE, SUPPORT_NOW), VIEW_NONE);
	assert_int_equal(x->kind[view_row_cancelled(x, 1, KIEM_UNVOUCH, SUPPORT_NOW)], KIEM_UNVOUCH);
	view_extract_close(x);
	struct kiem_post late = {.kind = KIEM_LEAVE, .n_links = 1, .until = SUPPORT_NOW + 700 * DAY};
	late.links[0] = brief.links[0];
	late.made = SUPPORT_NOW - MINUTE;
	struct kiem_id second = plant(g, &late, &g->bram);
	late.made = SUPPORT_NOW - 2 * MINUTE;
	struct kiem_id first = plant(g, &late, &g->bram);
	x = in_memory(g, SUPPORT_NOW);
	assert_int_equal(view_row_cancelled(x, 1, KIEM_LEAVE, SUPPORT_NOW), row_with(x, &first));
	view_extract_close(x);
	late.kind = KIEM_RETRACT;
	late.links[0].id = first;
	plant(g, &late, &g->bram);
	x = in_memory(g, SUPPORT_NOW);
	assert_int_equal(view_row_cancelled(x, 1, KIEM_LEAVE, SUPPORT_NOW), row_with(x, &second));
	view_extract_close(x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(rows_by_number_and_in_order),
	        garden_test(a_revision_leads_to_its_original),
	        garden_test(a_join_is_cancelled_by_its_own_author_and_for_as_long_as_it_lasts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
