/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of a configured command, and that none of them is ever more than a word. */
#include "support.h"

#include <kiem/home.h>

static char copy[256], *words[KIEM_COMMAND_WORDS_MAX + 1];

static size_t split(const char *text)
{
	return kiem_command_words(words, copy, sizeof(copy), text);
}

static void test_words_and_quotation_marks(void **state)
{
	assert_int_equal(split("  notify-send  -u low kiem "), 4);
	assert_string_equal(words[0], "notify-send");
	assert_string_equal(words[3], "kiem");
	assert_null(words[4]);
	assert_int_equal(split("sh -c 'notify-send -- \"$KIEM_TITLE\"'"), 3);
	assert_string_equal(words[2], "notify-send -- \"$KIEM_TITLE\"");
	assert_int_equal(split("mail\\ me \"een \\\"twee\\\"\" drie''vier"), 3);
	assert_string_equal(words[0], "mail me");
	assert_string_equal(words[1], "een \"twee\"");
	assert_string_equal(words[2], "drievier");
}

static void test_nothing_is_replaced(void **state)
{
	assert_int_equal(split("echo $HOME `id` * ~ ; rm -rf / | cat > x"), 13);
	assert_string_equal(words[1], "$HOME");
	assert_string_equal(words[2], "`id`");
	assert_string_equal(words[5], ";");
}

static void test_what_is_no_command(void **state)
{
	char many[256] = "";

	assert_int_equal(split(""), 0);
	assert_int_equal(split("   "), 0);
	assert_int_equal(split("open \"nooit dicht"), 0);
	assert_int_equal(split("'' x"), 0);
	for (size_t i = 0; i <= KIEM_COMMAND_WORDS_MAX; i++) {
		strcat(many, "a ");
	}
	assert_int_equal(split(many), 0);
	assert_int_equal(kiem_command_words(words, copy, 4, "abc"), 0);
	assert_int_equal(kiem_command_words(words, copy, 5, "abc"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_words_and_quotation_marks),
	        cmocka_unit_test(test_nothing_is_replaced),
	        cmocka_unit_test(test_what_is_no_command),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
