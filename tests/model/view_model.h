/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The views once more, plainly: straight from the rules, over a list of all posts ever made, every question answered by looking
 * at all of them. Slow, shares no code with node/view, and knows nothing of a store or of the order in which posts arrived. What is
 * asked again and again (who names whom, which post is a version of which) is worked out once for each time that is looked at.
 */
#ifndef KIEM_VIEW_MODEL_H
#define KIEM_VIEW_MODEL_H

#include "support.h"

#define MODEL_MAX 256
#define MODEL_NONE SIZE_MAX

struct model_post {
	struct support_bytes bytes;
	struct kiem_post post; /* spans into bytes */
	/* By model_settle: */
	bool live;                 /* kept and not past its until in effect */
	bool counts;               /* a revision that counts */
	size_t original, shown;    /* the post that it is a version of; and which version of this one is shown */
	uint64_t named[MODEL_MAX]; /* by which relations its links name each post, as bits */
};

struct model {
	size_t n;
	struct model_post *posts[MODEL_MAX];
};

/* Takes over a copy of the bytes; returns the post's index. */
size_t model_add(struct model *model, const struct support_bytes *bytes);
void model_finish(struct model *model);

/* With renewals. */
int64_t model_until(const struct model *model, size_t i);
/* Works out who is live at now_ms: retractions, renewals, untils. Everything below asks about live posts. */
void model_settle(struct model *model, int64_t now_ms);

size_t model_original(const struct model *model, size_t i);
size_t model_shown(const struct model *model, size_t original);
/* The first leave that counts against a join, or MODEL_NONE. */
size_t model_leave(const struct model *model, size_t join);
bool model_in_force(const struct model *model, size_t join);
/* Whether post i names a version of `original` by one of the relations (bits), and the version shown by one. */
bool model_names(const struct model *model, size_t i, size_t original, uint64_t relations);
bool model_names_shown(const struct model *model, size_t i, size_t original, uint64_t relations);

/*
 * What hangs on `root`, transitively: for each post its depth (MODEL_NONE: not in it) and its parent. Only posts of the kinds that
 * `take` accepts are in it.
 */
void model_tree(
        const struct model *model, size_t root, uint64_t relations, bool (*take)(uint64_t kind), size_t *depth, size_t *parent);

/* Below or above 0 by (made, id). */
int model_order(const struct model *model, size_t a, size_t b);

#endif
