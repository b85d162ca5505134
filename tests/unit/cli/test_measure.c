/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sizes and lengths of time as a person reads them. */
#include "measure.h"

#include "desk.h"

static void test_sizes(void **state)
{
	char text[MEASURE_MAX];

	assert_string_equal(measure_size(text, 0), "0 B");
	assert_string_equal(measure_size(text, 1023), "1023 B");
	assert_string_equal(measure_size(text, 1536), "1.5 KiB");
	assert_string_equal(measure_size(text, 64 << 10), "64 KiB");
	assert_string_equal(measure_size(text, 1 << 30), "1 GiB");
	assert_string_equal(measure_size(text, UINT64_MAX), "16777216 TiB");
}

static void test_spans(void **state)
{
	char text[MEASURE_MAX];

	assert_string_equal(measure_span(text, -5), "0 seconds");
	assert_string_equal(measure_span(text, 1), "1 second");
	assert_string_equal(measure_span(text, 119), "1 minute");
	assert_string_equal(measure_span(text, 7200), "2 hours");
	assert_string_equal(measure_span(text, 86400 * 3), "3 days");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_sizes),
	        cmocka_unit_test(test_spans),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
