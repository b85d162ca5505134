/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding one post in the tables: its bytes by number, its number by id, its row on a board. */
#include "room.h"

int store_body_get(struct store_body *body, const struct kiem_store *store, MDB_txn *txn, uint64_t number)
{
	uint8_t bytes[STORE_NUMBER_SIZE];
	MDB_val key = store_number_key(bytes, number), val;
	int rc = mdb_get(txn, store->dbi[STORE_POST], &key, &val);

	if (rc != 0) {
		return rc;
	}
	if (val.mv_size <= STORE_HEAD_SIZE) {
		return MDB_CORRUPTED;
	}
	const uint8_t *p = val.mv_data;
	body->arrived = (int64_t)store_get_be(p, STORE_TIME_SIZE);
	body->local = (p[STORE_TIME_SIZE] & STORE_FLAG_LOCAL) != 0;
	body->bytes = (struct kiem_span){p + STORE_HEAD_SIZE, val.mv_size - STORE_HEAD_SIZE};
	return 0;
}

static bool is_it(const struct kiem_span *here, const struct kiem_id *id, const struct kiem_span *bytes)
{
	struct kiem_id other;

	if (bytes != NULL) {
		return here->n == bytes->n && memcmp(here->p, bytes->p, here->n) == 0;
	}
	kiem_id_of(&other, here->p, here->n);
	return memcmp(other.b, id->b, sizeof(id->b)) == 0;
}

int store_id_find(uint64_t *number, const struct kiem_store *store, MDB_cursor *cursor, const struct kiem_id *id,
        const struct kiem_span *bytes)
{
	uint8_t row[STORE_ID_ROW] = {0};
	MDB_val key = store_only_key(), val = store_val(row, sizeof(row));

	memcpy(row, id->b, STORE_PREFIX_SIZE);
	int rc = mdb_cursor_get(cursor, &key, &val, MDB_GET_BOTH_RANGE);
	while (rc == 0 && memcmp(val.mv_data, id->b, STORE_PREFIX_SIZE) == 0) {
		struct store_body body;

		*number = store_get_be((const uint8_t *)val.mv_data + STORE_PREFIX_SIZE, STORE_NUMBER_SIZE);
		rc = store_body_get(&body, store, mdb_cursor_txn(cursor), *number);
		if (rc != 0) {
			return rc == MDB_NOTFOUND ? MDB_CORRUPTED : rc;
		}
		if (is_it(&body.bytes, id, bytes)) {
			return 0;
		}
		rc = mdb_cursor_get(cursor, &key, &val, MDB_NEXT_DUP);
	}
	return rc == 0 ? MDB_NOTFOUND : rc;
}

int store_row_find(struct store_board_row *row, MDB_cursor *cursor, uint32_t board, int64_t made, const struct kiem_id *id)
{
	uint8_t key_bytes[4], from[STORE_BOARD_ROW];
	MDB_val key = store_board_key(key_bytes, board), val = store_val(from, sizeof(from));

	store_board_row_write(from, &(struct store_board_row){.made = made, .id = *id});
	int rc = mdb_cursor_get(cursor, &key, &val, MDB_GET_BOTH_RANGE);
	if (rc != 0) {
		return rc;
	}
	if (!store_board_row_read(row, &val)) {
		return MDB_CORRUPTED;
	}
	return row->made == made && memcmp(row->id.b, id->b, sizeof(id->b)) == 0 ? 0 : MDB_NOTFOUND;
}
