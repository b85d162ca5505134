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

#define REFUSED UINT64_MAX /* in tags: about the same thing, and yet no match */

/* What one request shares with the offers, while it is looked at. */
struct serving {
	const struct market *market;
	struct postings offers;
	struct share {
		uint64_t words, tags;
	} * share;     /* of each deal; zero between requests */
	uint32_t *met; /* those that are not zero */
	size_t n_met;
	struct market_word *rarest; /* its words, rarest first */
};

static enum kiem_err serving_init(struct serving *s, const struct market *m, const bool *wanted)
{
	size_t most = 0;

	for (size_t i = 0; i < m->n; i++) {
		most = m->deal[i].n_words > most ? m->deal[i].n_words : most;
	}
	*s = (struct serving){.market = m};
	s->share = calloc(m->n + 1, sizeof(*s->share));
	s->met = calloc(m->n + 1, sizeof(*s->met));
	s->rarest = calloc(most + 1, sizeof(*s->rarest));
	if (s->share == NULL || s->met == NULL || s->rarest == NULL) {
		return KIEM_E_MEMORY;
	}
	return market_postings(&s->offers, m, KIEM_OFFER, wanted);
}

static void serving_finish(struct serving *s)
{
	postings_finish(&s->offers);
	free(s->share);
	free(s->met);
	free(s->rarest);
}

/* Whether an offer that has the word serves the request, by what they are known to share so far. */
static bool serves(struct serving *s, uint32_t request, const struct posting *posting, const struct market_word *word)
{
	struct pair pair = {.offer = posting->deal, .request = request};
	struct share *share = &s->share[posting->deal];
	uint32_t weight = s->market->id[word->id].weight;

	if (share->tags == REFUSED) {
		return false;
	}
	if (share->words == 0 && share->tags == 0) {
		s->met[s->n_met++] = posting->deal;
	}
	if (word->tag) {
		share->tags += match_tag_points(weight);
	} else {
		share->words += (uint64_t)weight * (word->title && posting->title ? WEIGHT_MATCH_TITLE : 1);
	}
	if (!match_subject(&pair, s->market, share->words, share->tags)) {
		return false;
	}
	bool match = match_rest(&pair, s->market);
	share->tags = match ? share->tags : REFUSED;
	return match;
}

static int rarest_first(const void *a, const void *b, void *market)
{
	const struct market *m = market;
	uint32_t p = m->id[((const struct market_word *)a)->id].weight, q = m->id[((const struct market_word *)b)->id].weight;

	return (p < q) - (p > q);
}

/*
 * Sums only grow: an offer that is about the same thing by some of their words is so by all of them. The rarest words weigh most
 * and few have them, so most requests that are served are done with after one or two.
 */
static bool is_served(struct serving *s, uint32_t request)
{
	const struct market *m = s->market;
	size_t n = m->deal[request].n_words;
	bool served = false;

	if (n != 0) {
		memcpy(s->rarest, m->deal[request].word, n * sizeof(*s->rarest));
		qsort_r(s->rarest, n, sizeof(*s->rarest), rarest_first, (void *)(uintptr_t)m);
	}
	s->n_met = 0;
	for (size_t w = 0; w < n && m->id[s->rarest[w].id].weight != 0 && !served; w++) {
		uint32_t at = s->offers.first[s->rarest[w].id], end = s->offers.first[s->rarest[w].id + 1];
		for (; at < end && !served; at++) {
			served = serves(s, request, &s->offers.entry[at], &s->rarest[w]);
		}
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
			list->list[list->n++] = m->deal[i].trade;
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
