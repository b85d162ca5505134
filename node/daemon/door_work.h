/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What door.c (the thread), door_jobs.c (the queue) and door_work.c (what a job does to the store) share. */
#ifndef KIEM_NODE_DAEMON_DOOR_WORK_H
#define KIEM_NODE_DAEMON_DOOR_WORK_H

#include "door.h"

#include <pthread.h>

struct list {
	struct door_job *head, **tail;
};

static inline void list_init(struct list *list)
{
	list->head = NULL;
	list->tail = &list->head;
}

static inline void list_append(struct list *list, struct door_job *job)
{
	job->next = NULL;
	*list->tail = job;
	list->tail = &job->next;
}

static inline struct door_job *list_shift(struct list *list)
{
	struct door_job *job = list->head;

	if (job != NULL) {
		list->head = job->next;
		if (list->head == NULL) {
			list->tail = &list->head;
		}
		job->next = NULL;
	}
	return job;
}

struct door {
	struct kiem_store *store;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	int fd;

	/* Under the lock. */
	struct list waiting, done;
	size_t posts, bytes; /* of ADMIT jobs that wait or are under way */
	size_t others;       /* jobs of other kinds that wait */
	uint64_t upto;       /* see door_take */
	bool stopping;

	size_t batch_max; /* the thread's own: posts that lately fitted in DOOR_BATCH_MS */
};

/* Admits a batch of n posts, which is a list of ADMIT jobs, and fills their results. In the thread, without the lock. */
void door_work_posts(struct door *door, struct door_job *batch, size_t n);
/* A job that is not posts. True when there is more of it to do. */
bool door_work_other(struct door *door, struct door_job *job);

#endif
