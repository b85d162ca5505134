/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times as people write them, as seen from Saturday 21 November 2026, 13:00 in the Netherlands. */
#include "times.h"

#include "desk.h"

#include <time.h>

#define NOW SUPPORT_NOW /* 2026-11-21 12:00 UTC */
#define HOUR 3600000LL
#define DAY (24 * HOUR)

/* UTC fields into ms. */
static int64_t utc(int year, int month, int day, int hour, int minute)
{
	struct tm tm = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day, .tm_hour = hour, .tm_min = minute};

	return (int64_t)timegm(&tm) * 1000;
}

static void assert_time(const char *text, int64_t wanted)
{
	int64_t ms = 0;
	enum times_result result = times_parse(&ms, text, NOW, TIMES_START);

	if (result != TIMES_OK || ms != wanted) {
		fail_msg("\"%s\": result %d, %lld ms, wanted %lld (%+.2f h off)", text, result, (long long)ms, (long long)wanted,
		        (double)(ms - wanted) / (double)HOUR);
	}
}

static void test_iso_8601(void **state)
{
	assert_time("2026-11-27T19:00Z", utc(2026, 11, 27, 19, 0));
	assert_time("2026-11-27T19:00:00Z", utc(2026, 11, 27, 19, 0));
	assert_time("2026-11-27T19:00:00.250Z", utc(2026, 11, 27, 19, 0) + 250);
	assert_time("2026-11-27T19:00+02:00", utc(2026, 11, 27, 17, 0));
	assert_time("2026-11-27T19:00-0330", utc(2026, 11, 27, 22, 30));
	assert_time("2026-11-27T19:00", utc(2026, 11, 27, 18, 0));
	assert_time("2026-11-27 19:00", utc(2026, 11, 27, 18, 0));
	assert_time("2026-11-27", utc(2026, 11, 26, 23, 0));
}

static void test_dates_as_people_write_them(void **state)
{
	assert_time("27-11-2026 19:00", utc(2026, 11, 27, 18, 0));
	assert_time("27/11/2026 19:00", utc(2026, 11, 27, 18, 0));
	assert_time("27.11.2026 om 19.00 uur", utc(2026, 11, 27, 18, 0));
	assert_time("27 november 19:00", utc(2026, 11, 27, 18, 0));
	assert_time("27 nov 2027, 19u30", utc(2027, 11, 27, 18, 30));
	assert_time("November 27, 2026 at 7pm", utc(2026, 11, 27, 18, 0));
	assert_time("27th of november 7:15 pm", utc(2026, 11, 27, 18, 15));
	assert_time("27e november 9 uur", utc(2026, 11, 27, 8, 0));
	assert_time("vrijdag 27 november 19:00", utc(2026, 11, 27, 18, 0));
}

static void test_days_by_name(void **state)
{
	assert_time("vrijdag 19:00", utc(2026, 11, 27, 18, 0));
	assert_time("Friday 19:00", utc(2026, 11, 27, 18, 0));
	assert_time("vr 9u", utc(2026, 11, 27, 8, 0));
	assert_time("19:00 fri", utc(2026, 11, 27, 18, 0));
	assert_time("morgen 9:00", utc(2026, 11, 22, 8, 0));
	assert_time("tomorrow at 9am", utc(2026, 11, 22, 8, 0));
	assert_time("overmorgen 9:00", utc(2026, 11, 23, 8, 0));
	assert_time("vandaag 20:00", utc(2026, 11, 21, 19, 0));
	assert_time("gisteren 20:00", utc(2026, 11, 20, 19, 0));
	assert_time("nu", NOW);
}

static void test_what_is_over_is_next_time(void **state)
{
	assert_time("14:00", utc(2026, 11, 21, 13, 0));
	assert_time("12:00", utc(2026, 11, 22, 11, 0));
	assert_time("zaterdag 14:00", utc(2026, 11, 21, 13, 0));
	assert_time("zaterdag 12:00", utc(2026, 11, 28, 11, 0));
	assert_time("zaterdag", utc(2026, 11, 20, 23, 0)); /* today is not over */
	assert_time("20 november 12:00", utc(2027, 11, 20, 11, 0));
	assert_time("3 januari 12:00", utc(2027, 1, 3, 11, 0));
}

static void test_parts_of_a_day_and_the_week_to_come(void **state)
{
	assert_time("vanavond 20:00", utc(2026, 11, 21, 19, 0));
	assert_time("vanavond 8 uur", utc(2026, 11, 21, 19, 0));
	assert_time("vanmiddag om 3 uur", utc(2026, 11, 21, 14, 0));
	assert_time("morgenavond 19.30", utc(2026, 11, 22, 18, 30));
	assert_time("tonight 8pm", utc(2026, 11, 21, 19, 0));
	assert_time("volgende week vrijdag 19:00", utc(2026, 11, 27, 18, 0));
	assert_time("maandag volgende week 9:00", utc(2026, 11, 23, 8, 0));
	assert_time("next week sunday 10:00", utc(2026, 11, 29, 9, 0));
	assert_time("27-11 19:00", utc(2026, 11, 27, 18, 0));
	assert_time("3/1 12:00", utc(2027, 1, 3, 11, 0));
}

