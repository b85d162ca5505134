/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of match share: the market, which is all open offers and requests with what is compared of each. It is made in
 * this order:
 *
 *     posts    which posts are open, and their fields        (match_posts.c)
 *     left     what is left of each, and who answered it     (match_left.c)
 *     words    its words and tags, numbered; how many have each; who has each  (match_ids.c, match_words.c)
 *
 * Numbers of words, rows and persons come from the order of arrival, so nothing is ever ordered by them: sums of integers and
 * (made, id) decide.
 */
#ifndef VIEW_MATCH_ROOM_H
#define VIEW_MATCH_ROOM_H

#include "units.h"

#include <kiem/match.h>
#include <kiem/query.h>

/* A word of a post: the number of the word, and how. */
struct market_word {
	uint32_t id : 30;
	uint32_t tag : 1;   /* it is a whole tag; another id than the word that reads the same */
	uint32_t title : 1; /* it stands in the title or in a tag */
};

struct deal {
	struct view_trade trade;
	uint32_t person;
	uint32_t board;
	struct unit unit; /* UNIT_NONE: no quantity */
	int64_t quantity;
	bool timed;
	int64_t from, to;
	bool has_point;
	struct view_point point;
	uint64_t label;                   /* hash of the folded name of its place; 0: none */
	uint32_t first_answer, n_answers; /* in market.answer */
	uint32_t first_word, n_words;     /* in market.word, by id */
	uint64_t weight;                  /* of all its words */
};

/* Which deals of one kind have a word: those of word id are entry[first[id]] to entry[first[id + 1] - 1]. */
struct postings {
	uint32_t *first;
	struct posting {
		uint32_t deal : 31;
		uint32_t title : 1;
	} * entry;
};

struct market {
	const struct view_extract *x;
	struct kiem_read *read;
	int64_t now_ms;

	size_t n, cap;
	struct deal *deal;
	size_t n_answers, cap_answers;
	uint32_t *answer;          /* persons */
	struct view_numbers shown; /* of posts that were looked at for their amounts */
	size_t n_words, cap_words;
	struct market_word *word;

	/* Words by hash, open-addressed; 0 is a free slot, else an id + 1. */
	uint32_t *slot;
	size_t n_slots;
	size_t n_ids, cap_ids;
	struct market_id {
		uint64_t hash;
		uint32_t posts;  /* how many have it */
		uint32_t weight; /* its idf in Q8; 0: too common to tell anything */
	} * id;
};

/* All open offers and requests, or only those (kind not 0). With or without their words. */
enum kiem_err market_init(
        struct market *market, const struct view_extract *x, struct kiem_read *read, int64_t now_ms, uint64_t kind, bool words);
/* One row more, when it is open. */
enum kiem_err market_add(struct market *market, uint32_t row, bool words);
void market_finish(struct market *market);

/*
 * match_posts.c: the number of the version of `original` that is shown. `known` keeps it by the original's number: many may answer
 * one post that was revised often.
 */
enum kiem_err match_shown(uint64_t *shown, struct view_numbers *known, const struct view_extract *x, struct kiem_read *read,
        uint32_t original, int64_t now_ms);

/* ---- match_left.c ---- */

/* Fills in what is left of a deal and who answered it; *open false when its author brought it to an end. */
enum kiem_err market_left(struct market *market, struct deal *deal, bool *open);
/* True when this person answered the deal. */
bool market_answered(const struct market *market, const struct deal *deal, uint32_t person);
/* The version of a row's post that is shown, and all its rows. */
struct match_rows {
	size_t n;
	uint32_t *row; /* [0] the original; malloc'ed when n is above 1 */
	uint32_t one;
	uint64_t shown;
};
enum kiem_err match_rows_init(
        struct match_rows *rows, const struct view_extract *x, struct kiem_read *read, uint32_t original, int64_t now_ms);
void match_rows_finish(struct match_rows *rows);

/* ---- match_ids.c ---- */

/* The number of a word by its hash; a new one when it was never met. */
enum kiem_err market_word_id(struct market *market, uint32_t *id, uint64_t hash);
/* The number; UINT32_MAX: nobody has it. */
uint32_t market_word_find(const struct market *market, uint64_t hash);
/* Log2 of v in Q8, v at least 1. */
uint32_t match_log2(uint64_t v);

/* ---- match_words.c ---- */

enum kiem_err market_words_add(struct market *market, struct deal *deal, const struct kiem_post *shown);
/* Once all deals are there: what each word weighs. */
void market_words_weigh(struct market *market);
enum kiem_err market_postings(struct postings *postings, const struct market *market, uint64_t kind);
void postings_finish(struct postings *postings);
/* The deal's entry of that id, or NULL. */
const struct market_word *deal_word(const struct market *market, const struct deal *deal, uint32_t id);
/* The hash under which a folded word is counted; false when it tells nothing (a stop word, a number, "wanted"). Stems it. */
bool match_word_hash(uint64_t *hash, struct view_words *words);
uint64_t match_tag_hash(struct kiem_span tag);

/* ---- match_score.c ---- */

/* A pair found by its words, before what else is told of it. */
struct pair {
	uint32_t offer, request; /* deals */
	uint32_t score;
	uint32_t part[VIEW_MATCH_PARTS];
};
/* Points for words and tags in common that weigh so much. False: not about the same thing. */
bool match_subject(struct pair *pair, const struct market *market, uint64_t words, uint64_t tags);
/* What is not about the subject adds so much at most. */
#define MATCH_REST_MOST (WEIGHT_MATCH_QUANTITY + WEIGHT_MATCH_TIME + WEIGHT_MATCH_PLACE + WEIGHT_MATCH_SECTOR)
/* All other parts, and the score. False: of one person, at different times, or answered already. */
bool match_rest(struct pair *pair, const struct market *market);
/* Below 0 when `a` is listed before `b`. */
int pair_order(const struct market *market, const struct pair *a, const struct pair *b);
/* The match in full. */
enum kiem_err match_tell(struct view_match *match, const struct market *market, const struct pair *pair);

/* ---- match_find.c ---- */

struct pairs {
	size_t n, cap;
	struct pair *list;
};
/* The best `most` pairs of each deal that `wanted` says (a flag a deal). Not ordered; a pair of two wanted deals may be there
 * twice. */
enum kiem_err market_pairs(struct pairs *pairs, const struct market *market, const bool *wanted, size_t most);
/* Points for a tag in common that weighs so much. */
uint32_t match_tag_points(uint32_t weight);
/* Which deals the options ask about, a flag each. INVALID when they name a post that is not open. */
enum kiem_err market_wanted(bool **wanted, const struct market *market, const struct view_match_options *options);
/* Orders them by pair_order and keeps each once. */
void pairs_sort(struct pairs *pairs, const struct market *market);

#endif
