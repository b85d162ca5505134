/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A PING is answered, its answer tells the round trip, and who answers nothing is given up. */
#include "../../../proto/swarm_state.h"
#include "swarm_rig.h"

static struct rig rig;

static int begin_two(void **state)
{
	rig.ping_ms = 10000;
	rig_begin(&rig, 2, support_seed());
	return 0;
}

static int end(void **state)
{
	rig_end(&rig);
	return 0;
}

/* Whoever was there all the time and is not any more is given up within an interval and three answers that do not come. */
static void test_silent_peer(void **state)
{
	(void)rig_join(&rig, 0, 1);
	rig_run(&rig, 100000);
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_SILENT], 0);
	rig.nodes[1].mute = true;
	rig_run(&rig, 5900);
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_SILENT], 0);
	rig_run(&rig, 18000);
	/* By whichever end asked: the silent one's PINGs come to nobody, so no answer comes to it either. */
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_SILENT] + rig.nodes[1].drops[SWARM_DROP_SILENT], 1);
	assert_int_equal(rig.nodes[0].unlinked, 1);
}

static void say_ping(unsigned link)
{
	struct wire_message ping = {.type = WIRE_PING};

	ping.ping.token = 4711;
	rig_say_message(&rig, 0, link, &ping);
}

/* Runs until the node says a PING to a puppet, or for so long; how long it took. */
static uint64_t until_ping(uint64_t most_ms)
{
	uint64_t from = rig.mono_ms;
	struct wire_message m;

	rig_forget(&rig);
	while (!rig_heard(&rig, &m, WIRE_PING) && rig.mono_ms < from + most_ms) {
		rig_run(&rig, 10);
	}
	return rig.mono_ms - from;
}

/* The link over which a PING was heard; something else may have come behind it. */
static unsigned pinged(void)
{
	struct wire_message m;

	for (size_t i = 0; i < rig.n_heard; i++) {
		if (wire_read(&m, rig.heard[i].p, rig.heard[i].n) == KIEM_OK && m.type == WIRE_PING) {
			return rig.heard_link[i];
		}
	}
	fail_msg("no PING was heard");
	return 0;
}

/* Who is asked need not ask, but does so now and then, since only an answer tells the round trip. */
static void test_one_end_asks(void **state)
{
	struct wire_salt salt;
	unsigned link = rig_befriend(&rig, &salt, 0);

	rig_forget(&rig);
	for (unsigned s = 0; s < 35; s += 5) {
		say_ping(link);
		rig_run(&rig, 5000);
	}
	assert_int_equal(rig_count_heard(&rig, WIRE_PING), 0);
	assert_int_equal(rig_count_heard(&rig, WIRE_PONG), 7);
	for (unsigned s = 0; s < 20; s += 5) {
		say_ping(link);
		rig_run(&rig, 5000);
	}
	assert_true(rig_count_heard(&rig, WIRE_PING) > 0);
}

/* Of many PINGs in a row the first alone puts off ours, which takes chance; the others are answered and cost no more. */
static void test_a_storm(void **state)
{
	struct wire_salt salt;
	unsigned link = rig_befriend(&rig, &salt, 0);

	rig_run(&rig, 5000);
	rig_forget(&rig);
	say_ping(link);
	const uint64_t chance = rig.nodes[0].swarm->chance;
	for (unsigned i = 0; i < 100; i++) {
		say_ping(link);
	}
	assert_int_equal(rig_count_heard(&rig, WIRE_PONG), 101);
	assert_int_equal(rig.nodes[0].swarm->chance, chance);
}

/* What does not come is asked for again, and the other neighbours at the same time: nodes fail together. */
static void test_others_are_asked(void **state)
{
	struct wire_salt salt;
	unsigned silent = rig_befriend_as(&rig, &salt, 0, 1), other = rig_befriend_as(&rig, &salt, 0, 2);

	do {
		say_ping(other); /* so the one that says nothing is asked first */
		(void)until_ping(4000);
	} while (rig_count_heard(&rig, WIRE_PING) == 0);
	assert_int_equal(pinged(), silent);
	rig_forget(&rig);
	say_ping(other); /* it has just been heard, and would not be asked for some time */
	rig_run(&rig, 1900);
	assert_int_equal(rig_count_heard(&rig, WIRE_PING), 0);
	rig_run(&rig, 200);
	assert_int_equal(rig_count_heard(&rig, WIRE_PING), 2);
	say_ping(other);
	rig_run(&rig, 4000);
	assert_false(rig.nodes[0].far[silent].up);
	assert_true(rig.nodes[0].far[other].up);
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_SILENT], 1);
}

/* A PONG repeats the token; one that nobody asked for says nothing about the round trip. */
static void test_tokens(void **state)
{
	struct wire_message pong = {.type = WIRE_PONG}, m;
	struct swarm_link_status status;
	struct wire_salt salt;
	unsigned link = rig_befriend(&rig, &salt, 0);

	say_ping(link);
	assert_true(rig_heard(&rig, &m, WIRE_PONG));
	assert_int_equal(m.ping.token, 4711);
	assert_in_range(until_ping(20000), 7000, 13000);
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
	        cmocka_unit_test_setup_teardown(test_one_end_asks, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_a_storm, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_others_are_asked, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_tokens, begin_two, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
