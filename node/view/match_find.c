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

/* What one deal shares with the others, while it is looked at. Zero between deals. */
struct finding {
	const struct market *market;
	struct postings offers, requests;
	uint64_t *words, *tags; /* of each deal */
	uint32_t *met;          /* which are not zero */
	size_t n_met;
	struct pair *best; /* the best so far, best first */
	size_t n_best, most;
};

static void finding_finish(struct finding *f)
{
	postings_finish(&f->offers);
	postings_finish(&f->requests);
	free(f->words);
	free(f->tags);
	free(f->met);
	free(f->best);
}

static enum kiem_err finding_init(struct finding *f, const struct market *m, const bool *wanted, size_t most)
{
	*f = (struct finding){.market = m, .most = most < m->n ? most : m->n};
	f->words = calloc(m->n + 1, sizeof(*f->words));
	f->tags = calloc(m->n + 1, sizeof(*f->tags));
	f->met = calloc(m->n + 1, sizeof(*f->met));
	f->best = calloc(f->most + 1, sizeof(*f->best));
	if (f->words == NULL || f->tags == NULL || f->met == NULL || f->best == NULL) {
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
	uint64_t weight = f->market->id[word->id].weight;

	for (uint32_t i = p->first[word->id]; weight != 0 && i < p->first[word->id + 1]; i++) {
		const struct posting *posting = &p->entry[i];
		if (f->words[posting->deal] == 0 && f->tags[posting->deal] == 0) {
			f->met[f->n_met++] = posting->deal;
		}
		if (word->tag) {
			f->tags[posting->deal] += match_tag_points((uint32_t)weight);
		} else {
			f->words[posting->deal] += weight * (word->title && posting->title ? WEIGHT_MATCH_TITLE : 1);
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

/* Whether the rest of its score could still bring it among the best. */
static bool may_be_best(const struct finding *f, const struct pair *pair)
{
	uint32_t subject = pair->part[VIEW_MATCH_WORDS] + pair->part[VIEW_MATCH_TAGS];

	return f->n_best < f->most || (f->most != 0 && subject + MATCH_REST_MOST >= f->best[f->most - 1].score);
}

static void find_for(struct finding *f, uint32_t deal)
{
	const struct market *m = f->market;
	bool offers = m->deal[deal].trade.kind == KIEM_REQUEST;

	f->n_met = f->n_best = 0;
	for (size_t i = 0; i < m->deal[deal].n_words; i++) {
		add_word(f, offers ? &f->offers : &f->requests, &m->deal[deal].word[i]);
	}
	for (size_t i = 0; i < f->n_met; i++) {
		uint32_t other = f->met[i];
		struct pair pair = {.offer = offers ? other : deal, .request = offers ? deal : other};
		if (match_subject(&pair, m, f->words[other], f->tags[other]) && may_be_best(f, &pair) && match_rest(&pair, m)) {
			keep_best(f, &pair);
		}
		f->words[other] = f->tags[other] = 0;
	}
}

enum kiem_err market_pairs(struct pairs *pairs, const struct market *m, const bool *wanted, size_t most)
{
	struct finding f;
	enum kiem_err err = finding_init(&f, m, wanted, most);

	for (uint32_t i = 0; i < m->n && err == KIEM_DONE; i++) {
		if (!wanted[i]) {
			continue;
		}
		find_for(&f, i);
		for (size_t b = 0; b < f.n_best && err == KIEM_DONE; b++) {
			void *list = room_for_one(pairs->list, &pairs->cap, pairs->n, sizeof(*pairs->list));
			if (list == NULL) {
				err = KIEM_E_MEMORY;
				break;
			}
			pairs->list = list;
			pairs->list[pairs->n++] = f.best[b];
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
