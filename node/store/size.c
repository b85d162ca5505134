/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How full the store is, and what its cap is.
 *
 * The map is as large as the cap, so the file cannot grow past it: LMDB answers MDB_MAP_FULL. A store at that point could not
 * even erase, since erasing writes new pages before old ones come free. So ordinary posts stop earlier, where the reserve
 * begins (reserve.c). Erasing what expired, and retractions of something that is here, may go into it; what they free comes back.
 * Compaction needs no room in the map at all, it writes another file.
 */
#include "room.h"

#include <sys/stat.h>

int64_t store_cost(size_t n, size_t n_links)
{
	/* Values over half a page get pages of their own; seven posts of 500 bytes fill a page to 85 %. */
	size_t body = n + STORE_HEAD_SIZE + 16;
	size_t pages = body > 2040 ? (body + 16 + 4095) / 4096 * 4096 : body + body / 6;

	return (int64_t)(pages + 160 + 32 * n_links);
}

static int file_bytes(uint64_t *bytes, const struct kiem_store *store)
{
	struct stat st;
	mdb_filehandle_t fd;

	if (mdb_env_get_fd(store->env, &fd) != 0 || fstat(fd, &st) != 0) {
		return MDB_PANIC;
	}
	*bytes = (uint64_t)st.st_blocks * 512;
	return 0;
}

enum kiem_err kiem_store_stat(struct kiem_store *store, struct kiem_store_stat *stat)
{
	struct store_state state = {0};
	MDB_txn *txn;

	memset(stat, 0, sizeof(*stat));
	int rc = store_txn_begin(store, &txn, false);
	if (rc != 0) {
		return store_err(rc);
	}
	rc = store_used(&stat->used, store, txn);
	if (rc == 0) {
		rc = store_state_read(&state, store, txn);
	}
	if (rc == 0) {
		rc = store_cap_read(&stat->cap, store, txn);
	}
	if (rc == 0) {
		rc = file_bytes(&stat->file, store);
	}
	store_txn_abort(store, txn);
	if (rc != 0) {
		return store_err(rc);
	}
	stat->posts = state.posts;
	stat->post_bytes = state.bytes;
	stat->percent = (unsigned)(stat->used * 100 / stat->cap);
	return KIEM_DONE;
}

enum kiem_err kiem_store_set_cap(struct kiem_store *store, uint64_t cap)
{
	struct kiem_store_stat stat;
	MDB_txn *txn;
	enum kiem_err err = kiem_store_stat(store, &stat);

	if (err != KIEM_DONE) {
		return err;
	}
	cap = cap / store->page_size * store->page_size;
	/* A smaller one has to leave the reserve; a larger one helps, even where the reserve was drawn upon. */
	uint64_t least = stat.used + (cap < stat.cap ? store_reserve(cap) : 0);
	if (cap < KIEM_STORE_CAP_MIN || cap < least) {
		return KIEM_E_INVALID;
	}
	int rc = store_txn_begin(store, &txn, true);
	if (rc != 0) {
		return store_err(rc);
	}
	rc = store_cap_write(store, txn, cap);
	if (rc != 0) {
		store_txn_abort(store, txn);
		return store_err(rc);
	}
	/* The next transaction, of this process and of any other, sees the new cap and follows it (txn.c). */
	return store_err(store_txn_commit(store, txn));
}
