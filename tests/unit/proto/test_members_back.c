/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who can be dialled finds out, and nobody is made to dial a stranger. */
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

static void begin_undialable(void)
{
	stage_end(&stage);
	stage_begin(&stage, false);
}

static void test_asks_and_is_told(void **state)
{
	struct wire_message m;

	begin_undialable();
	(void)stage_friend(&stage, 1, true, true);
	stage_run(&stage, 2000);
	assert_true(stage_told(&stage, &m, SWARM_NO_LINK, WIRE_DIAL_BACK));
	assert_int_equal(m.dial_back.address.n, strlen("60.0.0.7:7340"));
	uint32_t back = stage_link_up(&stage, 1, false);
	stage_hello(&stage, back, 1, true, m.dial_back.token);
	assert_int_equal(stage.notes[SWARM_NOTE_DIALABLE], 1);
	assert_true(stage.told_dialable);
	assert_false(stage.up[back]);
	assert_int_equal(stage.notes[SWARM_NOTE_LINKED], 1); /* it never counted as a link */
}

static void test_wrong_token(void **state)
{
	struct wire_message m;

	begin_undialable();
	(void)stage_friend(&stage, 1, true, true);
	stage_run(&stage, 2000);
	assert_true(stage_told(&stage, &m, SWARM_NO_LINK, WIRE_DIAL_BACK));
	uint32_t back = stage_link_up(&stage, 1, false);
	stage_hello(&stage, back, 1, true, m.dial_back.token ^ 2);
	assert_int_equal(stage.notes[SWARM_NOTE_DIALABLE], 0);
	stage_run(&stage, MEMBERS_BACK_WAIT_MS * 4);
	back = stage_link_up(&stage, 1, false);
	stage_hello(&stage, back, 1, true, m.dial_back.token); /* too late */
	assert_int_equal(stage.notes[SWARM_NOTE_DIALABLE], 0);
}

static void test_asks_a_few_then_rests(void **state)
{
	begin_undialable();
	(void)stage_friend(&stage, 1, true, true);
	stage_run(&stage, 1800000);
	assert_int_equal(stage_count(&stage, SWARM_NO_LINK, WIRE_DIAL_BACK), MEMBERS_BACK_TRIES);
	assert_int_equal(stage.notes[SWARM_NOTE_DIALABLE], 0);
	stage_run(&stage, 3600000);
	assert_int_equal(stage_count(&stage, SWARM_NO_LINK, WIRE_DIAL_BACK), 2 * MEMBERS_BACK_TRIES);
}

static void say_dial_back(uint32_t at, const char *address)
{
	struct wire_message m = {.type = WIRE_DIAL_BACK};

	m.dial_back.token = 77;
	m.dial_back.address = support_span(address);
	stage_say(&stage, at, &m);
}

static void test_dials_back(void **state)
{
	struct wire_message m;
	uint32_t at = stage_friend(&stage, 5, false, false);

	say_dial_back(at, "60.0.5.7:9999");
	assert_int_equal(stage.n_probes, 1);
	assert_int_equal(stage.probe_token, 77);
	assert_string_equal(stage.address[0], "60.0.5.7:9999");
	uint32_t probe = stage_link_up(&stage, 5, true);
	assert_true(stage_told(&stage, &m, probe, WIRE_HELLO));
	assert_true(m.hello.has_probe && m.hello.probe == 77);
	stage_hello(&stage, probe, 5, false, 0);
	assert_false(stage.up[probe]);
	assert_true(stage_in_view(&stage, at)); /* the link that asked is untouched */
}

static void test_not_a_stranger(void **state)
{
	uint32_t public = stage_friend(&stage, 5, false, false), private = stage_friend(&stage, 10005, false, false);

	say_dial_back(public, "60.0.6.7:9999");
	say_dial_back(public, "10.0.0.1:9999");
	say_dial_back(public, "example.org:9999");
	say_dial_back(private, "60.0.5.7:9999");
	assert_int_equal(stage.n_probes, 0);
	say_dial_back(private, "192.168.1.5:9999");
	assert_int_equal(stage.n_probes, 1);
}

static void test_not_too_often(void **state)
{
	uint32_t at = stage_friend(&stage, 5, false, false);

	for (unsigned i = 0; i < 10; i++) {
		say_dial_back(at, "60.0.5.7:9999");
		stage_fail_dials(&stage);
		stage_run(&stage, 5000);
	}
	assert_int_equal(stage.n_probes, 1);
	stage_run(&stage, 20000);
	say_dial_back(at, "60.0.5.7:9999");
	assert_int_equal(stage.n_probes, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_asks_and_is_told, begin, end),
	        cmocka_unit_test_setup_teardown(test_wrong_token, begin, end),
	        cmocka_unit_test_setup_teardown(test_asks_a_few_then_rests, begin, end),
	        cmocka_unit_test_setup_teardown(test_dials_back, begin, end),
	        cmocka_unit_test_setup_teardown(test_not_a_stranger, begin, end),
	        cmocka_unit_test_setup_teardown(test_not_too_often, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
