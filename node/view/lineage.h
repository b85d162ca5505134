/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parts of a lineage: steps from post to post (lineage_steps.c), both trees (lineage.c), what is told of each (lineage_tell.c),
 * near copies (alike.c, shingles.c).
 */
#ifndef VIEW_LINEAGE_H
#define VIEW_LINEAGE_H

#include "room.h"

#include <kiem/lineage.h>

#include <string.h>

/* ---- lineage_steps.c ---- */

#define BUILDING (RELATION(KIEM_EXTENDS) | RELATION(KIEM_VARIANT) | RELATION(KIEM_ANSWERS))
#define COMING_FROM (BUILDING | RELATION(KIEM_ABOUT))

/* One post next to another. */
struct step {
	uint32_t row; /* an original, or VIEW_NONE: not here */
	struct kiem_id id;
	uint8_t relation;
	uint32_t said;
	size_t nearer; /* whoever collects steps sets it */
};
struct steps {
	size_t n, cap;
	struct step *list;
};

struct stepping {
	const struct view_extract *x;
	struct kiem_read *read;
	int64_t now_ms;
	size_t n_versions, cap_versions;
	uint32_t *versions; /* of the post that is being looked at */
};

/* The versions of an original into s->versions, the original first; *shown (may be NULL) is the one whose text counts. */
enum kiem_err stepping_versions(struct stepping *s, uint32_t *shown, uint32_t original);
void stepping_finish(struct stepping *s);

/* Appends the parents of an original; one that is met several times stands several times. */
enum kiem_err steps_up(struct steps *steps, struct stepping *s, uint32_t original);
/* Appends its children, in the same way. */
enum kiem_err steps_down(struct steps *steps, struct stepping *s, uint32_t original);
/* Appends the children of a post that is not here. */
enum kiem_err steps_down_absent(struct steps *steps, struct stepping *s, const struct kiem_id *id);

/* Whether a live content post or counting revision stands in this row, and the original it belongs to. */
bool step_content(uint32_t *original, const struct view_extract *x, uint32_t row, int64_t now_ms);

/* ---- lineage.c ---- */

/* One of both trees in the making, in level order. */
struct lineage_tree {
	struct stepping *s;
	bool up;
	size_t n, cap;
	struct view_kinsman *list;
	bool more;
	struct seen seen; /* of both trees and the post itself: who is a parent is no child, too */
	struct steps steps;
};

/* What a post is known by among those seen: its row, or the front of its id when it is not here. */
static inline uint64_t lineage_mark(uint32_t row, const struct kiem_id *id)
{
	uint64_t front;

	memcpy(&front, id->b, sizeof(front));
	return row != VIEW_NONE ? (uint64_t)row + 1 : front | 1ULL << 63;
}

/* ---- lineage_tell.c ---- */

/* Fills in what is told of every post of a tree. */
enum kiem_err lineage_tell(struct lineage_tree *tree);
/* The counts of one that is here, and which version of it is shown. */
enum kiem_err lineage_count(struct view_kinsman *kin, struct stepping *s);

/* ---- alike.c ---- */

/* Fills n_alike and alike; `kin` has every row (plus 1) of both trees. */
enum kiem_err lineage_alike(struct view_lineage *lineage, struct stepping *s, const struct seen *kin);

/* ---- shingles.c: the runs of three words of a text, as a set of numbers ---- */

struct shingles {
	size_t n, cap;
	uint64_t *list; /* ascending, each once, after shingles_settle */
};
/* Adds those of one text; a run does not go from one text to the next. MEMORY. */
enum kiem_err shingles_add(struct shingles *shingles, struct kiem_span text);
void shingles_settle(struct shingles *shingles);
void shingles_clear(struct shingles *shingles); /* empties it and keeps its room */
void shingles_finish(struct shingles *shingles);
/* How much of both together is in both, of a thousand (Jaccard 1901). 0 when one is empty. */
unsigned shingles_permille(const struct shingles *a, const struct shingles *b);

#endif
