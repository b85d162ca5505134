/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Half a year on two boards: people of a few circles who begin things, join, offer, ask, thank, vouch, write under a few tags, and
 * take it back. Moments and ends are drawn from few, most of them borders: of a day, of what is still recent, of the time that is
 * looked at. A third of the histories have many ties and little else, so that somebody comes to stand between circles; and some
 * happened three months ago, so that what still hangs together has come to rest; in some much is begun.
 */
#include "pulse_model.h"

#include "chance.h"

static const char *const tags[] = {
        "Zon", "zon", "café racer", "Café-Racer", "buurt tuin", "laden", "fiets", "\xe2\x98\x80", "\xe2\x9a\x98"};
static const char *const titles[] = {
        "ladder te leen", "Ladders", "zaal", "een zaal", "fiets", "fietsen en ladder", "stroom", "koffie"};
static const char *const units[] = {"stuks", "kg", "uur", "pallets"};

#define SOME(list) (list)[below(h, sizeof(list) / sizeof((list)[0]))]

/* What sort of history is being made. */
static struct {
	bool ties, long_ago, begun; /* many ties; all three months ago; many initiatives */
	size_t circles, hubs;       /* the first so many people stand between the circles */
} mood;

static bool near(size_t a, size_t b)
{
	return a < mood.hubs || b < mood.hubs ? mood.hubs < 3 || (a < mood.hubs) != (b < mood.hubs)
	                                      : a % mood.circles == b % mood.circles;
}

static size_t somebody(struct history *h, size_t author)
{
	size_t other = below(h, HISTORY_AUTHORS);

	for (size_t tries = 0; tries < 6 && !near(author, other); tries++) {
		other = below(h, HISTORY_AUTHORS);
	}
	return other;
}

/* A post made so far, mostly of a kind in the range and by somebody near. */
static size_t pick(struct history *h, size_t author, uint64_t from, uint64_t to)
{
	size_t i = below(h, h->model.n);

	for (size_t tries = 0; tries < 20; tries++) {
		uint64_t kind = h->model.posts[i]->post.kind;
		if (kind >= from && kind <= to && near(author, h->author_of[i])) {
			break;
		}
		i = below(h, h->model.n);
	}
	return i;
}

static void add_tags(struct history *h, struct kiem_post *post)
{
	for (size_t n = below(h, 3); n > 0; n--) {
		const char *tag = SOME(tags);
		bool there = post->n_tags > 0 && post->tags[0].n == strlen(tag) && memcmp(post->tags[0].p, tag, strlen(tag)) == 0;
		if (!there) {
			post->tags[post->n_tags++] = support_span(tag);
		}
	}
}

static void make_content(struct history *h, struct kiem_post *post, size_t author)
{
	static const uint64_t kinds[] = {
	        KIEM_INITIATIVE, KIEM_OFFER, KIEM_OFFER, KIEM_REQUEST, KIEM_REQUEST, KIEM_DEED, KIEM_LESSON, KIEM_NOTE};
	static const uint64_t relations[] = {KIEM_ABOUT, KIEM_EXTENDS, KIEM_VARIANT, KIEM_ANSWERS, KIEM_ABOUT, KIEM_AFTER};

	post->kind = h->model.n == 0 || (mood.begun && below(h, 2) == 0) ? KIEM_INITIATIVE : SOME(kinds);
	add_tags(h, post);
	if (post->kind == KIEM_OFFER || post->kind == KIEM_REQUEST) {
		post->title = support_span(SOME(titles));
		post->has_quantity = below(h, 2) == 0;
		post->quantity_milli = 1000 * (int64_t)(1 + below(h, 4));
		post->unit = support_span(post->has_quantity ? SOME(units) : "");
	}
	size_t n = h->model.n == 0 || (post->kind != KIEM_NOTE && below(h, 3) == 0) ? 0 : 1 + (below(h, 4) == 0);
	for (; n > 0; n--) {
		bool answer = post->kind == KIEM_OFFER && below(h, 2) == 0;
		uint64_t relation = answer ? KIEM_ANSWERS : SOME(relations);
		link_to(h, post, post->kind == KIEM_NOTE ? KIEM_ABOUT : relation, pick(h, author, answer ? 3 : 1, answer ? 3 : 7));
	}
}

static void make_tie(struct history *h, struct kiem_post *post, size_t author)
{
	static const uint64_t kinds[] = {KIEM_JOIN, KIEM_JOIN, KIEM_RECEIPT, KIEM_VOUCH, KIEM_VOUCH};

	post->kind = mood.long_ago ? KIEM_RECEIPT : SOME(kinds);
	if (post->kind != KIEM_VOUCH || below(h, 8) == 0) {
		size_t on = post->kind == KIEM_JOIN && below(h, 2) == 0 ? KIEM_INITIATIVE : KIEM_NOTE;
		link_to(h, post, KIEM_ABOUT, mood.long_ago && below(h, 4) != 0 ? 0 : pick(h, author, KIEM_INITIATIVE, on));
	}
	if (post->kind == KIEM_JOIN && below(h, 6) == 0) {
		link_to(h, post, KIEM_AFTER, pick(h, author, KIEM_INITIATIVE, KIEM_NOTE));
	}
	if (post->kind == KIEM_VOUCH || (post->kind == KIEM_RECEIPT && !mood.long_ago && below(h, 2) == 0)) {
		post->has_whom = true;
		post->whom = h->authors[somebody(h, author)].key;
		post->level = post->kind == KIEM_VOUCH ? 1 + below(h, 3) : 0;
	}
}

