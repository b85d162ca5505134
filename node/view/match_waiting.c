/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Requests that wait (kiem/match.h): those without an answer, and how many of them and of the others some offer may serve. That
 * is asked of very many at once and only counted, so a search ends at the first offer that will do. The figure is the number of
 * requests that view_matches_create would list.
 */
#include "match.h"
#include "room.h"
#include "weights.h"

#include <stdlib.h>
#include <string.h>

/* ---- whether any offer serves a request ---- */

#define REFUSED UINT32_MAX /* in tags: about the same thing, and yet no match */

struct serving {
	const struct market *market;
	struct postings offers;
	uint32_t *weight;    /* of each deal, side by side, since most offers are looked at for nothing else */
	struct share *share; /* of each deal, what the request that is looked at shares with it; zero between requests */
	uint32_t *met;       /* those that are not zero */
	size_t n_met;
	struct market_word *rarest; /* its words, rarest first */
};

static enum kiem_err serving_init(struct serving *s, const struct market *m, const bool *wanted)
{
	size_t most = 0;

	for (size_t i = 0; i < m->n; i++) {
		most = m->deal[i].n_words > most ? m->deal[i].n_words : most;
	}
	*s = (struct serving){.market = m, .weight = market_weights(m)};
	s->share = calloc(m->n + 1, sizeof(*s->share));
	s->met = calloc(m->n + 1, sizeof(*s->met));
	s->rarest = calloc(most + 1, sizeof(*s->rarest));
	if (s->weight == NULL || s->share == NULL || s->met == NULL || s->rarest == NULL) {
		return KIEM_E_MEMORY;
	}
	return market_postings(&s->offers, m, KIEM_OFFER, wanted);
}

static void serving_finish(struct serving *s)
{
	postings_finish(&s->offers);
	free(s->weight);
	free(s->share);
	free(s->met);
	free(s->rarest);
}

/* What they share says that they are about the same thing: whether the offer serves the request. If not, it is not asked again. */
static bool serves(struct serving *s, uint32_t request, uint32_t offer)
{
	struct pair pair = {.offer = offer, .request = request};

	if (!match_subject(&pair, s->market, &s->share[offer])) {
		return false;
	}
	if (!match_rest(&pair, s->market)) {
		s->share[offer].tags = REFUSED;
		return false;
	}
	return true;
}

/* Whether one of the offers that have the word serves the request, by what they are known to share so far. */
static bool any_serves(struct serving *s, uint32_t request, const struct market_word *word)
{
	uint32_t weight = s->market->id[word->id].weight, of_request = s->weight[request];
	uint32_t at = s->offers.first[word->id], end = s->offers.first[word->id + 1];

	for (; at < end; at++) {
		const struct posting posting = s->offers.entry[at];
		struct share *share = &s->share[posting.deal];
		if (share->tags == REFUSED) {
			continue;
		}
		if (share->words == 0 && share->tags == 0) {
			s->met[s->n_met++] = posting.deal;
		}
		if (word->tag) {
			share->tags += match_tag_points(weight);
		} else {
			share->words += weight * (word->title && posting.title ? WEIGHT_MATCH_TITLE : 1);
		}
		if (match_may(share, WEIGHT_MATCH_SUBJECT, s->weight[posting.deal], of_request) &&
		        serves(s, request, posting.deal)) {
			return true;
		}
	}
	return false;
}

/* Lays the words of the deal ready, rarest first: by insertion, since they are few. */
static void words_rarest_first(struct serving *s, const struct deal *deal)
{
	const struct market_id *id = s->market->id;

	for (size_t i = 0; i < deal->n_words; i++) {
		size_t at = i;
		for (; at > 0 && id[s->rarest[at - 1].id].weight < id[deal->word[i].id].weight; at--) {
			s->rarest[at] = s->rarest[at - 1];
		}
		s->rarest[at] = deal->word[i];
	}
}

/*
 * Sums only grow: an offer that is about the same thing by some of their words is so by all of them. The rarest words weigh most
 * and few have them, so most requests that are served are done with after one or two.
 */
