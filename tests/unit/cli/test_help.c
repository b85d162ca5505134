/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The overview and the way to each command's help. */
#include "desk.h"

static void test_the_overview_names_every_command_once(void **state)
{
	struct desk *desk = *state;

	assert_int_equal(desk_type(desk, "help", NULL), EX_OK);
	for (const struct cli_command *c = cli_commands; c->name; c++) {
		char line[64];

		snprintf(line, sizeof(line), "\n  %-11s ", c->name);
		char *at = strstr(desk->out, line);
		if (!at || strstr(at + 1, line)) {
			fail_msg("%s is not there once", c->name);
		}
	}
}

/* Typed at a terminal the overview fits one screen; --all is what a pipe gets. */
static void test_all_is_what_a_pipe_gets(void **state)
{
	struct desk *desk = *state;
	char piped[8192];

	assert_int_equal(desk_type(desk, "help", NULL), EX_OK);
	snprintf(piped, sizeof(piped), "%s", desk->out);
	assert_int_equal(desk_type(desk, "help", "--all", NULL), EX_OK);
	assert_string_equal(desk->out, piped);
	assert_null(strstr(desk->out, "kiem help --all"));
}

static void test_help_of_a_command_is_its_own(void **state)
{
	struct desk *desk = *state;
	char own[4096];

	assert_int_equal(desk_type(desk, "join", "--help", NULL), EX_OK);
	snprintf(own, sizeof(own), "%s", desk->out);
	assert_int_equal(desk_type(desk, "help", "join", NULL), EX_OK);
	assert_string_equal(desk->out, own);
}

static void test_who_has_begun_is_not_told_to_begin(void **state)
{
	struct desk *desk = *state;

	desk_type(desk, "help", NULL);
	assert_non_null(strstr(desk->out, "kiem init --name"));
	desk_init(desk);
	desk_type(desk, "help", NULL);
	assert_null(strstr(desk->out, "kiem init --name"));
	assert_non_null(strstr(desk->out, "kiem board"));
}

static void test_help_of_nothing(void **state)
{
	struct desk *desk = *state;

	desk_type(desk, "help", "frobnicate", NULL);
	desk_failed(desk, EX_USAGE, "frobnicate");
	desk_type(desk, "help", "jion", NULL);
	desk_failed(desk, EX_USAGE, "did you mean “join”?");
	desk_type(desk, "help", "search", NULL);
	desk_failed(desk, EX_USAGE, "did you mean “find”?");
	desk_type(desk, "help", "people", NULL);
	desk_failed(desk, EX_USAGE, "did you mean “who”?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_the_overview_names_every_command_once, desk_setup_empty, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_all_is_what_a_pipe_gets, desk_setup_empty, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_help_of_a_command_is_its_own, desk_setup_empty, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_who_has_begun_is_not_told_to_begin, desk_setup_empty, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_help_of_nothing, desk_setup_empty, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
