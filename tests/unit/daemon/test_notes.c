/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the swarm remarks ends in the store: who holds my posts, how far a board was streamed, what clocks say. Not at once, though.
 */
#include "node.h"

static struct node pair[2];

static int set_up(void **state)
{
	node_pair(pair);
	return 0;
}

static int tear_down(void **state)
{
	node_remove(&pair[0]);
	node_remove(&pair[1]);
	return 0;
}

static size_t holders(uint64_t number)
{
	struct kiem_read *read;
	struct kiem_key nodes[4];

	assert_int_equal(kiem_read_begin(&read, pair[0].d->store), KIEM_DONE);
	size_t n = kiem_read_holders(read, nodes, 4, number);
	kiem_read_end(read);
	if (n == 1) {
		assert_memory_equal(&nodes[0], &pair[1].d->node, sizeof(nodes[0]));
	}
	return n;
}

static bool held(void *context)
{
	return holders(1) == 1 && holders(2) == 1;
}

static bool noted(void *context)
{
	return pair[0].d->notes.n_holds == 2;
}

static void test_who_holds_a_post(void **state)
{
	pair[0].d->notes.written_ms = kiem_monotonic_ms(); /* something was written just now */
	node_post(&pair[0], 2);
	node_until("acknowledgements", pair, 2, noted, NULL);
	assert_int_equal(holders(1), 0); /* kept for a while: each write of these is a sync */
	notes_write(pair[0].d, false);
	assert_int_equal(pair[0].d->notes.n_holds, 2);
	pair[0].d->notes.due_ms = kiem_monotonic_ms();
	notes_write(pair[0].d, false);
	assert_int_equal(pair[0].d->notes.n_holds, 0);
	node_until("the holders", pair, 2, held, NULL);
}

static bool rested(void *context)
{
	return pair[0].d->notes.due_ms == UINT64_MAX;
}

static bool held_first(void *context)
{
	return holders(1) == 1;
}

static void test_a_lone_post_is_not_long_in_doubt(void **state)
{
	uint64_t start = kiem_monotonic_ms();

	node_until("rest", pair, 2, rested, NULL);
	pair[0].d->notes.written_ms = 0;
	node_post(&pair[0], 1);
	node_until("the holder", pair, 2, held_first, NULL);
	assert_in_range(kiem_monotonic_ms() - start, NOTES_GATHER_MS, NOTES_WRITE_MS + 5000);
	assert_true(pair[0].d->notes.written_ms >= start);
}

static struct swarm_effect note(enum swarm_notice what)
{
	struct swarm_effect effect = {.type = SWARM_NOTIFY};

	effect.notify.what = what;
	effect.notify.board = pair[1].d->follow.boards[0].number;
	return effect;
}

static bool complete(void *context)
{
	struct kiem_read *read;
	struct kiem_board board;

	assert_int_equal(kiem_read_begin(&read, pair[1].d->store), KIEM_DONE);
	assert_int_equal(kiem_read_board(read, &board, NODE_BOARD), KIEM_DONE);
	kiem_read_end(read);
	return board.cursor_made == 77 && board.complete;
}

static void test_the_newest_cursor_of_a_board_counts(void **state)
{
	struct swarm_effect effect = note(SWARM_NOTE_CURSOR);

	effect.notify.made = 55;
	notes_take(pair[1].d, &effect);
	effect.notify.made = 77;
	effect.notify.complete = true;
	notes_take(pair[1].d, &effect);
	notes_write(pair[1].d, true);
	node_until("the cursor", pair, 2, complete, NULL);
	assert_true(pair[1].d->follow.boards[0].complete);
	notes_write(pair[1].d, true);
	effect.notify.board = 999; /* a board that was left meanwhile */
	notes_take(pair[1].d, &effect);
	assert_int_equal(pair[1].d->notes.due_ms, UINT64_MAX);
}

static bool clock_known(void *context)
{
	struct kiem_read *read;
	struct kiem_clock clock;

	assert_int_equal(kiem_read_begin(&read, pair[1].d->store), KIEM_DONE);
	assert_int_equal(kiem_read_clock(read, &clock), KIEM_DONE);
	kiem_read_end(read);
	return clock.offset_ms == *(int64_t *)context;
}

static void test_the_clock_is_known_to_the_command(void **state)
{
	struct swarm_effect effect = note(SWARM_NOTE_CLOCK);
	int64_t hour = 3600000, none = 0;

	effect.notify.offset_ms = hour;
	notes_take(pair[1].d, &effect);
	node_until("the offset", pair, 2, clock_known, &hour);
	effect.notify.offset_ms = none;
	notes_take(pair[1].d, &effect);
	node_until("that it fits again", pair, 2, clock_known, &none);
}

static void test_more_acknowledgements_than_there_is_room_for(void **state)
{
	struct swarm_effect effect = note(SWARM_NOTE_HELD);

	for (size_t i = 0; i < NOTES_HOLDS_MAX + 5; i++) {
		effect.notify.number = i + 1;
		effect.notify.node.b[0] = (uint8_t)(i % 3);
		notes_take(pair[1].d, &effect);
	}
	assert_int_equal(pair[1].d->notes.n_holds, 5);
}

static void test_when_a_board_last_compared_equal(void **state)
{
	struct swarm_effect effect = note(SWARM_NOTE_IN_SYNC);

	pair[1].d->follow.boards[0].synced_ms = 0;
	notes_take(pair[1].d, &effect);
	assert_in_range(pair[1].d->follow.boards[0].synced_ms, kiem_monotonic_ms() - 1000, kiem_monotonic_ms());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_who_holds_a_post, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_a_lone_post_is_not_long_in_doubt, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_the_newest_cursor_of_a_board_counts, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_the_clock_is_known_to_the_command, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_more_acknowledgements_than_there_is_room_for, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_when_a_board_last_compared_equal, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
