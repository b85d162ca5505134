/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "grove.h"

static struct view_coalitions *list(const struct view_extract *x, const struct view_coalitions_ask *ask)
{
	struct view_coalitions *c;

	assert_int_equal(view_coalitions_create(&c, x, ask), KIEM_DONE);
	return c;
}

static void they_stand_by_energy_or_by_age(void **state)
{
	struct garden *g = *state;
	struct kiem_id lively = grow(g, KIEM_INITIATIVE, 0, 40, 0, NULL), quiet = grow(g, KIEM_INITIATIVE, 1, 35, 0, NULL);
	struct view_coalitions_ask ask = {.eye = {.now_ms = g->now}};

	grow(g, KIEM_OFFER, 5, 1, 0, NULL); /* no initiative */
	for (size_t i = 2; i < 5; i++) {
		sign_up(g, i, 1, &lively, 0, 0);
	}
	struct view_extract *x = in_memory(g, g->now);
	struct view_coalitions *c = list(x, &ask);
	assert_int_equal(c->n, 2);
	assert_id_equal(x->id[c->list[0].row], lively);
	assert_int_equal(c->list[0].people.strangers, 4);
	assert_int_equal(c->states[VIEW_ALIVE], 1);
	assert_int_equal(c->states[VIEW_RESTING], 1);
	view_coalitions_destroy(c);
	ask.newest = true;
	c = list(x, &ask);
	assert_id_equal(x->id[c->list[0].row], quiet);
	view_coalitions_destroy(c);
	ask.states = 1u << VIEW_ALIVE;
	c = list(x, &ask);
	assert_int_equal(c->n, 1);
	assert_id_equal(x->id[c->list[0].row], lively);
	assert_int_equal(c->states[VIEW_RESTING], 1); /* still counted */
	view_coalitions_destroy(c);
	view_extract_close(x);
}

static void a_limit_says_how_many_there_would_be(void **state)
{
	struct garden *g = *state;
	struct view_coalitions_ask ask = {.eye = {.now_ms = g->now}, .limit = 3};

	for (size_t i = 0; i < 5; i++) {
		grow(g, KIEM_INITIATIVE, i, 1, 0, NULL);
	}
	struct view_extract *x = in_memory(g, g->now);
	struct view_coalitions *c = list(x, &ask);
	assert_int_equal(c->n, 3);
	assert_int_equal(c->fit, 5);
	view_coalitions_destroy(c);
	view_extract_close(x);
}

static void the_first_few_of_many_are_those_of_the_whole_list(void **state)
{
	struct garden *g = *state;
	struct view_coalitions_ask ask = {.eye = {.now_ms = g->now}};

	for (size_t i = 0; i < 20; i++) {
		struct kiem_id one = grow(g, KIEM_INITIATIVE, i, 1 + (int64_t)(i * 7 % 20), 0, NULL);
		if (i % 3 == 0) {
			sign_up(g, 40 + i, (int64_t)(i * 5 % 11), &one, 0, 0);
		}
	}
	struct view_extract *x = in_memory(g, g->now);
	for (int newest = 0; newest < 2; newest++) {
		ask.newest = newest;
		ask.limit = 0;
		struct view_coalitions *all = list(x, &ask);
		for (ask.limit = 1; ask.limit < 20; ask.limit++) {
			struct view_coalitions *few = list(x, &ask);
			assert_int_equal(few->n, ask.limit);
			for (size_t i = 0; i < few->n; i++) {
				assert_int_equal(few->list[i].row, all->list[i].row);
			}
			view_coalitions_destroy(few);
		}
		view_coalitions_destroy(all);
	}
	view_extract_close(x);
}

static void only_the_boards_asked_for_are_listed(void **state)
{
	struct garden *g = *state;
	struct kiem_post post = {.kind = KIEM_INITIATIVE, .title = support_span("elders"), .board = support_span("nl/elders")};
	struct kiem_board board;

	grow(g, KIEM_INITIATIVE, 0, 1, 0, NULL);
	plant(g, &post, neighbour(1));
	struct view_extract *x = in_memory(g, g->now);
	assert_int_equal(kiem_read_board(g->read, &board, "nl/elders"), KIEM_DONE);
	struct view_coalitions_ask ask = {.eye = {.now_ms = g->now}, .boards = &board.number, .n_boards = 1};
	struct view_coalitions *c = list(x, &ask);
	assert_int_equal(c->n, 1);
	assert_int_equal(x->board[c->list[0].row], board.number);
	view_coalitions_destroy(c);
	view_extract_close(x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(they_stand_by_energy_or_by_age),
	        garden_test(a_limit_says_how_many_there_would_be),
	        garden_test(the_first_few_of_many_are_those_of_the_whole_list),
	        garden_test(only_the_boards_asked_for_are_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
