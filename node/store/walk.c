/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Walks. Each is a range of rows in one table, from one end or the other:
 *
 *     by arrival   table post, all of it
 *     by board     table board, the board's key
 *     by kind      table kind, the key of board and kind
 *     by author    table author, the only key, rows that start with 8 bytes of the key
 *     by target    table target, likewise with the id
 *
 * A row found by 8 bytes only, or by the shared number of rare kinds, is confirmed by looking at the post.
 */
#include "room.h"

#include <errno.h>
#include <stdlib.h>

struct range {
	MDB_cursor *cursor;
	uint8_t key[6];
	size_t n_key;
	uint8_t prefix[STORE_PREFIX_SIZE]; /* rows start so, when n_prefix is not 0 */
	size_t n_prefix;
	bool started;
};

static enum store_table table_of(enum kiem_by by)
{
	switch (by) {
	case KIEM_BY_BOARD:
		return STORE_BOARD;
	case KIEM_BY_AUTHOR:
		return STORE_AUTHOR;
	case KIEM_BY_TARGET:
		return STORE_TARGET;
	case KIEM_BY_KIND:
		return STORE_KIND;
	default:
		return STORE_POST;
	}
}

static void range_fill(struct range *range, const struct kiem_walk *walk)
{
	switch (walk->by) {
	case KIEM_BY_ARRIVAL:
		break;
	case KIEM_BY_BOARD:
		store_put_be(range->key, walk->board, range->n_key = 4);
		break;
	case KIEM_BY_KIND:
		store_put_be(range->key, walk->board, 4);
		store_put_be(range->key + 4, walk->kind < STORE_KIND_LAST ? walk->kind : STORE_KIND_LAST, 2);
		range->n_key = 6;
		break;
	case KIEM_BY_AUTHOR:
	case KIEM_BY_TARGET:
		range->n_key = 2;
		range->n_prefix = STORE_PREFIX_SIZE;
		memcpy(range->prefix, walk->by == KIEM_BY_AUTHOR ? walk->author.b : walk->target.b, STORE_PREFIX_SIZE);
		break;
	}
}

static int range_open(struct kiem_read *read, struct kiem_walk *walk)
{
	struct range *range = calloc(1, sizeof(*range));

	if (range == NULL) {
		return ENOMEM;
	}
	range_fill(range, walk);
	int rc = mdb_cursor_open(read->txn, read->store->dbi[table_of(walk->by)], &range->cursor);
	if (rc != 0) {
		free(range);
		return rc;
	}
	walk->cursor = range;
	return 0;
}

/* ---- to the first row ---- */

/* The first row of the key that is not before `from`; newest first: the last one that is before it, or the last of all. */
static int seek_row(struct range *range, MDB_val *key, MDB_val *val, const uint8_t *from, size_t n, bool newest_first)
{
	*val = store_val(from, n);
	int rc = mdb_cursor_get(range->cursor, key, val, MDB_GET_BOTH_RANGE);
	if (!newest_first) {
		return rc;
	}
	if (rc == 0) {
		return mdb_cursor_get(range->cursor, key, val, MDB_PREV_DUP);
	}
	rc = rc == MDB_NOTFOUND ? mdb_cursor_get(range->cursor, key, val, MDB_SET) : rc;
	return rc != 0 ? rc : mdb_cursor_get(range->cursor, key, val, MDB_LAST_DUP);
}

static int first_arrival(struct range *range, MDB_val *key, MDB_val *val, const struct kiem_walk *walk)
{
	uint8_t from[STORE_NUMBER_SIZE];

	if (walk->after_number == 0) {
		return mdb_cursor_get(range->cursor, key, val, walk->newest_first ? MDB_LAST : MDB_FIRST);
	}
	store_put_be(from, walk->after_number + (walk->newest_first ? 0 : 1), sizeof(from));
	*key = store_val(from, sizeof(from));
	int rc = mdb_cursor_get(range->cursor, key, val, MDB_SET_RANGE);
	if (!walk->newest_first) {
		return rc;
	}
	return mdb_cursor_get(range->cursor, key, val, rc == MDB_NOTFOUND ? MDB_LAST : MDB_PREV);
}

static int first_of_key(struct range *range, MDB_val *key, MDB_val *val, bool newest_first)
{
	int rc = mdb_cursor_get(range->cursor, key, val, MDB_SET);

	return rc != 0 ? rc : mdb_cursor_get(range->cursor, key, val, newest_first ? MDB_LAST_DUP : MDB_FIRST_DUP);
}

static int first_of_board(struct range *range, MDB_val *key, MDB_val *val, const struct kiem_walk *walk)
{
	uint8_t from[STORE_BOARD_ROW];
	int64_t made = walk->after_made;

	if (!walk->has_after) {
		return first_of_key(range, key, val, walk->newest_first);
	}
	made = made < 0 ? 0 : made > STORE_MADE_MAX ? STORE_MADE_MAX : made;
	store_board_row_write(from, &(struct store_board_row){.made = made, .id = walk->after_id});
	/* Forwards the row itself is not wanted: begin behind the greatest that it could be. */
	memset(from + 38, walk->newest_first ? 0 : 0xff, STORE_BOARD_ROW - 38);
	return seek_row(range, key, val, from, sizeof(from), walk->newest_first);
}

static int first_of_prefix(struct range *range, MDB_val *key, MDB_val *val, bool newest_first)
{
	uint8_t from[STORE_PERSON_ROW];

	memcpy(from, range->prefix, STORE_PREFIX_SIZE);
	memset(from + STORE_PREFIX_SIZE, newest_first ? 0xff : 0, sizeof(from) - STORE_PREFIX_SIZE);
	return seek_row(range, key, val, from, sizeof(from), newest_first);
}

