/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Checking signatures on several cores. The caller lends its entries to the pool's threads, which take them in order, one by
 * one; the caller may take some itself, and waits for a given one when it needs it. The threads are made once and sleep between
 * jobs.
 */
#ifndef KIEM_STORE_VERIFY_H
#define KIEM_STORE_VERIFY_H

#include <kiem/store.h>

struct store_pool;

#define STORE_POOL_MAX 16

/* NULL when no thread can be had; then everything is checked by the caller. */
struct store_pool *store_pool_create(unsigned threads);
void store_pool_destroy(struct store_pool *pool); /* takes NULL; no job may be under way */

/* A batch being checked. An entry whose `wanted` is false is passed over. */
struct store_job {
	struct kiem_entry *entries;
	const bool *wanted;
	size_t n;
	struct store_pool *pool; /* NULL: the caller alone */
};

/* Decodes and verifies one entry: sets verdict and made; id stays as it was, emptied when the form is broken. */
void store_judge(struct kiem_entry *entry);

/* Lends the entries to the pool until store_job_end. */
void store_job_begin(struct store_job *job);
/* The caller checks one that nobody has taken; false when there is none. */
bool store_job_help(struct store_job *job);
/* How many nobody has taken yet. */
size_t store_job_left(const struct store_job *job);
/* Returns when entry i is checked; the caller helps meanwhile. */
void store_job_wait(struct store_job *job, size_t i);
/* Takes the entries back: everything is checked by then. */
void store_job_end(struct store_job *job);

#endif
