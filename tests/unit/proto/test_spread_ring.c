/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lanes come into and leave the view, and the ring moves on under them. */
#include "three.h"

/* Everybody is eager at first, and gets what a neighbour brings but that neighbour itself. */
static void test_a_new_lane_is_eager(void **state)
{
	friend_push(&rig, a, 1, 1);
	assert_int_equal(friend_told(&rig, a, WIRE_POSTS), 0);
	assert_int_equal(friend_told(&rig, b, WIRE_POSTS), 1);
	assert_int_equal(friend_told(&rig, c, WIRE_POSTS), 1);
	assert_int_equal(friend_hops(&rig, b), 2);
}

/* One that enters where posts come begins lazy and unasked, and has to ask; where none came for long it is asked, as at first. */
static void test_a_new_lane_where_posts_come(void **state)
{
	friend_push(&rig, a, 1, 1);
	rig_forget(&rig);
	unsigned d = friend_enter(&rig, 3);
	rig_run(&rig, 200);
	assert_int_equal(friend_bodies(&rig, d, WIRE_GRAFT), 0);
	assert_false(friend_is_eager(&rig, d, a, 2));
	friend_graft(&rig, d, 0, 0);
	assert_true(friend_is_eager(&rig, d, a, 3));
	friends_ack(&rig);
	rig_run(&rig, 59000);
	friends_ack(&rig);
	rig_run(&rig, 2000);
	unsigned e = friend_enter(&rig, 5);
	rig_run(&rig, 200);
	assert_int_equal(friend_bodies(&rig, e, WIRE_GRAFT), 1);
	assert_true(friend_is_eager(&rig, e, d, 4));
}

/* Where the lane is gone that brought the posts, nobody knows whether more will come: a new one is asked. */
static void test_a_new_lane_where_none_come_any_more(void **state)
{
	friend_push(&rig, a, 1, 1);
	rig_cut(&rig, 0, a);
	rig_forget(&rig);
	unsigned d = friend_enter(&rig, 3);
	rig_run(&rig, 200);
	assert_int_equal(friend_bodies(&rig, d, WIRE_GRAFT), 1);
}

/* What came between its SUM and its entering the view is announced to a new neighbour; what came long ago is not. */
static void test_what_came_lately_is_announced(void **state)
{
	friend_push(&rig, a, 1, 1);
	friends_ack(&rig);
	rig_run(&rig, 15000);
	friend_push(&rig, a, 2, 1);
	friend_push(&rig, a, 3, 1);
	unsigned d = friend_enter(&rig, 3);
	rig_run(&rig, 200);
	assert_int_equal(friend_told(&rig, d, WIRE_POSTS), 0);
	assert_int_equal(friend_told(&rig, d, WIRE_IHAVE), 2);
}

/* A link that comes after another under the same number has nothing of its bits. */
static void test_bits_go_with_the_lane(void **state)
{
	friend_push(&rig, a, 1, 1);
	rig_cut(&rig, 0, b);
	rig_run(&rig, 2000);
	unsigned d = friend_enter(&rig, 3);
	assert_int_equal(d, b);
	rig_run(&rig, 200);
	assert_int_equal(friend_told(&rig, d, WIRE_IHAVE), 1); /* though b was sent it */
	friend_graft(&rig, d, 1, 1);
	assert_int_equal(friend_told(&rig, d, WIRE_POSTS), 1);
}

/* A neighbour that takes nothing for a while: others get all, and it is compared when it takes again. */
static void test_the_ring_overruns_a_slow_one(void **state)
{
	struct wire_message ack = {.type = WIRE_ACK};
	uint64_t bytes = 0;

	for (uint64_t i = 0; i < 4000; i++) {
		struct rig_post *post = rig_make(RIG_BOARD, SUPPORT_NOW + (int64_t)i, i, 4000);
		bytes += post->n;
		rig_put(&rig, 0, post, true);
		free(post);
		if (i % 100 == 99) {
			rig_run(&rig, 5);
			ack.ack = bytes;
			rig_say_message(&rig, 0, b, &ack); /* a says nothing */
			rig_say_message(&rig, 0, c, &ack);
			rig_forget(&rig);
		}
	}
	struct swarm_link_status status;
	assert_int_equal(rig.nodes[0].far[b].posts, 4000);
	assert_int_equal(rig.nodes[0].far[c].posts, 4000);
	assert_in_range(rig.nodes[0].far[a].bytes, SWARM_WINDOW, SWARM_WINDOW + 128 * 4200);
	assert_true(swarm_link_status(rig.nodes[0].swarm, &status, a));
	assert_true(status.queued <= 1024 + 128);
	rig_forget(&rig);
	ack.ack = rig.nodes[0].far[a].bytes;
	rig_say_message(&rig, 0, a, &ack);
	rig_run(&rig, 10);
	ack.ack = rig.nodes[0].far[a].bytes;
	rig_say_message(&rig, 0, a, &ack);
	for (unsigned i = 0; i < 100; i++) {
		rig_run(&rig, 1000);
		friends_ack(&rig);
	}
	assert_true(rig.nodes[0].far[a].posts < 4000);
	assert_true(friend_bodies(&rig, a, WIRE_SUM) > friend_bodies(&rig, c, WIRE_SUM)); /* the rest by catching up */
}

/* Until exchanges that nobody answers are given up. */
static void settle(void)
{
	for (unsigned i = 0; i < 80; i++) {
		rig_run(&rig, 1000);
		friends_ack(&rig);
	}
}

/* More than the ring holds come before they are announced to a lazy one: what was never said shows when the two compare. */
static void test_the_ring_overruns_what_is_announced(void **state)
{
	rig_end(&rig);
	swarm_options_default(&rig.options);
	rig.options.links_max = RIG_LINKS;
	rig.options.recent_max = 64;
	(void)begin(state);
	friend_push(&rig, b, 1, 3);
	friends_ack(&rig);
	rig_run(&rig, 200);
	friend_prune(&rig, a);
	rig_forget(&rig);
	rig.disk_ms = 0;
	for (uint64_t i = 0; i < 50; i++) {
		friend_push(&rig, b, 100 + i, 3); /* fewer than the ring holds: each is announced */
	}
	settle();
	assert_int_equal(friend_told(&rig, a, WIRE_IHAVE), 50);
	assert_int_equal(friend_bodies(&rig, a, WIRE_SUM), 0);
	for (uint64_t i = 0; i < 200; i++) {
		friend_push(&rig, b, 1000 + i, 3);
	}
	settle();
	assert_true(friend_told(&rig, a, WIRE_IHAVE) < 250);
	assert_int_equal(friend_bodies(&rig, a, WIRE_SUM), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_a_new_lane_is_eager, begin, end),
	        cmocka_unit_test_setup_teardown(test_a_new_lane_where_posts_come, begin, end),
	        cmocka_unit_test_setup_teardown(test_a_new_lane_where_none_come_any_more, begin, end),
	        cmocka_unit_test_setup_teardown(test_what_came_lately_is_announced, begin, end),
	        cmocka_unit_test_setup_teardown(test_bits_go_with_the_lane, begin, end),
	        cmocka_unit_test_setup_teardown(test_the_ring_overruns_a_slow_one, begin, end),
	        cmocka_unit_test_setup_teardown(test_the_ring_overruns_what_is_announced, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
