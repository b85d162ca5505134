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

/* In the address book: heard of, and no more. */
static bool heard_of(unsigned who)
{
	struct kiem_key node = stage_key(who);

	return members_book_find(&stage.swarm->members.book, &node) != PEER_NONE;
}

/* A walk that `who` at the other end of `at` starts. */
static void say_own(uint32_t at, unsigned who, uint64_t token)
{
	say_shuffle(at, WIRE_SHUFFLE, MEMBERS_SHUFFLE_TTL, token, who, 8);
}

/* Its own descriptor first, then others; at rest not more than one in a minute. */
static void test_shuffles(void **state)
{
	struct wire_message m;
	uint32_t one = stage_friend(&stage, 1, true, true);

	(void)stage_friend(&stage, 2, true, true);
	stage_run(&stage, MEMBERS_HEED_PERIODS * 10000); /* until then nobody would heed it */
	stage_forget(&stage);
	stage_run(&stage, 60000);
	assert_true(stage_told(&stage, &m, SWARM_NO_LINK, WIRE_SHUFFLE));
	assert_int_equal(m.walk.ttl, MEMBERS_SHUFFLE_TTL);
	assert_true(m.walk.n >= 2);
	assert_memory_equal(m.walk.descriptors[0].p, stage_descriptor(0, true, SUPPORT_NOW).p, m.walk.descriptors[0].n);
	stage_run(&stage, 600000);
	stage_forget(&stage);
	stage_run(&stage, 600000);
	assert_in_range(stage_count(&stage, SWARM_NO_LINK, WIRE_SHUFFLE), 3, 20);
	assert_true(stage.up[one]);
}

/* A newcomer asks each new neighbour at once, else it would know nobody but its neighbours for a minute: whom if they all fail? */
static void test_asks_when_it_knows_few(void **state)
{
	struct wire_message m;
	uint32_t one = stage_friend(&stage, 1, true, true), two = stage_friend(&stage, 2, true, true);

	stage_run(&stage, 1000);
	assert_int_equal(stage_count(&stage, two, WIRE_SHUFFLE), 1);
	assert_true(stage_told(&stage, &m, one, WIRE_SHUFFLE));
	assert_true(m.walk.ttl == 1 && m.walk.n == 1);
	say_shuffle(two, WIRE_SHUFFLE_REPLY, 0, m.walk.token, 40, 8); /* it was not asked this */
	assert_false(heard_of(40));
	say_shuffle(one, WIRE_SHUFFLE_REPLY, 0, m.walk.token, 40, 8);
	assert_true(heard_of(40) && heard_of(47));
	assert_false(stage_knows(&stage, 40));                        /* hearsay, which fills no passive view */
	say_shuffle(one, WIRE_SHUFFLE_REPLY, 0, m.walk.token, 50, 8); /* once */
	assert_false(heard_of(50));
	stage.n_dials = 0;
	stage_run(&stage, 1000);
	assert_true(stage.n_dials >= MEMBERS_ACTIVE - 2); /* who is in need dials those that it heard of at once */
}

/* In a village each knows few, and the probe brings a known one each minute: which is no news, and the view stays at rest. */
static void test_a_known_one_is_no_unrest(void **state)
{
	for (unsigned who = 1; who <= MEMBERS_ACTIVE; who++) {
		(void)stage_friend(&stage, who, true, true);
	}
	stage_cut(&stage, stage_friend(&stage, 20, false, true));
	stage_run(&stage, 1200000);
	stage_forget(&stage);
	for (unsigned minute = 0; minute < 10; minute++) {
		uint32_t at = stage_friend(&stage, 20, false, true);
		stage_run(&stage, 60000);
		stage_cut(&stage, at);
	}
	assert_in_range(stage_count(&stage, SWARM_NO_LINK, WIRE_SHUFFLE), 10, 10 + 8); /* it is asked each time */
}

static void test_asks_nobody_when_it_knows_many(void **state)
{
	for (unsigned who = 100; who < 200; who++) {
		stage_peer(&stage, who, false);
	}
	for (unsigned who = 1; who <= 4; who++) {
		(void)stage_friend(&stage, who, true, true);
	}
	stage_run(&stage, 1000);
	assert_in_range(stage_count(&stage, SWARM_NO_LINK, WIRE_SHUFFLE), 0, 1); /* the usual one may be due */
}

