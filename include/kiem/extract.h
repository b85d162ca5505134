/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The extract: what views about many posts need of each, in columns, so that a screen over a million posts reads a few dozen
 * megabytes in order and decodes nothing. It is made from the store alone, kept in a file that may be removed at any time, and
 * brought up to date from the store's log by whoever opens it: one new post costs one row.
 *
 * A row is a post, in order of arrival; rows, persons and links are numbered from 0 and only mean something within one opened
 * extract. What always holds: the rows are the posts of the snapshot, and those that went since the file was written, which are
 * marked gone. Arrival differs from node to node, so a view orders what it shows by (made, id) and people by key.
 *
 * The file is mapped privately: what is newer than it is written behind and over its columns, in this process only.
 *
 * Who somebody is (profile, heir, self) depends on the time that the extract is opened for; nothing else in it does.
 */
#ifndef KIEM_EXTRACT_H
#define KIEM_EXTRACT_H

#include <kiem/view.h>

#define VIEW_NONE UINT32_MAX /* no row, no person, no link */

#define VIEW_ROW_GONE 1u  /* retracted or erased since */
#define VIEW_ROW_POINT 2u /* has a place on the map */
#define VIEW_ROW_LOCAL 4u /* made on this home */

#define VIEW_KINDS 128 /* of kinds below this the rows can be gone through by themselves */

struct view_extract {
	/* Of each row. */
	size_t n;
	uint64_t *number; /* ascending */
	int64_t *made;    /* ms */
	int64_t *until;   /* ms, in effect: with renewals */
	uint32_t *board;  /* board number */
	uint32_t *author; /* person */
	uint32_t *whom;   /* person a vouch, receipt, address … is about, or VIEW_NONE */
	uint16_t *kind;   /* UINT16_MAX for one above 65,534 */
	uint8_t *flags;   /* VIEW_ROW_… */
	uint8_t *signals; /* joins: bit 1 << enum kiem_signal */
	uint8_t *roles;   /* joins: bit 1 << enum kiem_role */
	uint8_t *level;   /* vouches */
	struct kiem_id *id;
	uint32_t *link_first; /* n + 1 of them: the row's links are [link_first[row], link_first[row + 1]) */
	uint32_t *around;     /* the first link that names this row, or VIEW_NONE */
	/*
	 * The row before it that is of the same kind, and that is by the same key: of vouches a vouch, of other posts another. Or
	 * VIEW_NONE. Rows that are gone too.
	 */
	uint32_t *before_of_kind, *before_by_author;
	uint32_t last_of_kind[VIEW_KINDS]; /* where these begin: the last row of the kind, or VIEW_NONE */

	/* Of each link. */
	size_t n_links;
	uint8_t *relation;     /* enum kiem_relation; UINT8_MAX for one above 254 */
	uint32_t *source;      /* the row that has the link */
	uint32_t *target;      /* the row it names, or VIEW_NONE: that post is not here */
	uint32_t *around_next; /* the next link that names the same row, or VIEW_NONE; in no promised order */

	/* Of each person: every key that made a post or is named by one. */
	size_t n_persons;
	struct kiem_key *key;
	uint32_t *last_by, *last_vouch_by; /* where before_by_author begins: the last row by this key, and their last vouch */
	uint32_t *profile;      /* row of the profile that counts (of those that are live the highest (made, id)), or VIEW_NONE */
	int64_t *profile_until; /* of that row, in effect; INT64_MAX when there is none */
	uint8_t *sector;        /* what it says; UINT8_MAX for one above 254; 0: nothing */
	uint8_t *unnamed;       /* 1: asks not to be named in roles */
	uint32_t *heir;         /* the person its counting profile names as heir, or VIEW_NONE */
	/*
	 * The person this key counts as: itself, or the key that took over from it by a live `succeed` and that it names as heir;
	 * along chains to their end. Of keys that took over from each other in a circle it is the lowest.
	 */
	uint32_t *self;
	uint32_t *next_key; /* see view_next_key: the next in a ring of the person's keys, + 1; 0: it is the only one. NULL: all are
	                     */

	struct extract_own *own; /* what only the module touches */
};

/* Called now and then while much is read: so many rows of so many. May be NULL. */
typedef void (*view_progress_fn)(void *ctx, uint64_t done, uint64_t all);

/*
 * Opens the extract of the snapshot. `path` is its file, made or made anew when it is missing, damaged, of another version or of
 * another store; its directory is made when it is not there. NULL keeps it in memory. That the file cannot be written is no error:
 * it is only slower next time. DISK, DAMAGED (the store), MEMORY.
 */
enum kiem_err view_extract_open(
        struct view_extract **out, struct kiem_read *read, const char *path, int64_t now_ms, view_progress_fn progress, void *ctx);
void view_extract_close(struct view_extract *x); /* takes NULL */

/* The row of a post's arrival number, the person of a key; VIEW_NONE when there is none. */
uint32_t view_row_of(const struct view_extract *x, uint64_t number);
uint32_t view_person_of(const struct view_extract *x, const struct kiem_key *key);

/* Not gone, and not past its until. */
static inline bool view_row_live(const struct view_extract *x, uint32_t row, int64_t now_ms)
{
	return (x->flags[row] & VIEW_ROW_GONE) == 0 && x->until[row] > now_ms;
}
/* The person its author counts as. */
static inline uint32_t view_row_person(const struct view_extract *x, uint32_t row)
{
	return x->self[x->author[row]];
}
/* All keys of a person, each once: for (k = person; k != VIEW_NONE; k = view_next_key(x, k)), where self[person] is person. */
static inline uint32_t view_next_key(const struct view_extract *x, uint32_t key)
{
	uint32_t next = x->next_key == NULL ? 0 : x->next_key[key];

	return next == 0 || next - 1 == x->self[key] ? VIEW_NONE : next - 1;
}
/* Below, at or above 0 as view_order of two rows. */
int view_row_order(const struct view_extract *x, uint32_t a, uint32_t b);
/* The original that a counting live revision belongs to; any other row is its own original. */
uint32_t view_row_original(const struct view_extract *x, uint32_t row, int64_t now_ms);
/*
 * The first live post of `kind`, in (made, id) order, by the author of `row` that cancels it (a leave of a join, an unvouch of a
 * vouch), or VIEW_NONE: it is in force, as far as its own until goes. The rule of view_join.
 */
uint32_t view_row_cancelled(const struct view_extract *x, uint32_t row, uint16_t kind, int64_t now_ms);

#endif
