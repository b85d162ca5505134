/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See brief_history.h. */
#include "brief_history.h"

#include "coalition_model.h"

static size_t draw(struct history *h, size_t n)
{
	return (size_t)(support_random(&h->random) % n);
}

/* Unless it is said: half of them are there for an hour or two yet, so that within a day something passes. */
static int64_t some_until(struct history *h)
{
	return SUPPORT_NOW + (draw(h, 2) == 0 ? (int64_t)(1 + draw(h, 40)) * HISTORY_DAY : (int64_t)(1 + draw(h, 2)) * BRIEF_HOUR);
}

static void add(struct history *h, struct kiem_post *post, size_t author)
{
	struct support_bytes bytes;
	char words[32];

	snprintf(words, sizeof(words), "erbij %zu", h->model.n);
	post->title = post->text = support_span(words);
	post->board = post->board.n > 0 ? post->board : support_span(history_boards[0]);
	post->made = SUPPORT_NOW - (int64_t)draw(h, 30) * HISTORY_DAY;
	post->until = post->until != 0 ? post->until : some_until(h);
	support_make(&bytes, post, &h->authors[author]);
	h->author_of[h->model.n] = author;
	model_add(&h->model, &bytes);
}

/* Of something that is there: longer, taken back, more about it, a join. */
static void add_to(struct history *h)
{
	static const struct {
		uint64_t kind, relation;
	} ways[] = {{KIEM_RENEW, KIEM_ABOUT}, {KIEM_RETRACT, KIEM_CANCELS}, {KIEM_RETRACT, KIEM_CANCELS}, {KIEM_DEED, KIEM_ABOUT},
	        {KIEM_JOIN, KIEM_ABOUT}, {KIEM_LEAVE, KIEM_CANCELS}};
	size_t target = draw(h, h->model.n), way = draw(h, 6);
	struct kiem_post post = {.kind = ways[way].kind, .n_links = 1};

	post.links[0].relation = ways[way].relation;
	post.links[0].id = h->model.posts[target]->post.id;
	post.board = h->model.posts[target]->post.board;
	/* What cancels something counts only when it lasts as long. */
	post.until = post.links[0].relation == KIEM_CANCELS ? SUPPORT_NOW + 500 * HISTORY_DAY : 0;
	add(h, &post, way < 3 || way == 5 ? h->author_of[target] : draw(h, HISTORY_AUTHORS));
}

static void add_profile(struct history *h, size_t author, size_t heir)
{
	struct kiem_post post = {.kind = KIEM_PROFILE, .name = support_span("iemand"), .sector = 1 + draw(h, 8)};

	post.has_heir = heir < HISTORY_AUTHORS;
	post.heir = h->authors[post.has_heir ? heir : 0].key;
	add(h, &post, author);
}

void brief_history_make(struct history *h, uint64_t seed)
{
	coalition_history_make(h, seed);
	for (size_t n = draw(h, 40); n > 0; n--) {
		size_t old = draw(h, HISTORY_AUTHORS), new = draw(h, HISTORY_AUTHORS);
		struct kiem_post succeed = {.kind = KIEM_SUCCEED, .has_whom = true, .whom = h->authors[old].key};
		size_t what = draw(h, 8);
		if (what == 0 && h->model.n + 2 < MODEL_MAX) {
			add_profile(h, old, new);
			add(h, &succeed, new);
		} else if (what == 1) {
			add_profile(h, old, HISTORY_AUTHORS);
		} else {
			add_to(h);
		}
	}
}
