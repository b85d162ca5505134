/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See view_history.h. Ties mostly point where they make sense, and now and then where they do not: there the rules must hold too.
 */
#include "chance.h"

const char *const history_boards[HISTORY_BOARDS] = {"nl/tilburg/noord", "nl/tilburg/kraaiven"};

/* A post made so far, of one of these kinds (0: any) when chance finds one; sometimes an id that nobody has. */
static size_t pick(struct history *h, struct kiem_id *id, uint64_t kind_from, uint64_t kind_to)
{
	for (size_t tries = 0; h->model.n != 0 && tries < 12; tries++) {
		size_t i = below(h, h->model.n);
		const struct kiem_post *post = &h->model.posts[i]->post;
		if (tries > 8 || (post->kind >= kind_from && post->kind <= kind_to)) {
			*id = post->id;
			return i;
		}
	}
	memset(id->b, (int)below(h, 256), sizeof(id->b));
	return MODEL_NONE;
}

int64_t history_until(struct history *h, size_t other)
{
	int64_t moment = (int64_t)below(h, 3) - 1;

	if (other != MODEL_NONE && below(h, 2) == 0) {
		return h->model.posts[other]->post.until + moment;
	}
	switch (below(h, 8)) {
	case 0:
		return HISTORY_LATER + moment;
	case 1:
		return SUPPORT_NOW + (int64_t)(1 + below(h, 9)) * HISTORY_DAY;
	case 2:
		return SUPPORT_NOW + 1;
	default:
		return SUPPORT_NOW + (int64_t)(20 + 100 * below(h, 4)) * HISTORY_DAY;
	}
}

/* What an earlier post of this kind has a link of this relation to, when chance finds one that is here; else the target. */
static size_t same_as_before(struct history *h, uint64_t kind, uint64_t relation, size_t target)
{
	size_t i = below(h, h->model.n);
	const struct kiem_post *post = &h->model.posts[i]->post;

	for (size_t tries = 0; tries < 20 && post->kind != kind; tries++) {
		i = below(h, h->model.n);
		post = &h->model.posts[i]->post;
	}
	for (size_t k = 0; post->kind == kind && k < h->model.n; k++) {
		for (size_t l = 0; l < post->n_links; l++) {
			bool same = memcmp(post->links[l].id.b, h->model.posts[k]->post.id.b, 32) == 0;
			if (same && post->links[l].relation == relation) {
				return k;
			}
		}
	}
	return target;
}

/* A revision of a post, for a join that names several versions; else the post. */
static size_t version_of(const struct history *h, size_t original)
{
	for (size_t i = 0; original != MODEL_NONE && i < h->model.n; i++) {
		const struct kiem_post *post = &h->model.posts[i]->post;
		if (post->kind == KIEM_REVISE && h->author_of[i] == h->author_of[original] &&
		        memcmp(post->links[0].id.b, h->model.posts[original]->post.id.b, 32) == 0) {
			return i;
		}
	}
	return original;
}

/* Where a leave goes next, now and then another join of theirs; in a join a link that makes no join. */
static void add_next(struct history *h, struct kiem_post *post, size_t author)
{
	struct kiem_id next;
	bool join = post->kind == KIEM_LEAVE && below(h, 2) == 0;
	size_t target = pick(h, &next, join ? KIEM_JOIN : 1, join ? KIEM_JOIN : 7);

	for (size_t tries = 0; join && target != MODEL_NONE && h->author_of[target] != author && tries < 8; tries++) {
		target = pick(h, &next, KIEM_JOIN, KIEM_JOIN);
	}
	if (join && target != MODEL_NONE && h->model.posts[target]->post.until > post->until) {
		post->until = h->model.posts[target]->post.until;
	}
	link_add(post, KIEM_AFTER, &next);
}

/* A tie or an act of care to something earlier; its author is mostly that of what it names, where that matters. */
static void fill_tie(struct history *h, struct kiem_post *post, size_t *author)
{
	static const struct {
		uint64_t kind, relation, from, to;
		size_t many;
	} ties[] = {
	        {KIEM_JOIN, KIEM_ABOUT, 1, 7, 2},
	        {KIEM_JOIN, KIEM_ABOUT, 48, 48, 2},
	        {KIEM_LEAVE, KIEM_CANCELS, 16, 16, 2},
	        {KIEM_REVISE, KIEM_REPLACES, 1, 7, 1},
	        {KIEM_REVISE, KIEM_REPLACES, 48, 48, 1},
	        {KIEM_RENEW, KIEM_ABOUT, 1, 7, 1},
	        {KIEM_RETRACT, KIEM_CANCELS, 1, 49, 1},
	        {KIEM_RECEIPT, KIEM_ABOUT, 1, 7, 1},
	        {300, KIEM_EXTENDS, 1, 7, 1},
	};
	size_t t = below(h, sizeof(ties) / sizeof(ties[0]));

	post->kind = ties[t].kind;
	post->until = history_until(h, MODEL_NONE);
	for (size_t i = 0, n = 1 + below(h, ties[t].many); i < n; i++) {
		struct kiem_id id;
		size_t target = pick(h, &id, ties[t].from, ties[t].to);
		if (post->kind == KIEM_LEAVE && target != MODEL_NONE && below(h, 3) == 0) {
			target = same_as_before(h, KIEM_LEAVE, KIEM_CANCELS, target);
			id = h->model.posts[target]->post.id;
		}
		link_add(post, ties[t].relation, &id);
		if (post->kind == KIEM_JOIN && target != MODEL_NONE && below(h, 3) == 0) {
			link_add(post, KIEM_ABOUT, &h->model.posts[version_of(h, target)]->post.id);
		}
		if (target != MODEL_NONE && post->kind != KIEM_JOIN && below(h, 5) != 0) {
			*author = h->author_of[target];
			post->until = history_until(h, target);
		}
	}
	if ((post->kind == KIEM_LEAVE && below(h, 2) == 0) || (post->kind == KIEM_JOIN && below(h, 3) == 0)) {
		add_next(h, post, *author);
	}
}

