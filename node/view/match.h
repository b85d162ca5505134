/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of match share: the market, which is all open offers and requests with what is compared of each. It is made in
 * this order:
 *
 *     rows     the versions of each post, and the one that is shown  (match_rows.c)
 *     notices  what that one says: its fields, its words and tags, numbered  (match_notices.c, match_words.c, match_ids.c)
 *     left     what is left of each, and who answered it     (match_left.c)
 *     posts    which posts are open                          (match_posts.c)
 *     weights  how many have each word; who has each         (match_words.c)
 *
 * A notice says what the bytes of one version say, whoever looks and whenever: as long as the post is there it holds. So notices
 * are kept in a file beside the extract (match_kept.c), and all else is worked out each time, from columns.
 *
 * Numbers of words, rows and persons come from the order of arrival, so nothing is ever ordered by them: sums of integers and
 * (made, id) decide.
 */
#ifndef VIEW_MATCH_ROOM_H
#define VIEW_MATCH_ROOM_H

#include "kept.h"
#include "room.h"
#include "units.h"
#include "weights.h"

#include <kiem/match.h>
#include <kiem/query.h>

/* A word of a post: the number of the word, and how. */
struct market_word {
	uint32_t id : 30;
	uint32_t tag : 1;   /* it is a whole tag; another id than the word that reads the same */
	uint32_t title : 1; /* it stands in the title or in a tag */
};

/* What one version of a post says that is compared. */
struct notice {
	struct kiem_id id;
	uint64_t number;
	struct unit unit; /* UNIT_NONE: no quantity */
	int64_t quantity;
	int64_t from, to;
	uint64_t label; /* hash of the folded name of its place; 0: none */
	struct view_point point;
	uint32_t first_word, n_words;
	uint8_t has_from, has_to, has_point;
	uint8_t zero[5];
};

/* The notices of a market: those of the file by number, and those that were read since. */
struct notices {
	struct kept file;
	size_t n_old, n_used;
	const uint64_t *old_number;
	const struct notice *old;
	bool *used; /* of the old ones: it was asked for */
	const struct market_word *old_word;
	size_t next; /* of the old ones, before the one that was found last: mostly they are asked for from last to first */
	size_t n_fresh, cap_fresh;
	struct notice *fresh;
	struct view_numbers place; /* of the fresh ones */
};

