/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words and numbers of the protocol belong together one to one; a word that is not there is no number. */
#include "support.h"

typedef const char *name_of(uint64_t number);
typedef uint64_t number_of(const char *name);

/* Every number up to 200 that has a word gets back from it; returns how many there are. */
static int round_trips(name_of *name, number_of *number)
{
	int n = 0;

	for (uint64_t i = 0; i < 200; i++) {
		if (name(i) != NULL) {
			assert_int_equal(number(name(i)), i);
			n++;
		}
	}
	assert_int_equal(number("nonsense"), 0);
	assert_int_equal(number(""), 0);
	assert_null(name(0));
	assert_null(name(UINT64_MAX));
	return n;
}

static void words_and_numbers_belong_together(void **state)
{
	assert_int_equal(round_trips(kiem_kind_name, kiem_kind_of), 20);
	assert_int_equal(round_trips(kiem_signal_name, kiem_signal_of), 5);
	assert_int_equal(round_trips(kiem_role_name, kiem_role_of), 2);
	assert_int_equal(round_trips(kiem_sector_name, kiem_sector_of), 8);
}

static void the_words_are_those_of_the_specification(void **state)
{
	assert_int_equal(kiem_kind_of("initiative"), 1);
	assert_int_equal(kiem_kind_of("succeed"), 80);
	assert_string_equal(kiem_relation_name(KIEM_EXTENDS), "extends");
	assert_string_equal(kiem_relation_name(KIEM_NEEDS), "needs");
	assert_null(kiem_relation_name(9));
	assert_string_equal(kiem_sector_name(KIEM_CIVIL_SOCIETY), "civil-society");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(words_and_numbers_belong_together),
	        cmocka_unit_test(the_words_are_those_of_the_specification),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
