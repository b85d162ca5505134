/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"

#define assert_has(desk, words) assert_non_null(strstr((desk)->out, words))
#define assert_lacks(desk, words) assert_null(strstr((desk)->out, words))

static void an_empty_board_says_how_to_fill_it(void **state)
{
	struct desk *desk = *state;

	assert_int_equal(desk_type(desk, "board", NULL), 0);
	assert_has(desk, "no posts yet on nl/tilburg/noord");
	assert_has(desk, "kiem initiative");
	assert_int_equal(desk_type(desk, "board", "--json", NULL), 0);
	assert_string_equal(desk->out, "");
}

static void newest_first_up_to_the_limit(void **state)
{
	struct desk *desk = *state;
	char id[3][DESK_ID];
	const char *titles[] = {"een", "twee", "drie"};

	for (size_t i = 0; i < 3; i++) {
		desk_post(desk, id[i], "lesson", titles[i], NULL);
	}
	desk_type(desk, "board", "--limit", "2", NULL);
	const char *third = strstr(desk->out, "drie"), *second = strstr(desk->out, "twee");
	assert_true(third != NULL && second != NULL && third < second);
	assert_lacks(desk, "een\n");
	assert_has(desk, "--all");
	desk_type(desk, "board", "--all", NULL);
	assert_has(desk, "een\n");
	assert_lacks(desk, "--all");
}

static void a_reply_says_to_what_and_a_filter_that_fits_nothing_says_so(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID], note[DESK_ID];

	desk_post(desk, id, "request", "Hoogwerker gezocht", NULL);
	desk_post(desk, note, "note", id, "--text", "Bij de gemeente", NULL);
	desk_type(desk, "board", "--kind", "note", NULL);
	assert_has(desk, "about “Hoogwerker gezocht”");
	desk_type(desk, "board", "--tag", "niets", NULL);
	assert_has(desk, "Nothing here fits that");
}

static void wrong_words_are_one_sentence(void **state)
{
	struct desk *desk = *state;

	desk_type(desk, "board", "--kind", "iets", NULL);
	desk_failed(desk, EX_USAGE, "initiative, offer");
	desk_type(desk, "board", "--limit", "-1", NULL);
	desk_failed(desk, EX_USAGE, "--limit is a number from 1 on");
	desk_type(desk, "board", "--since", "morgen", NULL);
	desk_failed(desk, EX_USAGE, "morgen");
	desk_type(desk, "board", "nl/elders", NULL);
	desk_failed(desk, EX_USAGE, "kiem follow nl/elders");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(an_empty_board_says_how_to_fill_it, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(newest_first_up_to_the_limit, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(
	                a_reply_says_to_what_and_a_filter_that_fits_nothing_says_so, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(wrong_words_are_one_sentence, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
