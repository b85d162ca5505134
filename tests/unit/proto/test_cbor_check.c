/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each rule of the strict form at its edge: the last thing that is allowed and the first that is not. */
#include "raw.h"

#include <kiem/cbor.h>

struct row {
	enum kiem_verdict verdict;
	const char *hex;
};

static void check(const struct row *rows, size_t n)
{
	struct support_bytes bytes;

	for (size_t i = 0; i < n; i++) {
		raw_hex(&bytes, rows[i].hex);
		enum kiem_verdict verdict = kiem_cbor_check(bytes.b, bytes.n, KIEM_DEPTH_MAX, KIEM_ITEMS_MAX);

		if (verdict != rows[i].verdict) {
			fail_msg("%s: %s, not %s", rows[i].hex, kiem_verdict_name(verdict), kiem_verdict_name(rows[i].verdict));
		}
	}
}

#define CHECK(rows) check(rows, sizeof(rows) / sizeof((rows)[0]))

static void integers_are_shortest_and_within_2_to_the_53(void **state)
{
	static const struct row rows[] = {
	        {KIEM_OK, "00"},
	        {KIEM_OK, "17"},
	        {KIEM_OK, "1818"},
	        {KIEM_NOT_SHORTEST, "1817"},
	        {KIEM_OK, "18ff"},
	        {KIEM_NOT_SHORTEST, "1900ff"},
	        {KIEM_OK, "190100"},
	        {KIEM_OK, "19ffff"},
	        {KIEM_NOT_SHORTEST, "1a0000ffff"},
	        {KIEM_OK, "1a00010000"},
	        {KIEM_OK, "1affffffff"},
	        {KIEM_NOT_SHORTEST, "1b00000000ffffffff"},
	        {KIEM_OK, "1b0000000100000000"},
	        {KIEM_OK, "1b0020000000000000"},
	        {KIEM_INT_RANGE, "1b0020000000000001"},
	        {KIEM_INT_RANGE, "1bffffffffffffffff"},
	        {KIEM_OK, "20"},
	        {KIEM_OK, "37"},
	        {KIEM_NOT_SHORTEST, "3817"},
	        {KIEM_OK, "3b001fffffffffffff"},
	        {KIEM_INT_RANGE, "3b0020000000000000"},
	        {KIEM_INT_RANGE, "3bffffffffffffffff"},
	};

	CHECK(rows);
}

static void what_has_another_form_or_no_meaning_is_refused(void **state)
{
	static const struct row rows[] = {
	        {KIEM_OK, "f4"},
	        {KIEM_OK, "f5"},
	        {KIEM_SIMPLE, "f6"},
	        {KIEM_SIMPLE, "f7"},
	        {KIEM_SIMPLE, "e0"},
	        {KIEM_SIMPLE, "f3"},
	        {KIEM_SIMPLE, "f8ff"},
	        {KIEM_SIMPLE, "f814"},
	        {KIEM_FLOAT, "f93c00"},
	        {KIEM_FLOAT, "fa3f800000"},
	        {KIEM_FLOAT, "fb3ff0000000000000"},
	        {KIEM_INDEFINITE, "ff"},
	        {KIEM_INDEFINITE, "5f4100ff"},
	        {KIEM_INDEFINITE, "7f6161ff"},
	        {KIEM_INDEFINITE, "9fff"},
	        {KIEM_INDEFINITE, "bfff"},
	        {KIEM_INDEFINITE, "1c"},
	        {KIEM_INDEFINITE, "3d"},
	        {KIEM_INDEFINITE, "5e"},
	        {KIEM_INDEFINITE, "df"},
	        {KIEM_INDEFINITE, "fc"},
	        {KIEM_TAGGED, "c000"},
	        {KIEM_TAGGED, "81d81800"},
	        {KIEM_TAGGED, "c2410a"},
	};

	CHECK(rows);
}

