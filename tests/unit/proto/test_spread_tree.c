/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which lanes are eager: what PRUNE and GRAFT do, when they are said, and what false ones can do. */
#include "friends.h"

static struct rig rig;
static unsigned a, b, c;

static int begin(void **state)
{
	rig_begin(&rig, 1, support_seed());
	a = friend_make(&rig, 0);
	b = friend_make(&rig, 1);
	c = friend_make(&rig, 2);
	rig_forget(&rig);
	return 0;
}

static int end(void **state)
{
	rig_end(&rig);
	return 0;
}

/* What comes twice makes the later lane lazy, at both ends, and is answered once. */
static void test_twice_prunes(void **state)
{
	friend_push(&rig, a, 1, 2);
	friend_push(&rig, b, 1, 3);
	assert_int_equal(friend_told(&rig, b, WIRE_PRUNE), 1);
	assert_int_equal(friend_told(&rig, a, WIRE_PRUNE), 0);
	friend_push(&rig, a, 2, 2);
	friend_push(&rig, b, 2, 3); /* left before it heard of it */
	assert_int_equal(friend_told(&rig, b, WIRE_PRUNE), 1);
	assert_int_equal(friend_told(&rig, b, WIRE_POSTS), 1); /* the first, which crossed its own */
	assert_int_equal(friend_told(&rig, c, WIRE_POSTS), 2);
	rig_run(&rig, 2000);
	friend_push(&rig, a, 3, 2);
	friend_push(&rig, b, 3, 3); /* it did not heed it */
	assert_int_equal(friend_told(&rig, b, WIRE_PRUNE), 2);
}

/* The same post twice over one lane (asked for, and on its way) says nothing against that lane. */
static void test_twice_from_the_same(void **state)
{
	friend_push(&rig, a, 1, 2);
	friend_push(&rig, a, 1, 2);
	assert_int_equal(friend_told(&rig, a, WIRE_PRUNE), 0);
}

/* What came beside the tree, here or there, says nothing about it; nor does what was asked for. */
static void test_beside_the_tree(void **state)
{
	friend_push(&rig, a, 1, 2);
	friend_push(&rig, b, 1, 0x81);
	friend_push(&rig, b, 1, 0);
	friend_push(&rig, a, 2, 0x82);
	friend_push(&rig, b, 2, 1);
	assert_int_equal(rig_count_heard(&rig, WIRE_PRUNE), 0);
	assert_int_equal(friend_told(&rig, c, WIRE_POSTS), 2);
}

/* A post over a lane that is lazy here: it is of the tree there, so it is here too. */
static void test_a_new_one_over_a_lazy_lane(void **state)
{
	friend_prune(&rig, b);
	friend_push(&rig, b, 1, 4);
	assert_true(friend_is_eager(&rig, b, a, 2));
	friend_prune(&rig, c);
	friend_push(&rig, c, 3, 0x81); /* published over it, but not of the tree */
	assert_false(friend_is_eager(&rig, c, a, 4));
}

static void test_graft_brings_what_it_names(void **state)
{
	friend_prune(&rig, b);
	for (uint64_t i = 1; i <= 5; i++) {
		friend_push(&rig, a, i, 1);
	}
	rig_run(&rig, 300);
	friend_graft(&rig, b, 2, 2);
	assert_int_equal(friend_told(&rig, b, WIRE_POSTS), 2);
	assert_int_equal(friend_hops(&rig, b), 2);
	assert_true(friend_is_eager(&rig, b, a, 6));
}

/* What waits to be announced when a lane becomes eager goes itself. */
static void test_graft_alone(void **state)
{
	friend_prune(&rig, b);
	friend_push(&rig, a, 1, 1);
	friend_graft(&rig, b, 0, 0);
	assert_int_equal(friend_told(&rig, b, WIRE_POSTS), 1);
	rig_run(&rig, 300);
	assert_int_equal(friend_told(&rig, b, WIRE_IHAVE), 0);
}

/* However often it is asked for, a recent post is sent to a lane twice at most. */
static void test_a_flood_of_grafts(void **state)
{
	for (uint64_t i = 0; i < 100; i++) {
		friend_push(&rig, a, i, 1);
	}
	assert_int_equal(friend_told(&rig, b, WIRE_POSTS), 100);
	for (unsigned i = 0; i < 50; i++) {
		friend_graft(&rig, b, 0, 100);
		rig_run(&rig, 10);
	}
	assert_int_equal(friend_told(&rig, b, WIRE_POSTS), 200);
}

