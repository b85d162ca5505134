/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people are shown of views, of the nodes remembered, and of whether this one can be dialled. */
#include "members_stage.h"

#define BOARD 1 /* the stage's */

static struct stage stage;

static int begin(void **state)
{
	stage_begin(&stage, false);
	return 0;
}

static int end(void **state)
{
	stage_end(&stage);
	return 0;
}

static void test_who_counts_as_what(void **state)
{
	struct swarm_view_status view;
	uint32_t own = stage_friend(&stage, 1, true, true), guest = stage_friend(&stage, 2, false, false);
	uint32_t pinned = stage_link(&stage, 3, false, true), none = stage_link(&stage, 4, false, true);

	stage_neighbour(&stage, pinned, true, true);
	assert_int_equal(swarm_place(stage.swarm, own, BOARD), SWARM_PLACE_OWN);
	assert_int_equal(swarm_place(stage.swarm, guest, BOARD), SWARM_PLACE_GUEST);
	assert_int_equal(swarm_place(stage.swarm, pinned, BOARD), SWARM_PLACE_PINNED);
	assert_int_equal(swarm_place(stage.swarm, none, BOARD), SWARM_PLACE_NONE);
	assert_int_equal(swarm_place(stage.swarm, own, BOARD + 1), SWARM_PLACE_NONE);
	assert_int_equal(swarm_place(stage.swarm, STAGE_LINKS, BOARD), SWARM_PLACE_NONE);
	assert_true(swarm_view_status(stage.swarm, &view, BOARD));
	assert_int_equal(view.own, 1);
	assert_int_equal(view.guests, 1);
	assert_int_equal(view.pinned, 1);
	assert_false(swarm_view_status(stage.swarm, &view, BOARD + 1));
	stage_cut(&stage, own);
	assert_int_equal(swarm_place(stage.swarm, own, BOARD), SWARM_PLACE_NONE);
	assert_true(swarm_view_status(stage.swarm, &view, BOARD));
	assert_int_equal(view.own, 0);
}

/* One node stands in every slot of an empty passive view, and is one all the same. */
static void test_how_many_are_remembered(void **state)
{
	struct swarm_view_status view;
	struct swarm_status status;
	struct wire_message m = {.type = WIRE_SHUFFLE_REPLY};
	uint32_t at = stage_friend(&stage, 1, true, true);

	swarm_status(stage.swarm, &status);
	assert_int_equal(status.remembered, 1);
	for (unsigned i = 0; i < 600 && !stage_told(&stage, &m, at, WIRE_SHUFFLE); i++) {
		stage_run(&stage, 100); /* it waits for the reply not for long */
	}
	const uint64_t token = m.walk.token;
	m = (struct wire_message){.type = WIRE_SHUFFLE_REPLY};
	m.walk.token = token;
	for (unsigned who = 20; who < 23; who++) {
		m.walk.descriptors[m.walk.n++] = stage_descriptor(who, true, SUPPORT_NOW);
	}
	stage_say(&stage, at, &m);
	swarm_status(stage.swarm, &status);
	assert_int_equal(status.remembered, 4);
	for (unsigned who = 20; who < 23; who++) {
		m = (struct wire_message){.type = WIRE_SHUFFLE};
		m.walk.token = who;
		m.walk.n = 1;
		m.walk.descriptors[0] = stage_descriptor(who, true, SUPPORT_NOW);
		stage_say(&stage, at, &m);
	}
	assert_true(swarm_view_status(stage.swarm, &view, BOARD));
	assert_int_equal(view.passive, 3);
}

static enum swarm_reach reach(void)
{
	struct swarm_status status;

	swarm_status(stage.swarm, &status);
	return status.reach;
}

static void test_nobody_gets_through(void **state)
{
	stage_run(&stage, 60000);
	assert_int_equal(reach(), SWARM_REACH_UNTRIED); /* there is nobody to ask */
	(void)stage_friend(&stage, 1, true, true);
	stage_run(&stage, 2000);
	assert_int_equal(reach(), SWARM_REACH_TRYING);
	stage_run(&stage, (MEMBERS_BACK_TRIES + 1) * MEMBERS_BACK_WAIT_MS);
	assert_int_equal(reach(), SWARM_REACH_FAILED);
}

static void test_somebody_gets_through(void **state)
{
	struct swarm_in in = {.type = SWARM_SELF, .link = SWARM_NO_LINK};

	in.self = stage_descriptor(0, true, SUPPORT_NOW + 1);
	stage_step(&stage, &in);
	assert_int_equal(reach(), SWARM_REACH_PROVED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_who_counts_as_what, begin, end),
	        cmocka_unit_test_setup_teardown(test_how_many_are_remembered, begin, end),
	        cmocka_unit_test_setup_teardown(test_nobody_gets_through, begin, end),
	        cmocka_unit_test_setup_teardown(test_somebody_gets_through, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
