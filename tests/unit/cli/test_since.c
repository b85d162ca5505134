/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "since.h"
#include "support.h"

#define HOUR 3600000LL
#define DAY (24 * HOUR)

static int64_t since(const char *text)
{
	int64_t ms = 0;

	assert_true(since_parse(&ms, text, SUPPORT_NOW));
	assert_true(ms <= SUPPORT_NOW);
	return SUPPORT_NOW - ms;
}

static void a_length_is_so_long_ago(void **state)
{
	assert_int_equal(since("7d"), 7 * DAY);
	assert_int_equal(since("2 dagen"), 2 * DAY);
	assert_int_equal(since("1h30m"), HOUR + HOUR / 2);
}

/* SUPPORT_NOW is a Saturday, 12:00 UTC. */
static void a_weekday_is_the_last_one_that_was(void **state)
{
	setenv("TZ", "UTC", 1);
	assert_int_equal(since("friday 9:00"), DAY + 3 * HOUR);
	assert_int_equal(since("vrijdag"), DAY + 12 * HOUR);
	assert_int_equal(since("zondag 12:00"), 6 * DAY);
	assert_int_equal(since("9:00"), 3 * HOUR);
	assert_int_equal(since("gisteren 12:00"), DAY);
	assert_int_equal(since("2026-11-01"), 20 * DAY + 12 * HOUR);
	assert_true(since("21 november 18:00") > 300 * DAY);
}

static void what_is_still_to_come_or_no_time_is_refused(void **state)
{
	int64_t ms;

	assert_false(since_parse(&ms, "2099-01-01", SUPPORT_NOW));
	assert_false(since_parse(&ms, "morgen 9:00", SUPPORT_NOW));
	assert_false(since_parse(&ms, "in 2 hours", SUPPORT_NOW));
	assert_false(since_parse(&ms, "ooit", SUPPORT_NOW));
	assert_false(since_parse(&ms, "", SUPPORT_NOW));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(a_length_is_so_long_ago),
	        cmocka_unit_test(a_weekday_is_the_last_one_that_was),
	        cmocka_unit_test(what_is_still_to_come_or_no_time_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
