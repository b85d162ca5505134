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

/* ---- what is passed over ---- */

#define DEALS 60
#define WORDS 12

struct drawn {
	uint64_t random;
	struct market market;
	struct deal deal[DEALS];
	struct market_id id[WORDS];
	struct market_word word[DEALS][WORDS];
	bool wanted[DEALS];
};

static uint32_t below(struct drawn *d, uint32_t n)
{
	return (uint32_t)(support_random(&d->random) % n);
}

static void draw_deal(struct drawn *d, uint32_t i)
{
	struct deal *deal = &d->deal[i];

	*deal = (struct deal){.word = d->word[i], .person = i, .board = below(d, 2), .label = below(d, 3)};
	deal->trade.kind = i % 2 == 0 ? KIEM_OFFER : KIEM_REQUEST;
	deal->trade.made = below(d, 9);
	deal->trade.id.b[0] = (uint8_t)i;
	deal->trade.sector = below(d, 3);
	deal->trade.left_milli = 1000 * (1 + below(d, 5));
	unit_read(&deal->unit, support_span("stuks"));
	deal->timed = below(d, 2) == 0;
	deal->from = below(d, 50);
	deal->to = deal->from + below(d, 100);
	deal->has_point = below(d, 2) == 0;
	deal->point.lat_udeg = (int32_t)below(d, 20000);
	for (uint32_t w = 0; w < WORDS; w++) {
		if (below(d, 3) == 0) {
			struct market_word *word = &d->word[i][deal->n_words++];
			*word = (struct market_word){.id = w & 0x3fffffffu, .tag = w >= WORDS - 3, .title = below(d, 2) & 1u};
			deal->weight += (uint64_t)d->id[w].weight * (word->tag ? 0 : word->title ? 2 : 1);
		}
	}
	d->wanted[i] = below(d, 3) != 0;
}

static void draw(struct drawn *d)
{
	for (uint32_t w = 0; w < WORDS; w++) {
		d->id[w] = (struct market_id){.weight = 50 + below(d, 2000)};
	}
	for (uint32_t i = 0; i < DEALS; i++) {
		draw_deal(d, i);
	}
	d->market = (struct market){.n = DEALS, .deal = d->deal, .n_ids = WORDS, .id = d->id};
}

/* Of all pairs of all wanted deals those that are among the best `most` of one, best first. */
static void pairs_one_by_one(struct pairs *pairs, const struct drawn *d, size_t most)
{
	for (uint32_t i = 0; i < DEALS; i++) {
		bool only[DEALS] = {0};
		struct pairs all = {0};
		only[i] = d->wanted[i];
		assert_int_equal(market_pairs(&all, &d->market, only, DEALS, 0), KIEM_DONE);
		pairs_sort(&all, &d->market);
		for (size_t k = 0; k < all.n && k < most; k++) {
			pairs->list[pairs->n++] = all.list[k];
		}
		free(all.list);
	}
	pairs_sort(pairs, &d->market);
}

static void what_is_passed_over_would_not_be_listed(void **state)
{
	static struct drawn d;
	static struct pair list[DEALS * DEALS];

	d.random = support_seed();
	for (size_t times = 0; times < 300; times++) {
		size_t most = 1 + below(&d, 3), limit = below(&d, 8);
		struct pairs found = {0}, plain = {.list = list};
		draw(&d);
		pairs_one_by_one(&plain, &d, most);
		assert_int_equal(market_pairs(&found, &d.market, d.wanted, most, limit), KIEM_DONE);
		pairs_sort(&found, &d.market);
		/* One more than are listed tells that there are more. */
		size_t n = limit == 0 || plain.n < limit + 1 ? plain.n : limit + 1;
		assert_true(limit == 0 ? found.n == n : found.n >= n && (found.n > limit) == (plain.n > limit));
		for (size_t i = 0; i < n; i++) {
			assert_int_equal(found.list[i].offer, plain.list[i].offer);
			assert_int_equal(found.list[i].request, plain.list[i].request);
			assert_int_equal(found.list[i].score, plain.list[i].score);
		}
		free(found.list);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(only_the_best_few_are_kept),
	        garden_test(of_equals_the_later_comes_first),
	        garden_test(a_pair_found_from_both_sides_is_there_once),
	        garden_test(an_empty_market_has_none),
	        cmocka_unit_test(what_is_passed_over_would_not_be_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
