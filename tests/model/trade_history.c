/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See trade_history.h. */
#include "trade_history.h"

#include "chance.h"

static const char *const vocabulary[] = {"ladder", "Ladders", "zaal", "Zalen", "café", "CAFE", "cafetaria", "stroom", "stromen",
        "the", "een", "wieg", "wielen", "fiets", "fietsen", "m²", "foto's", "gezocht", "straße", "Strassen"};
static const char *const tags[] = {
        "Ruimte", "ruimte", "café racer", "Café-Racer", "laden", "groen", "\xe2\x98\x80", "\xe2\x9a\x98"};
static const char *const units[] = {"stuks", "pieces", "dozijn", "kg", "ton", "uur", "hours", "kW", "kWh", "pallets"};
static const char *const places[] = {"De Hasselt", "de hasselt", "Besterdplein 5", ""};
static const char *const names[] = {"Anna Smit", "Bram de Wit", "De Ladderfabriek", "Café Noord", "Anna Bos", ""};

#define SOME(list) (list)[below(h, sizeof(list) / sizeof((list)[0]))]

void trade_words(char out[static 256], uint64_t *random, size_t n)
{
	size_t at = 0;

	out[0] = '\0';
	for (; n > 0; n--) {
		const char *word = vocabulary[support_random(random) % (sizeof(vocabulary) / sizeof(vocabulary[0]))];
		size_t length = strlen(word);
		/* Cut at a character of one byte only. */
		size_t cut = support_random(random) % 3 == 0 ? 1 + support_random(random) % length : length;
		while (cut < length && ((uint8_t)word[cut] & 0xc0) == 0x80) {
			cut++;
		}
		at += (size_t)snprintf(out + at, 256 - at, "%s%.*s", at == 0 ? "" : " ", (int)cut, word);
	}
}

static void link_by(struct kiem_post *post, uint64_t relation, const struct kiem_id *id)
{
	for (size_t i = 0; i < post->n_links; i++) {
		if (memcmp(post->links[i].id.b, id->b, 32) == 0 && post->links[i].relation == relation) {
			return;
		}
	}
	post->links[post->n_links++] = (struct kiem_link){.relation = relation, .id = *id};
}

/* An earlier post of one of these kinds when chance finds one. */
static size_t pick(struct history *h, uint64_t from, uint64_t to)
{
	for (size_t tries = 0; h->model.n != 0 && tries < 20; tries++) {
		size_t i = below(h, h->model.n);
		if (h->model.posts[i]->post.kind >= from && h->model.posts[i]->post.kind <= to) {
			return i;
		}
	}
	return MODEL_NONE;
}

struct words {
	char title[256], text[256];
};

static void fill_trade(struct history *h, struct kiem_post *post, struct words *words)
{
	trade_words(words->title, &h->random, 1 + below(h, 3));
	trade_words(words->text, &h->random, below(h, 5));
	post->title = support_span(words->title);
	post->text = support_span(words->text);
	for (size_t i = below(h, 3); i > 0; i--) {
		const char *tag = SOME(tags);
		bool there = post->n_tags != 0 && post->tags[0].n == strlen(tag) && memcmp(post->tags[0].p, tag, strlen(tag)) == 0;
		if (!there) {
			post->tags[post->n_tags++] = support_span(tag);
		}
	}
	post->has_quantity = below(h, 3) != 0;
	post->quantity_milli = (int64_t)(1 + below(h, 60)) * 500;
	post->unit = support_span(post->has_quantity ? SOME(units) : "");
	post->place = support_span(SOME(places));
	post->has_point = below(h, 2) == 0;
	post->lat_udeg = 51500000 + (int32_t)below(h, 100000);
	post->lon_udeg = 5000000 + (int32_t)below(h, 100000);
	post->has_from = below(h, 3) == 0;
	post->has_to = below(h, 3) == 0;
	post->from = SUPPORT_NOW + ((int64_t)below(h, 20) - 8) * HISTORY_DAY / 2;
	post->to =
	        (post->has_from ? post->from : SUPPORT_NOW) + ((int64_t)below(h, 10) - (post->has_from ? 0 : 2)) * HISTORY_DAY / 2;
}

