/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The language is found whether this machine has generated the locale or not, and numbers stay as programs read them. */
#include <kiem/home.h>

#include "support.h"

#include <libintl.h>
#include <locale.h>

static void test_a_locale_that_was_not_generated(void **state)
{
	setenv("LC_ALL", "nl_XX.UTF-8", 1);
	setenv("LANGUAGE", "", 1);
	kiem_language_find();
	assert_string_equal(getenv("LANGUAGE"), "nl_XX.UTF-8");
	assert_string_not_equal(setlocale(LC_MESSAGES, NULL), "C"); /* in C nothing is ever translated */
}

static void test_a_language_that_was_chosen_stays(void **state)
{
	setenv("LC_ALL", "nl_XX.UTF-8", 1);
	setenv("LANGUAGE", "fy", 1);
	kiem_language_find();
	assert_string_equal(getenv("LANGUAGE"), "fy");
}

static void test_plain_c_stays_plain(void **state)
{
	setenv("LC_ALL", "C", 1);
	unsetenv("LANGUAGE");
	kiem_language_find();
	assert_null(getenv("LANGUAGE"));
	assert_string_equal(setlocale(LC_NUMERIC, NULL), "C");
}

static void test_catalogues_of_a_build(void **state)
{
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("KIEM_LOCALEDIR", "/somewhere/po", 1);
	kiem_language_find();
	assert_string_equal(bindtextdomain("kiem", NULL), "/somewhere/po");
	assert_string_equal(textdomain(NULL), "kiem");
	unsetenv("KIEM_LOCALEDIR");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_a_locale_that_was_not_generated),
	        cmocka_unit_test(test_a_language_that_was_chosen_stays),
	        cmocka_unit_test(test_plain_c_stays_plain),
	        cmocka_unit_test(test_catalogues_of_a_build),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
