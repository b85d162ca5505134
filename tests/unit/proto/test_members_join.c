/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a joiner finds takers, and how a walk ends. */
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

static void say_walk(uint32_t at, unsigned ttl, uint64_t token, unsigned joiner, bool dialable)
{
	struct wire_message m = {.type = WIRE_FORWARD_JOIN};

	m.walk.ttl = ttl;
	m.walk.token = token;
	m.walk.n = 1;
	m.walk.descriptors[0] = stage_descriptor(joiner, dialable, SUPPORT_NOW);
	stage_say(&stage, at, &m);
}

static void say_welcome(uint32_t at, uint64_t token, unsigned taker)
{
	struct wire_message m = {.type = WIRE_WELCOME};

	m.walk.token = token;
	m.walk.n = 1;
	m.walk.descriptors[0] = stage_descriptor(taker, true, SUPPORT_NOW);
	stage_say(&stage, at, &m);
}

static void test_joins_when_it_knows_nobody(void **state)
{
	uint32_t at = stage_link(&stage, 1, true, true);

	assert_int_equal(stage_count(&stage, at, WIRE_JOIN), 1);
	stage_answer(&stage, at, true);
	assert_true(stage_in_view(&stage, at));
}

/* A walk to each neighbour, each with a token of its own, and none back to the joiner; once in a while only. */
static void test_contact_sends_walks(void **state)
{
	struct wire_message a, b;
	uint32_t one = stage_friend(&stage, 1, true, true), two = stage_friend(&stage, 2, true, true);
	uint32_t joiner = stage_link(&stage, 3, false, false);

	stage_say_type(&stage, joiner, WIRE_JOIN);
	assert_true(stage_in_view(&stage, joiner));
	assert_true(stage_told(&stage, &a, one, WIRE_FORWARD_JOIN) && stage_told(&stage, &b, two, WIRE_FORWARD_JOIN));
	assert_int_equal(a.walk.ttl, MEMBERS_ARWL);
	assert_true(a.walk.token != b.walk.token);
	assert_int_equal(stage_count(&stage, joiner, WIRE_FORWARD_JOIN), 0);
	stage_say_type(&stage, joiner, WIRE_JOIN);
	assert_int_equal(stage_count(&stage, SWARM_NO_LINK, WIRE_FORWARD_JOIN), 2);
	stage_forget(&stage);
	say_welcome(one, a.walk.token, 40);
	assert_int_equal(stage_count(&stage, joiner, WIRE_WELCOME), 1);
}

static void test_walk_goes_on(void **state)
{
	struct wire_message m;
	uint32_t one = stage_friend(&stage, 1, true, true), two = stage_friend(&stage, 2, true, true);

	say_walk(one, 5, 77, 50, true);
	assert_true(stage_told(&stage, &m, two, WIRE_FORWARD_JOIN));
	assert_int_equal(m.walk.ttl, 4);
	assert_int_equal(m.walk.token, 77);
	assert_false(stage_knows(&stage, 50));
	say_walk(one, 5, 77, 50, true); /* the same token again: a loop */
	assert_int_equal(stage_count(&stage, SWARM_NO_LINK, WIRE_FORWARD_JOIN), 1);
	say_walk(one, MEMBERS_PRWL, 78, 51, true);
	assert_false(stage_knows(&stage, 51)); /* a new neighbour could name whom it likes */
	stage_run(&stage, MEMBERS_HEED_PERIODS * 10000);
	say_walk(one, MEMBERS_PRWL, 80, 51, true);
	assert_true(stage_knows(&stage, 51));
	say_walk(one, MEMBERS_PRWL, 79, 52, false);
	assert_false(stage_knows(&stage, 52)); /* nobody could dial it */
}

static void test_taker_welcomes(void **state)
{
	struct wire_message m;
	uint32_t one = stage_friend(&stage, 1, true, true);

	(void)stage_friend(&stage, 2, true, true);
	say_walk(one, 0, 77, 50, false);
	assert_true(stage_told(&stage, &m, one, WIRE_WELCOME));
	assert_int_equal(m.walk.token, 77);
	struct kiem_span self = stage_descriptor(0, true, SUPPORT_NOW);
	assert_int_equal(m.walk.descriptors[0].n, self.n);
	assert_memory_equal(m.walk.descriptors[0].p, self.p, self.n);
	assert_int_equal(stage_count(&stage, SWARM_NO_LINK, WIRE_FORWARD_JOIN), 0);
}

