/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What follows a decode: posts that only we have are sent, once; what the cells claimed and is not here makes them anew. */
#include "recon_scene.h"

static void test_sent_and_closed(void **state)
{
	struct wire_message m, ack = {.type = WIRE_ACK};

	say_cells(items(0) + 3, N - 3, N - 3, 0, 64);
	assert_int_equal(rig.nodes[0].far[link].posts, 3);
	assert_true(rig_heard(&rig, &m, WIRE_WANT)); /* of nothing: that was all */
	assert_int_equal(m.want.shorts.n, 0);
	assert_int_equal(phase(), SWARM_COMPARING);
	ack.ack = rig.nodes[0].far[link].bytes;
	rig_say_message(&rig, 0, link, &ack);
	rig_run(&rig, 50);
	assert_int_equal(phase(), SWARM_SYNCED);
}

static void test_not_here_after_all(void **state)
{
	const uint64_t *all = items(0);
	const struct kiem_id gone = rig.nodes[0].sorted[0]->id;
	struct wire_message m;

	rig_erase(&rig, 0, &gone); /* and nobody told */
	say_cells(all + 1, N - 1, N - 1, 0, 64);
	rig_run(&rig, 100);
	assert_int_equal(rig.nodes[0].far[link].posts, 0);
	assert_int_equal(rig_count_heard(&rig, WIRE_SUM), 2); /* one more look, with cells of what is here */
	assert_true(rig_heard(&rig, &m, WIRE_SUM));
	assert_int_equal(m.sum.count, N - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_sent_and_closed, begin, end),
	        cmocka_unit_test_setup_teardown(test_not_here_after_all, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
