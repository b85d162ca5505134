/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stranger.h"

static void words_options_and_filters(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID];

	desk_post(desk, id, "offer", "Café-tafels", "--tag", "meubels", NULL);
	stranger_trades(desk, id, 7, KIEM_REQUEST, "tafels gezocht", 0, NULL);
	desk_type(desk, "find", "TAFEL", NULL);
	assert_has(desk, "Café-tafels");
	assert_has(desk, "tafels gezocht");
	desk_type(desk, "find", "tafel", "--kind", "vraag", NULL);
	assert_lacks(desk, "Café");
	desk_type(desk, "find", "--tag", "Meubels", NULL);
	assert_has(desk, "Café-tafels");
	assert_lacks(desk, "gezocht");
	desk_type(desk, "find", "by:me", "tafels", NULL);
	assert_lacks(desk, "gezocht");
	desk_type(desk, "find", "tafel", "--limit", "1", NULL);
	assert_has(desk, "--all");
	desk_type(desk, "find", "tafels", "--best", "--json", NULL);
	assert_has(desk, "\"score\":4");
}

static void nothing_says_how_it_was_read(void **state)
{
	struct desk *desk = *state;

	desk_type(desk, "find", "les", "vioolbouw", NULL);
	assert_has(desk, "Nothing here fits that");
	assert_has(desk, "kiem alert add");
	assert_has(desk, "only of the kind “lesson”");
	desk_type(desk, "find", "viool", "bouw", NULL);
	assert_has(desk, "leave one out");
	assert_int_equal(desk_type(desk, "find", "viool", "--json", NULL), 0);
	assert_string_equal(desk->out, "");
}

static void wrong_words_are_one_sentence(void **state)
{
	struct desk *desk = *state;

	desk_type(desk, "find", NULL);
	desk_failed(desk, EX_USAGE, "nothing to look for");
	desk_type(desk, "find", "x", "--best", "--newest", NULL);
	desk_failed(desk, EX_USAGE, "--newest");
	desk_type(desk, "find", "x", "--since", "ooit", NULL);
	desk_failed(desk, EX_USAGE, "ooit");
	desk_type(desk, "find", "x", "--kind", "receipt", NULL);
	desk_failed(desk, EX_USAGE, "receipt");
	desk_type(desk, "find", "x", "--limit", "0", NULL);
	desk_failed(desk, EX_USAGE, "--limit");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(words_options_and_filters, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(nothing_says_how_it_was_read, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(wrong_words_are_one_sentence, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
