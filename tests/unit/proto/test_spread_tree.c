/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which lanes are eager: what PRUNE and GRAFT do, when they are said, and what false ones can do. */
#include "three.h"

#include "../../../proto/spread.h"

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

/* A lane that becomes eager has to show soon that it pays: fewer that come twice make it lazy again, whatever came before. */
static void test_on_trial(void **state)
{
	friend_prune(&rig, b);
	for (uint64_t i = 100; i < 150; i++) {
		friend_push(&rig, a, i, 7);
	}
	friend_graft(&rig, b, 0, 0);
	push_twice(0, SPREAD_TWINS - SPREAD_TWINS_NEW - 1);
	assert_int_equal(friend_told(&rig, b, WIRE_PRUNE), 0);
	push_twice(10, 1);
	assert_int_equal(friend_told(&rig, b, WIRE_PRUNE), 1);
}

/* One that pays at first is on trial no more. */
static void test_a_trial_that_is_passed(void **state)
{
	friend_prune(&rig, b);
	friend_graft(&rig, b, 0, 0);
	friend_push(&rig, b, 200, 7);
	friend_push(&rig, b, 201, 7);
	friend_push(&rig, b, 202, 7);
	push_twice(0, SPREAD_TWINS - 1);
	assert_int_equal(friend_told(&rig, b, WIRE_PRUNE), 0);
	push_twice(10, 1);
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
		friend_push(&rig, a, 3 * i + 1, 0x93);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_twice_prunes, begin_later, end),
	        cmocka_unit_test_setup_teardown(test_on_trial, begin_later, end),
	        cmocka_unit_test_setup_teardown(test_a_trial_that_is_passed, begin_later, end),
	        cmocka_unit_test_setup_teardown(test_twice_from_the_same, begin_later, end),
	        cmocka_unit_test_setup_teardown(test_beside_the_tree, begin_later, end),
	        cmocka_unit_test_setup_teardown(test_a_new_one_over_a_lazy_lane, begin_later, end),
	        cmocka_unit_test_setup_teardown(test_graft_brings_what_it_names, begin_later, end),
	        cmocka_unit_test_setup_teardown(test_graft_alone, begin_later, end),
	        cmocka_unit_test_setup_teardown(test_a_flood_of_grafts, begin_later, end),
	        cmocka_unit_test_setup_teardown(test_graft_of_what_is_old, begin_later, end),
	        cmocka_unit_test_setup_teardown(test_flapping, begin_later, end),
	        cmocka_unit_test_setup_teardown(test_of_use_now_and_then, begin_later, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