static void test_from_now_on(void **state)
{
	assert_time("over 2 uur", NOW + 2 * HOUR);
	assert_time("in 2 hours", NOW + 2 * HOUR);
	assert_time("over een week", NOW + 7 * DAY);
	assert_time("in an hour", NOW + HOUR);
	assert_time("in 3d", NOW + 3 * DAY);
}

static void test_a_day_alone_begins_or_ends(void **state)
{
	int64_t ms;

	assert_int_equal(times_parse(&ms, "2026-11-27", NOW, TIMES_END), TIMES_OK);
	assert_int_equal(ms, utc(2026, 11, 27, 22, 59) + 59000);
	assert_int_equal(times_parse(&ms, "vrijdag", NOW, TIMES_START), TIMES_OK);
	assert_int_equal(ms, utc(2026, 11, 26, 23, 0));
}

static void test_summer_time(void **state)
{
	assert_time("2027-07-01 12:00", utc(2027, 7, 1, 10, 0));
	/* 28 March 2027: from 2:00 to 3:00 at 1:00 UTC */
	assert_time("2027-03-28 01:59", utc(2027, 3, 28, 0, 59));
	assert_time("2027-03-28 03:00", utc(2027, 3, 28, 1, 0));
	/* 31 October 2027: 2:30 comes twice, the first is summer time */
	assert_time("2027-10-31 02:30", utc(2027, 10, 31, 0, 30));
	assert_time("2027-10-31 02:30 CET", utc(2027, 10, 31, 1, 30));
	assert_time("2027-10-31 03:00", utc(2027, 10, 31, 2, 0));
}

static void test_what_does_not_exist_is_refused(void **state)
{
	static const char *const none[] = {
	        "2027-03-28 02:30",
	        "28 maart 2027 2:30",
	        "2026-02-30",
	        "31 november 12:00",
	        "2027-02-29 12:00Z",
	        "2026-13-01",
	        "donderdag 27 november 2026 19:00",
	};
	int64_t ms;

	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		if (times_parse(&ms, none[i], NOW, TIMES_START) != TIMES_NONE) {
			fail_msg("\"%s\" is taken for a time", none[i]);
		}
	}
}

static void test_what_is_not_understood_is_refused(void **state)
{
	static const char *const bad[] = {
	        "",
	        " ",
	        "soon",
	        "vrijdag vrijdag",
	        "19:00 20:00",
	        "27",
	        "25:00",
	        "19:60",
	        "19:5",
	        "13pm",
	        "over",
	        "over vrijdag",
	        "over -2 uur",
	        "volgende vrijdag",
	        "volgende week",
	        "volgende week 19:00",
	        "vanavond",
	        "vanavond 3 uur",
	        "vanochtend 15:00",
	        "27 november 28 november",
	        "+01:00",
	        "19:00+99:00",
	        "2026-11-27T19:00 bij de hal",
	        "morgen 2026-11-27",
	        "1 2 3 4 5 6 7 8 9 10 11 12 13 14",
	};
	int64_t ms;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (times_parse(&ms, bad[i], NOW, TIMES_START) != TIMES_UNREADABLE) {
			fail_msg("\"%s\" is taken for a time", bad[i]);
		}
	}
}

static void test_printing_shows_the_zone(void **state)
{
	char text[TIMES_TEXT_MAX];

	assert_string_equal(times_print(text, utc(2026, 11, 27, 18, 0)), "Fri 27 Nov 2026 19:00 CET");
	assert_string_equal(times_print(text, utc(2027, 7, 1, 18, 5)), "Thu 1 Jul 2027 20:05 CEST");
}

/* What is printed can be typed: for random minutes of thirty years it is the same moment again. */
static void test_what_is_printed_can_be_typed(void **state)
{
	uint64_t random = support_seed();

	for (int i = 0; i < 2000; i++) {
		int64_t ms = utc(2020, 1, 1, 0, 0) + (int64_t)(support_random(&random) % (30ULL * 365 * 24 * 60)) * 60000,
		        again = 0;
		char text[TIMES_TEXT_MAX];

		times_print(text, ms);
		if (times_parse(&again, text, NOW, TIMES_START) != TIMES_OK || again != ms) {
			fail_msg("%s is %lld, and read as %lld", text, (long long)ms, (long long)again);
		}
	}
}

static int in_the_netherlands(void **state)
{
	setenv("TZ", "Europe/Amsterdam", 1);
	tzset();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_iso_8601),
	        cmocka_unit_test(test_dates_as_people_write_them),
	        cmocka_unit_test(test_days_by_name),
	        cmocka_unit_test(test_what_is_over_is_next_time),
	        cmocka_unit_test(test_parts_of_a_day_and_the_week_to_come),
	        cmocka_unit_test(test_from_now_on),
	        cmocka_unit_test(test_a_day_alone_begins_or_ends),
	        cmocka_unit_test(test_summer_time),
	        cmocka_unit_test(test_what_does_not_exist_is_refused),
	        cmocka_unit_test(test_what_is_not_understood_is_refused),
	        cmocka_unit_test(test_printing_shows_the_zone),
	        cmocka_unit_test(test_what_is_printed_can_be_typed),
	};

	return cmocka_run_group_tests(tests, in_the_netherlands, NULL);
}
