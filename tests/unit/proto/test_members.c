/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Membership as the driver and the neighbours see it. */
#include "members_stage.h"

static struct stage stage;

static int begin(void **state)
{
	stage_begin(&stage, true);
	return 0;
}

static int end(void **state)
{
	stage_end(&stage);
	return 0;
}

static void test_new_descriptor_is_said(void **state)
{
	struct wire_message m;
	struct swarm_in in = {.type = SWARM_SELF};
	struct kiem_span renewed = stage_descriptor(0, true, SUPPORT_NOW + 5);

	in.self = renewed;
	stage_step(&stage, &in);
	uint32_t at = stage_link_up(&stage, 1, true);
	assert_true(stage_told(&stage, &m, at, WIRE_HELLO));
	assert_int_equal(m.hello.descriptor.n, renewed.n);
	assert_memory_equal(m.hello.descriptor.p, renewed.p, renewed.n);
}

static void test_unfollow(void **state)
{
	struct swarm_in in = {.type = SWARM_BOARD};

	for (unsigned who = 1; who <= 5; who++) {
		(void)stage_friend(&stage, who, true, true);
	}
	in.board.board = 1;
	stage_forget(&stage);
	stage_step(&stage, &in);
	assert_int_equal(stage_view(&stage), 0);
	stage_run(&stage, 120000);
	assert_int_equal(stage.n_dials, 0);
	for (uint32_t at = 0; at < 5; at++) {
		assert_false(stage.up[at]); /* links that serve no board go */
	}
}

/* Somebody takes the call and never says HELLO: not a candidate for a while. */
static void test_silent_dial_counts_as_failed(void **state)
{
	stage_peer(&stage, 7, false);
	stage_run(&stage, 2000);
	assert_true(stage_dialled(&stage, 7));
	stage.n_dials = 0;
	uint32_t at = stage_link_up(&stage, 7, true);
	stage_run(&stage, SWARM_HELLO_MS + 1000);
	assert_false(stage.up[at]);
	stage_run(&stage, 30000);
	assert_true(stage.n_dials <= 1); /* by a probe */
}

static void test_no_host_no_dial_back(void **state)
{
	uint32_t at = stage_friend(&stage, 5, false, false);
	struct wire_message m = {.type = WIRE_DIAL_BACK};

	stage.swarm->links[at].members.host = 0; /* as a driver that cannot tell */
	m.dial_back.token = 77;
	m.dial_back.address = support_span("60.0.5.7:9999");
	stage_say(&stage, at, &m);
	assert_int_equal(stage.n_probes, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_new_descriptor_is_said, begin, end),
	        cmocka_unit_test_setup_teardown(test_unfollow, begin, end),
	        cmocka_unit_test_setup_teardown(test_silent_dial_counts_as_failed, begin, end),
	        cmocka_unit_test_setup_teardown(test_no_host_no_dial_back, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
