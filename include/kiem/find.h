/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding posts by a query (query.h) among very many. What is found is decided by view_query_matches alone, of the version of each
 * post that is shown: the old text of a revised post is not found, nor what was retracted or has passed its until.
 *
 * An index of words spares looking at posts that cannot match. It lies in a directory of its own, may be removed at any time, and
 * is brought up to date by whoever searches, in batches, each one transaction: several may do so at once, and may be killed at any
 * point. Posts newer than it are looked at one by one until they are many enough to be worth a write.
 */
#ifndef KIEM_FIND_H
#define KIEM_FIND_H

#include <kiem/extract.h>
#include <kiem/query.h>

/*
 * How well a post fits the words, for `best`: of each word 4 when it is a word of the title, a tag or a name, 3 when one of
 * those begins so, 2 and 1 for the other texts. 0 when it lacks one.
 */
unsigned view_query_score(const struct view_query *query, const struct kiem_post *shown);

struct view_find_options {
	const struct view_query *query;
	int64_t now_ms;
	bool best;                 /* by score, then newest first; else newest first */
	size_t limit;              /* at most so many; 0: all */
	const char *path;          /* the index's directory; NULL: without one, which is slow and finds the same */
	view_progress_fn progress; /* while the index is brought up to date; may be NULL */
	void *ctx;
};

struct view_found {
	uint64_t number, shown;
	struct kiem_id id;
	struct kiem_key author;
	uint64_t kind;
	int64_t made;
	unsigned score;
};
struct view_finds {
	size_t n;
	bool more; /* the limit cut it */
	struct view_found *list;
};
/* That the index cannot be opened or written is no error. DAMAGED (the store), MEMORY. */
enum kiem_err view_find(struct view_finds **out, const struct view_extract *x, struct kiem_read *read, struct view_people *people,
        const struct view_find_options *options);
void view_finds_destroy(struct view_finds *finds); /* takes NULL */

#endif
