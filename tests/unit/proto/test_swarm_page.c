/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

#include "../../../proto/swarm_parts.h"

static int by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static void test_sort_as_the_library_does(void **state)
{
	uint64_t chance = support_seed(), mine[WIRE_PAGE_MAX], theirs[WIRE_PAGE_MAX];
	const size_t sizes[] = {0, 1, 2, 3, 7, 100, 1023, WIRE_PAGE_MAX};

	for (size_t s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++) {
		for (size_t i = 0; i < sizes[s]; i++) {
			mine[i] = theirs[i] = support_random(&chance) % (s % 2 == 0 ? UINT64_MAX : 50);
		}
		page_sort(mine, sizes[s]);
		qsort(theirs, sizes[s], sizeof(theirs[0]), by_value);
		assert_memory_equal(mine, theirs, sizes[s] * sizeof(mine[0]));
	}
}

static void test_find(void **state)
{
	const uint64_t v[] = {1, 3, 5, UINT64_MAX};

	assert_int_equal(page_find(v, 4, 1), 0);
	assert_int_equal(page_find(v, 4, 5), 2);
	assert_int_equal(page_find(v, 4, UINT64_MAX), 3);
	assert_int_equal(page_find(v, 4, 4), 4);
	assert_int_equal(page_find(v, 0, 1), 0);
}

/* Packed in place and read again: the same numbers, and bytes in the numbers' order. */
static void test_pack(void **state)
{
	static struct page page;
	uint64_t chance = support_seed(), v[64], packed[64];

	for (size_t i = 0; i < 64; i++) {
		v[i] = packed[i] = support_random(&chance);
	}
	page_sort(v, 64);
	memcpy(packed, v, sizeof(v));
	page_write((uint8_t *)packed, packed, 64);
	for (size_t i = 1; i < 64; i++) {
		assert_true(memcmp(&packed[i - 1], &packed[i], 8) < 0);
	}
	page_read(&page, (struct kiem_span){(const uint8_t *)packed, sizeof(packed)});
	assert_int_equal(page.n, 64);
	assert_memory_equal(page.shorts, v, sizeof(v));
}

static void test_met(void **state)
{
	static struct page page;

	page_meet(&page, 0);
	page_meet(&page, 9);
	page_meet(&page, WIRE_PAGE_MAX - 1);
	assert_true(page_met(&page, 0) && page_met(&page, 9) && page_met(&page, WIRE_PAGE_MAX - 1));
	assert_false(page_met(&page, 1) || page_met(&page, 8) || page_met(&page, WIRE_PAGE_MAX - 2));
}

static void test_order(void **state)
{
	const struct kiem_id low = {{1}}, high = {{2}};

	assert_true(page_compare(1, &high, 2, &low) < 0);
	assert_true(page_compare(1, &high, 1, &low) > 0);
	assert_true(page_compare(-5, &low, 1, &low) < 0);
	assert_int_equal(page_compare(1, &low, 1, &low), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_sort_as_the_library_does),
	        cmocka_unit_test(test_find),
	        cmocka_unit_test(test_pack),
	        cmocka_unit_test(test_met),
	        cmocka_unit_test(test_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
