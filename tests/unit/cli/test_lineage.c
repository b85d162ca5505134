/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"

#define assert_has(desk, words) assert_non_null(strstr((desk)->out, words))

static void where_it_came_from_and_what_came_of_it(void **state)
{
	struct desk *desk = *state;
	char first[DESK_ID], second[DESK_ID], third[DESK_ID], deed[DESK_ID];

	desk_post(desk, first, "initiative", "Groene gevels", NULL);
	desk_type(desk, "lineage", first, NULL);
	assert_has(desk, "a first post");
	assert_has(desk, "Nothing was built on it yet");
	desk_post(desk, second, "extend", first, "Groene daken", NULL);
	desk_post(desk, third, "variant", second, "Regentonnen", NULL);
	desk_post(desk, deed, "deed", "Een dak ligt erop", "--about", second, NULL);
	desk_type(desk, "lineage", second, NULL);
	assert_has(desk, "1 deed");
	assert_has(desk, "Where it came from\n");
	assert_has(desk, "this builds on it");
	assert_has(desk, "What came of it\n");
	assert_has(desk, "a variant of this");
	assert_true(strstr(desk->out, "Groene gevels") < strstr(desk->out, "Regentonnen"));
}

static void one_that_was_taken_back_stays(void **state)
{
	struct desk *desk = *state;
	char first[DESK_ID], second[DESK_ID], gone[DESK_ID];

	desk_post(desk, first, "initiative", "Groene gevels", NULL);
	desk_post(desk, second, "extend", first, "Groene daken", NULL);
	desk_post(desk, gone, "retract", first, NULL);
	desk_type(desk, "lineage", second, NULL);
	assert_has(desk, "(taken back)");
	assert_has(desk, "by Speeltuin Noord, as they say");
	first[12] = '\0';
	assert_has(desk, first);
}

static void a_tie_has_no_lineage(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID], join[DESK_ID];

	desk_post(desk, id, "initiative", "Groene gevels", NULL);
	desk_post(desk, join, "join", id, "--bring", "twee handen", NULL);
	desk_type(desk, "lineage", join, NULL);
	desk_failed(desk, EX_DATAERR, "lineage");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(where_it_came_from_and_what_came_of_it, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(one_that_was_taken_back_stays, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(a_tie_has_no_lineage, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
