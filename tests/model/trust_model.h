/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trust once more, plainly, from docs/ties.md: every question is answered by looking at all posts, every path of the walk is gone
 * one by one. Shares no code with node/view. People are the authors of a history, by number.
 */
#ifndef KIEM_TRUST_MODEL_H
#define KIEM_TRUST_MODEL_H

#include "view_history.h"

#include <stdio.h>

struct trust_model {
	const struct history *h;
	int64_t now_ms;
	size_t me;                                        /* an author, or MODEL_NONE */
	size_t self[HISTORY_AUTHORS];                     /* who each key counts as */
	uint64_t level[HISTORY_AUTHORS][HISTORY_AUTHORS]; /* of the fullest vouch in force; 0: none */
	bool burdened[HISTORY_AUTHORS];
	bool weighs[MODEL_MAX]; /* addresses */
	/* Asked so often that they are worked out once. */
	size_t order[MODEL_MAX];                                  /* of all posts, by (made, id) */
	bool confirms[MODEL_MAX][MODEL_MAX + 1][HISTORY_AUTHORS]; /* by act, by what it is about, by whose that is */
	uint64_t walked[HISTORY_AUTHORS];
	uint64_t brings[HISTORY_AUTHORS][HISTORY_AUTHORS]; /* for each day */
	uint64_t behind[HISTORY_AUTHORS][HISTORY_AUTHORS]; /* all days, each cut */
};

/* Everything made before SUPPORT_NOW, or a little ahead of it. Ends with model_finish(&history->model). */
void trust_history_make(struct history *history, uint64_t seed);

/* The history must be settled for the same time. */
void trust_model_make(struct trust_model *model, const struct history *h, size_t me, int64_t now_ms);
/* Everything that there is to say of one person, in lines. */
void trust_model_write(const struct trust_model *model, size_t who, FILE *out);

#endif
