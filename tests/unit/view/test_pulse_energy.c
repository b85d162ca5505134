/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where energy moved, what was started, and who carries much. */
#include "pulse_garden.h"

static void what_rose_what_fell_and_what_began(void **state)
{
	struct garden *g = *state;
	struct view_extract *x;
	struct kiem_id old = plant_tagged(g, KIEM_INITIATIVE, "wordt rustiger", NULL, &g->anna, 60, 0, NULL);
	struct kiem_id lively = plant_tagged(g, KIEM_INITIATIVE, "leeft op", NULL, &g->bram, 50, 0, NULL);
	struct kiem_id fresh = plant_tagged(g, KIEM_INITIATIVE, "begint", NULL, &g->carla, 2, 0, NULL);

	plant_tagged(g, KIEM_JOIN, "ik", NULL, &g->bram, 55, KIEM_ABOUT, &old);
	plant_tagged(g, KIEM_JOIN, "ik", NULL, &g->anna, 1, KIEM_ABOUT, &lively);
	plant_tagged(g, KIEM_JOIN, "ik", NULL, &g->carla, 1, KIEM_ABOUT, &lively);
	plant_tagged(g, KIEM_JOIN, "ik ook", NULL, &g->anna, 1, KIEM_ABOUT, &fresh);
	plant_tagged(g, KIEM_JOIN, "ik ook", NULL, &g->bram, 1, KIEM_ABOUT, &fresh);
	struct view_pulse *pulse = feel(g, &x);
	assert_int_equal(pulse->n_risen, 1);
	assert_id_equal(x->id[pulse->risen[0].row], lively);
	assert_true(pulse->risen[0].by > 0);
	assert_int_equal(pulse->n_fallen, 1);
	assert_id_equal(x->id[pulse->fallen[0].row], old);
	assert_true(pulse->fallen[0].by < 0);
	assert_int_equal(pulse->n_pioneers, 1);
	assert_int_equal(pulse->pioneers[0].person, person_with(x, &g->carla));
	assert_id_equal(x->id[pulse->pioneers[0].row], fresh);
	assert_int_equal(pulse->pioneers[0].people, 3);
	assert_int_equal(pulse->states[VIEW_RESTING] + pulse->states[VIEW_ALIVE] + pulse->states[VIEW_SPROUTING], 3);
	feel_end(pulse, x);
}

/* Of what was begun long ago nothing was left; one join wakes it. */
static void what_slept_long_rises(void **state)
{
	struct garden *g = *state;
	struct kiem_post old = {.kind = KIEM_INITIATIVE, .title = support_span("lang geleden"), .made = SUPPORT_NOW - 600 * DAY};
	struct view_extract *x;

	old.until = SUPPORT_NOW + 100 * DAY;
	struct kiem_id id = plant(g, &old, &g->anna);
	plant_tagged(g, KIEM_JOIN, "ik weer", NULL, &g->bram, 1, KIEM_ABOUT, &id);
	struct view_pulse *pulse = feel(g, &x);
	assert_int_equal(pulse->n_risen, 1);
	assert_id_equal(x->id[pulse->risen[0].row], id);
	assert_int_equal(pulse->risen[0].by, (int64_t)pulse->risen[0].energy);
	feel_end(pulse, x);
}

/* More than are told: the latest three, newest first. */
static void the_latest_beginnings_are_told(void **state)
{
	struct garden *g = *state;
	struct view_extract *x;
	struct kiem_id ids[5];

	for (int i = 0; i < 5; i++) {
		char title[20];
		snprintf(title, sizeof(title), "plan %d", i);
		ids[i] = plant_tagged(g, KIEM_INITIATIVE, title, NULL, &g->anna, 10 + i * 3 % 5, 0, NULL);
		plant_tagged(g, KIEM_JOIN, title, NULL, &g->bram, 2, KIEM_ABOUT, &ids[i]);
		plant_tagged(g, KIEM_JOIN, title, NULL, &g->carla, 2, KIEM_ABOUT, &ids[i]);
	}
	struct view_pulse *pulse = feel(g, &x);
	assert_int_equal(pulse->n_pioneers, 5);
	/* Days ago: 10 13 11 14 12. */
	assert_id_equal(x->id[pulse->pioneers[0].row], ids[0]);
	assert_id_equal(x->id[pulse->pioneers[1].row], ids[2]);
	assert_id_equal(x->id[pulse->pioneers[2].row], ids[4]);
	feel_end(pulse, x);
}

/* Anna knows all; nobody else knows another. */
static void who_holds_others_together_is_cared_for(void **state)
{
	struct garden *g = *state;
	struct view_extract *x;
	struct kiem_id idea = plant_tagged(g, KIEM_INITIATIVE, "tuin", NULL, &g->anna, 5, 0, NULL);

	for (uint64_t i = 0; i < 5; i++) {
		struct support_author author;
		support_author(&author, 20 + i);
		plant_tagged(g, KIEM_JOIN, "ik", NULL, &author, 2, KIEM_ABOUT, &idea);
	}
	struct view_pulse *pulse = feel(g, &x);
	assert_int_equal(pulse->n_burdens, 1);
	assert_int_equal(pulse->burdens[0].person, person_with(x, &g->anna));
	assert_int_equal(pulse->burdens[0].apart, 4);
	feel_end(pulse, x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(what_rose_what_fell_and_what_began),
	        garden_test(what_slept_long_rises),
	        garden_test(the_latest_beginnings_are_told),
	        garden_test(who_holds_others_together_is_cared_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
