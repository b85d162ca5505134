/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which lanes are eager: what PRUNE and GRAFT do, when they are said, and what false ones can do. */
#include "friends.h"

#include "../../../proto/spread.h"

static struct rig rig;
static unsigned a, b, c;

static int begin(void **state)
{
	rig_begin(&rig, 1, support_seed());
	a = friend_make(&rig, 0);
	b = friend_make(&rig, 1);
	c = friend_make(&rig, 2);
	rig_run(&rig, 1000); /* who was just asked, as each is on entering, is not told off */
	rig_forget(&rig);
	return 0;
}

static int end(void **state)
{
	rig_end(&rig);
	return 0;
}

/* Posts that a brings, and b a moment later: they cross what goes to b. */
static void push_twice(uint64_t from, unsigned n)
{
	for (uint64_t i = from; i < from + n; i++) {
		friend_push(&rig, a, i, 7);
		friend_push(&rig, b, i, 8);
	}
}

/* What comes twice, and again and again, makes the later lane lazy, at both ends, and is answered once. */
static void test_twice_prunes(void **state)
{
	push_twice(0, SPREAD_TWINS - 1);
	assert_int_equal(friend_told(&rig, b, WIRE_PRUNE), 0);
	push_twice(10, 1);
	assert_int_equal(friend_told(&rig, b, WIRE_PRUNE), 1);
	assert_int_equal(friend_told(&rig, a, WIRE_PRUNE), 0);
	push_twice(20, 1); /* left before it heard of it */
	assert_int_equal(friend_told(&rig, b, WIRE_PRUNE), 1);
	assert_int_equal(friend_told(&rig, b, WIRE_POSTS), SPREAD_TWINS); /* those that crossed its own */
	assert_int_equal(friend_told(&rig, c, WIRE_POSTS), SPREAD_TWINS + 1);
	rig_run(&rig, 2000);
	push_twice(30, 1); /* it did not heed it */
	assert_int_equal(friend_told(&rig, b, WIRE_PRUNE), 2);
}

/* A lane over which two of three come twice goes; one that is of use to more of them stays, however long. */
static void test_of_use_now_and_then(void **state)
{
	for (uint64_t i = 0; i < 100; i++) {
		push_twice(10 * i, 3);
		friend_push(&rig, a, 10 * i + 5, 7);
		friend_push(&rig, b, 10 * i + 6, 8);
	}
	assert_int_equal(friend_told(&rig, b, WIRE_PRUNE), 0);
	for (uint64_t i = 200; i < 200 + SPREAD_TWINS; i++) {
		push_twice(10 * i, 3);
		friend_push(&rig, a, 10 * i + 5, 7);
	}
	assert_int_equal(friend_told(&rig, b, WIRE_PRUNE), 1);
}

/* The same post twice over one lane (asked for, and on its way) says nothing against that lane. */
static void test_twice_from_the_same(void **state)
{
	for (uint64_t i = 0; i < 2 * SPREAD_TWINS; i++) {
		friend_push(&rig, a, i, 2);
		friend_push(&rig, a, i, 2);
	}
	assert_int_equal(friend_told(&rig, a, WIRE_PRUNE), 0);
}

