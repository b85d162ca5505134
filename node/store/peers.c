/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Neighbours that this home was told of, and which of them are known to hold the posts that were made here. */
#include "room.h"

#define PEER_HEAD 2

static bool peer_read(struct kiem_peer *peer, const MDB_val *key, const MDB_val *val)
{
	const uint8_t *p = val->mv_data;

	if (key->mv_size != 32 || val->mv_size < PEER_HEAD || val->mv_size - PEER_HEAD > KIEM_ADDRESS_MAX) {
		return false;
	}
	memset(peer, 0, sizeof(*peer));
	memcpy(peer->node.b, key->mv_data, 32);
	peer->wanted = p[0] != 0;
	memcpy(peer->address, p + PEER_HEAD, val->mv_size - PEER_HEAD);
	return true;
}

static int peer_put(struct store_write *w, const struct kiem_peer *peer)
{
	uint8_t bytes[PEER_HEAD + KIEM_ADDRESS_MAX] = {peer->wanted};
	size_t n = strlen(peer->address);
	MDB_stat stat;
	MDB_val key = store_val(peer->node.b, 32), old;
	MDB_dbi dbi = w->store->dbi[STORE_PEER];
	int rc = mdb_get(w->txn, dbi, &key, &old);

	if (rc == MDB_NOTFOUND) {
		rc = mdb_stat(w->txn, dbi, &stat);
		if (rc == 0 && stat.ms_entries >= KIEM_PEERS_MAX) {
			return MDB_MAP_FULL;
		}
	}
	if (rc != 0) {
		return rc;
	}
	memcpy(bytes + PEER_HEAD, peer->address, n);
	MDB_val val = store_val(bytes, PEER_HEAD + n);
	return mdb_put(w->txn, dbi, &key, &val, 0);
}

enum kiem_err kiem_store_peer_put(struct kiem_store *store, const struct kiem_peer *peer)
{
	struct store_write w;

	if (memchr(peer->address, '\0', sizeof(peer->address)) == NULL) {
		return KIEM_E_INVALID;
	}
	int rc = store_write_begin(&w, store);
	if (rc != 0) {
		return store_err(rc);
	}
	rc = peer_put(&w, peer);
	if (rc != 0) {
		store_write_abort(&w);
		return store_err(rc);
	}
	return store_err(store_write_commit(&w, STORE_LEAVE_HALF));
}

enum kiem_err kiem_store_peer_remove(struct kiem_store *store, const struct kiem_key *node)
{
	struct store_write w;
	MDB_val key = store_val(node->b, sizeof(node->b));
	int rc = store_write_begin(&w, store);

	if (rc != 0) {
		return store_err(rc);
	}
	rc = mdb_del(w.txn, store->dbi[STORE_PEER], &key, NULL);
	if (rc != 0) {
		store_write_abort(&w);
		return store_err(rc);
	}
	return store_err(store_write_commit(&w, STORE_LEAVE_HALF));
}

enum kiem_err kiem_read_peers(struct kiem_read *read, struct kiem_peer *peers, size_t *n, size_t max)
{
	MDB_cursor *cursor;
	MDB_val key, val;
	int rc = mdb_cursor_open(read->txn, read->store->dbi[STORE_PEER], &cursor);

	*n = 0;
	if (rc != 0) {
		return store_err(rc);
	}
	while (*n < max && (rc = mdb_cursor_get(cursor, &key, &val, MDB_NEXT)) == 0) {
		if (!peer_read(&peers[*n], &key, &val)) {
			rc = MDB_CORRUPTED;
			break;
		}
		(*n)++;
	}
	mdb_cursor_close(cursor);
	return rc == MDB_NOTFOUND ? KIEM_DONE : store_err(rc);
}

/* ---- who holds what was made here ---- */

