/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each field at the edges of its type, in a post of an unknown kind, where nothing else is asked of it. */
#include "raw.h"

/* A pair of a key and a text of n letters x. */
static enum kiem_verdict text_of(const char *key, size_t n)
{
	static char hex[2 * KIEM_POST_MAX];
	struct kiem_post post;
	int at = snprintf(hex, sizeof(hex), RAW_BASE "%s ", key);

	at += n < 24    ? snprintf(hex + at, 8, "%02zx", 0x60 + n)
	      : n < 256 ? snprintf(hex + at, 8, "78%02zx", n)
	                : snprintf(hex + at, 8, "79%04zx", n);
	for (size_t i = 0; i < n; i++, at += 2) {
		memcpy(hex + at, "78", 3);
	}
	hex[at] = '\0';
	return raw_decode(&post, hex);
}

static void texts_are_neither_empty_nor_too_long(void **state)
{
	static const struct {
		const char *key;
		size_t max;
	} rows[] = {{"05", 200}, {"06", 9000}, {"0c", 32}, {"0f", 9000}, {"10", 9000}, {"12", 9000}, {"14", 100}, {"181b", 100}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(text_of(rows[i].key, 0), KIEM_BAD_FIELD);
		assert_int_equal(text_of(rows[i].key, 1), KIEM_OK);
		assert_int_equal(text_of(rows[i].key, rows[i].max), KIEM_OK);
		if (rows[i].max < 9000) {
			assert_int_equal(text_of(rows[i].key, rows[i].max + 1), KIEM_BAD_FIELD);
		}
	}
}

static void numbers_and_moments_have_their_type(void **state)
{
	static const struct raw_row rows[] = {
	        {KIEM_BAD_FIELD, "05 00"},
	        {KIEM_BAD_FIELD, "05 4161"},
	        {KIEM_BAD_FIELD, "06 f5"},
	        {KIEM_OK, "0b 01"},
	        {KIEM_BAD_FIELD, "0b 00"},
	        {KIEM_BAD_FIELD, "0b 20"},
	        {KIEM_OK, "0d 00"},
	        {KIEM_OK, "0d 20"},
	        {KIEM_BAD_FIELD, "0d 6130"},
	        {KIEM_OK, "0e 3903e7"},
	        {KIEM_BAD_FIELD, "0e f4"},
	        {KIEM_OK, "15 1903e7"},
	        {KIEM_BAD_FIELD, "15 00"},
	        {KIEM_OK, "17 f5"},
	        {KIEM_BAD_FIELD, "17 f4"},
	        {KIEM_BAD_FIELD, "17 01"},
	        {KIEM_OK, "181a 01"},
	        {KIEM_OK, "181a 03"},
	        {KIEM_BAD_FIELD, "181a 00"},
	        {KIEM_BAD_FIELD, "181a 04"},
	        {KIEM_OK, "181d 4100"},
	        {KIEM_BAD_FIELD, "181d 40"},
	        {KIEM_BAD_FIELD, "181d 6161"},
	};

	RAW_CHECK(rows);
}

static void people_are_32_bytes(void **state)
{
	static const struct raw_row rows[] = {
	        {KIEM_OK, "1818 " RAW_ID},
	        {KIEM_OK, "1819 " RAW_ID},
	        {KIEM_BAD_FIELD, "1819 4100"},
	        {KIEM_BAD_FIELD, "1818 00"},
	};

	RAW_CHECK(rows);
}

static void languages_have_the_shape_of_bcp_47(void **state)
{
	static const struct raw_row rows[] = {
	        {KIEM_OK, "09 626e6c"},
	        {KIEM_OK, "09 656e6c2d4e4c"},
	        {KIEM_OK, "09 66 64652d313936"}, /* "de-196": a later part may start with a digit */
	        {KIEM_BAD_FIELD, "09 60"},
	        {KIEM_BAD_FIELD, "09 622d6e"},
	        {KIEM_BAD_FIELD, "09 636e6c2d"},
	        {KIEM_BAD_FIELD, "09 646e2d2d6c"},
	        {KIEM_BAD_FIELD, "09 62316e"},
	        {KIEM_BAD_FIELD, "09 636e6c20"},
	        {KIEM_BAD_FIELD, "09 656e6c5f4e4c"},
	        {KIEM_OK, "09 68 6161616161616161"},
	        {KIEM_BAD_FIELD, "09 69 616161616161616161"},
	        {KIEM_OK, "09 7823 61612d61616161616161612d61616161616161612d61616161616161612d6161616161"},
	        {KIEM_BAD_FIELD, "09 7824 61612d61616161616161612d61616161616161612d61616161616161612d616161616161"},
	};

	RAW_CHECK(rows);
}

