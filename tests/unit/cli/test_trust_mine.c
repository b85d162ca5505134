/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `kiem trust` alone tells a person: vouches given and received, in order of making. */
#include "circle.h"

static void nothing_yet_says_how_to_begin(void **state)
{
	struct desk *desk = *state;

	assert_int_equal(desk_type(desk, "trust", NULL), EX_OK);
	assert_has(desk, "Whom do you know well enough");
	assert_has(desk, "kiem vouch WHO");
	assert_has(desk, "That comes when people have met you.");
	assert_has_not(desk, "To be settled");
}

static void vouches_are_listed_as_they_were_made(void **state)
{
	struct desk *desk = *state;
	struct other anna, bram;
	char id[DESK_ID];

	circle_meet(desk, &anna, 7, "Anna", false);
	circle_meet(desk, &bram, 8, "Bram", false);
	desk_post(desk, id, "vouch", "bram", "--level", "1", "--life", "10d", NULL);
	desk_post(desk, id, "vouch", "anna", "--level", "3", "--context", "lassen", NULL);
	desk_type(desk, "trust", NULL);
	char *first = strstr(desk->out, "Bram · level 1 of 3 · until "),
	     *second = strstr(desk->out, "Anna · level 3 of 3 · lassen\n");
	assert_true(first != NULL && second != NULL && first < second); /* by making, not by level; until only where it is near */
	id[12] = '\0';
	assert_has(desk, id);
	desk_type(desk, "trust", "speeltuin", NULL); /* myself: the same */
	assert_has(desk, "Anna · level 3 of 3");
}

static void strangers_who_vouch_for_me_are_counted(void **state)
{
	struct desk *desk = *state;
	struct other me, anna, crowd[3];
	char id[DESK_ID];

	circle_meet(desk, &anna, 7, "Anna", false);
	desk_post(desk, id, "offer", "Zaal", NULL);
	me.author.key = desk_read(desk, id)->author;
	for (size_t i = 0; i < 3; i++) {
		circle_meet(desk, &crowd[i], 20 + i, "Koper", false);
		circle_vouch(desk, NULL, &crowd[i], &me, 3);
	}
	desk_type(desk, "trust", NULL);
	assert_has(desk, "3 people whom you do not know yet");
	assert_has_not(desk, "Koper");
	desk_type(desk, "vouch", "anna", NULL);
	circle_vouch(desk, NULL, &anna, &me, 2);
	desk_type(desk, "trust", NULL);
	assert_has(desk, "and 3 people whom you do not know yet");
	assert_has(desk, "Anna · level 2 of 3");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(nothing_yet_says_how_to_begin, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(vouches_are_listed_as_they_were_made, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(strangers_who_vouch_for_me_are_counted, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
