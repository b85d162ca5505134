/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trades.h"

#include "../../../node/view/weights.h"

static bool counts(uint64_t *hash, const char *text)
{
	struct view_words words;

	view_words_begin(&words, support_span(text));
	assert_true(view_words_next(&words));
	return match_word_hash(hash, &words);
}

static void words_that_every_offer_has_tell_nothing(void **state)
{
	uint64_t one, other;

	assert_false(counts(&one, "gezocht") || counts(&one, "Aangeboden") || counts(&one, "de") || counts(&one, "2026"));
	assert_true(counts(&one, "ladders"));
	assert_true(counts(&other, "Ladder"));
	assert_true(one == other);
}

/* A sun and a flower are no words, so they have none in common. */
static void a_tag_is_another_than_the_word_and_no_tag_without_one(void **state)
{
	uint64_t word, one, other = 0;

	assert_true(match_tag_hash(&one, support_span("Café racer")) && match_tag_hash(&other, support_span("cafe-racer")));
	assert_true(one == other);
	assert_true(counts(&word, "ladder") && match_tag_hash(&one, support_span("ladder")));
	assert_true(one != word);
	assert_false(match_tag_hash(&one, support_span("\xe2\x98\x80")) || match_tag_hash(&one, support_span("\xe2\x9a\x98")));
}

static void a_rare_word_weighs_more(void **state)
{
	struct garden *g = *state;
	struct trades t;

	for (int i = 0; i < 60; i++) {
		plant_trade(g, KIEM_OFFER, i == 0 ? "steiger" : i < 10 ? "ladder" : "zaal", &g->anna, 1000 + i, "stuks");
	}
	trades_market(g, &t);
	uint64_t hash[3];
	const char *const words[] = {"steiger", "ladder", "zaal"};
	for (size_t i = 0; i < 3; i++) {
		assert_true(counts(&hash[i], words[i]));
	}
	/* log2(1 + 60 / 1) and log2(1 + 60 / 9), in 256ths. */
	assert_int_equal(t.market.id[market_word_find(&t.market, hash[0])].weight, 1518);
	assert_int_equal(t.market.id[market_word_find(&t.market, hash[1])].weight, 752);
	/* 50 of 60: not yet too common, for a market so small. */
	assert_int_equal(t.market.id[market_word_find(&t.market, hash[2])].weight, 291);
	assert_int_equal(market_word_find(&t.market, 12345), UINT32_MAX);
	/* A title counts twice; the first post is the last of the market. */
	assert_int_equal(t.market.deal[t.market.n - 1].weight, 2 * 1518);
	trades_close(&t);
	plant_trade(g, KIEM_OFFER, "zaal", &g->bram, 0, NULL);
	trades_market(g, &t);
	assert_int_equal(t.market.id[market_word_find(&t.market, hash[2])].weight, 0);
	trades_close(&t);
}

static void words_are_found_by_who_has_them(void **state)
{
	struct garden *g = *state;
	struct trades t;
	struct postings p;
	uint64_t hash;

	struct kiem_id offer = plant_trade(g, KIEM_OFFER, "ladder en ladders", &g->anna, 0, NULL);
	plant_trade(g, KIEM_REQUEST, "een ladder", &g->bram, 0, NULL);
	trades_market(g, &t);
	assert_int_equal(market_postings(&p, &t.market, KIEM_OFFER, NULL), KIEM_DONE);
	assert_true(counts(&hash, "ladder"));
	uint32_t id = market_word_find(&t.market, hash);
	assert_int_equal(p.first[id + 1] - p.first[id], 1);
	assert_id_equal(t.market.deal[p.entry[p.first[id]].deal].trade.id, offer);
	assert_int_equal(t.market.id[id].posts, 2);
	assert_non_null(deal_word(&t.market, &t.market.deal[0], id));
	assert_null(deal_word(&t.market, &t.market.deal[0], id + 1));
	postings_finish(&p);
	trades_close(&t);
}

/* A text with every word in it gains nothing over one that is about the thing; and no more than 256 words of it are looked at. */
static void a_text_of_all_words_gains_nothing(void **state)
{
	struct garden *g = *state;
	static char text[12000];
	struct trades t;
	size_t n = 0;

	for (unsigned i = 0; i < 1000; i++) {
		n += (size_t)snprintf(text + n, sizeof(text) - n, "woord%c%c%c ", 'a' + i % 26, 'a' + i / 26 % 26, 'a' + i / 676);
	}
	struct kiem_post stuffed = trade_of(KIEM_OFFER, "alles", 0, NULL);
	stuffed.text = support_span(text);
	struct kiem_id full = plant(g, &stuffed, &g->anna);
	struct kiem_id plain = plant_trade(g, KIEM_OFFER, "woordaaa", &g->bram, 0, NULL);
	plant_trade(g, KIEM_REQUEST, "woordaaa", &g->carla, 0, NULL);
	trades_market(g, &t);
	assert_int_equal(deal_with(&t, &full)->n_words, 256);
	trades_close(&t);
	trades_match(g, &t);
	assert_int_equal(t.matches->n, 1);
	assert_id_equal(t.matches->list[0].offer.id, plain);
	assert_int_equal(t.matches->list[0].part[VIEW_MATCH_WORDS], WEIGHT_MATCH_WORDS);
	trades_close(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(words_that_every_offer_has_tell_nothing),
	        cmocka_unit_test(a_tag_is_another_than_the_word_and_no_tag_without_one),
	        garden_test(a_rare_word_weighs_more),
	        garden_test(words_are_found_by_who_has_them),
	        garden_test(a_text_of_all_words_gains_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
