/* SPDX-License-Identifier: GPL-3.0-or-later */
/* More differs than a row of cells decodes. */
#include "recon_two.h"

/* The board is gone through in parts, and each post is sent once all the same. */
static void test_halved(void **state)
{
	static const unsigned differs[] = {700, 3000, 5000};

	for (unsigned i = 0; i < 12; i++) {
		unsigned differ = differs[i / 4];
		swarm_options_default(&rig.options);
		rig.options.cells_max = 512;
		begin(1000000000);
		fill(KNOWN, differ, i / 2 % 2 == 1, i % 2 == 1);
		join();
		rig_run(&rig, 120000);
		assert_same(KNOWN + differ);
		assert_int_equal(rig.nodes[0].far[0].posts + rig.nodes[1].far[0].posts, differ);
		print_message("halved, differ %u: %llu bytes in %llu bodies\n", differ, (unsigned long long)rig.nodes[0].bytes,
		        (unsigned long long)rig.nodes[0].bodies);
		rig_end(&rig);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_halved),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
