/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fields that are arrays, at the edges of their type: how many, of what, and none twice. */
#include "raw.h"

#define X8 "7878787878787878"

static void tags_are_short_and_none_is_there_twice(void **state)
{
	static const struct raw_row rows[] = {
	        {KIEM_OK, "07 81 6161"},
	        {KIEM_OK, "07 82 6162 6161"},
	        {KIEM_OK, "07 82 6161 6141"},
	        {KIEM_BAD_TAG, "07 82 6161 6161"},
	        {KIEM_BAD_TAG, "07 83 6161 6162 6161"},
	        {KIEM_BAD_TAG, "07 80"},
	        {KIEM_BAD_TAG, "07 81 60"},
	        {KIEM_BAD_TAG, "07 81 01"},
	        {KIEM_BAD_TAG, "07 6161"},
	        {KIEM_OK, "07 90 6130 6131 6132 6133 6134 6135 6136 6137 6138 6139 6161 6162 6163 6164 6165 6166"},
	        {KIEM_BAD_TAG, "07 91 6130 6131 6132 6133 6134 6135 6136 6137 6138 6139 6161 6162 6163 6164 6165 6166 6167"},
	        {KIEM_OK, "07 81 7840 " X8 X8 X8 X8 X8 X8 X8 X8},
	        {KIEM_BAD_TAG, "07 81 7841 " X8 X8 X8 X8 X8 X8 X8 X8 "78"},
	};

	RAW_CHECK(rows);
}

static void links_have_a_relation_an_id_and_perhaps_a_board(void **state)
{
	static const struct raw_row rows[] = {
	        {KIEM_OK, "08 81 82 01 " RAW_ID},
	        {KIEM_OK, "08 81 82 1903e7 " RAW_ID},
	        {KIEM_OK, "08 81 83 01 " RAW_ID "6161"},
	        {KIEM_OK, "08 82 82 01 " RAW_ID "82 02 " RAW_ID},
	        {KIEM_OK, "08 82 82 01 " RAW_ID "82 01 " RAW_ID2},
	        {KIEM_BAD_LINK, "08 82 82 01 " RAW_ID "82 01 " RAW_ID},
	        {KIEM_BAD_LINK, "08 82 82 01 " RAW_ID "83 01 " RAW_ID "6162"},
	        {KIEM_BAD_LINK, "08 80"},
	        {KIEM_BAD_LINK, "08 81 81 01"},
	        {KIEM_BAD_LINK, "08 81 80"},
	        {KIEM_BAD_LINK, "08 81 84 01 " RAW_ID "6161 00"},
	        {KIEM_BAD_LINK, "08 81 82 00 " RAW_ID},
	        {KIEM_BAD_LINK, "08 81 82 20 " RAW_ID},
	        {KIEM_BAD_LINK, "08 81 82 01 4100"},
	        {KIEM_BAD_LINK, "08 81 82 " RAW_ID "01"},
	        {KIEM_BAD_LINK, "08 81 83 01 " RAW_ID "6141"},
	        {KIEM_BAD_LINK, "08 81 83 01 " RAW_ID "00"},
	        {KIEM_BAD_LINK, "08 82 01 " RAW_ID},
	        {KIEM_BAD_LINK, "08 a1 01 " RAW_ID},
	};

	RAW_CHECK(rows);
}

static void sixteen_links_and_no_more(void **state)
{
	for (size_t n = 16; n <= 17; n++) {
		char hex[4096];
		struct kiem_post post;
		int at = snprintf(hex, sizeof(hex), RAW_BASE "08 %02zx", 0x80 + n);

		for (size_t i = 1; i <= n; i++) {
			at += snprintf(hex + at, sizeof(hex) - (size_t)at, "82 %02zx " RAW_ID, i);
		}
		assert_int_equal(raw_decode(&post, hex), n == 16 ? KIEM_OK : KIEM_BAD_LINK);
	}
}

static void languages_are_a_list_without_repeats(void **state)
{
	static const struct raw_row rows[] = {
	        {KIEM_OK, "16 82 626e6c 62656e"},
	        {KIEM_BAD_FIELD, "16 82 626e6c 626e6c"},
	        {KIEM_BAD_FIELD, "16 80"},
	        {KIEM_BAD_FIELD, "16 81 60"},
	        {KIEM_BAD_FIELD, "16 89 6161 6162 6163 6164 6165 6166 6167 6168 6169"},
	};

	RAW_CHECK(rows);
}

static void recipients_are_one_to_eight_people(void **state)
{
	static const struct raw_row rows[] = {
	        {KIEM_OK, "181c 81 " RAW_ID},
	        {KIEM_OK, "181c 82 " RAW_ID RAW_ID2},
	        {KIEM_BAD_FIELD, "181c 82 " RAW_ID RAW_ID},
	        {KIEM_BAD_FIELD, "181c 80"},
	        {KIEM_BAD_FIELD, "181c 81 4100"},
	        {KIEM_BAD_FIELD, "181c " RAW_ID},
	        {KIEM_BAD_FIELD, "181c 89 " RAW_ID RAW_ID2 RAW_ID RAW_ID RAW_ID RAW_ID RAW_ID RAW_ID RAW_ID},
	};

	RAW_CHECK(rows);
}

static void sets_rise(void **state)
{
	static const struct raw_row rows[] = {
	        {KIEM_OK, "11 81 01"},
	        {KIEM_OK, "11 83 01 05 1864"},
	        {KIEM_BAD_FIELD, "11 82 02 01"},
	        {KIEM_BAD_FIELD, "11 82 01 01"},
	        {KIEM_BAD_FIELD, "11 81 00"},
	        {KIEM_BAD_FIELD, "11 81 20"},
	        {KIEM_BAD_FIELD, "11 80"},
	        {KIEM_BAD_FIELD, "11 01"},
	        {KIEM_OK, "11 88 01 02 03 04 05 06 07 08"},
	        {KIEM_BAD_FIELD, "11 89 01 02 03 04 05 06 07 08 09"},
	        {KIEM_OK, "13 84 01 02 03 04"},
	        {KIEM_BAD_FIELD, "13 85 01 02 03 04 05"},
	};

	RAW_CHECK(rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(tags_are_short_and_none_is_there_twice),
	        cmocka_unit_test(links_have_a_relation_an_id_and_perhaps_a_board),
	        cmocka_unit_test(sixteen_links_and_no_more),
	        cmocka_unit_test(languages_are_a_list_without_repeats),
	        cmocka_unit_test(recipients_are_one_to_eight_people),
	        cmocka_unit_test(sets_rise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
