/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A coalition once more, plainly: the sentences of docs/ties.md asked one by one of a list of all posts (view_model.h). What it
 * finds is written as text, so that it can be compared byte by byte with what the view says of the same posts in any order of
 * arrival.
 */
#ifndef KIEM_COALITION_MODEL_H
#define KIEM_COALITION_MODEL_H

#include "view_history.h"

#include <stdio.h>

struct coalition_model {
	const struct history *h;
	const struct model *m;
	int64_t now_ms;
	int today;
	size_t root;
	size_t depth[MODEL_MAX], parent[MODEL_MAX];
	size_t self[HISTORY_AUTHORS]; /* the author that each counts as */
	const bool *known;            /* of each author */
	/* Answers that are asked for often, once they are found. */
	uint32_t named[MODEL_MAX][MODEL_MAX]; /* by which relations i names a version of p, as bits */
	int gone[MODEL_MAX], settled[MODEL_MAX];
	bool act[MODEL_MAX], joins[MODEL_MAX];
	uint64_t toward[MODEL_MAX][HISTORY_AUTHORS], strength[HISTORY_AUTHORS][HISTORY_AUTHORS];
	int first[HISTORY_AUTHORS]; /* everybody's first act, by now */
};

/* Posts made before SUPPORT_NOW or a little after it, spread over half a year. Ends with model_finish(&history->model). */
void coalition_history_make(struct history *history, uint64_t seed);

/* Of a settled model; root is a live content post that is no revision. */
void coalition_model(struct coalition_model *c, const struct history *h, int64_t now_ms, size_t root, const bool *known);
/* Everything about it; `since` in ms, or 0. */
void coalition_model_write(FILE *out, const struct coalition_model *c, int64_t since);
/* One departure played through. */
void coalition_model_without(FILE *out, const struct coalition_model *c, size_t author);

#endif
