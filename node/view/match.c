/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Matches (kiem/match.h): the market, its best pairs, and what is told of each that is listed. */
#include "match.h"
#include "fields.h"
#include "room.h"
#include "weights.h"

#include <stdlib.h>
#include <string.h>

/* ---- what is told of a pair ---- */

/* Puts a word among those told, heaviest first, of one weight the earlier first; none twice. */
static void tell_word(struct view_match *match, uint32_t weights[static VIEW_MATCH_WORDS_TOLD], const char *word, uint32_t weight)
{
	size_t at = match->n_words;

	for (size_t i = 0; i < match->n_words; i++) {
		if (strcmp(match->word[i], word) == 0) {
			return;
		}
	}
	while (at > 0 && weights[at - 1] < weight) {
		at--;
	}
	if (at == VIEW_MATCH_WORDS_TOLD) {
		return;
	}
	size_t moved = (match->n_words < VIEW_MATCH_WORDS_TOLD ? match->n_words : VIEW_MATCH_WORDS_TOLD - 1) - at;
	memmove(&match->word[at + 1], &match->word[at], moved * sizeof(match->word[0]));
	memmove(&weights[at + 1], &weights[at], moved * sizeof(weights[0]));
	strcpy(match->word[at], word);
	weights[at] = weight;
	match->n_words += match->n_words < VIEW_MATCH_WORDS_TOLD;
}

static void tell_words(struct view_match *match, const struct market *m, const struct pair *pair, const struct kiem_post *shown)
{
	uint32_t weights[VIEW_MATCH_WORDS_TOLD + 1] = {0};
	struct kiem_span texts[2 + KIEM_TAGS_MAX] = {shown->title, shown->text};

	memcpy(texts + 2, shown->tags, sizeof(shown->tags));
	for (size_t i = 0; i < 2 + shown->n_tags; i++) {
		struct view_words words;
		uint64_t hash;
		view_words_begin(&words, texts[i]);
		while (view_words_next(&words)) {
			char as_written[VIEW_WORD_MAX + 1];
			memcpy(as_written, words.word, sizeof(as_written));
			uint32_t id = match_word_hash(&hash, &words) ? market_word_find(m, hash) : UINT32_MAX;
			const struct market_word *mine = id == UINT32_MAX ? NULL : deal_word(m, &m->deal[pair->request], id);
			const struct market_word *theirs = id == UINT32_MAX ? NULL : deal_word(m, &m->deal[pair->offer], id);
			if (mine != NULL && theirs != NULL && m->id[id].weight != 0) {
				uint32_t times = mine->title && theirs->title ? WEIGHT_MATCH_TITLE : 1;
				tell_word(match, weights, as_written, times * m->id[id].weight);
			}
		}
	}
}

static void tell_tags(struct view_match *match, const struct market *m, const struct pair *pair, const struct kiem_post *shown)
{
	for (size_t i = 0; i < shown->n_tags; i++) {
		uint64_t hash;
		uint32_t id = match_tag_hash(&hash, shown->tags[i]) ? market_word_find(m, hash) : UINT32_MAX;
		bool both = id != UINT32_MAX && m->id[id].weight != 0 && deal_word(m, &m->deal[pair->offer], id) != NULL &&
		            deal_word(m, &m->deal[pair->request], id) != NULL;
		match->tags = (uint16_t)(match->tags | (both ? 1u << i : 0));
	}
}

static void tell_rest(struct view_match *match, const struct deal *offer, const struct deal *request)
{
	match->measured = unit_same(&offer->unit, &request->unit);
	if (match->measured) {
		match->need_milli = request->trade.left_milli;
		match->cover_milli = unit_convert(offer->trade.left_milli, &offer->unit, &request->unit);
		match->cover_milli = match->cover_milli < match->need_milli ? match->cover_milli : match->need_milli;
	}
	match->from = offer->from > request->from ? offer->from : request->from;
	match->to = offer->to < request->to ? offer->to : request->to;
	match->timed = offer->timed && request->timed && match->from <= match->to;
	if (offer->has_point && request->has_point) {
		match->place = VIEW_PLACE_POINTS;
		match->distance_m = view_distance_m(offer->point, request->point);
	} else if (offer->label != 0 && offer->label == request->label) {
		match->place = VIEW_PLACE_LABEL;
	} else if (offer->board == request->board) {
		match->place = VIEW_PLACE_BOARD;
	}
}

