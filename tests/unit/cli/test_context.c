/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a command works with, and what is said where it is not there. */
#include "desk.h"

#include <sys/stat.h>
#include <unistd.h>

static void path_in(struct desk *desk, char path[static 400], const char *name)
{
	snprintf(path, 400, "%s/%s", desk->home, name);
}

static void test_no_home(void **state)
{
	struct desk *desk = *state;

	desk_type(desk, "initiative", "x", NULL);
	desk_failed(desk, EX_NOINPUT, "kiem init");
	desk_type(desk, "compact", NULL);
	desk_failed(desk, EX_NOINPUT, desk->home);
}

static void test_no_identity(void **state)
{
	struct desk *desk = *state;
	char path[400];

	path_in(desk, path, "identity.key");
	assert_int_equal(unlink(path), 0);
	desk_type(desk, "initiative", "x", NULL);
	desk_failed(desk, EX_NOINPUT, "no identity");
}

static void test_a_damaged_key(void **state)
{
	struct desk *desk = *state;
	char path[400];

	path_in(desk, path, "identity.key");
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs("something else\n", file);
	fclose(file);
	desk_type(desk, "initiative", "x", NULL);
	desk_failed(desk, EX_DATAERR, "identity.key");
}

static void test_wrong_configuration_names_its_line(void **state)
{
	struct desk *desk = *state;
	char path[400];

	path_in(desk, path, "kiem.conf");
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs("[node]\nlinks_max = many\n", file);
	fclose(file);
	desk_type(desk, "initiative", "x", NULL);
	desk_failed(desk, EX_CONFIG, "kiem.conf:2:");
}

static void test_another_home_by_option(void **state)
{
	struct desk *desk = *state;
	char other[400], id[DESK_ID];

	snprintf(other, sizeof(other), "%s/other", desk->dir);
	assert_int_equal(desk_type(desk, "init", "--home", other, "--name", "Bakkerij", "--board", "nl/tilburg/zuid", NULL), EX_OK);
	assert_non_null(strstr(desk->out, "KIEM_HOME="));
	desk_post(desk, id, "initiative", "x", "--home", other, NULL);
	assert_null(desk_read(desk, id));
}

/* The extract belongs to a snapshot and goes with it, and is of the home that the command works in. */
static void test_an_extract_of_the_snapshot(void **state)
{
	struct desk *desk = *state;
	struct cli cli = {.home_given = desk->home};
	struct view_extract *extract, *again;
	char id[DESK_ID];

	assert_int_equal(cli_extract(&cli, &extract), EX_OK);
	size_t n = extract->n;
	assert_int_equal(cli_extract(&cli, &again), EX_OK);
	assert_ptr_equal(extract, again);
	cli_finish(&cli);
	assert_null(cli.extract);
	desk_post(desk, id, "initiative", "x", NULL);
	assert_int_equal(cli_extract(&cli, &extract), EX_OK);
	assert_int_equal(extract->n, n + 1);
	cli_finish(&cli);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_no_home, desk_setup_empty, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_no_identity, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_an_extract_of_the_snapshot, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_damaged_key, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_wrong_configuration_names_its_line, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_another_home_by_option, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
