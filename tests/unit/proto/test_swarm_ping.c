/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A PING is answered, its answer tells the round trip, and who answers nothing is given up. */
#include "swarm_rig.h"

static struct rig rig;

static int begin_two(void **state)
{
	rig_begin(&rig, 2, support_seed());
	return 0;
}

static int end(void **state)
{
	rig_end(&rig);
	return 0;
}

static void test_silent_peer(void **state)
{
	(void)rig_join(&rig, 0, 1);
	rig_run(&rig, 100000);
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_SILENT], 0);
	rig.nodes[1].mute = true;
	rig_run(&rig, 59000);
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_SILENT], 0);
	rig_run(&rig, 25000);
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_SILENT], 1);
	assert_int_equal(rig.nodes[0].unlinked, 1);
}

/* A PONG repeats the token; one that nobody asked for says nothing about the round trip. */
static void test_tokens(void **state)
{
	struct wire_message ping = {.type = WIRE_PING}, pong = {.type = WIRE_PONG}, m;
	struct swarm_link_status status;
	struct wire_salt salt;
	unsigned link = rig_befriend(&rig, &salt, 0);

	ping.ping.token = 4711;
	rig_say_message(&rig, 0, link, &ping);
	assert_true(rig_heard(&rig, &m, WIRE_PONG));
	assert_int_equal(m.ping.token, 4711);
	rig_run(&rig, 20000);
	assert_true(rig_heard(&rig, &m, WIRE_PING));
	rig_run(&rig, 30);
	pong.ping.token = m.ping.token + 1;
	rig_say_message(&rig, 0, link, &pong);
	assert_true(swarm_link_status(rig.nodes[0].swarm, &status, link));
	assert_int_equal(status.rtt_ms, 0);
	pong.ping.token = m.ping.token;
	rig_say_message(&rig, 0, link, &pong);
	assert_true(swarm_link_status(rig.nodes[0].swarm, &status, link));
	assert_in_range(status.rtt_ms, 30, 500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_silent_peer, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_tokens, begin_two, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
