/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "garden.h"

static struct view_joins *joins_of(struct garden *g, const struct kiem_id *id)
{
	struct view_versions *versions;
	struct view_joins *joins;

	look(g);
	assert_int_equal(view_versions_create(&versions, g->read, number_of(g, id), g->now), KIEM_DONE);
	assert_int_equal(view_joins_create(&joins, g->read, versions, g->now), KIEM_DONE);
	view_versions_destroy(versions);
	return joins;
}

static struct kiem_id join(struct garden *g, const struct kiem_id *to, const struct support_author *author, int64_t ago)
{
	return plant_one(g, KIEM_JOIN, "", author, ago, KIEM_ABOUT, to);
}

static struct kiem_id leave(struct garden *g, const struct kiem_id *what, const struct support_author *author, int64_t ago)
{
	return plant_one(g, KIEM_LEAVE, "", author, ago, KIEM_CANCELS, what);
}

static void a_leave_takes_away_the_join_it_names_and_no_other(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = plant_one(g, KIEM_INITIATIVE, "gevels", &g->anna, 100, 0, NULL);
	struct kiem_id first = join(g, &a, &g->bram, 90);
	struct kiem_id second = join(g, &a, &g->bram, 5);

	leave(g, &first, &g->bram, 1);
	struct view_joins *joins = joins_of(g, &a);
	assert_int_equal(joins->n, 2);
	assert_id_equal(joins->list[0].id, first);
	assert_false(joins->list[0].in_force);
	assert_int_equal(joins->list[0].left, SUPPORT_NOW - MINUTE);
	assert_id_equal(joins->list[1].id, second);
	assert_true(joins->list[1].in_force);
	view_joins_destroy(joins);
}

static void only_its_author_leaves_and_not_for_a_while(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = plant_one(g, KIEM_INITIATIVE, "gevels", &g->anna, 100, 0, NULL);
	struct kiem_id j = join(g, &a, &g->bram, 90);
	struct kiem_post brief = {.kind = KIEM_LEAVE, .n_links = 1, .until = SUPPORT_NOW + DAY};

	leave(g, &j, &g->carla, 1);
	brief.links[0] = (struct kiem_link){.relation = KIEM_CANCELS, .id = j};
	plant(g, &brief, &g->bram); /* would be gone before the join: counts for nothing */
	struct view_joins *joins = joins_of(g, &a);
	assert_int_equal(joins->n, 1);
	assert_true(joins->list[0].in_force);
	view_joins_destroy(joins);
}

static void who_leaves_may_say_where_they_go_next(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = plant_one(g, KIEM_INITIATIVE, "gevels", &g->anna, 100, 0, NULL);
	struct kiem_id b = plant_one(g, KIEM_INITIATIVE, "tuin", &g->carla, 95, 0, NULL);
	struct kiem_id j = join(g, &a, &g->bram, 90);
	struct kiem_post post = {.kind = KIEM_LEAVE, .n_links = 2};

	post.links[0] = (struct kiem_link){.relation = KIEM_CANCELS, .id = j};
	post.links[1] = (struct kiem_link){.relation = KIEM_AFTER, .id = b};
	post.until = SUPPORT_NOW + 700 * DAY;
	plant(g, &post, &g->bram);
	struct view_joins *joins = joins_of(g, &a);
	assert_false(joins->list[0].in_force);
	assert_true(joins->list[0].has_next);
	assert_id_equal(joins->list[0].next, b);
	view_joins_destroy(joins);
}

static void a_join_knows_whether_it_saw_the_text_that_is_shown(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = plant_one(g, KIEM_INITIATIVE, "gevels", &g->anna, 100, 0, NULL);

	join(g, &a, &g->bram, 90);
	struct kiem_id b = plant_one(g, KIEM_REVISE, "groene gevels", &g->anna, 50, KIEM_REPLACES, &a);
	join(g, &b, &g->carla, 40);
	struct view_joins *joins = joins_of(g, &a);
	assert_int_equal(joins->n, 2);
	assert_true(joins->list[0].earlier);
	assert_false(joins->list[1].earlier);
	view_joins_destroy(joins);
	/* Somebody who names both texts saw the one shown, and is there once. */
	struct kiem_post both = {.kind = KIEM_JOIN, .n_links = 2, .made = SUPPORT_NOW - 200 * MINUTE};
	both.links[0] = (struct kiem_link){.relation = KIEM_ABOUT, .id = a};
	both.links[1] = (struct kiem_link){.relation = KIEM_ABOUT, .id = b};
	plant(g, &both, &g->bram);
	joins = joins_of(g, &b);
	assert_int_equal(joins->n, 3);
	assert_false(joins->list[0].earlier);
	view_joins_destroy(joins);
}

static void only_what_a_join_is_about_is_joined(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = plant_one(g, KIEM_INITIATIVE, "gevels", &g->anna, 100, 0, NULL);
	struct kiem_id b = plant_one(g, KIEM_INITIATIVE, "tuin", &g->anna, 90, 0, NULL);
	struct kiem_post post = {.kind = KIEM_JOIN, .n_links = 2};

	post.links[0] = (struct kiem_link){.relation = KIEM_ABOUT, .id = a};
	post.links[1] = (struct kiem_link){.relation = KIEM_AFTER, .id = b};
	plant(g, &post, &g->bram);
	struct view_joins *joins = joins_of(g, &b);
	assert_int_equal(joins->n, 0);
	view_joins_destroy(joins);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(a_leave_takes_away_the_join_it_names_and_no_other),
	        garden_test(only_its_author_leaves_and_not_for_a_while),
	        garden_test(who_leaves_may_say_where_they_go_next),
	        garden_test(only_what_a_join_is_about_is_joined),
	        garden_test(a_join_knows_whether_it_saw_the_text_that_is_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