static int first(struct range *range, MDB_val *key, MDB_val *val, const struct kiem_walk *walk)
{
	*key = store_val(range->key, range->n_key);
	switch (walk->by) {
	case KIEM_BY_BOARD:
		return first_of_board(range, key, val, walk);
	case KIEM_BY_KIND:
		return first_of_key(range, key, val, walk->newest_first);
	case KIEM_BY_AUTHOR:
	case KIEM_BY_TARGET:
		return first_of_prefix(range, key, val, walk->newest_first);
	default:
		return first_arrival(range, key, val, walk);
	}
}

static int step(struct range *range, MDB_val *key, MDB_val *val, const struct kiem_walk *walk)
{
	if (!range->started) {
		range->started = true;
		return first(range, key, val, walk);
	}
	if (walk->by == KIEM_BY_ARRIVAL) {
		return mdb_cursor_get(range->cursor, key, val, walk->newest_first ? MDB_PREV : MDB_NEXT);
	}
	return mdb_cursor_get(range->cursor, key, val, walk->newest_first ? MDB_PREV_DUP : MDB_NEXT_DUP);
}

/* ---- what a row says ---- */

static bool links_to(const struct store_peek *peek, const struct kiem_id *id)
{
	for (size_t i = 0; i < peek->n_links; i++) {
		if (memcmp(peek->links[i].b, id->b, sizeof(id->b)) == 0) {
			return true;
		}
	}
	return false;
}

static bool confirmed(const struct kiem_walk *walk, const struct store_peek *peek)
{
	switch (walk->by) {
	case KIEM_BY_AUTHOR:
		return memcmp(peek->author, walk->author.b, 32) == 0 && (walk->kind == 0 || peek->kind == walk->kind);
	case KIEM_BY_TARGET:
		return links_to(peek, &walk->target);
	case KIEM_BY_KIND:
		return peek->kind == walk->kind;
	default:
		return true;
	}
}

/* Past its own until a post may still be here by renewal; the board's row knows. */
static bool is_past(struct kiem_read *read, const struct kiem_walk *walk, const struct store_peek *peek)
{
	struct kiem_kept kept;

	if (walk->now_ms == 0 || peek->until > walk->now_ms) {
		return false;
	}
	return !store_kind_is_content(peek->kind) || kiem_read_post(read, &kept, walk->number) != KIEM_DONE ||
	       kept.until <= walk->now_ms;
}

/* Whether the row is one that the walk arrives at; sets walk->number. */
static bool arrive_by_body(struct kiem_read *read, struct kiem_walk *walk, uint64_t number)
{
	struct store_body body;
	struct store_peek peek;

	walk->number = number;
	if (store_body_get(&body, read->store, read->txn, number) != 0 || !store_peek(&peek, body.bytes.p, body.bytes.n)) {
		return false;
	}
	walk->bytes = body.bytes;
	walk->local = body.local;
	return confirmed(walk, &peek) && !is_past(read, walk, &peek);
}

static bool arrive_at_board_row(struct kiem_walk *walk, const MDB_val *val)
{
	struct store_board_row row;

	if (!store_board_row_read(&row, val)) {
		return false;
	}
	walk->number = row.number;
	walk->id = row.id;
	walk->made = row.made;
	walk->until = row.until;
	return walk->now_ms == 0 || row.until > walk->now_ms;
}

static bool arrive_at_person_row(struct kiem_read *read, struct kiem_walk *walk, const uint8_t *row)
{
	uint64_t kind = store_get_be(row + 14, 2), wanted = walk->kind < STORE_KIND_LAST ? walk->kind : STORE_KIND_LAST;

	if (walk->by == KIEM_BY_AUTHOR && walk->kind != 0 && kind != wanted) {
		return false;
	}
	return arrive_by_body(read, walk, store_get_be(row + 8, STORE_NUMBER_SIZE));
}

static bool arrive(struct kiem_read *read, struct kiem_walk *walk, const MDB_val *key, const MDB_val *val)
{
	switch (walk->by) {
	case KIEM_BY_BOARD:
		return arrive_at_board_row(walk, val);
	case KIEM_BY_AUTHOR:
	case KIEM_BY_TARGET:
		return arrive_at_person_row(read, walk, val->mv_data);
	case KIEM_BY_KIND:
		return arrive_by_body(read, walk, store_get_be(val->mv_data, STORE_NUMBER_SIZE));
	default:
		return arrive_by_body(read, walk, store_get_be(key->mv_data, STORE_NUMBER_SIZE));
	}
}

bool kiem_walk_next(struct kiem_read *read, struct kiem_walk *walk)
{
	MDB_val key, val;
	struct range *range = walk->cursor;

	if (range == NULL && range_open(read, walk) != 0) {
		return false;
	}
	range = walk->cursor;
	while (step(range, &key, &val, walk) == 0) {
		if (range->n_prefix > 0 && memcmp(val.mv_data, range->prefix, range->n_prefix) != 0) {
			break;
		}
		if (arrive(read, walk, &key, &val)) {
			return true;
		}
	}
	kiem_walk_end(walk);
	return false;
}

void kiem_walk_end(struct kiem_walk *walk)
{
	struct range *range = walk->cursor;

	if (range != NULL) {
		mdb_cursor_close(range->cursor);
		free(range);
		walk->cursor = NULL;
	}
}
