/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trades.h"

#include <math.h>

static void logarithms_in_256ths(void **state)
{
	uint64_t random = support_seed();

	assert_int_equal(match_log2(1), 0);
	assert_int_equal(match_log2(2), 256);
	assert_int_equal(match_log2(3), 405);
	assert_int_equal(match_log2(UINT64_MAX), 64 * 256 - 1);
	for (size_t i = 0; i < 100000; i++) {
		uint64_t v = support_random(&random) >> (support_random(&random) % 50) | 1;
		assert_true(fabs((double)match_log2(v) - 256 * log2((double)v)) < 1.01);
	}
}

static void a_word_keeps_its_number(void **state)
{
	struct market m = {0};
	uint32_t id;

	assert_int_equal(market_word_find(&m, 7), UINT32_MAX);
	/* Hashes that meet in one slot, and enough of them for the table to grow. */
	for (uint32_t i = 0; i < 5000; i++) {
		assert_int_equal(market_word_id(&m, &id, (uint64_t)i << 20), KIEM_DONE);
		assert_int_equal(id, i);
	}
	for (uint32_t i = 0; i < 5000; i++) {
		assert_int_equal(market_word_id(&m, &id, (uint64_t)i << 20), KIEM_DONE);
		assert_int_equal(id, i);
		assert_int_equal(market_word_find(&m, (uint64_t)i << 20), i);
	}
	assert_int_equal(market_word_find(&m, 1), UINT32_MAX);
	assert_int_equal(m.n_ids, 5000);
	market_finish(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(logarithms_in_256ths),
	        cmocka_unit_test(a_word_keeps_its_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
