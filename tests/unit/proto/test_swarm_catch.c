/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two and three nodes come to the same set from every start, and what a liar or a slow clock does costs little. */
#include "recon_puppet.h"

static struct rig rig;

static int begin_two(void **state)
{
	rig_begin(&rig, 2, support_seed());
	return 0;
}

static int begin_three(void **state)
{
	rig_begin(&rig, 3, support_seed());
	return 0;
}

static int end(void **state)
{
	rig_end(&rig);
	return 0;
}

/* Posts number `from` to `to` on a node, one a second. */
static void fill(unsigned node, uint64_t from, uint64_t to)
{
	for (uint64_t i = from; i < to; i++) {
		struct rig_post *post = rig_make(RIG_BOARD, SUPPORT_NOW - 10000000 + (int64_t)i * 1000, i, 0);
		rig_put(&rig, node, post, false);
		free(post);
	}
}

static void follow_all(void)
{
	for (unsigned i = 0; i < rig.n_nodes; i++) {
		rig_follow(&rig, i, RIG_BOARD, true);
	}
}

static void assert_synced(unsigned a, unsigned b, size_t n)
{
	assert_int_equal(rig.nodes[a].n, n);
	assert_true(rig_equal(&rig, a, b));
	assert_true(rig.nodes[a].in_sync > 0);
	assert_true(rig.nodes[b].in_sync > 0);
	assert_int_equal(rig.nodes[a].offences + rig.nodes[b].offences, 0);
}

static void test_equal(void **state)
{
	fill(0, 0, 100);
	fill(1, 0, 100);
	follow_all();
	(void)rig_join(&rig, 0, 1);
	rig_run(&rig, 1000);
	assert_synced(0, 1, 100);
	assert_int_equal(rig.nodes[0].admits + rig.nodes[1].admits, 0);
	assert_true(rig.nodes[0].complete && rig.nodes[1].complete);
}

static void test_both_empty(void **state)
{
	follow_all();
	(void)rig_join(&rig, 0, 1);
	rig_run(&rig, 1000);
	assert_synced(0, 1, 0);
}

static void test_disjoint(void **state)
{
	fill(0, 0, 1500);
	fill(1, 2000, 4100);
	follow_all();
	(void)rig_join(&rig, 1, 0);
	rig_run(&rig, 20000);
	assert_synced(0, 1, 3600);
}

static void test_small_differences(void **state)
{
	rig.nodes[0].complete = rig.nodes[1].complete = true;
	fill(0, 0, 5000);
	fill(1, 0, 4990);
	fill(1, 6000, 6003);
	follow_all();
	(void)rig_join(&rig, 0, 1);
	rig_run(&rig, 20000);
	assert_synced(0, 1, 5003);
	/* Only what was missing went over. */
	assert_int_equal(rig.nodes[0].far[0].posts, 10);
	assert_int_equal(rig.nodes[1].far[0].posts, 3);
}

static void test_three_in_a_row(void **state)
{
	fill(0, 0, 2000);
	fill(2, 3000, 3500);
	follow_all();
	(void)rig_join(&rig, 0, 1);
	(void)rig_join(&rig, 1, 2);
	rig_run(&rig, 120000);
	assert_synced(0, 1, 2500);
	assert_synced(1, 2, 2500);
}

static void test_expired_differences_come_to_rest(void **state)
{
	rig.nodes[0].complete = rig.nodes[1].complete = true;
	fill(0, 0, 1000);
	fill(1, 0, 1100);
	rig.nodes[0].expired_before = SUPPORT_NOW - 10000000 + 300000; /* the first 300 */
	follow_all();
	(void)rig_join(&rig, 0, 1);
	rig_run(&rig, 300000);
	assert_true(rig.nodes[0].in_sync > 0 && rig.nodes[1].in_sync > 0);
	assert_int_equal(rig.nodes[0].n, 1100);
	uint64_t rows = rig.nodes[0].rows + rig.nodes[1].rows;
	uint64_t posts = rig.nodes[0].far[0].posts + rig.nodes[1].far[0].posts;
	assert_int_equal(posts, 400);
	rig_compare(&rig, 0);
	rig_run(&rig, 60000);
	/* Compared again: nothing is sent a second time, and the walks are few. */
	assert_int_equal(rig.nodes[0].far[0].posts + rig.nodes[1].far[0].posts, posts);
	assert_true(rig.nodes[0].rows + rig.nodes[1].rows - rows <= 3 * 2 * (1100 + 800)); /* an interval may add two */
}

/*
 * What this side refused it does not ask for again, and what the other refused it does not offer again; but what is past its until
 * gets a second chance, for a renewal may have come meanwhile.
 */
static void test_refused_is_left_alone(void **state)
{
	rig.nodes[0].complete = rig.nodes[1].complete = true;
	fill(0, 1000, 1300);
	fill(1, 0, 100);
	rig.nodes[0].expired_before = SUPPORT_NOW - 10000000 + 500000; /* all that node 1 has */
	rig.nodes[1].store_max = 100;
	follow_all();
	(void)rig_join(&rig, 0, 1);
	rig_run(&rig, 60000);
	assert_int_equal(rig.nodes[0].n, 300);
	assert_int_equal(rig.nodes[1].n, 100);
	assert_int_equal(rig.nodes[0].far[0].posts, 300);
	assert_int_equal(rig.nodes[1].far[0].posts, 2 * 100);
	rig_compare(&rig, 0);
	rig_run(&rig, 60000);
	assert_int_equal(rig.nodes[0].far[0].posts, 300);
	assert_int_equal(rig.nodes[1].far[0].posts, 2 * 100);
	assert_true(rig.nodes[0].in_sync > 0 && rig.nodes[1].in_sync > 0);
}

static void test_interval_finds_what_was_missed(void **state)
{
	follow_all();
	(void)rig_join(&rig, 0, 1);
	rig_run(&rig, 1000);
	fill(0, 0, 20); /* not told one by one: as if the daemon had lost them, and found its count to differ */
	rig_follow(&rig, 0, RIG_BOARD, true);
	rig_run(&rig, 1300000);
	assert_synced(0, 1, 20);
}

/* A round that waits for its token while the neighbour is served must not keep the node awake. */
static void test_no_tokens_and_served(void **state)
{
	struct wire_salt salt;
	struct wire_message list = {.type = WIRE_LIST};
	const uint64_t item = 7;

	fill(0, 0, 10);
	rig.nodes[0].complete = true;
	unsigned link = rig_befriend(&rig, &salt, 0);
	for (unsigned i = 0; i < 3 * 8; i++) {
		puppet_sum(&rig, 0, link, &item, 1, 1000 + i);
		rig_run(&rig, 1);
	}
	uint64_t before = rig.steps;
	for (unsigned i = 0; i < 30; i++) {
		rig_say_message(&rig, 0, link, &list);
		for (unsigned ms = 0; ms < 1000 && rig.steps - before < 1000; ms++) {
			rig_run(&rig, 1);
		}
	}
	assert_true(rig.steps - before < 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_equal, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_both_empty, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_disjoint, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_small_differences, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_three_in_a_row, begin_three, end),
	        cmocka_unit_test_setup_teardown(test_expired_differences_come_to_rest, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_refused_is_left_alone, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_interval_finds_what_was_missed, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_no_tokens_and_served, begin_two, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
