/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer to WANT: the posts, and GONE only when something is not here. */
#include "recon_scene.h"

static void say_want(const uint64_t *shorts, size_t n)
{
	struct wire_message m = {.type = WIRE_WANT};
	uint8_t packed[16 * WIRE_SHORT_BYTES];

	for (size_t i = 0; i < n * WIRE_SHORT_BYTES; i++) {
		packed[i] = (uint8_t)(shorts[i / 8] >> (56 - 8 * (i % 8)));
	}
	m.want.shorts = (struct kiem_span){packed, n * WIRE_SHORT_BYTES};
	rig_say_message(&rig, 0, link, &m);
	rig_run(&rig, 100);
}

static void test_all_here(void **state)
{
	say_want(items(0), 1);
	assert_int_equal(rig.nodes[0].far[link].posts, 1);
	assert_int_equal(rig_count_heard(&rig, WIRE_GONE), 0);
	assert_int_equal(phase(), SWARM_SYNCED);
}

static void test_not_here(void **state)
{
	struct wire_message m;

	say_want(items(1) + N, 1);
	assert_int_equal(rig.nodes[0].far[link].posts, 0);
	assert_true(rig_heard(&rig, &m, WIRE_GONE));
	assert_true(m.gone.closes);
	assert_int_equal(m.gone.n, 1);
	assert_int_equal(phase(), SWARM_IDLE); /* not in sync: its cells claimed what it has not */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_all_here, begin, end),
	        cmocka_unit_test_setup_teardown(test_not_here, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
