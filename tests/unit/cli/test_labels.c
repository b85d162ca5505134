/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every number that the protocol has a word for has one for people. */
#include "labels.h"

#include "desk.h"

static void test_what_the_protocol_names_has_a_label(void **state)
{
	const char *unknown = label_kind(9999);

	for (uint64_t n = 1; n < 200; n++) {
		assert_int_equal(kiem_kind_name(n) != NULL, strcmp(label_kind(n), unknown) != 0);
		assert_int_equal(kiem_relation_name(n) != NULL, strcmp(label_relation(n), unknown) != 0);
		assert_int_equal(kiem_signal_name(n) != NULL, strcmp(label_signal(n), unknown) != 0);
		assert_int_equal(kiem_role_name(n) != NULL, strcmp(label_role(n), unknown) != 0);
		assert_int_equal(kiem_sector_name(n) != NULL, strcmp(label_sector(n), unknown) != 0);
	}
}

static void test_words_can_be_typed_as_they_are_shown(void **state)
{
	for (uint64_t n = 1; n < 200; n++) {
		assert_true(!kiem_kind_name(n) || label_kind_of(label_kind(n)) == n);
		assert_true(!kiem_kind_name(n) || label_kind_of(kiem_kind_name(n)) == n);
		assert_true(!kiem_signal_name(n) || label_signal_of(label_signal(n)) == n);
		assert_true(!kiem_sector_name(n) || label_sector_of(label_sector(n)) == n);
		assert_true(!kiem_sector_name(n) || label_sector_of(kiem_sector_name(n)) == n);
	}
	assert_int_equal(label_sector_of("Business"), KIEM_BUSINESS);
	assert_int_equal(label_sector_of("bakery"), 0);
	assert_int_equal(label_kind_of(""), 0);
}

static void test_a_relation_that_goes_without_saying_has_no_words(void **state)
{
	assert_null(label_relation_here(KIEM_ABOUT));
	assert_null(label_relation_here(KIEM_CANCELS));
	assert_string_equal(label_relation_here(KIEM_VARIANT), "a variant of this");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_a_relation_that_goes_without_saying_has_no_words),
	        cmocka_unit_test(test_what_the_protocol_names_has_a_label),
	        cmocka_unit_test(test_words_can_be_typed_as_they_are_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
