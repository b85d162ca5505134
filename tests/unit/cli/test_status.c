/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "doorkeeper.h"

#define assert_has(desk, words) assert_non_null(strstr((desk)->out, words))

static void without_a_daemon_the_store_is_told_and_how_to_start_one(void **state)
{
	struct desk *desk = *state;

	assert_int_equal(desk_type(desk, "status", NULL), 0);
	assert_has(desk, "1 post, ");
	assert_has(desk, "is not running; start it");
	assert_has(desk, "nl/tilburg/noord");
	assert_string_equal(desk->err, "");
}

static const char coming_in[] =
        "{\"ok\":true,\"version\":\"9\",\"node\":\"ab\",\"name\":\"n\",\"listen\":\"tcp://"
        "127.0.0.1:1\",\"uptime_s\":7200,\"links\":2,"
        "\"boards\":[{\"board\":\"nl/tilburg/noord\",\"posts\":1,\"complete\":false,\"phase\":\"streaming\",\"received\":1,"
        "\"theirs\":100000,\"synced_s\":null}]}";

static void how_far_a_board_has_come_in_is_told(void **state)
{
	struct desk *desk = *state;

	ask_beside(desk, "status", coming_in, NULL);
	assert_int_equal(desk->status, 0);
	assert_has(desk, "has run for 2 hours, linked with 2 neighbours");
	assert_has(desk, "1 of 100,000 posts");
	ask_beside(desk, "status", coming_in, "--json");
	json_t *status = json_loads(desk->out, 0, NULL), *board = json_array_get(json_object_get(status, "boards"), 0);
	assert_true(json_is_true(json_object_get(status, "running")));
	assert_int_equal(json_integer_value(json_object_get(board, "theirs")), 100000);
	assert_true(json_is_null(json_object_get(board, "synced_s")));
	json_decref(status);
}

static void nobody_linked_says_what_to_do(void **state)
{
	struct desk *desk = *state;

	ask_beside(desk, "status",
	        "{\"ok\":true,\"version\":\"9\",\"node\":\"ab\",\"name\":\"n\",\"listen\":\"\",\"uptime_s\":7,\"links\":0,"
	        "\"boards\":[]}",
	        NULL);
	assert_has(desk, "linked with 0 neighbours");
	assert_has(desk, "kiem invite");
}

static void no_board_says_how_to_follow_one(void **state)
{
	struct desk *desk = *state;

	desk_type(desk, "unfollow", "nl/tilburg/noord", NULL);
	desk_type(desk, "status", NULL);
	assert_has(desk, "not followed");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(without_a_daemon_the_store_is_told_and_how_to_start_one, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(how_far_a_board_has_come_in_is_told, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(nobody_linked_says_what_to_do, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(no_board_says_how_to_follow_one, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
