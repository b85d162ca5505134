/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was lost is found at the interval, or at once when somebody asks, on the board that was asked for. */
#include "swarm_rig.h"

static struct rig rig;

/* The first node linked with the other two, all with boards 1 and 2. */
static int begin_at(uint64_t compare_ms)
{
	rig.compare_ms = compare_ms;
	rig_begin(&rig, 3, support_seed());
	for (unsigned i = 0; i < 3; i++) {
		rig_follow(&rig, i, 1, true);
		rig_follow(&rig, i, 2, true);
	}
	(void)rig_join(&rig, 0, 1);
	(void)rig_join(&rig, 0, 2);
	rig_run(&rig, 2000);
	return 0;
}

static int begin(void **state)
{
	return begin_at(600000);
}

/* So seldom that no interval, whose end is drawn, falls within what is looked at. */
static int begin_seldom(void **state)
{
	return begin_at(1000ULL * 600000);
}

static int end(void **state)
{
	rig_end(&rig);
	return 0;
}

/* Here, and the swarm was told of its count alone, so it goes to nobody. */
static void lose(uint32_t board, uint64_t what)
{
	struct rig_post *post = rig_make(board, SUPPORT_NOW, what, 0);

	rig_put(&rig, 0, post, false);
	rig_follow(&rig, 0, board, true);
	free(post);
}

static void test_asked_for_all(void **state)
{
	lose(1, 1);
	lose(2, 2);
	rig_run(&rig, 1000);
	assert_int_equal(rig.nodes[1].n, 0);
	rig_compare(&rig, 0);
	rig_run(&rig, 5000);
	assert_int_equal(rig.nodes[1].n, 2);
	assert_int_equal(rig.nodes[2].n, 2);
}

static void test_asked_for_one(void **state)
{
	struct swarm_in in = {.type = SWARM_COMPARE};

	lose(1, 1);
	lose(2, 2);
	in.board.board = 2;
	rig_step(&rig, 0, &in);
	rig_run(&rig, 5000);
	assert_int_equal(rig.nodes[1].n, 1);
	assert_int_equal(rig.nodes[2].n, 1);
	assert_int_equal(rig.nodes[1].sorted[0]->board, 2);
}

/* Nobody asks: within two intervals each board of each node had its turn. */
static void test_interval(void **state)
{
	lose(1, 1);
	lose(2, 2);
	rig_run(&rig, 2 * 600000 + 10000);
	assert_true(rig_equal(&rig, 0, 1));
	assert_true(rig_equal(&rig, 0, 2));
	assert_int_equal(rig.nodes[0].n, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_asked_for_all, begin_seldom, end),
	        cmocka_unit_test_setup_teardown(test_asked_for_one, begin_seldom, end),
	        cmocka_unit_test_setup_teardown(test_interval, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
