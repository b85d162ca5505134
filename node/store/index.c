/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A post into all tables, and out of them. What always holds when these functions return 0: a post is under its number, and in
 * `id`, `board`, `author`, `kind`, `until` and for every link in `target`, exactly once each; the counters agree.
 */
#include "room.h"

static MDB_val number_val(uint8_t bytes[static STORE_NUMBER_SIZE], uint64_t number)
{
	store_put_be(bytes, number, STORE_NUMBER_SIZE);
	return store_val(bytes, STORE_NUMBER_SIZE);
}

static MDB_val board_key(uint8_t bytes[static 4], uint32_t board)
{
	store_put_be(bytes, board, 4);
	return store_val(bytes, 4);
}

static MDB_val kind_key(uint8_t bytes[static 6], uint32_t board, uint64_t kind)
{
	store_put_be(bytes, board, 4);
	store_put_be(bytes + 4, kind < STORE_KIND_LAST ? kind : STORE_KIND_LAST, 2);
	return store_val(bytes, 6);
}

static MDB_val hour_key(uint8_t bytes[static 4], int64_t until)
{
	store_put_be(bytes, (uint64_t)(until / STORE_HOUR_MS), 4);
	return store_val(bytes, 4);
}

/* ---- finding ---- */

int store_body_get(struct store_body *body, const struct kiem_store *store, MDB_txn *txn, uint64_t number)
{
	uint8_t bytes[STORE_NUMBER_SIZE];
	MDB_val key = number_val(bytes, number), val;
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
	MDB_val key = board_key(key_bytes, board), val = store_val(from, sizeof(from));

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

/* ---- adding ---- */

static int add_body(struct store_write *w, uint64_t number, const struct store_item *item)
{
	uint8_t bytes[STORE_NUMBER_SIZE];
	MDB_val key = number_val(bytes, number), val = {STORE_HEAD_SIZE + item->bytes.n, NULL};
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
	MDB_val key = board_key(key_bytes, slot->board.number), val;
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

static int add_board_row(struct store_write *w, struct store_slot *slot, const struct store_board_row *row)
{
	uint8_t key_bytes[4], bytes[STORE_BOARD_ROW];
	MDB_val key = board_key(key_bytes, slot->board.number), val = store_val(bytes, sizeof(bytes));
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
	MDB_val key = kind_key(key_bytes, board, item->peek.kind), val = number_val(bytes, number);
	int rc = mdb_put(w->txn, w->store->dbi[STORE_KIND], &key, &val, MDB_APPENDDUP);

	if (rc != 0) {
		return rc;
	}
	key = hour_key(key_bytes, item->until);
	val = number_val(bytes, number);
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
		rc = add_board_row(w, slot, &row);
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
	w->state.number = no;
	w->state.posts++;
	w->state.bytes += item->bytes.n;
	slot->board.posts++;
	slot->board.bytes += item->bytes.n;
	slot->dirty = true;
	*number = no;
	return 0;
}

/* ---- erasing ---- */

static int del_row(struct store_write *w, enum store_table table, MDB_val key, MDB_val val)
{
	int rc = mdb_del(w->txn, w->store->dbi[table], &key, &val);

	return rc == MDB_NOTFOUND ? MDB_CORRUPTED : rc;
}

static int del_person_row(struct store_write *w, enum store_table table, const uint8_t *prefix, uint64_t number, uint64_t kind)
{
	uint8_t row[STORE_PERSON_ROW];

	store_person_row_write(row, prefix, number, kind);
	return del_row(w, table, store_only_key(), store_val(row, sizeof(row)));
}

static int del_id(struct store_write *w, const struct kiem_id *id, uint64_t number)
{
	uint8_t row[STORE_ID_ROW];

	memcpy(row, id->b, STORE_PREFIX_SIZE);
	store_put_be(row + STORE_PREFIX_SIZE, number, STORE_NUMBER_SIZE);
	return del_row(w, STORE_ID, store_only_key(), store_val(row, sizeof(row)));
}

static int del_board_row(struct store_write *w, struct store_slot *slot, const struct store_board_row *row)
{
	uint8_t key_bytes[4], bytes[STORE_BOARD_ROW];

	store_board_row_write(bytes, row);
	slot->has_last = false;
	return del_row(w, STORE_BOARD, board_key(key_bytes, slot->board.number), store_val(bytes, sizeof(bytes)));
}

static int del_hour(struct store_write *w, uint64_t number, int64_t until)
{
	uint8_t bytes[STORE_NUMBER_SIZE], key_bytes[4];

	return del_row(w, STORE_UNTIL, hour_key(key_bytes, until), number_val(bytes, number));
}

static int del_body(struct store_write *w, uint64_t number)
{
	uint8_t bytes[STORE_NUMBER_SIZE];
	MDB_val key = number_val(bytes, number);
	int rc = mdb_del(w->txn, w->store->dbi[STORE_HELD], &key, NULL);

	return rc != 0 && rc != MDB_NOTFOUND ? rc : mdb_del(w->txn, w->store->dbi[STORE_POST], &key, NULL);
}

/* What the tables say of a post that is here. */
struct placed {
	struct store_item item; /* its spans point into the file until something is written */
	struct store_slot *slot;
	struct store_board_row row;
};

static int place_find(struct placed *placed, struct store_write *w, uint64_t number)
{
	struct store_item *item = &placed->item;
	struct store_body body;
	int rc = store_body_get(&body, w->store, w->txn, number);

	if (rc != 0) {
		return rc;
	}
	*item = (struct store_item){.bytes = body.bytes, .arrived = body.arrived, .local = body.local};
	if (!store_peek(&item->peek, body.bytes.p, body.bytes.n)) {
		return MDB_CORRUPTED;
	}
	kiem_id_of(&item->id, body.bytes.p, body.bytes.n);
	rc = store_slot_named(&placed->slot, w, item->peek.board, false);
	if (rc == 0) {
		rc = store_row_find(&placed->row, w->board, placed->slot->board.number, item->peek.made, &item->id);
	}
	item->until = placed->row.until;
	return rc == MDB_NOTFOUND ? MDB_CORRUPTED : rc;
}

static int move_until(struct store_write *w, struct placed *placed, int64_t until)
{
	uint8_t bytes[STORE_NUMBER_SIZE], key_bytes[4];
	struct store_board_row row = placed->row;
	int rc = del_hour(w, row.number, row.until);

	if (rc == 0) {
		rc = del_board_row(w, placed->slot, &row);
	}
	row.until = until;
	if (rc == 0) {
		rc = add_board_row(w, placed->slot, &row);
	}
	if (rc != 0) {
		return rc;
	}
	MDB_val key = hour_key(key_bytes, until), val = number_val(bytes, row.number);
	return mdb_put(w->txn, w->store->dbi[STORE_UNTIL], &key, &val, 0);
}

int store_prolong(struct store_write *w, uint64_t number, int64_t until)
{
	struct placed placed;
	int rc = place_find(&placed, w, number);

	return rc != 0 || placed.row.until == until ? rc : move_until(w, &placed, until);
}

/* A renewal is gone: its target has the greatest until of those that remain. */
static int fall_back(struct store_write *w, const struct kiem_id *target, const uint8_t author[static 32])
{
	uint64_t number = 0;
	struct store_ties ties;
	struct placed placed;
	int rc = store_id_find(&number, w->store, w->id, target, NULL);

	if (rc != 0) {
		return rc == MDB_NOTFOUND ? 0 : rc;
	}
	rc = place_find(&placed, w, number);
	if (rc != 0 || memcmp(placed.item.peek.author, author, 32) != 0 || !store_kind_is_content(placed.item.peek.kind)) {
		return rc;
	}
	rc = store_ties_find(&ties, w->store, w->target, target, author, INT64_MIN);
	if (rc != 0) {
		return rc;
	}
	int64_t until = ties.renewed > placed.item.peek.until ? ties.renewed : placed.item.peek.until;
	return until == placed.row.until ? 0 : move_until(w, &placed, until);
}

static int erase_rows(struct store_write *w, const struct placed *placed, const uint8_t author[static 32])
{
	const struct store_peek *peek = &placed->item.peek;
	uint64_t number = placed->row.number;
	uint8_t key_bytes[6], bytes[STORE_NUMBER_SIZE];
	int rc = del_id(w, &placed->item.id, number);

	if (rc == 0) {
		rc = del_board_row(w, placed->slot, &placed->row);
	}
	if (rc == 0) {
		rc = del_hour(w, number, placed->row.until);
	}
	if (rc == 0) {
		rc = del_person_row(w, STORE_AUTHOR, author, number, peek->kind);
	}
	for (size_t i = 0; rc == 0 && i < peek->n_links; i++) {
		rc = del_person_row(w, STORE_TARGET, peek->links[i].b, number, peek->kind);
	}
	if (rc == 0) {
		rc = del_row(w, STORE_KIND, kind_key(key_bytes, placed->slot->board.number, peek->kind), number_val(bytes, number));
	}
	return rc == 0 ? del_body(w, number) : rc;
}

int store_erase(struct store_write *w, uint64_t number)
{
	struct placed placed;
	uint8_t author[32];
	int rc = place_find(&placed, w, number);

	if (rc != 0) {
		return rc;
	}
	/* Writing may move the page that the peek points into. */
	memcpy(author, placed.item.peek.author, sizeof(author));
	size_t n = placed.item.bytes.n;
	rc = erase_rows(w, &placed, author);
	if (rc != 0) {
		return rc;
	}
	w->n_erased++;
	w->state.posts--;
	w->state.bytes -= n;
	w->room += store_cost(n, placed.item.peek.n_links);
	placed.slot->board.posts--;
	placed.slot->board.bytes -= n;
	placed.slot->dirty = true;
	if (placed.item.peek.kind != KIEM_RENEW || placed.item.peek.n_links != 1) {
		return 0;
	}
	return fall_back(w, &placed.item.peek.links[0], author);
}
