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
	        garden_test(diversity_is_blaus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
