/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scan's rows are those of the range that was asked for, in order, in pieces, and say when they end. */
#include "node.h"

static struct node node;
static struct swarm_row all[100];

static struct swarm_effect scan(size_t max)
{
	struct swarm_effect effect = {.type = SWARM_SCAN};

	effect.scan.board = node.d->follow.boards[0].number;
	effect.scan.max = max;
	return effect;
}

static int set_up(void **state)
{
	struct swarm_effect effect;
	bool end;

	node_make(&node);
	node_open(&node);
	node_post(&node, 100);
	effect = scan(SWARM_SCAN_MAX);
	assert_int_equal(owed_rows(node.d, &end, &effect), 100);
	assert_true(end);
	memcpy(all, node.d->owed.rows, sizeof(all));
	return 0;
}

static int tear_down(void **state)
{
	node_remove(&node);
	return 0;
}

static void test_rows_are_in_order(void **state)
{
	for (size_t i = 1; i < 100; i++) {
		assert_true(all[i - 1].made < all[i].made ||
		            (all[i - 1].made == all[i].made && memcmp(&all[i - 1].id, &all[i].id, sizeof(all[i].id)) < 0));
	}
}

static void test_pieces_make_the_whole(void **state)
{
	struct swarm_effect effect = scan(7);
	size_t n = 0, got;
	bool end = false;

	while (!end) {
		got = owed_rows(node.d, &end, &effect);
		assert_true(got <= 7 && n + got <= 100);
		assert_memory_equal(node.d->owed.rows, &all[n], got * sizeof(all[0]));
		n += got;
		effect.scan.has_after = true;
		effect.scan.after_made = all[n - 1].made;
		effect.scan.after_id = all[n - 1].id;
	}
	assert_int_equal(n, 100);
	assert_int_equal(owed_rows(node.d, &end, &effect), 0);
	assert_true(end);
}

static void test_a_range_ends_with_its_last(void **state)
{
	struct swarm_effect effect = scan(SWARM_SCAN_MAX);
	bool end = false;

	effect.scan.has_after = effect.scan.has_upto = true;
	effect.scan.after_made = all[9].made;
	effect.scan.after_id = all[9].id;
	effect.scan.upto_made = all[19].made;
	effect.scan.upto_id = all[19].id;
	assert_int_equal(owed_rows(node.d, &end, &effect), 10);
	assert_true(end);
	assert_memory_equal(node.d->owed.rows, &all[10], 10 * sizeof(all[0]));
	effect.scan.max = 10; /* the last row is also the last that fits */
	assert_int_equal(owed_rows(node.d, &end, &effect), 10);
	assert_true(end);
	effect.scan.max = 9;
	assert_int_equal(owed_rows(node.d, &end, &effect), 9);
	assert_false(end);
	/* Of two made in the same millisecond the first may be the last that is asked for. */
	size_t i = all[10].made == all[11].made ? 10 : 11;
	assert_int_equal(all[i].made, all[i + 1].made);
	effect.scan.max = SWARM_SCAN_MAX;
	effect.scan.upto_made = all[i].made;
	effect.scan.upto_id = all[i].id;
	assert_int_equal(owed_rows(node.d, &end, &effect), i - 9);
}

static void test_a_board_that_is_not_there(void **state)
{
	struct swarm_effect effect = scan(10);
	bool end = false;

	effect.scan.board = 4711;
	assert_int_equal(owed_rows(node.d, &end, &effect), 0);
	assert_true(end);
}

static void test_answers_are_given_in_turn_and_bounded(void **state)
{
	struct swarm_effect effect = scan(10);

	effect.link = 0;
	node_pass(&node, 1, 5);
	assert_int_equal(node.d->owed.n, 0);
	for (int i = 0; i < 10; i++) {
		owed_add(node.d, &effect);
	}
	uint64_t steps = node.d->steps;
	owed_answer(node.d, 4);
	assert_int_equal(node.d->steps - steps, 4);
	assert_int_equal(node.d->owed.n, 6);
	owed_answer(node.d, 100);
	assert_int_equal(node.d->owed.n, 0);
}

/* All the places for readers are taken for a while: the answer waits, and is whole. */
static void test_a_store_that_cannot_be_read_now(void **state)
{
	struct kiem_read *reads[1000];
	struct swarm_effect effect = scan(SWARM_SCAN_MAX);
	size_t n = 0;
	bool end;

	node_pass(&node, 1, 5);
	while (n < 1000 && kiem_read_begin(&reads[n], node.d->store) == KIEM_DONE) {
		n++;
	}
	assert_in_range(n, 1, 999);
	assert_int_equal(owed_rows(node.d, &end, &effect), 0);
	assert_false(end);
	owed_add(node.d, &effect);
	uint64_t steps = node.d->steps;
	owed_answer(node.d, 4);
	assert_int_equal(node.d->steps, steps);
	assert_int_equal(node.d->owed.n, 1);
	while (n > 0) {
		kiem_read_end(reads[--n]);
	}
	uint64_t start = kiem_monotonic_ms();
	while (node.d->owed.n > 0 && kiem_monotonic_ms() - start < 10000) {
		node_pass(&node, 1, 1);
	}
	assert_int_equal(node.d->owed.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_rows_are_in_order, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_pieces_make_the_whole, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_a_range_ends_with_its_last, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_a_board_that_is_not_there, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_answers_are_given_in_turn_and_bounded, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_a_store_that_cannot_be_read_now, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
