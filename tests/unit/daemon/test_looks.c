/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the swarm asks for by the first bytes of an id is found when it is on that board and not past its until. */
#include "node.h"

static struct node node;
static struct kiem_id id;
static uint64_t prefixes[SWARM_LOOK_MAX];

static int set_up(void **state)
{
	node_make(&node);
	node_open(&node);
	id = node_post(&node, 20);
	return 0;
}

static int tear_down(void **state)
{
	node_remove(&node);
	return 0;
}

static uint64_t prefix_of(const struct kiem_id *of)
{
	uint64_t v = 0;

	for (size_t i = 0; i < sizeof(v); i++) {
		v = v << 8 | of->b[i];
	}
	return v;
}

static struct swarm_effect look(size_t n)
{
	struct swarm_effect effect = {.type = SWARM_LOOK, .link = SWARM_NO_LINK};

	effect.look.board = node.d->follow.boards[0].number;
	effect.look.prefixes = prefixes;
	effect.look.n = n;
	return effect;
}

static void test_what_is_here_is_found(void **state)
{
	struct swarm_effect effect = look(3);
	const struct swarm_looked *rows = node.d->looks.rows;

	prefixes[0] = 12345;
	prefixes[1] = prefix_of(&id);
	prefixes[2] = prefixes[1] + 1;
	assert_true(looks_rows(node.d, &effect));
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(rows[i].prefix, prefixes[i]);
		assert_int_equal(rows[i].number != 0, i == 1);
	}
	assert_memory_equal(&rows[1].id, &id, sizeof(id));
	assert_true(rows[1].number >= 1 && rows[1].number <= 20 && rows[1].made > 0);
}

static void test_not_on_another_board(void **state)
{
	struct swarm_effect effect = look(1);

	prefixes[0] = prefix_of(&id);
	effect.look.board = 4711;
	assert_true(looks_rows(node.d, &effect));
	assert_int_equal(node.d->looks.rows[0].number, 0);
}

/* The prefixes live in the effects of the step, which the next one empties; each question is answered once. */
static void test_a_question_outlives_its_step(void **state)
{
	node_pass(&node, 1, 5);
	for (unsigned round = 0; round < 3; round++) {
		for (unsigned board = 0; board < SWARM_BOARDS_MAX; board++) {
			struct swarm_effect effect = look(1);
			prefixes[0] = prefix_of(&id) + board;
			looks_keep(node.d, &effect);
			owed_add(node.d, &effect);
		}
		memset(prefixes, 0, sizeof(prefixes));
		uint64_t steps = node.d->steps;
		owed_answer(node.d, 1);
		assert_int_equal(node.d->looks.rows[0].prefix, prefix_of(&id));
		assert_true(node.d->looks.rows[0].number != 0);
		owed_answer(node.d, SWARM_BOARDS_MAX);
		assert_int_equal(node.d->looks.rows[0].prefix, prefix_of(&id) + SWARM_BOARDS_MAX - 1);
		assert_int_equal(node.d->steps - steps, SWARM_BOARDS_MAX);
		assert_int_equal(node.d->owed.n, 0);
	}
}

static void test_a_store_that_cannot_be_read_now(void **state)
{
	struct kiem_read *reads[1000];
	struct swarm_effect effect = look(1);
	size_t n = 0;

	node_pass(&node, 1, 5);
	looks_keep(node.d, &effect);
	owed_add(node.d, &effect);
	while (n < 1000 && kiem_read_begin(&reads[n], node.d->store) == KIEM_DONE) {
		n++;
	}
	owed_answer(node.d, 4);
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
	        cmocka_unit_test_setup_teardown(test_what_is_here_is_found, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_not_on_another_board, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_a_question_outlives_its_step, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_a_store_that_cannot_be_read_now, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
