/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trades.h"

static void requests_without_an_answer_by_age(void **state)
{
	struct garden *g = *state;
	struct trades t;
	struct view_unanswered *list;
	struct kiem_id young = plant_one(g, KIEM_REQUEST, "zaag", &g->anna, 10, 0, NULL);
	struct kiem_id old = plant_one(g, KIEM_REQUEST, "boor", &g->bram, 500, 0, NULL);
	struct kiem_id helped = plant_one(g, KIEM_REQUEST, "ladder", &g->bram, 700, 0, NULL);
	struct kiem_id own = plant_one(g, KIEM_REQUEST, "kruiwagen", &g->carla, 300, 0, NULL);

	plant_tied(g, KIEM_NOTE, &g->anna, KIEM_ANSWERS, &helped, 0, NULL);
	plant_tied(g, KIEM_NOTE, &g->carla, KIEM_ANSWERS, &own, 0, NULL);
	trades_look(g, &t);
	assert_int_equal(view_unanswered_create(&list, t.x, g->read, NULL, g->now), KIEM_DONE);
	assert_int_equal(list->n, 3);
	assert_id_equal(list->list[0].id, old);
	assert_id_equal(list->list[1].id, own);
	assert_id_equal(list->list[2].id, young);
	view_unanswered_destroy(list);
	assert_int_equal(view_unanswered_create(&list, t.x, g->read, &g->bram.key, g->now), KIEM_DONE);
	assert_int_equal(list->n, 1);
	view_unanswered_destroy(list);
	view_unanswered_destroy(NULL);
	trades_close(&t);
}

/* How many requests of the first board have a match, as counted and as listed. */
static size_t matched_here(struct garden *g, const struct trades *t, size_t *unanswered)
{
	bool wanted[8] = {0};
	struct view_match_options options = {.now_ms = g->now, .row = VIEW_NONE, .per_post = 1};
	struct view_match_boards boards = {wanted, 8};
	struct view_matches *matches;
	struct view_unanswered *list;
	size_t counted, listed = 0;

	assert_true(t->x->n == 0 || t->x->board[0] < 8);
	wanted[t->x->n == 0 ? 0 : t->x->board[0]] = true;
	assert_int_equal(view_waiting_create(&list, &counted, t->x, g->read, &boards, g->now), KIEM_DONE);
	*unanswered = list->n;
	assert_int_equal(view_matches_create(&matches, t->x, g->read, &options), KIEM_DONE);
	for (size_t i = 0; i < matches->n; i++) {
		listed += wanted[t->x->board[matches->list[i].request.row]];
	}
	assert_int_equal(counted, listed);
	view_matches_destroy(matches);
	view_unanswered_destroy(list);
	return counted;
}

static void requests_that_an_offer_may_serve_are_counted_once(void **state)
{
	struct garden *g = *state;
	struct trades t;
	size_t unanswered;

	plant_trade(g, KIEM_REQUEST, "stoelen", &g->bram, 5000, "stuks");
	plant_trade(g, KIEM_OFFER, "stoelen", &g->anna, 1000, "stuks");
	plant_trade(g, KIEM_OFFER, "stoelen", &g->carla, 2000, "stuks");
	plant_trade(g, KIEM_REQUEST, "kettingzaag", &g->bram, 0, NULL);
	trades_look(g, &t);
	assert_int_equal(matched_here(g, &t, &unanswered), 1);
	assert_int_equal(unanswered, 2);
	trades_close(&t);
}

static void an_offer_of_oneself_and_one_that_answered_already_serve_nobody(void **state)
{
	struct garden *g = *state;
	struct trades t;
	size_t unanswered;
	struct kiem_id request = plant_trade(g, KIEM_REQUEST, "ladder bij de boom", &g->bram, 0, NULL);

	plant_trade(g, KIEM_OFFER, "ladder en boom", &g->bram, 0, NULL);
	plant_trade(g, KIEM_OFFER, "boom, ladder", &g->anna, 0, NULL);
	plant_tied(g, KIEM_NOTE, &g->anna, KIEM_ANSWERS, &request, 0, NULL);
	trades_look(g, &t);
	assert_int_equal(matched_here(g, &t, &unanswered), 0);
	assert_int_equal(unanswered, 0);
	trades_close(&t);
}

static void an_empty_board_waits_for_nothing(void **state)
{
	struct garden *g = *state;
	struct trades t;
	size_t unanswered;

	trades_look(g, &t);
	assert_int_equal(matched_here(g, &t, &unanswered), 0);
	assert_int_equal(unanswered, 0);
	trades_close(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(requests_without_an_answer_by_age),
	        garden_test(requests_that_an_offer_may_serve_are_counted_once),
	        garden_test(an_offer_of_oneself_and_one_that_answered_already_serve_nobody),
	        garden_test(an_empty_board_waits_for_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
