/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A post into all tables. What always holds when store_add returns 0: a post is under its number, and in `id`, `board`,
 * `author`, `kind`, `until` and for every link in `target`, exactly once each; the counters agree. erase.c undoes it.
 */
#include "room.h"

static int add_body(struct store_write *w, uint64_t number, const struct store_item *item)
{
	uint8_t bytes[STORE_NUMBER_SIZE];
	MDB_val key = store_number_key(bytes, number), val = {STORE_HEAD_SIZE + item->bytes.n, NULL};
	int rc = mdb_put(w->txn, w->store->dbi[STORE_POST], &key, &val, MDB_APPEND | MDB_RESERVE);

	if (rc != 0) {
		return rc;
	}
	uint8_t *p = val.mv_data;
	store_put_be(p, (uint64_t)item->arrived, STORE_TIME_SIZE);
	p[6] = item->local ? STORE_FLAG_LOCAL : 0;
	p[7] = 0;
	memcpy(p + STORE_HEAD_SIZE, item->bytes.p, item->bytes.n);
	return 0;
}

static int add_id(struct store_write *w, uint64_t number, const struct kiem_id *id)
{
	uint8_t row[STORE_ID_ROW];
	MDB_val key = store_only_key(), val = store_val(row, sizeof(row));

	memcpy(row, id->b, STORE_PREFIX_SIZE);
	store_put_be(row + STORE_PREFIX_SIZE, number, STORE_NUMBER_SIZE);
	return mdb_put(w->txn, w->store->dbi[STORE_ID], &key, &val, 0);
}

/* The greatest row of a board, so that a greater one can be appended: it then fills the page before it fully. */
static int learn_last(struct store_write *w, struct store_slot *slot)
{
	uint8_t key_bytes[4];
	MDB_val key = store_board_key(key_bytes, slot->board.number), val;
	int rc = mdb_cursor_get(w->board, &key, &val, MDB_SET);

	if (rc == 0) {
		rc = mdb_cursor_get(w->board, &key, &val, MDB_LAST_DUP);
	}
	if (rc == 0 && val.mv_size != STORE_BOARD_ROW) {
		return MDB_CORRUPTED;
	}
	memset(slot->last, 0, sizeof(slot->last));
	if (rc == 0) {
		memcpy(slot->last, val.mv_data, sizeof(slot->last));
	}
	slot->has_last = rc == 0 || rc == MDB_NOTFOUND;
	return rc == MDB_NOTFOUND ? 0 : rc;
}

int store_board_row_add(struct store_write *w, struct store_slot *slot, const struct store_board_row *row)
{
	uint8_t key_bytes[4], bytes[STORE_BOARD_ROW];
	MDB_val key = store_board_key(key_bytes, slot->board.number), val = store_val(bytes, sizeof(bytes));
	int rc = slot->has_last ? 0 : learn_last(w, slot);

	if (rc != 0) {
		return rc;
	}
	store_board_row_write(bytes, row);
	bool append = memcmp(bytes, slot->last, sizeof(bytes)) > 0;
	if (append) {
		memcpy(slot->last, bytes, sizeof(bytes));
	}
	return mdb_put(w->txn, w->store->dbi[STORE_BOARD], &key, &val, append ? MDB_APPENDDUP : 0);
}

static int add_person_row(struct store_write *w, enum store_table table, const uint8_t *prefix, uint64_t number, uint64_t kind)
{
	uint8_t row[STORE_PERSON_ROW];
	MDB_val key = store_only_key(), val = store_val(row, sizeof(row));

	store_person_row_write(row, prefix, number, kind);
	return mdb_put(w->txn, w->store->dbi[table], &key, &val, 0);
}

/* The number is the greatest there is, so it is appended wherever numbers are sorted. */
static int add_numbers(struct store_write *w, uint64_t number, uint32_t board, const struct store_item *item)
{
	uint8_t bytes[STORE_NUMBER_SIZE], key_bytes[6];
	MDB_val key = store_kind_key(key_bytes, board, item->peek.kind), val = store_number_key(bytes, number);
	int rc = mdb_put(w->txn, w->store->dbi[STORE_KIND], &key, &val, MDB_APPENDDUP);

	if (rc != 0) {
		return rc;
	}
	key = store_hour_key(key_bytes, item->until);
	val = store_number_key(bytes, number);
	return mdb_put(w->txn, w->store->dbi[STORE_UNTIL], &key, &val, MDB_APPENDDUP);
}

int store_add(struct store_write *w, uint64_t *number, struct store_slot *slot, const struct store_item *item)
{
	uint64_t no = w->state.number + 1;
	struct store_board_row row = {item->peek.made, item->id, no, item->until};
	int rc = add_body(w, no, item);

	if (rc == 0) {
		rc = add_id(w, no, &item->id);
	}
	if (rc == 0) {
		rc = store_board_row_add(w, slot, &row);
	}
	if (rc == 0) {
		rc = add_person_row(w, STORE_AUTHOR, item->peek.author, no, item->peek.kind);
	}
	for (size_t i = 0; rc == 0 && i < item->peek.n_links; i++) {
		rc = add_person_row(w, STORE_TARGET, item->peek.links[i].b, no, item->peek.kind);
	}
	if (rc == 0) {
		rc = add_numbers(w, no, slot->board.number, item);
	}
	if (rc != 0) {
		return rc;
	}
	w->n_changes++;
	w->state.number = no;
	w->state.posts++;
	w->state.bytes += item->bytes.n;
	slot->board.posts++;
	slot->board.bytes += item->bytes.n;
	slot->dirty = true;
	*number = no;
	return 0;
}
