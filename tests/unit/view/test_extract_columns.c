/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The memory of the extract, and the sum that guards its file. */
#include "../../../node/view/extract.h"
#include "support.h"

static void every_bit_changes_the_sum(void **state)
{
	uint8_t bytes[256];
	uint64_t random = 1;

	for (size_t i = 0; i < sizeof(bytes); i++) {
		bytes[i] = (uint8_t)support_random(&random);
	}
	uint64_t sum = extract_sum(5, bytes, sizeof(bytes));
	assert_true(extract_sum(6, bytes, sizeof(bytes)) != sum);
	assert_true(extract_sum(5, bytes, sizeof(bytes) - 32) != sum);
	for (size_t bit = 0; bit < sizeof(bytes) * 8; bit++) {
		bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_true(extract_sum(5, bytes, sizeof(bytes)) != sum);
		bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	assert_true(extract_sum(5, bytes, sizeof(bytes)) == sum);
}

/* Words that change places, within a lane and between lanes. */
static void order_changes_the_sum(void **state)
{
	uint64_t words[8] = {1, 2, 3, 4, 5, 6, 7, 8};
	uint64_t sum = extract_sum(0, words, sizeof(words));

	for (size_t i = 1; i < 8; i++) {
		uint64_t first = words[0];
		words[0] = words[i];
		words[i] = first;
		assert_true(extract_sum(0, words, sizeof(words)) != sum);
		words[i] = words[0];
		words[0] = first;
	}
}

static void columns_have_room_for_what_is_new_and_read_as_zero(void **state)
{
	struct extract_own own = {0};
	struct view_extract x = {.own = &own};
	const size_t n = 3000;

	assert_int_equal(extract_reserve(&x, n), KIEM_DONE);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(x.number[i], 0);
		x.number[i] = i;
		x.id[i].b[31] = 1;
		x.link_first[i + 1] = (uint32_t)i;
	}
	x.target[n * KIEM_LINKS_MAX - 1] = 1;
	x.key[n * 3 - 1].b[31] = 1;
	x.n = n;
	assert_int_equal(extract_column_bytes(&x, 0) % extract_page(), 0);
	assert_true(extract_column_bytes(&x, 0) >= n * sizeof(uint64_t));
	assert_ptr_equal(extract_column(&x, 0), x.number);
	extract_release(&x);
	assert_null(x.number);
	assert_null(x.id);
}

static void a_list_keeps_what_it_is_given(void **state)
{
	struct extract_list list = {0};

	for (uint32_t i = 0; i < 1000; i++) {
		assert_int_equal(extract_list_add(&list, i * 3), KIEM_DONE);
	}
	assert_int_equal(list.n, 1000);
	assert_int_equal(list.at[999], 2997);
	free(list.at);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(every_bit_changes_the_sum),
	        cmocka_unit_test(order_changes_the_sum),
	        cmocka_unit_test(columns_have_room_for_what_is_new_and_read_as_zero),
	        cmocka_unit_test(a_list_keeps_what_it_is_given),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