static void test_is_passed_on(void **state)
{
	struct wire_message m;
	uint32_t one = stage_friend(&stage, 1, true, true), two = stage_friend(&stage, 2, true, true);

	say_shuffle(one, WIRE_SHUFFLE, 4, 77, 40, 8);
	assert_true(stage_told(&stage, &m, two, WIRE_SHUFFLE));
	assert_int_equal(m.walk.ttl, 3);
	assert_int_equal(m.walk.n, 8);
	assert_true(stage_knows(&stage, 40) && heard_of(41)); /* what passes is heard, whose walk it is more than that */
	assert_false(stage_knows(&stage, 41));
	say_shuffle(two, WIRE_SHUFFLE_REPLY, 0, 78, 60, 8); /* a token that did not pass */
	assert_false(heard_of(60));
	say_shuffle(two, WIRE_SHUFFLE_REPLY, 0, 77, 60, 8);
	assert_int_equal(stage_count(&stage, one, WIRE_SHUFFLE_REPLY), 1);
	assert_true(heard_of(60));
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
		assert_true(heard_of(who));
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
	assert_false(heard_of(40));
	stage_forget(&stage);
	while (!stage_told(&stage, &m, 0, WIRE_SHUFFLE)) {
		stage_run(&stage, 100);
	}
	say_shuffle(0, WIRE_SHUFFLE_REPLY, 0, m.walk.token, 40, 8);
	assert_true(heard_of(40));
	say_shuffle(0, WIRE_SHUFFLE_REPLY, 0, m.walk.token, 50, 8); /* once */
	assert_false(heard_of(50));
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

/* A new neighbour's walks go no further; those of one that has been here for a while do, but not one after the other. */
static void test_own_are_heeded_when_settled(void **state)
{
	uint32_t one = stage_friend(&stage, 1, true, true);

	(void)stage_friend(&stage, 2, true, true);
	stage_forget(&stage);
	say_own(one, 1, 77);
	assert_false(stage_knows(&stage, 1) || heard_of(8));
	stage_run(&stage, MEMBERS_HEED_PERIODS * 10000);
	say_own(one, 1, 78);
	assert_true(stage_knows(&stage, 1) && heard_of(8));
	stage_forget(&stage);
	say_own(one, 1, 79);
	assert_int_equal(stage_count(&stage, SWARM_NO_LINK, WIRE_SHUFFLE) + stage_count(&stage, one, WIRE_SHUFFLE_REPLY), 0);
	assert_true(stage.up[one]);
}

/* Ten times as many as a node says at most: it is cut before anything of it was heeded, and not dialled again. */
static void test_loud_is_let_go(void **state)
{
	uint32_t one = stage_friend(&stage, 1, true, true);

	for (unsigned i = 0; i < 40 && stage.up[one]; i++) {
		say_own(one, 1, 100 + i);
		stage_run(&stage, 6000);
	}
	assert_false(stage.up[one] || stage_knows(&stage, 1) || heard_of(8));
	assert_int_equal(stage.drops[SWARM_DROP_OFFENCES], 1);
	stage_run(&stage, 120000);
	stage_fail_dials(&stage);
	assert_false(stage_dialled(&stage, 1));
}

/* What an honest node says at most is not too much, however long it goes on; neither is what it says of itself now and then. */
static void test_as_often_as_we_do(void **state)
{
	uint32_t one = stage_friend(&stage, 1, true, true);

	for (unsigned i = 0; i < 40; i++) {
		say_own(one, 1, 100 + i);
		say_shuffle(one, WIRE_SHUFFLE, 1, 200 + i, 1, 1);
		stage_run(&stage, MEMBERS_OWN_PERIODS * 10000);
	}
	assert_true(stage.up[one]);
}

/* In a small town a walk comes back to who began it, and goes no further: its neighbours would count it as one more. */
static void test_walk_that_comes_home(void **state)
{
	uint32_t one = stage_friend(&stage, 1, true, true);

	(void)stage_friend(&stage, 2, true, true);
	stage_forget(&stage);
	say_shuffle(one, WIRE_SHUFFLE, 4, 77, 0, 8);
	assert_int_equal(stage_count(&stage, SWARM_NO_LINK, WIRE_SHUFFLE), 0);
}

/* To the same neighbour not more often than it counts. */
static void test_turns(void **state)
{
	uint32_t one = stage_friend(&stage, 1, true, true);

	stage_run(&stage, 300000);
	assert_in_range(stage_count(&stage, one, WIRE_SHUFFLE), 3, 300000 / 10000 / MEMBERS_OWN_PERIODS);
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
	        cmocka_unit_test_setup_teardown(test_asks_when_it_knows_few, begin, end),
	        cmocka_unit_test_setup_teardown(test_a_known_one_is_no_unrest, begin, end),
	        cmocka_unit_test_setup_teardown(test_asks_nobody_when_it_knows_many, begin, end),
	        cmocka_unit_test_setup_teardown(test_is_passed_on, begin, end),
	        cmocka_unit_test_setup_teardown(test_ends_here, begin, end),
	        cmocka_unit_test_setup_teardown(test_reply_to_an_open_token_only, begin, end),
	        cmocka_unit_test_setup_teardown(test_flood, begin, end),
	        cmocka_unit_test_setup_teardown(test_own_are_heeded_when_settled, begin, end),
	        cmocka_unit_test_setup_teardown(test_loud_is_let_go, begin, end),
	        cmocka_unit_test_setup_teardown(test_as_often_as_we_do, begin, end),
	        cmocka_unit_test_setup_teardown(test_walk_that_comes_home, begin, end),
	        cmocka_unit_test_setup_teardown(test_turns, begin, end),
	        cmocka_unit_test_setup_teardown(test_forged_is_an_offence, begin, end),
	        cmocka_unit_test_setup_teardown(test_not_from_strangers, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