/* Who was welcomed is taken into a full view, even as it asks without insisting. */
static void test_promise_is_kept(void **state)
{
	uint32_t first = stage_friend(&stage, 1, true, true);

	for (unsigned who = 2; who <= 6; who++) {
		uint32_t at = stage_link(&stage, who, false, true);
		stage_neighbour(&stage, at, who > 4, false);
	}
	say_walk(first, 0, 77, 50, true);
	uint32_t stranger = stage_link(&stage, 49, false, true), joiner = stage_link(&stage, 50, false, true);
	stage_neighbour(&stage, stranger, false, false);
	stage_neighbour(&stage, joiner, false, false);
	assert_true(stage_in_view(&stage, joiner) && !stage_in_view(&stage, stranger));
}

static void test_undialable_taker_dials(void **state)
{
	stage_end(&stage);
	stage_begin(&stage, false);
	uint32_t one = stage_friend(&stage, 1, true, true), two = stage_friend(&stage, 2, true, true);
	say_walk(one, 0, 77, 50, true);
	assert_int_equal(stage_count(&stage, one, WIRE_WELCOME), 0);
	assert_true(stage_dialled(&stage, 50));
	say_walk(one, 0, 78, 51, false); /* neither can: it goes to one that can */
	assert_int_equal(stage_count(&stage, two, WIRE_FORWARD_JOIN), 1);
}

static void test_welcome_goes_back_once(void **state)
{
	(void)stage_friend(&stage, 3, true, true);
	(void)stage_friend(&stage, 4, true, true); /* whom it joined; the others it only asks */
	uint32_t one = stage_friend(&stage, 1, true, true), two = stage_friend(&stage, 2, true, true);

	say_walk(one, 5, 77, 50, true);
	say_welcome(two, 78, 40); /* a token that nobody said */
	assert_int_equal(stage_count(&stage, SWARM_NO_LINK, WIRE_WELCOME), 0);
	say_welcome(two, 77, 40);
	say_welcome(two, 77, 40);
	assert_int_equal(stage_count(&stage, one, WIRE_WELCOME), 1);
	say_walk(one, 5, 79, 50, true);
	stage_run(&stage, MEMBERS_JOIN_MS + 1);
	say_welcome(two, 79, 40); /* too late */
	assert_int_equal(stage_count(&stage, one, WIRE_WELCOME), 1);
	assert_false(stage_dialled(&stage, 40));
}

/* The joiner dials whoever welcomes it, a few for one JOIN, and nobody that it did not ask for. */
static void test_welcomes_are_dialled(void **state)
{
	uint32_t contact = stage_link(&stage, 1, true, true);

	stage_answer(&stage, contact, true);
	stage_forget(&stage);
	for (unsigned i = 0; i < 20; i++) {
		say_welcome(contact, 100 + i, 40 + i);
	}
	assert_true(stage_dialled(&stage, 40) && stage_dialled(&stage, 41));
	assert_false(stage_dialled(&stage, 40 + MEMBERS_WELCOMES_MAX));
	stage_run(&stage, 60000);
	stage_forget(&stage);
	say_welcome(contact, 300, 90);
	assert_false(stage_dialled(&stage, 90));
}

static void test_walks_are_metered(void **state)
{
	uint32_t one = stage_friend(&stage, 1, true, true);

	(void)stage_friend(&stage, 2, true, true);
	for (unsigned i = 0; i < 100; i++) {
		say_walk(one, 5, 1000 + i, 50, true);
	}
	assert_int_equal(stage_count(&stage, SWARM_NO_LINK, WIRE_FORWARD_JOIN), MEMBERS_FORWARDS_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_joins_when_it_knows_nobody, begin, end),
	        cmocka_unit_test_setup_teardown(test_contact_sends_walks, begin, end),
	        cmocka_unit_test_setup_teardown(test_walk_goes_on, begin, end),
	        cmocka_unit_test_setup_teardown(test_taker_welcomes, begin, end),
	        cmocka_unit_test_setup_teardown(test_promise_is_kept, begin, end),
	        cmocka_unit_test_setup_teardown(test_undialable_taker_dials, begin, end),
	        cmocka_unit_test_setup_teardown(test_welcome_goes_back_once, begin, end),
	        cmocka_unit_test_setup_teardown(test_welcomes_are_dialled, begin, end),
	        cmocka_unit_test_setup_teardown(test_walks_are_metered, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
