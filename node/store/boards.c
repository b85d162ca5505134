/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Boards: a record for each that is followed or has posts here. A writing transaction keeps the records that it changes in a
 * few slots, so that a batch for one board writes its record once. A record is the number's for good: numbers are not given again.
 *
 *     record: followed 1 | complete 1 | posts 8 | bytes 8 | cursor made 6 | cursor id 32 | name
 */
#include "room.h"

static bool record_read(struct kiem_board *board, uint32_t number, const MDB_val *val)
{
	const uint8_t *p = val->mv_data;
	size_t n_name = val->mv_size - STORE_BOARD_RECORD;

	if (val->mv_size <= STORE_BOARD_RECORD || n_name > KIEM_BOARD_MAX) {
		return false;
	}
	*board = (struct kiem_board){.number = number, .followed = p[0] != 0, .complete = p[1] != 0};
	board->posts = store_get_be(p + 2, 8);
	board->bytes = store_get_be(p + 10, 8);
	board->cursor_made = (int64_t)store_get_be(p + 18, STORE_TIME_SIZE);
	memcpy(board->cursor_id.b, p + 24, 32);
	memcpy(board->name, p + STORE_BOARD_RECORD, n_name);
	return true;
}

static int record_write(struct store_write *w, const struct kiem_board *board)
{
	uint8_t key_bytes[4], p[STORE_BOARD_RECORD + KIEM_BOARD_MAX];
	size_t n_name = strlen(board->name);

	p[0] = board->followed;
	p[1] = board->complete;
	store_put_be(p + 2, board->posts, 8);
	store_put_be(p + 10, board->bytes, 8);
	store_put_be(p + 18, (uint64_t)board->cursor_made, STORE_TIME_SIZE);
	memcpy(p + 24, board->cursor_id.b, 32);
	memcpy(p + STORE_BOARD_RECORD, board->name, n_name);

	MDB_val key = store_board_key(key_bytes, board->number), val = store_val(p, STORE_BOARD_RECORD + n_name);
	MDB_val name = store_val(board->name, n_name);
	int rc = mdb_put(w->txn, w->store->dbi[STORE_BOARDS], &key, &val, 0);
	return rc != 0 ? rc : mdb_put(w->txn, w->store->dbi[STORE_NAME], &name, &key, 0);
}

static int record_forget(struct store_write *w, const struct kiem_board *board)
{
	uint8_t key_bytes[4];

	MDB_val key = store_board_key(key_bytes, board->number), name = store_val(board->name, strlen(board->name));
	int rc = mdb_del(w->txn, w->store->dbi[STORE_BOARDS], &key, NULL);
	if (rc == 0 || rc == MDB_NOTFOUND) {
		rc = mdb_del(w->txn, w->store->dbi[STORE_NAME], &name, NULL);
	}
	return rc == MDB_NOTFOUND ? 0 : rc;
}

static int board_get(struct kiem_board *board, const struct kiem_store *store, MDB_txn *txn, uint32_t number)
{
	uint8_t key_bytes[4];
	MDB_val key = store_board_key(key_bytes, number), val;
	int rc = mdb_get(txn, store->dbi[STORE_BOARDS], &key, &val);
	return rc != 0 ? rc : record_read(board, number, &val) ? 0 : MDB_CORRUPTED;
}

int store_board_number(uint32_t *number, const struct kiem_store *store, MDB_txn *txn, struct kiem_span name)
{
	MDB_val key = store_val(name.p, name.n), val;

	if (name.n == 0 || name.n > KIEM_BOARD_MAX) {
		return MDB_NOTFOUND;
	}
	int rc = mdb_get(txn, store->dbi[STORE_NAME], &key, &val);
	if (rc != 0) {
		return rc;
	}
	if (val.mv_size != 4) {
		return MDB_CORRUPTED;
	}
	*number = (uint32_t)store_get_be(val.mv_data, 4);
	return 0;
}

/* ---- slots ---- */

static int slot_flush(struct store_write *w, struct store_slot *slot)
{
	const struct kiem_board *board = &slot->board;

	if (!slot->used || !slot->dirty) {
		return 0;
	}
	slot->dirty = false;
	return board->posts == 0 && !board->followed ? record_forget(w, board) : record_write(w, board);
}

int store_slots_flush(struct store_write *w)
{
	int rc = 0;

	for (size_t i = 0; i < STORE_SLOTS && rc == 0; i++) {
		rc = slot_flush(w, &w->slots[i]);
	}
	return rc;
}

static int slot_fill(struct store_write *w, struct store_slot *slot, struct kiem_span name, bool make)
{
	uint32_t number = 0;
	int rc = store_board_number(&number, w->store, w->txn, name);

	if (rc == 0) {
		return board_get(&slot->board, w->store, w->txn, number);
	}
	if (rc != MDB_NOTFOUND || !make) {
		return rc;
	}
	slot->board = (struct kiem_board){.number = (uint32_t)++w->state.board};
	memcpy(slot->board.name, name.p, name.n);
	return 0;
}

