/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What nodes tell each other of others, and how little a liar gains. */
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

static void say_shuffle(uint32_t at, uint64_t type, unsigned ttl, uint64_t token, unsigned from, unsigned n)
{
	struct wire_message m = {.type = type};

	m.walk.ttl = ttl;
	m.walk.token = token;
	for (m.walk.n = 0; m.walk.n < n; m.walk.n++) {
		m.walk.descriptors[m.walk.n] = stage_descriptor(from + (unsigned)m.walk.n, true, SUPPORT_NOW);
	}
	stage_say(&stage, at, &m);
}

/* Its own descriptor first, then others; at rest not more than one in a minute. */
static void test_shuffles(void **state)
{
	struct wire_message m;
	uint32_t one = stage_friend(&stage, 1, true, true);

	(void)stage_friend(&stage, 2, true, true);
	stage_run(&stage, 20000);
	assert_true(stage_told(&stage, &m, SWARM_NO_LINK, WIRE_SHUFFLE));
	assert_int_equal(m.walk.ttl, MEMBERS_SHUFFLE_TTL);
	assert_true(m.walk.n >= 2);
	assert_memory_equal(m.walk.descriptors[0].p, stage_descriptor(0, true, SUPPORT_NOW).p, m.walk.descriptors[0].n);
	stage_run(&stage, 600000);
	stage_forget(&stage);
	stage_run(&stage, 600000);
	assert_in_range(stage_count(&stage, SWARM_NO_LINK, WIRE_SHUFFLE), 6, 80);
	assert_true(stage.up[one]);
}

static void test_is_passed_on(void **state)
{
	struct wire_message m;
	uint32_t one = stage_friend(&stage, 1, true, true), two = stage_friend(&stage, 2, true, true);

	say_shuffle(one, WIRE_SHUFFLE, 4, 77, 40, 8);
	assert_true(stage_told(&stage, &m, two, WIRE_SHUFFLE));
	assert_int_equal(m.walk.ttl, 3);
	assert_int_equal(m.walk.n, 8);
	assert_true(stage_knows(&stage, 40));               /* what passes is heard */
	say_shuffle(two, WIRE_SHUFFLE_REPLY, 0, 78, 60, 8); /* a token that did not pass */
	assert_false(stage_knows(&stage, 60));
	say_shuffle(two, WIRE_SHUFFLE_REPLY, 0, 77, 60, 8);
	assert_int_equal(stage_count(&stage, one, WIRE_SHUFFLE_REPLY), 1);
	assert_true(stage_knows(&stage, 60));
	say_shuffle(two, WIRE_SHUFFLE_REPLY, 0, 77, 60, 8);
	assert_int_equal(stage_count(&stage, one, WIRE_SHUFFLE_REPLY), 1);
}

static void test_ends_here(void **state)
{
	struct wire_message m;
	uint32_t one = stage_friend(&stage, 1, true, true);

	(void)stage_friend(&stage, 2, true, true);
	say_shuffle(one, WIRE_SHUFFLE, 1, 77, 40, 8);
	for (unsigned who = 40; who < 48; who++) {
		assert_true(stage_knows(&stage, who));
	}
	assert_true(stage_told(&stage, &m, one, WIRE_SHUFFLE_REPLY));
	assert_int_equal(m.walk.token, 77);
	assert_true(m.walk.n <= 8);
}

static void test_reply_to_an_open_token_only(void **state)
{
	struct wire_message m;

	(void)stage_friend(&stage, 1, true, true);
	stage_run(&stage, 20000);
	assert_true(stage_told(&stage, &m, 0, WIRE_SHUFFLE));
	say_shuffle(0, WIRE_SHUFFLE_REPLY, 0, m.walk.token + 1, 40, 8);
	assert_false(stage_knows(&stage, 40));
	stage_forget(&stage);
	while (!stage_told(&stage, &m, 0, WIRE_SHUFFLE)) {
		stage_run(&stage, 100);
	}
	say_shuffle(0, WIRE_SHUFFLE_REPLY, 0, m.walk.token, 40, 8);
	assert_true(stage_knows(&stage, 40));
	say_shuffle(0, WIRE_SHUFFLE_REPLY, 0, m.walk.token, 50, 8); /* once */
	assert_false(stage_knows(&stage, 50));
}

/* A lane that shuffles a hundred times in a moment is heeded a few times. */
static void test_flood(void **state)
{
	uint32_t one = stage_friend(&stage, 1, true, true);

	for (unsigned i = 0; i < 100; i++) {
		say_shuffle(one, WIRE_SHUFFLE, 1, 100 + i, 40, 8);
	}
	assert_int_equal(stage_count(&stage, one, WIRE_SHUFFLE_REPLY), MEMBERS_SHUFFLES_MAX);
	assert_true(stage.up[one]);
}

static void test_forged_is_an_offence(void **state)
{
	struct wire_message m = {.type = WIRE_SHUFFLE};
	uint32_t one = stage_friend(&stage, 1, true, true), two = stage_friend(&stage, 2, true, true);
	struct kiem_span d = stage_descriptor(40, true, SUPPORT_NOW);

	((uint8_t *)(uintptr_t)d.p)[d.n - 1] ^= 1;
	m.walk.ttl = 4;
	m.walk.token = 77;
	m.walk.n = 1;
	m.walk.descriptors[0] = d;
	stage_say(&stage, one, &m);
	assert_int_equal(stage.notes[SWARM_NOTE_OFFENCE], 1);
	assert_int_equal(stage_count(&stage, two, WIRE_SHUFFLE), 0); /* and it goes no further */
}

/* Only neighbours of the view are heeded; others are told that they are none. */
static void test_not_from_strangers(void **state)
{
	uint32_t at = stage_link(&stage, 1, false, true);

	say_shuffle(at, WIRE_SHUFFLE, 1, 77, 40, 8);
	say_shuffle(at, WIRE_SHUFFLE, 1, 78, 40, 8);
	assert_false(stage_knows(&stage, 40));
	assert_int_equal(stage_count(&stage, at, WIRE_SHUFFLE_REPLY), 0);
	assert_int_equal(stage_count(&stage, at, WIRE_DISCONNECT), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_shuffles, begin, end),
	        cmocka_unit_test_setup_teardown(test_is_passed_on, begin, end),
	        cmocka_unit_test_setup_teardown(test_ends_here, begin, end),
	        cmocka_unit_test_setup_teardown(test_reply_to_an_open_token_only, begin, end),
	        cmocka_unit_test_setup_teardown(test_flood, begin, end),
	        cmocka_unit_test_setup_teardown(test_forged_is_an_offence, begin, end),
	        cmocka_unit_test_setup_teardown(test_not_from_strangers, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
