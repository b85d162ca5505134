/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trades.h"

/* What is left of the post, in thousandths of its unit; -1: it is no longer open. */
static int64_t left_of(struct garden *g, const struct kiem_id *id)
{
	struct trades t;

	trades_market(g, &t);
	const struct deal *deal = deal_with(&t, id);
	int64_t left = deal == NULL ? -1 : deal->trade.left_milli;
	trades_close(&t);
	return left;
}

static size_t answers_of(struct garden *g, const struct kiem_id *id)
{
	struct trades t;

	trades_market(g, &t);
	size_t n = deal_with(&t, id)->trade.answers;
	trades_close(&t);
	return n;
}

static void offers_that_answer_lower_what_a_request_still_needs(void **state)
{
	struct garden *g = *state;
	struct kiem_id request = plant_trade(g, KIEM_REQUEST, "stoelen", &g->anna, 30000, "stuks");

	assert_int_equal(left_of(g, &request), 30000);
	plant_tied(g, KIEM_OFFER, &g->bram, KIEM_ANSWERS, &request, 1000, "dozijn");
	assert_int_equal(left_of(g, &request), 18000);
	/* In another unit, without one, one's own, and a note: none of them covers anything. */
	plant_tied(g, KIEM_OFFER, &g->bram, KIEM_ANSWERS, &request, 9000, "kg");
	plant_tied(g, KIEM_OFFER, &g->anna, KIEM_ANSWERS, &request, 9000, "stuks");
	plant_tied(g, KIEM_NOTE, &g->carla, KIEM_ANSWERS, &request, 0, NULL);
	assert_int_equal(left_of(g, &request), 18000);
	assert_int_equal(answers_of(g, &request), 2);
	/* All of it: nothing is left, and it still stands, since anybody could say so. */
	plant_tied(g, KIEM_OFFER, &g->carla, KIEM_ANSWERS, &request, 99000, "stuks");
	assert_int_equal(left_of(g, &request), 0);
}

static void the_receipts_of_who_asked_end_a_request(void **state)
{
	struct garden *g = *state;
	struct kiem_id request = plant_trade(g, KIEM_REQUEST, "stoelen", &g->anna, 30000, "stuks");
	struct kiem_id answer = plant_tied(g, KIEM_OFFER, &g->bram, KIEM_ANSWERS, &request, 20000, "stuks");

	/* The same 20, promised and received, count once. */
	plant_tied(g, KIEM_RECEIPT, &g->anna, KIEM_ABOUT, &answer, 20000, "stuks");
	assert_int_equal(left_of(g, &request), 10000);
	/* Somebody else's receipt says nothing of what anna got. */
	plant_tied(g, KIEM_RECEIPT, &g->carla, KIEM_ABOUT, &request, 30000, "stuks");
	assert_int_equal(left_of(g, &request), 10000);
	plant_tied(g, KIEM_RECEIPT, &g->anna, KIEM_ABOUT, &request, 10000, "stuks");
	assert_int_equal(left_of(g, &request), -1);
}

static void a_receipt_without_an_amount_is_for_all_of_it(void **state)
{
	struct garden *g = *state;
	struct kiem_id request = plant_trade(g, KIEM_REQUEST, "hulp", &g->anna, 0, NULL);
	struct kiem_id other = plant_trade(g, KIEM_REQUEST, "hulp", &g->anna, 3000, "uur");

	plant_tied(g, KIEM_RECEIPT, &g->bram, KIEM_ABOUT, &request, 0, NULL);
	assert_int_equal(left_of(g, &request), 0);
	plant_tied(g, KIEM_RECEIPT, &g->anna, KIEM_ABOUT, &request, 0, NULL);
	assert_int_equal(left_of(g, &request), -1);
	/* One in a unit that does not compare leaves it open. */
	plant_tied(g, KIEM_RECEIPT, &g->anna, KIEM_ABOUT, &other, 3000, "kg");
	assert_int_equal(left_of(g, &other), 3000);
	plant_tied(g, KIEM_RECEIPT, &g->anna, KIEM_ABOUT, &other, 0, NULL);
	assert_int_equal(left_of(g, &other), -1);
}

static void others_lower_an_offer_and_never_end_it(void **state)
{
	struct garden *g = *state;
	struct kiem_id offer = plant_trade(g, KIEM_OFFER, "stroom", &g->anna, 5000, "MWh");

	plant_tied(g, KIEM_REQUEST, &g->bram, KIEM_ANSWERS, &offer, 2000000, "kWh");
	assert_int_equal(left_of(g, &offer), 3000);
	plant_tied(g, KIEM_RECEIPT, &g->bram, KIEM_ABOUT, &offer, 1500000, "kWh");
	assert_int_equal(left_of(g, &offer), 3000);
	plant_tied(g, KIEM_RECEIPT, &g->carla, KIEM_ABOUT, &offer, 99000, "MWh");
	assert_int_equal(left_of(g, &offer), 0);
	/* Her own receipt about her own offer is nothing. */
	struct kiem_id own = plant_trade(g, KIEM_OFFER, "stroom", &g->carla, 5000, "MWh");
	plant_tied(g, KIEM_RECEIPT, &g->carla, KIEM_ABOUT, &own, 5000, "MWh");
	assert_int_equal(left_of(g, &own), 5000);
}

