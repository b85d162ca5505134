/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../../node/view/rings.h"
#include "trades.h"

static void lay(struct garden *g, struct trades *t, struct rounds *r)
{
	struct view_match_options options = options_all(g);
	struct pairs pairs = {0};
	bool *wanted;

	trades_market(g, t);
	*r = (struct rounds){.market = &t->market, .options = &options};
	assert_int_equal(market_wanted(&wanted, &t->market, &options), KIEM_DONE);
	assert_int_equal(market_pairs(&pairs, &t->market, wanted, 100, 0), KIEM_DONE);
	assert_int_equal(rings_people(r), KIEM_DONE);
	assert_int_equal(rings_ways(r, &pairs), KIEM_DONE);
	free(wanted);
	free(pairs.list);
}

static void lift(struct trades *t, struct rounds *r)
{
	free(r->people);
	free(r->place);
	free(r->way);
	free(r->first);
	trades_close(t);
}

static void people_stand_by_key(void **state)
{
	struct garden *g = *state;
	struct trades t;
	struct rounds r;

	plant_trade(g, KIEM_OFFER, "ladder", &g->carla, 0, NULL);
	plant_trade(g, KIEM_REQUEST, "ladder", &g->anna, 0, NULL);
	plant_trade(g, KIEM_REQUEST, "zaag", &g->bram, 0, NULL);
	lay(g, &t, &r);
	assert_int_equal(r.n_people, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(r.place[r.people[i]], i);
		assert_true(i == 0 || memcmp(t.x->key[r.people[i - 1]].b, t.x->key[r.people[i]].b, 32) < 0);
	}
	assert_int_equal(r.n_ways, 1);
	assert_memory_equal(t.x->key[r.people[r.way[0].from]].b, g->carla.key.b, 32);
	assert_memory_equal(t.x->key[r.people[r.way[0].to]].b, g->anna.key.b, 32);
	lift(&t, &r);
}

static void between_two_people_the_best_match_counts(void **state)
{
	struct garden *g = *state;
	struct trades t;
	struct rounds r;

	plant_trade(g, KIEM_OFFER, "stoelen", &g->anna, 1000, "stuks");
	struct kiem_id best = plant_trade(g, KIEM_OFFER, "stoelen", &g->anna, 5000, "stuks");
	plant_trade(g, KIEM_OFFER, "stoelen", &g->anna, 3000, "stuks");
	plant_trade(g, KIEM_REQUEST, "stoelen", &g->bram, 5000, "stuks");
	lay(g, &t, &r);
	assert_int_equal(r.n_ways, 1);
	assert_id_equal(t.market.deal[r.way[0].pair.offer].trade.id, best);
	lift(&t, &r);
}

static void from_a_person_only_the_best_ways_go_on(void **state)
{
	struct garden *g = *state;
	struct trades t;
	struct rounds r;

	plant_trade(g, KIEM_OFFER, "stoelen", &g->anna, 10000, "stuks");
	for (uint64_t i = 0; i < VIEW_RING_WAYS + 4; i++) {
		struct support_author author;
		support_author(&author, 30 + i);
		plant_trade(g, KIEM_REQUEST, "stoelen", &author, (int64_t)(9 + i) * 1000, "stuks");
	}
	lay(g, &t, &r);
	assert_int_equal(r.n_ways, VIEW_RING_WAYS);
	uint32_t giver = r.way[0].from;
	assert_int_equal(r.first[giver + 1] - r.first[giver], VIEW_RING_WAYS);
	for (size_t i = 1; i < VIEW_RING_WAYS; i++) {
		assert_true(pair_order(&t.market, &r.way[i - 1].pair, &r.way[i].pair) < 0);
	}
	lift(&t, &r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(people_stand_by_key),
	        garden_test(between_two_people_the_best_match_counts),
	        garden_test(from_a_person_only_the_best_ways_go_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
