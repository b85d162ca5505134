/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Transactions: beginning one under a cap that another process may have changed, and the counters and the clock that every
 * writing one carries along. A change of the map is possible only while no transaction of this process is open; `active` counts
 * them.
 */
#include "room.h"

#include <assert.h>
#include <errno.h>
#include <time.h>

enum kiem_err store_err(int rc)
{
	switch (rc) {
	case 0:
		return KIEM_DONE;
	case MDB_NOTFOUND:
	case ENOENT:
	case ENOTDIR:
		return KIEM_E_NOT_FOUND;
	case MDB_MAP_FULL:
	case MDB_TXN_FULL:
		return KIEM_E_FULL;
	case MDB_READERS_FULL:
	case MDB_MAP_RESIZED:
	case EAGAIN:
		return KIEM_E_AGAIN;
	case MDB_CORRUPTED:
	case MDB_PAGE_NOTFOUND:
	case MDB_PANIC:
	case MDB_INVALID:
	case MDB_VERSION_MISMATCH:
	case MDB_INCOMPATIBLE:
	case MDB_KEYEXIST: /* counters that disagree with the rows */
		return KIEM_E_DAMAGED;
	case ENOMEM:
		return KIEM_E_MEMORY;
	case EACCES:
	case EPERM:
	case EROFS:
		return KIEM_E_PERMISSION;
	default:
		/*
		 * LMDB's remaining codes, all negative, say that it was used wrongly, which is also what it says of a damaged page,
		 * and of whatever is asked after one in the same transaction.
		 */
		errno = rc < 0 ? 0 : rc;
		return rc < 0 ? KIEM_E_DAMAGED : KIEM_E_DISK;
	}
}

static int meta_get(MDB_val *val, const struct kiem_store *store, MDB_txn *txn, const char *name)
{
	MDB_val key = store_val(name, strlen(name));

	return mdb_get(txn, store->dbi[STORE_META], &key, val);
}

static int meta_put(const struct kiem_store *store, MDB_txn *txn, const char *name, const void *p, size_t n)
{
	MDB_val key = store_val(name, strlen(name)), val = store_val(p, n);

	return mdb_put(txn, store->dbi[STORE_META], &key, &val, 0);
}

int store_state_read(struct store_state *state, const struct kiem_store *store, MDB_txn *txn)
{
	MDB_val val;
	int rc = meta_get(&val, store, txn, "state");

	if (rc != 0) {
		return rc == MDB_NOTFOUND ? MDB_CORRUPTED : rc;
	}
	if (val.mv_size != STORE_STATE_SIZE) {
		return MDB_CORRUPTED;
	}
	const uint8_t *p = val.mv_data;
	state->number = store_get_be(p, 8);
	state->board = store_get_be(p + 8, 8);
	state->posts = store_get_be(p + 16, 8);
	state->bytes = store_get_be(p + 24, 8);
	state->floor_ms = (int64_t)store_get_be(p + 32, 8);
	state->offset_ms = (int64_t)store_get_be(p + 40, 8);
	return 0;
}

int store_state_write(const struct kiem_store *store, MDB_txn *txn, const struct store_state *state)
{
	uint8_t p[STORE_STATE_SIZE];

	store_put_be(p, state->number, 8);
	store_put_be(p + 8, state->board, 8);
	store_put_be(p + 16, state->posts, 8);
	store_put_be(p + 24, state->bytes, 8);
	store_put_be(p + 32, (uint64_t)state->floor_ms, 8);
	store_put_be(p + 40, (uint64_t)state->offset_ms, 8);
	return meta_put(store, txn, "state", p, sizeof(p));
}

int store_cap_read(uint64_t *cap, const struct kiem_store *store, MDB_txn *txn)
{
	MDB_val val;
	int rc = meta_get(&val, store, txn, "cap");

	if (rc != 0) {
		return rc == MDB_NOTFOUND ? MDB_CORRUPTED : rc;
	}
	if (val.mv_size != 8) {
		return MDB_CORRUPTED;
	}
	*cap = store_get_be(val.mv_data, 8);
	return *cap < KIEM_STORE_CAP_MIN ? MDB_CORRUPTED : 0;
}

int store_cap_write(const struct kiem_store *store, MDB_txn *txn, uint64_t cap)
{
	uint8_t p[8];

	store_put_be(p, cap, sizeof(p));
	return meta_put(store, txn, "cap", p, sizeof(p));
}

/* How long a change of the map waits for the reading of other threads, which is short. */
#define IDLE_WAIT_S 2

