/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pulse whole: a board where nothing is, and what comes from the other views. */
#include "pulse_garden.h"

static void a_quiet_board_has_a_pulse(void **state)
{
	struct garden *g = *state;
	struct view_extract *x;

	plant_tagged(g, KIEM_LESSON, "x", NULL, &g->anna, 100, 0, NULL);
	struct view_pulse *pulse = feel(g, &x);
	assert_int_equal(pulse->n_active, 0);
	assert_int_equal(pulse->n_new, 0);
	assert_int_equal(pulse->n_unanswered, 0);
	assert_int_equal(pulse->n_risen + pulse->n_fallen + pulse->n_pioneers, 0);
	assert_int_equal(pulse->n_introductions, 0);
	assert_int_equal(pulse->n_burdens, 0);
	assert_int_equal(pulse->n_matches, 0);
	assert_int_equal(pulse->reciprocity, 0);
	assert_true(pulse->has_connectors);
	assert_int_equal(pulse->n_connectors, 0);
	feel_end(pulse, x);
	view_pulse_destroy(NULL);
}

static void requests_without_an_answer_eldest_first_on_this_board(void **state)
{
	struct garden *g = *state;
	struct kiem_post elsewhere = {.kind = KIEM_REQUEST,
	        .title = support_span("elders"),
	        .board = support_span("nl/elders"),
	        .made = SUPPORT_NOW - 90 * DAY};
	struct view_extract *x;

	plant(g, &elsewhere, &g->anna);
	struct kiem_id old = plant_tagged(g, KIEM_REQUEST, "een zaal gezocht", NULL, &g->anna, 40, 0, NULL);
	struct kiem_id young = plant_tagged(g, KIEM_REQUEST, "een boor gezocht", NULL, &g->anna, 4, 0, NULL);
	struct kiem_id met = plant_tagged(g, KIEM_REQUEST, "een ladder gezocht", NULL, &g->anna, 60, 0, NULL);
	plant_tagged(g, KIEM_OFFER, "een ladder", NULL, &g->bram, 2, KIEM_ANSWERS, &met);
	plant_tagged(g, KIEM_OFFER, "zaal voor iedereen", NULL, &g->bram, 2, 0, NULL);
	struct view_pulse *pulse = feel(g, &x);
	assert_int_equal(pulse->n_unanswered, 2);
	assert_id_equal(pulse->unanswered[0].id, old);
	assert_id_equal(pulse->unanswered[1].id, young);
	assert_int_equal(pulse->n_active, 2);
	assert_true(pulse->n_matches >= 1);
	feel_end(pulse, x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(a_quiet_board_has_a_pulse),
	        garden_test(requests_without_an_answer_eldest_first_on_this_board),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
