/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hall.h"

static void what_changed_since_a_day_is_told(void **state)
{
	struct desk *desk = *state;
	struct other anna, bram;
	char id[DESK_ID];

	circle_meet(desk, &anna, 7, "Anna", false);
	circle_meet(desk, &bram, 8, "Bram", false);
	hall_post(desk, id, KIEM_INITIATIVE, &anna, "Groene gevels", 40, 0, NULL);
	hall_join(desk, NULL, &bram, id, "handen", KIEM_URGENT, 3);
	hall_post(desk, NULL, KIEM_DEED, &bram, "Twaalf gevels", 2, KIEM_ABOUT, id);
	desk_type(desk, "coalition", id, "--since", "7d", NULL);
	assert_has(desk, "What changed since 7 days ago\n");
	assert_has(desk, "it was resting, now sprouting");
	assert_has(desk, "Found         urgency, direction\n");
	assert_has(desk, "Came along    Bram\n");
	assert_has(desk, "1 new post\n");
	assert_has(desk, "Twaalf gevels");
	desk_type(desk, "coalition", id, "--since", "1d", NULL);
	assert_has(desk, "Quiet is fine.");
}

static void what_was_not_there_then_is_said_and_a_time_to_come_is_a_mistake(void **state)
{
	struct desk *desk = *state;
	struct hall hall;

	hall_open(desk, &hall);
	desk_type(desk, "coalition", hall.id, "--since", "7d", NULL);
	assert_has(desk, "it was not there yet");
	desk_type(desk, "coalition", hall.id, "--since", "morgen", NULL);
	desk_failed(desk, EX_USAGE, "morgen");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        hall_test(what_changed_since_a_day_is_told),
	        hall_test(what_was_not_there_then_is_said_and_a_time_to_come_is_a_mistake),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
