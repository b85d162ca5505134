/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See door.h. Two lists under one lock: what waits and what is done. The thread takes work from the first, does it without the
 * lock, and hands it over by the second and an eventfd.
 */
#include "door_work.h"

#include <assert.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

void door_free(struct door_job *jobs)
{
	while (jobs != NULL) {
		struct door_job *next = jobs->next;

		free(jobs);
		jobs = next;
	}
}

/* ---- the thread ---- */

/* The next job; of posts, as many as go in one batch. Under the lock. */
static struct door_job *take_batch(struct door *door, size_t *n)
{
	struct list batch;

	list_init(&batch);
	*n = 0;
	while (door->waiting.head != NULL) {
		const struct door_job *next = door->waiting.head;
		bool posts = next->type == DOOR_ADMIT;

		if (batch.head != NULL && (!posts || *n + next->admit.n > door->batch_max)) {
			break;
		}
		list_append(&batch, list_shift(&door->waiting));
		if (!posts) {
			door->others--;
			break;
		}
		*n += next->admit.n;
	}
	return batch.head;
}

/* Hands a batch over, or puts an erasing that is not ready yet behind what came meanwhile. Under the lock. */
static void hand_over(struct door *door, struct door_job *batch, bool more)
{
	while (batch != NULL) {
		struct door_job *next = batch->next;

		if (batch->type == DOOR_ADMIT) {
			door->posts -= batch->admit.n;
			door->bytes -= batch->admit.bytes;
		}
		if (more && !door->stopping) {
			door->others++;
			list_append(&door->waiting, batch);
		} else {
			list_append(&door->done, batch);
		}
		batch = next;
	}
	door->upto = UINT64_MAX;
	int e = eventfd_write(door->fd, 1);
	assert(e == 0);
	(void)e;
}

/* Posts that wait when the daemon stops: their sender has no answer, and will offer them again. Under the lock. */
static void drop_posts(struct door *door)
{
	struct list rest;
	struct door_job *job;

	list_init(&rest);
	while ((job = list_shift(&door->waiting)) != NULL) {
		if (job->type == DOOR_ADMIT || job->type == DOOR_EXPIRE) {
			free(job);
		} else {
			list_append(&rest, job);
		}
	}
	door->waiting = rest;
	if (rest.head == NULL) {
		list_init(&door->waiting);
	}
}

static void *run(void *arg)
{
	struct door *door = arg;
	size_t n;

	pthread_mutex_lock(&door->lock);
	for (;;) {
		while (door->waiting.head == NULL && !door->stopping) {
			pthread_cond_wait(&door->wake, &door->lock);
		}
		if (door->stopping) {
			drop_posts(door);
		}
		struct door_job *batch = take_batch(door, &n);
		if (batch == NULL) {
			break;
		}
		bool more = false;
		pthread_mutex_unlock(&door->lock);
		if (batch->type == DOOR_ADMIT) {
			door_work_posts(door, batch, n);
		} else {
			more = door_work_other(door, batch);
		}
		pthread_mutex_lock(&door->lock);
		hand_over(door, batch, more);
	}
	pthread_mutex_unlock(&door->lock);
	return NULL;
}

/* ---- the loop's side ---- */

enum kiem_err door_create(struct door **out, struct kiem_store *store)
{
	struct door *door = calloc(1, sizeof(*door));

	*out = NULL;
	if (door == NULL) {
		return KIEM_E_MEMORY;
	}
	door->store = store;
	door->upto = UINT64_MAX;
	door->batch_max = 1024;
	list_init(&door->waiting);
	list_init(&door->done);
	door->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (door->fd < 0) {
		goto cleanup;
	}
	pthread_mutex_init(&door->lock, NULL);
	pthread_cond_init(&door->wake, NULL);
	if (pthread_create(&door->thread, NULL, run, door) != 0) {
		goto cleanup;
	}
	*out = door;
	return KIEM_DONE;

cleanup:
	if (door->fd >= 0) {
		close(door->fd);
	}
	free(door);
	return KIEM_E_MEMORY;
}

void door_destroy(struct door *door)
{
	if (door == NULL) {
		return;
	}
	pthread_mutex_lock(&door->lock);
	door->stopping = true;
	pthread_cond_signal(&door->wake);
	pthread_mutex_unlock(&door->lock);
	pthread_join(door->thread, NULL);
	door_free(door->done.head);
	pthread_cond_destroy(&door->wake);
	pthread_mutex_destroy(&door->lock);
	close(door->fd);
	free(door);
}

int door_fd(const struct door *door)
{
	return door->fd;
}

struct door_job *door_take(struct door *door, uint64_t *upto)
{
	pthread_mutex_lock(&door->lock);
	struct door_job *jobs = door->done.head;
	list_init(&door->done);
	*upto = door->upto;
	pthread_mutex_unlock(&door->lock);
	return jobs;
}

size_t door_waiting(struct door *door)
{
	pthread_mutex_lock(&door->lock);
	size_t posts = door->posts;
	pthread_mutex_unlock(&door->lock);
	return posts;
}
