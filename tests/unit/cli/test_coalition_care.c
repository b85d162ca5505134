/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hall.h"

/* Anna in the middle: she built on it, and two others only know her part. */
static void lean_on_anna(struct desk *desk, struct hall *hall)
{
	char part[DESK_ID];

	hall_open(desk, hall);
	hall_post(desk, part, KIEM_INITIATIVE, &hall->anna, "Groene daken", 3, KIEM_EXTENDS, hall->id);
	hall_join(desk, NULL, &hall->bram, part, "handen", KIEM_BACKING, 2);
	hall_join(desk, NULL, &hall->carla, part, "soep", 0, 2);
}

static void who_carries_much_is_named_with_care(void **state)
{
	struct desk *desk = *state;
	struct hall hall;

	lean_on_anna(desk, &hall);
	desk_type(desk, "coalition", hall.id, NULL);
	assert_has(desk, "Worth some care\n  Much comes together at Anna: without this link 2 people would lose their way");
	assert_has(desk, "A word of thanks");
	assert_has(desk, "\n    kiem coalition ");
	assert_has(desk, "--without \"Anna\"\n");
}

static void a_departure_is_played_through(void **state)
{
	struct desk *desk = *state;
	struct hall hall;

	lean_on_anna(desk, &hall);
	desk_type(desk, "coalition", hall.id, "--without", "anna", NULL);
	assert_has(desk, "Groene gevels\n\nSuppose Anna stops\n");
	assert_has(desk, "Of all ties here 100% are with them");
	assert_has(desk, "Nobody else would have a tie left here.");
	assert_has(desk, "This is no forecast");
	desk_type(desk, "coalition", hall.id, "--without", "bram", NULL);
	assert_has(desk, "Everybody else would still have a way to each other.");
	assert_has(desk, "No longer seen without them: backing.");
}

static void those_who_would_be_cut_off_are_named_unless_they_ask_not_to_be(void **state)
{
	struct desk *desk = *state;
	struct hall hall;
	struct other dirk, els;

	lean_on_anna(desk, &hall);
	circle_meet(desk, &dirk, 20, "Dirk", false);
	circle_meet(desk, &els, 21, "Els", false);
	hall_join(desk, NULL, &dirk, hall.id, "een kruiwagen", 0, 1);
	hall_join(desk, NULL, &els, hall.id, "plantjes", 0, 1);
	desk_type(desk, "coalition", hall.id, "--without", "Anna", NULL);
	assert_has(desk, "Without a tie to anybody else here: ");
	assert_has(desk, "someone");
	assert_has_not(desk, "Carla");
	assert_has(desk, "3 others would stay together.");
}

static void who_takes_no_part_is_said(void **state)
{
	struct desk *desk = *state;
	struct hall hall;

	hall_open(desk, &hall);
	desk_type(desk, "coalition", hall.id, "--without", "bram", NULL);
	desk_failed(desk, EX_DATAERR, "takes no part");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        hall_test(who_carries_much_is_named_with_care),
	        hall_test(a_departure_is_played_through),
	        hall_test(those_who_would_be_cut_off_are_named_unless_they_ask_not_to_be),
	        hall_test(who_takes_no_part_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
