/* SPDX-License-Identifier: GPL-3.0-or-later */
/* More lanes in exchange than there is memory for cells: they take turns, none waits for ever and none keeps the node awake. */
#include "recon_puppet.h"

#define N_PUPPETS 60

static struct rig rig;
static unsigned links[N_PUPPETS];

/* A puppet that is configured as a neighbour, so that there may be as many. */
static void befriend(unsigned i)
{
	struct swarm_in in = {.type = SWARM_NEIGHBOUR};
	struct support_author author;
	struct wire_salt salt;

	support_author(&author, i + 1);
	links[i] = rig_befriend_as(&rig, &salt, 0, i + 1);
	in.neighbour.node = author.key;
	in.neighbour.address = "0";
	in.neighbour.wanted = true;
	rig_step(&rig, 0, &in);
	rig_forget(&rig);
}

static int begin(unsigned sets)
{
	swarm_options_default(&rig.options);
	rig.options.links_max = RIG_LINKS_MAX;
	rig.options.neighbours_max = N_PUPPETS;
	rig.options.cell_sets_max = sets;
	rig_begin(&rig, 1, support_seed());
	rig.nodes[0].complete = true;
	for (uint64_t i = 0; i < 100; i++) {
		struct rig_post *post = rig_make(RIG_BOARD, SUPPORT_NOW - 1000000 + (int64_t)i, i, 0);
		rig_put(&rig, 0, post, false);
		free(post);
	}
	for (unsigned i = 0; i < N_PUPPETS; i++) {
		befriend(i);
	}
	return 0;
}

static int begin_one(void **state)
{
	return begin(1);
}

static int begin_two(void **state)
{
	return begin(2);
}

static int end(void **state)
{
	rig_end(&rig);
	return 0;
}

/* A second in which all are alive and every so many-th puppet answers a SUM: that nothing differs. */
static void second(unsigned every)
{
	static const struct wire_message equal = {.type = WIRE_WANT}, ping = {.type = WIRE_PING};

	rig_run(&rig, 1000);
	size_t n = rig.n_heard;
	for (size_t i = 0; i < n; i++) {
		struct wire_message m;
		assert_int_equal(wire_read(&m, rig.heard[i].p, rig.heard[i].n), KIEM_OK);
		if (m.type == WIRE_SUM && rig.heard_link[i] % every == 0) {
			rig_say_message(&rig, 0, rig.heard_link[i], &equal);
		}
	}
	for (unsigned i = 0; i < N_PUPPETS && rig.mono_ms / 1000 % 20 == 0; i++) {
		rig_say_message(&rig, 0, links[i], &ping);
	}
	rig_forget(&rig);
}

static void test_silent_ones(void **state)
{
	uint64_t before = rig.steps;
	unsigned n_synced = 0;

	for (unsigned i = 0; i < 600; i++) {
		if (i % 20 == 0) {
			rig_compare(&rig, 0);
		}
		second(4); /* three of four hold a set until they are given up */
	}
	assert_true(rig.steps - before < 600 * (uint64_t)N_PUPPETS);
	for (unsigned i = 0; i < 300; i++) {
		if (i % 100 == 0) {
			rig_compare(&rig, 0);
		}
		second(1);
	}
	for (unsigned i = 0; i < N_PUPPETS; i++) {
		struct swarm_link_status status;
		assert_true(swarm_link_status(rig.nodes[0].swarm, &status, links[i]));
		n_synced += status.boards[0].phase == SWARM_SYNCED;
	}
	assert_int_equal(n_synced, N_PUPPETS);
	assert_int_equal(rig.nodes[0].offences, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_silent_ones, begin_one, end),
	        cmocka_unit_test_setup_teardown(test_silent_ones, begin_two, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
