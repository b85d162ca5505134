/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Opening the index of words (find.h). Writers take turns by LMDB's lock: each batch looks at the state anew, so two processes that
 * both find it old share the work. A file that does not open as what it should be is removed and made anew.
 */
#include "find.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define VERSION 1u
#define MAP_SIZE ((size_t)1 << (sizeof(size_t) > 4 ? 37 : 29)) /* of address space; the file takes what it needs */
#define PATH_MAX_BYTES 1200
#define FREE_PAGES_MAX 16
#define LOCKS_SIZE 8192 /* a cache line each of 126 readers, and LMDB's own two */

static MDB_val val(const void *p, size_t n)
{
	return (MDB_val){n, (void *)p};
}

/* ---- the state ---- */

static void state_read(struct find_state *state, const struct find_index *index, MDB_txn *txn)
{
	MDB_val key = val("state", 5), value;

	*state = (struct find_state){.version = VERSION};
	if (mdb_get(txn, index->state, &key, &value) == 0 && value.mv_size == sizeof(*state)) {
		memcpy(state, value.mv_data, sizeof(*state));
	}
}

static int state_write(const struct find_state *state, const struct find_index *index, MDB_txn *txn)
{
	MDB_val key = val("state", 5), value = val(state, sizeof(*state));

	return mdb_put(txn, index->state, &key, &value, 0);
}

/* The number of the newest sample that is this store's; 0 when none is. *other: one of them is of another store. */
static uint64_t believed(bool *other, const struct find_index *index, MDB_txn *txn, struct kiem_read *read)
{
	MDB_cursor *cursor;
	MDB_val key, value;
	uint64_t number = 0, last = kiem_read_last(read);

	*other = false;
	if (mdb_cursor_open(txn, index->sample, &cursor) != 0) {
		return 0;
	}
	int rc = mdb_cursor_get(cursor, &key, &value, MDB_LAST);
	for (; rc == 0; rc = mdb_cursor_get(cursor, &key, &value, MDB_PREV)) {
		struct kiem_span bytes;
		struct kiem_id id;
		number = 0;
		for (size_t i = 0; i < key.mv_size; i++) {
			number = number << 8 | ((const uint8_t *)key.mv_data)[i];
		}
		/* One that is newer than the snapshot, or whose post has gone, says nothing. */
		if (number <= last && kiem_read_bytes(read, &bytes, number) == KIEM_DONE) {
			kiem_id_of(&id, bytes.p, bytes.n);
			*other = value.mv_size != 8 || memcmp(id.b, value.mv_data, 8) != 0;
			break;
		}
	}
	mdb_cursor_close(cursor);
	return rc == 0 && !*other ? number : 0;
}

/* Whether the index is of no use: of another version or store, or with more gone than there is. */
static bool is_stale(const struct find_state *state, uint64_t sample, bool other, struct kiem_read *read)
{
	bool lost = state->posts != 0 && sample == 0;

	return state->version != VERSION || other || lost || state->posts > 2 * kiem_read_posts(read) + 10000;
}

/* ---- bringing it up to date ---- */

static int empty(struct find_index *index, MDB_txn *txn)
{
	int rc = mdb_drop(txn, index->state, 0);

	rc = rc == 0 ? mdb_drop(txn, index->sample, 0) : rc;
	return rc == 0 ? mdb_drop(txn, index->terms, 0) : rc;
}

/* One batch. *done when there is nothing more to do. */
static int step(struct find_index *index, struct kiem_read *read, bool *done, struct find_state *state, size_t postings_max)
{
	MDB_txn *txn;
	bool other;
	int rc = mdb_txn_begin(index->env, NULL, 0, &txn);

	if (rc != 0) {
		return rc;
	}
	state_read(state, index, txn);
	uint64_t sample = believed(&other, index, txn, read), before = state->last;
	if (is_stale(state, sample, other, read)) {
		rc = empty(index, txn);
		*state = (struct find_state){.version = VERSION};
		before = 0;
	}
	if (rc == 0) {
		rc = find_fill(index, txn, state, read, postings_max);
	}
	*done = state->last == before;
	if (rc != 0 || *done) {
		mdb_txn_abort(txn);
		return rc;
	}
	rc = state_write(state, index, txn);
	if (rc != 0) {
		mdb_txn_abort(txn);
		return rc;
	}
	return mdb_txn_commit(txn);
}

static bool is_due(struct find_index *index, struct kiem_read *read, uint64_t new_max)
{
	struct find_state state;
	MDB_txn *txn;
	bool other;

	if (mdb_txn_begin(index->env, NULL, MDB_RDONLY, &txn) != 0) {
		return false;
	}
	state_read(&state, index, txn);
	uint64_t sample = believed(&other, index, txn, read), last = kiem_read_last(read);
	bool stale = is_stale(&state, sample, other, read);
	mdb_txn_abort(txn);
	return stale || (state.last < last && last - state.last > new_max);
}

static int bring_up(
        struct find_index *index, struct kiem_read *read, const struct view_find_options *options, const struct find_limits *limits)
{
	struct find_state state;
	bool done = !is_due(index, read, limits->new_max);
	int rc = 0;

	while (rc == 0 && !done) {
		rc = step(index, read, &done, &state, limits->postings_max);
		if (rc == 0 && options->progress != NULL) {
			options->progress(options->ctx, state.last, kiem_read_last(read));
		}
	}
	return rc;
}

