/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the simulated world does to nodes: resets, silence, cuts, routers, clocks, crashes; and that a seed tells all of it. */
#include "parts.h"
#include "support.h"

static struct scenario s;
static struct plan plan;
static struct sim sim;

/* Plays a text under a seed; finish() afterwards. */
static void play(const char *text, uint64_t seed)
{
	struct sim_options options = {.seed = seed};
	char error[256];

	if (!scenario_parse(&s, error, "test.scn", text)) {
		fail_msg("%s", error);
	}
	plan_make(&plan, &s, seed);
	sim_run(&sim, &s, &plan, &options);
	if (sim.failed) {
		fail_msg("%s", sim.failure);
	}
}

static void finish(void)
{
	sim_finish(&sim);
	plan_finish(&plan);
}

static uint32_t open_links(void)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < sim.n; i++) {
		n += sim.nodes[i].open_links;
	}
	return n;
}

static uint32_t holders(uint32_t post)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < sim.n; i++) {
		n += store_has(&sim.nodes[i].store, post);
	}
	return n;
}

#define PAIR "nodes = 2\nneighbours = 2\ncontacts = 0\nat 0s join all\n"

static void test_seed(void **state)
{
	const char *text = "nodes = 20\nneighbours = 3\njitter = 3ms\nend = 60s\nhostile = 20% all\nat 0s join all over 5s\n"
	                   "at 20s post random 5\nat 30s fail 30% for 5s\n";

	play(text, 3);
	uint64_t trace = sim.trace, steps = sim.steps;
	finish();
	play(text, 3);
	assert_int_equal(sim.trace, trace);
	assert_int_equal(sim.steps, steps);
	finish();
	play(text, 4);
	assert_int_not_equal(sim.trace, trace);
	finish();
}

static void test_a_reset_is_heard_at_once(void **state)
{
	play(PAIR "end = 31s\nat 30s fail 1\n", 1);
	assert_int_equal(open_links(), 0);
	finish();
}

static void test_silence_is_noticed_by_pings(void **state)
{
	play(PAIR "end = 34s\nat 30s fail 1 silent\n", 1);
	assert_int_equal(open_links(), 1);
	finish();
	play(PAIR "end = 45s\nat 30s fail 1 silent\n", 1);
	assert_int_equal(open_links(), 0);
	finish();
}

/* The one that stayed has the old end still; it is told so when it speaks. */
static void test_back_after_silence(void **state)
{
	play(PAIR "end = 100s\nat 30s fail 1 silent for 5s\nat 60s post random 1\n", 1);
	assert_int_equal(open_links(), 2);
	assert_int_equal(holders(0), 2);
	finish();
}

static void test_a_crash_keeps_the_disk(void **state)
{
	play(PAIR "end = 90s\nat 20s post random 3\nat 40s fail all\nat 50s restart all\n", 1);
	assert_int_equal(holders(0) + holders(1) + holders(2), 6);
	assert_int_equal(open_links(), 2);
	finish();
}

static void test_a_crash_loses_what_is_not_on_disk(void **state)
{
	/* Half a second to the disk; the crash comes in between. */
	play(PAIR "disk = 500ms\nend = 31s\nat 30s post random 1\nat 30300ms fail all\n", 1);
	assert_int_equal(holders(0), 1);
	finish();
}

static void test_nothing_crosses_a_cut(void **state)
{
	play(PAIR "end = 50s\nat 20s partition 1 for 1min\nat 25s post random 1\n", 1);
	assert_int_equal(holders(0), 1);
	finish();
	play(PAIR "end = 400s\nat 20s partition 1 for 1min\nat 25s post random 1\nexpect equal\n", 1);
	assert_int_equal(holders(0), 2);
	finish();
}

