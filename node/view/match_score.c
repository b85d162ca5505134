/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a score (match.h, docs/ties.md), each for itself, in whole points. */
#include "match.h"
#include "weights.h"

#include <string.h>

/* The whole part of the square root: Newton's steps down from a power of two above it. */
static uint64_t root(uint64_t square)
{
	if (square == 0) {
		return 0;
	}
	uint64_t above = 1ULL << ((65 - (unsigned)__builtin_clzll(square)) / 2);
	for (;;) {
		uint64_t next = (above + square / above) / 2;
		if (next >= above) {
			return above;
		}
		above = next;
	}
}

static uint32_t at_most(uint64_t points, uint32_t most)
{
	return points < most ? (uint32_t)points : most;
}

/* What they share over the mean of what they have: the weighted Ochiai coefficient, so that a text with every word in it gains
 * nothing. */
static uint32_t score_words(const struct deal *a, const struct deal *b, uint64_t shared)
{
	uint64_t mean = root(a->weight * b->weight);

	return mean == 0 ? 0 : at_most(shared * WEIGHT_MATCH_WORDS / mean, WEIGHT_MATCH_WORDS);
}

/* How much of what is left of the request the offer covers. */
static uint32_t score_quantity(const struct deal *offer, const struct deal *request)
{
	if (!unit_same(&offer->unit, &request->unit) || request->trade.left_milli == 0) {
		return 0;
	}
	int64_t has = unit_convert(offer->trade.left_milli, &offer->unit, &request->unit), needs = request->trade.left_milli;
	/* Amounts are at most 2^53, so a thousand times as much still fits. */
	int64_t share = has >= needs ? 1000 : has * 1000 / needs;
	return at_most((uint64_t)share * WEIGHT_MATCH_QUANTITY / 1000, WEIGHT_MATCH_QUANTITY);
}

/* The share of the time asked for in which it is to be had. False: never. */
static bool score_time(uint32_t *points, const struct deal *offer, const struct deal *request)
{
	*points = 0;
	if (!offer->timed || !request->timed) {
		return true;
	}
	int64_t from = offer->from > request->from ? offer->from : request->from;
	int64_t to = offer->to < request->to ? offer->to : request->to, length = request->to - request->from;
	if (to < from) {
		return false;
	}
	*points = length <= 0 ? WEIGHT_MATCH_TIME : (uint32_t)((to - from) * WEIGHT_MATCH_TIME / length);
	return true;
}

static uint32_t score_place(const struct deal *a, const struct deal *b)
{
	if (a->has_point && b->has_point) {
		uint64_t metres = view_distance_m(a->point, b->point);
		return (uint32_t)(WEIGHT_MATCH_PLACE * WEIGHT_MATCH_NEAR_M / (WEIGHT_MATCH_NEAR_M + metres));
	}
	if (a->label != 0 && a->label == b->label) {
		return WEIGHT_MATCH_LABEL;
	}
	return a->board == b->board ? WEIGHT_MATCH_BOARD : 0;
}

static uint32_t score_sector(const struct deal *a, const struct deal *b)
{
	return a->trade.sector != 0 && b->trade.sector != 0 && a->trade.sector != b->trade.sector ? WEIGHT_MATCH_SECTOR : 0;
}

bool match_subject(struct pair *pair, const struct market *m, const struct share *share)
{
	const struct deal *offer = &m->deal[pair->offer], *request = &m->deal[pair->request];

	pair->part[VIEW_MATCH_WORDS] = score_words(offer, request, share->words);
	pair->part[VIEW_MATCH_TAGS] = at_most(share->tags, WEIGHT_MATCH_TAGS);
	return pair->part[VIEW_MATCH_WORDS] + pair->part[VIEW_MATCH_TAGS] >= WEIGHT_MATCH_SUBJECT;
}

bool match_rest(struct pair *pair, const struct market *m)
{
	const struct deal *offer = &m->deal[pair->offer], *request = &m->deal[pair->request];

	if (offer->person == request->person || !score_time(&pair->part[VIEW_MATCH_TIME], offer, request) ||
	        market_answered(m, request, offer->person) || market_answered(m, offer, request->person)) {
		return false;
	}
	pair->part[VIEW_MATCH_QUANTITY] = score_quantity(offer, request);
	pair->part[VIEW_MATCH_PLACE] = score_place(offer, request);
	pair->part[VIEW_MATCH_SECTOR] = score_sector(offer, request);
	pair->score = 0;
	for (size_t i = 0; i < VIEW_MATCH_PARTS; i++) {
		pair->score += pair->part[i];
	}
	return true;
}

static int later_first(const struct deal *a, const struct deal *b)
{
	return view_order(b->trade.made, &b->trade.id, a->trade.made, &a->trade.id);
}

int pair_order(const struct market *m, const struct pair *a, const struct pair *b)
{
	if (a->score != b->score) {
		return a->score > b->score ? -1 : 1;
	}
	int order = later_first(&m->deal[a->request], &m->deal[b->request]);
	return order != 0 ? order : later_first(&m->deal[a->offer], &m->deal[b->offer]);
}