struct deal {
	struct view_trade trade; /* all but who made it: see market_trade */
	uint32_t person;
	uint32_t board;
	uint32_t notice;
	struct unit unit; /* UNIT_NONE: no quantity */
	int64_t quantity;
	bool timed;
	int64_t from, to;
	bool has_point;
	struct view_point point;
	uint64_t label;                   /* as in its notice */
	uint32_t first_answer, n_answers; /* in market.answer */
	size_t n_words;
	const struct market_word *word; /* by id */
	uint64_t weight;                /* of all its words */
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
	struct view_numbers shown; /* rows, of posts that were looked at for their amounts */
	struct seen seen[2];       /* market_left's own */
	struct notices notices;
	size_t n_words, cap_words;
	struct market_word *word; /* of the fresh notices */

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

/* All open offers and requests. */
enum kiem_err market_init(struct market *market, const struct view_extract *x, struct kiem_read *read, int64_t now_ms);
/* One row more, when it is open. */
enum kiem_err market_add(struct market *market, uint32_t row);
/* What is told of a deal. */
struct view_trade market_trade(const struct market *market, const struct deal *deal);
void market_finish(struct market *market);

/* ---- match_rows.c ---- */

/* All versions of a row's post, and the one that is shown. */
struct match_rows {
	size_t n;
	uint32_t *row; /* [0] the original; malloc'ed when n is above 1 */
	uint32_t one, shown;
};
enum kiem_err match_rows_init(struct match_rows *rows, const struct view_extract *x, uint32_t original, int64_t now_ms);
void match_rows_finish(struct match_rows *rows);
/* The shown one only. `known` keeps it by the original's number: many may ask for a post that was revised often. */
enum kiem_err match_shown(
        uint32_t *shown, struct view_numbers *known, const struct view_extract *x, uint32_t original, int64_t now_ms);

/* ---- match_notices.c ---- */

/* What the version in this row says: its place among the notices. Read from the store when it is not there yet. */
enum kiem_err market_notice(struct market *market, uint32_t *place, uint32_t row);
/* Lives until the next market_notice. */
static inline const struct notice *market_noticed(const struct market *market, uint32_t place)
{
	const struct notices *all = &market->notices;

	return place < all->n_old ? &all->old[place] : &all->fresh[place - all->n_old];
}
/* Its words, by id; they live likewise. */
const struct market_word *market_noticed_words(const struct market *market, uint32_t place);
void notices_finish(struct notices *notices);

/* ---- match_kept.c ---- */

#define MARKET_VERSION 2u /* of what a notice says of the same post */

/* Takes over what is kept beside the extract, when there is anything of use. MEMORY. */
enum kiem_err market_load(struct market *market);
/* Keeps what was asked for in this market, and nothing else, when that is worth it. Silent when it cannot. */
void market_save(const struct market *market);

/* ---- match_left.c ---- */

/* Fills in what is left of a deal and who answered it; *open false when its author brought it to an end. */
enum kiem_err market_left(struct market *market, struct deal *deal, const struct match_rows *rows, bool *open);
/* True when this person answered the deal. */
bool market_answered(const struct market *market, const struct deal *deal, uint32_t person);

/* ---- match_ids.c ---- */

/* Takes over the words with these hashes, as numbers 0 to n - 1, into a market that has none. */
enum kiem_err market_words_take(struct market *market, const uint64_t *hash, size_t n);
/* The number of a word by its hash; a new one when it was never met. */
enum kiem_err market_word_id(struct market *market, uint32_t *id, uint64_t hash);
/* The number; UINT32_MAX: nobody has it. */
uint32_t market_word_find(const struct market *market, uint64_t hash);
/* Log2 of v in Q8, v at least 1. */
uint32_t match_log2(uint64_t v);

/* ---- match_words.c ---- */

/* Appends what the post has to market->word. */
enum kiem_err market_words_add(struct market *market, struct notice *notice, const struct kiem_post *post);
/* Once all deals are there: what each word weighs. */
void market_words_weigh(struct market *market);
/* What all words of each deal weigh; malloc'ed. NULL: no memory. */
uint32_t *market_weights(const struct market *market);
/* Of the words that these deals have (a flag each; NULL: all), who of one kind has them. */
enum kiem_err market_postings(struct postings *postings, const struct market *market, uint64_t kind, const bool *wanted);
void postings_finish(struct postings *postings);
/* The deal's entry of that id, or NULL. */
const struct market_word *deal_word(const struct market *market, const struct deal *deal, uint32_t id);
/* The hash under which a folded word is counted; false when it tells nothing (a stop word, a number, "wanted"). Stems it. */
bool match_word_hash(uint64_t *hash, struct view_words *words);
/* The same of a whole tag; false when it has no word (a sign, a picture), and so is like no other. */
bool match_tag_hash(uint64_t *hash, struct kiem_span tag);

/* ---- match_score.c ---- */

/* A pair found by its words, before what else is told of it. */
struct pair {
	uint32_t offer, request; /* deals */
	uint32_t score;
	uint32_t part[VIEW_MATCH_PARTS];
};
/* What a deal shares with another: the weight of the words, and points for the tags. */
struct share {
	uint32_t words, tags;
};
/*
 * Whether words and tags can come to so many points (at least 1), with such weights of all words of the two. Said of all that have
 * as many, and seldom of others: squares are held against each other, and no root is drawn. It is rounded down by less than 1.
 */
static inline bool match_may(const struct share *share, uint32_t points, uint64_t weight_a, uint64_t weight_b)
{
	uint64_t tags = share->tags < WEIGHT_MATCH_TAGS ? share->tags : WEIGHT_MATCH_TAGS;
	uint64_t needed = points > tags ? points - tags : 0, most = (uint64_t)share->words * WEIGHT_MATCH_WORDS + needed;

	/* Weights stay below 2^22 and points are 600 at most, so nothing leaves 64 bits. */
	return most * most >= needed * needed * weight_a * weight_b;
}
/* Points for what they share. False: not about the same thing. */
bool match_subject(struct pair *pair, const struct market *market, const struct share *share);
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
/*
 * The best `most` pairs of each deal that `wanted` says (a flag a deal). Not ordered; a pair of two wanted deals may be there
 * twice. Of those that are not among the best `limit` + 1 of all (0: there is no limit) some may be left out.
 */
enum kiem_err market_pairs(struct pairs *pairs, const struct market *market, const bool *wanted, size_t most, size_t limit);
/* Points for a tag in common that weighs so much. */
uint32_t match_tag_points(uint32_t weight);
/* Which deals the options ask about, a flag each. INVALID when they name a post that is not open. */
enum kiem_err market_wanted(bool **wanted, const struct market *market, const struct view_match_options *options);
/* Orders them by pair_order and keeps each once. */
void pairs_sort(struct pairs *pairs, const struct market *market);

#endif