static void what_its_author_promised_ends_an_offer(void **state)
{
	struct garden *g = *state;
	struct kiem_id request = plant_trade(g, KIEM_REQUEST, "stoelen", &g->bram, 30000, "stuks");
	struct kiem_id larger = plant_tied(g, KIEM_OFFER, &g->anna, KIEM_ANSWERS, &request, 50000, "stuks");
	struct kiem_id smaller = plant_tied(g, KIEM_OFFER, &g->anna, KIEM_ANSWERS, &request, 20000, "stuks");
	struct kiem_id plain = plant_tied(g, KIEM_OFFER, &g->anna, KIEM_ANSWERS, &request, 0, NULL);

	/* Meant for that request: 20 of the 50 remain, of the others nothing. */
	assert_int_equal(left_of(g, &larger), 20000);
	assert_int_equal(left_of(g, &smaller), -1);
	assert_int_equal(left_of(g, &plain), -1);
}

static void an_offer_drawn_from_another_takes_its_part(void **state)
{
	struct garden *g = *state;
	struct kiem_id request = plant_trade(g, KIEM_REQUEST, "stoelen", &g->bram, 30000, "stuks");
	struct kiem_id offer = plant_trade(g, KIEM_OFFER, "stoelen", &g->anna, 40000, "stuks");
	struct kiem_post drawn = trade_of(KIEM_OFFER, "stoelen", 30000, "stuks");

	drawn.n_links = 2;
	drawn.links[0] = (struct kiem_link){.relation = KIEM_ANSWERS, .id = request};
	drawn.links[1] = (struct kiem_link){.relation = KIEM_ABOUT, .id = offer};
	plant(g, &drawn, &g->anna);
	assert_int_equal(left_of(g, &offer), 10000);
	/* Not when somebody else says so. */
	drawn.title = support_span("de rest");
	plant(g, &drawn, &g->carla);
	assert_int_equal(left_of(g, &offer), 10000);
	drawn.title = support_span("nog meer");
	plant(g, &drawn, &g->anna);
	assert_int_equal(left_of(g, &offer), -1);
}

static void the_shown_version_says_how_much(void **state)
{
	struct garden *g = *state;
	struct kiem_id request = plant_trade(g, KIEM_REQUEST, "stoelen", &g->anna, 30000, "stuks");
	struct kiem_id answer = plant_tied(g, KIEM_OFFER, &g->bram, KIEM_ANSWERS, &request, 20000, "stuks");

	struct kiem_id revised = plant_tied(g, KIEM_REVISE, &g->anna, KIEM_REPLACES, &request, 40000, "stuks");
	assert_int_equal(left_of(g, &request), 20000);
	plant_tied(g, KIEM_REVISE, &g->bram, KIEM_REPLACES, &answer, 5000, "stuks");
	assert_int_equal(left_of(g, &request), 35000);
	/* An answer to the revision is an answer to the post. */
	plant_tied(g, KIEM_OFFER, &g->carla, KIEM_ANSWERS, &revised, 10000, "stuks");
	assert_int_equal(left_of(g, &request), 25000);
	assert_int_equal(answers_of(g, &request), 2);
	plant_tied(g, KIEM_RETRACT, &g->bram, KIEM_CANCELS, &answer, 0, NULL);
	assert_int_equal(left_of(g, &request), 30000);
}

/* A text that is past its until is as if it had never been, and so is what names only that. */
static void an_answer_to_a_version_that_ran_out_is_to_nothing(void **state)
{
	struct garden *g = *state;
	struct kiem_id request = plant_trade(g, KIEM_REQUEST, "stoelen", &g->anna, 30000, "stuks");
	struct kiem_post newer = trade_of(KIEM_REVISE, "stoelen", 30000, "stuks");

	newer.n_links = 1;
	newer.links[0] = (struct kiem_link){.relation = KIEM_REPLACES, .id = request};
	newer.until = SUPPORT_NOW + DAY;
	struct kiem_id revised = plant(g, &newer, &g->anna);
	struct kiem_id offer = plant_tied(g, KIEM_OFFER, &g->bram, KIEM_ANSWERS, &revised, 0, NULL);
	assert_int_equal(left_of(g, &offer), -1);
	g->now = SUPPORT_NOW + DAY;
	assert_int_equal(left_of(g, &offer), 0);
	assert_int_equal(answers_of(g, &request), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(offers_that_answer_lower_what_a_request_still_needs),
	        garden_test(the_receipts_of_who_asked_end_a_request),
	        garden_test(a_receipt_without_an_amount_is_for_all_of_it),
	        garden_test(others_lower_an_offer_and_never_end_it),
	        garden_test(what_its_author_promised_ends_an_offer),
	        garden_test(an_offer_drawn_from_another_takes_its_part),
	        garden_test(the_shown_version_says_how_much),
	        garden_test(an_answer_to_a_version_that_ran_out_is_to_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
