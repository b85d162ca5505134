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
	friend_push(&rig, a, 1, 7);
	friend_push(&rig, b, 1, 8);
	assert_int_equal(friend_told(&rig, b, WIRE_PRUNE), 1);
	assert_int_equal(friend_told(&rig, a, WIRE_PRUNE), 0);
	friend_push(&rig, a, 2, 7);
	friend_push(&rig, b, 2, 8); /* left before it heard of it */
	assert_int_equal(friend_told(&rig, b, WIRE_PRUNE), 1);
	assert_int_equal(friend_told(&rig, b, WIRE_POSTS), 1); /* the first, which crossed its own */
	assert_int_equal(friend_told(&rig, c, WIRE_POSTS), 2);
	rig_run(&rig, 2000);
	friend_push(&rig, a, 3, 7);
	friend_push(&rig, b, 3, 8); /* it did not heed it */
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
		friend_push(&rig, a, i, 7);
	}
	rig_run(&rig, 300);
	friend_graft(&rig, b, 2, 2);
	assert_int_equal(friend_told(&rig, b, WIRE_POSTS), 2);
	assert_int_equal(friend_hops(&rig, b), 8);
	assert_true(friend_is_eager(&rig, b, a, 6));
}

/* What waits to be announced when a lane becomes eager goes itself. */
static void test_graft_alone(void **state)
{
	friend_prune(&rig, b);
	friend_push(&rig, a, 1, 7);
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

/* When the lane that brings the posts goes, lazy ones take its place at once, and are told so. */
static void test_the_one_that_brings_goes(void **state)
{
	friend_prune(&rig, b);
	friend_push(&rig, a, 1, 7);
	friend_ihave(&rig, b, 2, 7);
	rig_forget(&rig);
	rig_cut(&rig, 0, a);
	rig_run(&rig, 10);
	assert_int_equal(friend_bodies(&rig, b, WIRE_GRAFT), 1);
	assert_int_equal(friend_told(&rig, b, WIRE_GRAFT), 1);   /* for what it announced */
	assert_int_equal(friend_bodies(&rig, c, WIRE_GRAFT), 0); /* it is eager */
	assert_true(friend_is_eager(&rig, b, c, 3));
}

/* One that brings nothing may go without a word, unless it was the last. */
static void test_one_that_brings_nothing_goes(void **state)
{
	friend_prune(&rig, c);
	friend_push(&rig, b, 1, 7);
	rig_forget(&rig);
	rig_cut(&rig, 0, a);
	rig_run(&rig, 10);
	assert_int_equal(friend_bodies(&rig, c, WIRE_GRAFT), 0);
	friend_prune(&rig, b);
	unsigned d = friend_make(&rig, 3);
	rig_cut(&rig, 0, d);
	rig_run(&rig, 10);
	assert_int_equal(friend_bodies(&rig, c, WIRE_GRAFT), 1);
	assert_int_equal(friend_bodies(&rig, b, WIRE_GRAFT), 1);
}

/* Where the ways of one author meet again and again, the lane where they meet is of no use. */
static void test_beside_the_tree_as_a_habit(void **state)
{
	for (uint64_t i = 0; i < 20; i++) { /* now and then */
		friend_push(&rig, a, 3 * i, 0x85);
		friend_push(&rig, b, 3 * i, 0x85);
		friend_push(&rig, a, 3 * i + 1, 7);
		friend_push(&rig, a, 3 * i + 2, 7);
	}
	assert_int_equal(friend_told(&rig, b, WIRE_PRUNE), 0);
	for (uint64_t i = 100; i < 110; i++) {
		friend_push(&rig, a, i, 0x85);
		friend_push(&rig, b, i, 0x85);
	}
	assert_int_equal(friend_told(&rig, b, WIRE_PRUNE), 1);
}

/* Posts that a brings over 9 links, each of which b has over `hops` and says so. */
static void announce_shorter(uint64_t from, unsigned n, uint8_t hops)
{
	for (uint64_t i = from; i < from + n; i++) {
		friend_push(&rig, a, i, 9);
		friend_ihave(&rig, b, i, hops);
	}
}

/* A lazy lane that would have brought many on end over fewer links changes places with the one that did. */
static void test_a_shorter_way(void **state)
{
	friend_prune(&rig, b);
	announce_shorter(0, 100, 8);        /* hardly shorter */
	for (uint64_t i = 0; i < 20; i++) { /* shorter now and then */
		announce_shorter(1000 + 10 * i, 5, 4);
		announce_shorter(1005 + 10 * i, 1, 9);
	}
	assert_int_equal(friend_bodies(&rig, b, WIRE_GRAFT), 0);
	friend_ihave(&rig, b, 5000, 4); /* what a has yet to bring */
	announce_shorter(2000, 8, 4);
	assert_int_equal(friend_bodies(&rig, b, WIRE_GRAFT), 1);
	assert_int_equal(friend_told(&rig, b, WIRE_GRAFT), 1); /* is asked for at once, since a may not bring it any more */
	assert_int_equal(friend_told(&rig, a, WIRE_PRUNE), 1);
	assert_true(friend_is_eager(&rig, b, c, 6000));
	assert_false(friend_is_eager(&rig, a, c, 6001));
}

/* What a lane sends that was just asked may well come twice: it is not told off for it. */
static void test_no_prune_after_graft(void **state)
{
	friend_prune(&rig, b);
	announce_shorter(0, 8, 4);
	assert_int_equal(friend_bodies(&rig, b, WIRE_GRAFT), 1);
	friend_push(&rig, c, 100, 5);
	friend_push(&rig, b, 100, 5);
	assert_int_equal(friend_told(&rig, b, WIRE_PRUNE), 0);
	rig_run(&rig, 1100);
	friend_push(&rig, c, 101, 5);
	friend_push(&rig, b, 101, 5);
	assert_int_equal(friend_told(&rig, b, WIRE_PRUNE), 1);
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
	        cmocka_unit_test_setup_teardown(test_the_one_that_brings_goes, begin, end),
	        cmocka_unit_test_setup_teardown(test_one_that_brings_nothing_goes, begin, end),
	        cmocka_unit_test_setup_teardown(test_beside_the_tree_as_a_habit, begin, end),
	        cmocka_unit_test_setup_teardown(test_a_shorter_way, begin, end),
	        cmocka_unit_test_setup_teardown(test_no_prune_after_graft, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
