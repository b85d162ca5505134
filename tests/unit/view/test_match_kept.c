/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file in which notices are kept: what is in it is not read anew, what went leaves it, and its version goes with its words. */
#include "../../../node/view/kept.h"
#include "extract_garden.h"
#include "trades.h"

#include <sys/stat.h>
#include <unistd.h>

#define GOLDEN 0xc92a0999f38b2f69ULL

static void market_of(const struct garden *g, char path[static 300])
{
	snprintf(path, 300, "%s/views/market", g->dir);
}

/* The market over the file, which is written when anything changed. */
static void market_over(struct garden *g, struct trades *t)
{
	memset(t, 0, sizeof(*t));
	t->x = over_file(g, g->now);
	assert_int_equal(market_init(&t->market, t->x, g->read, g->now), KIEM_DONE);
}

static void what_is_kept_is_not_read_anew(void **state)
{
	struct garden *g = *state;
	struct trades t;

	struct kiem_id offer = plant_trade(g, KIEM_OFFER, "een rode ladder", &g->anna, 3000, "stuks");
	struct kiem_id request = plant_trade(g, KIEM_REQUEST, "rode wagen", &g->bram, 0, NULL);
	market_over(g, &t);
	assert_int_equal(t.market.notices.n_fresh, 2);
	trades_close(&t);
	struct kiem_id third = plant_trade(g, KIEM_REQUEST, "ladder, rood of blauw", &g->bram, 4000, "stuks");
	market_over(g, &t);
	assert_int_equal(t.market.notices.n_old, 2);
	assert_int_equal(t.market.notices.n_used, 2);
	assert_int_equal(t.market.notices.n_fresh, 1);
	assert_int_equal(deal_with(&t, &offer)->quantity, 3000);
	assert_int_equal(deal_with(&t, &third)->quantity, 4000);
	trades_close(&t);
	market_over(g, &t);
	assert_int_equal(t.market.notices.n_used, 3);
	assert_int_equal(t.market.notices.n_fresh, 0);
	/* Words have kept together with their posts. */
	assert_int_equal(deal_with(&t, &offer)->n_words, 2);
	assert_int_equal(deal_with(&t, &request)->n_words, 2);
	assert_int_equal(deal_with(&t, &third)->n_words, 3);
	trades_close(&t);
}

static void what_went_leaves_the_file(void **state)
{
	struct garden *g = *state;
	struct trades t;

	struct kiem_id offer = plant_trade(g, KIEM_OFFER, "een rode ladder", &g->anna, 3000, "stuks");
	plant_trade(g, KIEM_REQUEST, "blauwe wagen", &g->bram, 0, NULL);
	market_over(g, &t);
	assert_int_equal(t.market.n_ids, 4);
	trades_close(&t);
	plant_tied(g, KIEM_RETRACT, &g->anna, KIEM_CANCELS, &offer, 0, NULL);
	market_over(g, &t);
	assert_int_equal(t.market.notices.n_old, 2);
	assert_int_equal(t.market.notices.n_used, 1);
	trades_close(&t);
	market_over(g, &t);
	assert_int_equal(t.market.notices.n_old, 1);
	assert_int_equal(t.market.n_ids, 2);
	trades_close(&t);
}

static void a_few_changes_are_not_worth_a_file(void **state)
{
	struct garden *g = *state;
	struct trades t = {0};
	struct stat st;
	char path[300], market[300];

	file_of(g, path);
	market_of(g, market);
	plant_trade(g, KIEM_OFFER, "ladder", &g->anna, 3000, "stuks");
	assert_int_equal(view_extract_open(&t.x, look(g), path, g->now, NULL, NULL), KIEM_DONE);
	assert_int_equal(market_init(&t.market, t.x, g->read, g->now), KIEM_DONE);
	assert_int_not_equal(stat(market, &st), 0);
	trades_close(&t);
}

static void a_file_that_is_no_market_is_none(void **state)
{
	static const struct kept_kind kind = {"kiemmrkt", MARKET_VERSION};
	const uint64_t heads[][5] = {
	        {1}, {0, 0, 3, sizeof(struct notice)}, {UINT64_MAX / 100, 0, 0, sizeof(struct notice)}, {0, 0, 0, 7}};
	struct garden *g = *state;
	struct trades t;
	char path[300];

	market_of(g, path);
	plant_trade(g, KIEM_OFFER, "ladder", &g->anna, 3000, "stuks");
	for (size_t i = 0; i < 4; i++) {
		kept_write(path, &kind, heads[i], i == 0 ? 8 : 32);
		market_over(g, &t);
		assert_int_equal(t.market.notices.n_old, 0);
		assert_int_equal(t.market.n, 1);
		trades_close(&t);
		market_over(g, &t);
		assert_int_equal(t.market.notices.n_old, 1);
		trades_close(&t);
	}
}

/* Who changes how words, units or places are read sees this fail: raise MARKET_VERSION, and set the sum here. */
static void its_version_goes_with_how_posts_are_read(void **state)
{
	struct garden *g = *state;
	struct trades t;
	uint64_t sum = 0;

	struct kiem_post post = trade_of(KIEM_OFFER, "Gezocht: 2 laadpalen en huizen", 2500, "uren per week");
	post.text = support_span("Zalen, cafés and ladders: boxes, bakken, foto's. Straße in Tilburg");
	post.n_tags = 2;
	post.tags[0] = support_span("Café-Racer");
	post.tags[1] = support_span("\xe2\x98\x80");
	post.place = support_span("De Hasselt, hal 4");
	struct kiem_id id = plant(g, &post, &g->anna);
	trades_market(g, &t);
	const struct deal *deal = deal_with(&t, &id);
	for (size_t i = 0; i < deal->n_words; i++) {
		sum = sum * 31 + (t.market.id[deal->word[i].id].hash ^ (deal->word[i].title ? 1 : 0) ^ (deal->word[i].tag ? 2 : 0));
	}
	sum = sum * 31 + deal->label;
	sum = sum * 31 + deal->unit.other + (uint64_t)deal->unit.each + deal->unit.of;
	if (sum != GOLDEN) {
		fail_msg("the sum is now %#llx", (unsigned long long)sum);
	}
	trades_close(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(what_is_kept_is_not_read_anew),
	        garden_test(what_went_leaves_the_file),
	        garden_test(a_few_changes_are_not_worth_a_file),
	        garden_test(a_file_that_is_no_market_is_none),
	        garden_test(its_version_goes_with_how_posts_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