int store_slot_named(struct store_slot **out, struct store_write *w, struct kiem_span name, bool make)
{
	for (size_t i = 0; i < STORE_SLOTS; i++) {
		struct store_slot *slot = &w->slots[i];

		if (slot->used && strlen(slot->board.name) == name.n && memcmp(slot->board.name, name.p, name.n) == 0) {
			*out = slot;
			return 0;
		}
	}
	struct store_slot *slot = &w->slots[w->next_slot];
	int rc = slot_flush(w, slot);
	if (rc != 0) {
		return rc;
	}
	*slot = (struct store_slot){0};
	rc = slot_fill(w, slot, name, make);
	if (rc != 0) {
		return rc;
	}
	slot->used = true;
	w->next_slot = (w->next_slot + 1) % STORE_SLOTS;
	*out = slot;
	return 0;
}

/* ---- following ---- */

static int set_followed(struct store_write *w, struct kiem_span name, bool followed)
{
	struct store_slot *slot;
	int rc = store_slot_named(&slot, w, name, followed);

	if (rc != 0) {
		return rc;
	}
	if (slot->board.followed == followed) {
		return followed ? MDB_KEYEXIST : MDB_NOTFOUND;
	}
	slot->board.followed = followed;
	/* What came by while nobody followed is missing, so streaming starts over. */
	slot->board.cursor_made = 0;
	memset(&slot->board.cursor_id, 0, sizeof(slot->board.cursor_id));
	slot->board.complete = false;
	slot->dirty = true;
	return 0;
}

static enum kiem_err follow(struct kiem_store *store, const char *text, bool followed)
{
	struct kiem_span name = {(const uint8_t *)text, strlen(text)};
	struct store_write w;

	if (!kiem_board_ok(name)) {
		return KIEM_E_INVALID;
	}
	int rc = store_write_begin(&w, store);
	if (rc != 0) {
		return store_err(rc);
	}
	rc = set_followed(&w, name, followed);
	if (rc != 0) {
		store_write_abort(&w);
		return rc == MDB_KEYEXIST ? KIEM_E_EXISTS : store_err(rc);
	}
	return store_err(store_write_commit(&w, STORE_LEAVE_HALF));
}

enum kiem_err kiem_store_follow(struct kiem_store *store, const char *name)
{
	return follow(store, name, true);
}

enum kiem_err kiem_store_unfollow(struct kiem_store *store, const char *name)
{
	return follow(store, name, false);
}

enum kiem_err kiem_store_cursor(struct kiem_store *store, uint32_t board, int64_t made, const struct kiem_id *id, bool complete)
{
	struct kiem_board record;
	struct store_write w;
	int rc = store_write_begin(&w, store);

	if (rc != 0) {
		return store_err(rc);
	}
	rc = board_get(&record, store, w.txn, board);
	if (rc == 0) {
		record.cursor_made = made < 0 ? 0 : made > STORE_MADE_MAX ? STORE_MADE_MAX : made;
		record.cursor_id = *id;
		record.complete = complete;
		rc = record_write(&w, &record);
	}
	if (rc != 0) {
		store_write_abort(&w);
		return store_err(rc);
	}
	return store_err(store_write_commit(&w, STORE_LEAVE_HALF));
}

/* ---- reading ---- */

enum kiem_err kiem_read_board(struct kiem_read *read, struct kiem_board *board, const char *name)
{
	uint32_t number = 0;
	int rc = store_board_number(&number, read->store, read->txn, (struct kiem_span){(const uint8_t *)name, strlen(name)});

	return store_err(rc != 0 ? rc : board_get(board, read->store, read->txn, number));
}

enum kiem_err kiem_read_board_number(struct kiem_read *read, struct kiem_board *board, uint32_t number)
{
	return store_err(board_get(board, read->store, read->txn, number));
}

enum kiem_err kiem_read_boards(struct kiem_read *read, struct kiem_board *boards, size_t *n, size_t max)
{
	MDB_cursor *cursor;
	MDB_val key, val;
	int rc = mdb_cursor_open(read->txn, read->store->dbi[STORE_NAME], &cursor);

	*n = 0;
	if (rc != 0) {
		return store_err(rc);
	}
	while (*n < max && (rc = mdb_cursor_get(cursor, &key, &val, MDB_NEXT)) == 0) {
		if (val.mv_size != 4) {
			rc = MDB_CORRUPTED;
			break;
		}
		rc = board_get(&boards[*n], read->store, read->txn, (uint32_t)store_get_be(val.mv_data, 4));
		if (rc != 0) {
			rc = MDB_CORRUPTED;
			break;
		}
		(*n)++;
	}
	mdb_cursor_close(cursor);
	return rc == MDB_NOTFOUND ? KIEM_DONE : store_err(rc);
}
