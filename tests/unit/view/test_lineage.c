/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Both trees of a lineage: their order, their bounds, parents that are gone, and circles. */
#include "kin.h"

static void test_back_to_the_first(void **state)
{
	struct garden *g = *state;
	struct kiem_id first = build(g, "eerste", 100, 0, NULL), second = build(g, "tweede", 90, KIEM_EXTENDS, &first);
	struct kiem_id third = build(g, "derde", 80, KIEM_VARIANT, &second), fourth = build(g, "vierde", 70, KIEM_EXTENDS, &third);
	struct kiem_id fifth = build(g, "vijfde", 60, KIEM_ANSWERS, &fourth),
	               aside = build(g, "ernaast", 50, KIEM_EXTENDS, &second);

	plant_one(g, KIEM_DEED, "gedaan", &g->carla, 40, KIEM_ABOUT, &third);
	plant_one(g, KIEM_JOIN, "ik", &g->carla, 30, KIEM_ABOUT, &third);
	plant_one(g, KIEM_JOIN, "nog eens", &g->carla, 20, KIEM_ABOUT, &third);
	struct view_lineage *l = lineage_of(g, &third);
	assert_int_equal(l->n_up, 2);
	assert_id_equal(l->up[0].id, second);
	assert_int_equal(l->up[0].relation, KIEM_VARIANT);
	assert_int_equal(l->up[0].others, 1); /* aside */
	assert_id_equal(l->up[1].id, first);
	assert_int_equal(l->up[1].nearer, 0);
	assert_int_equal(l->up[1].depth, 2);
	assert_int_equal(l->up[1].others, 0);
	assert_int_equal(l->n_down, 2);
	assert_id_equal(l->down[0].id, fourth);
	assert_id_equal(l->down[1].id, fifth);
	assert_int_equal(l->self.about[KIEM_DEED], 1);
	assert_int_equal(l->self.joined, 1); /* one person, two joins */
	view_lineage_destroy(l);
	l = lineage_of(g, &aside);
	assert_int_equal(l->n_up, 2);
	assert_int_equal(l->n_down, 0);
	view_lineage_destroy(l);
}

/* Both say that they went on to the other, by notes: a parent is no child as well, and the way ends. */
static void test_a_circle_ends(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = build(g, "de ene", 100, 0, NULL), b = build(g, "de andere", 90, 0, NULL);

	for (int i = 0; i < 2; i++) {
		struct kiem_post note = {
		        .kind = KIEM_NOTE, .text = support_span("ging over"), .made = SUPPORT_NOW - MINUTE, .n_links = 2};
		note.links[0] = (struct kiem_link){.relation = KIEM_ABOUT, .id = i == 0 ? a : b};
		note.links[1] = (struct kiem_link){.relation = KIEM_AFTER, .id = i == 0 ? b : a};
		plant(g, &note, &g->carla);
	}
	struct view_lineage *l = lineage_of(g, &a);
	assert_int_equal(l->n_up, 1);
	assert_id_equal(l->up[0].id, b);
	assert_int_equal(l->n_down, 0);
	view_lineage_destroy(l);
}

/* Two parents and what they share: each once, at its least distance; siblings by (made, id), children before cousins. */
static void test_reading_order(void **state)
{
	struct garden *g = *state;
	struct kiem_id root = build(g, "wortel", 100, 0, NULL), left = build(g, "links", 90, KIEM_EXTENDS, &root);
	struct kiem_id right = build(g, "rechts", 80, KIEM_EXTENDS, &root),
	               under = build(g, "onder links", 70, KIEM_EXTENDS, &left);
	struct kiem_post both = {
	        .kind = KIEM_INITIATIVE, .title = support_span("samen"), .made = SUPPORT_NOW - 60 * MINUTE, .n_links = 2};

	both.links[0] = (struct kiem_link){.relation = KIEM_EXTENDS, .id = right};
	both.links[1] = (struct kiem_link){.relation = KIEM_VARIANT, .id = left};
	struct kiem_id joint = plant(g, &both, &g->carla);
	struct view_lineage *l = lineage_of(g, &root);
	assert_int_equal(l->n_down, 4);
	assert_id_equal(l->down[0].id, left);
	assert_id_equal(l->down[1].id, under);
	assert_id_equal(l->down[2].id, joint); /* under the elder of both */
	assert_int_equal(l->down[2].relation, KIEM_VARIANT);
	assert_id_equal(l->down[3].id, right);
	view_lineage_destroy(l);
	l = lineage_of(g, &joint);
	assert_int_equal(l->n_up, 3);
	assert_id_equal(l->up[0].id, left);
	assert_id_equal(l->up[1].id, root);
	assert_id_equal(l->up[2].id, right);
	view_lineage_destroy(l);
}

static void test_a_tie_has_none(void **state)
{
	struct garden *g = *state;
	struct kiem_id root = build(g, "wortel", 100, 0, NULL),
	               join = plant_one(g, KIEM_JOIN, "ik", &g->anna, 10, KIEM_ABOUT, &root);
	struct view_lineage *l;
	struct view_extract *x = in_memory(g, SUPPORT_NOW);

	assert_int_equal(view_lineage_create(&l, x, g->read, number_of(g, &join), SUPPORT_NOW), KIEM_E_INVALID);
	assert_null(l);
	assert_int_equal(view_lineage_create(&l, x, g->read, 4711, SUPPORT_NOW), KIEM_E_NOT_FOUND);
	view_extract_close(x);
}

static void test_bounded(void **state)
{
	struct garden *g = *state;
	struct kiem_id root = build(g, "wortel", 2000, 0, NULL);

	for (int i = 0; i < VIEW_LINEAGE_MAX + 3; i++) {
		build(g, "eentje", 1000 - i, KIEM_EXTENDS, &root);
	}
	struct view_lineage *l = lineage_of(g, &root);
	assert_int_equal(l->n_down, VIEW_LINEAGE_MAX);
	assert_true(l->more_down);
	assert_false(l->more_up);
	view_lineage_destroy(l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(test_back_to_the_first),
	        garden_test(test_a_circle_ends),
	        garden_test(test_reading_order),
	        garden_test(test_a_tie_has_none),
	        garden_test(test_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
