/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hall.h"

static void each_has_its_energy_its_people_and_what_is_still_to_find(void **state)
{
	struct desk *desk = *state;
	struct hall hall;
	char deed[DESK_ID];

	hall_open(desk, &hall);
	hall_join(desk, NULL, &hall.anna, hall.id, "handen", KIEM_URGENT, 0);
	hall_post(desk, deed, KIEM_DEED, &hall.bram, "Twaalf gevels", 3, KIEM_ABOUT, hall.id);
	assert_int_equal(desk_type(desk, "coalitions", NULL), EX_OK);
	assert_has(desk, "nl/tilburg/noord\n0 alive · 1 sprouting · 0 resting\n");
	assert_has(desk, hall.digits);
	assert_has(desk, "Groene gevels");
	assert_has(desk, "sprouting, energy 4.3 · 3 people (1 you know)");
	assert_has(desk, "a deed 3 days ago");
	assert_has(desk, "still to find: room, backing, hands");
	assert_has(desk, "One whole: kiem coalition ");
}

static void what_rests_is_there_and_asked_for_nothing(void **state)
{
	struct desk *desk = *state;
	struct other anna;

	circle_meet(desk, &anna, 7, "Anna", false);
	hall_post(desk, NULL, KIEM_INITIATIVE, &anna, "Oud plan", 100, 0, NULL);
	desk_type(desk, "coalitions", "--state", "resting", NULL);
	assert_has(desk, "Oud plan");
	assert_has(desk, "resting, energy 0.1 · 1 person");
	assert_has_not(desk, "still to find");
	desk_type(desk, "coalitions", "--state", "alive", NULL);
	assert_has(desk, "None of these now.");
}

static void a_limit_says_how_many_more_there_are(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID];

	for (size_t i = 0; i < 8; i++) {
		char title[32];
		snprintf(title, sizeof title, "plan %zu", i);
		desk_post(desk, id, "initiative", title, NULL);
	}
	desk_type(desk, "coalitions", NULL);
	assert_has(desk, "2 more: kiem coalitions --all");
	desk_type(desk, "coalitions", "nl/tilburg/noord", "--newest", "--limit", "1", NULL);
	assert_has(desk, "plan 7");
	assert_has_not(desk, "plan 6");
	assert_has(desk, "7 more: kiem coalitions nl/tilburg/noord --all");
	desk_type(desk, "coalitions", "--all", NULL);
	assert_has(desk, "plan 0");
	assert_has_not(desk, "more:");
}

static void an_empty_board_says_how_to_begin(void **state)
{
	struct desk *desk = *state;

	desk_type(desk, "coalitions", NULL);
	assert_has(desk, "kiem initiative");
	desk_type(desk, "coalitions", "--json", NULL);
	assert_string_equal(desk->out, "");
	desk_type(desk, "coalitions", "--state", "dood", NULL);
	desk_failed(desk, EX_USAGE, "resting");
	desk_type(desk, "coalitions", "--limit", "0", NULL);
	desk_failed(desk, EX_USAGE, "--limit");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        hall_test(each_has_its_energy_its_people_and_what_is_still_to_find),
	        hall_test(what_rests_is_there_and_asked_for_nothing),
	        hall_test(a_limit_says_how_many_more_there_are),
	        hall_test(an_empty_board_says_how_to_begin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
