/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What somebody looks for, as `kiem find` and standing searches take it: words, and filters of the form name:value.
 *
 *     request tag:charging near:5km           laadpaal by:"Bakkerij op het park" board:nl/tilburg since:7d
 *
 *     WORD      a word of the post begins so, whatever the case and accents: title, text, tags, place, terms, what a join brings or
 *               a profile's name. All words must be found. Stop words are left out, unless there is nothing else.
 *     KIND      offer, aanbod, request, vraag … as the very first word chooses that kind. In quotation marks any word is a word
 *     kind:K    chooses it anywhere (soort:)
 *     tag:T     has this tag; all of several
 *     near:L    LAT,LON,DISTANCE is so far from there at most; DISTANCE alone, such as 5km or 800m, from where I am; anything else
 * is words of the place's label (bij:) by:WHO    the author's name has words that begin so, or the key begins with these 8 digits
 * or more; me and ik are me (door:) board:B   on this board, or on one below it (bord:) since:T   made so long ago at most (12h,
 * 7d, 2w), or since that day (2026-11-01, in UTC) (sinds:)
 *
 * A filter of another name is words, so that 12:30 and a web address can be searched.
 */
#ifndef KIEM_QUERY_H
#define KIEM_QUERY_H

#include <kiem/view.h>
#include <kiem/words.h>

#define VIEW_QUERY_WORDS 16
#define VIEW_QUERY_TAGS 8
#define VIEW_TAG_MAX 192 /* bytes of a folded tag; a longer one is cut between words */

struct view_point {
	int32_t lat_udeg, lon_udeg; /* WGS 84 */
};
/*
 * Metres between two points on a sphere of 6,371 km, as on a flat map of the latitude between them, in integers. Within 0.3 % for
 * points less than 500 km apart and not near a pole, more than enough to tell near from far.
 */
uint64_t view_distance_m(struct view_point a, struct view_point b);

/* Folded words, each of which begins another. */
struct view_needles {
	size_t n;
	char word[VIEW_QUERY_WORDS][VIEW_WORD_MAX + 1];
};

struct view_query {
	struct view_needles words;
	bool stopped;  /* stop words were left out */
	uint64_t kind; /* 0: any that is searched */
	size_t n_tags;
	char tag[VIEW_QUERY_TAGS][VIEW_TAG_MAX + 1]; /* as view_tag_fold gives them */
	bool near_point;
	struct view_point point;
	uint64_t radius_m;
	struct view_needles place; /* of the label; none: any */
	struct view_needles by;    /* of the author's name; none: any */
	bool by_key;               /* or the first n digits of the key, lower case */
	char digits[65];
	char board[KIEM_BOARD_MAX + 1]; /* empty: any */
	int64_t since;                  /* ms; 0: any time */
};

/* Who asks: what me, near:5km and since:7d mean. */
struct view_asker {
	int64_t now_ms;
	bool has_key, has_point;
	struct kiem_key key;
	struct view_point point;
};

enum view_query_result {
	VIEW_QUERY_OK,
	VIEW_QUERY_EMPTY,    /* neither a word nor a filter */
	VIEW_QUERY_TOO_MANY, /* more words or tags than there is room for */
	VIEW_QUERY_KIND,     /* no kind that is searched */
	VIEW_QUERY_NEAR,     /* a distance or a point that does not read as one */
	VIEW_QUERY_NOWHERE,  /* near:5km, and it is not known where the asker is */
	VIEW_QUERY_WHO,      /* by: with nothing in it, or me without a key */
	VIEW_QUERY_BOARD,    /* no board's name */
	VIEW_QUERY_SINCE     /* neither a length of time nor a day */
};

/*
 * Reads a whole query. `piece` receives what a sentence about a mistake should quote, cut to its size.
 */
#define VIEW_QUERY_PIECE_MAX 128
enum view_query_result view_query_parse(
        struct view_query *query, char piece[static VIEW_QUERY_PIECE_MAX], const char *text, const struct view_asker *asker);
/* Adds one filter to a query (zeroed or parsed): `name` without the colon, in either language. False: there is no such filter. */
bool view_query_filter(struct view_query *query, enum view_query_result *result, const char *name, const char *value,
        const struct view_asker *asker);

/* Posts of this kind are searched: content, joins and profiles. */
static inline bool view_query_searches(uint64_t kind)
{
	return view_is_content(kind) || kind == KIEM_JOIN || kind == KIEM_PROFILE;
}

/* A post as a query sees it: the original says kind, author, board and moment, the version that is shown says all the rest. */
struct view_subject {
	const struct kiem_post *post, *shown;
	struct kiem_span name; /* the author's; may be empty */
};
bool view_query_matches(const struct view_query *query, const struct view_subject *subject);
/*
 * The same of a post in a snapshot, by any of its versions: its shown version is what counts, and of a person's profiles the one
 * that counts. *original is the post's own number, also when it does not match. NOT_FOUND, DAMAGED, MEMORY.
 */
enum kiem_err view_query_ask(bool *matches, uint64_t *original, struct kiem_read *read, struct view_people *people,
        const struct view_query *query, uint64_t number, int64_t now_ms);

/* The texts of a post in which words are searched, without tags: up to VIEW_TEXTS_MAX spans. */
#define VIEW_TEXTS_MAX 8
size_t view_texts(struct kiem_span texts[static VIEW_TEXTS_MAX], const struct kiem_post *shown);
/* A tag as it is compared: its words with one space between, at most VIEW_TAG_MAX bytes, and a NUL. Its length. */
size_t view_tag_fold(char out[static VIEW_TAG_MAX + 1], struct kiem_span tag);

#endif
