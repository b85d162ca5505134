/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When most neighbours' clocks are far from ours, it is told, once; and again when it is over. */
#include "swarm_rig.h"

static struct rig rig;

static int begin_three(void **state)
{
	rig.ping_ms = 10000;
	rig_begin(&rig, 3, support_seed());
	return 0;
}

static int end(void **state)
{
	rig_end(&rig);
	return 0;
}

/* Most neighbours an hour ahead: told; and told when it is over. */
static void test_clock_offset(void **state)
{
	rig.nodes[1].clock_ms = rig.nodes[2].clock_ms = 3600000;
	(void)rig_join(&rig, 0, 1);
	unsigned link = rig_join(&rig, 0, 2);
	rig_run(&rig, 60000);
	assert_in_range(rig.nodes[0].offset_ms, 3600000 - 1000, 3600000 + 1000);
	assert_in_range(rig.nodes[1].offset_ms, -3600000 - 1000, -3600000 + 1000); /* it cannot tell who is right */
	assert_int_equal(rig.nodes[0].clocks, 1);                                  /* jitter is not told again and again */
	rig.nodes[0].clock_ms = 3600000;
	rig_run(&rig, 60000);
	assert_int_equal(rig.nodes[0].offset_ms, 0);
	rig.nodes[0].clock_ms = 3600000 * 50; /* beyond what is believed */
	rig_cut(&rig, 0, link);
	rig_run(&rig, 60000);
	assert_int_equal(rig.nodes[0].offset_ms, -86400000);
}

static void test_one_of_three_clocks_is_nothing(void **state)
{
	rig.nodes[2].clock_ms = 7200000;
	(void)rig_join(&rig, 0, 1);
	(void)rig_join(&rig, 0, 2);
	rig_run(&rig, 60000);
	assert_int_equal(rig.nodes[0].offset_ms, 0);
	assert_in_range(rig.nodes[2].offset_ms, -7200000 - 1000, -7200000 + 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_clock_offset, begin_three, end),
	        cmocka_unit_test_setup_teardown(test_one_of_three_clocks_is_nothing, begin_three, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
