/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Amounts with a comma or a point. */
#include "quantity.h"

#include "support.h"

static void test_amounts(void **state)
{
	static const struct {
		const char *text;
		int64_t milli;
		const char *unit;
	} good[] = {
	        {"20 seats", 20000, "seats"},
	        {"2,5 kWh", 2500, "kWh"},
	        {"2.5 kWh", 2500, "kWh"},
	        {"400 m²", 400000, "m²"},
	        {"400m²", 400000, "m²"},
	        {"1", 1000, ""},
	        {"0,125 m3", 125, "m3"},
	        {"0.001", 1, ""},
	        {"1.500,5 kWh", 1500500, "kWh"},
	        {"1,500.5 kWh", 1500500, "kWh"},
	        {"1.500.000 kWh", 1500000000, "kWh"},
	        {"2,1250 l", 2125, "l"},
	        {"  3  chairs and a table", 3000, "chairs and a table"},
	        {"2. hands", 2000, ". hands"},
	};

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		int64_t milli = 0;
		const char *unit = "";

		if (quantity_parse(&milli, &unit, good[i].text) != QUANTITY_OK || milli != good[i].milli ||
		        strcmp(unit, good[i].unit) != 0) {
			fail_msg("\"%s\": %lld of \"%s\"", good[i].text, (long long)milli, unit);
		}
	}
}

static void test_no_amounts(void **state)
{
	static const struct {
		const char *text;
		enum quantity_result result;
	} bad[] = {
	        {"", QUANTITY_UNREADABLE},
	        {"many", QUANTITY_UNREADABLE},
	        {"-2 kWh", QUANTITY_UNREADABLE},
	        {"1.50.000 kWh", QUANTITY_UNREADABLE},
	        {"1.500 kWh", QUANTITY_TWOFOLD},
	        {"20,000", QUANTITY_TWOFOLD},
	        {"0", QUANTITY_RANGE},
	        {"0,0004 g", QUANTITY_RANGE},
	        {"99999999999999999999", QUANTITY_RANGE},
	        {"9999999999999999", QUANTITY_RANGE},
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		int64_t milli;
		const char *unit;
		enum quantity_result result = quantity_parse(&milli, &unit, bad[i].text);

		if (result != bad[i].result) {
			fail_msg("\"%s\": result %d, wanted %d", bad[i].text, result, bad[i].result);
		}
	}
}

static void test_printing_leaves_out_noughts(void **state)
{
	char text[QUANTITY_TEXT_MAX];

	assert_string_equal(quantity_print(text, 20000), "20");
	assert_string_equal(quantity_print(text, 2500), "2.5");
	assert_string_equal(quantity_print(text, 1), "0.001");
	assert_string_equal(quantity_print(text, 9007199254740992), "9007199254740.992");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_amounts),
	        cmocka_unit_test(test_no_amounts),
	        cmocka_unit_test(test_printing_leaves_out_noughts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
