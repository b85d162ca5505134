/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "seekers.h"

/* The numbers under a term, in their order. */
static size_t numbers_of(struct find_index *index, const char *term, uint64_t *numbers, size_t max)
{
	MDB_cursor *cursor;
	MDB_val key = {strlen(term), (void *)term}, value;
	size_t n = 0;

	assert_int_equal(mdb_cursor_open(index->txn, index->terms, &cursor), 0);
	for (int rc = mdb_cursor_get(cursor, &key, &value, MDB_SET); rc == 0 && n < max;
	        rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT_DUP)) {
		assert_int_equal(value.mv_size, FIND_NUMBER_SIZE);
		numbers[n] = 0;
		for (size_t i = 0; i < FIND_NUMBER_SIZE; i++) {
			numbers[n] = numbers[n] << 8 | ((const uint8_t *)value.mv_data)[i];
		}
		n++;
	}
	mdb_cursor_close(cursor);
	return n;
}

static void every_batch_adds_to_what_is_there(void **state)
{
	struct garden *g = *state;
	struct find_index index;
	uint64_t numbers[100];
	char title[32];

	/* Sixty posts of two words: batches of fifty postings cut across them. */
	for (int i = 0; i < 60; i++) {
		snprintf(title, sizeof(title), "kever x%d", i);
		plant_one(g, KIEM_LESSON, title, &g->anna, i, 0, NULL);
	}
	plant_one(g, KIEM_RECEIPT, "kever", &g->anna, 1, KIEM_ABOUT, &(struct kiem_id){{1}});
	assert_true(index_open(g, &index));
	assert_int_equal(numbers_of(&index, "wkever", numbers, 100), 60);
	for (size_t i = 1; i < 60; i++) {
		assert_true(numbers[i] > numbers[i - 1]);
	}
	assert_int_equal(numbers_of(&index, "tkever", numbers, 100), 60);
	assert_int_equal(numbers_of(&index, "wx7", numbers, 100), 1);
	assert_int_equal(numbers_of(&index, "wlibel", numbers, 100), 0);
	find_index_close(&index);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(every_batch_adds_to_what_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
