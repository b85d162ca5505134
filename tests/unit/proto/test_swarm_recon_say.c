/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far cells are said. */
#include "recon_scene.h"

static void test_more_beyond_the_cap(void **state)
{
	struct wire_message m = {.type = WIRE_MORE};

	rig_end(&rig);
	swarm_options_default(&rig.options);
	rig.options.cells_max = 2048;
	begin(NULL);
	m.more.upto = 2049;
	rig_say_message(&rig, 0, link, &m);
	assert_int_equal(rig.nodes[0].offences, 1);
	rig_run(&rig, 100);
	assert_int_equal(rig_count_heard(&rig, WIRE_CELLS), 0);
	m.more.upto = 2048;
	rig_say_message(&rig, 0, link, &m);
	rig_run(&rig, 100);
	assert_int_equal(rig.nodes[0].offences, 1);
	assert_true(rig_count_heard(&rig, WIRE_CELLS) > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_more_beyond_the_cap, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
