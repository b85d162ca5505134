/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pool behind verify.h. Taking an entry is one atomic addition; `done` of an entry is published with release order, so that
 * whoever reads it as true sees the verdict. A thread makes noise on the condition only when the caller said that it waits,
 * which happens at the very end of a batch; entries take 50 us each, so nobody ever waits long.
 */
#include "verify.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define STACK_SIZE (256u << 10)

struct store_pool {
	pthread_t threads[STORE_POOL_MAX];
	unsigned n_threads;
	pthread_mutex_t lock;
	pthread_cond_t work;     /* a job began, or stop */
	pthread_cond_t progress; /* an entry was checked while `waiting`, or a thread left the job */
	bool stop;
	unsigned long round; /* counts jobs */
	unsigned busy;       /* threads inside the job */

	struct store_job *job;
	atomic_size_t next;
	atomic_bool waiting;
	atomic_bool done[KIEM_BATCH_MAX];
};

void store_judge(struct kiem_entry *entry)
{
	struct kiem_post post;

	entry->verdict = kiem_post_decode(&post, entry->bytes.p, entry->bytes.n);
	if (entry->verdict != KIEM_OK) {
		memset(&entry->id, 0, sizeof(entry->id));
		return;
	}
	entry->made = post.made;
	entry->verdict = kiem_post_verify(&post);
}

/* Takes the next entry that is wanted and checks it. */
static bool take_one(struct store_pool *pool, struct store_job *job)
{
	for (;;) {
		size_t i = atomic_fetch_add(&pool->next, 1);

		if (i >= job->n) {
			return false;
		}
		if (!job->wanted[i]) {
			continue;
		}
		store_judge(&job->entries[i]);
		atomic_store(&pool->done[i], true);
		return true;
	}
}

static void tell(struct store_pool *pool)
{
	if (atomic_load(&pool->waiting)) {
		pthread_mutex_lock(&pool->lock);
		pthread_cond_broadcast(&pool->progress);
		pthread_mutex_unlock(&pool->lock);
	}
}

static void *run(void *arg)
{
	struct store_pool *pool = arg;
	unsigned long seen = 0;

	pthread_mutex_lock(&pool->lock);
	for (;;) {
		while (!pool->stop && (pool->job == NULL || pool->round == seen)) {
			pthread_cond_wait(&pool->work, &pool->lock);
		}
		if (pool->stop) {
			break;
		}
		struct store_job *job = pool->job;
		seen = pool->round;
		pool->busy++;
		pthread_mutex_unlock(&pool->lock);
		while (take_one(pool, job)) {
			tell(pool);
		}
		pthread_mutex_lock(&pool->lock);
		pool->busy--;
		pthread_cond_broadcast(&pool->progress);
	}
	pthread_mutex_unlock(&pool->lock);
	return NULL;
}

struct store_pool *store_pool_create(unsigned threads)
{
	struct store_pool *pool = calloc(1, sizeof(*pool));
	pthread_attr_t attr;

	if (pool == NULL) {
		return NULL;
	}
	pthread_mutex_init(&pool->lock, NULL);
	pthread_cond_init(&pool->work, NULL);
	pthread_cond_init(&pool->progress, NULL);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_SIZE);
	for (; pool->n_threads < threads && pool->n_threads < STORE_POOL_MAX; pool->n_threads++) {
		if (pthread_create(&pool->threads[pool->n_threads], &attr, run, pool) != 0) {
			break;
		}
	}
	pthread_attr_destroy(&attr);
	if (pool->n_threads == 0) {
		store_pool_destroy(pool);
		return NULL;
	}
	return pool;
}

void store_pool_destroy(struct store_pool *pool)
{
	if (pool == NULL) {
		return;
	}
	pthread_mutex_lock(&pool->lock);
	pool->stop = true;
	pthread_cond_broadcast(&pool->work);
	pthread_mutex_unlock(&pool->lock);
	for (unsigned i = 0; i < pool->n_threads; i++) {
		pthread_join(pool->threads[i], NULL);
	}
	pthread_cond_destroy(&pool->progress);
	pthread_cond_destroy(&pool->work);
	pthread_mutex_destroy(&pool->lock);
	free(pool);
}

void store_job_begin(struct store_job *job)
{
	struct store_pool *pool = job->pool;

	assert(job->n <= KIEM_BATCH_MAX);
	if (pool == NULL) {
		for (size_t i = 0; i < job->n; i++) {
			if (job->wanted[i]) {
				store_judge(&job->entries[i]);
			}
		}
		return;
	}
	pthread_mutex_lock(&pool->lock);
	assert(pool->job == NULL && pool->busy == 0);
	for (size_t i = 0; i < job->n; i++) {
		atomic_store_explicit(&pool->done[i], !job->wanted[i], memory_order_relaxed);
	}
	atomic_store(&pool->next, 0);
	pool->job = job;
	pool->round++;
	pthread_cond_broadcast(&pool->work);
	pthread_mutex_unlock(&pool->lock);
}

bool store_job_help(struct store_job *job)
{
	return job->pool != NULL && take_one(job->pool, job);
}

size_t store_job_left(const struct store_job *job)
{
	size_t next = job->pool == NULL ? job->n : atomic_load(&job->pool->next);

	return next < job->n ? job->n - next : 0;
}

void store_job_wait(struct store_job *job, size_t i)
{
	struct store_pool *pool = job->pool;

	while (pool != NULL && !atomic_load(&pool->done[i])) {
		if (take_one(pool, job)) {
			continue;
		}
		pthread_mutex_lock(&pool->lock);
		atomic_store(&pool->waiting, true);
		while (!atomic_load(&pool->done[i])) {
			pthread_cond_wait(&pool->progress, &pool->lock);
		}
		atomic_store(&pool->waiting, false);
		pthread_mutex_unlock(&pool->lock);
	}
}

void store_job_end(struct store_job *job)
{
	struct store_pool *pool = job->pool;

	if (pool == NULL) {
		return;
	}
	while (take_one(pool, job)) {
	}
	pthread_mutex_lock(&pool->lock);
	pool->job = NULL;
	while (pool->busy > 0) {
		pthread_cond_wait(&pool->progress, &pool->lock);
	}
	pthread_mutex_unlock(&pool->lock);
}
