/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trades.h"

static const char *const goods[] = {"ladder", "zaag", "aanhanger", "kruiwagen", "tent"};

/* Person i of `people` has goods i; and needs goods `needs`. */
static void plant_person(struct garden *g, size_t i, size_t needs)
{
	struct support_author author;
	struct kiem_post post = trade_of(KIEM_OFFER, goods[i], 0, NULL);

	support_author(&author, 20 + i);
	post.text = support_span(i < 3 ? "een" : "twee");
	plant(g, &post, &author);
	post = trade_of(KIEM_REQUEST, goods[needs], 0, NULL);
	plant(g, &post, &author);
}

static struct view_rings *rings_of(struct garden *g, struct trades *t, const struct kiem_key *me, const struct kiem_id *id)
{
	struct view_match_options options = options_all(g);

	trades_look(g, t);
	options.me = me;
	options.row = id == NULL ? VIEW_NONE : view_row_of(t->x, number_of(g, id));
	assert_int_equal(view_rings_create(&t->rings, t->x, g->read, &options), KIEM_DONE);
	return t->rings;
}

static void each_has_what_the_next_one_needs(void **state)
{
	struct garden *g = *state;
	struct trades t;

	/* Person i needs what i - 1 has: 0 gives to 1, 1 to 2, 2 to 0. */
	for (size_t i = 0; i < 3; i++) {
		plant_person(g, i, (i + 2) % 3);
	}
	const struct view_ring *ring = &rings_of(g, &t, NULL, NULL)->list[0];
	assert_int_equal(t.rings->n, 1);
	assert_int_equal(ring->n, 3);
	for (size_t i = 0; i < 3; i++) {
		const struct view_match *step = &ring->step[i], *next = &ring->step[(i + 1) % 3];
		assert_memory_equal(step->request.author.b, next->offer.author.b, 32);
		assert_true(step->score >= ring->score);
		assert_true(i == 0 || memcmp(ring->step[0].offer.author.b, step->offer.author.b, 32) < 0);
	}
	trades_close(&t);
}

static void two_may_swap_and_five_are_too_many(void **state)
{
	struct garden *g = *state;
	struct trades t;

	for (size_t i = 0; i < 5; i++) {
		plant_person(g, i, (i + 4) % 5);
	}
	assert_int_equal(rings_of(g, &t, NULL, NULL)->n, 0);
	trades_close(&t);
	/* Person 0 also needs what 1 has: a swap; and what 3 has: four of them go round. */
	struct support_author first;
	support_author(&first, 20);
	struct kiem_id saw = plant_trade(g, KIEM_REQUEST, goods[1], &first, 0, NULL);
	plant_trade(g, KIEM_REQUEST, goods[3], &first, 0, NULL);
	assert_int_equal(rings_of(g, &t, NULL, NULL)->n, 2);
	assert_true(t.rings->list[0].score >= t.rings->list[1].score);
	assert_int_equal(t.rings->list[0].n + t.rings->list[1].n, 2 + 4);
	trades_close(&t);
	/* Only that request's; only of who is in it. */
	assert_int_equal(rings_of(g, &t, NULL, &saw)->n, 1);
	assert_int_equal(t.rings->list[0].n, 2);
	trades_close(&t);
	struct support_author third, fifth;
	support_author(&third, 22);
	support_author(&fifth, 24);
	assert_int_equal(rings_of(g, &t, &third.key, NULL)->n, 1);
	trades_close(&t);
	assert_int_equal(rings_of(g, &t, &fifth.key, NULL)->n, 0);
	trades_close(&t);
	assert_int_equal(rings_of(g, &t, &g->carla.key, NULL)->n, 0);
	trades_close(&t);
	view_rings_destroy(NULL);
}

static void many_rings_are_bounded(void **state)
{
	struct garden *g = *state;
	struct trades t;

	/* Everybody has and needs the same: 24 people make thousands of rings. */
	for (size_t i = 0; i < 24; i++) {
		struct support_author author;
		support_author(&author, 40 + i);
		plant_trade(g, KIEM_OFFER, "ladder", &author, 0, NULL);
		plant_trade(g, KIEM_REQUEST, "ladder", &author, 0, NULL);
	}
	struct view_match_options options = options_all(g);
	trades_look(g, &t);
	options.limit = 10;
	assert_int_equal(view_rings_create(&t.rings, t.x, g->read, &options), KIEM_DONE);
	assert_int_equal(t.rings->n, 10);
	assert_true(t.rings->more);
	for (size_t i = 1; i < 10; i++) {
		assert_true(t.rings->list[i].n >= t.rings->list[i - 1].n);
	}
	trades_close(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(each_has_what_the_next_one_needs),
	        garden_test(two_may_swap_and_five_are_too_many),
	        garden_test(many_rings_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
