/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The index of words, and what the files of find share. It is an LMDB environment with three tables:
 *
 *     state    "state"        version u32 | zero u32 | last u64 | posts u64, this machine's order
 *     sample   number 8       the first 8 bytes of the id of the post with that number; of one post in 512, and the last
 *     terms    mark 1, word   D number 6                                       the posts that have it, in order of arrival
 *
 * Marks: w any word but stop words; t the same in a title, tag or name; # a whole folded tag; @ a square of a hundredth of a degree
 * each way, latitude 2, longitude 2. Numbers are big-endian. Every version of a post has its words under its own number; which
 * of them counts is seen when somebody looks.
 *
 * What always holds: for every post up to `last` that is still there its terms are there. Numbers whose posts have gone stay until
 * they are as many as those that are left; then all is made anew. The samples show that it is an index of this store: it
 * is believed up to the newest of them that agrees.
 */
#ifndef VIEW_FIND_ROOM_H
#define VIEW_FIND_ROOM_H

#include <kiem/find.h>

#include <lmdb.h>

#define FIND_NUMBER_SIZE 6
#define FIND_TERM_MAX (1 + VIEW_TAG_MAX)
#define FIND_CELL_UDEG 10000 /* a side of a square */

enum find_mark { FIND_WORD = 'w', FIND_TITLE = 't', FIND_TAG = '#', FIND_CELL = '@' };

struct find_state {
	uint32_t version, zero;
	uint64_t last;  /* every post up to this number was taken in */
	uint64_t posts; /* how many that were, those gone since counted too */
};

struct find_index {
	MDB_env *env;
	MDB_dbi state, sample, terms;
	MDB_txn *txn;      /* a snapshot for reading */
	uint64_t believed; /* posts up to this number are in it */
};

/* When the index is brought up to date, and in how large steps. */
struct find_limits {
	uint64_t new_max;    /* posts may be newer than it; they are looked at one by one */
	size_t postings_max; /* in one batch, about */
};
/* view_find with limits of one's own. */
enum kiem_err find_within(struct view_finds **out, const struct view_extract *x, struct kiem_read *read, struct view_people *people,
        const struct view_find_options *options, const struct find_limits *limits);

/*
 * Opens the index in the directory, brings it up to date with the snapshot, and begins reading. False when there is none to be had.
 * Needs find_index_close either way.
 */
bool find_index_open(struct find_index *index, struct kiem_read *read, const struct view_find_options *options,
        const struct find_limits *limits);
void find_index_close(struct find_index *index);

/* ---- find_fill.c: one batch ---- */

/* Takes in posts behind state->last, as many as fit a batch, and moves state on. An error of LMDB, or 0. */
int find_fill(struct find_index *index, MDB_txn *txn, struct find_state *state, struct kiem_read *read, size_t postings_max);

/* ---- find_terms.c: the terms of one post, and postings in memory ---- */

struct find_terms {
	/* Distinct terms: their bytes one behind the other, and an open-addressed table of them. */
	char *bytes;
	size_t n_bytes, cap_bytes;
	struct find_term {
		uint32_t at, n;    /* in bytes */
		uint32_t postings; /* how many */
		uint64_t last;     /* the number that it was met in last */
	} * term;
	size_t n, cap;
	uint32_t *slot;
	size_t n_slots;
	/* Every posting in the order of arrival. */
	struct find_posting {
		uint32_t term;
		uint64_t number;
	} * posting;
	size_t n_postings, cap_postings;
};
enum kiem_err find_terms_add(struct find_terms *terms, uint64_t number, const struct kiem_post *post);
void find_terms_finish(struct find_terms *terms);
/* Whether posts of this kind have terms: those that are searched, and revisions. */
bool find_takes(uint64_t kind);
/* The square that a coordinate lies in, from 0. */
uint16_t find_cell(int32_t udeg, int32_t lowest);

/* ---- find_look.c: which rows have what a query needs ---- */

struct find_look {
	const struct view_extract *x;
	const struct view_query *query;
	struct find_index *index; /* NULL: none */
	uint8_t *hits;            /* of each row: how many of `needed` it has */
	uint8_t *score;           /* as view_query_score, for rows of the index; NULL when not asked for */
	uint8_t *level;           /* of the word that is looked up */
	uint8_t needed;
	uint8_t *persons; /* of each person: 1 when it may be the author; NULL: any may */
	bool failed;      /* LMDB did: the index is of no use */
};
/* ---- find_raise.c ---- */

/* The terms that begin so, to the one `last` at most; of the term itself `whole` is the level, of longer ones `part` (0: none). */
struct find_range {
	const char *from;
	size_t n;
	const char *last; /* n bytes too; NULL: those that begin with `from` */
	uint8_t whole, part;
};
/* Raises the level of the rows that have a term of the range. */
void find_raise(struct find_look *look, const struct find_range *range);
/* The same of the terms that begin with a mark and a word. */
void find_raise_word(struct find_look *look, enum find_mark mark, const char *word, uint8_t whole, uint8_t part);

/* ---- find_look.c, once more ---- */

/* Fills in hits, score and persons. */
enum kiem_err find_look_up(struct find_look *look, bool best);
void find_look_finish(struct find_look *look);
/* Whether a row may match as far as the index tells; rows that are newer than it may. */
bool find_may(const struct find_look *look, uint32_t row);
bool find_is_newer(const struct find_look *look, uint32_t row);

#endif
