/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"

static void the_version_that_is_meant_is_shown(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID], second[DESK_ID], third[DESK_ID];

	desk_post(desk, id, "initiative", "Gevels", "--text", "eerste tekst", NULL);
	desk_post(desk, second, "revise", id, "--text", "tweede tekst", NULL);
	desk_post(desk, third, "revise", id, "--text", "derde tekst", NULL);
	desk_type(desk, "show", id, NULL);
	assert_non_null(strstr(desk->out, "derde tekst"));
	desk_type(desk, "show", "--as-made", id, NULL);
	assert_non_null(strstr(desk->out, "eerste tekst"));
	desk_type(desk, "show", second, NULL);
	assert_non_null(strstr(desk->out, "tweede tekst"));
	assert_non_null(strstr(desk->out, "This is an earlier text"));
}

static void an_id_that_is_none_or_nobodys_is_said(void **state)
{
	struct desk *desk = *state;

	desk_type(desk, "show", "xyz!", NULL);
	desk_failed(desk, EX_DATAERR, "xyz!");
	desk_type(desk, "show", "0000000000000000", NULL);
	desk_failed(desk, EX_DATAERR, "kiem board");
	desk_type(desk, "show", NULL);
	assert_int_equal(desk->status, EX_USAGE);
}

static void raw_writes_the_bytes_and_nothing_else(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID];

	desk_post(desk, id, "lesson", "Kort", NULL);
	const struct kiem_post *post = desk_read(desk, id);
	desk_type(desk, "show", "--raw", id, NULL);
	assert_memory_equal(desk->out, post->bytes.p, post->bytes.n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(the_version_that_is_meant_is_shown, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(an_id_that_is_none_or_nobodys_is_said, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(raw_writes_the_bytes_and_nothing_else, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
