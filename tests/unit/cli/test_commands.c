/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of commands: no name twice, every one with a help that ends well and needs no home. */
#include "desk.h"

static void test_names_are_plain_and_single(void **state)
{
	for (const struct cli_command *c = cli_commands; c->name; c++) {
		assert_true(strspn(c->name, "abcdefghijklmnopqrstuvwxyz") == strlen(c->name));
		assert_true(c->group < CLI_GROUPS);
		for (const struct cli_command *d = c + 1; d->name; d++) {
			assert_string_not_equal(c->name, d->name);
		}
	}
}

static void test_every_command_explains_itself(void **state)
{
	struct desk *desk = *state;

	for (const struct cli_command *c = cli_commands; c->name; c++) {
		char usage[64];

		assert_int_equal(desk_type(desk, c->name, "--help", NULL), EX_OK);
		snprintf(usage, sizeof(usage), "Usage: kiem %s", c->name);
		if (!strstr(desk->out, usage) || !strstr(desk->out, "Example:") || desk->err[0]) {
			fail_msg("the help of %s: %s%s", c->name, desk->out, desk->err);
		}
		desk_type(desk, c->name, "--no-such-option", NULL);
		desk_failed(desk, EX_USAGE, "has no option");
	}
}

/* Lines of help fit a terminal of 80 columns. */
static void test_help_fits(void **state)
{
	struct desk *desk = *state;

	for (const struct cli_command *c = cli_commands; c->name; c++) {
		desk_type(desk, c->name, "--help", NULL);
		for (char *line = strtok(desk->out, "\n"); line; line = strtok(NULL, "\n")) {
			if (out_width(out_span(line)) > 80) {
				fail_msg("%s: \"%s\" is too wide", c->name, line);
			}
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_names_are_plain_and_single),
	        cmocka_unit_test_setup_teardown(test_every_command_explains_itself, desk_setup_empty, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_help_fits, desk_setup_empty, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
