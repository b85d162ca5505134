/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking, answering and parting: both ends have each other in the view, or neither has. */
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

static void test_asked_and_answered(void **state)
{
	struct wire_message m;
	uint32_t at = stage_link(&stage, 1, false, true);

	stage_neighbour(&stage, at, false, false);
	assert_true(stage_told(&stage, &m, at, WIRE_ANSWER) && m.answer.accepted);
	assert_true(stage_in_view(&stage, at));
	stage_neighbour(&stage, at, false, false); /* again: still so */
	assert_int_equal(stage_count(&stage, at, WIRE_ANSWER), 2);
	assert_int_equal(stage_view(&stage), 1);
}

static void test_refused(void **state)
{
	(void)stage_friend(&stage, 2, true, true);
	(void)stage_friend(&stage, 3, true, true);
	uint32_t at = stage_link(&stage, 1, true, true);

	assert_false(stage_in_view(&stage, at));
	stage_answer(&stage, at, false);
	assert_false(stage_in_view(&stage, at));
	unsigned asked = stage_count(&stage, at, WIRE_NEIGHBOUR) + stage_count(&stage, at, WIRE_JOIN);
	stage_run(&stage, 9000);
	assert_int_equal(stage_count(&stage, at, WIRE_NEIGHBOUR) + stage_count(&stage, at, WIRE_JOIN), asked);
}

/* Who has nobody else asks whoever refused again, before it lets go of the link. */
static void test_refused_by_the_only_one(void **state)
{
	uint32_t at = stage_link(&stage, 1, true, true);

	stage_answer(&stage, at, false);
	unsigned asked = stage_count(&stage, at, WIRE_NEIGHBOUR) + stage_count(&stage, at, WIRE_JOIN);
	stage_run(&stage, 4000);
	assert_int_equal(stage_count(&stage, at, WIRE_NEIGHBOUR) + stage_count(&stage, at, WIRE_JOIN), asked);
	stage_run(&stage, 6000);
	assert_int_equal(stage_count(&stage, at, WIRE_NEIGHBOUR) + stage_count(&stage, at, WIRE_JOIN), asked + 1);
	stage_answer(&stage, at, true);
	assert_true(stage_in_view(&stage, at));
}

static void test_both_at_once(void **state)
{
	struct wire_message m;
	uint32_t at = stage_link(&stage, 1, true, true);

	stage_neighbour(&stage, at, false, false); /* crosses with ours */
	assert_true(stage_told(&stage, &m, at, WIRE_ANSWER) && m.answer.accepted);
	assert_true(stage_in_view(&stage, at));
	stage_answer(&stage, at, true);
	assert_int_equal(stage_view(&stage), 1);
	assert_int_equal(stage_count(&stage, at, WIRE_DISCONNECT), 0);
}

/* A yes that nobody waits for any more makes no neighbour: it is told so. */
static void test_late_answer(void **state)
{
	uint32_t at = stage_link(&stage, 1, true, true);

	stage_run(&stage, MEMBERS_ASKED_MS + 100);
	stage_answer(&stage, at, true);
	assert_false(stage_in_view(&stage, at));
	assert_int_equal(stage_count(&stage, at, WIRE_DISCONNECT), 1);
}

static void test_no_answer(void **state)
{
	uint32_t silent = stage_link(&stage, 1, true, true);

	for (unsigned who = 2; who <= 6; who++) {
		stage_peer(&stage, who, false);
	}
	stage_run(&stage, MEMBERS_ASKED_MS + 2000);
	assert_false(stage_in_view(&stage, silent));
	assert_true(stage.n_dials > 0); /* others are tried */
}

/* A full view that loses one by choice waits for a probe; one in need asks others at once. */
static void test_disconnect(void **state)
{
	uint32_t at[MEMBERS_ACTIVE];

	for (unsigned i = 0; i < MEMBERS_ACTIVE; i++) {
		at[i] = stage_friend(&stage, 1 + i, true, true);
	}
	for (unsigned who = 20; who < 30; who++) {
		stage_peer(&stage, who, false);
	}
	stage_say_type(&stage, at[0], WIRE_DISCONNECT);
	assert_false(stage_in_view(&stage, at[0]));
	stage_run(&stage, 1000);
	unsigned probes = stage.n_dials;
	assert_in_range(probes, 0, 1); /* the probe may be due by now */
	stage_say_type(&stage, at[1], WIRE_DISCONNECT);
	assert_true(stage.n_dials > probes);
	assert_int_equal(stage_count(&stage, SWARM_NO_LINK, WIRE_DISCONNECT), 0); /* it needs no answer */
}

static void test_pinned_are_bounded(void **state)
{
	struct wire_message m;
	uint32_t at = 0;

	for (unsigned i = 0; i < MEMBERS_PINNED_MAX + 1; i++) {
		at = stage_link(&stage, 1 + i, false, true);
		stage_neighbour(&stage, at, false, true);
	}
	assert_true(stage_told(&stage, &m, at, WIRE_ANSWER) && !m.answer.accepted);
	assert_int_equal(stage_view(&stage), MEMBERS_PINNED_MAX);
	assert_true(stage.up[at]);
}

/* One neighbour is not enough: it may have nobody else either. */
static void test_high_only_in_need(void **state)
{
	struct wire_message m;

	for (unsigned who = 1; who <= 40; who++) {
		stage_peer(&stage, who, false);
	}
	uint32_t first = stage_link(&stage, 1, true, true);
	assert_true(stage_told(&stage, &m, first, WIRE_NEIGHBOUR) && m.neighbour.high);
	stage_answer(&stage, first, true);
	uint32_t second = stage_link(&stage, 2, true, true);
	assert_true(stage_told(&stage, &m, second, WIRE_NEIGHBOUR) && m.neighbour.high);
	stage_answer(&stage, second, true);
	uint32_t third = stage_link(&stage, 3, true, true);
	assert_true(stage_told(&stage, &m, third, WIRE_NEIGHBOUR) && !m.neighbour.high);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_asked_and_answered, begin, end),
	        cmocka_unit_test_setup_teardown(test_refused, begin, end),
	        cmocka_unit_test_setup_teardown(test_refused_by_the_only_one, begin, end),
	        cmocka_unit_test_setup_teardown(test_both_at_once, begin, end),
	        cmocka_unit_test_setup_teardown(test_late_answer, begin, end),
	        cmocka_unit_test_setup_teardown(test_no_answer, begin, end),
	        cmocka_unit_test_setup_teardown(test_disconnect, begin, end),
	        cmocka_unit_test_setup_teardown(test_pinned_are_bounded, begin, end),
	        cmocka_unit_test_setup_teardown(test_high_only_in_need, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
