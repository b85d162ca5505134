/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "garden.h"

static struct view_coalition *coalition_of(struct garden *g, const struct kiem_id *id)
{
	struct view_coalition *c;

	look(g);
	assert_int_equal(view_coalition_create(&c, g->read, number_of(g, id), g->now), KIEM_DONE);
	return c;
}

static struct kiem_id join(struct garden *g, const struct kiem_id *to, const struct support_author *author, int64_t ago)
{
	struct kiem_post post = {.kind = KIEM_JOIN, .n_links = 1, .bring = support_span("een hoogwerker"), .n_signals = 1};

	post.made = SUPPORT_NOW - ago * MINUTE;
	post.signals[0] = KIEM_MEANS;
	post.links[0] = (struct kiem_link){.relation = KIEM_ABOUT, .id = *to};
	return plant(g, &post, author);
}

static void it_is_all_that_builds_on_it_and_the_people_who_do(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = plant_one(g, KIEM_INITIATIVE, "gevels", &g->anna, 100, 0, NULL);
	struct kiem_id b = plant_one(g, KIEM_INITIATIVE, "ook in de Lijnsheike", &g->carla, 90, KIEM_EXTENDS, &a);
	struct kiem_id d = plant_one(g, KIEM_DEED, "twaalf gevels beplant", &g->carla, 80, KIEM_ABOUT, &b);

	plant_one(g, KIEM_INITIATIVE, "iets anders", &g->bram, 70, KIEM_NEEDS, &a); /* needing is not building on */
	join(g, &a, &g->bram, 60);
	struct view_coalition *c = coalition_of(g, &a);
	assert_int_equal(c->n_posts, 3);
	assert_id_equal(c->posts[1].id, b);
	assert_id_equal(c->posts[2].id, d);
	assert_int_equal(c->posts[2].parent, 1);
	assert_int_equal(c->posts[2].depth, 2);
	assert_int_equal(c->deeds, 1);
	assert_int_equal(c->n_members, 3);
	assert_memory_equal(c->members[0].key.b, g->anna.key.b, 32);
	assert_int_equal(c->members[0].tie, VIEW_STARTED);
	assert_memory_equal(c->members[1].key.b, g->bram.key.b, 32);
	assert_int_equal(c->members[1].tie, VIEW_JOINED);
	assert_int_equal(c->members[1].joins, 1);
	assert_span_equal(c->joins[c->members[1].first_join].bring, "een hoogwerker");
	assert_int_equal(c->members[2].tie, VIEW_AROUND);
	assert_int_equal(c->members[2].deeds, 1);
	assert_int_equal(c->joined, 1);
	view_coalition_destroy(c);
}

static void two_that_vary_each_other_by_way_of_a_third_are_each_there_once(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = plant_one(g, KIEM_INITIATIVE, "gevels", &g->anna, 100, 0, NULL);
	struct kiem_id b = plant_one(g, KIEM_INITIATIVE, "daken", &g->bram, 90, KIEM_VARIANT, &a);
	struct kiem_post both = {.kind = KIEM_LESSON, .title = support_span("wat we leerden"), .n_links = 2};

	both.links[0] = (struct kiem_link){.relation = KIEM_ABOUT, .id = b};
	both.links[1] = (struct kiem_link){.relation = KIEM_ABOUT, .id = a};
	plant(g, &both, &g->carla);
	struct view_coalition *c = coalition_of(g, &a);
	assert_int_equal(c->n_posts, 3);
	assert_int_equal(c->posts[2].depth, 1);
	assert_int_equal(c->posts[2].parent, 0);
	view_coalition_destroy(c);
}

static void what_builds_on_two_stands_under_the_first(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = plant_one(g, KIEM_INITIATIVE, "gevels", &g->anna, 100, 0, NULL);
	struct kiem_id late = plant_one(g, KIEM_INITIATIVE, "daken", &g->bram, 50, KIEM_EXTENDS, &a);
	struct kiem_id early = plant_one(g, KIEM_INITIATIVE, "tuinen", &g->carla, 60, KIEM_EXTENDS, &a);
	struct kiem_post post = {.kind = KIEM_DEED, .title = support_span("allebei"), .n_links = 2};

	post.links[0] = (struct kiem_link){.relation = KIEM_ABOUT, .id = late};
	post.links[1] = (struct kiem_link){.relation = KIEM_ABOUT, .id = early};
	plant(g, &post, &g->anna);
	struct view_coalition *c = coalition_of(g, &a);
	assert_int_equal(c->n_posts, 4);
	assert_id_equal(c->posts[1].id, early);
	assert_int_equal(c->posts[3].parent, 1);
	view_coalition_destroy(c);
}

static void a_tie_has_no_coalition(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = plant_one(g, KIEM_INITIATIVE, "gevels", &g->anna, 100, 0, NULL);
	struct kiem_id j = join(g, &a, &g->bram, 90);
	struct view_coalition *c;

	look(g);
	assert_int_equal(view_coalition_create(&c, g->read, number_of(g, &j), g->now), KIEM_E_INVALID);
	assert_null(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(it_is_all_that_builds_on_it_and_the_people_who_do),
	        garden_test(two_that_vary_each_other_by_way_of_a_third_are_each_there_once),
	        garden_test(what_builds_on_two_stands_under_the_first),
	        garden_test(a_tie_has_no_coalition),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
