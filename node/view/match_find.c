/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding pairs (match.h): for one deal, the words it shares with each on the other side are summed word by word over the postings;
 * only deals that were met so are scored at all, and the best few are kept.
 */
#include "match.h"
#include "room.h"
#include "weights.h"

#include <stdlib.h>
#include <string.h>

#define FLOOR_MOST 512 /* with more than so many to be listed none is left out */

/* The highest scores so far, highest first. Each pair may be met twice, so twice as many as are asked for. */
struct floor {
	size_t n, most; /* most 0: any score will do */
	uint32_t score[FLOOR_MOST];
};

struct finding {
	const struct market *market;
	struct postings offers, requests;
	uint32_t *weight;    /* of each deal, side by side, since most others are looked at for nothing else */
	struct share *share; /* of each deal, what the one that is looked at shares with it; zero between deals */
	uint32_t *met;       /* which are not zero */
	size_t n_met;
	struct pair *best; /* the best so far, best first */
	size_t n_best, most;
	struct floor floor;
};

static void finding_finish(struct finding *f)
{
	postings_finish(&f->offers);
	postings_finish(&f->requests);
	free(f->weight);
	free(f->share);
	free(f->met);
	free(f->best);
}

static enum kiem_err finding_init(struct finding *f, const struct market *m, const bool *wanted, size_t most)
{
	*f = (struct finding){.market = m, .most = most < m->n ? most : m->n};
	f->weight = market_weights(m);
	f->share = calloc(m->n + 1, sizeof(*f->share));
	f->met = calloc(m->n + 1, sizeof(*f->met));
	f->best = calloc(f->most + 1, sizeof(*f->best));
	if (f->weight == NULL || f->share == NULL || f->met == NULL || f->best == NULL) {
		return KIEM_E_MEMORY;
	}
	enum kiem_err err = market_postings(&f->offers, m, KIEM_OFFER, wanted);
	return err == KIEM_DONE ? market_postings(&f->requests, m, KIEM_REQUEST, wanted) : err;
}

uint32_t match_tag_points(uint32_t weight)
{
	uint32_t points = WEIGHT_MATCH_TAG * weight >> 8;

	return points < WEIGHT_MATCH_TAG_MOST ? points : WEIGHT_MATCH_TAG_MOST;
}

/* Adds what the word is worth to every deal that has it. */
static void add_word(struct finding *f, const struct postings *p, const struct market_word *word)
{
	uint32_t weight = f->market->id[word->id].weight;

	for (uint32_t i = p->first[word->id]; weight != 0 && i < p->first[word->id + 1]; i++) {
		const struct posting posting = p->entry[i];
		struct share *share = &f->share[posting.deal];
		if (share->words == 0 && share->tags == 0) {
			f->met[f->n_met++] = posting.deal;
		}
		if (word->tag) {
			share->tags += match_tag_points(weight);
		} else {
			share->words += weight * (word->title && posting.title ? WEIGHT_MATCH_TITLE : 1);
		}
	}
}

/* Puts the pair in its place among the best, when it has one. */
static void keep_best(struct finding *f, const struct pair *pair)
{
	size_t at = f->n_best;

	while (at > 0 && pair_order(f->market, pair, &f->best[at - 1]) < 0) {
		at--;
	}
	if (at == f->most) {
		return;
	}
	size_t moved = f->n_best < f->most ? f->n_best - at : f->most - 1 - at;
	memmove(&f->best[at + 1], &f->best[at], moved * sizeof(*f->best));
	f->best[at] = *pair;
	f->n_best += f->n_best < f->most;
}

static void floor_take(struct floor *floor, uint32_t score)
{
	size_t at = floor->n;

	while (at > 0 && floor->score[at - 1] < score) {
		at--;
	}
	if (at == floor->most) {
		return;
	}
	size_t moved = floor->n < floor->most ? floor->n - at : floor->most - 1 - at;
	memmove(&floor->score[at + 1], &floor->score[at], moved * sizeof(floor->score[0]));
	floor->score[at] = score;
	floor->n += floor->n < floor->most;
}

/*
 * So many points for words and tags a pair needs, to come among the best of the deal and of all: the rest of its score adds no more
 * than there is.
 */
