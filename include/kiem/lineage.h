/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lineage: what a post came from, back to the first, and what came of it, across coalitions and boards. The order is that of links,
 * which nobody can turn round: a post that names another was made after it. `made` is only its author's claim, and decides nothing
 * here but the order in which brothers and sisters stand.
 *
 *     P extends, varies, answers or is about Q     Q is a parent of P. To children count only the first three: what is about a post
 *                                                  is counted with it
 *     P says `after` Q                             P went on to Q: P is a parent of Q, or, when P is about others, these are
 *
 * A link counts when any version of P has it and whatever version of Q it names. Only live content stands in it, but for parents
 * that were taken back or are not here, of which the id is left.
 */
#ifndef KIEM_LINEAGE_H
#define KIEM_LINEAGE_H

#include <kiem/extract.h>

#define VIEW_LINEAGE_MAX 500 /* posts on either side */
#define VIEW_ALIKE_MAX 10

enum view_presence {
	VIEW_HERE,
	VIEW_TAKEN_BACK, /* not here, and somebody who may be its author took it back; see `by` */
	VIEW_NOT_HERE    /* never came, or is past its end */
};

/* A parent, or a child. */
struct view_kinsman {
	struct kiem_id id;
	enum view_presence presence;
	uint32_t row;   /* the original; VIEW_NONE unless HERE */
	uint32_t shown; /* the version whose text is shown */
	uint32_t said;  /* the row that says so by `after`, when that is neither of both; or VIEW_NONE */
	struct kiem_key
	        by; /* TAKEN_BACK: of the first retraction in (made, id) order that names it; nobody can tell whether rightly */
	uint8_t relation; /* enum kiem_relation between it and the one nearer to the post that was asked */
	unsigned depth;   /* steps away, from 1 */
	size_t nearer;    /* index in the same list of that one; SIZE_MAX: the post that was asked */
	size_t others;    /* of a parent: children that are on no way to the post that was asked */
	/* What is about it, of each kind, and who has a join to it in force; HERE only. */
	size_t about[8]; /* by enum kiem_kind, KIEM_INITIATIVE to KIEM_NOTE */
	size_t joined;
};

/* Two posts that say nearly the same. */
enum view_before {
	VIEW_BEFORE_UNKNOWN, /* no chain of links tells */
	VIEW_BEFORE_THIS,    /* the other is provably older: the post that was asked rests on it by links of whatever kind */
	VIEW_BEFORE_OTHER    /* provably younger */
};
struct view_alike {
	uint32_t row, shown;
	unsigned permille; /* shared shingles of all (Jaccard), of the versions that are most alike */
	enum view_before before;
};

struct view_lineage {
	struct view_kinsman self; /* the post that was asked: its original; depth 0 */
	size_t n_up, n_down;
	/* In reading order: each behind the one nearer, those of one by (made, id), what is not here last by id. */
	struct view_kinsman *up, *down;
	bool more_up, more_down; /* there is more than VIEW_LINEAGE_MAX */
	/* Posts of the same kind by other people that nearly say the same and are in neither list; most alike first, then (made,
	 * id). */
	size_t n_alike;
	struct view_alike alike[VIEW_ALIKE_MAX];
};

/* `number` may be any version. INVALID when it is no content; NOT_FOUND, DAMAGED, MEMORY. */
enum kiem_err view_lineage_create(
        struct view_lineage **out, const struct view_extract *x, struct kiem_read *read, uint64_t number, int64_t now_ms);
void view_lineage_destroy(struct view_lineage *lineage); /* takes NULL */

/*
 * Posts of the draft's kind, by whoever is not `me`, whose title and text are nearly the draft's: what somebody may want to see
 * before publishing. Up to VIEW_ALIKE_MAX into list, *n how many; `before` is UNKNOWN. DAMAGED, MEMORY.
 */
enum kiem_err view_alike_find(struct view_alike list[static VIEW_ALIKE_MAX], size_t *n, const struct view_extract *x,
        struct kiem_read *read, const struct kiem_post *draft, const struct kiem_key *me, int64_t now_ms);

#endif
