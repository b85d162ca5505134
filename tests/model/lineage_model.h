/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lineages once more, plainly: the rules of kiem/lineage.h asked of every pair of posts. Shares no code with node/view. */
#ifndef KIEM_LINEAGE_MODEL_H
#define KIEM_LINEAGE_MODEL_H

#include "view_model.h"

#include <kiem/lineage.h>

/* The posts, and after them ids that are named and not here. */
#define NODES (MODEL_MAX * 3)

struct looking {
	const struct model *m;
	struct kiem_read *read;
	struct view_extract *x;
	int64_t now_ms;
	size_t n_nodes;
	struct kiem_id absent[NODES];
	/* Worked out once, since every lineage asks for them: by which relation a is a parent of b, seen from b and from a. */
	uint8_t up[NODES][MODEL_MAX], down[MODEL_MAX][NODES];
	uint64_t named[MODEL_MAX][NODES];
};

struct grown {
	size_t depth[NODES], nearer[NODES];
	uint64_t relation[NODES];
};

/* Works out who is whose parent; l->m is settled, and the rest of *l zero but for what the test keeps there. */
void lineage_model_settle(struct looking *l);
/* A tree from `root`, level by level; whom `before` has (may be NULL) is passed over. */
void lineage_model_grow(const struct looking *l, struct grown *g, size_t root, bool up, const struct grown *before);
bool lineage_model_content(const struct looking *l, size_t i);
/* The live content that post i is a version of, or MODEL_NONE. */
size_t lineage_model_original(const struct looking *l, size_t i);
int lineage_model_order(const struct looking *l, size_t a, size_t b);

#endif
