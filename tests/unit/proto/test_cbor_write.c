/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is written is in the one form that the check accepts, and never past the buffer. */
#include "raw.h"

#include <kiem/cbor.h>

static void integers_come_out_shortest(void **state)
{
	static const struct {
		int64_t value;
		const char *hex;
	} rows[] = {{0, "00"}, {23, "17"}, {24, "1818"}, {255, "18ff"}, {256, "190100"}, {65535, "19ffff"}, {65536, "1a00010000"},
	        {4294967295, "1affffffff"}, {4294967296, "1b0000000100000000"}, {KIEM_INT_MAX, "1b0020000000000000"}, {-1, "20"},
	        {-24, "37"}, {-25, "3818"}, {-KIEM_INT_MAX, "3b001fffffffffffff"}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint8_t out[9];
		struct kiem_cbor_out w;
		struct support_bytes expected;

		raw_hex(&expected, rows[i].hex);
		kiem_cbor_out_init(&w, out, sizeof(out));
		kiem_cbor_put_int(&w, rows[i].value);
		assert_false(w.full);
		assert_int_equal(w.n, expected.n);
		assert_memory_equal(out, expected.b, w.n);
		if (rows[i].value >= 0) {
			kiem_cbor_out_init(&w, out, sizeof(out));
			kiem_cbor_put_uint(&w, (uint64_t)rows[i].value);
			assert_int_equal(w.n, expected.n);
			assert_memory_equal(out, expected.b, w.n);
		}
	}
}

static void put_record(struct kiem_cbor_out *w)
{
	static const uint8_t long_bytes[300] = {7};

	kiem_cbor_put_map(w, 5);
	kiem_cbor_put_uint(w, 1);
	kiem_cbor_put_text(w, "hallo", 5);
	kiem_cbor_put_uint(w, 2);
	kiem_cbor_put_array(w, 3);
	kiem_cbor_put_bool(w, false);
	kiem_cbor_put_bool(w, true);
	kiem_cbor_put_int(w, -1000);
	kiem_cbor_put_uint(w, 3);
	kiem_cbor_put_bytes(w, long_bytes, sizeof(long_bytes));
	kiem_cbor_put_uint(w, 4);
	kiem_cbor_put_raw(w, (const uint8_t *)"\x81\x00", 2);
	kiem_cbor_put_uint(w, 5);
	kiem_cbor_put_text(w, NULL, 0);
}

static void what_is_written_passes_the_check(void **state)
{
	uint8_t out[400];
	struct kiem_cbor_out w;

	kiem_cbor_out_init(&w, out, sizeof(out));
	put_record(&w);
	assert_false(w.full);
	assert_int_equal(kiem_cbor_check(out, w.n, 8, 256), KIEM_OK);
}

static void what_does_not_fit_is_counted_and_not_written(void **state)
{
	uint8_t out[400], whole[400];
	struct kiem_cbor_out w;

	kiem_cbor_out_init(&w, NULL, 0);
	put_record(&w);
	assert_true(w.full);
	size_t n = w.n;

	kiem_cbor_out_init(&w, whole, sizeof(whole));
	put_record(&w);
	assert_int_equal(w.n, n);
	for (size_t cap = 0; cap <= n; cap++) {
		memset(out, 0xee, sizeof(out));
		kiem_cbor_out_init(&w, out, cap);
		put_record(&w);
		assert_int_equal(w.n, n);
		assert_int_equal(w.full, cap < n);
		for (size_t i = cap; i < sizeof(out); i++) {
			assert_int_equal(out[i], 0xee);
		}
	}
	assert_memory_equal(out, whole, n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(integers_come_out_shortest),
	        cmocka_unit_test(what_is_written_passes_the_check),
	        cmocka_unit_test(what_does_not_fit_is_counted_and_not_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
