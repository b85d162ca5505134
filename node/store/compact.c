/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Compaction: every table is copied in order into a new file, which fills its pages, and the new file takes the old one's name in
 * one rename. Until that rename the old file is whole and in place; the new one is synced before it. A crash leaves at most an
 * unfinished file beside it, which the next compaction overwrites. LMDB's own copy (mdb_env_copy2) only leaves out free pages
 * and keeps half-full ones half full.
 */
#include "room.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define NEW_FILE "compact.mdb"
/* One transaction's worth: LMDB keeps the pages of a transaction in memory until it commits. */
#define COPY_BYTES (16u << 20)

/* The copy of one table under way. */
struct copy {
	MDB_env *to;
	MDB_txn *txn;
	MDB_dbi dbi;
	size_t n_bytes; /* since the last commit */
};

static int copy_begin(struct copy *copy, const struct store_table_form *form)
{
	int rc = mdb_txn_begin(copy->to, NULL, 0, &copy->txn);

	copy->n_bytes = 0;
	if (rc != 0) {
		return rc;
	}
	rc = mdb_dbi_open(copy->txn, form->name, form->flags | MDB_CREATE, &copy->dbi);
	if (rc != 0) {
		mdb_txn_abort(copy->txn);
	}
	return rc;
}

static int copy_one(struct copy *copy, MDB_val *key, MDB_val *val, bool same_key)
{
	copy->n_bytes += key->mv_size + val->mv_size;
	return mdb_put(copy->txn, copy->dbi, key, val, same_key ? MDB_APPENDDUP : MDB_APPEND);
}

static int copy_rows(struct copy *copy, const struct store_table_form *form, MDB_cursor *from)
{
	MDB_val key, val, last = {0, NULL};
	int rc;

	while ((rc = mdb_cursor_get(from, &key, &val, MDB_NEXT)) == 0) {
		bool same_key =
		        last.mv_data != NULL && last.mv_size == key.mv_size && memcmp(last.mv_data, key.mv_data, key.mv_size) == 0;

		rc = copy_one(copy, &key, &val, same_key);
		last = key;
		if (rc == 0 && copy->n_bytes > COPY_BYTES) {
			rc = mdb_txn_commit(copy->txn);
			rc = rc == 0 ? copy_begin(copy, form) : rc;
			if (rc != 0) {
				return rc;
			}
		}
		if (rc != 0) {
			break;
		}
	}
	if (rc != MDB_NOTFOUND) {
		mdb_txn_abort(copy->txn);
		return rc;
	}
	return mdb_txn_commit(copy->txn);
}

static int copy_table(MDB_env *to, MDB_txn *from_txn, const struct store_table_form *form)
{
	struct copy copy = {.to = to};
	MDB_cursor *cursor;
	MDB_dbi dbi;
	int rc = mdb_dbi_open(from_txn, form->name, 0, &dbi);

	if (rc != 0) {
		/* A table that a migration has yet to make. */
		return rc == MDB_NOTFOUND ? 0 : rc;
	}
	rc = mdb_cursor_open(from_txn, dbi, &cursor);
	if (rc != 0) {
		return rc;
	}
	rc = copy_begin(&copy, form);
	if (rc == 0) {
		rc = copy_rows(&copy, form, cursor);
	}
	mdb_cursor_close(cursor);
	return rc;
}

static int copy_tables(MDB_env *to, MDB_env *from)
{
	MDB_txn *txn;
	int rc = mdb_txn_begin(from, NULL, MDB_RDONLY, &txn);

	if (rc != 0) {
		return rc;
	}
	for (size_t i = 0; i < STORE_TABLES && rc == 0; i++) {
		rc = copy_table(to, txn, &store_tables[i]);
	}
	mdb_txn_abort(txn);
	return rc == 0 ? mdb_env_sync(to, 1) : rc;
}

/* No schema newer than ours: its tables would be left behind. */
static enum kiem_err check_schema(MDB_env *env)
{
	MDB_txn *txn;
	MDB_dbi dbi;
	MDB_val key = store_val("schema", 6), val;
	int rc = mdb_txn_begin(env, NULL, MDB_RDONLY, &txn);

	if (rc != 0) {
		return store_err(rc);
	}
	rc = mdb_dbi_open(txn, store_tables[STORE_META].name, 0, &dbi);
	if (rc == 0) {
		rc = mdb_get(txn, dbi, &key, &val);
	}
	bool newer = rc == 0 && (val.mv_size != 4 || store_get_be(val.mv_data, 4) > STORE_SCHEMA);
	mdb_txn_abort(txn);
	return newer ? KIEM_E_NEWER : store_err(rc);
}

static enum kiem_err rewrite(const char *old_path, const char *new_path)
{
	MDB_env *from, *to;
	MDB_envinfo info;

	/* Whoever holds the lock file exclusively is alone: LMDB's own locks are not needed, and not left behind. */
	int rc = store_env_open(&from, old_path, 0, MDB_RDONLY | MDB_NOLOCK | MDB_NOSUBDIR);
	if (rc != 0) {
		return store_err(rc);
	}
	enum kiem_err err = check_schema(from);
	if (err == KIEM_DONE) {
		unlink(new_path);
		rc = mdb_env_info(from, &info);
		rc = rc == 0 ? store_env_open(&to, new_path, info.me_mapsize, MDB_NOLOCK | MDB_NOSUBDIR | MDB_NOSYNC) : rc;
		if (rc == 0) {
			rc = copy_tables(to, from);
			mdb_env_close(to);
		}
		err = store_err(rc);
	}
	mdb_env_close(from);
	return err;
}

static enum kiem_err sync_dir(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0) {
		return store_err(errno);
	}
	enum kiem_err err = fsync(fd) == 0 ? KIEM_DONE : store_err(errno);
	close(fd);
	return err;
}

static enum kiem_err size_of(uint64_t *bytes, const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0) {
		return store_err(errno);
	}
	*bytes = (uint64_t)st.st_blocks * 512;
	return KIEM_DONE;
}

static enum kiem_err replace(const char *dir, const char *old_path, const char *new_path, uint64_t *before, uint64_t *after)
{
	enum kiem_err err = size_of(before, old_path);

	if (err == KIEM_DONE) {
		err = rewrite(old_path, new_path);
	}
	if (err == KIEM_DONE) {
		err = size_of(after, new_path);
	}
	if (err == KIEM_DONE && rename(new_path, old_path) != 0) {
		err = store_err(errno);
	}
	if (err != KIEM_DONE) {
		int why = errno;
		unlink(new_path);
		errno = why;
		return err;
	}
	return sync_dir(dir);
}

enum kiem_err kiem_store_compact(const char *dir, uint64_t *before, uint64_t *after)
{
	char old_path[4096], new_path[4096];
	int fd;
	enum kiem_err err = store_place_check(dir);

	*before = *after = 0;
	if (err != KIEM_DONE) {
		return err;
	}
	if ((size_t)snprintf(old_path, sizeof(old_path), "%s/" STORE_DATA_FILE, dir) >= sizeof(old_path) ||
	        (size_t)snprintf(new_path, sizeof(new_path), "%s/" NEW_FILE, dir) >= sizeof(new_path)) {
		return KIEM_E_INVALID;
	}
	err = store_place_lock(&fd, dir, true);
	if (err != KIEM_DONE) {
		return err;
	}
	err = replace(dir, old_path, new_path, before, after);
	close(fd);
	return err;
}
