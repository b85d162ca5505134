/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two posts of one short id under a known salt. */
#include "recon_scene.h"

/* Two posts of one short id cancel out: another salt, once; after that short ids are listed. */
static void test_collision(void **state)
{
	uint64_t all[N + 2];
	struct wire_message m;

	memcpy(all, items(1), (N + 1) * sizeof(all[0]));
	all[N + 1] = all[N];
	say_cells(all, N + 2, N + 2, 0, 64);
	assert_int_equal(rig_count_heard(&rig, WIRE_SUM), 2);
	assert_true(rig_heard(&rig, &m, WIRE_SUM));
	assert_int_equal(m.sum.round, 1);
	struct wire_salt first = salt;
	wire_salt_round(&salt, &first, 1);
	memcpy(all, items(1), (N + 1) * sizeof(all[0]));
	all[N + 1] = all[N];
	say_cells(all, N + 2, N + 2, 0, 64);
	assert_int_equal(rig_count_heard(&rig, WIRE_SUM), 2);
	assert_int_equal(rig_count_heard(&rig, WIRE_LIST), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_collision, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
