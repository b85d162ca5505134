/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../../node/view/units.h"
#include "support.h"

#include <kiem/words.h>

static struct unit of(const char *text)
{
	struct unit unit;

	unit_read(&unit, support_span(text));
	return unit;
}

/* So many thousandths of one unit in thousandths of another, or -1 when they are different things. */
static int64_t convert(int64_t milli, const char *from, const char *to)
{
	struct unit a = of(from), b = of(to);

	assert_int_equal(unit_same(&a, &b), unit_same(&b, &a));
	return unit_same(&a, &b) ? unit_convert(milli, &a, &b) : -1;
}

static void both_languages_name_the_same(void **state)
{
	static const char *const same[][2] = {{"uur", "hours"}, {"uren", "h"}, {"Uren", "HOUR"}, {"seats", "plaatsen"},
	        {"seats", "personen"}, {"zitplaatsen", "people"}, {"m²", "m2"}, {"m²", "square metres"},
	        {"vierkante meters", "sqm"}, {"kilo's", "kg"}, {"kilos", "kilogram"}, {"ton", "tonnes"}, {"liters", "litre"},
	        {"kuub", "m³"}, {"dagen", "days"}, {"weken", "weeks"}, {"€", "euro"}, {"euros", "EUR"}, {"stuks", ""},
	        {"pieces", "x"}, {"kWh", "kwh"}, {"pallets", "pallet"}, {"uur per week", "hours a week"},
	        {"uren/week", "uur per week"}, {"laadpalen", "laadpaal"}};

	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		if (convert(5000, same[i][0], same[i][1]) != 5000) {
			fail_msg("%s and %s", same[i][0], same[i][1]);
		}
	}
}

static void different_things_are_not_converted(void **state)
{
	static const char *const apart[][2] = {{"kW", "kWh"}, {"uur", "dagen"}, {"m", "m²"}, {"m²", "m³"}, {"kg", "liter"},
	        {"stuks", "seats"}, {"pallets", "dozen stoelen"}, {"uur", "uur per week"}, {"euro", "uur"}, {"pallets", "stuks"},
	        {"kW", "euro"}};

	for (size_t i = 0; i < sizeof(apart) / sizeof(apart[0]); i++) {
		assert_int_equal(convert(5000, apart[i][0], apart[i][1]), -1);
	}
	struct unit none = {0};
	assert_false(unit_same(&none, &none));
}

static void amounts_are_converted(void **state)
{
	assert_int_equal(convert(1500, "ton", "kg"), 1500000);
	assert_int_equal(convert(90000, "minuten", "uur"), 1500);
	assert_int_equal(convert(2000, "MWh", "kWh"), 2000000);
	assert_int_equal(convert(1000, "ha", "m²"), 10000000);
	assert_int_equal(convert(2000, "dozijn", "stuks"), 24000);
	assert_int_equal(convert(1000, "weken", "dagen"), 7000);
	assert_int_equal(convert(2500, "pond", "kg"), 1250);
	/* Rounded down: 1 gram is no thousandth of a ton. */
	assert_int_equal(convert(999, "g", "ton"), 0);
	assert_int_equal(convert(KIEM_INT_MAX, "ton", "g"), KIEM_INT_MAX);
	assert_int_equal(convert(KIEM_INT_MAX, "m3", "ml"), KIEM_INT_MAX);
	assert_int_equal(convert(KIEM_INT_MAX, "g", "g"), KIEM_INT_MAX);
	assert_int_equal(convert(KIEM_INT_MAX, "g", "ton"), KIEM_INT_MAX / 1000000);
}

static void any_unit_is_borne(void **state)
{
	uint64_t random = support_seed();
	uint8_t text[32];

	for (size_t times = 0; times < 20000; times++) {
		for (size_t i = 0; i < sizeof(text); i++) {
			text[i] = (uint8_t) "abcdhkmst 23/²é\xff"[support_random(&random) % 17];
		}
		struct unit unit, again;
		unit_read(&unit, (struct kiem_span){text, sizeof(text)});
		unit_read(&again, (struct kiem_span){text, sizeof(text)});
		assert_true(unit_same(&unit, &again));
		assert_true(unit.each >= 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(both_languages_name_the_same),
	        cmocka_unit_test(different_things_are_not_converted),
	        cmocka_unit_test(amounts_are_converted),
	        cmocka_unit_test(any_unit_is_borne),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
