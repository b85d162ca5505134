/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "garden.h"

static struct view_thread *thread_of(struct garden *g, const struct kiem_id *id)
{
	struct view_thread *thread;

	look(g);
	assert_int_equal(view_thread_create(&thread, g->read, number_of(g, id), g->now), KIEM_DONE);
	return thread;
}

static void replies_stand_under_what_they_reply_to_in_order_of_making(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = plant_one(g, KIEM_REQUEST, "hoogwerker gezocht", &g->anna, 100, 0, NULL);
	struct kiem_id late = plant_one(g, KIEM_NOTE, "ik weet er een", &g->bram, 50, KIEM_ABOUT, &a);
	struct kiem_id early = plant_one(g, KIEM_OFFER, "hoogwerker", &g->carla, 60, KIEM_ANSWERS, &a);
	struct kiem_id deep = plant_one(g, KIEM_NOTE, "wanneer?", &g->anna, 40, KIEM_ABOUT, &early);
	const struct kiem_id want[] = {early, deep, late};
	struct view_thread *thread = thread_of(g, &a);

	assert_int_equal(thread->n, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_id_equal(thread->list[i].id, want[i]);
	}
	assert_int_equal(thread->list[0].relation, KIEM_ANSWERS);
	assert_int_equal(thread->list[1].depth, 2);
	assert_int_equal(thread->list[1].parent, 0);
	assert_int_equal(thread->list[2].parent, SIZE_MAX);
	assert_span_equal(thread->list[2].text, "ik weet er een");
	view_thread_destroy(thread);
}

static void revisions_are_part_of_a_post_and_ties_to_any_version_count(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = plant_one(g, KIEM_INITIATIVE, "gevels", &g->anna, 100, 0, NULL);
	struct kiem_id old = plant_one(g, KIEM_NOTE, "mooi", &g->bram, 90, KIEM_ABOUT, &a);
	struct kiem_id b = plant_one(g, KIEM_REVISE, "groene gevels", &g->anna, 80, KIEM_REPLACES, &a);
	struct kiem_id new = plant_one(g, KIEM_NOTE, "mooier", &g->bram, 70, KIEM_ABOUT, &b);
	plant_one(g, KIEM_REVISE, "mooi zeg", &g->bram, 60, KIEM_REPLACES, &old);
	struct view_thread *thread = thread_of(g, &a);

	assert_int_equal(thread->n, 2);
	assert_id_equal(thread->list[0].id, old);
	assert_true(thread->list[0].earlier);
	assert_span_equal(thread->list[0].text, "mooi zeg");
	assert_id_equal(thread->list[1].id, new);
	assert_false(thread->list[1].earlier);
	view_thread_destroy(thread);
}

static void a_join_that_was_left_is_marked(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = plant_one(g, KIEM_INITIATIVE, "gevels", &g->anna, 100, 0, NULL);
	struct kiem_id j = plant_one(g, KIEM_JOIN, "", &g->bram, 90, KIEM_ABOUT, &a);

	plant_one(g, KIEM_JOIN, "", &g->carla, 80, KIEM_ABOUT, &a);
	plant_one(g, KIEM_LEAVE, "", &g->bram, 70, KIEM_CANCELS, &j);
	struct view_thread *thread = thread_of(g, &a);
	assert_int_equal(thread->n, 3);
	assert_true(thread->list[0].cancelled);
	assert_int_equal(thread->list[1].kind, KIEM_LEAVE);
	assert_false(thread->list[2].cancelled);
	view_thread_destroy(thread);
}

static void a_kind_that_nobody_knows_yet_stands_in_the_thread_too(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = plant_one(g, KIEM_INITIATIVE, "gevels", &g->anna, 100, 0, NULL);

	plant_one(g, 4711, "iets van later", &g->bram, 90, 99, &a);
	struct view_thread *thread = thread_of(g, &a);
	assert_int_equal(thread->n, 1);
	assert_int_equal(thread->list[0].kind, 4711);
	assert_int_equal(thread->list[0].relation, 99);
	view_thread_destroy(thread);
}

static void the_deepest_are_left_out_and_it_says_so(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = plant_one(g, KIEM_INITIATIVE, "gevels", &g->anna, 100, 0, NULL), at = a;

	for (int i = 0; i < VIEW_THREAD_DEPTH_MAX; i++) {
		at = plant_one(g, KIEM_NOTE, "nog een", &g->bram, 90 - i, KIEM_ABOUT, &at);
	}
	struct view_thread *thread = thread_of(g, &a);
	assert_int_equal(thread->n, VIEW_THREAD_DEPTH_MAX);
	assert_false(thread->more);
	view_thread_destroy(thread);
	plant_one(g, KIEM_NOTE, "te diep", &g->bram, 1, KIEM_ABOUT, &at);
	thread = thread_of(g, &a);
	assert_int_equal(thread->n, VIEW_THREAD_DEPTH_MAX);
	assert_true(thread->more);
	view_thread_destroy(thread);
}

static void who_replies_to_two_stands_under_the_first(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = plant_one(g, KIEM_INITIATIVE, "gevels", &g->anna, 100, 0, NULL);
	struct kiem_id late = plant_one(g, KIEM_NOTE, "twee", &g->bram, 50, KIEM_ABOUT, &a);
	struct kiem_id early = plant_one(g, KIEM_NOTE, "een", &g->carla, 60, KIEM_ABOUT, &a);
	struct kiem_post post = {.kind = KIEM_NOTE, .text = support_span("allebei"), .n_links = 2};

	post.links[0] = (struct kiem_link){.relation = KIEM_ABOUT, .id = late};
	post.links[1] = (struct kiem_link){.relation = KIEM_ABOUT, .id = early};
	struct kiem_id both = plant(g, &post, &g->anna);
	struct view_thread *thread = thread_of(g, &a);
	assert_int_equal(thread->n, 3);
	assert_id_equal(thread->list[1].id, both);
	assert_int_equal(thread->list[1].parent, 0);
	view_thread_destroy(thread);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(replies_stand_under_what_they_reply_to_in_order_of_making),
	        garden_test(revisions_are_part_of_a_post_and_ties_to_any_version_count),
	        garden_test(a_join_that_was_left_is_marked),
	        garden_test(a_kind_that_nobody_knows_yet_stands_in_the_thread_too),
	        garden_test(who_replies_to_two_stands_under_the_first),
	        garden_test(the_deepest_are_left_out_and_it_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
