/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The reserve: what ordinary posts leave free, so that a store at its cap can still erase.
 *
 * LMDB never writes over a page in use. Whoever erases one post writes thirty pages or so anew, and the old ones come free with
 * the commit, though not for the next transaction: only for the one after it. So the pages that are free are not all there for the
 * taking. A large import copies most of the indexes, and if it took the last page, hundreds would be free and every later
 * transaction would still meet MDB_MAP_FULL, the smallest too, whose commit alone could bring them into use.
 *
 * Two things therefore hold. By the count, ordinary posts stop where a 32nd of the cap is left, at least 512 KiB (`room`). And no
 * transaction commits unless it could have taken a number of pages more: then the next one can. It finds out by taking them, in a
 * transaction inside it that is undone, since LMDB tells nobody what a writing transaction still has. Ordinary ones leave the
 * whole of this, retractions and small bookkeeping a half; expiry of a single post may take all, and frees as much as it takes.
 * What a reader pins is missing from this until it ends.
 */
#include "room.h"

#define RESERVE_PART 32
#define RESERVE_MIN (512u << 10)
#define LEAVE_PART 128   /* enough for the lists of free pages too, which a commit writes: 8 bytes a page of 4096 */
#define CHANGE_PAGES 256 /* more than any one post in or out makes a transaction write */
#define TURN_PAGES 32    /* what a commit for their sake is to bring; it writes eight or so itself */

uint64_t store_reserve(uint64_t cap)
{
	uint64_t part = cap / RESERVE_PART;

	return part > RESERVE_MIN ? part : RESERVE_MIN;
}

/* Pages of a snapshot that are in no table: all, and those that the transaction after it may take. */
struct free_pages {
	uint64_t all, ready;
};

/* Table 0 of LMDB: transaction → list of the pages that it freed, the list's length first. */
static int count_free(struct free_pages *pages, MDB_txn *txn)
{
	MDB_cursor *cursor;
	MDB_val key, list;
	int rc = mdb_cursor_open(txn, 0, &cursor);

	*pages = (struct free_pages){0};
	if (rc != 0) {
		return rc;
	}
	while ((rc = mdb_cursor_get(cursor, &key, &list, MDB_NEXT)) == 0) {
		size_t id = 0, n = 0;

		memcpy(&id, key.mv_data, sizeof(id));
		memcpy(&n, list.mv_data, sizeof(n));
		pages->all += n;
		pages->ready += id < mdb_txn_id(txn) ? n : 0;
	}
	mdb_cursor_close(cursor);
	return rc == MDB_NOTFOUND ? 0 : rc;
}

/* Bytes in use; and the free pages, with those at the end of the map that nobody ever took. */
static int count_pages(uint64_t *used, struct free_pages *pages, const struct kiem_store *store, MDB_txn *txn)
{
	MDB_envinfo info;
	int rc = count_free(pages, txn);

	if (rc == 0) {
		rc = mdb_env_info(store->env, &info);
	}
	if (rc != 0) {
		return rc;
	}
	/* The last page may be newer than the snapshot: then used is a little too much, never less than what the snapshot has. */
	uint64_t map = info.me_mapsize / store->page_size, taken = info.me_last_pgno + 1;
	*used = (taken - pages->all) * store->page_size;
	pages->ready += map > taken ? map - taken : 0;
	pages->all += map > taken ? map - taken : 0;
	return 0;
}

int store_used(uint64_t *used, const struct kiem_store *store, MDB_txn *txn)
{
	struct free_pages pages;

	return count_pages(used, &pages, store, txn);
}

int store_room_count(struct store_write *w)
{
	struct kiem_store *store = w->store;
	struct free_pages pages = {0};
	uint64_t used = 0, cap = 0;
	MDB_txn *txn;
	int dead;
	int rc = store_txn_begin(store, &txn, false);

	if (rc != 0) {
		return rc;
	}
	/* A process that was killed while it read would hold pages for ever: this one may stay open for weeks. */
	rc = mdb_reader_check(store->env, &dead);
	if (rc == 0) {
		rc = count_pages(&used, &pages, store, txn);
	}
	if (rc == 0) {
		rc = store_cap_read(&cap, store, txn);
	}
	w->room = (int64_t)(cap - store_reserve(cap)) - (int64_t)used;
	w->ready = pages.ready;
	w->later = pages.all - pages.ready;
	w->counted = mdb_txn_id(txn);
	store_txn_abort(store, txn);
	return rc;
}

/* Values of over half a page, each of which takes one of its own. */
static int take_pages(const struct kiem_store *store, MDB_txn *txn, uint64_t n)
{
	uint8_t name[16] = "zz pages";

	for (uint64_t i = 0; i < n; i++) {
		store_put_be(name + 8, i, 8);
		MDB_val key = store_val(name, sizeof(name)), val = {store->page_size / 2 + 64, NULL};
		int rc = mdb_put(txn, store->dbi[STORE_META], &key, &val, MDB_RESERVE);

		if (rc != 0) {
			return rc;
		}
	}
	return 0;
}

int store_reserve_check(const struct store_write *w, enum store_leave leave)
{
	const struct kiem_store *store = w->store;
	uint64_t part = store->cap / LEAVE_PART, n = (part > RESERVE_MIN ? part : RESERVE_MIN) / store->page_size;
	MDB_txn *inner;

	n = leave == STORE_LEAVE_WHOLE ? n : leave == STORE_LEAVE_HALF ? n / 2 : 0;
	bool sure = mdb_txn_id(w->txn) == w->counted + 1 && w->ready >= n + (w->n_changes + 1) * CHANGE_PAGES;
	if (n == 0 || sure) {
		return 0;
	}
	int rc = mdb_txn_begin(store->env, w->txn, 0, &inner);
	if (rc != 0) {
		return rc;
	}
	rc = take_pages(store, inner, n);
	mdb_txn_abort(inner);
	return rc;
}

int store_turn(struct kiem_store *store)
{
	struct store_write w;
	int rc = store_write_begin(&w, store);

	if (rc == 0 && w.later < TURN_PAGES) {
		store_write_abort(&w);
		rc = MDB_MAP_FULL;
	}
	return rc != 0 ? rc : store_write_commit(&w, STORE_LEAVE_NOTHING);
}
