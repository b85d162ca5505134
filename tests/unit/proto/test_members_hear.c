/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is heard of nodes: contradictions are told, forgeries blamed, and who is no neighbour is told so, now and then. */
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

/* Two descriptors of one time: the driver is told, and the node is not dialled. */
static void test_evidence(void **state)
{
	struct swarm_in in = {.type = SWARM_PEER};

	in.peer.descriptor = stage_descriptor(7, true, SUPPORT_NOW);
	stage_step(&stage, &in);
	in.peer.descriptor = stage_descriptor(7, false, SUPPORT_NOW);
	stage_step(&stage, &in);
	assert_int_equal(stage.notes[SWARM_NOTE_EVIDENCE], 1);
	stage_run(&stage, 10000);
	assert_false(stage_dialled(&stage, 7));
}

/* Each forged descriptor counts against the link that brought it, until it is cut. */
static void test_forger_is_cut(void **state)
{
	uint32_t at = stage_friend(&stage, 1, true, true);

	(void)stage_friend(&stage, 2, true, true);
	for (unsigned i = 0; i < 40; i++) {
		struct wire_message m = {.type = WIRE_FORWARD_JOIN};
		struct kiem_span d = stage_descriptor(40, true, SUPPORT_NOW);
		((uint8_t *)(uintptr_t)d.p)[d.n - 1] ^= 1;
		m.walk.ttl = 5;
		m.walk.token = 100 + i;
		m.walk.n = 1;
		m.walk.descriptors[0] = d;
		stage_say(&stage, at, &m);
		stage_run(&stage, 1000);
	}
	assert_false(stage.up[at]);
	assert_int_equal(stage.drops[SWARM_DROP_OFFENCES], 1);
}

/* Who thinks that it is a neighbour of the view and is not, hears so, but not as often as it speaks. */
static void test_told_now_and_then(void **state)
{
	uint32_t at = stage_link(&stage, 1, false, true);

	for (unsigned i = 0; i < 100; i++) {
		struct wire_message m = {.type = WIRE_SHUFFLE};
		m.walk.ttl = 3;
		m.walk.token = 100 + i;
		m.walk.n = 1;
		m.walk.descriptors[0] = stage_descriptor(40, true, SUPPORT_NOW);
		stage_say(&stage, at, &m);
		stage_run(&stage, 99);
	}
	assert_in_range(stage_count(&stage, at, WIRE_DISCONNECT), 1, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_evidence, begin, end),
	        cmocka_unit_test_setup_teardown(test_forger_is_cut, begin, end),
	        cmocka_unit_test_setup_teardown(test_told_now_and_then, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
