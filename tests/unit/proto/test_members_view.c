/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who stays in a full view, and who has to leave it. */
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

/* Five, one more for a probe, and of those that dialled us three at most. */
static void test_full(void **state)
{
	for (unsigned who = 1; who <= 5; who++) {
		(void)stage_friend(&stage, who, false, true);
	}
	assert_int_equal(stage_view(&stage), MEMBERS_INBOUND_OWN);
	for (unsigned who = 11; who <= 20; who++) {
		(void)stage_friend(&stage, who, true, true);
	}
	assert_int_equal(stage_view(&stage), MEMBERS_ACTIVE + MEMBERS_EXTRA);
	assert_int_equal(stage.anchors, MEMBERS_ACTIVE + MEMBERS_EXTRA);
}

/* Callers that insist contend for one place; those we chose, and those that came before, stay. */
static void test_insisting_costs_the_youngest(void **state)
{
	uint32_t first[MEMBERS_ACTIVE], last = SWARM_NO_LINK;

	for (unsigned i = 0; i < MEMBERS_ACTIVE; i++) {
		first[i] = stage_friend(&stage, 1 + i, i < 2, true);
		stage_run(&stage, 10);
	}
	stage_run(&stage, 60000);
	for (unsigned i = 0; i < 4; i++) {
		uint32_t at = stage_link(&stage, 20 + i, false, true);
		stage_neighbour(&stage, at, true, false);
		assert_true(stage_in_view(&stage, at));
		assert_false(last != SWARM_NO_LINK && stage_in_view(&stage, last));
		last = at;
		stage_run(&stage, 10);
	}
	for (unsigned i = 0; i < MEMBERS_ACTIVE - 1; i++) {
		assert_true(stage_in_view(&stage, first[i]));
	}
	assert_int_equal(stage_count(&stage, first[MEMBERS_ACTIVE - 1], WIRE_DISCONNECT), 1);
}

static void test_insisting_is_rationed(void **state)
{
	unsigned accepted = 0;

	for (unsigned i = 0; i < MEMBERS_ACTIVE; i++) {
		(void)stage_friend(&stage, 1 + i, i < 2, true);
	}
	for (unsigned i = 0; i < 20; i++) {
		uint32_t at = stage_link(&stage, 20 + i, false, true);
		stage_neighbour(&stage, at, true, false);
		accepted += stage_in_view(&stage, at);
	}
	assert_in_range(accepted, 1, MEMBERS_EVICT_MAX);
}

/* A sixth is taken for a while; a later one takes its place, and in the end somebody is told to go. */
static void test_extra_place_is_given_up(void **state)
{
	for (unsigned i = 0; i < MEMBERS_ACTIVE; i++) {
		(void)stage_friend(&stage, 1 + i, i < 3, true);
	}
	uint32_t sixth = stage_link(&stage, 9, false, true), seventh = stage_link(&stage, 10, false, true);
	stage_neighbour(&stage, sixth, false, false);
	stage_neighbour(&stage, seventh, false, false);
	assert_true(stage_in_view(&stage, sixth) && !stage_in_view(&stage, seventh));
	stage_run(&stage, MEMBERS_SWAP_MS);
	seventh = stage_link(&stage, 11, false, true);
	stage_neighbour(&stage, seventh, false, false);
	assert_true(stage_in_view(&stage, seventh) && !stage_in_view(&stage, sixth));
	assert_int_equal(stage_view(&stage), MEMBERS_ACTIVE + MEMBERS_EXTRA);
	stage_run(&stage, 100000);
	assert_int_equal(stage_view(&stage), MEMBERS_ACTIVE);
	assert_int_equal(stage_count(&stage, SWARM_NO_LINK, WIRE_DISCONNECT), 2);
}

static void say_dialable_now(uint32_t at, unsigned who)
{
	struct wire_message m = {.type = WIRE_SHUFFLE};

	m.walk.ttl = 1;
	m.walk.token = 1000 + who;
	m.walk.n = 1;
	m.walk.descriptors[0] = stage_descriptor(who, true, SUPPORT_NOW + 1);
	stage_say(&stage, at, &m);
}

