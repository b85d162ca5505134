/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the door thread does to the store, a job or a batch at a time. The lock is not held here: a commit may take as long as
 * the disk takes.
 */
#include "door_work.h"

#include "log.h"

#include <assert.h>
#include <errno.h>
#include <kiem/home.h>
#include <stdlib.h>

/* One entry for each post of the batch, in order; NULL without memory. */
static struct kiem_entry *entries_of(const struct door_job *batch, size_t n)
{
	struct kiem_entry *entries = calloc(n, sizeof(*entries));
	size_t k = 0;

	for (; entries != NULL && batch != NULL; batch = batch->next) {
		for (size_t i = 0; i < batch->admit.n; i++) {
			entries[k++].bytes = batch->admit.posts[i];
		}
	}
	return entries;
}

/*
 * What became of each post. After an error nothing of the batch is kept, and nobody's bytes are to blame: that is what FULL tells
 * the swarm.
 */
static void settle(struct door_job *job, const struct kiem_entry *entries, enum kiem_err err)
{
	job->err = err;
	for (size_t i = 0; i < job->admit.n; i++) {
		struct swarm_admitted *result = &job->admit.results[i];

		*result = (struct swarm_admitted){.verdict = KIEM_FULL, .hops = result->hops};
		if (err != KIEM_DONE) {
			kiem_id_of(&result->id, job->admit.posts[i].p, job->admit.posts[i].n);
			continue;
		}
		*result = (struct swarm_admitted){.id = entries[i].id,
		        .verdict = entries[i].verdict,
		        .number = entries[i].number,
		        .board = entries[i].board,
		        .made = entries[i].made,
		        .hops = result->hops};
	}
}

/* Says, before a batch begins, which numbers are there that cannot be its own. */
static void set_base(struct door *door)
{
	struct kiem_read *read = NULL;
	uint64_t last = 0;

	if (kiem_read_begin(&read, door->store) == KIEM_DONE) {
		last = kiem_read_last(read);
		kiem_read_end(read);
	}
	pthread_mutex_lock(&door->lock);
	door->upto = last;
	pthread_mutex_unlock(&door->lock);
}

static void adapt(struct door *door, size_t n, uint64_t took_ms)
{
	size_t fits = n * DOOR_BATCH_MS / (size_t)(took_ms + 1);

	if (n < DOOR_BATCH_MIN && fits > door->batch_max) {
		return; /* a small batch is all sync: it says nothing about large ones */
	}
	fits = fits < 2 * door->batch_max ? fits : 2 * door->batch_max;
	door->batch_max = fits < DOOR_BATCH_MIN ? DOOR_BATCH_MIN : fits > KIEM_BATCH_MAX ? KIEM_BATCH_MAX : fits;
}

/* After a sync that failed LMDB writes no more until it is opened anew. If the loop reads just now, the next failure tries again.
 */
static void recover(struct door *door, enum kiem_err err)
{
	if (err == KIEM_E_DISK || err == KIEM_E_DAMAGED) {
		(void)kiem_store_rest(door->store);
	}
}

void door_work_posts(struct door *door, struct door_job *batch, size_t n)
{
	struct kiem_admit how = {.now_ms = kiem_now_ms()};
	struct kiem_entry *entries = entries_of(batch, n);
	uint64_t start = kiem_monotonic_ms();
	enum kiem_err err = KIEM_E_MEMORY;
	size_t k = 0;

	set_base(door);
	if (entries != NULL) {
		err = kiem_store_admit(door->store, entries, n, &how);
	}
	for (struct door_job *job = batch; job != NULL; job = job->next) {
		settle(job, entries == NULL ? NULL : entries + k, err);
		k += job->admit.n;
	}
	free(entries);
	adapt(door, n, kiem_monotonic_ms() - start);
	if (err != KIEM_DONE) {
		log_event(LOG_ERROR, "STORE-FAILED", "posts=%zu error=\"%s\" errno=%d", n, kiem_err_sentence(err), errno);
		recover(door, err);
	}
}

bool door_work_other(struct door *door, struct door_job *job)
{
	size_t erased = 0;

	switch (job->type) {
	case DOOR_HOLD:
		job->err = kiem_store_hold(door->store, job->hold.numbers, job->hold.n, &job->hold.node);
		break;
	case DOOR_CURSOR:
		job->err =
		        kiem_store_cursor(door->store, job->cursor.board, job->cursor.made, &job->cursor.id, job->cursor.complete);
		break;
	case DOOR_PEER:
		job->err = kiem_store_peer_put(door->store, &job->peer);
		break;
	case DOOR_CLOCK:
		job->err = kiem_store_clock_offset(door->store, job->clock_offset_ms);
		break;
	case DOOR_EXPIRE:
		job->err = kiem_store_expire(door->store, &erased, kiem_now_ms(), DOOR_EXPIRE_MAX);
		break;
	case DOOR_BOOK:
		job->err = kiem_store_book_put(door->store, job->book.known, job->book.n);
		job->err = job->err == KIEM_E_FULL ? KIEM_DONE : job->err; /* neighbours can be found again, posts cannot */
		break;
	case DOOR_CAP:
		job->err = kiem_store_set_cap(door->store, job->cap);
		break;
	case DOOR_ADMIT:
		assert(job->type != DOOR_ADMIT);
	}
	if (job->err != KIEM_DONE && job->err != KIEM_E_CLOCK) {
		log_event(LOG_ERROR, "STORE-FAILED", "job=%d error=\"%s\"", (int)job->type, kiem_err_sentence(job->err));
		recover(door, job->err);
	}
	return job->err == KIEM_DONE && erased > 0;
}