static int holders_count(size_t *n, struct store_write *w, MDB_val *key)
{
	MDB_cursor *cursor;
	MDB_val val;
	int rc = mdb_cursor_open(w->txn, w->store->dbi[STORE_HELD], &cursor);

	*n = 0;
	if (rc != 0) {
		return rc;
	}
	rc = mdb_cursor_get(cursor, key, &val, MDB_SET);
	if (rc == 0) {
		rc = mdb_cursor_count(cursor, n);
	}
	mdb_cursor_close(cursor);
	return rc == MDB_NOTFOUND ? 0 : rc;
}

/* *changed: it was not known before. */
static int hold_one(bool *changed, struct store_write *w, uint64_t number, const struct kiem_key *node)
{
	uint8_t bytes[STORE_NUMBER_SIZE];
	struct store_body body;
	size_t n = 0;
	int rc = store_body_get(&body, w->store, w->txn, number);

	if (rc != 0 || !body.local) {
		return rc == MDB_NOTFOUND ? 0 : rc;
	}
	MDB_val key = store_number_key(bytes, number), val = store_val(node->b, sizeof(node->b));
	rc = holders_count(&n, w, &key);
	if (rc != 0 || n >= KIEM_HOLDERS_MAX) {
		return rc;
	}
	w->n_changes++;
	rc = mdb_put(w->txn, w->store->dbi[STORE_HELD], &key, &val, MDB_NODUPDATA);
	*changed = *changed || rc == 0;
	return rc == MDB_KEYEXIST ? 0 : rc;
}

/* Most posts that a neighbour acknowledges were not made here: told apart without a writing transaction and its sync. */
static int any_local(bool *any, struct kiem_store *store, const uint64_t *numbers, size_t n)
{
	MDB_txn *txn;
	int rc = store_txn_begin(store, &txn, false);

	*any = false;
	if (rc != 0) {
		return rc;
	}
	for (size_t i = 0; i < n && rc == 0 && !*any; i++) {
		struct store_body body = {0};

		rc = store_body_get(&body, store, txn, numbers[i]);
		*any = rc == 0 && body.local;
		rc = rc == MDB_NOTFOUND ? 0 : rc;
	}
	store_txn_abort(store, txn);
	return rc;
}

enum kiem_err kiem_store_hold(struct kiem_store *store, const uint64_t *numbers, size_t n, const struct kiem_key *node)
{
	struct store_write w;
	bool changed = false;
	int rc = any_local(&changed, store, numbers, n);

	if (rc != 0 || !changed) {
		return store_err(rc);
	}
	rc = store_write_begin(&w, store);
	if (rc != 0) {
		return store_err(rc);
	}
	changed = false;
	/* Only worth what is to spare: in a full store the reserve is for erasing. */
	for (size_t i = 0; i < n && rc == 0 && w.room > 0; i++) {
		rc = hold_one(&changed, &w, numbers[i], node);
	}
	if (rc != 0 || !changed) {
		store_write_abort(&w);
		return store_err(rc);
	}
	return store_err(store_write_commit(&w, STORE_LEAVE_WHOLE));
}

size_t kiem_read_holders(struct kiem_read *read, struct kiem_key *nodes, size_t max, uint64_t number)
{
	uint8_t bytes[STORE_NUMBER_SIZE];
	MDB_cursor *cursor;
	MDB_val key = store_number_key(bytes, number), val;
	size_t n = 0;

	if (mdb_cursor_open(read->txn, read->store->dbi[STORE_HELD], &cursor) != 0) {
		return 0;
	}
	int rc = mdb_cursor_get(cursor, &key, &val, MDB_SET);
	for (; rc == 0; rc = mdb_cursor_get(cursor, &key, &val, MDB_NEXT_DUP)) {
		if (n < max && val.mv_size == sizeof(nodes[n].b)) {
			memcpy(nodes[n].b, val.mv_data, sizeof(nodes[n].b));
		}
		n++;
	}
	mdb_cursor_close(cursor);
	return n;
}
