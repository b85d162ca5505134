/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Introductions: the same tag, no tie, and somebody who knows both. */
#include "../../../node/view/weights.h"
#include "pulse_garden.h"

/* Bram and Carla both know Anna; each writes about charging. */
static struct kiem_id plant_strangers(struct garden *g, const char *of_bram, const char *of_carla)
{
	struct kiem_id idea = plant_tagged(g, KIEM_INITIATIVE, "tuin", NULL, &g->anna, 5, 0, NULL);

	plant_tagged(g, KIEM_JOIN, "ik", NULL, &g->bram, 2, KIEM_ABOUT, &idea);
	plant_tagged(g, KIEM_JOIN, "ik", NULL, &g->carla, 2, KIEM_ABOUT, &idea);
	plant_tagged(g, KIEM_OFFER, "paal over", of_carla, &g->carla, 3, 0, NULL);
	return plant_tagged(g, KIEM_OFFER, "nog een paal", of_bram, &g->bram, 3, 0, NULL);
}

static void two_who_post_about_the_same_are_introduced(void **state)
{
	struct garden *g = *state;
	struct view_extract *x;

	plant_strangers(g, "Laadpaal", "laadpaal");
	struct view_pulse *pulse = feel(g, &x);
	assert_int_equal(pulse->n_introductions, 1);
	const struct view_introduction *one = &pulse->introductions[0];
	uint32_t bram = person_with(x, &g->bram), carla = person_with(x, &g->carla);
	assert_true((one->a == bram && one->b == carla) || (one->a == carla && one->b == bram));
	assert_true(memcmp(x->key[one->a].b, x->key[one->b].b, 32) < 0);
	assert_int_equal(one->via, person_with(x, &g->anna));
	assert_int_equal(view_row_person(x, one->row), one->a);
	assert_int_equal(one->tags, 1);
	feel_end(pulse, x);
}

static void who_has_a_tie_or_nothing_in_common_is_not(void **state)
{
	struct garden *g = *state;
	struct view_extract *x;
	struct kiem_id offer = plant_strangers(g, "laadpaal", "moestuin");
	struct view_pulse *pulse = feel(g, &x);

	assert_int_equal(pulse->n_introductions, 0);
	feel_end(pulse, x);
	plant_tagged(g, KIEM_LESSON, "palen", "laadpaal", &g->carla, 1, 0, NULL);
	pulse = feel(g, &x);
	assert_int_equal(pulse->n_introductions, 1);
	feel_end(pulse, x);
	plant_tagged(g, KIEM_NOTE, "ken je mij al?", NULL, &g->carla, 0, KIEM_ABOUT, &offer);
	pulse = feel(g, &x);
	assert_int_equal(pulse->n_introductions, 0);
	feel_end(pulse, x);
}

/* A sun and a flower have no word in common, for they have none. */
static void tags_without_a_word_are_not_alike(void **state)
{
	struct garden *g = *state;
	struct view_extract *x;

	plant_strangers(g, "\xe2\x98\x80", "\xe2\x9a\x98");
	struct view_pulse *pulse = feel(g, &x);
	assert_int_equal(pulse->n_introductions, 0);
	feel_end(pulse, x);
}

/* Of a tag that many use, those who used it last: one neighbour more than count, of whom the first to use it is not introduced. */
static void of_a_tag_that_many_use_the_latest_are_introduced(void **state)
{
	struct garden *g = *state;
	struct kiem_id idea = plant_tagged(g, KIEM_INITIATIVE, "tuin", NULL, &g->anna, 50, 0, NULL);
	struct support_author many[WEIGHT_MEET_USERS + 1];
	struct view_extract *x;

	for (uint64_t i = 0; i <= WEIGHT_MEET_USERS; i++) {
		support_author(&many[i], 1000 + i);
		plant_tagged(g, KIEM_JOIN, "ik", NULL, &many[i], 45, KIEM_ABOUT, &idea);
		plant_tagged(g, KIEM_OFFER, "paal over", "laadpaal", &many[i], 40 - (int64_t)i, 0, NULL);
	}
	struct view_pulse *pulse = feel(g, &x);
	assert_int_equal(pulse->n_introductions, VIEW_PULSE_FEW);
	for (size_t i = 0; i < pulse->n_introductions; i++) {
		const struct view_introduction *one = &pulse->introductions[i];
		assert_int_not_equal(one->a, person_with(x, &many[0]));
		assert_int_not_equal(one->b, person_with(x, &many[0]));
	}
	/* The two lowest keys of those that count, since all pairs weigh the same. */
	for (size_t i = 1; i <= WEIGHT_MEET_USERS; i++) {
		uint32_t person = person_with(x, &many[i]);
		bool told = person == pulse->introductions[0].a || person == pulse->introductions[0].b;
		assert_true(told || memcmp(x->key[pulse->introductions[0].b].b, x->key[person].b, 32) < 0);
	}
	feel_end(pulse, x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(two_who_post_about_the_same_are_introduced),
	        garden_test(who_has_a_tie_or_nothing_in_common_is_not),
	        garden_test(tags_without_a_word_are_not_alike),
	        garden_test(of_a_tag_that_many_use_the_latest_are_introduced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
