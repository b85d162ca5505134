/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A neighbour of the tree that acknowledges nothing is asked whether it is there, and is gone soon when it is not. */
#include "friends.h"

static struct rig rig;
static unsigned a, b;

static int begin(void **state)
{
	rig_begin(&rig, 1, support_seed());
	a = friend_make(&rig, 0);
	b = friend_make(&rig, 1);
	return 0;
}

static int end(void **state)
{
	rig_end(&rig);
	return 0;
}

static void test_silent_ones_are_suspected(void **state)
{
	friend_push(&rig, a, 1, 7);
	rig_run(&rig, 1400);
	assert_int_equal(friend_told(&rig, b, WIRE_PING), 0);
	rig_run(&rig, 200);
	assert_int_equal(friend_told(&rig, b, WIRE_PING), 1);
	assert_true(rig.nodes[0].far[b].up);
	rig_run(&rig, 3000);
	assert_false(rig.nodes[0].far[b].up);
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_SILENT], 1);
}

static void test_who_acknowledges_is_not(void **state)
{
	for (uint64_t i = 1; i < 20; i++) {
		friend_push(&rig, a, i, 7);
		rig_run(&rig, 1000);
		friends_ack(&rig);
	}
	assert_int_equal(friend_told(&rig, b, WIRE_PING), 0);
	rig_run(&rig, 10000);
	assert_true(rig.nodes[0].far[b].up);
}

/* A slow one, that takes its time but says that it is there. */
static void test_a_slow_one_stays(void **state)
{
	struct wire_message m;

	friend_push(&rig, a, 1, 7);
	for (unsigned i = 0; i < 100; i++) {
		rig_run(&rig, 100);
		if (rig_heard(&rig, &m, WIRE_PING)) {
			rig_forget(&rig);
			m.type = WIRE_PONG;
			rig_say_message(&rig, 0, b, &m);
		}
	}
	assert_true(rig.nodes[0].far[b].up);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_silent_ones_are_suspected, begin, end),
	        cmocka_unit_test_setup_teardown(test_who_acknowledges_is_not, begin, end),
	        cmocka_unit_test_setup_teardown(test_a_slow_one_stays, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
