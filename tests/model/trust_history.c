/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random histories of trust: people who vouch, thank, call to account and mend, and take it back. */
#include "trust_model.h"

#include "chance.h"

static void toward(struct history *h, struct kiem_post *post, uint64_t kind)
{
	post->kind = kind;
	post->has_whom = true;
	post->whom = h->authors[below(h, HISTORY_AUTHORS)].key;
	post->level = kind == KIEM_VOUCH ? 1 + below(h, 3) : 0;
}

/* Something that is done, or revised. */
static size_t make_deed(struct history *h, struct kiem_post *post)
{
	size_t target = h->model.n > 0 && below(h, 4) == 0 ? draw(h, KIEM_DEED, KIEM_DEED) : MODEL_NONE;

	post->kind = below(h, 3) == 0 ? KIEM_OFFER : KIEM_DEED;
	if (target == MODEL_NONE || h->model.posts[target]->post.kind > KIEM_NOTE) {
		return below(h, HISTORY_AUTHORS);
	}
	post->kind = KIEM_REVISE;
	link_to(h, post, KIEM_REPLACES, target);
	return h->author_of[target];
}

static size_t make_confirming(struct history *h, struct kiem_post *post)
{
	static const uint64_t kinds[] = {KIEM_JOIN, KIEM_NOTE, KIEM_RECEIPT, KIEM_RECEIPT};

	post->kind = kinds[below(h, 4)];
	if (post->kind == KIEM_RECEIPT && below(h, 3) != 0) {
		toward(h, post, KIEM_RECEIPT);
	}
	for (size_t n = 1 + (below(h, 3) == 0); n > 0; n--) {
		link_to(h, post, below(h, 6) == 0 && post->n_links > 0 ? KIEM_AFTER : KIEM_ABOUT,
		        below(h, 4) == 0 ? draw(h, KIEM_REVISE, KIEM_REVISE) : draw(h, KIEM_DEED, KIEM_DEED));
	}
	return below(h, HISTORY_AUTHORS);
}

/* Cancels what the same person did, mostly; settles what two of them had. */
static size_t make_undoing(struct history *h, struct kiem_post *post)
{
	static const struct {
		uint64_t kind, of;
	} undoings[] = {{KIEM_UNVOUCH, KIEM_VOUCH}, {KIEM_MEND, KIEM_ADDRESS}, {KIEM_MEND, KIEM_ADDRESS}, {KIEM_MEND, KIEM_ADDRESS},
	        {KIEM_LEAVE, KIEM_JOIN}, {KIEM_RETRACT, KIEM_VOUCH}, {KIEM_RETRACT, KIEM_DEED}};
	size_t what = below(h, 7), target = draw(h, undoings[what].of, undoings[what].of);
	size_t author = h->author_of[target];

	post->kind = undoings[what].kind;
	link_to(h, post, KIEM_CANCELS, target);
	if (post->kind != KIEM_RETRACT && below(h, 3) == 0) {
		link_to(h, post, KIEM_CANCELS, draw(h, undoings[what].of, undoings[what].of));
	}
	if (post->kind == KIEM_MEND && h->model.posts[target]->post.has_whom && below(h, 2) == 0) {
		for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
			author = memcmp(h->authors[a].key.b, h->model.posts[target]->post.whom.b, 32) == 0 ? a : author;
		}
	}
	return below(h, 10) == 0 ? below(h, HISTORY_AUTHORS) : author;
}

static size_t make_person(struct history *h, struct kiem_post *post)
{
	if (below(h, 2) == 0) {
		toward(h, post, KIEM_SUCCEED);
	} else {
		post->kind = KIEM_PROFILE;
		post->name = support_span("iemand");
		post->has_heir = below(h, 3) == 0;
		post->heir = h->authors[below(h, HISTORY_AUTHORS)].key;
	}
	return below(h, HISTORY_AUTHORS);
}

static void make_one(struct history *h)
{
	struct support_bytes bytes;
	struct kiem_post post = {0};
	char words[32];
	size_t what = h->model.n < 3 ? 0 : below(h, 32), author = below(h, HISTORY_AUTHORS);

	if (what >= 4 && what < 15) {
		toward(h, &post, KIEM_VOUCH);
	} else if (what == 15 || what == 16) {
		toward(h, &post, KIEM_ADDRESS);
	} else {
		author = what < 4    ? make_deed(h, &post)
		         : what < 24 ? make_confirming(h, &post)
		         : what < 31 ? make_undoing(h, &post)
		                     : make_person(h, &post);
	}
	snprintf(words, sizeof(words), "post %zu", h->model.n);
	post.title = support_span(words);
	post.text = support_span(words);
	post.board = support_span(history_boards[below(h, 8) == 0]);
	/* Few moments, so that ids decide; days apart, so that days count; now and then a clock that is ahead. */
	post.made = below(h, 20) == 0 ? SUPPORT_NOW + 600000 : SUPPORT_NOW - (int64_t)below(h, 30) * HISTORY_DAY;
	post.until = SUPPORT_NOW + (int64_t)(below(h, 5) == 0 ? 1 + below(h, 9) : 20 + 100 * below(h, 4)) * HISTORY_DAY;
	support_make(&bytes, &post, &h->authors[author]);
	h->author_of[h->model.n] = author;
	model_add(&h->model, &bytes);
}

void trust_history_make(struct history *h, uint64_t seed)
{
	h->random = seed;
	h->model.n = 0;
	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		support_author(&h->authors[a], a);
	}
	for (size_t n = 10 + below(h, 60); n > 0; n--) {
		make_one(h);
	}
}
