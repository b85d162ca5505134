/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random histories of a board: what a handful of people might have posted, and its arrival at a store in any order. */
#ifndef KIEM_VIEW_HISTORY_H
#define KIEM_VIEW_HISTORY_H

#include "view_model.h"

#include <kiem/store.h>

#ifndef HISTORY_AUTHORS
#define HISTORY_AUTHORS 6 /* a test about many people has itself built with more */
#endif
#define HISTORY_BOARDS 2
#define HISTORY_DAY 86400000LL
#define HISTORY_LATER (SUPPORT_NOW + 5 * HISTORY_DAY) /* for a second look: some posts end then, or a moment before or after */

extern const char *const history_boards[HISTORY_BOARDS];

struct history {
	uint64_t random; /* the seed, and then the stream */
	struct support_author authors[HISTORY_AUTHORS];
	size_t author_of[MODEL_MAX];
	struct model model;
	size_t made;          /* before any was left out */
	size_t at[MODEL_MAX]; /* where the post that was made as the i-th stands in the model; MODEL_NONE: left out */
};

/*
 * A moment until which a post lasts: of few, and most often near one at which something else ends, so that what rests on the order
 * of two ends meets equal ones. `other`: the post that this one is about, if one is given.
 */
int64_t history_until(struct history *history, size_t other);
/* The same within what the door allows of a post made then. */
static inline int64_t history_within(int64_t until, int64_t made)
{
	int64_t latest = made + KIEM_LIFE_MAX_MS;

	return until <= made ? made + 1 : until < latest ? until : latest;
}
/* Everything made before SUPPORT_NOW; some of it past its until a few days later. Ends with model_finish(&history->model). */
void history_make(struct history *history, uint64_t seed);
/* To be called once before anything arrives: only these of the posts made ever existed (NULL: all). */
void history_keep(struct history *history, const bool *keep);
/* A new store at dir in which all of it arrived: another order each time, some of it twice, in batches of any size. */
struct kiem_store *history_arrive(struct history *history, const char *dir);

#endif
