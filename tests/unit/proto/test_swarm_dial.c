/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wanted neighbours are dialled, again and again ever slower, and not when a link is there. */
#include "swarm_rig.h"

static struct rig rig;

static int begin(void **state)
{
	rig_begin(&rig, 2, support_seed());
	return 0;
}

static int end(void **state)
{
	rig_end(&rig);
	return 0;
}

static void test_dialled_once(void **state)
{
	rig_want(&rig, 0, 1, true);
	rig_run(&rig, 600000);
	assert_int_equal(rig.nodes[0].dials, 1);
	assert_int_equal(rig.nodes[0].linked, 1);
}

static void test_not_when_they_dialled(void **state)
{
	(void)rig_join(&rig, 1, 0);
	rig_run(&rig, 100);
	rig_want(&rig, 0, 1, true);
	rig_run(&rig, 60000);
	assert_int_equal(rig.nodes[0].dials, 0);
}

static void test_each_other_at_once(void **state)
{
	rig_want(&rig, 0, 1, true);
	rig_want(&rig, 1, 0, true);
	rig_run(&rig, 600000);
	assert_true(rig.nodes[0].dials <= 1 && rig.nodes[1].dials <= 1);
	assert_int_equal(rig.nodes[0].linked - rig.nodes[0].unlinked, 1);
	assert_int_equal(rig.nodes[1].linked - rig.nodes[1].unlinked, 1);
}

/* 1, 2, 4 … 256, 300 s, each jittered down to half at the least. */
static void test_back_off(void **state)
{
	rig.nodes[1].refuses_dials = true;
	rig_want(&rig, 0, 1, true);
	rig_run(&rig, 400);
	assert_int_equal(rig.nodes[0].dials, 1);
	rig_run(&rig, 700);
	assert_int_equal(rig.nodes[0].dials, 2);
	rig_run(&rig, 3600000);
	unsigned within_an_hour = rig.nodes[0].dials;
	assert_in_range(within_an_hour, 8 + 3600 / 300 - 2, 9 + 3600 / 150);
	rig.nodes[1].refuses_dials = false;
	rig_run(&rig, 300001); /* no wait is longer than five minutes */
	assert_int_equal(rig.nodes[0].linked, 1);
}

static void test_a_status_says_when_again(void **state)
{
	struct swarm_neighbour_status status;

	assert_false(swarm_neighbour_status(rig.nodes[0].swarm, &status, &rig.nodes[1].key));
	rig.nodes[1].refuses_dials = true;
	rig_want(&rig, 0, 1, true);
	rig_run(&rig, 400);
	assert_true(swarm_neighbour_status(rig.nodes[0].swarm, &status, &rig.nodes[1].key));
	assert_false(status.linked || status.dialling);
	assert_int_equal(status.failures, 1);
	assert_in_range(status.dial_at_ms, rig.mono_ms, rig.mono_ms + 1000);
	rig.nodes[1].refuses_dials = false;
	rig_run(&rig, 2000);
	assert_true(swarm_neighbour_status(rig.nodes[0].swarm, &status, &rig.nodes[1].key));
	assert_true(status.linked);
}

static unsigned cut_all(unsigned node)
{
	unsigned n = 0;

	for (unsigned i = 0; i < RIG_LINKS; i++) {
		n += rig.nodes[node].far[i].up;
		rig_cut(&rig, node, i);
	}
	return n;
}

/* A link that held for a minute is dialled again within a second or so, one that did not ever more slowly. */
static void test_back_off_anew(void **state)
{
	rig.nodes[1].refuses_dials = true;
	rig_want(&rig, 0, 1, true);
	rig_run(&rig, 600000);
	rig.nodes[1].refuses_dials = false;
	rig_run(&rig, 300001);
	assert_int_equal(rig.nodes[0].linked, 1);
	rig_run(&rig, 61000);
	assert_int_equal(cut_all(0), 1);
	rig_run(&rig, 1100);
	assert_int_equal(rig.nodes[0].linked, 2);
}

static void test_unwanted(void **state)
{
	rig_want(&rig, 0, 1, true);
	rig_run(&rig, 100);
	rig_want(&rig, 0, 1, false);
	rig_run(&rig, 600000);
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_UNWANTED], 1);
	assert_int_equal(rig.nodes[0].unlinked, 1);
	assert_int_equal(rig.nodes[0].dials, 1);
}

static void test_oneself_is_not_dialled(void **state)
{
	rig_want(&rig, 0, 0, true);
	rig_run(&rig, 10000);
	assert_int_equal(rig.nodes[0].dials, 0);
}

/* More neighbours than may be dialled at once, none of which answers: the table and the dials keep their maxima. */
static void test_many(void **state)
{
	struct swarm_in in = {.type = SWARM_NEIGHBOUR};
	unsigned dials = 0;

	in.neighbour.address = "nowhere:1";
	in.neighbour.wanted = true;
	for (unsigned i = 0; i < SWARM_NEIGHBOURS_MAX + 20; i++) {
		memcpy(in.neighbour.node.b, &i, sizeof(i));
		swarm_step(rig.nodes[0].swarm, SUPPORT_NOW, rig.mono_ms, &in, rig.fx);
		for (size_t j = 0; j < rig.fx->n; j++) {
			dials += rig.fx->effects[j].type == SWARM_DIAL;
		}
	}
	assert_int_equal(dials, 16);
	in = (struct swarm_in){.type = SWARM_DIAL_FAILED};
	swarm_step(rig.nodes[0].swarm, SUPPORT_NOW, rig.mono_ms, &in, rig.fx);
	assert_true(rig.fx->n > 0);
	assert_int_equal(rig.fx->effects[0].type, SWARM_DIAL); /* the next one has its turn */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_dialled_once, begin, end),
	        cmocka_unit_test_setup_teardown(test_not_when_they_dialled, begin, end),
	        cmocka_unit_test_setup_teardown(test_each_other_at_once, begin, end),
	        cmocka_unit_test_setup_teardown(test_a_status_says_when_again, begin, end),
	        cmocka_unit_test_setup_teardown(test_back_off, begin, end),
	        cmocka_unit_test_setup_teardown(test_back_off_anew, begin, end),
	        cmocka_unit_test_setup_teardown(test_unwanted, begin, end),
	        cmocka_unit_test_setup_teardown(test_oneself_is_not_dialled, begin, end),
	        cmocka_unit_test_setup_teardown(test_many, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
