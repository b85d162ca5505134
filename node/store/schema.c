/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The schema's version: making a new store's tables, bringing an older store up to date, refusing a newer one. A migration is one
 * function a step, run in one transaction with the new version number: a crash leaves the old store. They are kept for good.
 *
 *     0  before the first release: no table `kind`
 *     1  no table `book`
 *     2  as layout.h draws it
 */
#include "room.h"

#include "kiem-build.h"

static int schema_read(uint32_t *version, MDB_txn *txn, MDB_dbi meta)
{
	MDB_val key = store_val("schema", 6), val;
	int rc = mdb_get(txn, meta, &key, &val);

	if (rc != 0) {
		return rc;
	}
	if (val.mv_size != 4) {
		return MDB_CORRUPTED;
	}
	*version = (uint32_t)store_get_be(val.mv_data, 4);
	return 0;
}

static int schema_write(MDB_txn *txn, MDB_dbi meta, uint32_t version)
{
	uint8_t bytes[4];
	MDB_val key = store_val("schema", 6), val = store_val(bytes, sizeof(bytes));

	store_put_be(bytes, version, sizeof(bytes));
	return mdb_put(txn, meta, &key, &val, 0);
}

static int tables_open(struct kiem_store *store, MDB_txn *txn, unsigned flags)
{
	int rc = 0;

	for (size_t i = 0; i < STORE_TABLES && rc == 0; i++) {
		rc = mdb_dbi_open(txn, store_tables[i].name, store_tables[i].flags | flags, &store->dbi[i]);
	}
	return rc;
}

/* ---- migrations ---- */

/* 0 → 1: table `kind` from the posts. */
static int kind_put(struct kiem_store *store, MDB_txn *txn, const MDB_val *number, const MDB_val *post)
{
	uint8_t bytes[6];
	uint32_t board = 0;
	struct store_peek peek;
	const uint8_t *p = post->mv_data;

	if (post->mv_size <= STORE_HEAD_SIZE || !store_peek(&peek, p + STORE_HEAD_SIZE, post->mv_size - STORE_HEAD_SIZE)) {
		return MDB_CORRUPTED;
	}
	int rc = store_board_number(&board, store, txn, peek.board);
	if (rc != 0) {
		return rc == MDB_NOTFOUND ? MDB_CORRUPTED : rc;
	}
	MDB_val key = store_kind_key(bytes, board, peek.kind), val = *number;
	return mdb_put(txn, store->dbi[STORE_KIND], &key, &val, MDB_APPENDDUP);
}

static int migrate_0(struct kiem_store *store, MDB_txn *txn)
{
	MDB_cursor *cursor;
	MDB_val key, val;
	int rc = mdb_cursor_open(txn, store->dbi[STORE_POST], &cursor);

	while (rc == 0 && (rc = mdb_cursor_get(cursor, &key, &val, MDB_NEXT)) == 0) {
		rc = kind_put(store, txn, &key, &val);
	}
	return rc == MDB_NOTFOUND ? 0 : rc;
}

/* 1 → 2: table `book`, which is empty: it is filled by the links to come. */
static int migrate_1(struct kiem_store *store, MDB_txn *txn)
{
	(void)store;
	(void)txn;
	return 0;
}

/* migrations[n] leads from schema n to n + 1. */
static int (*const migrations[STORE_SCHEMA])(struct kiem_store *, MDB_txn *) = {migrate_0, migrate_1};

static int migrate(struct kiem_store *store, MDB_txn *txn, uint32_t version)
{
	int rc = tables_open(store, txn, MDB_CREATE);

	for (; rc == 0 && version < STORE_SCHEMA; version++) {
		rc = migrations[version](store, txn);
	}
	return rc != 0 ? rc : schema_write(txn, store->dbi[STORE_META], STORE_SCHEMA);
}

/* ---- opening ---- */

