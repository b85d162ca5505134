/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Match: which offer may serve which request, and why. docs/ties.md ("Match") has the formulas; node/view/weights.h the constants.
 *
 * A pair is only held against each other when it is about the same thing: words or tags in common, each weighing more the
 * fewer posts have it. Quantity, time, place and sector then order the pairs. Every part of a score is a number of points with what
 * it came from beside it, and the score is their sum.
 *
 * Open is an offer or request that is live, whose time has not gone by, and that its own author has not brought to an end: a
 * request by receipts of its author for all of it, an offer by answering requests with all of it. What others say (an offer
 * that answers a request, a receipt about an offer) lowers what is left, and never hides a post: keys cost nothing.
 *
 * What the posts say is kept in a file `market` beside that of the extract, when the extract has one. It may be removed at any
 * time; that it cannot be written is no error.
 */
#ifndef KIEM_MATCH_H
#define KIEM_MATCH_H

#include <kiem/extract.h>
#include <kiem/words.h>

enum view_match_part {
	VIEW_MATCH_WORDS,
	VIEW_MATCH_TAGS,
	VIEW_MATCH_QUANTITY,
	VIEW_MATCH_TIME,
	VIEW_MATCH_PLACE,
	VIEW_MATCH_SECTOR,
	VIEW_MATCH_PARTS
};

/* What the points for the place rest on. */
enum view_match_place { VIEW_PLACE_NONE, VIEW_PLACE_POINTS, VIEW_PLACE_LABEL, VIEW_PLACE_BOARD };

/* One side of a match: an open post. */
struct view_trade {
	uint32_t row;
	uint64_t number, shown; /* the post, and the version of it whose text counts */
	struct kiem_id id;
	struct kiem_key author;
	uint64_t kind; /* KIEM_OFFER or KIEM_REQUEST */
	int64_t made;
	uint64_t sector;    /* of its author; 0: not said */
	size_t answers;     /* people who answered it with something */
	bool has_left;      /* it names a quantity, */
	int64_t left_milli; /* of which so much is left, in its own unit; 0: others cover all of it */
};

#define VIEW_MATCH_WORDS_TOLD 3

struct view_match {
	struct view_trade offer, request;
	unsigned score, part[VIEW_MATCH_PARTS];
	size_t n_words; /* those that weigh most, heaviest first, as the request spells them when folded */
	char word[VIEW_MATCH_WORDS_TOLD][VIEW_WORD_MAX + 1];
	uint16_t tags;                   /* bit 1 << i: tag i of the request's shown version is the offer's too */
	bool measured;                   /* both name quantities of one kind: */
	int64_t cover_milli, need_milli; /* so much of so much, in the request's unit */
	bool timed;                      /* both say when, and it meets: */
	int64_t from, to;
	enum view_match_place place;
	uint64_t distance_m; /* VIEW_PLACE_POINTS */
};

struct view_match_options {
	int64_t now_ms;
	uint32_t row;              /* matches for this post only (any version); VIEW_NONE: */
	const struct kiem_key *me; /* for all of this person's posts; NULL: for every request */
	size_t per_post;           /* at most so many for one post */
	size_t limit;              /* at most so many in all; 0: any number */
};
struct view_matches {
	size_t n;
	bool more;               /* the limit cut them */
	size_t offers, requests; /* how many are open */
	struct view_match *list; /* highest score first; then the request made last, then the offer made last */
};
/* INVALID when `row` is no open offer or request. */
enum kiem_err view_matches_create(
        struct view_matches **out, const struct view_extract *x, struct kiem_read *read, const struct view_match_options *options);
void view_matches_destroy(struct view_matches *matches); /* takes NULL */

/*
 * What an answer to one post with another would be about, whether or not they match by their words: quantity, time, place; no
 * score. INVALID when they are not an open offer and an open request.
 */
enum kiem_err view_match_of(struct view_match *match, const struct view_extract *x, struct kiem_read *read, uint32_t row,
        uint32_t other, int64_t now_ms);

/* ---- rings: each has what the next one needs ---- */

#define VIEW_RING_MAX 4

struct view_ring {
	size_t n;                              /* 2 to VIEW_RING_MAX people */
	unsigned score;                        /* of its weakest match */
	struct view_match step[VIEW_RING_MAX]; /* step i: from person i to person i + 1, and from the last to the first */
};
struct view_rings {
	size_t n;
	bool more;
	struct view_ring *list; /* highest score first; then the fewest people; then by keys. Starts at the lowest key */
};
/*
 * With a row or me, only rings that it or that person is part of. So that there is a bound, for each request only the best
 * VIEW_RING_WAYS offers count; of those from a person to another only the best; and of a person only the ways to the best
 * VIEW_RING_WAYS others.
 */
#define VIEW_RING_WAYS 8
enum kiem_err view_rings_create(
        struct view_rings **out, const struct view_extract *x, struct kiem_read *read, const struct view_match_options *options);
void view_rings_destroy(struct view_rings *rings); /* takes NULL */

/* ---- open requests that nobody answered ---- */

struct view_unanswered {
	size_t n;
	struct view_trade *list; /* the eldest first */
};
/* All of them, or `me`'s. */
enum kiem_err view_unanswered_create(struct view_unanswered **out, const struct view_extract *x, struct kiem_read *read,
        const struct kiem_key *me, int64_t now_ms);
void view_unanswered_destroy(struct view_unanswered *unanswered); /* takes NULL */

/* The boards whose requests are asked for: flags by board number, `n` of them. */
struct view_match_boards {
	const bool *wanted;
	uint32_t n;
};
/* The requests of these boards that nobody answered, and for how many of their requests there is at least one match. */
enum kiem_err view_waiting_create(struct view_unanswered **out, size_t *matched, const struct view_extract *x,
        struct kiem_read *read, const struct view_match_boards *boards, int64_t now_ms);

#endif
