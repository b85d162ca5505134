/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a list says of every coalition, kept in a file beside the extract, so that after some new posts only those are worked out
 * anew that the posts touch. A brief follows from
 *
 *     the posts around it     whatever comes or goes links up to its first post, at once or by others (briefs_touch.c)
 *     the day, and the time   one is good from when it was made until the first `until` it looked at that is yet to pass
 *     who people are          a new profile touches what its person takes part in; another `succeed` touches all
 *     whom the reader knows   one who came to be known, or no longer is, touches what they take part in
 *
 * and from nothing else. Where the file cannot be of use (another day, another extract, a clock put back) all are worked out, which
 * is always right and what tests compare with.
 */
#ifndef VIEW_BRIEFS_H
#define VIEW_BRIEFS_H

#include "circle.h"
#include "extract.h"
#include "kept.h"

/* One that is kept. Rows differ from opening to opening, so they are kept by their arrival numbers; those in the brief are a guess.
 */
struct brief_entry {
	uint64_t number, shown, newest_deed; /* newest_deed 0: none */
	int64_t stale_ms;                    /* from then on it must be worked out anew */
	struct view_brief brief;
};

/*
 * A post that came after the extract's file was written, and one that it names. Should it be gone when the extract is opened next,
 * no row tells of it any more, and this is how it is known what it touched.
 */
struct brief_recent {
	uint64_t number;
	uint64_t target; /* 0: none, it says who somebody is */
};

struct briefs_file {
	int64_t made_ms;
	uint64_t last; /* arrival number up to which posts were taken in */
	/*
	 * Up to which number the extract's file reached, and how many rows that were. Rows of posts that went stay in it, so as
	 * many are the same ones; in an extract that was put back from an older copy, or written over by who had an older view of
	 * the store, some are missing and nothing tells what they touched.
	 */
	uint64_t reaches, rows;
	uint64_t salt;      /* the extract that rows and what vanished are of */
	uint64_t vanished;  /* see struct extract_own */
	uint64_t successes; /* briefs_successions */
	size_t n, n_recent, n_known;
	const struct brief_entry *list; /* the latest arrived first */
	const struct brief_recent *recent;
	const struct kiem_key *known; /* persons that the reader knew */
	struct kept kept;             /* what these three lie in */
};

/* ---- briefs.c ---- */

/*
 * The brief of every live initiative, in no promised order; *list is malloc'ed. From the file as far as it goes, and the file is
 * written again when much was new. Where the extract has no file all are worked out.
 */
enum kiem_err briefs_create(struct view_brief **list, size_t *n, const struct view_extract *x, const struct view_eye *eye);

/* ---- briefs_touch.c ---- */

struct briefs_touch {
	const struct view_extract *x;
	uint8_t *rows, *persons; /* 1: touched */
	struct extract_list todo;
	size_t walked; /* how many rows that were */
	bool all;      /* it cannot be told what is touched */
};
/* Marks the rows that what came, went or changed since the file touches. `known` may be NULL: it is not asked whom. */
enum kiem_err briefs_touched(
        struct briefs_touch *touch, const struct view_extract *x, const struct briefs_file *file, const bool *known);
void briefs_touch_finish(struct briefs_touch *touch);
/* The key that another took over from, one by one, all in one figure. */
uint64_t briefs_successions(const struct view_extract *x);

/* ---- briefs_file.c ---- */

/* False: there is none that is of use. */
bool briefs_load(struct briefs_file *file, const char *path);
void briefs_unload(struct briefs_file *file);
/* Fills in recent and known, and writes it. Silent when it cannot. */
void briefs_save(struct briefs_file *file, const struct view_extract *x, const bool *known, const char *path);

#endif