static int create(struct kiem_store *store, MDB_txn *txn)
{
	struct store_state state = {.floor_ms = KIEM_BUILD_TIME_S * 1000LL};
	int rc = tables_open(store, txn, MDB_CREATE);

	if (rc == 0) {
		rc = store_state_write(store, txn, &state);
	}
	if (rc == 0) {
		rc = store_cap_write(store, txn, KIEM_STORE_CAP_DEFAULT);
	}
	return rc != 0 ? rc : schema_write(txn, store->dbi[STORE_META], STORE_SCHEMA);
}

enum work { NOTHING, CREATE, MIGRATE, REFUSE };

/* What an existing or empty file needs, found without writing. */
static int look(enum work *work, uint32_t *version, struct kiem_store *store)
{
	MDB_txn *txn;
	MDB_dbi meta;
	int rc = mdb_txn_begin(store->env, NULL, MDB_RDONLY, &txn);

	*version = 0;
	if (rc != 0) {
		return rc;
	}
	rc = mdb_dbi_open(txn, store_tables[STORE_META].name, 0, &meta);
	if (rc == 0) {
		rc = schema_read(version, txn, meta);
	}
	*work = rc == MDB_NOTFOUND ? CREATE : *version > STORE_SCHEMA ? REFUSE : *version < STORE_SCHEMA ? MIGRATE : NOTHING;
	if (rc == 0 && *work == NOTHING) {
		rc = tables_open(store, txn, 0);
		rc = rc == MDB_NOTFOUND ? MDB_CORRUPTED : rc;
	}
	if (rc == 0 && *work == NOTHING) {
		rc = store_cap_read(&store->cap, store, txn);
	}
	/* Handles of tables outlive a reading transaction only when it is committed. */
	int end = mdb_txn_commit(txn);
	return rc == MDB_NOTFOUND ? end : rc != 0 ? rc : end;
}

static int change(struct kiem_store *store, enum work work)
{
	MDB_txn *txn;
	uint32_t version = 0;
	/* Room for what a new store or a migration writes; the cap is set afterwards, and LMDB maps no less than the file has. */
	MDB_envinfo info;
	int rc = mdb_env_info(store->env, &info);

	if (rc == 0) {
		rc = mdb_env_set_mapsize(store->env, info.me_mapsize + (info.me_last_pgno + 1) * store->page_size);
	}
	if (rc == 0) {
		rc = mdb_txn_begin(store->env, NULL, 0, &txn);
	}
	if (rc != 0) {
		return rc;
	}
	/* Another process may have done it while we waited for the writer's lock. */
	rc = mdb_dbi_open(txn, store_tables[STORE_META].name, MDB_CREATE, &store->dbi[STORE_META]);
	if (rc == 0) {
		rc = schema_read(&version, txn, store->dbi[STORE_META]);
	}
	if (rc == MDB_NOTFOUND && work == CREATE) {
		rc = create(store, txn);
	} else if (rc == 0 && version < STORE_SCHEMA) {
		rc = migrate(store, txn, version);
	} else if (rc == 0) {
		rc = tables_open(store, txn, 0);
	}
	if (rc != 0) {
		mdb_txn_abort(txn);
		return rc;
	}
	return mdb_txn_commit(txn);
}

enum kiem_err store_schema_open(struct kiem_store *store, uint64_t cap)
{
	enum work work = NOTHING;
	uint32_t version;
	int rc = look(&work, &version, store);

	if (rc == 0 && work == REFUSE) {
		return KIEM_E_NEWER;
	}
	if (rc == 0 && work != NOTHING) {
		rc = change(store, work);
		if (rc == 0) {
			rc = look(&work, &version, store);
		}
		if (rc == 0 && work != NOTHING) {
			return KIEM_E_NEWER;
		}
	}
	if (rc == 0) {
		rc = mdb_env_set_mapsize(store->env, (size_t)store->cap);
	}
	if (rc != 0) {
		return store_err(rc);
	}
	bool as_it_is = cap == 0 || cap - cap % store->page_size == store->cap;
	return as_it_is ? KIEM_DONE : kiem_store_set_cap(store, cap);
}
