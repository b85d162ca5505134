/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was announced and does not come is looked for, asked for from one after the other, and given up. */
#include "three.h"

#include "../../../proto/spread.h"

/* PINGs seldom enough not to be in the way. */
static int begin_quiet(void **state)
{
	rig.ping_ms = 20000;
	return begin(state);
}

static void test_asked_for_after_a_while(void **state)
{
	friend_ihave(&rig, a, 1, 3);
	rig_run(&rig, SPREAD_GRAFT_MS - 10);
	assert_int_equal(rig_count_heard(&rig, WIRE_GRAFT), 0);
	assert_int_equal(rig.nodes[0].looks, 0);
	rig_run(&rig, 20);
	assert_int_equal(rig.nodes[0].looks, 1);
	assert_int_equal(friend_told(&rig, a, WIRE_GRAFT), 1);
	friend_push(&rig, a, 1, 3);
	rig_run(&rig, 2000);
	assert_int_equal(rig_count_heard(&rig, WIRE_GRAFT), 1);
	assert_int_equal(rig.nodes[0].n, 1);
}

/* A post that is past the ring, but in the store. */
static void test_what_is_here_is_not_asked_for(void **state)
{
	struct rig_post *post = friend_post(1);

	rig_put(&rig, 0, post, false);
	friend_ihave(&rig, a, 1, 3);
	rig_run(&rig, 5000);
	assert_int_equal(rig.nodes[0].looks, 1);
	assert_int_equal(rig_count_heard(&rig, WIRE_GRAFT), 0);
	free(post);
}

/* One after the other, who has it over the fewest links first; then the lane is compared. */
static void test_the_next_is_asked(void **state)
{
	friend_ihave(&rig, b, 1, 3);
	rig_run(&rig, SPREAD_GRAFT_MS - 100);
	friend_ihave(&rig, a, 1, 2);
	friend_ihave(&rig, c, 2, 2);
	rig_run(&rig, 110);
	assert_int_equal(friend_told(&rig, a, WIRE_GRAFT), 1);
	assert_int_equal(friend_told(&rig, b, WIRE_GRAFT), 0);
	rig_run(&rig, 250);
	assert_int_equal(friend_told(&rig, a, WIRE_GRAFT), 1);
	assert_int_equal(friend_told(&rig, b, WIRE_GRAFT), 1);
	assert_int_equal(friend_told(&rig, c, WIRE_GRAFT), 1); /* what it announced itself */
	rig_run(&rig, 5000);
	assert_int_equal(friend_told(&rig, a, WIRE_GRAFT) + friend_told(&rig, b, WIRE_GRAFT) + friend_told(&rig, c, WIRE_GRAFT), 3);
}

/* A neighbour whose answer takes long is given a round trip more. */
static void test_a_long_way(void **state)
{
	struct wire_message m = {.type = WIRE_PONG};
	size_t at = 0;

	while (friend_told(&rig, c, WIRE_PING) == 0) {
		rig_run(&rig, 10);
	}
	while (rig.heard_link[at] != c || wire_read(&m, rig.heard[at].p, rig.heard[at].n) != KIEM_OK || m.type != WIRE_PING) {
		at++;
	}
	rig_run(&rig, 400);
	m.type = WIRE_PONG;
	rig_say_message(&rig, 0, c, &m);
	struct swarm_link_status status;
	assert_true(swarm_link_status(rig.nodes[0].swarm, &status, c));
	assert_true(status.rtt_ms >= 400);
	rig_forget(&rig);
	friend_ihave(&rig, c, 1, 3);
	rig_run(&rig, SPREAD_GRAFT_MS + status.rtt_ms - 10);
	assert_int_equal(friend_told(&rig, c, WIRE_GRAFT), 0);
	rig_run(&rig, 20);
	assert_int_equal(friend_told(&rig, c, WIRE_GRAFT), 1);
}

/* More neighbours to ask at once than one step has room for: each is asked, and the step comes to rest. */
static void test_many_to_ask(void **state)
{
	unsigned links[24];

	for (unsigned i = 0; i < 24; i++) {
		links[i] = friend_make(&rig, 10 + i);
	}
	for (unsigned i = 0; i < 24; i++) {
		friend_ihave(&rig, links[i], i, 3);
	}
	rig_run(&rig, 490);
	uint64_t steps = rig.steps;
	rig_run(&rig, 30);
	for (unsigned i = 0; i < 24; i++) {
		assert_int_equal(friend_told(&rig, links[i], WIRE_GRAFT), 1);
	}
	assert_true(rig.steps - steps < 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_asked_for_after_a_while, begin_quiet, end),
	        cmocka_unit_test_setup_teardown(test_what_is_here_is_not_asked_for, begin_quiet, end),
	        cmocka_unit_test_setup_teardown(test_the_next_is_asked, begin_quiet, end),
	        cmocka_unit_test_setup_teardown(test_a_long_way, begin_quiet, end),
	        cmocka_unit_test_setup_teardown(test_many_to_ask, begin_quiet, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
