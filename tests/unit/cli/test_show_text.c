/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"

#define assert_has(desk, words) assert_non_null(strstr((desk)->out, words))

static void a_post_is_told_in_plain_words(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID];

	desk_post(desk, id, "offer", "Zaal", "--quantity", "20 seats", "--terms", "opruimen na gebruik", "--tag", "ruimte", "--tag",
	        "avond", "--place", "Kraaiven", NULL);
	desk_type(desk, "show", id, NULL);
	assert_has(desk, "by            Speeltuin Noord\n");
	assert_has(desk, "amount        20 seats\n");
	assert_has(desk, "terms         opruimen na gebruik\n");
	assert_has(desk, "tags          ruimte, avond\n");
	assert_has(desk, "place         Kraaiven\n");
	assert_has(desk, ", then it is erased\n");
	assert_has(desk, "no neighbour yet");
}

static void what_it_points_to_has_its_title_here_or_says_it_is_not(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID], on[DESK_ID];

	desk_post(desk, id, "initiative", "Groene gevels", NULL);
	desk_post(desk, on, "extend", id, "Groene daken", NULL);
	desk_type(desk, "show", on, NULL);
	assert_has(desk, "builds on");
	assert_has(desk, "initiative “Groene gevels”");
	desk_type(desk, "retract", id, NULL);
	desk_type(desk, "show", on, NULL);
	assert_has(desk, "which is not here");
}

static void a_renewal_and_a_leave_are_told(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID], join[DESK_ID];

	desk_post(desk, id, "initiative", "Groene gevels", NULL);
	desk_post(desk, join, "join", id, "--bring", "twee handen", NULL);
	desk_type(desk, "show", id, NULL);
	assert_null(strstr(desk->out, "renewed"));
	assert_null(strstr(desk->out, "left again"));
	assert_int_equal(desk_type(desk, "renew", id, "--until", "700d", NULL), 0);
	desk_type(desk, "leave", id, NULL);
	desk_type(desk, "show", id, NULL);
	assert_has(desk, "(renewed), then");
	assert_has(desk, "left again");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(a_post_is_told_in_plain_words, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(what_it_points_to_has_its_title_here_or_says_it_is_not, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(a_renewal_and_a_leave_are_told, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
