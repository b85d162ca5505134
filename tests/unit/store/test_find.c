/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding one post: by bytes and by id, with rows that mislead. */
#include "room.h"
#include "scene.h"

/* Ids that share 8 bytes cannot be made in a test, so the row of another post is given the same ones by hand. */
static void a_shared_prefix_confuses_nobody(void **state)
{
	struct scene *scene = *state;
	struct support_bytes bytes;
	struct kiem_entry entry;
	struct store_write w;
	uint8_t row[STORE_ID_ROW];
	MDB_val key = store_only_key(), val = store_val(row, sizeof(row));

	support_titled(&bytes, KIEM_OFFER, SCENE_BOARD, "een", scene->now, &scene->anna);
	assert_int_equal(scene_admit(scene, &bytes, &entry), KIEM_OK);
	struct kiem_id one = entry.id;
	support_titled(&bytes, KIEM_OFFER, SCENE_BOARD, "twee", scene->now, &scene->anna);
	assert_int_equal(scene_admit(scene, &bytes, &entry), KIEM_OK);
	memcpy(row, entry.id.b, 8);
	store_put_be(row + 8, 1, 6);
	assert_int_equal(store_write_begin(&w, scene->store), 0);
	assert_int_equal(mdb_put(w.txn, scene->store->dbi[STORE_ID], &key, &val, 0), 0);
	assert_int_equal(store_write_commit(&w, STORE_LEAVE_WHOLE), 0);
	assert_int_equal(scene_admit(scene, &bytes, &entry), KIEM_KNOWN);
	assert_int_equal(entry.number, 2);
	assert_true(scene_has(scene, &bytes));
	struct kiem_read *read;
	uint64_t number;
	assert_int_equal(kiem_read_begin(&read, scene->store), KIEM_DONE);
	assert_int_equal(kiem_read_find(read, &number, &one), KIEM_DONE);
	assert_int_equal(number, 1);
	kiem_read_end(read);
}

static void a_row_on_a_board(void **state)
{
	struct scene *scene = *state;
	struct support_bytes bytes;
	struct kiem_entry entry;
	struct store_board_row row;
	MDB_txn *txn;
	MDB_cursor *cursor;

	support_titled(&bytes, KIEM_OFFER, SCENE_BOARD, "bod", scene->now, &scene->anna);
	assert_int_equal(scene_admit(scene, &bytes, &entry), KIEM_OK);
	assert_int_equal(store_txn_begin(scene->store, &txn, false), 0);
	assert_int_equal(mdb_cursor_open(txn, scene->store->dbi[STORE_BOARD], &cursor), 0);
	assert_int_equal(store_row_find(&row, cursor, entry.board, entry.made, &entry.id), 0);
	assert_int_equal(row.number, 1);
	assert_int_equal(store_row_find(&row, cursor, entry.board, entry.made - 1, &entry.id), MDB_NOTFOUND);
	assert_int_equal(store_row_find(&row, cursor, entry.board + 1, entry.made, &entry.id), MDB_NOTFOUND);
	entry.id.b[31] ^= 1;
	assert_int_equal(store_row_find(&row, cursor, entry.board, entry.made, &entry.id), MDB_NOTFOUND);
	mdb_cursor_close(cursor);
	store_txn_abort(scene->store, txn);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scene_setup, scene_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(a_shared_prefix_confuses_nobody),
	        TEST(a_row_on_a_board),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