static void a_place_has_both_coordinates_or_none(void **state)
{
	static const struct raw_row rows[] = {
	        {KIEM_OK, "0a a1 03 6161"},
	        {KIEM_OK, "0a a2 01 1a055d4a80 02 1a0aba9500"},
	        {KIEM_OK, "0a a3 01 3a055d4a7f 02 3a0aba94ff 03 6161"},
	        {KIEM_BAD_FIELD, "0a a2 01 1a055d4a81 02 00"},
	        {KIEM_BAD_FIELD, "0a a2 01 3a055d4a80 02 00"},
	        {KIEM_BAD_FIELD, "0a a2 01 00 02 1a0aba9501"},
	        {KIEM_BAD_FIELD, "0a a2 01 00 02 3a0aba9500"},
	        {KIEM_BAD_FIELD, "0a a2 01 1b0020000000000000 02 00"},
	        {KIEM_BAD_FIELD, "0a a1 01 00"},
	        {KIEM_BAD_FIELD, "0a a1 02 00"},
	        {KIEM_BAD_FIELD, "0a a2 02 00 03 6161"},
	        {KIEM_BAD_FIELD, "0a a0"},
	        {KIEM_BAD_FIELD, "0a a1 03 60"},
	        {KIEM_BAD_FIELD, "0a a1 03 01"},
	        {KIEM_BAD_FIELD, "0a a2 01 6161 02 00"},
	        {KIEM_BAD_FIELD, "0a a1 6161 00"},
	        {KIEM_BAD_FIELD, "0a 6161"},
	        /* what a later version may say of a place */
	        {KIEM_OK, "0a a2 03 6161 04 81 01"},
	        {KIEM_OK, "0a a1 20 f5"},
	};

	RAW_CHECK(rows);
}

static void what_is_not_known_is_counted_and_kept(void **state)
{
	static const struct raw_row rows[] = {
	        {KIEM_OK, "181e 00"},
	        {KIEM_OK, "20 a1 6161 80"},
	        {KIEM_OK, "1b0020000000000000 00"},
	        {KIEM_BAD_FIELD, "6161 00"},
	        {KIEM_BAD_FIELD, "80 00"},
	        {KIEM_BAD_FIELD, "f5 00"},
	};
	struct kiem_post post;

	RAW_CHECK(rows);
	assert_int_equal(raw_decode(&post, "a7 00 00 01 1863 02 6161 03 00 04 01 181e 8101 20 00"), KIEM_OK);
	assert_int_equal(post.n_unknown, 3);
}

static void the_four_common_fields_are_in_every_post(void **state)
{
	static const struct {
		enum kiem_verdict verdict;
		const char *payload;
	} rows[] = {
	        {KIEM_OK, "a4 01 1863 02 6161 03 00 04 01"},
	        {KIEM_MISSING_FIELD, "a0"},
	        {KIEM_MISSING_FIELD, "a3 02 6161 03 00 04 01"},
	        {KIEM_MISSING_FIELD, "a3 01 1863 03 00 04 01"},
	        {KIEM_MISSING_FIELD, "a3 01 1863 02 6161 04 01"},
	        {KIEM_MISSING_FIELD, "a3 01 1863 02 6161 03 00"},
	        {KIEM_BAD_FIELD, "a4 01 00 02 6161 03 00 04 01"},
	        {KIEM_BAD_FIELD, "a4 01 6161 02 6161 03 00 04 01"},
	        {KIEM_BAD_BOARD, "a4 01 1863 02 60 03 00 04 01"},
	        {KIEM_BAD_BOARD, "a4 01 1863 02 6141 03 00 04 01"},
	        {KIEM_BAD_FIELD, "a4 01 1863 02 4161 03 00 04 01"},
	        {KIEM_BAD_FIELD, "a4 01 1863 02 6161 03 20 04 01"},
	        {KIEM_BAD_FIELD, "a4 01 1863 02 6161 03 00 04 f5"},
	        {KIEM_BAD_FIELD, "80"},
	        {KIEM_BAD_FIELD, "00"},
	};
	struct kiem_post post;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(raw_decode(&post, rows[i].payload), rows[i].verdict);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(texts_are_neither_empty_nor_too_long),
	        cmocka_unit_test(numbers_and_moments_have_their_type),
	        cmocka_unit_test(people_are_32_bytes),
	        cmocka_unit_test(languages_have_the_shape_of_bcp_47),
	        cmocka_unit_test(a_place_has_both_coordinates_or_none),
	        cmocka_unit_test(what_is_not_known_is_counted_and_kept),
	        cmocka_unit_test(the_four_common_fields_are_in_every_post),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