/* What the ring has no more the store is asked for: so many at a time, and once each. */
static void test_graft_of_what_is_old(void **state)
{
	for (uint64_t i = 0; i < 1200; i++) {
		friend_publish(&rig, i);
		rig_forget(&rig);
	}
	friend_graft(&rig, b, 0, 30);
	rig_run(&rig, 10);
	assert_int_equal(rig.nodes[0].looks, 1);
	assert_int_equal(friend_told(&rig, b, WIRE_POSTS), 30);
	assert_int_equal(friend_hops(&rig, b), 0);
	friend_graft(&rig, b, 0, 150);
	rig_run(&rig, 10);
	assert_int_equal(rig.nodes[0].looks, 2);
	assert_int_equal(friend_told(&rig, b, WIRE_POSTS), 30 + 64);
}

/* Who turns its lane without end is passed over after a while, and then cut off. */
static void test_flapping(void **state)
{
	for (unsigned i = 0; i < 40; i++) {
		friend_graft(&rig, b, 0, 0);
		friend_prune(&rig, b);
	}
	friend_graft(&rig, b, 0, 0);
	assert_false(friend_is_eager(&rig, b, a, 1)); /* passed over */
	assert_true(rig.nodes[0].far[b].up);
	for (unsigned i = 0; i < 600 && rig.nodes[0].far[b].up; i++) {
		friend_graft(&rig, b, 0, 0);
		friend_prune(&rig, b);
	}
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_OFFENCES], 1);
}

/* When the last eager lane goes, one of the lazy ones takes its place at once, and is told so. */
static void test_the_last_eager_lane(void **state)
{
	friend_prune(&rig, b);
	friend_prune(&rig, c);
	rig_forget(&rig);
	rig_cut(&rig, 0, a);
	rig_run(&rig, 10);
	assert_int_equal(friend_bodies(&rig, b, WIRE_GRAFT) + friend_bodies(&rig, c, WIRE_GRAFT), 1);
	bool is_b = friend_bodies(&rig, b, WIRE_GRAFT) == 1;
	assert_true(friend_is_eager(&rig, is_b ? b : c, is_b ? c : b, 1));
}

/* A lazy lane that would have brought it over far fewer links changes places with the one that did. */
static void test_a_shorter_way(void **state)
{
	friend_push(&rig, a, 1, 2);
	friend_push(&rig, b, 1, 3);
	assert_int_equal(friend_told(&rig, b, WIRE_PRUNE), 1);
	friend_push(&rig, a, 2, 9);
	friend_ihave(&rig, b, 2, 8); /* hardly shorter */
	assert_int_equal(friend_bodies(&rig, b, WIRE_GRAFT), 0);
	friend_push(&rig, a, 3, 9);
	friend_ihave(&rig, b, 3, 0x81); /* beside the tree */
	assert_int_equal(friend_bodies(&rig, b, WIRE_GRAFT), 0);
	friend_ihave(&rig, b, 4, 2); /* before the post itself */
	friend_push(&rig, a, 4, 9);
	assert_int_equal(friend_bodies(&rig, b, WIRE_GRAFT), 1);
	assert_int_equal(friend_told(&rig, b, WIRE_GRAFT), 0); /* it names nothing: all is here */
	assert_int_equal(friend_told(&rig, a, WIRE_PRUNE), 1);
	assert_true(friend_is_eager(&rig, b, c, 5));
	assert_false(friend_is_eager(&rig, a, c, 6));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_twice_prunes, begin, end),
	        cmocka_unit_test_setup_teardown(test_twice_from_the_same, begin, end),
	        cmocka_unit_test_setup_teardown(test_beside_the_tree, begin, end),
	        cmocka_unit_test_setup_teardown(test_a_new_one_over_a_lazy_lane, begin, end),
	        cmocka_unit_test_setup_teardown(test_graft_brings_what_it_names, begin, end),
	        cmocka_unit_test_setup_teardown(test_graft_alone, begin, end),
	        cmocka_unit_test_setup_teardown(test_a_flood_of_grafts, begin, end),
	        cmocka_unit_test_setup_teardown(test_graft_of_what_is_old, begin, end),
	        cmocka_unit_test_setup_teardown(test_flapping, begin, end),
	        cmocka_unit_test_setup_teardown(test_the_last_eager_lane, begin, end),
	        cmocka_unit_test_setup_teardown(test_a_shorter_way, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
