/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Giving memory back. An LMDB environment keeps what it took for its largest commit (a list of 4 KiB pages, several MiB after a
 * batch of thousands) until it is closed, and every page of the file that was read counts as this process's. So a store that has
 * nothing to do for a while is closed and opened again, which takes under a millisecond and leaves it as small as at the start.
 *
 * What always holds: nobody is in a transaction meanwhile, since `active` is 0 and the gate is held, and whoever begins one
 * waits at the gate. A store that could not be opened again has no environment (env is NULL); the next transaction tries anew.
 */
#include "room.h"

/* Called with the gate held and no transaction open. */
static enum kiem_err reopen(struct kiem_store *store)
{
	int rc = store_env_open(&store->env, store->dir, 0, 0);
	enum kiem_err err = rc != 0 ? store_err(rc) : store_schema_open(store, 0);

	if (err != KIEM_DONE && store->env != NULL) {
		mdb_env_close(store->env);
		store->env = NULL;
	}
	return err;
}

enum kiem_err store_wake(struct kiem_store *store)
{
	enum kiem_err err = KIEM_DONE;

	pthread_mutex_lock(&store->gate);
	if (store->env == NULL) {
		err = reopen(store);
	}
	pthread_mutex_unlock(&store->gate);
	return err;
}

enum kiem_err kiem_store_rest(struct kiem_store *store)
{
	enum kiem_err err = KIEM_E_AGAIN;

	pthread_mutex_lock(&store->gate);
	if (store->active == 0) {
		if (store->env != NULL) {
			mdb_env_close(store->env);
			store->env = NULL;
		}
		err = reopen(store);
	}
	pthread_mutex_unlock(&store->gate);
	return err;
}
