/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Links that died without a word, and links that nobody needs. */
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

static void test_suspect_that_answers(void **state)
{
	uint32_t at = stage_friend(&stage, 1, true, true);
	struct swarm_in in = {.type = SWARM_TIMER};

	stage_forget(&stage);
	stage.swarm->fx = stage.fx;
	stage.fx->n = stage.fx->n_bytes = 0;
	members_suspect(stage.swarm, at);
	assert_int_equal(stage.fx->n, 1); /* a PING */
	struct wire_message m;
	assert_int_equal(wire_read(&m, stage.fx->effects[0].body.p, stage.fx->effects[0].body.n), KIEM_OK);
	assert_int_equal(m.type, WIRE_PING);
	m.type = WIRE_PONG;
	stage_say(&stage, at, &m);
	stage.timer_ms = stage.mono_ms + MEMBERS_SUSPECT_MS;
	(void)in;
	stage_run(&stage, 3000);
	assert_true(stage_in_view(&stage, at));
}

static void suspect(uint32_t at)
{
	stage.swarm->mono_ms = stage.mono_ms;
	stage.swarm->fx = stage.fx;
	stage.fx->n = stage.fx->n_bytes = 0;
	members_suspect(stage.swarm, at);
	stage.timer_ms = stage.mono_ms;
}

/* Two seconds after the PING it is out of the view and its place is dialled for. */
static void test_suspect_that_is_dead(void **state)
{
	uint32_t at = stage_friend(&stage, 1, true, true);

	for (unsigned who = 20; who < 30; who++) {
		stage_peer(&stage, who, false);
	}
	stage_run(&stage, 3000);
	stage_fail_dials(&stage);
	stage.n_dials = 0;
	stage.mute[at] = true;
	suspect(at);
	stage_run(&stage, 1900);
	assert_true(stage_in_view(&stage, at));
	stage_run(&stage, 200);
	assert_false(stage.up[at]);
	assert_int_equal(stage.drops[SWARM_DROP_SILENT], 1);
	assert_int_equal(stage.notes[SWARM_NOTE_UNLINKED], 1);
}

static void test_others_are_asked_too(void **state)
{
	uint32_t one = stage_friend(&stage, 1, true, true), two = stage_friend(&stage, 2, true, true);
	uint32_t three = stage_friend(&stage, 3, true, true);

	stage.mute[one] = stage.mute[two] = true;
	suspect(one);
	stage_run(&stage, 4500);
	assert_false(stage.up[one]);
	assert_false(stage.up[two]);
	assert_true(stage_in_view(&stage, three));
}

static void test_idle_link_goes(void **state)
{
	uint32_t at = stage_link(&stage, 1, true, true);

	stage_answer(&stage, at, false);
	for (unsigned i = 0; i < MEMBERS_ACTIVE; i++) {
		(void)stage_friend(&stage, 2 + i, true, true); /* whoever has a place free would ask it again */
	}
	stage_run(&stage, 8000);
	assert_true(stage.up[at]);
	/* It stays while an exchange is under way, which nobody answers here, so that others may be tried before it goes. */
	for (unsigned quiet = 0, seconds = 0; quiet <= MEMBERS_IDLE_MS / 1000 && seconds < 6000; seconds++) {
		stage_forget(&stage);
		stage_run(&stage, 1000);
		quiet = stage.up[at] && links_busy(stage.swarm, at) ? 0 : quiet + 1;
	}
	assert_false(stage.up[at]);
	assert_int_equal(stage.drops[SWARM_DROP_UNWANTED], 1);
}

/* Links that nobody needs go sooner when there are hardly places left: a newcomer's only contact must not be full of them. */
static void test_idle_links_make_place(void **state)
{
	const unsigned links = 24, strangers = links - links / MEMBERS_TRANSIT_PART - 2;

	stage_end(&stage);
	stage_begin_small(&stage, true, links);
	uint32_t friend = stage_friend(&stage, 1, true, true);
	for (unsigned i = 0; i < strangers; i++) {
		stage_hello(&stage, stage_link_up(&stage, 10 + i, false), 10 + i, true, 0);
	}
	stage_run(&stage, 30000);
	assert_int_equal(stage.drops[SWARM_DROP_UNWANTED], 0);
	(void)stage_friend(&stage, 2, false, true);
	stage_hello(&stage, stage_link_up(&stage, 90, false), 90, true, 0);
	stage_run(&stage, MEMBERS_HASTE_MS + 3000);
	assert_true(stage.drops[SWARM_DROP_UNWANTED] > 0);
	assert_true(stage_in_view(&stage, friend));
}

static void test_used_links_stay(void **state)
{
	uint32_t friend = stage_friend(&stage, 1, true, true), pinned = stage_link(&stage, 2, false, true);

	stage_neighbour(&stage, pinned, false, true);
	stage_run(&stage, 600000);
	assert_true(stage.up[friend] && stage.up[pinned]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_suspect_that_answers, begin, end),
	        cmocka_unit_test_setup_teardown(test_suspect_that_is_dead, begin, end),
	        cmocka_unit_test_setup_teardown(test_others_are_asked_too, begin, end),
	        cmocka_unit_test_setup_teardown(test_idle_link_goes, begin, end),
	        cmocka_unit_test_setup_teardown(test_idle_links_make_place, begin, end),
	        cmocka_unit_test_setup_teardown(test_used_links_stay, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
