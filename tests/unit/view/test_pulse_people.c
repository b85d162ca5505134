/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is new, who met them, and who is at the table. */
#include "pulse_garden.h"

static void who_is_new_and_who_was_met(void **state)
{
	struct garden *g = *state;
	struct support_author dirk;
	struct view_extract *x;

	support_author(&dirk, 8);
	plant_tagged(g, KIEM_LESSON, "al lang", NULL, &g->anna, 30, 0, NULL);
	struct kiem_id first = plant_tagged(g, KIEM_OFFER, "ik ben nieuw", NULL, &g->bram, 5, 0, NULL);
	plant_tagged(g, KIEM_OFFER, "ik ook", NULL, &g->carla, 6, 0, NULL);
	plant_tagged(g, KIEM_OFFER, "en ik", NULL, &dirk, 4, 0, NULL);
	/* Answering oneself is no welcome. */
	plant_tagged(g, KIEM_NOTE, "nog iets", NULL, &g->bram, 4, KIEM_ABOUT, &first);
	struct kiem_id welcome = plant_tagged(g, KIEM_NOTE, "welkom", NULL, &g->anna, 3, KIEM_ABOUT, &first);
	plant_tagged(g, KIEM_JOIN, "ik doe mee", NULL, &g->carla, 1, KIEM_ABOUT, &first);
	struct view_pulse *pulse = feel(g, &x);
	assert_int_equal(pulse->n_new, 3);
	assert_int_equal(pulse->n_welcomed, 1);
	assert_int_equal(pulse->newcomers[0].person, person_with(x, &g->carla)); /* waits longest */
	assert_int_equal(pulse->newcomers[1].person, person_with(x, &dirk));
	assert_int_equal(pulse->newcomers[1].welcome, VIEW_NONE);
	const struct view_newcomer *met = &pulse->newcomers[2];
	assert_int_equal(met->person, person_with(x, &g->bram));
	assert_id_equal(x->id[met->welcome], welcome);
	assert_int_equal(met->by, person_with(x, &g->anna));
	assert_int_equal(pulse->welcome_ms, 2 * DAY);
	assert_int_equal(pulse->n_active, 4);
	feel_end(pulse, x);
}

static void a_vouch_is_a_welcome(void **state)
{
	struct garden *g = *state;
	struct view_extract *x;

	plant_tagged(g, KIEM_LESSON, "al lang", NULL, &g->anna, 30, 0, NULL);
	plant_tagged(g, KIEM_OFFER, "ik ben nieuw", NULL, &g->bram, 5, 0, NULL);
	plant_about(g, KIEM_VOUCH, &g->anna, &g->bram);
	struct view_pulse *pulse = feel(g, &x);
	assert_int_equal(pulse->n_welcomed, 1);
	assert_int_equal(pulse->newcomers[0].by, person_with(x, &g->anna));
	feel_end(pulse, x);
}

/* Bram asked; Anna, who is new, is the one whom his receipt thanks, though she made nothing that it names. */
static void thanks_are_a_welcome(void **state)
{
	struct garden *g = *state;
	struct kiem_post receipt = {.kind = KIEM_RECEIPT, .has_whom = true, .whom = g->anna.key, .made = SUPPORT_NOW - DAY};
	struct view_extract *x;

	receipt.links[0].id = plant_tagged(g, KIEM_REQUEST, "wie helpt", NULL, &g->bram, 30, 0, NULL);
	receipt.links[0].relation = KIEM_ABOUT;
	receipt.n_links = 1;
	plant_tagged(g, KIEM_OFFER, "ik ben nieuw", NULL, &g->anna, 5, 0, NULL);
	struct kiem_id thanks = plant(g, &receipt, &g->bram);
	struct view_pulse *pulse = feel(g, &x);
	assert_int_equal(pulse->n_new, 1);
	assert_int_equal(pulse->n_welcomed, 1);
	assert_id_equal(x->id[pulse->newcomers[0].welcome], thanks);
	feel_end(pulse, x);
}

/* Whom Anna vouched for before they posted anything was welcomed before they came. */
static void a_vouch_may_come_first(void **state)
{
	struct garden *g = *state;
	struct kiem_post vouch = {
	        .kind = KIEM_VOUCH, .has_whom = true, .whom = g->bram.key, .level = 2, .made = SUPPORT_NOW - 30 * DAY};
	struct view_extract *x;

	plant(g, &vouch, &g->anna);
	plant_tagged(g, KIEM_OFFER, "ik ben nieuw", NULL, &g->bram, 5, 0, NULL);
	struct view_pulse *pulse = feel(g, &x);
	assert_int_equal(pulse->n_welcomed, 1);
	assert_int_equal(pulse->newcomers[0].by, person_with(x, &g->anna));
	assert_int_equal(pulse->welcome_ms, 0);
	feel_end(pulse, x);
}

/* Bram went on with another key; neither of the two needs to hear that he is new. */
static void nobody_is_new_to_themself(void **state)
{
	struct garden *g = *state;
	const struct support_author *keys[] = {&g->bram, &g->carla};
	struct view_extract *x;

	plant_tagged(g, KIEM_OFFER, "ik ben nieuw", NULL, &g->bram, 5, 0, NULL);
	plant_profile(g, &g->bram, "Bram", 60, 0, &g->carla);
	plant_about(g, KIEM_SUCCEED, &g->carla, &g->bram);
	for (size_t i = 0; i < 2; i++) {
		struct view_pulse *pulse = feel_as(g, &x, &keys[i]->key);
		assert_int_equal(pulse->n_new, 0);
		feel_end(pulse, x);
	}
	struct view_pulse *pulse = feel(g, &x);
	assert_int_equal(pulse->n_new, 1);
	feel_end(pulse, x);
}

/* Two of one sector and one of another: 1 - (4 + 1) / 9. */
static void diversity_is_blaus(void **state)
{
	struct garden *g = *state;
	struct kiem_post profile = {.kind = KIEM_PROFILE, .name = support_span("een"), .sector = KIEM_RESIDENT};
	struct support_author dirk;
	struct view_extract *x;

	support_author(&dirk, 8);
	plant(g, &profile, &g->anna);
	plant(g, &profile, &g->bram);
	profile.sector = KIEM_SCHOOL;
	plant(g, &profile, &g->carla);
	plant_tagged(g, KIEM_OFFER, "zonder sector", NULL, &dirk, 1, 0, NULL);
	struct view_pulse *pulse = feel(g, &x);
	assert_int_equal(pulse->diversity, 444);
	assert_int_equal(pulse->n_sectors[0], 1);
	assert_int_equal(pulse->n_sectors[KIEM_RESIDENT], 2);
	assert_int_equal(pulse->absent & 1u << KIEM_RESIDENT, 0);
	assert_int_not_equal(pulse->absent & 1u << KIEM_CARE, 0);
	feel_end(pulse, x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(who_is_new_and_who_was_met),
	        garden_test(a_vouch_is_a_welcome),
	        garden_test(thanks_are_a_welcome),
	        garden_test(a_vouch_may_come_first),
	        garden_test(nobody_is_new_to_themself),
	        garden_test(diversity_is_blaus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
