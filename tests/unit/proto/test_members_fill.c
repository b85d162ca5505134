/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places that become free are filled, at once and without a storm. */
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

static void know(unsigned from, unsigned n)
{
	for (unsigned who = from; who < from + n; who++) {
		stage_peer(&stage, who, false);
	}
}

static void test_empty_dials_many(void **state)
{
	know(1, 120);
	stage_run(&stage, 2000);
	assert_int_equal(stage.n_dials, MEMBERS_DIALS_MAX);
	stage_fail_dials(&stage);
	assert_int_equal(stage.n_dials, MEMBERS_DIALS_MAX); /* each failure makes place for the next */
}

static void test_failure_is_replaced_at_once(void **state)
{
	uint32_t at[MEMBERS_ACTIVE];

	for (unsigned i = 0; i < MEMBERS_ACTIVE; i++) {
		at[i] = stage_friend(&stage, 1 + i, true, true);
	}
	know(20, 30);
	stage_run(&stage, 1000);
	unsigned probes = stage.n_dials;
	assert_in_range(probes, 0, 1); /* the rejoin probe may be due by now */
	stage_cut(&stage, at[0]);
	assert_in_range(stage.n_dials - probes, 1, 2);
	struct kiem_key lost = stage_key(1);
	assert_true(memcmp(&stage.dialled[probes], &lost, sizeof(lost)) != 0);
}

/* How many dials a time makes, each of which fails. */
static unsigned dials_in(uint64_t ms)
{
	unsigned n = 0;

	for (uint64_t until = stage.mono_ms + ms; stage.mono_ms < until;) {
		stage_run(&stage, 250);
		n += stage.n_dials;
		stage_fail_dials(&stage);
	}
	return n;
}

/* The only one who is known had no place free: it is tried again soon, then ever less often. */
static void test_lonely_tries_again(void **state)
{
	know(1, 1);
	stage_run(&stage, 2000);
	assert_int_equal(stage.n_dials, 1);
	stage_fail_dials(&stage);
	assert_in_range(dials_in(60000), 3, 8);
	(void)dials_in(600000);
	assert_in_range(dials_in(600000), 8, 24); /* the rejoin probe among them */
}

/* With two neighbours the others are in no hurry. */
static void test_failed_ones_are_left_alone(void **state)
{
	(void)stage_friend(&stage, 20, true, true);
	(void)stage_friend(&stage, 21, true, true);
	know(1, 3);
	stage_run(&stage, 2000);
	assert_int_equal(stage.n_dials, 3);
	stage_fail_dials(&stage);
	stage_run(&stage, 40000);
	assert_true(stage.n_dials <= 2); /* but for the rejoin probe */
}

static void test_linked_ones_first(void **state)
{
	uint32_t other = stage_link(&stage, 30, false, true), one = stage_friend(&stage, 1, true, true);

	know(40, 10);
	stage_cut(&stage, one);
	assert_int_equal(stage_count(&stage, other, WIRE_NEIGHBOUR) + stage_count(&stage, other, WIRE_JOIN), 1);
}

static void test_anchors_first(void **state)
{
	know(1, 100);
	stage_peer(&stage, 200, true);
	stage_peer(&stage, 201, true);
	stage_run(&stage, 2000);
	struct kiem_key a = stage_key(200), b = stage_key(201);
	unsigned anchors = 0;
	for (unsigned i = 0; i < 3; i++) { /* the rejoin probe, of whomever, may be due before them */
		anchors += memcmp(&stage.dialled[i], &a, sizeof(a)) == 0 || memcmp(&stage.dialled[i], &b, sizeof(b)) == 0;
	}
	assert_int_equal(anchors, 2);
}

/* Attempts become rarer when nobody is left to try. */
static void test_nobody_left(void **state)
{
	uint64_t steps = 0;

	stage_run(&stage, 300000);
	for (uint64_t until = stage.mono_ms + 600000; stage.timer_ms < until; steps++) {
		stage_run(&stage, stage.timer_ms - stage.mono_ms);
	}
	assert_in_range(steps, 1, 100);
}

/* With a full view and nothing to do, one remembered node a minute is dialled and asked without insisting. */
static void test_probe(void **state)
{
	struct wire_message m;
	unsigned dials = 0;

	for (unsigned i = 0; i < MEMBERS_ACTIVE; i++) {
		(void)stage_friend(&stage, 1 + i, true, true);
	}
	know(20, 40);
	for (unsigned minute = 0; minute < 20; minute++) {
		stage_run(&stage, 60000);
		dials += stage.n_dials;
		if (minute < 19) {
			stage_fail_dials(&stage);
		}
	}
	assert_in_range(dials, 14, 28);
	while (stage.n_dials == 0) {
		stage_run(&stage, 1000);
	}
	unsigned who = 20;
	while (!stage_dialled(&stage, who)) {
		who++;
	}
	uint32_t at = stage_link(&stage, who, true, true);
	assert_true(stage_told(&stage, &m, at, WIRE_NEIGHBOUR) && !m.neighbour.high);
	stage_answer(&stage, at, true);
	assert_int_equal(stage_view(&stage), MEMBERS_ACTIVE + MEMBERS_EXTRA);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_empty_dials_many, begin, end),
	        cmocka_unit_test_setup_teardown(test_failure_is_replaced_at_once, begin, end),
	        cmocka_unit_test_setup_teardown(test_lonely_tries_again, begin, end),
	        cmocka_unit_test_setup_teardown(test_failed_ones_are_left_alone, begin, end),
	        cmocka_unit_test_setup_teardown(test_linked_ones_first, begin, end),
	        cmocka_unit_test_setup_teardown(test_anchors_first, begin, end),
	        cmocka_unit_test_setup_teardown(test_nobody_left, begin, end),
	        cmocka_unit_test_setup_teardown(test_probe, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
