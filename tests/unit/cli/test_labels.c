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

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_what_the_protocol_names_has_a_label),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
