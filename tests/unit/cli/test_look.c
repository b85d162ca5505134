/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"
#include "look.h"

#include <time.h>

#define MINUTE 60000LL
#define DAY (24 * 60 * MINUTE)

static void assert_age(int64_t ago, const char *want)
{
	char age[LOOK_WORD_MAX];

	assert_string_equal(look_age(age, SUPPORT_NOW - ago, SUPPORT_NOW), want);
}

static void an_age_is_said_in_one_unit(void **state)
{
	assert_age(-5 * MINUTE, "just now");
	assert_age(MINUTE - 1, "just now");
	assert_age(MINUTE, "1 minute ago");
	assert_age(59 * MINUTE, "59 minutes ago");
	assert_age(90 * MINUTE, "1 hour ago");
	assert_age(2 * DAY, "2 days ago");
	assert_age(15 * DAY, "2 weeks ago");
	assert_age(200 * DAY, "6 months ago");
}

static void thousands_are_grouped(void **state)
{
	char count[LOOK_WORD_MAX];

	assert_string_equal(look_count(count, 0), "0");
	assert_string_equal(look_count(count, 999), "999");
	assert_string_equal(look_count(count, 31200), "31,200");
	assert_string_equal(look_count(count, UINT64_MAX), "18,446,744,073,709,551,615");
}

static void a_kind_of_a_later_version_is_shown_by_its_number(void **state)
{
	char word[LOOK_WORD_MAX];

	assert_string_equal(look_kind(word, KIEM_OFFER), "offer");
	assert_string_equal(look_kind(word, 4711), "kind 4711");
	assert_string_equal(look_relation(word, KIEM_EXTENDS), "builds on");
	assert_string_equal(look_relation(word, 99), "relation 99");
}

static void times_on_one_day_share_its_date(void **state)
{
	struct kiem_post post = {
	        .kind = KIEM_OFFER, .has_from = true, .has_to = true, .from = SUPPORT_NOW, .to = SUPPORT_NOW + 90 * MINUTE};
	char when[LOOK_WHEN_MAX];

	setenv("TZ", "UTC", 1);
	tzset();
	assert_string_equal(look_when(when, &post), "Sat 21 Nov 2026 12:00–13:30 UTC");
	post.to += DAY;
	assert_string_equal(look_when(when, &post), "Sat 21 Nov 2026 12:00 UTC – Sun 22 Nov 2026 13:30 UTC");
	post.has_to = false;
	assert_string_equal(look_when(when, &post), "from Sat 21 Nov 2026 12:00 UTC");
	post.kind = KIEM_GATHERING;
	assert_string_equal(look_when(when, &post), "Sat 21 Nov 2026 12:00 UTC");
	post.has_from = false;
	assert_string_equal(look_when(when, &post), "");
}

static void a_quantity_has_its_unit_made_safe(void **state)
{
	struct kiem_post post = {.has_quantity = true, .quantity_milli = 2500, .unit = support_span("k\x1bWh")};
	char amount[LOOK_AMOUNT_MAX];

	assert_string_equal(look_amount(amount, &post), "2.5 k\xef\xbf\xbdWh");
	post.has_quantity = false;
	assert_string_equal(look_amount(amount, &post), "");
}

static void facts_break_between_them_and_never_pass_the_width(void **state)
{
	char *printed;
	size_t n;
	struct out out = {.file = open_memstream(&printed, &n), .width = 20};
	struct facts facts;

	facts_init(&facts, &out, 2);
	facts_say(&facts, "%s", "Bakkerij");
	facts_add(&facts, support_span(""));
	facts_say(&facts, "%d uur", 3);
	facts_say(&facts, "%s", "Lijnsheike");
	facts_say(&facts, "%s", "een veel te lang stuk tekst");
	facts_end(&facts);
	facts_init(&facts, &out, 2);
	facts_end(&facts);
	fclose(out.file);
	assert_string_equal(printed, "  Bakkerij · 3 uur\n  Lijnsheike\n  een veel te lang …\n");
	free(printed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(an_age_is_said_in_one_unit),
	        cmocka_unit_test(thousands_are_grouped),
	        cmocka_unit_test(a_kind_of_a_later_version_is_shown_by_its_number),
	        cmocka_unit_test(times_on_one_day_share_its_date),
	        cmocka_unit_test(a_quantity_has_its_unit_made_safe),
	        cmocka_unit_test(facts_break_between_them_and_never_pass_the_width),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
