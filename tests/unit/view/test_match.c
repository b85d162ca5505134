/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trades.h"

/* Anna of a business offers a room, Bram of a school needs one. */
static void plant_room(struct garden *g, struct kiem_id *room, struct kiem_id *need)
{
	struct kiem_post profile = {.kind = KIEM_PROFILE, .name = support_span("Anna"), .sector = KIEM_BUSINESS};
	struct kiem_post offer = trade_of(KIEM_OFFER, "Vergaderzaal met beamer te leen", 20000, "seats");
	struct kiem_post request = trade_of(KIEM_REQUEST, "Gezocht: zaal en beamers voor een vergadering", 30000, "plaatsen");

	plant(g, &profile, &g->anna);
	profile.sector = KIEM_SCHOOL;
	profile.name = support_span("Bram");
	plant(g, &profile, &g->bram);
	offer.n_tags = request.n_tags = 2;
	offer.tags[0] = support_span("Ruimte");
	offer.tags[1] = support_span("beeld");
	request.tags[0] = support_span("klas");
	request.tags[1] = support_span("ruimte");
	offer.has_point = request.has_point = true;
	offer.lat_udeg = request.lat_udeg = 51560000;
	offer.lon_udeg = 5090000;
	request.lon_udeg = 5100000;
	offer.has_from = offer.has_to = request.has_from = request.has_to = true;
	offer.from = SUPPORT_NOW + DAY;
	offer.to = SUPPORT_NOW + 3 * DAY;
	request.from = SUPPORT_NOW + 2 * DAY;
	request.to = SUPPORT_NOW + 4 * DAY;
	*room = plant(g, &offer, &g->anna);
	*need = plant(g, &request, &g->bram);
}

static void a_match_says_why(void **state)
{
	struct garden *g = *state;
	struct trades t;
	struct kiem_id room, need;

	plant_room(g, &room, &need);
	plant_trade(g, KIEM_OFFER, "Ladder", &g->anna, 0, NULL);
	trades_match(g, &t);
	assert_int_equal(t.matches->n, 1);
	assert_false(t.matches->more);
	assert_int_equal(t.matches->offers, 2);
	assert_int_equal(t.matches->requests, 1);
	const struct view_match *match = &t.matches->list[0];
	assert_id_equal(match->offer.id, room);
	assert_id_equal(match->request.id, need);
	assert_int_equal(match->offer.sector, KIEM_BUSINESS);
	assert_int_equal(match->request.sector, KIEM_SCHOOL);
	/* Zaal is no word of "vergaderzaal": compounds are left whole. */
	assert_int_equal(match->n_words, 2);
	assert_string_equal(match->word[0], "beamers");
	assert_string_equal(match->word[1], "ruimte");
	assert_int_equal(match->tags, 1u << 1);
	assert_true(match->measured);
	assert_int_equal(match->cover_milli, 20000);
	assert_int_equal(match->need_milli, 30000);
	assert_true(match->timed);
	assert_true(match->from == SUPPORT_NOW + 2 * DAY && match->to == SUPPORT_NOW + 3 * DAY);
	assert_int_equal(match->place, VIEW_PLACE_POINTS);
	assert_in_range(match->distance_m, 688, 693);
	assert_int_equal(match->part[VIEW_MATCH_TIME], 50);
	assert_int_equal(match->part[VIEW_MATCH_QUANTITY], 99);
	assert_int_equal(match->part[VIEW_MATCH_SECTOR], 50);
	unsigned sum = 0;
	for (size_t i = 0; i < VIEW_MATCH_PARTS; i++) {
		sum += match->part[i];
	}
	assert_int_equal(match->score, sum);
	trades_close(&t);
}

static struct view_matches *matches_for(struct garden *g, struct trades *t, const struct kiem_id *id, const struct kiem_key *me)
{
	struct view_match_options options = options_all(g);

	trades_look(g, t);
	options.row = id == NULL ? VIEW_NONE : view_row_of(t->x, number_of(g, id));
	options.me = me;
	view_matches_destroy(t->matches);
	assert_int_equal(view_matches_create(&t->matches, t->x, g->read, &options), KIEM_DONE);
	return t->matches;
}

static void for_one_post_or_for_me(void **state)
{
	struct garden *g = *state;
	struct trades t;
	struct kiem_id of_anna = plant_trade(g, KIEM_OFFER, "ladder", &g->anna, 0, NULL);
	struct kiem_id of_bram = plant_trade(g, KIEM_REQUEST, "ladder", &g->bram, 0, NULL);
	struct kiem_id of_carla = plant_trade(g, KIEM_REQUEST, "een ladder", &g->carla, 0, NULL);
	struct kiem_id also = plant_trade(g, KIEM_OFFER, "zaag", &g->carla, 0, NULL);

	plant_trade(g, KIEM_REQUEST, "zaag", &g->bram, 0, NULL);
	struct view_matches *m = matches_for(g, &t, NULL, NULL);
	assert_int_equal(m->n, 3);
	trades_close(&t);
	m = matches_for(g, &t, &of_anna, NULL);
	assert_int_equal(m->n, 2);
	trades_close(&t);
	m = matches_for(g, &t, &of_bram, NULL);
	assert_int_equal(m->n, 1);
	assert_id_equal(m->list[0].offer.id, of_anna);
	trades_close(&t);
	/* Carla's offer and her request. */
	m = matches_for(g, &t, NULL, &g->carla.key);
	assert_int_equal(m->n, 2);
	for (size_t i = 0; i < 2; i++) {
		bool offers = memcmp(m->list[i].offer.id.b, also.b, 32) == 0;
		assert_true(offers || memcmp(m->list[i].request.id.b, of_carla.b, 32) == 0);
	}
	trades_close(&t);
	struct support_author nobody;
	support_author(&nobody, 99);
	assert_int_equal(matches_for(g, &t, NULL, &nobody.key)->n, 0);
	trades_close(&t);
}

static void a_post_that_is_not_open_has_no_matches(void **state)
{
	struct garden *g = *state;
	struct trades t;
	struct kiem_id note = plant_one(g, KIEM_INITIATIVE, "ladder", &g->anna, 5, 0, NULL);
	struct view_match_options options = options_all(g);

	trades_look(g, &t);
	options.row = view_row_of(t.x, number_of(g, &note));
	assert_int_equal(view_matches_create(&t.matches, t.x, g->read, &options), KIEM_E_INVALID);
	assert_null(t.matches);
	trades_close(&t);
}

static void the_limit_says_that_there_is_more(void **state)
{
	struct garden *g = *state;
	struct trades t;
	struct view_match_options options = options_all(g);

	plant_trade(g, KIEM_OFFER, "ladder", &g->anna, 1000, "stuks");
	plant_trade(g, KIEM_OFFER, "ladder", &g->carla, 0, NULL);
	plant_trade(g, KIEM_REQUEST, "ladder", &g->bram, 2000, "stuks");
	trades_look(g, &t);
	options.limit = 1;
	assert_int_equal(view_matches_create(&t.matches, t.x, g->read, &options), KIEM_DONE);
	assert_int_equal(t.matches->n, 1);
	assert_true(t.matches->more);
	assert_int_equal(t.matches->list[0].part[VIEW_MATCH_QUANTITY], 75);
	trades_close(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(a_match_says_why),
	        garden_test(for_one_post_or_for_me),
	        garden_test(a_post_that_is_not_open_has_no_matches),
	        garden_test(the_limit_says_that_there_is_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