/* One of the two directions is enough for posts, until the pings end the link; which node is cut off hangs on the seed. */
static void test_one_way(void **state)
{
	uint32_t crossed = 0;

	for (uint64_t seed = 1; seed <= 8; seed++) {
		play(PAIR "end = 30s\nat 20s partition 1 one-way for 1min\nat 25s post random 1\n", seed);
		crossed += holders(0) == 2;
		finish();
	}
	assert_in_range(crossed, 1, 7);
}

static void test_behind_routers(void **state)
{
	play("nodes = 20\nneighbours = 2\nundialable = 100%\nend = 30s\nat 0s join all over 2s\n", 1);
	for (uint32_t i = 1; i < sim.n; i++) {
		for (uint32_t link = 0; link < sim.links_max; link++) {
			const struct sim_link *l = &sim.nodes[i].links[link];
			assert_true(l->state != LINK_UP || l->dialled); /* the first node is dialled, nobody else */
		}
	}
	finish();
}

static void test_slow_lines(void **state)
{
	play(PAIR "bytes = 8000\nend = 22s\nat 20s slow all rate 2\nat 20s post random 1\n", 1);
	assert_int_equal(holders(0), 1); /* 8 kB at 2 bytes a millisecond take four seconds */
	finish();
	play(PAIR "bytes = 8000\nend = 26s\nat 20s slow all rate 2\nat 20s post random 1\n", 1);
	assert_int_equal(holders(0), 2);
	finish();
}

static void test_until(void **state)
{
	play(PAIR "end = 60s\nat 20s post random 1 life 10s\nat 20s post random 1\nexpect equal\n", 1);
	assert_int_equal(holders(0) + holders(1), 2);
	finish();
}

static void test_figures(void **state)
{
	play(PAIR "end = 40s\nlatency = 50ms\nat 20s measure\nat 21s post random 1\n", 1);
	const struct measured *m = &sim.measured[0];
	assert_int_equal(sim.n_measured, 1);
	assert_int_equal(m->have, 2);
	assert_int_equal(m->window_have, 2);
	assert_int_equal(m->copies, 1);
	assert_int_equal(m->last_hop, 1);
	assert_in_range(m->last_us, 50000, 60000);
	finish();
}

/* An action may hit more nodes than any piece of the simulator's small memory has room for. */
static void test_many_at_once(void **state)
{
	play("nodes = 33000\nend = 1s\nat 0s join all over 2h\n", 1);
	assert_int_equal(sim.nodes[0].state, NODE_UP);
	assert_int_equal(sim.nodes[32999].state, NODE_NEW); /* its turn comes later */
	finish();
}

static void test_addresses(void **state)
{
	char address[32];

	play("nodes = 1200\nnetworks = 4\nend = 1s\n", 1);
	for (uint32_t i = 0; i < sim.n; i++) {
		node_address(address, &sim, i);
		assert_int_equal(node_at(&sim, address), i);
		assert_int_equal(node_of(&sim, &sim.nodes[i].key), i);
	}
	assert_int_equal(node_network(&sim, 3), node_network(&sim, 7));
	assert_int_not_equal(node_network(&sim, 3), node_network(&sim, 4));
	assert_int_not_equal(node_network(&sim, 3), 0);
	assert_int_equal(node_at(&sim, "10.0.0.1:7427"), sim.n);
	finish();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_seed),
	        cmocka_unit_test(test_a_reset_is_heard_at_once),
	        cmocka_unit_test(test_silence_is_noticed_by_pings),
	        cmocka_unit_test(test_back_after_silence),
	        cmocka_unit_test(test_a_crash_keeps_the_disk),
	        cmocka_unit_test(test_a_crash_loses_what_is_not_on_disk),
	        cmocka_unit_test(test_nothing_crosses_a_cut),
	        cmocka_unit_test(test_one_way),
	        cmocka_unit_test(test_behind_routers),
	        cmocka_unit_test(test_slow_lines),
	        cmocka_unit_test(test_until),
	        cmocka_unit_test(test_figures),
	        cmocka_unit_test(test_many_at_once),
	        cmocka_unit_test(test_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
