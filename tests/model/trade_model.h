/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The market of offers and requests once more, plainly: who is open, what is left, what each pair scores, asked of all posts one by
 * one. It takes words, stems, units and distances from their own modules, which have tests of their own.
 */
#ifndef KIEM_TRADE_MODEL_H
#define KIEM_TRADE_MODEL_H

#include "../../node/view/match.h"
#include "../../node/view/weights.h"
#include "trade_history.h"

#define WORDS_MAX 64
#define PAIRS_MAX 4096

struct word {
	char text[VIEW_WORD_MAX + 2]; /* a stem; a tag begins with # */
	unsigned times;
	uint64_t idf;
};

struct plain_trade {
	size_t post; /* index in the model */
	const struct kiem_post *p, *shown;
	struct unit unit;
	int64_t left, from, to;
	bool timed;
	size_t n;
	struct word word[WORDS_MAX];
};

struct plain_pair {
	size_t offer, request; /* trades */
	unsigned score, part[VIEW_MATCH_PARTS];
};

struct plain {
	const struct model *m;
	const size_t *person; /* whose each post is, by number; NULL: each key is a person */
	int64_t now_ms;
	size_t n, n_pairs;
	struct plain_trade trade[MODEL_MAX];
	struct plain_pair pair[PAIRS_MAX];
};

/* Who is in the market, with their words; then all pairs, in their order. */
void plain_settle(struct plain *plain);
void plain_pairs(struct plain *plain);

/* Shared by the files of it. */
const struct kiem_post *plain_post(const struct plain *plain, size_t i);
bool plain_names(const struct plain *plain, size_t by, size_t to, uint64_t relation);
bool plain_same_person(const struct plain *plain, size_t a, size_t b);
/* Whether somebody else answered the trade; `by`: whether the maker of this post did (MODEL_NONE: anybody). */
bool plain_answered(const struct plain *plain, const struct plain_trade *trade, size_t by);
int64_t plain_more(int64_t a, int64_t b);
const struct word *plain_word(const struct plain_trade *trade, const char *text);

#endif
