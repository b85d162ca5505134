/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "doorkeeper.h"

static const char two[] =
        "{\"ok\":true,\"links\":[{\"node\":\"aaaaaaaaaaaaaaaaaaaa\",\"address\":\"10.0.0.1:7340\",\"dialled\":true,\"up\":true,"
        "\"since_s\":5,\"rtt_ms\":3,\"posts_in\":31200,\"posts_out\":0,\"offences\":0,\"queued\":0,\"offset_ms\":0,\"boards\":["
        "{\"board\":\"nl/tilburg/noord\",\"phase\":\"streaming\",\"received\":31200,\"theirs\":100000}]}],"
        "\"wanted\":[{\"node\":\"aaaaaaaaaaaaaaaaaaaa\",\"address\":\"10.0.0.1:7340\",\"linked\":true,\"next_try_s\":0},"
        "{\"node\":\"bbbbbbbbbbbbbbbbbbbb\",\"address\":\"10.0.0.2:7340\",\"linked\":false,\"next_try_s\":8}]}";

static void links_and_those_not_reached_are_told_apart(void **state)
{
	struct desk *desk = *state;

	ask_beside(desk, "links", two, NULL);
	assert_int_equal(desk->status, 0);
	assert_non_null(strstr(desk->out, "aaaaaaaaaaaaaaaa  10.0.0.1:7340"));
	assert_non_null(strstr(desk->out, "31,200 of 100,000 posts came in"));
	const char *waiting = strstr(desk->out, "Not reached at the moment");
	assert_non_null(waiting);
	assert_non_null(strstr(waiting, "bbbbbbbbbbbbbbbb"));
	assert_null(strstr(waiting, "aaaaaaaaaaaaaaaa"));
}

static void json_is_a_line_each(void **state)
{
	struct desk *desk = *state;

	ask_beside(desk, "links", two, "--json");
	assert_memory_equal(desk->out, "{\"type\":\"link\",", 15);
	const char *second = strchr(desk->out, '\n') + 1;
	assert_memory_equal(second, "{\"type\":\"wanted\",", 17);
}

static void no_link_says_how_to_get_one(void **state)
{
	struct desk *desk = *state;

	ask_beside(desk, "links", "{\"ok\":true,\"links\":[],\"wanted\":[]}", NULL);
	assert_non_null(strstr(desk->out, "kiem invite"));
}

static void no_daemon_is_said(void **state)
{
	struct desk *desk = *state;

	desk_type(desk, "links", NULL);
	desk_failed(desk, EX_UNAVAILABLE, "kiemd is not running");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(links_and_those_not_reached_are_told_apart, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(json_is_a_line_each, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(no_link_says_how_to_get_one, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(no_daemon_is_said, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
