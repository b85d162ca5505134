/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom it dials, and whom not. */
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

static void test_not_the_linked(void **state)
{
	(void)stage_friend(&stage, 1, true, true);
	stage_peer(&stage, 1, false);
	stage_peer(&stage, 2, false);
	stage_run(&stage, 10000);
	assert_true(stage_dialled(&stage, 2));
	assert_false(stage_dialled(&stage, 1));
	stage_run(&stage, 20000);
	assert_int_equal(stage.n_dials, 1); /* and nobody twice while it is under way */
}

static uint32_t link_of_network(unsigned nth)
{
	struct swarm_in in = {.type = SWARM_LINK_UP};
	uint32_t at = stage_link_up(&stage, 1 + nth, false);

	stage.swarm->links[at].members.network = 4711;
	(void)in;
	stage_hello(&stage, at, 1 + nth, true, 0);
	return at;
}

static void test_a_network_has_four(void **state)
{
	for (unsigned i = 0; i < MEMBERS_NETWORK_MAX; i++) {
		assert_true(stage.up[link_of_network(i)]);
	}
	assert_false(stage.up[link_of_network(MEMBERS_NETWORK_MAX)]);
	assert_int_equal(stage.drops[SWARM_DROP_NETWORK], 1);
}

static void test_private_networks_are_exempt(void **state)
{
	for (unsigned i = 0; i < 12; i++) {
		assert_true(stage.up[stage_link(&stage, 10000 + i, false, true)]);
	}
}

/* Anchors and others are tried at their address as signed. */
static void test_next_address_after_a_failure(void **state)
{
	stage_peer(&stage, 3, false);
	stage_run(&stage, 2000);
	assert_int_equal(stage.n_dials, 1);
	assert_string_equal(stage.address[0], "60.0.3.7:7340");
}

/* A dial that succeeds needs a place, and others come in meanwhile: only so many are under way as there is room for. */
static void test_places(void **state)
{
	const unsigned links = 24, most = links - links / MEMBERS_TRANSIT_PART;

	stage_end(&stage);
	stage_begin_small(&stage, true, links);
	for (unsigned who = 1; who <= 100; who++) {
		stage_peer(&stage, who, false);
	}
	for (unsigned i = 0; i < 10; i++) {
		(void)stage_link_up(&stage, 200 + i, false);
	}
	stage_run(&stage, 2000);
	assert_int_equal(stage.n_dials, most - 10);
}

/* However many came in, so that they have nearly all places: some neighbours this node chooses itself. */
static void test_callers_do_not_choose(void **state)
{
	const unsigned links = 24;

	stage_end(&stage);
	stage_begin_small(&stage, true, links);
	for (unsigned who = 1; who <= 100; who++) {
		stage_peer(&stage, who, false);
	}
	for (unsigned i = 0; i < links - links / MEMBERS_CHOSEN_PART; i++) {
		(void)stage_link_up(&stage, 200 + i, false);
	}
	stage_run(&stage, 2000);
	assert_int_equal(stage.n_dials, links / MEMBERS_CHOSEN_PART);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_not_the_linked, begin, end),
	        cmocka_unit_test_setup_teardown(test_a_network_has_four, begin, end),
	        cmocka_unit_test_setup_teardown(test_private_networks_are_exempt, begin, end),
	        cmocka_unit_test_setup_teardown(test_next_address_after_a_failure, begin, end),
	        cmocka_unit_test_setup_teardown(test_places, begin, end),
	        cmocka_unit_test_setup_teardown(test_callers_do_not_choose, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
