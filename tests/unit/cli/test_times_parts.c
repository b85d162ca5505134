/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each word of a time says, before anything is filled in. */
#include "times_parts.h"

#include "support.h"

static struct parts read_good(const char *text)
{
	struct words words;
	struct parts parts = {0};

	if (!times_cut(&words, text) || !times_read_parts(&parts, &words)) {
		fail_msg("\"%s\" is not read", text);
	}
	return parts;
}

static void test_a_date_says_day_month_and_year(void **state)
{
	static const char *const same[] = {
	        "2026-11-27", "27-11-2026", "27/11/2026", "27.11.2026", "27 november 2026", "Nov 27, 2026"};

	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		struct parts parts = read_good(same[i]);

		assert_true(parts.has_date && parts.has_year && !parts.has_clock && !parts.has_weekday);
		assert_int_equal(parts.year, 2026);
		assert_int_equal(parts.month, 11);
		assert_int_equal(parts.day, 27);
	}
}

static void test_an_hour_in_its_many_spellings(void **state)
{
	static const char *const same[] = {"19:00", "19.00", "19u", "19u00", "19 uur", "7pm", "7 pm", "07:00pm", "19:00 uur"};

	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		struct parts parts = read_good(same[i]);

		assert_true(parts.has_clock && !parts.has_date);
		if (parts.hour != 19 || parts.minute != 0) {
			fail_msg("\"%s\" is %d:%d", same[i], parts.hour, parts.minute);
		}
	}
	assert_int_equal(read_good("12am").hour, 0);
	assert_int_equal(read_good("12pm").hour, 12);
}

static void test_zones(void **state)
{
	assert_int_equal(read_good("19:00 CEST").zone, 120);
	assert_int_equal(read_good("19:00Z").zone, 0);
	assert_true(read_good("19:00Z").has_zone);
	assert_int_equal(read_good("19:00-03:30").zone, -210);
	assert_int_equal(read_good("19:00 +1").zone, 60);
	assert_false(read_good("19:00").has_zone);
}

static void test_nothing_is_said_twice(void **state)
{
	static const char *const bad[] = {
	        "maandag dinsdag", "19:00 19:00", "2026-11-27 2026-11-28", "vandaag morgen", "19:00Z CET", "om"};
	struct words words;
	struct parts parts;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (times_cut(&words, bad[i]) && times_read_parts(&parts, &words)) {
			fail_msg("\"%s\" is read", bad[i]);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_a_date_says_day_month_and_year),
	        cmocka_unit_test(test_an_hour_in_its_many_spellings),
	        cmocka_unit_test(test_zones),
	        cmocka_unit_test(test_nothing_is_said_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