/* A guest that a dial-back reached takes an own place while there are any; when there are none it goes, but not at once. */
static void test_guest_becomes_own(void **state)
{
	uint32_t guests[MEMBERS_ACTIVE];

	for (unsigned i = 0; i < MEMBERS_ACTIVE; i++) {
		guests[i] = stage_friend(&stage, 100 + i, false, false);
	}
	for (unsigned i = 0; i < MEMBERS_ACTIVE; i++) {
		say_dialable_now(guests[i], 100 + i);
		assert_int_equal(
		        swarm_place(stage.swarm, guests[i], 1), i < MEMBERS_INBOUND_OWN ? SWARM_PLACE_OWN : SWARM_PLACE_GUEST);
	}
	assert_int_equal(stage_count(&stage, SWARM_NO_LINK, WIRE_DISCONNECT), 0);
	stage_run(&stage, 100000);
	assert_int_equal(stage_view(&stage), MEMBERS_INBOUND_OWN);
	assert_false(stage_in_view(&stage, guests[MEMBERS_ACTIVE - 1]));
}

/* Who turns out to be dialable says so to its neighbours, whose view of it was made before. */
static void test_tells_of_itself(void **state)
{
	struct swarm_in in = {.type = SWARM_SELF};
	struct wire_message m;
	uint32_t one = stage_friend(&stage, 1, true, true), two = stage_friend(&stage, 2, true, true);

	in.self = stage_descriptor(0, true, SUPPORT_NOW + 1);
	stage_step(&stage, &in);
	assert_true(stage_told(&stage, &m, one, WIRE_SHUFFLE) && stage_told(&stage, &m, two, WIRE_SHUFFLE));
	assert_int_equal(m.walk.ttl, 1);
	assert_memory_equal(m.walk.descriptors[0].p, in.self.p, in.self.n);
}

/* Nodes that nobody can dial do not take places of those that can, and are up to sixteen. */
static void test_guests(void **state)
{
	for (unsigned i = 0; i < MEMBERS_ACTIVE; i++) {
		(void)stage_friend(&stage, 1 + i, true, true);
	}
	for (unsigned i = 0; i < MEMBERS_GUESTS_MAX + 3; i++) {
		(void)stage_friend(&stage, 100 + i, false, false);
	}
	assert_int_equal(stage_view(&stage), MEMBERS_ACTIVE + MEMBERS_GUESTS_MAX);
}

/* Guests do not take the last places of links: who comes to join would find none. */
static void test_guests_leave_places(void **state)
{
	const unsigned links = 24, most = links - links / MEMBERS_TRANSIT_PART;

	stage_end(&stage);
	stage_begin_small(&stage, true, links);
	for (unsigned i = 0; i < MEMBERS_ACTIVE; i++) {
		(void)stage_friend(&stage, 1 + i, true, true);
	}
	for (unsigned i = 0; i < MEMBERS_GUESTS_MAX; i++) {
		(void)stage_friend(&stage, 100 + i, false, false);
	}
	assert_int_equal(stage_view(&stage), most);
}

static void test_pinned_stay(void **state)
{
	uint32_t pinned[3];

	for (unsigned i = 0; i < 3; i++) {
		pinned[i] = stage_link(&stage, 1 + i, false, true);
		stage_neighbour(&stage, pinned[i], false, true);
	}
	for (unsigned i = 0; i < 12; i++) {
		uint32_t at = stage_link(&stage, 20 + i, false, true);
		stage_neighbour(&stage, at, true, false);
	}
	stage_run(&stage, 300000);
	for (unsigned i = 0; i < 3; i++) {
		assert_true(stage_in_view(&stage, pinned[i]));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_full, begin, end),
	        cmocka_unit_test_setup_teardown(test_insisting_costs_the_youngest, begin, end),
	        cmocka_unit_test_setup_teardown(test_insisting_is_rationed, begin, end),
	        cmocka_unit_test_setup_teardown(test_extra_place_is_given_up, begin, end),
	        cmocka_unit_test_setup_teardown(test_guest_becomes_own, begin, end),
	        cmocka_unit_test_setup_teardown(test_tells_of_itself, begin, end),
	        cmocka_unit_test_setup_teardown(test_guests, begin, end),
	        cmocka_unit_test_setup_teardown(test_guests_leave_places, begin, end),
	        cmocka_unit_test_setup_teardown(test_pinned_stay, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
