/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is told of each post of a lineage. */
#include "kin.h"

static void test_a_retracted_parent_keeps_its_place(void **state)
{
	struct garden *g = *state;
	struct kiem_id first = build(g, "eerste", 100, 0, NULL), second = build(g, "tweede", 90, KIEM_EXTENDS, &first);
	struct kiem_id third = build(g, "derde", 80, KIEM_EXTENDS, &second), nowhere = {{7}};
	struct kiem_id orphan = build(g, "wees", 70, KIEM_EXTENDS, &nowhere);

	build(g, "nog een", 75, KIEM_EXTENDS, &second);
	plant_one(g, KIEM_RETRACT, "weg", &g->bram, 10, KIEM_CANCELS, &second);
	struct view_lineage *l = lineage_of(g, &third);
	assert_int_equal(l->n_up, 1);
	assert_id_equal(l->up[0].id, second);
	assert_int_equal(l->up[0].presence, VIEW_TAKEN_BACK);
	assert_memory_equal(l->up[0].by.b, g->bram.key.b, 32);
	assert_int_equal(l->up[0].row, VIEW_NONE);
	assert_int_equal(l->up[0].others, 1);
	view_lineage_destroy(l);
	l = lineage_of(g, &orphan);
	assert_int_equal(l->n_up, 1);
	assert_int_equal(l->up[0].presence, VIEW_NOT_HERE);
	view_lineage_destroy(l);
}

/* By kind, of all versions, each once; a person who joined twice, or left, is not two, or none. */
static void test_what_is_about_it(void **state)
{
	struct garden *g = *state;
	struct kiem_id root = build(g, "wortel", 100, 0, NULL), child = build(g, "tak", 90, KIEM_EXTENDS, &root);
	struct kiem_post revision = {
	        .kind = KIEM_REVISE, .title = support_span("tak, beter"), .made = SUPPORT_NOW - 80 * MINUTE, .n_links = 1};

	revision.links[0] = (struct kiem_link){.relation = KIEM_REPLACES, .id = child};
	struct kiem_id better = plant(g, &revision, &g->bram);
	plant_one(g, KIEM_DEED, "eerste daad", &g->anna, 70, KIEM_ABOUT, &child);
	plant_one(g, KIEM_DEED, "tweede daad", &g->anna, 60, KIEM_ABOUT, &better);
	plant_one(g, KIEM_LESSON, "samen", &g->anna, 55, KIEM_EXTENDS, &child);
	plant_one(g, KIEM_JOIN, "ik", &g->carla, 50, KIEM_ABOUT, &child);
	plant_one(g, KIEM_JOIN, "ik weer", &g->carla, 40, KIEM_ABOUT, &better);
	struct kiem_id joined = plant_one(g, KIEM_JOIN, "even", &g->anna, 30, KIEM_ABOUT, &child);
	plant_one(g, KIEM_LEAVE, "weg", &g->anna, 20, KIEM_CANCELS, &joined);
	struct view_lineage *l = lineage_of(g, &root);
	assert_id_equal(l->down[0].id, child);
	assert_int_equal(l->down[0].about[KIEM_DEED], 2);
	assert_int_equal(l->down[0].about[KIEM_LESSON], 0); /* it builds on it, and stands below it */
	assert_int_equal(l->down[0].joined, 1);
	assert_int_equal(l->n_down, 2);
	view_lineage_destroy(l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(test_a_retracted_parent_keeps_its_place),
	        garden_test(test_what_is_about_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
