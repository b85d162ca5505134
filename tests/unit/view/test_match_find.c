/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trades.h"

static void only_the_best_few_are_kept(void **state)
{
	struct garden *g = *state;
	struct trades t;
	struct pairs pairs = {0};
	bool wanted[8] = {0};

	/* Five offers that cover more and more of one request. */
	for (int i = 1; i <= 5; i++) {
		struct support_author author;
		support_author(&author, (uint64_t)(10 + i));
		plant_trade(g, KIEM_OFFER, "stoelen", &author, i * 1000, "stuks");
	}
	struct kiem_id request = plant_trade(g, KIEM_REQUEST, "stoelen", &g->anna, 5000, "stuks");
	trades_market(g, &t);
	wanted[deal_with(&t, &request) - t.market.deal] = true;
	assert_int_equal(market_pairs(&pairs, &t.market, wanted, 2, 0), KIEM_DONE);
	pairs_sort(&pairs, &t.market);
	assert_int_equal(pairs.n, 2);
	assert_int_equal(t.market.deal[pairs.list[0].offer].quantity, 5000);
	assert_int_equal(t.market.deal[pairs.list[1].offer].quantity, 4000);
	free(pairs.list);
	trades_close(&t);
}

static void of_equals_the_later_comes_first(void **state)
{
	struct garden *g = *state;
	struct trades t;
	struct kiem_post post = trade_of(KIEM_OFFER, "stoelen", 0, NULL);

	post.made = SUPPORT_NOW - 3 * MINUTE;
	plant(g, &post, &g->anna);
	post.made = SUPPORT_NOW - 2 * MINUTE;
	struct kiem_id later = plant(g, &post, &g->carla);
	plant_trade(g, KIEM_REQUEST, "stoelen", &g->bram, 0, NULL);
	trades_match(g, &t);
	assert_int_equal(t.matches->n, 2);
	assert_int_equal(t.matches->list[0].score, t.matches->list[1].score);
	assert_id_equal(t.matches->list[0].offer.id, later);
	trades_close(&t);
}

static void a_pair_found_from_both_sides_is_there_once(void **state)
{
	struct garden *g = *state;
	struct trades t;
	struct pairs pairs = {0};
	bool wanted[] = {true, true};

	plant_trade(g, KIEM_OFFER, "stoelen", &g->anna, 0, NULL);
	plant_trade(g, KIEM_REQUEST, "stoelen", &g->bram, 0, NULL);
	trades_market(g, &t);
	assert_int_equal(market_pairs(&pairs, &t.market, wanted, 5, 0), KIEM_DONE);
	assert_int_equal(pairs.n, 2);
	pairs_sort(&pairs, &t.market);
	assert_int_equal(pairs.n, 1);
	free(pairs.list);
	trades_close(&t);
}

static void an_empty_market_has_none(void **state)
{
	struct garden *g = *state;
	struct trades t;

	trades_match(g, &t);
	assert_int_equal(t.matches->n, 0);
	assert_int_equal(t.matches->offers, 0);
	trades_close(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(only_the_best_few_are_kept),
	        garden_test(of_equals_the_later_comes_first),
	        garden_test(a_pair_found_from_both_sides_is_there_once),
	        garden_test(an_empty_market_has_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
