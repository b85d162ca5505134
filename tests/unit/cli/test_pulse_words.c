/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lengths of time, in the unit that fits. */
#include "pulse.h"
#include "support.h"

static void a_span_has_one_unit(void **state)
{
	char span[LOOK_WORD_MAX];

	assert_string_equal(pulse_span(span, 0), "1 minute");
	assert_string_equal(pulse_span(span, 59 * 60000), "59 minutes");
	assert_string_equal(pulse_span(span, 3600000), "1 hour");
	assert_string_equal(pulse_span(span, 47 * 3600000LL), "47 hours");
	assert_string_equal(pulse_span(span, 48 * 3600000LL), "2 days");
	assert_string_equal(pulse_span(span, 400 * 86400000LL), "400 days");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(a_span_has_one_unit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
