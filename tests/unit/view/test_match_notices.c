/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a post says that is compared, and that it is read once. */
#include "trades.h"

static struct kiem_post everything(void)
{
	struct kiem_post post = trade_of(KIEM_OFFER, "Twee ladders", 2500, "kg");

	post.text = support_span("De ladders staan klaar");
	post.n_tags = 1;
	post.tags[0] = support_span("Groen");
	post.place = support_span("De Hasselt");
	post.has_point = true;
	post.lat_udeg = 51560000;
	post.lon_udeg = 5083333;
	post.has_to = true;
	post.to = SUPPORT_NOW + DAY;
	return post;
}

static const struct notice *notice_of(struct garden *g, struct trades *t, const struct kiem_id *id, uint32_t *place)
{
	t->market.x = t->x;
	t->market.read = g->read;
	t->market.now_ms = g->now;
	assert_int_equal(market_notice(&t->market, place, view_row_of(t->x, number_of(g, id))), KIEM_DONE);
	return market_noticed(&t->market, *place);
}

static void it_says_what_its_post_says(void **state)
{
	struct garden *g = *state;
	struct kiem_post post = everything();
	struct kiem_id id = plant(g, &post, &g->anna);
	struct trades t;
	uint32_t place;

	trades_look(g, &t);
	const struct notice *notice = notice_of(g, &t, &id, &place);
	assert_id_equal(notice->id, id);
	assert_int_equal(notice->number, number_of(g, &id));
	assert_int_equal(notice->unit.of, UNIT_MASS);
	assert_int_equal(notice->quantity, 2500);
	assert_false(notice->has_from);
	assert_true(notice->has_to);
	assert_int_equal(notice->to, SUPPORT_NOW + DAY);
	assert_true(notice->has_point && notice->point.lat_udeg == 51560000 && notice->point.lon_udeg == 5083333);
	assert_true(notice->label != 0);
	/* Ladder and groen, both in a title or tag; staan, klaar; the tag. Twee is one too many to be a stop word. */
	const struct market_word *word = market_noticed_words(&t.market, place);
	size_t titles = 0, tags = 0;
	for (size_t i = 0; i < notice->n_words; i++) {
		titles += word[i].title;
		tags += word[i].tag;
		assert_true(i == 0 || word[i - 1].id < word[i].id);
	}
	assert_int_equal(tags, 1);
	assert_true(notice->n_words > titles && titles > tags);
	trades_close(&t);
}

static void it_is_read_once(void **state)
{
	struct garden *g = *state;
	struct kiem_post post = everything();
	struct kiem_id id = plant(g, &post, &g->anna), other = plant_trade(g, KIEM_REQUEST, "zaal", &g->bram, 0, NULL);
	struct trades t;
	uint32_t first, second, again;

	trades_look(g, &t);
	notice_of(g, &t, &id, &first);
	const struct notice *notice = notice_of(g, &t, &other, &second);
	assert_int_equal(notice->unit.of, UNIT_NONE);
	assert_int_equal(notice->label, 0);
	notice_of(g, &t, &id, &again);
	assert_int_equal(again, first);
	assert_int_not_equal(second, first);
	assert_int_equal(t.market.notices.n_fresh, 2);
	trades_close(&t);
}

/* After a store was made anew another post may have the number. */
static void one_of_another_post_with_its_number_is_not_believed(void **state)
{
	struct garden *g = *state;
	struct kiem_id id = plant_trade(g, KIEM_OFFER, "ladder", &g->anna, 3000, "stuks");
	struct trades t;
	uint32_t place;

	trades_look(g, &t);
	const uint64_t number = number_of(g, &id);
	struct notice old = {.id = id, .number = number, .quantity = 7000};
	struct notices *all = &t.market.notices;
	all->n_old = 1;
	all->used = calloc(1, sizeof(*all->used));
	all->old = &old;
	all->old_number = &number;
	assert_int_equal(notice_of(g, &t, &id, &place)->quantity, 7000);
	assert_int_equal(all->n_used, 1);
	old.id.b[31] ^= 1;
	assert_int_equal(notice_of(g, &t, &id, &place)->quantity, 3000);
	assert_int_equal(all->n_used, 1);
	assert_int_equal(place, 1);
	trades_close(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(it_says_what_its_post_says),
	        garden_test(it_is_read_once),
	        garden_test(one_of_another_post_with_its_number_is_not_believed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
