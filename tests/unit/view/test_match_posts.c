/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trades.h"

static bool is_open(struct garden *g, const struct kiem_id *id, int64_t now_ms)
{
	struct trades t = {0};

	assert_int_equal(view_extract_open(&t.x, look(g), NULL, now_ms, NULL, NULL), KIEM_DONE);
	assert_int_equal(market_init(&t.market, t.x, g->read, now_ms), KIEM_DONE);
	bool open = deal_with(&t, id) != NULL;
	trades_close(&t);
	return open;
}

static void open_is_what_is_live_and_still_to_come(void **state)
{
	struct garden *g = *state;
	struct kiem_post post = trade_of(KIEM_OFFER, "zaal", 0, NULL);

	post.has_from = post.has_to = true;
	post.from = SUPPORT_NOW + DAY;
	post.to = SUPPORT_NOW + 2 * DAY;
	post.until = SUPPORT_NOW + 10 * DAY;
	struct kiem_id id = plant(g, &post, &g->anna);
	assert_true(is_open(g, &id, SUPPORT_NOW));
	assert_true(is_open(g, &id, SUPPORT_NOW + 2 * DAY));
	assert_false(is_open(g, &id, SUPPORT_NOW + 2 * DAY + 1));
	struct kiem_id open = plant_trade(g, KIEM_OFFER, "zaal zonder einde", &g->anna, 0, NULL);
	assert_true(is_open(g, &open, SUPPORT_NOW + 2 * DAY + 1));
	assert_false(is_open(g, &open, SUPPORT_NOW + 800 * DAY));
	struct kiem_id initiative = plant_trade(g, KIEM_INITIATIVE, "zaal bouwen", &g->anna, 0, NULL);
	assert_false(is_open(g, &initiative, SUPPORT_NOW));
}

static void a_side_that_is_not_said_is_open(void **state)
{
	struct garden *g = *state;
	struct trades t;
	struct kiem_post post = trade_of(KIEM_OFFER, "zaal", 0, NULL);

	post.has_from = true;
	post.from = SUPPORT_NOW - DAY;
	post.until = SUPPORT_NOW + 10 * DAY;
	struct kiem_id first = plant(g, &post, &g->anna);
	post.has_from = false;
	post.has_to = true;
	post.to = SUPPORT_NOW + 3 * DAY;
	struct kiem_id second = plant(g, &post, &g->anna), third = plant_trade(g, KIEM_OFFER, "hal", &g->anna, 0, NULL);
	trades_market(g, &t);
	struct deal *a = deal_with(&t, &first), *b = deal_with(&t, &second);
	/* What lies behind us cannot be had any more. */
	assert_true(a->timed && a->from == SUPPORT_NOW && a->to == SUPPORT_NOW + 10 * DAY);
	assert_true(b->timed && b->from == SUPPORT_NOW && b->to == SUPPORT_NOW + 3 * DAY);
	assert_false(deal_with(&t, &third)->timed);
	trades_close(&t);
}

static void the_shown_version_is_what_is_compared(void **state)
{
	struct garden *g = *state;
	struct trades t;
	struct kiem_id id = plant_trade(g, KIEM_OFFER, "ladder", &g->anna, 2000, "stuks");
	struct kiem_post newer = trade_of(KIEM_REVISE, "steiger", 3000, "stuks");

	newer.place = support_span("Hal 4");
	newer.n_links = 1;
	newer.links[0] = (struct kiem_link){.relation = KIEM_REPLACES, .id = id};
	newer.made = SUPPORT_NOW - MINUTE;
	plant(g, &newer, &g->anna);
	plant_trade(g, KIEM_REQUEST, "een steiger", &g->bram, 0, NULL);
	plant_trade(g, KIEM_REQUEST, "een ladder", &g->carla, 0, NULL);
	trades_market(g, &t);
	struct deal *deal = deal_with(&t, &id);
	assert_int_equal(deal->quantity, 3000);
	assert_true(deal->label != 0);
	assert_int_equal(deal->trade.shown, deal->trade.number + 1);
	trades_close(&t);
	trades_match(g, &t);
	assert_int_equal(t.matches->n, 1);
	assert_string_equal(t.matches->list[0].word[0], "steiger");
	trades_close(&t);
}

static void the_keys_of_one_person_are_one(void **state)
{
	struct garden *g = *state;
	struct trades t;
	struct kiem_post profile = {
	        .kind = KIEM_PROFILE, .name = support_span("Anna"), .sector = KIEM_CARE, .has_heir = true, .heir = g->bram.key};
	struct kiem_post takes = {.kind = KIEM_SUCCEED, .has_whom = true, .whom = g->anna.key};

	struct kiem_id offer = plant_trade(g, KIEM_OFFER, "ladder", &g->anna, 0, NULL);
	plant_trade(g, KIEM_REQUEST, "ladder", &g->bram, 0, NULL);
	plant(g, &profile, &g->anna);
	trades_match(g, &t);
	assert_int_equal(t.matches->n, 1);
	trades_close(&t);
	plant(g, &takes, &g->bram);
	trades_market(g, &t);
	assert_int_equal(t.market.deal[0].person, t.market.deal[1].person);
	/* The new key has not said a sector yet: the old one's holds for what it made. */
	assert_int_equal(deal_with(&t, &offer)->trade.sector, KIEM_CARE);
	trades_close(&t);
	trades_match(g, &t);
	assert_int_equal(t.matches->n, 0);
	trades_close(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(open_is_what_is_live_and_still_to_come),
	        garden_test(a_side_that_is_not_said_is_open),
	        garden_test(the_shown_version_is_what_is_compared),
	        garden_test(the_keys_of_one_person_are_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
