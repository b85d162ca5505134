/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Opening a store. One process opens a store once: LMDB's locks belong to the process, and closing a second environment over
 * the same file would drop the locks of the first. A list of what is open says BUSY to the second.
 *
 * The environment is opened with LMDB's defaults for durability: a commit is synced before it returns. NOSYNC, NOMETASYNC and
 * WRITEMAP would each break the promise that what was acknowledged is on disk, and bring nothing here. NOTLS ties a reading
 * transaction to its handle rather than to a thread.
 */
#include "room.h"
#include "verify.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define READERS_MAX 254
#define LOCKS_SIZE (64 * (READERS_MAX + 2)) /* a cache line each reader, and LMDB's own two */

static pthread_mutex_t open_lock = PTHREAD_MUTEX_INITIALIZER;
static struct kiem_store *open_stores;

/* False when this process has the directory open already. */
static bool enlist(struct kiem_store *store)
{
	bool is_free = true;

	pthread_mutex_lock(&open_lock);
	for (const struct kiem_store *s = open_stores; s != NULL; s = s->next_open) {
		is_free = is_free && !(s->dev == store->dev && s->ino == store->ino);
	}
	if (is_free) {
		store->next_open = open_stores;
		open_stores = store;
	}
	pthread_mutex_unlock(&open_lock);
	return is_free;
}

static void delist(const struct kiem_store *store)
{
	pthread_mutex_lock(&open_lock);
	for (struct kiem_store **s = &open_stores; *s != NULL; s = &(*s)->next_open) {
		if (*s == store) {
			*s = store->next_open;
			break;
		}
	}
	pthread_mutex_unlock(&open_lock);
}

/*
 * LMDB makes its file of locks by its length alone and maps it, so that on a full disk the first write to it would end the process
 * (SIGBUS). The room is taken before, where the disk can still say no. A filesystem that cannot take room is as it was.
 */
static int reserve_locks(const char *dir)
{
	char path[4096];
	struct stat st;
	int rc = 0;

	if ((size_t)snprintf(path, sizeof(path), "%s/lock.mdb", dir) >= sizeof(path) || (stat(path, &st) == 0 && st.st_size > 0)) {
		return 0;
	}
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0) {
		return errno;
	}
	if (fallocate(fd, 0, 0, LOCKS_SIZE) != 0 && errno != EOPNOTSUPP && errno != ENOSYS) {
		rc = errno;
	}
	close(fd);
	if (rc != 0) {
		unlink(path);
		errno = rc;
	}
	return rc;
}

int store_env_open(MDB_env **out, const char *path, uint64_t map_size, unsigned flags)
{
	int rc = mdb_env_create(out);

	if (rc != 0) {
		return rc;
	}
	if (map_size != 0) {
		rc = mdb_env_set_mapsize(*out, (size_t)map_size);
	}
	if (rc == 0) {
		rc = mdb_env_set_maxdbs(*out, STORE_TABLES);
	}
	if (rc == 0) {
		rc = mdb_env_set_maxreaders(*out, READERS_MAX);
	}
	if (rc == 0) {
		rc = mdb_env_open(*out, path, flags | MDB_NOTLS, 0600);
	}
	if (rc != 0) {
		mdb_env_close(*out);
		*out = NULL;
	}
	return rc;
}

/* A file cut short would be mapped past its end, and touching that kills the process; so it is noticed here. */
static int check_length(MDB_env *env, size_t *page_size)
{
	MDB_envinfo info;
	MDB_stat env_stat;
	struct stat st;
	mdb_filehandle_t fd;
	int rc = mdb_env_info(env, &info);

	if (rc == 0) {
		rc = mdb_env_stat(env, &env_stat);
	}
	if (rc == 0) {
		rc = mdb_env_get_fd(env, &fd);
	}
	if (rc != 0) {
		return rc;
	}
	if (fstat(fd, &st) != 0) {
		return errno;
	}
	*page_size = env_stat.ms_psize;
	/* Pages at the very end may have been taken and given back without ever being written: that much may be missing. */
	uint64_t pages = (uint64_t)st.st_size / env_stat.ms_psize;
	return pages + pages / 8 + 256 > info.me_last_pgno ? 0 : MDB_CORRUPTED;
}

static enum kiem_err directory_ready(struct kiem_store *store, const struct kiem_store_options *options)
{
	char path[4096];
	struct stat st;

	if (options->create && mkdir(options->dir, 0700) != 0 && errno != EEXIST) {
		return store_err(errno);
	}
	enum kiem_err err = store_place_check(options->dir);
	if (err != KIEM_DONE) {
		return err;
	}
	if ((size_t)snprintf(path, sizeof(path), "%s/" STORE_DATA_FILE, options->dir) >= sizeof(path)) {
		return KIEM_E_INVALID;
	}
	if (!options->create && stat(path, &st) != 0) {
		return store_err(errno);
	}
	if (stat(options->dir, &st) != 0) {
		return store_err(errno);
	}
	store->dev = st.st_dev;
	store->ino = st.st_ino;
	return KIEM_DONE;
}

static enum kiem_err open_env(struct kiem_store *store, const struct kiem_store_options *options)
{
	int dead = 0;
	int rc = reserve_locks(options->dir);

	if (rc == 0) {
		rc = store_env_open(&store->env, options->dir, 0, 0);
	}
	if (rc == 0) {
		rc = check_length(store->env, &store->page_size);
	}
	if (rc == 0) {
		/* A killed process leaves its slot in the table of readers, which would hold pages for ever. */
		rc = mdb_reader_check(store->env, &dead);
	}
	return rc != 0 ? store_err(rc) : store_schema_open(store, options->cap);
}

static void dispose(struct kiem_store *store)
{
	pthread_cond_destroy(&store->idle);
	pthread_mutex_destroy(&store->gate);
	free(store->dir);
	free(store);
}

/* Waits end by the clock that nobody sets: else a corrected one might keep a change of the map waiting for as long. */
static void init_gate(struct kiem_store *store)
{
	pthread_condattr_t monotonic;

	pthread_mutex_init(&store->gate, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&store->idle, &monotonic);
	pthread_condattr_destroy(&monotonic);
}

enum kiem_err kiem_store_open(struct kiem_store **out, const struct kiem_store_options *options)
{
	struct kiem_store *store = calloc(1, sizeof(*store));

	*out = NULL;
	if (store == NULL) {
		return KIEM_E_MEMORY;
	}
	store->lock_fd = -1;
	store->threads = options->threads < STORE_POOL_MAX ? options->threads : STORE_POOL_MAX;
	init_gate(store);
	store->dir = strdup(options->dir);
	enum kiem_err err = store->dir != NULL ? directory_ready(store, options) : KIEM_E_MEMORY;
	if (err == KIEM_DONE && !enlist(store)) {
		err = KIEM_E_BUSY;
	}
	if (err != KIEM_DONE) {
		dispose(store);
		return err;
	}
	err = store_place_lock(&store->lock_fd, options->dir, false);
	if (err == KIEM_DONE) {
		err = open_env(store, options);
	}
	if (err != KIEM_DONE) {
		kiem_store_close(store);
		return err;
	}
	*out = store;
	return KIEM_DONE;
}

void kiem_store_close(struct kiem_store *store)
{
	if (store == NULL) {
		return;
	}
	assert(store->active == 0);
	store_pool_destroy(store->pool);
	if (store->env != NULL) {
		mdb_env_close(store->env);
	}
	if (store->lock_fd >= 0) {
		close(store->lock_fd);
	}
	delist(store);
	dispose(store);
}
