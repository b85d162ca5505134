/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Large decodes take turns; small ones need not wait for them. */
#include "recon_scene.h"

/* Whether the neighbour was answered: asked for more, or told in which other way to go on, a list or parts. */
static unsigned answers(unsigned at)
{
	struct wire_message m;
	unsigned n = 0;

	for (size_t i = 0; i < rig.n_heard; i++) {
		if (rig.heard_link[i] == at && wire_read(&m, rig.heard[i].p, rig.heard[i].n) == KIEM_OK) {
			n += m.type == WIRE_MORE || m.type == WIRE_LIST || m.type == WIRE_SUM;
		}
	}
	return n;
}

static void test_turns(void **state)
{
	struct wire_message m = {.type = WIRE_CELLS};
	unsigned links[3];

	for (unsigned i = 0; i < 3; i++) {
		links[i] = rig_befriend_as(&rig, &salt, 0, 2 + i);
	}
	rig_forget(&rig);
	for (unsigned i = 0; i < 3; i++) {
		uint64_t differ = i < 2 ? 300 : 0, last = 12345;
		m.cells.count = differ > 0 ? N + differ : 1;
		m.cells.cells = puppet_cells(items(differ), N + differ, 0, 16);
		if (i == 2) { /* nothing of the node's, under a salt of its own: it is listed */
			m.cells.cells = puppet_cells(&last, 1, 0, 16);
		}
		rig_say_message(&rig, 0, links[i], &m);
		rig_run(&rig, 20);
	}
	assert_int_equal(answers(links[0]) + answers(links[1]), 1);
	assert_int_equal(answers(links[2]), 1);
	assert_int_equal(rig.nodes[0].offences, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_turns, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
