/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is near to what was typed, and what is not. */
#include "cli.h"
#include "support.h"

static void test_distance_counts_edits(void **state)
{
	assert_int_equal(nearest_distance("noord", "noord"), 0);
	assert_int_equal(nearest_distance("noord", "nord"), 1);
	assert_int_equal(nearest_distance("noord", "noords"), 1);
	assert_int_equal(nearest_distance("noord", "noodr"), 1); /* two neighbours in the wrong order are one slip */
	assert_int_equal(nearest_distance("noord", "zuid"), 4);
	assert_int_equal(nearest_distance("", "abc"), 3);
	assert_int_equal(nearest_distance("nl/tilburg/noord", "nl/tilburg/oost"), 3);
}

static void test_distance_is_the_same_both_ways(void **state)
{
	uint64_t random = support_seed();

	for (int i = 0; i < 1000; i++) {
		char words[2][9];

		for (int w = 0; w < 2; w++) {
			size_t n = support_random(&random) % 8;
			for (size_t j = 0; j < n; j++) {
				words[w][j] = (char)('a' + support_random(&random) % 3);
			}
			words[w][n] = '\0';
		}
		unsigned d = nearest_distance(words[0], words[1]);
		size_t a = strlen(words[0]), b = strlen(words[1]);

		assert_int_equal(d, nearest_distance(words[1], words[0]));
		assert_int_equal(d == 0, strcmp(words[0], words[1]) == 0);
		assert_true(d >= (a > b ? a - b : b - a) && d <= (a > b ? a : b));
	}
}

static void test_the_nearest_word_is_meant(void **state)
{
	static const char *const words[] = {"initiative", "invite", "init", "join", "board", "show", "offer", NULL};

	assert_string_equal(nearest_word("iniative", words), "initiative");
	assert_string_equal(nearest_word("inivte", words), "invite");
	assert_string_equal(nearest_word("jion", words), "join");
	assert_string_equal(nearest_word("boord", words), "board");
	assert_string_equal(nearest_word("initia", words), "initiative");
	assert_null(nearest_word("hyperspace", words));
	assert_null(nearest_word("x", words));
	assert_null(nearest_word("", words));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_distance_counts_edits),
	        cmocka_unit_test(test_distance_is_the_same_both_ways),
	        cmocka_unit_test(test_the_nearest_word_is_meant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