enum kiem_err match_tell(struct view_match *match, const struct market *m, const struct pair *pair)
{
	const struct deal *offer = &m->deal[pair->offer], *request = &m->deal[pair->request];
	struct kiem_post post;
	enum kiem_err err = fields_read(&post, m->read, request->trade.shown);

	if (err != KIEM_DONE) {
		return err;
	}
	*match = (struct view_match){.offer = market_trade(m, offer), .request = market_trade(m, request), .score = pair->score};
	memcpy(match->part, pair->part, sizeof(match->part));
	tell_words(match, m, pair, &post);
	tell_tags(match, m, pair, &post);
	tell_rest(match, offer, request);
	return KIEM_DONE;
}

/* ---- the list ---- */

static enum kiem_err list_fill(struct view_matches *matches, const struct market *m, const struct view_match_options *options)
{
	struct pairs pairs = {0};
	bool *wanted = NULL;
	enum kiem_err err = market_wanted(&wanted, m, options);

	if (err == KIEM_DONE) {
		err = market_pairs(&pairs, m, wanted, options->per_post, options->limit);
	}
	if (err != KIEM_DONE) {
		goto cleanup;
	}
	pairs_sort(&pairs, m);
	matches->more = options->limit != 0 && pairs.n > options->limit;
	size_t n = matches->more ? options->limit : pairs.n;
	matches->list = calloc(n + 1, sizeof(*matches->list));
	err = matches->list == NULL ? KIEM_E_MEMORY : KIEM_DONE;
	for (size_t i = 0; i < n && err == KIEM_DONE; i++) {
		err = match_tell(&matches->list[matches->n++], m, &pairs.list[i]);
	}
cleanup:
	free(pairs.list);
	free(wanted);
	return err;
}

enum kiem_err view_matches_create(
        struct view_matches **out, const struct view_extract *x, struct kiem_read *read, const struct view_match_options *options)
{
	struct view_matches *matches = calloc(1, sizeof(*matches));
	struct market m = {0};
	enum kiem_err err = matches == NULL ? KIEM_E_MEMORY : market_init(&m, x, read, options->now_ms);

	*out = NULL;
	for (size_t i = 0; i < m.n; i++) {
		matches->offers += m.deal[i].trade.kind == KIEM_OFFER;
		matches->requests += m.deal[i].trade.kind == KIEM_REQUEST;
	}
	if (err == KIEM_DONE) {
		err = list_fill(matches, &m, options);
	}
	if (err == KIEM_DONE) {
		*out = matches;
		matches = NULL;
	}
	market_finish(&m);
	view_matches_destroy(matches);
	return err;
}

void view_matches_destroy(struct view_matches *matches)
{
	if (matches == NULL) {
		return;
	}
	free(matches->list);
	free(matches);
}

/* ---- two posts ---- */

enum kiem_err view_match_of(struct view_match *match, const struct view_extract *x, struct kiem_read *read, uint32_t row,
        uint32_t other, int64_t now_ms)
{
	struct market m = {.x = x, .read = read, .now_ms = now_ms};
	uint32_t rows[] = {view_row_original(x, row, now_ms), view_row_original(x, other, now_ms)};
	bool trade = true;
	enum kiem_err err = KIEM_DONE;

	for (size_t i = 0; i < 2 && err == KIEM_DONE; i++) {
		trade = trade && (x->kind[rows[i]] == KIEM_OFFER || x->kind[rows[i]] == KIEM_REQUEST) &&
		        view_row_live(x, rows[i], now_ms);
		err = trade ? market_add(&m, rows[i]) : KIEM_DONE;
	}
	if (err == KIEM_DONE && (m.n != 2 || m.deal[0].trade.kind == m.deal[1].trade.kind)) {
		err = KIEM_E_INVALID;
	}
	if (err == KIEM_DONE) {
		bool offer = m.deal[0].trade.kind == KIEM_OFFER;
		*match = (struct view_match){
		        .offer = market_trade(&m, &m.deal[offer ? 0 : 1]), .request = market_trade(&m, &m.deal[offer ? 1 : 0])};
		tell_rest(match, &m.deal[offer ? 0 : 1], &m.deal[offer ? 1 : 0]);
	}
	market_finish(&m);
	return err;
}
