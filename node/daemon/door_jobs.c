/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the loop gives the door to do. A job is one block of memory with everything in it that it is about, copied: for posts the
 * job, a result and a span for each, the bytes. So nothing of the loop's has to live until the thread comes to it, and a queue that
 * is full is about as large as what it says it holds, and goes back to the system by one free.
 */
#include "door_work.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Queues a job, which becomes the door's. */
static void enqueue(struct door *door, struct door_job *job)
{
	pthread_mutex_lock(&door->lock);
	if (job->type == DOOR_ADMIT) {
		door->posts += job->admit.n;
		door->bytes += job->admit.bytes;
	} else {
		door->others++;
	}
	list_append(&door->waiting, job);
	pthread_cond_signal(&door->wake);
	pthread_mutex_unlock(&door->lock);
}

bool door_room(struct door *door)
{
	pthread_mutex_lock(&door->lock);
	bool room = door->bytes + SWARM_BODY_MAX <= DOOR_QUEUE_BYTES;
	pthread_mutex_unlock(&door->lock);
	return room;
}

bool door_admit(struct door *door, uint32_t link, uint32_t ticket, const struct kiem_span *posts, const uint8_t *hops, size_t n)
{
	size_t bytes = 0;

	for (size_t i = 0; i < n; i++) {
		bytes += posts[i].n;
	}
	struct door_job *job = calloc(1, sizeof(*job) + n * (sizeof(struct swarm_admitted) + sizeof(struct kiem_span)) + bytes);
	if (job == NULL) {
		return false;
	}
	struct swarm_admitted *results = (struct swarm_admitted *)(job + 1);
	struct kiem_span *spans = (struct kiem_span *)(results + n);
	uint8_t *copy = (uint8_t *)(spans + n);

	for (size_t i = 0; i < n; i++) {
		results[i].hops = hops[i];
		spans[i] = (struct kiem_span){copy, posts[i].n};
		memcpy(copy, posts[i].p, posts[i].n);
		copy += posts[i].n;
	}
	job->type = DOOR_ADMIT;
	job->admit.link = link;
	job->admit.ticket = ticket;
	job->admit.n = n;
	job->admit.bytes = bytes;
	job->admit.posts = spans;
	job->admit.results = results;
	enqueue(door, job);
	return true;
}

/* Room for one more job that is not posts. */
static bool room_for_other(struct door *door)
{
	pthread_mutex_lock(&door->lock);
	bool room = door->others < DOOR_JOBS_MAX;
	pthread_mutex_unlock(&door->lock);
	return room;
}

bool door_put(struct door *door, const struct door_job *job)
{
	assert(job->type != DOOR_ADMIT && job->type != DOOR_HOLD && job->type != DOOR_BOOK);
	struct door_job *copy = room_for_other(door) ? malloc(sizeof(*copy)) : NULL;

	if (copy == NULL) {
		return false;
	}
	*copy = *job;
	enqueue(door, copy);
	return true;
}

/* A job with a copy of its rows behind it; NULL when there is no room for it. */
static struct door_job *with_rows(struct door *door, enum door_job_type type, const void *rows, size_t bytes)
{
	struct door_job *job = room_for_other(door) ? calloc(1, sizeof(*job) + bytes) : NULL;

	if (job != NULL) {
		job->type = type;
		memcpy(job + 1, rows, bytes);
	}
	return job;
}

bool door_hold(struct door *door, const struct kiem_key *node, const uint64_t *numbers, size_t n)
{
	struct door_job *job = with_rows(door, DOOR_HOLD, numbers, n * sizeof(*numbers));

	if (job == NULL) {
		return false;
	}
	job->hold.node = *node;
	job->hold.n = n;
	job->hold.numbers = (const uint64_t *)(job + 1);
	enqueue(door, job);
	return true;
}

bool door_book(struct door *door, const struct kiem_known *known, size_t n)
{
	struct door_job *job = with_rows(door, DOOR_BOOK, known, n * sizeof(*known));

	if (job == NULL) {
		return false;
	}
	job->book.n = n;
	job->book.known = (const struct kiem_known *)(job + 1);
	enqueue(door, job);
	return true;
}
