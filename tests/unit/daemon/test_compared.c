/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums of what exchanges did: of each link and board its own, from when the link came up. */
#include "node.h"

static struct node node[1];

static int set_up(void **state)
{
	node_make(node);
	node_open(node);
	return 0;
}

static int tear_down(void **state)
{
	node_remove(node);
	return 0;
}

static void note(uint32_t link, uint32_t board, uint64_t taken)
{
	struct swarm_effect effect = {.type = SWARM_NOTIFY, .link = link};

	effect.notify.what = SWARM_NOTE_COMPARED;
	effect.notify.board = board;
	effect.notify.compared.taken = taken;
	effect.notify.compared.sent = 2 * taken;
	effect.notify.compared.bytes = 100;
	effect.notify.compared.trips = 1;
	notes_take(node->d, &effect);
}

static void test_sums_of_each_link_and_board(void **state)
{
	note(0, 7, 5);
	note(0, 7, 6);
	note(0, 8, 1);
	note(3, 7, 1000);
	struct compared c = compared_of(node->d, 0, 7);
	assert_int_equal(c.times, 2);
	assert_int_equal(c.taken, 11);
	assert_int_equal(c.sent, 22);
	assert_int_equal(c.bytes, 200);
	assert_int_equal(c.trips, 2);
	assert_int_equal(compared_of(node->d, 0, 8).taken, 1);
	assert_int_equal(compared_of(node->d, 3, 7).taken, 1000);
	assert_int_equal(compared_of(node->d, 3, 8).times, 0);
}

static void test_a_new_link_begins_at_nothing(void **state)
{
	struct swarm_effect effect = {.type = SWARM_NOTIFY, .link = 0};

	note(0, 7, 5);
	note(1, 7, 5);
	effect.notify.what = SWARM_NOTE_LINKED;
	notes_take(node->d, &effect);
	assert_int_equal(compared_of(node->d, 0, 7).times, 0);
	assert_int_equal(compared_of(node->d, 1, 7).times, 1);
}

/* Boards may be let go of and others followed for as long as a link stands. */
static void test_more_boards_than_there_are_places(void **state)
{
	for (uint32_t board = 1; board <= SWARM_BOARDS_MAX + 1; board++) {
		note(0, board, board);
	}
	assert_int_equal(compared_of(node->d, 0, SWARM_BOARDS_MAX + 1).taken, SWARM_BOARDS_MAX + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_sums_of_each_link_and_board, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_a_new_link_begins_at_nothing, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_more_boards_than_there_are_places, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
