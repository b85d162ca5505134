/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the lines say. */
#include "hall.h"

static void a_board_where_nothing_happens_has_kind_words(void **state)
{
	struct desk *desk = *state;

	desk_type(desk, "pulse", NULL);
	assert_has(desk, "no request waits for an answer");
	assert_has(desk, "a quiet time: no coalition gained energy");
	assert_has(desk, "no coalition lost energy");
	assert_has(desk, "nobody carries so much that others would lose each other");
	assert_has(desk, "no initiative of the last month has three people yet");
	assert_has(desk, "no two people to introduce to each other now");
	assert_has(desk, "nobody who posted says for which sector");
}

static void who_looks_is_not_told_to_welcome_themself(void **state)
{
	struct desk *desk = *state;
	struct other anna;

	desk_post(desk, (char[DESK_ID]){0}, "deed", "Hier ben ik", NULL);
	desk_type(desk, "pulse", NULL);
	assert_has(desk, "nobody new");
	circle_meet(desk, &anna, 7, "Anna", false);
	desk_type(desk, "pulse", NULL);
	assert_has(desk, "1 of 1 not yet welcomed: Anna");
	desk_type(desk, "vouch", "Anna", NULL);
	desk_type(desk, "pulse", NULL);
	assert_has(desk, "1 person, who was welcomed");
}

static void lines_name_people_and_what_they_do(void **state)
{
	struct desk *desk = *state;
	struct hall hall;
	char id[DESK_ID];

	hall_open(desk, &hall);
	hall_join(desk, NULL, &hall.anna, hall.id, "handen", 0, 1);
	hall_join(desk, NULL, &hall.bram, hall.id, "handen", 0, 1);
	hall_join(desk, NULL, &hall.carla, hall.id, "handen", 0, 1);
	hall_post(desk, NULL, KIEM_REQUEST, &hall.bram, "Wie heeft er een ladder", 6, 0, NULL);
	hall_post(desk, id, KIEM_INITIATIVE, &hall.carla, "Plantenruil", 2, 0, NULL);
	hall_join(desk, NULL, &hall.anna, id, "potten", 0, 1);
	hall_join(desk, NULL, &hall.bram, id, "potten", 0, 1);
	desk_type(desk, "pulse", NULL);
	assert_has(desk, "Asked        1 waits for an answer, for 6 days: Wie heeft er een ladder");
	assert_has(desk, "not yet welcomed");
	assert_has_not(desk, "Carla");
	assert_has(desk, "in “Groene gevels”\n"); /* the second pioneer has no room, and leaves no half behind */
	desk_type(desk, "pulse", "--csv", NULL);  /* where nothing is cut */
	assert_has(desk, "someone with 3 in “Plantenruil”");
	assert_has(desk, "kiem coalitions --state sprouting --newest");
	assert_has_not(desk, "Carla");
}

static void who_carries_much_and_a_departure_to_play_through(void **state)
{
	struct desk *desk = *state;
	struct hall hall;
	struct other others[3];

	hall_open(desk, &hall);
	hall_join(desk, NULL, &hall.anna, hall.id, "handen", 0, 1);
	for (size_t i = 0; i < 3; i++) {
		circle_meet(desk, &others[i], 20 + i, "Buur", false);
		hall_join(desk, NULL, &others[i], hall.id, "handen", 0, 1);
	}
	desk_type(desk, "pulse", NULL);
	assert_has(desk, "without Speeltuin Noord 3 people would lose touch");
	assert_has(desk, hall.digits);
	assert_has(desk, " --without ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        hall_test(a_board_where_nothing_happens_has_kind_words),
	        hall_test(who_looks_is_not_told_to_welcome_themself),
	        hall_test(lines_name_people_and_what_they_do),
	        hall_test(who_carries_much_and_a_departure_to_play_through),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
