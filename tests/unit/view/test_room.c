/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../../node/view/room.h"
#include "support.h"

static void the_kind_is_read_from_the_first_bytes(void **state)
{
	static const uint64_t kinds[] = {KIEM_INITIATIVE, KIEM_LESSON, 23, 24, 255, 256, 70000, 5000000000ULL};
	struct support_author author;

	support_author(&author, 1);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct support_bytes bytes;
		support_titled(&bytes, kinds[i], "nl/tilburg", "titel", SUPPORT_NOW, &author);
		assert_int_equal(view_kind_of((struct kiem_span){bytes.b, bytes.n}), kinds[i]);
		struct kiem_key key = {{0}};
		assert_true(view_author_of(&key, (struct kiem_span){bytes.b, bytes.n}));
		assert_memory_equal(key.b, author.key.b, 32);
	}
}

static void bytes_that_are_no_post_have_no_kind(void **state)
{
	struct support_author author;
	struct support_bytes bytes;
	uint8_t zeros[100] = {0};

	support_author(&author, 1);
	support_titled(&bytes, KIEM_LESSON, "nl/tilburg", "titel", SUPPORT_NOW, &author);
	for (size_t n = 0; n < 48; n++) {
		struct kiem_key key;
		assert_int_equal(view_kind_of((struct kiem_span){bytes.b, n}), 0);
		assert_true(n > 43 || !view_author_of(&key, (struct kiem_span){bytes.b, n}));
	}
	assert_int_equal(view_kind_of((struct kiem_span){zeros, sizeof(zeros)}), 0);
	assert_int_equal(view_kind_of((struct kiem_span){NULL, 0}), 0);
}

static void order_is_by_moment_and_then_by_id(void **state)
{
	struct kiem_id low = {{1}}, high = {{2}};

	assert_true(view_order(1, &high, 2, &low) < 0);
	assert_true(view_order(2, &low, 1, &high) > 0);
	assert_true(view_order(1, &low, 1, &high) < 0);
	assert_int_equal(view_order(1, &low, 1, &low), 0);
}

static void a_set_is_emptied_for_the_next_use(void **state)
{
	struct seen seen = {0};

	seen_clear(&seen);
	for (uint64_t many = 3; many < 4000; many *= 10) {
		for (uint64_t i = 1; i <= many; i++) {
			assert_false(seen_has(&seen, i));
			assert_int_equal(seen_add(&seen, i), KIEM_DONE);
			assert_true(seen_has(&seen, i));
		}
		seen_clear(&seen);
		assert_true(seen.numbers.cap <= 64);
	}
	assert_false(seen_has(&seen, 1));
	seen_finish(&seen);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(the_kind_is_read_from_the_first_bytes),
	        cmocka_unit_test(bytes_that_are_no_post_have_no_kind),
	        cmocka_unit_test(order_is_by_moment_and_then_by_id),
	        cmocka_unit_test(a_set_is_emptied_for_the_next_use),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
