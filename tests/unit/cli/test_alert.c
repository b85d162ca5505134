/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "alert_scene.h"

#define assert_has(desk, words) assert_non_null(strstr((desk)->out, words))

static void add_list_and_remove(void **state)
{
	struct desk *desk = *state;

	assert_int_equal(desk_type(desk, "alert", NULL), EX_OK);
	assert_has(desk, "There is no alert yet");
	assert_int_equal(desk_type(desk, "alert", "add", "request tag:charging", NULL), EX_OK);
	assert_has(desk, "Alert 1: request tag:charging");
	assert_has(desk, "on_alert");
	assert_int_equal(desk_type(desk, "alert", "add", "bakfiets", "by:anna", NULL), EX_OK);
	assert_int_equal(desk_type(desk, "alert", "list", "--json", NULL), EX_OK);
	assert_has(desk, "\"alert\":1,\"query\":\"request tag:charging\"");
	assert_has(desk, "\"alert\":2,\"query\":\"bakfiets by:anna\"");
	assert_int_equal(desk_type(desk, "alert", "remove", "1", NULL), EX_OK);
	assert_has(desk, "Alert 1 is gone");
	assert_int_equal(desk_type(desk, "alert", "add", "ladder", NULL), EX_OK);
	assert_has(desk, "Alert 3"); /* a number is not used again */
	desk_type(desk, "alert", "list", NULL);
	assert_null(strstr(desk->out, "charging"));
}

static void mistakes(void **state)
{
	struct desk *desk = *state;

	desk_type(desk, "alert", "add", NULL);
	desk_failed(desk, EX_USAGE, "kiem alert add QUERY");
	desk_type(desk, "alert", "add", "near:5km", NULL);
	desk_failed(desk, EX_USAGE, "where you are");
	desk_type(desk, "alert", "add", "een\ntwee", NULL);
	desk_failed(desk, EX_USAGE, "one line");
	desk_type(desk, "alert", "remove", "4", NULL);
	desk_failed(desk, EX_DATAERR, "no alert “4”");
	desk_type(desk, "alert", "lst", NULL);
	desk_failed(desk, EX_USAGE, "did you mean “kiem alert list”");
	desk_type(desk, "alert", "run", NULL);
	desk_failed(desk, EX_CONFIG, "on_alert");
}

static void run_with_a_hook(void **state)
{
	struct desk *desk = *state;

	desk_type(desk, "alert", "add", "laadpaal", NULL);
	scene_ask(desk, "Laadpaal");
	assert_int_equal(desk_type(desk, "alert", "run", "--hook", scene_hook(desk, ""), NULL), EX_OK);
	assert_string_equal(scene_told(desk), "1 Laadpaal \n");
	assert_int_equal(desk_type(desk, "alert", "run", "--hook", "/nergens/is-er-niet", NULL), EX_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(add_list_and_remove, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(mistakes, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(run_with_a_hook, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
