/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Views: what people look at, computed from the posts that are here whenever somebody looks. A view reads one snapshot of the
 * store (struct kiem_read), writes nothing, keeps nothing, and returns data: sentences are the command's.
 *
 * What always holds: the same set of posts gives the same view on every node, in whatever order they arrived. Everything is
 * ordered by (made, id), never by arrival; a rule that picks one of several names its choice by (made, id) too. Posts past their
 * until at now_ms are not seen.
 *
 * Every span that a view gives points into the snapshot: it lives until kiem_read_end, as the result's use should.
 */
#ifndef KIEM_VIEW_H
#define KIEM_VIEW_H

#include <kiem/store.h>

#define VIEW_THREAD_DEPTH_MAX 12
#define VIEW_THREAD_MAX 2000 /* posts in one thread */

/* Below, at or above 0 as (made, id) of a comes before, is, or comes after that of b. */
int view_order(int64_t made_a, const struct kiem_id *a, int64_t made_b, const struct kiem_id *b);

/* Content kinds (initiative to note) are what boards show; the rest are ties, care and the like. */
static inline bool view_is_content(uint64_t kind)
{
	return kind >= KIEM_INITIATIVE && kind <= KIEM_NOTE;
}

/* The kind of a post from its first bytes, without decoding the rest; 0 when they are not a post's. */
uint64_t view_kind_of(struct kiem_span bytes);
/* The author in the same way; false when they are not a post's. */
bool view_author_of(struct kiem_key *author, struct kiem_span bytes);

/* ---- text ---- */

/*
 * True when both are the same text once normalised (NFC: é as one character equals e with a combining accent), without regard to
 * upper and lower case; how tags and names are compared when a person types them.
 */
bool view_text_alike(struct kiem_span a, struct kiem_span b);

/* ---- people ---- */

/* Who a key says it is: of the author's profiles on any board the one with the highest (made, id). */
struct view_person {
	struct kiem_key key;
	uint64_t profile; /* number of that profile; 0: none here, and the fields below are empty */
	struct kiem_span name;
	uint64_t sector; /* enum kiem_sector or unknown; 0: not said */
	bool unnamed;    /* asks not to be named in roles */
};
enum kiem_err view_person(struct view_person *person, struct kiem_read *read, const struct kiem_key *key, int64_t now_ms);

/* A memory of the people met while one snapshot is looked at, so that a name is looked up once. */
struct view_people;
enum kiem_err view_people_create(struct view_people **out, struct kiem_read *read, int64_t now_ms);
void view_people_destroy(struct view_people *people); /* takes NULL */
/* The person of a key; *person lives until the next call for another. */
enum kiem_err view_people_get(struct view_people *people, const struct view_person **person, const struct kiem_key *key);

/* Somebody who is seen on boards: who made a post of any kind that is there. */
struct view_seen {
	struct kiem_key key;
	int64_t first, last; /* made of their first and last post there */
	size_t posts;        /* content posts */
	size_t boards;       /* on how many of the boards asked for */
};
struct view_roll {
	size_t n;
	struct view_seen *list; /* last seen first, then by key */
};
/* The people of some boards, by the extract (extract.h). MEMORY. */
struct view_extract;
enum kiem_err view_roll_create(
        struct view_roll **out, const struct view_extract *x, const uint32_t *boards, size_t n_boards, int64_t now_ms);
void view_roll_destroy(struct view_roll *roll); /* takes NULL */

/* ---- the versions of a post ---- */

/*
 * A post and its author's counting revisions. A revision counts when it `replaces` the original or a counting revision and has
 * the same author. Shown is, of those that no counting revision replaces, the one with the highest (made, id).
 */
struct view_version {
	uint64_t number;
	struct kiem_id id;
	int64_t made;
	bool replaced; /* another version replaces it */
};
struct view_versions {
	size_t n; /* at least 1 */
	size_t shown;
	struct kiem_key author;
	struct view_version *list; /* [0] is the original, the others follow in (made, id) order */
};
/* Of the post `number` or, when that is a counting revision, of its original. NOT_FOUND, DAMAGED, MEMORY. */
enum kiem_err view_versions_create(struct view_versions **out, struct kiem_read *read, uint64_t number, int64_t now_ms);
void view_versions_destroy(struct view_versions *versions); /* takes NULL */

/* The original that a counting revision belongs to; any other post is its own original. */
enum kiem_err view_original(uint64_t *original, struct kiem_read *read, uint64_t number, int64_t now_ms);

