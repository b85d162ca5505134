/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells follow what comes, goes and is refused, also in the middle of an exchange. */
#include "recon_two.h"

/* Posts come and go on both sides all the while: what was noted meanwhile is not mixed up with what differed. */
static void test_while_posts_come(void **state)
{
	uint64_t chance = support_seed();

	begin(1000000000);
	fill(5000, 1200, true, false); /* fewer than the ring of recent posts holds, with what comes meanwhile */
	join();
	for (uint64_t i = 0; i < 300; i++) {
		struct rig_post *post =
		        rig_make(RIG_BOARD, SUPPORT_NOW - (int64_t)(support_random(&chance) % 10000000), 100000 + i, 0);
		rig_put(&rig, i % 2, post, true);
		free(post);
		rig_run(&rig, support_random(&chance) % 3);
	}
	rig_run(&rig, 120000);
	assert_same(5000 + 1200 + 300);
	rig_end(&rig);
}

/* What left the set is told, and is neither offered nor missed. */
static void test_removed(void **state)
{
	struct swarm_in in = {.type = SWARM_REMOVED};

	begin(1000000000);
	fill(1000, 0, false, false);
	join();
	rig_run(&rig, 5000);
	assert_same(1000);
	for (unsigned node = 0; node < 2; node++) { /* the same on both, each at its time */
		const struct rig_post *post = rig.nodes[node].sorted[17];
		in.removed.board = RIG_BOARD;
		in.removed.made = post->made;
		in.removed.id = post->id;
		rig_erase(&rig, node, &in.removed.id);
		rig_step(&rig, node, &in);
	}
	unsigned before = rig.nodes[0].in_sync;
	uint64_t rows = rig.nodes[0].rows + rig.nodes[1].rows;
	rig_compare(&rig, 0);
	rig_run(&rig, 5000);
	assert_int_equal(rig.nodes[0].in_sync, before + 1);
	assert_int_equal(rig.nodes[0].rows + rig.nodes[1].rows, rows); /* from the cells alone */
	assert_int_equal(rig.nodes[0].far[0].posts + rig.nodes[1].far[0].posts, 0);
	rig_end(&rig);
}

/* What one would not keep is fetched once, and then both are in sync without it. */
static void test_refused(void **state)
{
	begin(1000000000);
	fill(1000, 5, false, true); /* on the first */
	rig.nodes[1].store_max = 1000;
	join();
	rig_run(&rig, 30000);
	assert_int_equal(rig.nodes[1].n, 1000);
	assert_int_equal(rig.nodes[0].far[0].posts, 5);
	unsigned before = rig.nodes[1].in_sync;
	rig_compare(&rig, 0);
	rig_compare(&rig, 1);
	rig_run(&rig, 30000);
	assert_true(rig.nodes[1].in_sync > before);
	assert_int_equal(rig.nodes[0].far[0].posts, 5);
	rig_end(&rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_while_posts_come),
	        cmocka_unit_test(test_removed),
	        cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
