/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells are made by one scan a lane, and again only when something left or came that nobody told of. */
#include "recon_two.h"

static void test_once(void **state)
{
	begin(1000000000);
	fill(3000, 0, false, false);
	join();
	rig_run(&rig, 5000);
	assert_same(3000);
	uint64_t rows = rig.nodes[0].rows;
	assert_int_equal(rows, 3000);
	for (unsigned i = 0; i < 5; i++) {
		rig_compare(&rig, i % 2);
		rig_run(&rig, 5000);
	}
	assert_int_equal(rig.nodes[0].rows, rows);
	rig_end(&rig);
}

/* Posts that come at every moment of the scan are counted once, wherever it stands. */
static void test_while_scanning(void **state)
{
	uint64_t chance = support_seed();

	for (unsigned i = 0; i < 20; i++) {
		begin(1000000000);
		fill(5000, 0, false, false);
		join();
		rig_run(&rig, support_random(&chance) % 30);
		for (uint64_t j = 0; j < 10; j++) {
			struct rig_post *post =
			        rig_make(RIG_BOARD, SUPPORT_NOW - (int64_t)(support_random(&chance) % 10000000), 90000 + j, 0);
			rig_put(&rig, j % 2, post, true);
			free(post);
			rig_run(&rig, support_random(&chance) % 2);
		}
		rig_run(&rig, 20000);
		assert_same(5010);
		unsigned before = rig.nodes[0].in_sync;
		uint64_t rows = rig.nodes[0].rows + rig.nodes[1].rows;
		rig_compare(&rig, 0);
		rig_run(&rig, 5000);
		assert_int_equal(rig.nodes[0].in_sync, before + 1);
		assert_int_equal(rig.nodes[0].rows + rig.nodes[1].rows, rows);
		rig_end(&rig);
	}
}

static void test_count_that_differs(void **state)
{
	begin(1000000000);
	fill(1000, 0, false, false);
	join();
	rig_run(&rig, 5000);
	put(0, SUPPORT_NOW, 5000);
	rig_follow(&rig, 0, RIG_BOARD, true);
	rig_compare(&rig, 0);
	rig_run(&rig, 5000);
	assert_same(1001);
	rig_end(&rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_once),
	        cmocka_unit_test(test_while_scanning),
	        cmocka_unit_test(test_count_that_differs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
