/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lazy lanes that take the place of one that is gone, or of a longer one. */
#include "three.h"

#include "../../../proto/spread.h"

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

/* The lane that brought posts over 7 links goes, and of five lazy ones two announced this many, the others 9. */
static void lose_one_of_seven_hops(unsigned lazy[5], uint8_t third, uint8_t fifth)
{
	friend_prune(&rig, b);
	friend_prune(&rig, c);
	for (unsigned i = 0; i < 5; i++) {
		lazy[i] = friend_make(&rig, 3 + i);
		friend_prune(&rig, lazy[i]);
	}
	friend_push(&rig, a, 1, 7);
	for (unsigned i = 0; i < 5; i++) {
		friend_ihave(&rig, lazy[i], 1, i == 2 ? third : i == 4 ? fifth : 9);
	}
	rig_forget(&rig);
	rig_cut(&rig, 0, a);
	rig_run(&rig, 10);
}

/* Who is asked in place of it: those that announce the fewest hops, and no more than it takes. */
static void test_the_nearest_take_its_place(void **state)
{
	unsigned lazy[5];

	lose_one_of_seven_hops(lazy, 8, 8);
	assert_int_equal(rig_count_heard(&rig, WIRE_GRAFT), 2);
	assert_int_equal(friend_bodies(&rig, lazy[2], WIRE_GRAFT), 1);
	assert_int_equal(friend_bodies(&rig, lazy[4], WIRE_GRAFT), 1);
}

/* One that is nearer to the authors than this node was does not lie behind it, so it alone is asked. */
static void test_one_that_is_nearer_takes_its_place(void **state)
{
	unsigned lazy[5];

	lose_one_of_seven_hops(lazy, 7, 6);
	assert_int_equal(rig_count_heard(&rig, WIRE_GRAFT), 1);
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
		friend_push(&rig, b, i, i % 2 == 0 ? 0x81 : 0x83);
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
	        cmocka_unit_test_setup_teardown(test_the_one_that_brings_goes, begin_later, end),
	        cmocka_unit_test_setup_teardown(test_one_that_brings_nothing_goes, begin_later, end),
	        cmocka_unit_test_setup_teardown(test_the_nearest_take_its_place, begin_later, end),
	        cmocka_unit_test_setup_teardown(test_one_that_is_nearer_takes_its_place, begin_later, end),
	        cmocka_unit_test_setup_teardown(test_a_shorter_way, begin_later, end),
	        cmocka_unit_test_setup_teardown(test_shorter_than_several, begin_later, end),
	        cmocka_unit_test_setup_teardown(test_an_author_next_door, begin_later, end),
	        cmocka_unit_test_setup_teardown(test_no_prune_after_graft, begin_later, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
