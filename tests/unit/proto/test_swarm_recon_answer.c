/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is answered to SUMs, and how often. */
#include "recon_scene.h"

#include "../../../proto/swarm_state.h"

/* Whoever opens without end costs no more than a build a minute. */
static void test_repeated(void **state)
{
	uint64_t rows = rig.nodes[0].rows, scans = rig.nodes[0].scans;

	stall(70); /* the node has given up its own */
	for (uint64_t i = 0; i < 600; i++) {
		uint64_t item = i;
		puppet_sum(&rig, 0, link, &item, 1, N / 2);
		rig_run(&rig, 100);
	}
	assert_true(rig.nodes[0].rows - rows <= 30 * N);
	assert_true(rig.nodes[0].scans - scans <= 60);
}

/* One that is equal each time is answered at first, and then once every ten seconds. */
static void test_repeated_equal(void **state)
{
	stall(70);
	rig_forget(&rig);
	for (unsigned i = 0; i < 600; i++) {
		puppet_sum(&rig, 0, link, items(0), N, N);
		rig_run(&rig, 100);
	}
	assert_in_range(rig_count_heard(&rig, WIRE_WANT), SWARM_TOKENS_MAX, SWARM_TOKENS_MAX + 60000 / SWARM_TOKEN_MS);
	assert_int_equal(rig.nodes[0].offences, 0);
}

/* What is asked for and not here makes cells doubtful; whoever does so without end has them made anew once a minute. */
static void test_made_anew(void **state)
{
	struct wire_message want = {.type = WIRE_WANT};
	static const uint8_t nowhere[WIRE_SHORT_BYTES] = {1, 2, 3};

	want.want.shorts = (struct kiem_span){nowhere, sizeof(nowhere)};
	stall(70);
	uint64_t before = rig.nodes[0].swarm->recon.builds;
	for (unsigned i = 0; i < 180; i++) {
		puppet_sum(&rig, 0, link, items(400), N + 400, N + 400); /* it has more, and is told CELLS */
		rig_run(&rig, 500);
		rig_say_message(&rig, 0, link, &want);
		rig_run(&rig, 500);
	}
	assert_in_range(rig.nodes[0].swarm->recon.builds - before, 2, RECON_BUILDS_MAX + 180000 / RECON_BUILD_MS);
}

/*
 * One that has nothing of ours, and four times as much, has its ids asked for each time; but not for ever when it never says them.
 * As much of everything would be guessed too low from eight cells now and then, and answered by more cells.
 */
static void test_lists_end(void **state)
{
	stall(70);
	for (unsigned i = 0; i <= SWARM_ROUNDS_MAX; i++) {
		rig_forget(&rig);
		puppet_sum(&rig, 0, link, items(4 * N) + N, 4 * N, 4 * N);
		rig_run(&rig, 50);
		assert_int_equal(rig_count_heard(&rig, WIRE_LIST), i < SWARM_ROUNDS_MAX);
		assert_int_equal(phase(), i < SWARM_ROUNDS_MAX ? SWARM_COMPARING : SWARM_IDLE);
		stall(70); /* the node has given up this one too */
	}
	assert_int_equal(rig.nodes[0].offences, 0);
}

/* The same set: a WANT of nothing, and both are in sync. */
static void test_equal(void **state)
{
	struct wire_message m;

	stall(70);
	puppet_sum(&rig, 0, link, items(0), N, N);
	rig_run(&rig, 50);
	assert_true(rig_heard(&rig, &m, WIRE_WANT));
	assert_int_equal(m.want.shorts.n, 0);
	assert_int_equal(rig.nodes[0].in_sync, 1);
	assert_int_equal(phase(), SWARM_SYNCED);
}

/* One post more there is asked for at once, and one less is sent. */
static void test_one(void **state)
{
	struct wire_message m;

	stall(70);
	puppet_sum(&rig, 0, link, items(1) + 1, N, N); /* without the first, and with one that is not here */
	rig_run(&rig, 50);
	assert_true(rig_heard(&rig, &m, WIRE_WANT));
	assert_int_equal(m.want.shorts.n, WIRE_SHORT_BYTES);
	assert_int_equal(rig.nodes[0].far[link].posts, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_repeated, begin, end),
	        cmocka_unit_test_setup_teardown(test_repeated_equal, begin, end),
	        cmocka_unit_test_setup_teardown(test_made_anew, begin, end),
	        cmocka_unit_test_setup_teardown(test_lists_end, begin, end),
	        cmocka_unit_test_setup_teardown(test_equal, begin, end),
	        cmocka_unit_test_setup_teardown(test_one, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
