/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trades.h"

#include "../../../node/view/weights.h"

/* A market of one offer and one request, both filled in by hand, about the same thing. */
struct two {
	struct market market;
	struct deal deal[2];
	struct pair pair;
};

static struct two two(void)
{
	struct two t = {.deal = {{.weight = 1000, .person = 1, .board = 1, .trade = {.kind = KIEM_OFFER}},
	                        {.weight = 1000, .person = 2, .board = 2, .trade = {.kind = KIEM_REQUEST}}},
	        .pair = {.offer = 0, .request = 1}};

	return t;
}

static bool score(struct two *t, uint32_t words, uint32_t tags)
{
	const struct share share = {words, tags};

	t->market.deal = t->deal;
	t->market.n = 2;
	return match_may(&share, WEIGHT_MATCH_SUBJECT, t->deal[0].weight, t->deal[1].weight) &&
	       match_subject(&t->pair, &t->market, &share) && match_rest(&t->pair, &t->market);
}

/* A pair that has so many points is never passed over, and few that have not are looked at. */
static void what_may_have_so_many_points_is_looked_at(void **state)
{
	struct two t = two();
	uint64_t random = support_seed();
	size_t looked = 0, had = 0;

	t.market.deal = t.deal;
	for (size_t i = 0; i < 100000; i++) {
		uint32_t points = 1 + (uint32_t)(support_random(&random) % 600);
		uint64_t most = 1ULL << support_random(&random) % 23;
		t.deal[0].weight = support_random(&random) % most;
		t.deal[1].weight = support_random(&random) % most;
		uint64_t less = t.deal[0].weight < t.deal[1].weight ? t.deal[0].weight : t.deal[1].weight;
		struct share share = {(uint32_t)(support_random(&random) % (less + 1)), (uint32_t)(support_random(&random) % 300)};
		match_subject(&t.pair, &t.market, &share);
		bool has = t.pair.part[VIEW_MATCH_WORDS] + t.pair.part[VIEW_MATCH_TAGS] >= points;
		bool may = match_may(&share, points, t.deal[0].weight, t.deal[1].weight);
		assert_true(may || !has);
		looked += may;
		had += has;
	}
	assert_true(had > 1000 && looked < had + had / 4);
}

static uint32_t part_of(struct two *t, enum view_match_part part)
{
	assert_true(score(t, 1000, 0));
	return t->pair.part[part];
}

static void set_amount(struct deal *deal, const char *unit, int64_t left)
{
	unit_read(&deal->unit, support_span(unit));
	deal->quantity = left;
	deal->trade.has_left = true;
	deal->trade.left_milli = left;
}

static void words_by_what_they_share(void **state)
{
	struct two t = two();

	assert_true(score(&t, 500, 0));
	assert_int_equal(t.pair.part[VIEW_MATCH_WORDS], 200);
	assert_int_equal(t.pair.score, 200);
	t.deal[0].weight = 4000;
	assert_true(score(&t, 1000, 0));
	assert_int_equal(t.pair.part[VIEW_MATCH_WORDS], 200);
	/* Below the line they are about different things. */
	assert_false(score(&t, 399, 0));
	assert_true(score(&t, 400, 0));
	assert_true(score(&t, 399, 1));
	t.deal[0].weight = 0;
	assert_false(score(&t, 0, 79));
	assert_true(score(&t, 0, 80));
	assert_true(score(&t, 0, 9999));
	assert_int_equal(t.pair.part[VIEW_MATCH_TAGS], WEIGHT_MATCH_TAGS);
}

static void quantity_by_the_part_that_is_covered(void **state)
{
	struct two t = two();

	set_amount(&t.deal[0], "plaatsen", 20000);
	assert_int_equal(part_of(&t, VIEW_MATCH_QUANTITY), 0);
	set_amount(&t.deal[1], "seats", 30000);
	assert_int_equal(part_of(&t, VIEW_MATCH_QUANTITY), 99);
	set_amount(&t.deal[1], "people", 20000);
	assert_int_equal(part_of(&t, VIEW_MATCH_QUANTITY), 150);
	set_amount(&t.deal[1], "people", 1);
	assert_int_equal(part_of(&t, VIEW_MATCH_QUANTITY), 150);
	/* Nothing left, and power against energy. */
	set_amount(&t.deal[1], "people", 0);
	assert_int_equal(part_of(&t, VIEW_MATCH_QUANTITY), 0);
	set_amount(&t.deal[0], "kW", 20000);
	set_amount(&t.deal[1], "kWh", 20000);
	assert_int_equal(part_of(&t, VIEW_MATCH_QUANTITY), 0);
	/* The greatest that there are. */
	set_amount(&t.deal[0], "kg", KIEM_INT_MAX - 1);
	set_amount(&t.deal[1], "kg", KIEM_INT_MAX);
	assert_int_equal(part_of(&t, VIEW_MATCH_QUANTITY), 149);
	set_amount(&t.deal[0], "ton", KIEM_INT_MAX);
	assert_int_equal(part_of(&t, VIEW_MATCH_QUANTITY), 150);
}