static bool is_served(struct serving *s, uint32_t request)
{
	const struct deal *deal = &s->market->deal[request];
	bool served = false;

	words_rarest_first(s, deal);
	s->n_met = 0;
	for (size_t w = 0; w < deal->n_words && s->market->id[s->rarest[w].id].weight != 0 && !served; w++) {
		served = any_serves(s, request, &s->rarest[w]);
	}
	for (size_t i = 0; i < s->n_met; i++) {
		s->share[s->met[i]] = (struct share){0};
	}
	return served;
}

static enum kiem_err count_served(size_t *served, const struct market *m, const bool *wanted)
{
	struct serving s;
	enum kiem_err err = serving_init(&s, m, wanted);

	*served = 0;
	for (uint32_t i = 0; i < m->n && err == KIEM_DONE; i++) {
		*served += wanted[i] && is_served(&s, i);
	}
	serving_finish(&s);
	return err;
}

/* ---- those without an answer ---- */

static int eldest_first(const void *a, const void *b)
{
	const struct view_trade *x = a, *y = b;

	return view_order(x->made, &x->id, y->made, &y->id);
}

static enum kiem_err list_unanswered(struct view_unanswered **out, const struct market *m, const bool *wanted)
{
	struct view_unanswered *list = calloc(1, sizeof(*list));

	if (list == NULL || (list->list = calloc(m->n + 1, sizeof(*list->list))) == NULL) {
		free(list);
		return KIEM_E_MEMORY;
	}
	for (size_t i = 0; i < m->n; i++) {
		if (wanted[i] && m->deal[i].trade.kind == KIEM_REQUEST && m->deal[i].n_answers == 0) {
			list->list[list->n++] = market_trade(m, &m->deal[i]);
		}
	}
	qsort(list->list, list->n, sizeof(*list->list), eldest_first);
	*out = list;
	return KIEM_DONE;
}

enum kiem_err view_unanswered_create(struct view_unanswered **out, const struct view_extract *x, struct kiem_read *read,
        const struct kiem_key *me, int64_t now_ms)
{
	struct view_match_options options = {.now_ms = now_ms, .row = VIEW_NONE, .me = me};
	struct market m;
	bool *wanted = NULL;
	enum kiem_err err = market_init(&m, x, read, now_ms);

	*out = NULL;
	if (err == KIEM_DONE) {
		err = market_wanted(&wanted, &m, &options);
	}
	if (err == KIEM_DONE) {
		err = list_unanswered(out, &m, wanted);
	}
	free(wanted);
	market_finish(&m);
	return err;
}

void view_unanswered_destroy(struct view_unanswered *unanswered)
{
	if (unanswered == NULL) {
		return;
	}
	free(unanswered->list);
	free(unanswered);
}

/* ---- both, of some boards ---- */

static bool *of_boards(const struct market *m, const struct view_match_boards *boards)
{
	bool *wanted = calloc(m->n + 1, sizeof(*wanted));

	for (size_t i = 0; wanted != NULL && i < m->n; i++) {
		const struct deal *deal = &m->deal[i];
		wanted[i] = deal->trade.kind == KIEM_REQUEST && deal->board < boards->n && boards->wanted[deal->board];
	}
	return wanted;
}

enum kiem_err view_waiting_create(struct view_unanswered **out, size_t *matched, const struct view_extract *x,
        struct kiem_read *read, const struct view_match_boards *boards, int64_t now_ms)
{
	struct market m;
	bool *wanted = NULL;
	enum kiem_err err = market_init(&m, x, read, now_ms);

	*out = NULL;
	if (err == KIEM_DONE && (wanted = of_boards(&m, boards)) == NULL) {
		err = KIEM_E_MEMORY;
	}
	if (err == KIEM_DONE) {
		err = count_served(matched, &m, wanted);
	}
	if (err == KIEM_DONE) {
		err = list_unanswered(out, &m, wanted);
	}
	free(wanted);
	market_finish(&m);
	return err;
}
