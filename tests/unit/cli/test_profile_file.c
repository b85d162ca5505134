/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The profile in the home comes back as it was written, and from the boards when the file is not there. */
#include "profile.h"

#include "desk.h"

#include <unistd.h>

static void test_it_comes_back(void **state)
{
	struct cli cli = {0};
	struct profile before = {.name = "Zo\u00eb \"de\" bakker", .sector = KIEM_BUSINESS, .n_languages = 2, .unnamed = true},
	               after;

	strcpy(before.languages[0], "nl");
	strcpy(before.languages[1], "en-GB");
	assert_int_equal(profile_save(&cli, &before), EX_OK);
	assert_int_equal(profile_load(&cli, &after), EX_OK);
	assert_string_equal(after.name, before.name);
	assert_int_equal(after.sector, KIEM_BUSINESS);
	assert_int_equal(after.n_languages, 2);
	assert_string_equal(after.languages[1], "en-GB");
	assert_true(after.unnamed);
	cli_finish(&cli);
}

static void test_without_a_file_the_boards_tell(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID], path[400];

	desk_post(desk, id, "profile", "--sector", "housing", "--language", "nl", NULL);
	snprintf(path, sizeof(path), "%s/profile.json", desk->home);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(desk_type(desk, "profile", "--json", NULL), EX_OK);
	assert_string_equal(
	        desk->out, "{\"name\":\"Speeltuin Noord\",\"sector\":\"housing\",\"languages\":[\"nl\"],\"unnamed\":false}\n");
}

static void test_a_damaged_file_is_said(void **state)
{
	struct desk *desk = *state;
	char path[400];

	snprintf(path, sizeof(path), "%s/profile.json", desk->home);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs("{\"name\":", file);
	fclose(file);
	desk_type(desk, "profile", NULL);
	desk_failed(desk, EX_DATAERR, "damaged");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_it_comes_back, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_without_a_file_the_boards_tell, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_damaged_file_is_said, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