static void counts_and_lengths_are_compared_with_the_bytes_left(void **state)
{
	static const struct row rows[] = {
	        {KIEM_TRUNCATED, ""},
	        {KIEM_TRUNCATED, "18"},
	        {KIEM_TRUNCATED, "1b00000001000000"},
	        {KIEM_OK, "40"},
	        {KIEM_OK, "4100"},
	        {KIEM_TRUNCATED, "41"},
	        {KIEM_TRUNCATED, "5bffffffffffffffff00"},
	        {KIEM_NOT_SHORTEST, "580100"},
	        {KIEM_TRUNCATED, "6261"},
	        {KIEM_OK, "80"},
	        {KIEM_OK, "8100"},
	        {KIEM_TRUNCATED, "8200"},
	        {KIEM_TRUNCATED, "9bffffffffffffffff00"},
	        {KIEM_TRUNCATED, "9b7fffffffffffffff00"},
	        {KIEM_NOT_SHORTEST, "980100"},
	        {KIEM_OK, "a0"},
	        {KIEM_OK, "a10000"},
	        {KIEM_TRUNCATED, "a100"},
	        {KIEM_TRUNCATED, "a2000001"},
	        {KIEM_TRUNCATED, "bb800000000000000000"},
	        {KIEM_TRUNCATED, "bbffffffffffffffff00"},
	        {KIEM_TRAILING, "0000"},
	        {KIEM_TRAILING, "8000"},
	        {KIEM_TRAILING, "a0ff"},
	};

	CHECK(rows);
}

static void map_keys_rise_byte_by_byte(void **state)
{
	static const struct row rows[] = {
	        {KIEM_OK, "a2 0000 0100"},
	        {KIEM_UNSORTED, "a2 0100 0000"},
	        {KIEM_DUPLICATE_KEY, "a2 0100 0100"},
	        {KIEM_UNSORTED, "a3 0100 0200 0100"},
	        /* bytewise: 10, 100, -1, "z", "aa", [100], false (RFC 8949 section 4.2.1) */
	        {KIEM_OK, "a7 0a00 186400 2000 617a00 62616100 81186400 f400"},
	        {KIEM_UNSORTED, "a2 2000 0000"},
	        {KIEM_UNSORTED, "a2 62616100 617a00"},
	        {KIEM_OK, "a2 617a00 62616100"},
	        {KIEM_OK, "a2 410000 410100"},
	        {KIEM_UNSORTED, "a2 410100 410000"},
	        {KIEM_DUPLICATE_KEY, "a2 410100 410100"},
	        /* keys that are arrays and maps, and a map inside that is sorted for itself */
	        {KIEM_OK, "a2 820001 00 820002 00"},
	        {KIEM_UNSORTED, "a2 820002 00 820001 00"},
	        {KIEM_DUPLICATE_KEY, "a2 80 00 80 00"},
	        {KIEM_DUPLICATE_KEY, "a2 a10000 00 a10000 00"},
	        {KIEM_OK, "a2 05 a2 0000 0100 06 a2 0000 0100"},
	        {KIEM_UNSORTED, "a2 05 a2 0100 0000 06 00"},
	        {KIEM_DUPLICATE_KEY, "a2 05 a2 0000 0000 06 00"},
	        /* the value of a key may be anything, smaller ones too */
	        {KIEM_OK, "a2 05 00 06 01"},
	        {KIEM_OK, "a2 05 80 06 a0"},
	};

	CHECK(rows);
}

static void text_is_utf8_and_bytes_are_anything(void **state)
{
	static const struct row rows[] = {
	        {KIEM_OK, "60"},
	        {KIEM_OK, "62c3a9"},
	        {KIEM_BAD_UTF8, "61c3"},
	        {KIEM_BAD_UTF8, "62c080"},
	        {KIEM_BAD_UTF8, "63eda080"},
	        {KIEM_OK, "64f48fbfbf"},
	        {KIEM_BAD_UTF8, "64f4908080"},
	        {KIEM_OK, "42c080"},
	        /* a character cut in two by the end of its string, whatever follows */
	        {KIEM_BAD_UTF8, "82 61c3 61a9"},
	};

	CHECK(rows);
}