static uint32_t needed(const struct finding *f)
{
	uint32_t last = f->n_best < f->most || f->most == 0 ? 0 : f->best[f->most - 1].score;

	if (f->floor.most != 0 && f->floor.n == f->floor.most && f->floor.score[f->floor.n - 1] > last) {
		last = f->floor.score[f->floor.n - 1];
	}
	return last > MATCH_REST_MOST + WEIGHT_MATCH_SUBJECT ? last - MATCH_REST_MOST : WEIGHT_MATCH_SUBJECT;
}

static void find_for(struct finding *f, uint32_t deal)
{
	const struct market *m = f->market;
	bool offers = m->deal[deal].trade.kind == KIEM_REQUEST;

	f->n_met = f->n_best = 0;
	for (size_t i = 0; i < m->deal[deal].n_words; i++) {
		add_word(f, offers ? &f->offers : &f->requests, &m->deal[deal].word[i]);
	}
	uint32_t points = needed(f);
	for (size_t i = 0; i < f->n_met; i++) {
		uint32_t other = f->met[i];
		struct share share = f->share[other];
		f->share[other] = (struct share){0};
		if (!match_may(&share, points, f->weight[deal], f->weight[other])) {
			continue;
		}
		struct pair pair = {.offer = offers ? other : deal, .request = offers ? deal : other};
		if (match_subject(&pair, m, &share) && match_rest(&pair, m)) {
			keep_best(f, &pair);
			points = needed(f);
		}
	}
}

/* Takes over the best of the deal that was looked at. */
static enum kiem_err take_best(struct pairs *pairs, struct finding *f)
{
	for (size_t b = 0; b < f->n_best; b++) {
		void *list = room_for_one(pairs->list, &pairs->cap, pairs->n, sizeof(*pairs->list));
		if (list == NULL) {
			return KIEM_E_MEMORY;
		}
		pairs->list = list;
		pairs->list[pairs->n++] = f->best[b];
		floor_take(&f->floor, f->best[b].score);
	}
	return KIEM_DONE;
}

enum kiem_err market_pairs(struct pairs *pairs, const struct market *m, const bool *wanted, size_t most, size_t limit)
{
	struct finding f;
	enum kiem_err err = finding_init(&f, m, wanted, most);

	f.floor.most = limit < FLOOR_MOST / 2 && limit != 0 ? 2 * (limit + 1) : 0;
	for (uint32_t i = 0; i < m->n && err == KIEM_DONE; i++) {
		if (wanted[i]) {
			find_for(&f, i);
			err = take_best(pairs, &f);
		}
	}
	finding_finish(&f);
	return err;
}

static int by_order(const void *a, const void *b, void *market)
{
	return pair_order(market, a, b);
}

void pairs_sort(struct pairs *pairs, const struct market *m)
{
	size_t kept = 0;

	if (pairs->n != 0) {
		qsort_r(pairs->list, pairs->n, sizeof(*pairs->list), by_order, (void *)m);
	}
	for (size_t i = 0; i < pairs->n; i++) {
		const struct pair *last = kept == 0 ? NULL : &pairs->list[kept - 1];
		if (last == NULL || last->offer != pairs->list[i].offer || last->request != pairs->list[i].request) {
			pairs->list[kept++] = pairs->list[i];
		}
	}
	pairs->n = kept;
}

enum kiem_err market_wanted(bool **wanted, const struct market *m, const struct view_match_options *options)
{
	uint32_t original = options->row == VIEW_NONE ? VIEW_NONE : view_row_original(m->x, options->row, options->now_ms);
	uint32_t me = options->me == NULL ? VIEW_NONE : view_person_of(m->x, options->me);
	bool any = false;

	me = me == VIEW_NONE ? me : m->x->self[me];
	*wanted = calloc(m->n + 1, sizeof(**wanted));
	if (*wanted == NULL) {
		return KIEM_E_MEMORY;
	}
	for (size_t i = 0; i < m->n; i++) {
		const struct deal *deal = &m->deal[i];
		(*wanted)[i] = original != VIEW_NONE ? deal->trade.row == original
		               : options->me != NULL ? deal->person == me
		                                     : deal->trade.kind == KIEM_REQUEST;
		any = any || (*wanted)[i];
	}
	return original != VIEW_NONE && !any ? KIEM_E_INVALID : KIEM_DONE;
}