/* Called with the gate held: whether all other transactions of this process ended, or wait for the same. */
static bool wait_idle(struct kiem_store *store)
{
	struct timespec until;
	int rc = 0;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += IDLE_WAIT_S;
	store->waiting++;
	pthread_cond_broadcast(&store->idle);
	while (store->active > store->waiting && rc == 0) {
		rc = pthread_cond_timedwait(&store->idle, &store->gate, &until);
	}
	store->waiting--;
	return rc == 0;
}

/* cap 0: only as large as the file has become. LMDB keeps the map no smaller than the file's last page. */
static int map_follow(struct kiem_store *store, uint64_t cap)
{
	int rc = MDB_MAP_RESIZED;

	pthread_mutex_lock(&store->gate);
	if (wait_idle(store)) {
		rc = mdb_env_set_mapsize(store->env, (size_t)cap);
		store->cap = rc == 0 ? cap : store->cap;
	}
	pthread_mutex_unlock(&store->gate);
	return rc == 0 ? EAGAIN : rc;
}

static bool is_alone(struct kiem_store *store)
{
	pthread_mutex_lock(&store->gate);
	bool alone = store->active == 1;
	pthread_mutex_unlock(&store->gate);
	return alone;
}

/* EAGAIN when something was mended and another try is worth it. */
static int begin_once(struct kiem_store *store, MDB_txn **txn, bool writing)
{
	uint64_t cap = 0;
	int dead = 0;
	int rc = mdb_txn_begin(store->env, NULL, writing ? 0 : MDB_RDONLY, txn);

	if (rc == MDB_MAP_RESIZED) {
		return map_follow(store, 0);
	}
	if (rc == MDB_READERS_FULL) {
		return mdb_reader_check(store->env, &dead) == 0 && dead > 0 ? EAGAIN : rc;
	}
	if (rc != 0) {
		return rc;
	}
	rc = store_cap_read(&cap, store, *txn);
	/* Reading can do without the new cap, and does not wait for others to end. */
	if (rc == 0 && (cap == store->cap || (!writing && !is_alone(store)))) {
		return 0;
	}
	mdb_txn_abort(*txn);
	return rc != 0 ? rc : map_follow(store, cap);
}

static void count(struct kiem_store *store, int by)
{
	pthread_mutex_lock(&store->gate);
	assert(by > 0 || store->active > 0);
	store->active += (unsigned)by;
	pthread_cond_broadcast(&store->idle);
	pthread_mutex_unlock(&store->gate);
}

int store_txn_begin(struct kiem_store *store, MDB_txn **txn, bool writing)
{
	count(store, 1);
	int rc = store_wake(store) == KIEM_DONE ? EAGAIN : EIO;
	/* Each turn follows one change by another process; somebody who changes it faster than we look is no use case. */
	for (int turn = 0; turn < 8 && rc == EAGAIN; turn++) {
		rc = begin_once(store, txn, writing);
	}
	if (rc != 0) {
		count(store, -1);
	}
	return rc;
}

int store_txn_commit(struct kiem_store *store, MDB_txn *txn)
{
	int rc = mdb_txn_commit(txn);

	count(store, -1);
	return rc;
}

void store_txn_abort(struct kiem_store *store, MDB_txn *txn)
{
	mdb_txn_abort(txn);
	count(store, -1);
}

int store_write_begin(struct store_write *w, struct kiem_store *store)
{
	memset(w, 0, sizeof(*w));
	w->store = store;
	int rc = store_room_count(w);
	if (rc != 0) {
		return rc;
	}
	rc = store_txn_begin(store, &w->txn, true);
	if (rc != 0) {
		return rc;
	}
	rc = store_state_read(&w->state, store, w->txn);
	if (rc == 0) {
		rc = mdb_cursor_open(w->txn, store->dbi[STORE_ID], &w->id);
	}
	if (rc == 0) {
		rc = mdb_cursor_open(w->txn, store->dbi[STORE_TARGET], &w->target);
	}
	if (rc == 0) {
		rc = mdb_cursor_open(w->txn, store->dbi[STORE_BOARD], &w->board);
	}
	if (rc != 0) {
		store_write_abort(w);
	}
	return rc;
}

int store_write_commit(struct store_write *w, enum store_leave leave)
{
	int rc = store_slots_flush(w);

	if (rc == 0) {
		rc = store_state_write(w->store, w->txn, &w->state);
	}
	if (rc == 0) {
		rc = store_reserve_check(w, leave);
	}
	if (rc != 0) {
		store_write_abort(w);
		return rc;
	}
	return store_txn_commit(w->store, w->txn);
}

void store_write_abort(struct store_write *w)
{
	store_txn_abort(w->store, w->txn);
}
