/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A batch on its way through the door: what admit.c, which writes it, and sift.c, which sorts out what needs no work, share. */
#ifndef KIEM_STORE_BATCH_H
#define KIEM_STORE_BATCH_H

#include "room.h"
#include "verify.h"

#define TWIN_NONE UINT32_MAX

/* One batch on its way; arrays of n. */
struct batch {
	struct kiem_store *store;
	const struct kiem_admit *how;
	struct kiem_entry *entries;
	size_t n;
	bool *wanted;   /* to be judged */
	uint32_t *twin; /* the earlier entry with the same bytes, or TWIN_NONE */
	size_t seen;    /* id of the reading transaction that `known` was asked in */
	struct store_job job;
	bool erased; /* a transaction of this batch took something back */
	bool full;   /* the map is full: nothing but what frees space is tried any more */
};

/* Gives every entry its id, or KIEM_TOO_BIG; finds the same bytes twice. */
int batch_hash(struct batch *b);
/* One short reading transaction: sets the entries whose bytes are here. */
int batch_ask_known(struct batch *b);
/* Sets one entry when its bytes are here; MDB_NOTFOUND when not. cursor is one of table id. */
int batch_know(struct kiem_entry *entry, struct kiem_store *store, MDB_cursor *cursor);
/* Gives twins the verdict of the first, and takes numbers from what is not here. */
void batch_settle(struct batch *b);

#endif
