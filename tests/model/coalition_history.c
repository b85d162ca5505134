/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Half a year of a handful of people who join, build, answer, leave, thank, revise, take back and change keys; see
 * coalition_model.h. */
#include "coalition_model.h"

#include "chance.h"

static size_t make_content(struct history *h, struct kiem_post *post)
{
	static const uint64_t kinds[] = {KIEM_INITIATIVE, KIEM_OFFER, KIEM_REQUEST, KIEM_DEED, KIEM_DEED, KIEM_LESSON, KIEM_NOTE};
	static const uint64_t relations[] = {KIEM_ABOUT, KIEM_EXTENDS, KIEM_VARIANT, KIEM_ANSWERS, KIEM_ABOUT, KIEM_AFTER};

	post->kind = h->model.n == 0 ? KIEM_INITIATIVE : kinds[below(h, 7)];
	for (size_t n = h->model.n == 0 ? 0 : 1 + below(h, 2); n > 0; n--) {
		bool offer = post->kind == KIEM_OFFER && below(h, 2) == 0;
		uint64_t relation = offer ? KIEM_ANSWERS : relations[below(h, 6)];
		link_to(h, post, post->kind == KIEM_NOTE ? KIEM_ABOUT : relation, offer ? draw(h, 3, 3) : draw(h, 1, 7));
	}
	return below(h, HISTORY_AUTHORS);
}

static size_t make_join(struct history *h, struct kiem_post *post)
{
	post->kind = KIEM_JOIN;
	for (size_t n = 1 + (below(h, 4) == 0); n > 0; n--) {
		link_to(h, post, KIEM_ABOUT, below(h, 5) == 0 ? draw(h, KIEM_REVISE, KIEM_REVISE) : draw(h, 1, 7));
	}
	for (uint64_t s = KIEM_URGENT; s <= KIEM_MEANS; s++) {
		if (below(h, 4) == 0) {
			post->signals[post->n_signals++] = s;
		}
	}
	for (uint64_t r = KIEM_PIONEER; r <= KIEM_CONNECTOR; r++) {
		if (below(h, 8) == 0) {
			post->roles[post->n_roles++] = r;
		}
	}
	return below(h, HISTORY_AUTHORS);
}

static size_t make_receipt(struct history *h, struct kiem_post *post)
{
	size_t target = draw(h, 1, 7);

	post->kind = KIEM_RECEIPT;
	link_to(h, post, KIEM_ABOUT, target);
	post->has_whom = below(h, 3) != 0;
	post->whom = h->authors[below(h, HISTORY_AUTHORS)].key;
	return below(h, 3) == 0 ? h->author_of[target] : below(h, HISTORY_AUTHORS);
}

/* Of what the same author did: left, revised, taken back. */
static size_t make_care(struct history *h, struct kiem_post *post)
{
	size_t what = below(h, 5);
	size_t target = what < 2 ? draw(h, KIEM_JOIN, KIEM_JOIN) : (what < 4 ? draw(h, 1, 7) : draw(h, 1, KIEM_RECEIPT));

	post->kind = what < 2 ? KIEM_LEAVE : (what < 4 ? KIEM_REVISE : KIEM_RETRACT);
	link_to(h, post, post->kind == KIEM_REVISE ? KIEM_REPLACES : KIEM_CANCELS, target);
	if (post->kind == KIEM_LEAVE && below(h, 2) == 0) {
		link_to(h, post, KIEM_AFTER, draw(h, 1, 7));
	}
	post->until = history_until(h, target);
	return below(h, 8) == 0 ? below(h, HISTORY_AUTHORS) : h->author_of[target];
}

static size_t make_person(struct history *h, struct kiem_post *post)
{
	size_t author = below(h, HISTORY_AUTHORS);

	if (below(h, 3) != 0) {
		post->kind = KIEM_PROFILE;
		post->name = support_span("iemand");
		post->sector = 1 + below(h, 8);
		post->has_heir = below(h, 6) == 0;
		post->heir = h->authors[below(h, HISTORY_AUTHORS)].key;
	} else {
		post->kind = KIEM_SUCCEED;
		post->has_whom = true;
		post->whom = h->authors[below(h, HISTORY_AUTHORS)].key;
	}
	return author;
}

static void make_one(struct history *h)
{
	struct support_bytes bytes;
	struct kiem_post post = {0};
	char words[32];
	size_t what = h->model.n == 0 ? 0 : below(h, 20);
	size_t author = what < 8    ? make_content(h, &post)
	                : what < 13 ? make_join(h, &post)
	                : what < 15 ? make_receipt(h, &post)
	                : what < 18 ? make_care(h, &post)
	                            : make_person(h, &post);

	snprintf(words, sizeof(words), "post %zu", h->model.n);
	post.title = support_span(words);
	post.text = support_span(words);
	post.board = support_span(history_boards[below(h, 8) == 0]);
	/* Days in which things come together, and half a year in which they fade; now and then a clock that is ahead, and midnight.
	 */
	int64_t day = below(h, 3) == 0 ? (int64_t)below(h, 200) : (int64_t)below(h, 4) * 11;
	post.made = below(h, 20) == 0 ? SUPPORT_NOW + 600000 : SUPPORT_NOW - day * HISTORY_DAY - (int64_t)below(h, 3) * 1000;
	if (below(h, 8) == 0) {
		post.made = SUPPORT_NOW - day * HISTORY_DAY - HISTORY_DAY / 2 - (int64_t)below(h, 2);
	}
	post.until = history_within(post.until != 0 ? post.until : history_until(h, MODEL_NONE), post.made);
	support_make(&bytes, &post, &h->authors[author]);
	h->author_of[h->model.n] = author;
	model_add(&h->model, &bytes);
}

void coalition_history_make(struct history *h, uint64_t seed)
{
	h->random = seed;
	h->model.n = 0;
	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		support_author(&h->authors[a], a);
	}
	for (size_t n = 10 + below(h, 50); n > 0; n--) {
		make_one(h);
	}
}