static void time_by_the_part_that_meets(void **state)
{
	struct two t = two();

	t.deal[0] = (struct deal){.weight = 1000, .person = 1, .timed = true, .from = 1000, .to = 2000};
	assert_int_equal(part_of(&t, VIEW_MATCH_TIME), 0);
	t.deal[1].timed = true;
	t.deal[1].from = 1500;
	t.deal[1].to = 3500;
	assert_int_equal(part_of(&t, VIEW_MATCH_TIME), 25);
	t.deal[1].to = 1500;
	assert_int_equal(part_of(&t, VIEW_MATCH_TIME), 100);
	/* At no time both: no match at all. */
	t.deal[1].from = 2001;
	t.deal[1].to = 3500;
	assert_false(score(&t, 1000, 0));
	t.deal[1].from = 2000;
	assert_true(score(&t, 1000, 0));
	assert_int_equal(t.pair.part[VIEW_MATCH_TIME], 0);
}

static void place_by_distance_name_or_board(void **state)
{
	struct two t = two();

	assert_int_equal(part_of(&t, VIEW_MATCH_PLACE), 0);
	t.deal[1].board = 1;
	assert_int_equal(part_of(&t, VIEW_MATCH_PLACE), WEIGHT_MATCH_BOARD);
	t.deal[0].label = 7;
	assert_int_equal(part_of(&t, VIEW_MATCH_PLACE), WEIGHT_MATCH_BOARD);
	t.deal[1].label = 7;
	assert_int_equal(part_of(&t, VIEW_MATCH_PLACE), WEIGHT_MATCH_LABEL);
	t.deal[0].has_point = t.deal[1].has_point = true;
	assert_int_equal(part_of(&t, VIEW_MATCH_PLACE), WEIGHT_MATCH_PLACE);
	t.deal[1].point.lat_udeg = 8993; /* a kilometre */
	assert_in_range(part_of(&t, VIEW_MATCH_PLACE), 74, 75);
	t.deal[1].point.lat_udeg = 1000000; /* 111 km: far counts less than no point at all */
	assert_int_equal(part_of(&t, VIEW_MATCH_PLACE), 1);
}

static void two_sectors_are_a_bonus(void **state)
{
	struct two t = two();

	t.deal[0].trade.sector = KIEM_BUSINESS;
	assert_int_equal(part_of(&t, VIEW_MATCH_SECTOR), 0);
	t.deal[1].trade.sector = KIEM_BUSINESS;
	assert_int_equal(part_of(&t, VIEW_MATCH_SECTOR), 0);
	t.deal[1].trade.sector = KIEM_SCHOOL;
	assert_int_equal(part_of(&t, VIEW_MATCH_SECTOR), WEIGHT_MATCH_SECTOR);
	assert_int_equal(t.pair.score, 400 + WEIGHT_MATCH_SECTOR);
}

static void nobody_is_matched_with_themself_or_again(void **state)
{
	struct two t = two();
	uint32_t answers[] = {1, 2};

	t.deal[1].person = 1;
	assert_false(score(&t, 1000, 0));
	t.deal[1].person = 2;
	assert_true(score(&t, 1000, 0));
	/* Person 1 answered the request; person 2 the offer. */
	t.market.answer = answers;
	t.deal[1].n_answers = 1;
	assert_false(score(&t, 1000, 0));
	t.deal[1].n_answers = 0;
	t.deal[0].first_answer = 1;
	t.deal[0].n_answers = 1;
	assert_false(score(&t, 1000, 0));
	t.deal[0].first_answer = 0;
	assert_true(score(&t, 1000, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(what_may_have_so_many_points_is_looked_at),
	        cmocka_unit_test(words_by_what_they_share),
	        cmocka_unit_test(quantity_by_the_part_that_is_covered),
	        cmocka_unit_test(time_by_the_part_that_meets),
	        cmocka_unit_test(place_by_distance_name_or_board),
	        cmocka_unit_test(two_sectors_are_a_bonus),
	        cmocka_unit_test(nobody_is_matched_with_themself_or_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
