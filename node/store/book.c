/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The address book over a restart: whom this node was linked with, so that it finds its boards again although the neighbour it was
 * once told of is gone. Which nodes are worth remembering the swarm decides; here they have a maximum, and the one that was linked
 * longest ago gives way.
 */
#include "room.h"

#define BOOK_HEAD 8 /* last linked 6, anchor 1, zero 1 */

static int64_t last_ok(const MDB_val *val)
{
	return (int64_t)store_get_be(val->mv_data, STORE_TIME_SIZE);
}

/* The one that was linked longest ago. */
static int drop_oldest(struct store_write *w)
{
	uint8_t oldest[32];
	int64_t when = INT64_MAX;
	MDB_cursor *cursor;
	MDB_val key, val;
	int rc = mdb_cursor_open(w->txn, w->store->dbi[STORE_BOOK], &cursor);

	if (rc != 0) {
		return rc;
	}
	while ((rc = mdb_cursor_get(cursor, &key, &val, MDB_NEXT)) == 0) {
		if (key.mv_size != sizeof(oldest) || val.mv_size < BOOK_HEAD) {
			rc = MDB_CORRUPTED;
			break;
		}
		if (last_ok(&val) < when) {
			when = last_ok(&val);
			memcpy(oldest, key.mv_data, sizeof(oldest));
		}
	}
	mdb_cursor_close(cursor);
	if (rc != MDB_NOTFOUND) {
		return rc;
	}
	key = store_val(oldest, sizeof(oldest));
	return mdb_del(w->txn, w->store->dbi[STORE_BOOK], &key, NULL);
}

static int make_room(struct store_write *w, MDB_val *key)
{
	MDB_dbi dbi = w->store->dbi[STORE_BOOK];
	MDB_stat stat;
	MDB_val old;
	int rc = mdb_get(w->txn, dbi, key, &old);

	if (rc != MDB_NOTFOUND) {
		return rc;
	}
	rc = mdb_stat(w->txn, dbi, &stat);
	return rc == 0 && stat.ms_entries >= KIEM_BOOK_MAX ? drop_oldest(w) : rc;
}

static int put_one(struct store_write *w, const struct kiem_known *known)
{
	uint8_t bytes[BOOK_HEAD + KIEM_DESCRIPTOR_MAX] = {0};
	MDB_val key = store_val(known->node.b, sizeof(known->node.b)), val = store_val(bytes, BOOK_HEAD + known->n);
	int rc = make_room(w, &key);

	store_put_be(bytes, known->last_ok_ms > 0 ? (uint64_t)known->last_ok_ms : 0, STORE_TIME_SIZE);
	bytes[STORE_TIME_SIZE] = known->anchor;
	memcpy(bytes + BOOK_HEAD, known->descriptor, known->n);
	w->n_changes++;
	return rc != 0 ? rc : mdb_put(w->txn, w->store->dbi[STORE_BOOK], &key, &val, 0);
}

enum kiem_err kiem_store_book_put(struct kiem_store *store, const struct kiem_known *known, size_t n)
{
	struct store_write w;
	int rc;

	for (size_t i = 0; i < n; i++) {
		if (known[i].n == 0 || known[i].n > KIEM_DESCRIPTOR_MAX || known[i].last_ok_ms >= STORE_MADE_MAX) {
			return KIEM_E_INVALID;
		}
	}
	rc = n == 0 ? MDB_NOTFOUND : store_write_begin(&w, store);
	if (rc != 0) {
		return rc == MDB_NOTFOUND ? KIEM_DONE : store_err(rc);
	}
	/* In a full store the reserve is for erasing: neighbours can be found again, posts cannot. */
	if (w.room <= 0) {
		store_write_abort(&w);
		return KIEM_E_FULL;
	}
	for (size_t i = 0; i < n && rc == 0; i++) {
		rc = put_one(&w, &known[i]);
	}
	if (rc != 0) {
		store_write_abort(&w);
		return store_err(rc);
	}
	return store_err(store_write_commit(&w, STORE_LEAVE_WHOLE));
}

enum kiem_err kiem_read_book_next(struct kiem_read *read, struct kiem_known *known, const struct kiem_key *after)
{
	MDB_cursor *cursor;
	MDB_val key, val;
	int rc = mdb_cursor_open(read->txn, read->store->dbi[STORE_BOOK], &cursor);

	if (rc != 0) {
		return store_err(rc);
	}
	if (after == NULL) {
		rc = mdb_cursor_get(cursor, &key, &val, MDB_FIRST);
	} else {
		key = store_val(after->b, sizeof(after->b));
		rc = mdb_cursor_get(cursor, &key, &val, MDB_SET_RANGE);
		if (rc == 0 && key.mv_size == sizeof(after->b) && memcmp(key.mv_data, after->b, sizeof(after->b)) == 0) {
			rc = mdb_cursor_get(cursor, &key, &val, MDB_NEXT);
		}
	}
	if (rc == 0 && (key.mv_size != 32 || val.mv_size <= BOOK_HEAD || val.mv_size > BOOK_HEAD + KIEM_DESCRIPTOR_MAX)) {
		rc = MDB_CORRUPTED;
	}
	if (rc == 0) {
		const uint8_t *p = val.mv_data;
		memcpy(known->node.b, key.mv_data, sizeof(known->node.b));
		known->last_ok_ms = last_ok(&val);
		known->anchor = p[STORE_TIME_SIZE] != 0;
		known->n = val.mv_size - BOOK_HEAD;
		memcpy(known->descriptor, p + BOOK_HEAD, known->n);
	}
	mdb_cursor_close(cursor);
	return rc == MDB_NOTFOUND ? KIEM_E_NOT_FOUND : store_err(rc);
}