/* Links of a trade: now and then it answers one, or is about one. */
static void tie_trade(struct history *h, struct kiem_post *post)
{
	if (below(h, 3) == 0) {
		size_t to = pick(h, KIEM_OFFER, below(h, 3) == 0 ? 48 : KIEM_REQUEST);
		if (to != MODEL_NONE) {
			link_by(post, KIEM_ANSWERS, &h->model.posts[to]->post.id);
		}
		to = below(h, 2) == 0 ? pick(h, KIEM_OFFER, KIEM_OFFER) : MODEL_NONE;
		if (to != MODEL_NONE) {
			link_by(post, KIEM_ABOUT, &h->model.posts[to]->post.id);
		}
	}
}

/* A receipt, note, join, revision, retraction or renewal about an earlier post; false when there is none to be about. */
static bool fill_act(struct history *h, struct kiem_post *post, size_t *author)
{
	static const struct {
		uint64_t kind, relation, from, to;
		bool own;
	} acts[] = {{KIEM_RECEIPT, KIEM_ABOUT, KIEM_OFFER, KIEM_REQUEST, false},
	        {KIEM_REVISE, KIEM_REPLACES, KIEM_OFFER, KIEM_NOTE, true},
	        {KIEM_REVISE, KIEM_REPLACES, KIEM_REVISE, KIEM_REVISE, true}, {KIEM_NOTE, KIEM_ABOUT, KIEM_OFFER, KIEM_NOTE, false},
	        {KIEM_JOIN, KIEM_ABOUT, KIEM_OFFER, KIEM_NOTE, false}, {KIEM_RETRACT, KIEM_CANCELS, KIEM_OFFER, KIEM_REVISE, true},
	        {KIEM_RENEW, KIEM_ABOUT, KIEM_OFFER, KIEM_REQUEST, true}};
	size_t a = below(h, sizeof(acts) / sizeof(acts[0])), to = pick(h, acts[a].from, acts[a].to);

	if (to == MODEL_NONE) {
		return false;
	}
	post->kind = acts[a].kind;
	/* What is taken back or renewed hangs on which of the two ends first. */
	post->until = acts[a].own ? history_until(h, to) : 0;
	link_by(post, acts[a].relation, &h->model.posts[to]->post.id);
	if (post->kind == KIEM_NOTE && below(h, 3) == 0) {
		link_by(post, KIEM_ANSWERS, &h->model.posts[to]->post.id);
	}
	if (acts[a].own && below(h, 6) != 0) {
		*author = h->author_of[to];
	}
	/* Receipts of who asked are the ones that count. */
	if (post->kind == KIEM_RECEIPT && below(h, 2) == 0) {
		*author = h->author_of[to];
	}
	return true;
}

static void fill_profile(struct history *h, struct kiem_post *post)
{
	post->kind = KIEM_PROFILE;
	post->name = support_span(SOME(names));
	post->name = post->name.n == 0 ? support_span("iemand") : post->name;
	post->sector = below(h, 4);
}

static void make_one(struct history *h)
{
	struct support_bytes bytes;
	struct kiem_post post = {0};
	struct words words;
	size_t author = below(h, HISTORY_AUTHORS), what = below(h, 10);

	if (what == 0) {
		fill_profile(h, &post);
	} else {
		fill_trade(h, &post, &words);
		if (what > 3 || !fill_act(h, &post, &author)) {
			post.kind = KIEM_OFFER + below(h, 2);
			tie_trade(h, &post);
		}
		if (post.kind == KIEM_NOTE && post.text.n == 0) {
			post.text = support_span("een ladder");
		}
		post.bring = post.kind == KIEM_JOIN ? support_span("een fiets") : post.bring;
	}
	post.board = support_span(history_boards[below(h, 4) == 0]);
	post.made = SUPPORT_NOW - (int64_t)below(h, 20) * 1000;
	post.until = post.until != 0 ? post.until : SUPPORT_NOW + (int64_t)(1 + below(h, 40)) * HISTORY_DAY;
	post.until = history_within(post.until, post.made);
	support_make(&bytes, &post, &h->authors[author]);
	h->author_of[h->model.n] = author;
	model_add(&h->model, &bytes);
}

void trade_history_make(struct history *h, uint64_t seed)
{
	h->random = seed;
	h->model.n = 0;
	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		support_author(&h->authors[a], a);
	}
	for (size_t n = 20 + below(h, 80); n > 0; n--) {
		make_one(h);
	}
}
