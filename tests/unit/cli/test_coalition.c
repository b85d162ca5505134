/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"

#define assert_has(desk, words) assert_non_null(strstr((desk)->out, words))

static void what_is_built_on_it_and_done_is_listed(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID], other[DESK_ID];

	desk_post(desk, id, "initiative", "Groene gevels", NULL);
	desk_type(desk, "coalition", id, NULL);
	assert_has(desk, "Nobody has joined yet");
	desk_post(desk, other, "extend", id, "Groene daken", NULL);
	desk_post(desk, other, "deed", "Twaalf gevels", "--about", id, NULL);
	desk_post(desk, other, "join", id, "--bring", "twee handen", "--signal", "hands", NULL);
	desk_type(desk, "coalition", id, NULL);
	assert_has(desk, "1 person (1 you know) · 3 posts · 1 deed");
	assert_has(desk, "People\n  Speeltuin Noord · laid it down");
	assert_has(desk, "twee handen · hands");
	assert_has(desk, "Done (1)\n");
	assert_has(desk, "Groene daken");
	assert_has(desk, "builds on");
}

static void a_tie_has_no_coalition(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID], join[DESK_ID];

	desk_post(desk, id, "initiative", "Groene gevels", NULL);
	desk_post(desk, join, "join", id, "--bring", "twee handen", NULL);
	desk_type(desk, "coalition", join, NULL);
	desk_failed(desk, EX_DATAERR, "initiative");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(what_is_built_on_it_and_done_is_listed, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(a_tie_has_no_coalition, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