/* What came beside the tree, here or there, says nothing about it; nor does what was asked for. */
static void test_beside_the_tree(void **state)
{
	for (uint64_t i = 0; i < 2 * SPREAD_TWINS; i++) {
		friend_push(&rig, a, 3 * i, 2);
		friend_push(&rig, b, 3 * i, 0x81);
		friend_push(&rig, b, 3 * i, 0);
		friend_push(&rig, a, 3 * i + 1, 0x83);
		friend_push(&rig, b, 3 * i + 1, 1);
	}
	assert_int_equal(rig_count_heard(&rig, WIRE_PRUNE), 0);
	assert_int_equal(friend_told(&rig, c, WIRE_POSTS), 4 * SPREAD_TWINS);
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
	friend_push(&rig, a, 2, 7);
	friend_graft(&rig, b, 0, 0);
	assert_int_equal(friend_told(&rig, b, WIRE_POSTS), 1);
	rig_run(&rig, 300);
	assert_int_equal(friend_told(&rig, b, WIRE_IHAVE), 1);
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

/* Who is asked in place of it: those that announce the fewest hops, and no more than it takes. */
static void test_the_nearest_take_its_place(void **state)
{
	unsigned lazy[5];

	friend_prune(&rig, b);
	friend_prune(&rig, c);
	for (unsigned i = 0; i < 5; i++) {
		lazy[i] = friend_make(&rig, 3 + i);
		friend_prune(&rig, lazy[i]);
	}
	friend_push(&rig, a, 1, 7);
	for (unsigned i = 0; i < 5; i++) {
		friend_ihave(&rig, lazy[i], 1, i == 2 ? 5 : i == 4 ? 6 : 9);
	}
	rig_forget(&rig);
	rig_cut(&rig, 0, a);
	rig_run(&rig, 10);
	assert_int_equal(rig_count_heard(&rig, WIRE_GRAFT), 2);
	assert_int_equal(friend_bodies(&rig, lazy[2], WIRE_GRAFT), 1);
	assert_int_equal(friend_bodies(&rig, lazy[4], WIRE_GRAFT), 1);
}

/* Posts that a brings over 9 links, each of which b has over `hops` and says so. */
static void announce_shorter(uint64_t from, unsigned n, uint8_t hops)
{
	for (uint64_t i = from; i < from + n; i++) {
		friend_push(&rig, a, i, 9);
		friend_ihave(&rig, b, i, hops);
	}
}

/* A lazy lane that would have brought many over fewer links changes places with the one that did. */
static void test_a_shorter_way(void **state)
{
	friend_prune(&rig, b);
	announce_shorter(0, 100, 8);        /* hardly shorter */
	for (uint64_t i = 0; i < 20; i++) { /* shorter now and then */
		announce_shorter(1000 + 10 * i, 5, 4);
		announce_shorter(1005 + 10 * i, 5, 9);
	}
	assert_int_equal(friend_bodies(&rig, b, WIRE_GRAFT), 0);
	friend_ihave(&rig, b, 5000, 4); /* what a has yet to bring */
	announce_shorter(2000, SPREAD_STREAK, 4);
	assert_int_equal(friend_bodies(&rig, b, WIRE_GRAFT), 1);
	assert_int_equal(friend_told(&rig, b, WIRE_GRAFT), 1); /* is asked for at once, since a may not bring it any more */
	assert_int_equal(friend_told(&rig, a, WIRE_PRUNE), 1);
	assert_true(friend_is_eager(&rig, b, c, 6000));
	assert_false(friend_is_eager(&rig, a, c, 6001));
}

/* Where the ways are several, it becomes eager beside them, and what comes twice tells later which may go. */
static void test_shorter_than_several(void **state)
{
	friend_prune(&rig, b);
	for (uint64_t i = 0; i < SPREAD_STREAK; i++) {
		unsigned from = i % 2 == 0 ? a : c;
		friend_push(&rig, from, i, 9);
		friend_ihave(&rig, b, i, 4);
	}
	assert_int_equal(friend_bodies(&rig, b, WIRE_GRAFT), 1);
	assert_int_equal(rig_count_heard(&rig, WIRE_PRUNE), 0);
}

/* A neighbour that makes many posts, and is heard over a lazy lane before the tree brings them, is the short way itself. */
static void test_an_author_next_door(void **state)
{
	friend_prune(&rig, b);
	for (uint64_t i = 0; i < SPREAD_STREAK; i++) {
		assert_int_equal(friend_bodies(&rig, b, WIRE_GRAFT), 0);
		friend_push(&rig, b, i, 0x81);
		friend_push(&rig, a, i, 7);
	}
	assert_int_equal(friend_bodies(&rig, b, WIRE_GRAFT), 1);
	assert_int_equal(friend_told(&rig, a, WIRE_PRUNE), 1);
}

/* What a lane sends that was just asked may well come twice: it is not told off for it. */
static void test_no_prune_after_graft(void **state)
{
	friend_prune(&rig, b);
	announce_shorter(0, SPREAD_STREAK, 4);
	assert_int_equal(friend_bodies(&rig, b, WIRE_GRAFT), 1);
	for (uint64_t i = 100; i < 100 + SPREAD_TWINS; i++) {
		friend_push(&rig, c, i, 5);
		friend_push(&rig, b, i, 5);
	}
	assert_int_equal(friend_told(&rig, b, WIRE_PRUNE), 0);
	rig_run(&rig, 1100);
	friend_push(&rig, c, 200, 5);
	friend_push(&rig, b, 200, 5);
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
	        cmocka_unit_test_setup_teardown(test_of_use_now_and_then, begin, end),
	        cmocka_unit_test_setup_teardown(test_the_nearest_take_its_place, begin, end),
	        cmocka_unit_test_setup_teardown(test_a_shorter_way, begin, end),
	        cmocka_unit_test_setup_teardown(test_shorter_than_several, begin, end),
	        cmocka_unit_test_setup_teardown(test_an_author_next_door, begin, end),
	        cmocka_unit_test_setup_teardown(test_no_prune_after_graft, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
