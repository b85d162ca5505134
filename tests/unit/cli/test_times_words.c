/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lengths of time, and the cutting of words. */
#include "times_parts.h"

#include "support.h"

static void test_lengths(void **state)
{
	static const struct {
		const char *text;
		int64_t minutes;
	} good[] = {
	        {"30m", 30},
	        {"12h", 720},
	        {"12u", 720},
	        {"7d", 7 * 1440},
	        {"2w", 14 * 1440},
	        {"1h30m", 90},
	        {"1 uur 30 minuten", 90},
	        {"1 uur en 30 minuten", 90},
	        {"7 dagen", 7 * 1440},
	        {"2 Weeks", 14 * 1440},
	        {"een week", 7 * 1440},
	        {"1 maand", 30 * 1440},
	        {"1 jaar", 365 * 1440},
	};

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		int64_t ms = 0;

		if (!times_duration(&ms, good[i].text) || ms != good[i].minutes * 60000) {
			fail_msg("\"%s\" is read as %lld ms", good[i].text, (long long)ms);
		}
	}
}

static void test_no_lengths(void **state)
{
	static const char *const bad[] = {
	        "", "7", "d", "0d", "-7d", "7x", "7d7", "1.5h", "9999999d", "99 jaar", "vrijdag", "7d vrijdag"};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		int64_t ms;

		if (times_duration(&ms, bad[i])) {
			fail_msg("\"%s\" is taken for a length", bad[i]);
		}
	}
}

static void test_words_are_cut_at_spaces_commas_and_the_t(void **state)
{
	struct words words;

	assert_true(times_cut(&words, "  Vrijdag,19:00  "));
	assert_int_equal(words.n, 2);
	assert_string_equal(words.list[0], "vrijdag");
	assert_true(times_cut(&words, "2026-11-27T19:00"));
	assert_int_equal(words.n, 2);
	assert_string_equal(words.list[1], "19:00");
	assert_true(times_cut(&words, "october"));
	assert_int_equal(words.n, 1);
	assert_false(times_cut(&words, " , "));
}

static void test_numbers_have_a_length(void **state)
{
	int value;
	const char *p = "12345", *q = "12x";

	assert_false(times_number(&value, &p, 4));
	assert_true(times_number(&value, &q, 2));
	assert_int_equal(value, 12);
	assert_string_equal(q, "x");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_lengths),
	        cmocka_unit_test(test_no_lengths),
	        cmocka_unit_test(test_words_are_cut_at_spaces_commas_and_the_t),
	        cmocka_unit_test(test_numbers_have_a_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
