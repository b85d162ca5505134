/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A post out of all tables, as index.c put it in, and the one change that a post that is here can undergo: another until in
 * effect, by a renewal that came or went.
 */
#include "room.h"

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
	return del_row(w, STORE_BOARD, store_board_key(key_bytes, slot->board.number), store_val(bytes, sizeof(bytes)));
}

static int del_hour(struct store_write *w, uint64_t number, int64_t until)
{
	uint8_t bytes[STORE_NUMBER_SIZE], key_bytes[4];

	return del_row(w, STORE_UNTIL, store_hour_key(key_bytes, until), store_number_key(bytes, number));
}

static int del_body(struct store_write *w, uint64_t number)
{
	uint8_t bytes[STORE_NUMBER_SIZE];
	MDB_val key = store_number_key(bytes, number);
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

	w->n_changes++;
	if (rc == 0) {
		rc = del_board_row(w, placed->slot, &row);
	}
	row.until = until;
	if (rc == 0) {
		rc = store_board_row_add(w, placed->slot, &row);
	}
	if (rc != 0) {
		return rc;
	}
	MDB_val key = store_hour_key(key_bytes, until), val = store_number_key(bytes, row.number);
	return mdb_put(w->txn, w->store->dbi[STORE_UNTIL], &key, &val, 0);
}

int store_prolong(struct store_write *w, uint64_t number, int64_t until)
{
	struct placed placed;
	int rc = place_find(&placed, w, number);

	return rc != 0 || placed.row.until >= until ? rc : move_until(w, &placed, until);
}

/*
 * A renewal of this post, on this board and until `until_gone`, is gone: if that was in effect, its target has the greatest until
 * of those that remain.
 */
static int fall_back(
        struct store_write *w, const struct kiem_id *id, const uint8_t author[static 32], uint32_t board, int64_t until_gone)
{
	uint64_t number = 0;
	struct store_ties ties;
	struct placed placed;
	int rc = store_id_find(&number, w->store, w->id, id, NULL);

	if (rc != 0) {
		return rc == MDB_NOTFOUND ? 0 : rc;
	}
	rc = place_find(&placed, w, number);
	if (rc != 0 || until_gone < placed.row.until || memcmp(placed.item.peek.author, author, 32) != 0 ||
	        placed.slot->board.number != board || !store_kind_is_content(placed.item.peek.kind)) {
		return rc;
	}
	struct store_target target = {.id = id, .author = author, .board = placed.item.peek.board};
	rc = store_ties_find(&ties, w->store, w->target, &target, INT64_MIN);
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
		rc = del_row(w, STORE_KIND, store_kind_key(key_bytes, placed->slot->board.number, peek->kind),
		        store_number_key(bytes, number));
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
	w->n_changes++;
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
	return fall_back(w, &placed.item.peek.links[0], author, placed.slot->board.number, placed.item.peek.until);
}
