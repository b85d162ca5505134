/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells that a neighbour says: late, false, or without end; what it can make of a decode is little. */
#include "recon_scene.h"

static void test_stall(void **state)
{
	const uint64_t *all = items(400);

	say_cells(all, N + 400, N + 400, 0, 16);
	assert_int_equal(rig_count_heard(&rig, WIRE_MORE), 1);
	assert_int_equal(phase(), SWARM_COMPARING);
	stall(80);
	assert_int_equal(phase(), SWARM_IDLE);
	assert_int_equal(rig_count_heard(&rig, WIRE_MORE), 1);
}

static void test_cells_that_contradict(void **state)
{
	const uint64_t *all = items(400);

	say_cells(all, N + 400, N + 400, 0, 16);
	say_cells(all, N + 400, N + 400, 100, 120); /* not where it stood */
	assert_int_equal(rig.nodes[0].offences, 1);
	assert_int_equal(phase(), SWARM_IDLE);
}

static void test_counts_that_contradict(void **state)
{
	say_cells(items(3), N + 3, N + 500, 0, 64);
	assert_int_equal(rig.nodes[0].offences, 1);
	assert_int_equal(rig_count_heard(&rig, WIRE_WANT), 0);
}

/* Cells that can never decode: the node asks up to the cap, tries another salt once, and lists; then it is at rest. */
static void test_noise(void **state)
{
	struct wire_message m;
	uint64_t chance = support_seed();
	static uint8_t noise[WIRE_CELLS_BODY * WIRE_CELL_BYTES];
	uint64_t steps = rig.steps;

	for (size_t i = 0; i < sizeof(noise); i++) {
		noise[i] = (uint8_t)support_random(&chance);
	}
	for (unsigned i = 0; i < 200; i++) {
		struct wire_message cells = {.type = WIRE_CELLS};
		uint32_t said = 64;

		cells.cells.count = N;
		cells.cells.cells = (struct kiem_span){noise, 64 * WIRE_CELL_BYTES};
		rig_forget(&rig);
		rig_say_message(&rig, 0, link, &cells);
		for (rig_run(&rig, 20); rig_heard(&rig, &m, WIRE_MORE) && m.more.upto > said; rig_run(&rig, 20)) {
			uint32_t n =
			        (uint32_t)m.more.upto - said < WIRE_CELLS_BODY ? (uint32_t)m.more.upto - said : WIRE_CELLS_BODY;
			cells.cells.from = said;
			cells.cells.cells.n = n * WIRE_CELL_BYTES;
			rig_say_message(&rig, 0, link, &cells);
			said += n;
		}
	}
	assert_true(rig.steps - steps < 20000);
	assert_true(rig.nodes[0].rows < 40 * N);
	stall(80);
	assert_true(phase() == SWARM_IDLE || phase() == SWARM_COMPARING);
	assert_int_equal(rig.nodes[0].far[link].posts, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_stall, begin, end),
	        cmocka_unit_test_setup_teardown(test_cells_that_contradict, begin, end),
	        cmocka_unit_test_setup_teardown(test_counts_that_contradict, begin, end),
	        cmocka_unit_test_setup_teardown(test_noise, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