/* Of what the same key did, mostly: left, revised, taken back. */
static size_t make_care(struct history *h, struct kiem_post *post, size_t author)
{
	static const struct {
		uint64_t kind, relation, from, to;
	} cares[] = {{KIEM_LEAVE, KIEM_CANCELS, KIEM_JOIN, KIEM_JOIN}, {KIEM_UNVOUCH, KIEM_CANCELS, KIEM_VOUCH, KIEM_VOUCH},
	        {KIEM_REVISE, KIEM_REPLACES, KIEM_INITIATIVE, KIEM_REQUEST}, {KIEM_RENEW, KIEM_ABOUT, KIEM_INITIATIVE, KIEM_NOTE},
	        {KIEM_RETRACT, KIEM_CANCELS, KIEM_INITIATIVE, KIEM_RECEIPT}};
	size_t what = below(h, 5), target = pick(h, author, cares[what].from, cares[what].to);

	post->kind = cares[what].kind;
	add_tags(h, post);
	link_to(h, post, cares[what].relation, target);
	post->until = history_until(h, target);
	return below(h, 8) == 0 ? author : h->author_of[target];
}

/* A key that was named as heir, and comes to take over; MODEL_NONE: chance finds none. */
static size_t find_heir(struct history *h, struct kiem_post *post)
{
	size_t profile = pick(h, 0, KIEM_PROFILE, KIEM_PROFILE);

	for (size_t tries = 0; tries < 4 && !h->model.posts[profile]->post.has_heir; tries++) {
		profile = pick(h, 0, KIEM_PROFILE, KIEM_PROFILE);
	}
	if (h->model.posts[profile]->post.has_heir) {
		for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
			if (memcmp(h->authors[a].key.b, h->model.posts[profile]->post.heir.b, 32) == 0) {
				post->whom = h->authors[h->author_of[profile]].key;
				return a;
			}
		}
	}
	return MODEL_NONE;
}

static size_t make_person(struct history *h, struct kiem_post *post, size_t author)
{
	if (below(h, 3) != 0) {
		post->kind = KIEM_PROFILE;
		post->name = support_span("iemand");
		post->sector = below(h, KIEM_OTHER + 3);
		post->has_heir = below(h, 2) == 0;
		post->heir = h->authors[below(h, HISTORY_AUTHORS)].key;
		return author;
	}
	post->kind = KIEM_SUCCEED;
	post->has_whom = true;
	post->whom = h->authors[below(h, HISTORY_AUTHORS)].key;
	size_t heir = find_heir(h, post);
	return heir == MODEL_NONE ? author : heir;
}

/* Mostly whole days ago, some a moment before or after: at noon, which is now, and at midnight. */
static int64_t some_moment(struct history *h)
{
	static const int64_t days[] = {0, 1, 3, 7, 14, 21, 29, 30, 31, 60, 89, 90, 180, 600};
	int64_t day = below(h, 4) == 0 ? (int64_t)below(h, 60) : days[below(h, below(h, 2) == 0 ? 14 : 8)];

	day = mood.long_ago ? 86 + (int64_t)below(h, 5) : day;
	int64_t moment = SUPPORT_NOW - day * HISTORY_DAY - (below(h, 3) == 0 ? HISTORY_DAY / 2 : 0);

	return !mood.long_ago && below(h, 25) == 0 ? SUPPORT_NOW + 600000 : moment + (int64_t)below(h, 3) - 1;
}

static void make_one(struct history *h)
{
	struct support_bytes bytes;
	struct kiem_post post = {0};
	char words[32];
	size_t author = below(h, 4) == 0 ? below(h, mood.hubs) : below(h, mood.long_ago ? 5 : HISTORY_AUTHORS);
	size_t what = h->model.n == 0 ? 0 : below(h, mood.long_ago ? 16 : 22);

	post.until = history_until(h, MODEL_NONE);
	if (what < (mood.long_ago ? 3u : mood.ties ? 5u : 10u)) {
		make_content(h, &post, author);
	} else if (what < 16) {
		make_tie(h, &post, author);
	} else if (what < 18) {
		author = make_care(h, &post, author);
	} else {
		author = make_person(h, &post, author);
	}
	snprintf(words, sizeof(words), "post %zu", h->model.n);
	post.title = post.title.n == 0 ? support_span(words) : post.title;
	post.text = support_span(words);
	post.board = support_span(history_boards[below(h, 8) == 0]);
	post.made = some_moment(h);
	post.until = history_within(post.until, post.made);
	support_make(&bytes, &post, &h->authors[author]);
	h->author_of[h->model.n] = author;
	model_add(&h->model, &bytes);
}

void pulse_history_make(struct history *h, uint64_t seed)
{
	h->random = seed;
	h->model.n = 0;
	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		support_author(&h->authors[a], a);
	}
	size_t kind = below(h, 8);
	mood.ties = kind < 3;
	mood.long_ago = kind == 3;
	mood.begun = kind == 4;
	mood.hubs = kind < 2 ? 4 : 2;
	mood.circles = kind < 2 ? 4 : 3;
	for (size_t n = mood.hubs > 2 ? 90 : 6 + below(h, mood.long_ago ? 10 : mood.ties || mood.begun ? 110 : 60); n > 0; n--) {
		make_one(h);
	}
}
