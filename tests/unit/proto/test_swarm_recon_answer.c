/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is answered to SUMs, and how often. */
#include "recon_scene.h"

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
	        cmocka_unit_test_setup_teardown(test_equal, begin, end),
	        cmocka_unit_test_setup_teardown(test_one, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