/* ---- opening ---- */

static int open_tables(struct find_index *index)
{
	MDB_txn *txn;
	int rc = mdb_txn_begin(index->env, NULL, 0, &txn);

	if (rc != 0) {
		return rc;
	}
	rc = mdb_dbi_open(txn, "state", MDB_CREATE, &index->state);
	rc = rc == 0 ? mdb_dbi_open(txn, "sample", MDB_CREATE, &index->sample) : rc;
	rc = rc == 0 ? mdb_dbi_open(txn, "terms", MDB_CREATE | MDB_DUPSORT | MDB_DUPFIXED, &index->terms) : rc;
	if (rc != 0) {
		mdb_txn_abort(txn);
		return rc;
	}
	return mdb_txn_commit(txn);
}

/*
 * LMDB reads through a map, and a page that its file was cut short of would end us. It may leave the last few of a commit unwritten
 * when they are free: those are filled up; a file that lacks more is none of ours any more.
 */
static int fill_up(MDB_env *env)
{
	MDB_envinfo info;
	MDB_stat page;
	struct stat file;
	int fd, rc = mdb_env_info(env, &info);

	rc = rc == 0 ? mdb_env_stat(env, &page) : rc;
	rc = rc == 0 ? mdb_env_get_fd(env, &fd) : rc;
	if (rc != 0 || fstat(fd, &file) != 0) {
		return rc != 0 ? rc : errno;
	}
	off_t whole = ((off_t)info.me_last_pgno + 1) * (off_t)page.ms_psize, lacks = whole - file.st_size;
	if (lacks <= 0) {
		return 0;
	}
	bool filled = lacks <= FREE_PAGES_MAX * (off_t)page.ms_psize && fallocate(fd, 0, file.st_size, lacks) == 0;
	return filled ? 0 : MDB_CORRUPTED;
}

/* LMDB maps its file of locks without having the room for it: on a full disk the first write to it would end us. */
static int reserve_locks(const char *path)
{
	char file[PATH_MAX_BYTES];
	bool fits = snprintf(file, sizeof(file), "%s/lock.mdb", path) < (int)sizeof(file);
	int fd = fits ? open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
	if (fd < 0) {
		return EIO;
	}
	bool full = fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, LOCKS_SIZE) != 0 && (errno == ENOSPC || errno == EDQUOT);
	close(fd);
	return full ? ENOSPC : 0;
}

static int open_env(struct find_index *index, const char *path)
{
	int rc = reserve_locks(path);

	rc = rc == 0 ? mdb_env_create(&index->env) : rc;
	if (rc != 0) {
		return rc;
	}
	rc = mdb_env_set_maxdbs(index->env, 3);
	rc = rc == 0 ? mdb_env_set_mapsize(index->env, MAP_SIZE) : rc;
	rc = rc == 0 ? mdb_env_open(index->env, path, MDB_NOTLS, 0600) : rc;
	rc = rc == 0 ? fill_up(index->env) : rc;
	rc = rc == 0 ? open_tables(index) : rc;
	if (rc != 0) {
		mdb_env_close(index->env);
		index->env = NULL;
	}
	return rc;
}

/* Makes the directory and the one that it is in. */
static bool make_directories(const char *path)
{
	char above[PATH_MAX_BYTES];
	const char *slash = strrchr(path, '/');

	if (slash != NULL && (size_t)(slash - path) < sizeof(above)) {
		memcpy(above, path, (size_t)(slash - path));
		above[slash - path] = '\0';
		mkdir(above, 0700);
	}
	return mkdir(path, 0700) == 0 || errno == EEXIST;
}

static void remove_file(const char *path, const char *name)
{
	char file[PATH_MAX_BYTES];

	if (snprintf(file, sizeof(file), "%s/%s", path, name) < (int)sizeof(file)) {
		unlink(file);
	}
}

bool find_index_open(
        struct find_index *index, struct kiem_read *read, const struct view_find_options *options, const struct find_limits *limits)
{
	const char *path = options->path;
	bool other;

	*index = (struct find_index){.env = NULL};
	if (!make_directories(path)) {
		return false;
	}
	int rc = open_env(index, path);
	bool damaged = rc == MDB_INVALID || rc == MDB_CORRUPTED || rc == MDB_VERSION_MISMATCH || rc == MDB_INCOMPATIBLE;
	if (damaged || rc == MDB_PAGE_NOTFOUND || rc == MDB_PANIC) {
		remove_file(path, "data.mdb");
		remove_file(path, "lock.mdb");
		rc = open_env(index, path);
	}
	if (rc != 0) {
		return false;
	}
	/* That it could not be brought up to date leaves what it has. */
	bring_up(index, read, options, limits);
	if (mdb_txn_begin(index->env, NULL, MDB_RDONLY, &index->txn) != 0) {
		index->txn = NULL;
		return false;
	}
	struct find_state state;
	state_read(&state, index, index->txn);
	index->believed = believed(&other, index, index->txn, read);
	return !is_stale(&state, index->believed, other, read);
}

void find_index_close(struct find_index *index)
{
	if (index->txn != NULL) {
		mdb_txn_abort(index->txn);
	}
	if (index->env != NULL) {
		mdb_env_close(index->env);
	}
	*index = (struct find_index){.env = NULL};
}