/* A value for each of many numbers of posts, which start at 1. Zeroed is empty. */
struct view_number {
	uint64_t number, value;
};
struct view_numbers {
	struct view_number *list;
	size_t n, cap; /* cap is a power of two, or 0 */
};
bool view_numbers_get(uint64_t *value, const struct view_numbers *numbers, uint64_t number);
enum kiem_err view_numbers_put(struct view_numbers *numbers, uint64_t number, uint64_t value); /* MEMORY */
void view_numbers_finish(struct view_numbers *numbers);
/* As view_original, for many posts of one snapshot and time: `ends` keeps where chains of revisions end, so that none is walked
 * twice. */
enum kiem_err view_original_among(
        uint64_t *original, struct view_numbers *ends, struct kiem_read *read, uint64_t number, int64_t now_ms);

/* ---- joins ---- */

/* One join to any version of a post. In force while no counting leave of the same author cancels it. */
struct view_join {
	uint64_t number;
	struct kiem_id id;
	struct kiem_key author;
	int64_t made, until; /* its own until: joins are not renewed */
	bool earlier;        /* it names another version than the one shown */
	struct kiem_span bring, motive;
	size_t n_signals, n_roles;
	uint64_t signals[KIEM_SIGNALS_MAX], roles[KIEM_ROLES_MAX];
	bool in_force;
	/* Of the first leave, in (made, id) order, that cancels it; when not in force. */
	uint64_t leave;
	int64_t left;
	bool has_next; /* the leave says where its author goes next */
	struct kiem_id next;
};
struct view_joins {
	size_t n;
	struct view_join *list; /* in (made, id) order */
};
enum kiem_err view_joins_create(
        struct view_joins **out, struct kiem_read *read, const struct view_versions *versions, int64_t now_ms);
void view_joins_destroy(struct view_joins *joins); /* takes NULL */

/* ---- a thread ---- */

/*
 * What stands around a post: everything that links to it (to any of its versions), and so on down. Revisions, renewals and
 * retractions are part of a post and stand in no thread. A post that links to several stands once: at its least depth, under the
 * first of those in thread order.
 */
struct view_reply {
	uint64_t number, shown; /* the post, and the version of it whose text is shown */
	struct kiem_id id;
	struct kiem_key author;
	uint64_t kind, relation; /* relation to its parent */
	int64_t made;
	size_t parent;         /* index in the thread, or SIZE_MAX: the post itself */
	unsigned depth;        /* 1: links to the post itself */
	bool earlier;          /* it names another version of its parent than the one shown */
	bool cancelled;        /* a join that a counting leave names */
	struct kiem_span text; /* title, else text, else what a join brings; of the shown version */
};
struct view_thread {
	size_t n;
	bool more; /* there is more than VIEW_THREAD_MAX or deeper than VIEW_THREAD_DEPTH_MAX */
	struct view_reply *list;
};
/* A parent comes before its replies, siblings in (made, id) order. `number` may be any version. */
enum kiem_err view_thread_create(struct view_thread **out, struct kiem_read *read, uint64_t number, int64_t now_ms);
void view_thread_destroy(struct view_thread *thread); /* takes NULL */

/* ---- a board's page ---- */

struct view_card {
	uint64_t number, shown;
	struct kiem_id id;
	struct kiem_key author;
	uint64_t kind;
	int64_t made;
	size_t versions;       /* 1: never revised */
	size_t joined;         /* people, the author not counted, with a join in force */
	size_t joined_earlier; /* of those: whose joins all name an earlier text */
	size_t replies;        /* content posts that link to it */
};

struct view_page_options {
	const uint32_t *boards; /* board numbers */
	size_t n_boards;
	uint64_t kind;        /* 0: all content kinds; else only this one, a tie's too */
	struct kiem_span tag; /* empty: any; compared by view_text_alike with the tags of the shown version */
	int64_t since;        /* made at or after; 0: any time */
	size_t limit;         /* at most so many cards; 0: all */
	int64_t now_ms;
	const uint64_t *order; /* NULL: newest first; else these posts in this order, boards and since already looked at */
	size_t n_order;
};
struct view_page {
	size_t n;
	bool more; /* the limit cut it */
	struct view_card *list;
};
/* Newest first: descending (made, id). Reads no more of the boards than it must to fill the limit. */
enum kiem_err view_page_create(struct view_page **out, struct kiem_read *read, const struct view_page_options *options);
void view_page_destroy(struct view_page *page); /* takes NULL */

/* One post's card. */
enum kiem_err view_card_read(struct view_card *card, struct kiem_read *read, uint64_t number, int64_t now_ms);

#endif