static void fill_content(struct history *h, struct kiem_post *post)
{
	static const uint64_t relations[] = {KIEM_ABOUT, KIEM_EXTENDS, KIEM_VARIANT, KIEM_ANSWERS, KIEM_AFTER, KIEM_NEEDS};
	size_t n = below(h, 4) == 0 ? 0 : 1 + below(h, 3);

	post->kind = 1 + below(h, 7);
	post->until = history_until(h, MODEL_NONE);
	for (size_t i = 0; i < n; i++) {
		struct kiem_id id;
		pick(h, &id, 1, 48);
		link_add(post, relations[below(h, 6)], &id);
	}
	if (post->kind == KIEM_NOTE) {
		struct kiem_id id;
		post->n_links = 0;
		pick(h, &id, 1, 7);
		link_add(post, KIEM_ABOUT, &id);
	}
	if (post->kind == KIEM_GATHERING) {
		post->has_from = true;
		post->from = SUPPORT_NOW;
	}
}

/* What only a leave can do, said by another kind; returns its author. */
static size_t cancel_nothing(struct history *h, struct kiem_post *post, size_t author)
{
	struct kiem_id id;
	size_t join = pick(h, &id, KIEM_JOIN, KIEM_JOIN);

	if (join == MODEL_NONE) {
		return author;
	}
	link_add(post, KIEM_CANCELS, &id);
	post->until = history_until(h, join);
	return h->author_of[join];
}

static void make_one(struct history *h)
{
	struct support_bytes bytes;
	struct kiem_post post = {0};
	char words[32];
	size_t author = below(h, HISTORY_AUTHORS);

	snprintf(words, sizeof(words), "post %zu", h->model.n);
	if (below(h, 2) == 0) {
		fill_content(h, &post);
		author = below(h, 8) == 0 ? cancel_nothing(h, &post, author) : author;
	} else {
		fill_tie(h, &post, &author);
	}
	post.title = support_span(words);
	post.text = support_span(words);
	post.board = support_span(history_boards[below(h, HISTORY_BOARDS)]);
	/* Few moments, so that many posts share one and their ids decide. */
	post.made = SUPPORT_NOW - (int64_t)below(h, below(h, 3) == 0 ? 2 : 12) * 1000;
	post.until = history_within(post.until, post.made);
	support_make(&bytes, &post, &h->authors[author]);
	h->author_of[h->model.n] = author;
	model_add(&h->model, &bytes);
}

void history_make(struct history *h, uint64_t seed)
{
	h->random = seed;
	h->model.n = 0;
	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		support_author(&h->authors[a], a);
	}
	for (size_t n = 20 + below(h, 50); n > 0; n--) {
		make_one(h);
	}
}

void history_keep(struct history *h, const bool *keep)
{
	size_t n = 0;

	h->made = h->model.n;
	for (size_t i = 0; i < h->made; i++) {
		h->at[i] = keep == NULL || keep[i] ? n : MODEL_NONE;
		if (h->at[i] == MODEL_NONE) {
			free(h->model.posts[i]);
			continue;
		}
		h->author_of[n] = h->author_of[i];
		h->model.posts[n++] = h->model.posts[i];
	}
	h->model.n = n;
}

/* The order is drawn over everything that was made, so that leaving a post out does not change that of the others. */
struct kiem_store *history_arrive(struct history *h, const char *dir)
{
	struct kiem_store_options options = {.dir = dir, .create = true};
	struct kiem_admit how = {.now_ms = SUPPORT_NOW, .any_board = true};
	struct kiem_entry entries[2 * MODEL_MAX];
	size_t order[2 * MODEL_MAX], n = 0;
	struct kiem_store *store;

	assert_int_equal(kiem_store_open(&store, &options), KIEM_DONE);
	for (size_t i = 0; i < h->made; i++) {
		for (size_t times = 1 + (below(h, 5) == 0); times > 0; times--) {
			order[n++] = h->at[i];
		}
	}
	for (size_t i = n - 1; i > 0; i--) {
		size_t j = below(h, i + 1), swapped = order[i];
		order[i] = order[j];
		order[j] = swapped;
	}
	for (size_t from = 0, to, many; from < n; from = to) {
		to = from + 1 + below(h, n);
		to = to < n ? to : n;
		many = 0;
		for (size_t i = from; i < to; i++) {
			if (order[i] < h->model.n) {
				const struct support_bytes *bytes = &h->model.posts[order[i]]->bytes;
				entries[many++] = (struct kiem_entry){.bytes = {bytes->b, bytes->n}};
			}
		}
		assert_int_equal(kiem_store_admit(store, entries, many, &how), KIEM_DONE);
	}
	return store;
}
