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

static void who_leaves_is_listed_apart_and_what_they_made_stays(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = plant_one(g, KIEM_INITIATIVE, "gevels", &g->anna, 100, 0, NULL);
	struct kiem_id j = join(g, &a, &g->bram, 90), k = join(g, &a, &g->carla, 90);

	plant_one(g, KIEM_DEED, "gesnoeid", &g->carla, 80, KIEM_ABOUT, &a);
	plant_one(g, KIEM_LEAVE, "", &g->bram, 70, KIEM_CANCELS, &j);
	plant_one(g, KIEM_LEAVE, "", &g->carla, 60, KIEM_CANCELS, &k);
	struct view_coalition *c = coalition_of(g, &a);
	assert_int_equal(c->n_left, 2);
	assert_memory_equal(c->left[0].key.b, g->carla.key.b, 32);
	assert_int_equal(c->left[1].left, SUPPORT_NOW - 70 * MINUTE);
	assert_int_equal(c->n_members, 2);
	assert_memory_equal(c->members[1].key.b, g->carla.key.b, 32);
	assert_int_equal(c->members[1].tie, VIEW_AROUND);
	assert_int_equal(c->n_joins, 0);
	view_coalition_destroy(c);
}

static void who_comes_back_is_in_again(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = plant_one(g, KIEM_INITIATIVE, "gevels", &g->anna, 100, 0, NULL);
	struct kiem_id j = join(g, &a, &g->bram, 90);

	plant_one(g, KIEM_LEAVE, "", &g->bram, 70, KIEM_CANCELS, &j);
	join(g, &a, &g->bram, 60);
	struct view_coalition *c = coalition_of(g, &a);
	assert_int_equal(c->n_left, 0);
	assert_int_equal(c->joined, 1);
	view_coalition_destroy(c);
}

/* A join to a post around it makes a looser tie than one to the initiative itself; the closest tie is the one that is told. */
static void the_closest_tie_and_the_first_moment_are_told(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = plant_one(g, KIEM_INITIATIVE, "gevels", &g->anna, 100, 0, NULL);
	struct kiem_id b = plant_one(g, KIEM_INITIATIVE, "daken", &g->carla, 90, KIEM_EXTENDS, &a);

	join(g, &b, &g->bram, 80);
	struct view_coalition *c = coalition_of(g, &a);
	assert_memory_equal(c->members[2].key.b, g->bram.key.b, 32);
	assert_int_equal(c->members[2].tie, VIEW_AROUND);
	assert_int_equal(c->joined, 0);
	view_coalition_destroy(c);
	join(g, &a, &g->bram, 70);
	c = coalition_of(g, &a);
	assert_int_equal(c->members[1].tie, VIEW_JOINED);
	assert_int_equal(c->members[1].since, SUPPORT_NOW - 80 * MINUTE);
	assert_int_equal(c->members[1].joins, 2);
	assert_true(c->joins[c->members[1].first_join].made < c->joins[c->members[1].first_join + 1].made);
	view_coalition_destroy(c);
}

static void joining_again_after_a_revision_is_joining_the_text_shown(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = plant_one(g, KIEM_INITIATIVE, "gevels", &g->anna, 100, 0, NULL);

	join(g, &a, &g->bram, 90);
	join(g, &a, &g->carla, 90);
	struct kiem_id b = plant_one(g, KIEM_REVISE, "groene gevels", &g->anna, 80, KIEM_REPLACES, &a);
	join(g, &b, &g->carla, 70);
	struct view_coalition *c = coalition_of(g, &a);
	assert_int_equal(c->joined, 2);
	assert_int_equal(c->joined_earlier, 1);
	for (size_t i = 1; i < c->n_members; i++) {
		assert_int_equal(c->members[i].earlier, memcmp(c->members[i].key.b, g->bram.key.b, 32) == 0);
	}
	view_coalition_destroy(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(who_leaves_is_listed_apart_and_what_they_made_stays),
	        garden_test(who_comes_back_is_in_again),
	        garden_test(the_closest_tie_and_the_first_moment_are_told),
	        garden_test(joining_again_after_a_revision_is_joining_the_text_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