static void depth_counts_containers_empty_ones_too(void **state)
{
	static const struct row rows[] = {
	        {KIEM_OK, "8181818181818180"},
	        {KIEM_OK, "8181818181818100"},
	        {KIEM_TOO_DEEP, "818181818181818180"},
	        {KIEM_TOO_DEEP, "8181818181818181a0"},
	        {KIEM_OK, "a100a100a100a100a100a100a100a10000"},
	        {KIEM_TOO_DEEP, "a100a100a100a100a100a100a100a10080"},
	        {KIEM_TOO_DEEP, "a1 81818181818181 80 00"},
	};
	uint8_t deep[1000];

	CHECK(rows);
	memset(deep, 0x81, sizeof(deep));
	assert_int_equal(kiem_cbor_check(deep, sizeof(deep), 16, 2000), KIEM_TOO_DEEP);
	deep[15] = 0x80;
	assert_int_equal(kiem_cbor_check(deep, 16, 16, 2000), KIEM_OK);
	assert_int_equal(kiem_cbor_check(deep, 16, 15, 2000), KIEM_TOO_DEEP);
	deep[0] = 0x00;
	assert_int_equal(kiem_cbor_check(deep, 1, 1, 0), KIEM_OK);
}

/* An array of n zeros. */
static enum kiem_verdict zeros(size_t n, unsigned items_max)
{
	uint8_t bytes[1003] = {0x99, (uint8_t)(n >> 8), (uint8_t)n};

	return kiem_cbor_check(bytes, 3 + n, 8, items_max);
}

static void items_are_counted_but_for_the_outermost(void **state)
{
	assert_int_equal(zeros(256, 256), KIEM_OK);
	assert_int_equal(zeros(257, 256), KIEM_TOO_MANY_ITEMS);
	assert_int_equal(zeros(999, 999), KIEM_OK);
	/* a map of one pair, whose value is an array of two: 4 items */
	static const uint8_t nested[] = {0xa1, 0x00, 0x82, 0x00, 0x00};

	assert_int_equal(kiem_cbor_check(nested, sizeof(nested), 8, 4), KIEM_OK);
	assert_int_equal(kiem_cbor_check(nested, sizeof(nested), 8, 3), KIEM_TOO_MANY_ITEMS);
}

/* Of anything that is accepted no shorter part is, and no longer one: there is exactly one end. */
static void every_cut_is_seen(void **state)
{
	struct support_bytes bytes;

	raw_hex(&bytes, "a5 01 1903e8 02 6568616c6c6f 03 83 20 40 f5 18 20 a2 00 80 01 82 01 02 39 ffff 5818 "
	                "000102030405060708090a0b0c0d0e0f1011121314151617");
	assert_int_equal(kiem_cbor_check(bytes.b, bytes.n, 8, 256), KIEM_OK);
	for (size_t n = 0; n < bytes.n; n++) {
		uint8_t *cut = test_malloc(n + 1); /* an allocation of its own, so that a sanitizer sees a byte too far */

		memcpy(cut, bytes.b, n);
		assert_int_equal(kiem_cbor_check(cut, n, 8, 256), KIEM_TRUNCATED);
		test_free(cut);
	}
	bytes.b[bytes.n] = 0;
	assert_int_equal(kiem_cbor_check(bytes.b, bytes.n + 1, 8, 256), KIEM_TRAILING);
	assert_int_equal(kiem_cbor_check(NULL, 0, 8, 256), KIEM_TRUNCATED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(integers_are_shortest_and_within_2_to_the_53),
	        cmocka_unit_test(what_has_another_form_or_no_meaning_is_refused),
	        cmocka_unit_test(counts_and_lengths_are_compared_with_the_bytes_left),
	        cmocka_unit_test(map_keys_rise_byte_by_byte),
	        cmocka_unit_test(text_is_utf8_and_bytes_are_anything),
	        cmocka_unit_test(depth_counts_containers_empty_ones_too),
	        cmocka_unit_test(items_are_counted_but_for_the_outermost),
	        cmocka_unit_test(every_cut_is_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
