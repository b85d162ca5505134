/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pull reader gives back what was written, and is harmless on bytes that nobody checked. */
#include "raw.h"

#include <kiem/cbor.h>

static void start(struct kiem_cbor *r, struct support_bytes *bytes, const char *hex)
{
	raw_hex(bytes, hex);
	kiem_cbor_init(r, bytes->b, bytes->n);
}

static void a_record_is_read_item_by_item(void **state)
{
	struct support_bytes bytes;
	struct kiem_cbor r;

	start(&r, &bytes, "a3 01 1b0020000000000000 02 84 3b001fffffffffffff f5 42beef 6468616c6c 20 a0");
	assert_int_equal(kiem_cbor_peek(&r), KIEM_CBOR_MAP);
	assert_int_equal(kiem_cbor_map(&r), 3);
	assert_int_equal(kiem_cbor_uint(&r), 1);
	assert_int_equal(kiem_cbor_uint(&r), 1ULL << 53);
	assert_int_equal(kiem_cbor_int(&r), 2);
	assert_int_equal(kiem_cbor_array(&r), 4);
	assert_int_equal(kiem_cbor_peek(&r), KIEM_CBOR_NINT);
	assert_true(kiem_cbor_int(&r) == -KIEM_INT_MAX);
	assert_int_equal(kiem_cbor_peek(&r), KIEM_CBOR_BOOL);
	assert_true(kiem_cbor_bool(&r));
	struct kiem_span span = kiem_cbor_bytes(&r);

	assert_int_equal(span.n, 2);
	assert_memory_equal(span.p, "\xbe\xef", 2);
	span = kiem_cbor_text(&r);
	assert_int_equal(span.n, 4);
	assert_memory_equal(span.p, "hall", 4);
	assert_int_equal(kiem_cbor_int(&r), -1);
	assert_int_equal(kiem_cbor_map(&r), 0);
	assert_false(r.bad);
	assert_int_equal(kiem_cbor_peek(&r), KIEM_CBOR_END);
}

static void skipping_passes_over_one_whole_item(void **state)
{
	struct support_bytes bytes;
	struct kiem_cbor r;

	start(&r, &bytes, "83 a2 00 820102 01 a0 626162 f4 07");
	struct kiem_span all = kiem_cbor_skip(&r);

	assert_int_equal(all.n, bytes.n - 1);
	assert_int_equal(kiem_cbor_uint(&r), 7);
	assert_false(r.bad);
	all = kiem_cbor_skip(&r);
	assert_true(r.bad);
	assert_int_equal(all.n, 0);
}

static void the_wrong_question_spoils_the_rest_and_nothing_else(void **state)
{
	struct support_bytes bytes;
	struct kiem_cbor r;

	start(&r, &bytes, "626162 05 06");
	assert_int_equal(kiem_cbor_bytes(&r).n, 0);
	assert_true(r.bad);
	assert_int_equal(kiem_cbor_uint(&r), 0);
	assert_int_equal(kiem_cbor_int(&r), 0);
	assert_int_equal(kiem_cbor_array(&r), 0);
	assert_int_equal(kiem_cbor_map(&r), 0);
	assert_false(kiem_cbor_bool(&r));
	assert_null(kiem_cbor_text(&r).p);
	assert_int_equal(kiem_cbor_peek(&r), KIEM_CBOR_END);
	start(&r, &bytes, "20");
	assert_int_equal(kiem_cbor_uint(&r), 0);
	assert_true(r.bad);
	start(&r, &bytes, "01");
	assert_false(kiem_cbor_bool(&r));
	assert_true(r.bad);
}

static void unchecked_bytes_do_no_harm(void **state)
{
	static const char *const hostile[] = {"", "5bffffffffffffffff00", "9bffffffffffffffff", "bb8000000000000001 00", "1b0000",
	        "ff", "c000", "f97c00", "1c", "7f6161ff", "81", "a2000000", "1bffffffffffffffff"};
	struct support_bytes bytes;
	struct kiem_cbor r;

	for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
		start(&r, &bytes, hostile[i]);
		kiem_cbor_int(&r);
		assert_true(r.bad);
		start(&r, &bytes, hostile[i]);
		kiem_cbor_skip(&r);
		assert_true(r.bad || r.p == r.end);
	}
	start(&r, &bytes, "9bffffffffffffffff");
	assert_int_equal(kiem_cbor_array(&r), 0);
	start(&r, &bytes, "bb8000000000000001 00");
	assert_int_equal(kiem_cbor_map(&r), 0);
}

/* Reads whatever is there by what peek says of it, as deep as it goes. */
static size_t read_all(struct kiem_cbor *r)
{
	size_t n = 0;

	for (;; n++) {
		switch (kiem_cbor_peek(r)) {
		case KIEM_CBOR_UINT:
			kiem_cbor_uint(r);
			break;
		case KIEM_CBOR_NINT:
			kiem_cbor_int(r);
			break;
		case KIEM_CBOR_BYTES:
			kiem_cbor_bytes(r);
			break;
		case KIEM_CBOR_TEXT:
			kiem_cbor_text(r);
			break;
		case KIEM_CBOR_ARRAY:
			kiem_cbor_array(r);
			break;
		case KIEM_CBOR_MAP:
			kiem_cbor_map(r);
			break;
		case KIEM_CBOR_BOOL:
			kiem_cbor_bool(r);
			break;
		case KIEM_CBOR_END:
			return n;
		}
	}
}

static void what_the_check_accepts_is_read_without_a_fault(void **state)
{
	uint64_t random = support_seed();
	size_t accepted = 0;

	for (int i = 0; i < 300000; i++) {
		uint8_t bytes[24];
		size_t n = 1 + support_random(&random) % sizeof(bytes);
		struct kiem_cbor r, s;

		for (size_t j = 0; j < n; j++) {
			uint64_t x = support_random(&random);
			/* mostly small items and small containers, so that many are accepted */
			bytes[j] = (uint8_t)(x & 7 ? (x >> 8 & 0xe0) | (x >> 16 & 3) : x >> 8);
		}
		kiem_cbor_init(&r, bytes, n);
		s = r;
		read_all(&r);
		kiem_cbor_skip(&s);
		assert_true(r.p <= r.end && s.p <= s.end);
		if (kiem_cbor_check(bytes, n, 8, 256) == KIEM_OK) {
			accepted++;
			assert_false(r.bad);
			assert_ptr_equal(r.p, r.end);
			assert_false(s.bad);
			assert_ptr_equal(s.p, s.end);
		}
	}
	assert_true(accepted > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(a_record_is_read_item_by_item),
	        cmocka_unit_test(skipping_passes_over_one_whole_item),
	        cmocka_unit_test(the_wrong_question_spoils_the_rest_and_nothing_else),
	        cmocka_unit_test(unchecked_bytes_do_no_harm),
	        cmocka_unit_test(what_the_check_accepts_is_read_without_a_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
