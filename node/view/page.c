/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A board's page. The store lists each board by (made, id), so the newest posts of several boards are a merge of as many walks,
 * read only until the page is full. Ties outnumber content on a lively board; they are passed over by a look at their first
 * bytes, without decoding.
 */
#include "room.h"

#include <stdlib.h>
#include <string.h>

struct merging {
	struct kiem_read *read;
	const struct view_page_options *options;
	struct kiem_walk *walks; /* one a board */
	bool *live;              /* the walk stands on a post */
	size_t at;               /* in options->order */
};

static void merge_finish(struct merging *m)
{
	for (size_t i = 0; m->walks != NULL && i < m->options->n_boards; i++) {
		kiem_walk_end(&m->walks[i]);
	}
	free(m->walks);
	free(m->live);
}

static enum kiem_err merge_init(struct merging *m, struct kiem_read *read, const struct view_page_options *options)
{
	*m = (struct merging){.read = read, .options = options};
	m->walks = calloc(options->n_boards + 1, sizeof(*m->walks));
	m->live = calloc(options->n_boards + 1, sizeof(*m->live));
	if (m->walks == NULL || m->live == NULL) {
		merge_finish(m);
		return KIEM_E_MEMORY;
	}
	for (size_t i = 0; i < options->n_boards && options->order == NULL; i++) {
		m->walks[i] = (struct kiem_walk){
		        .by = KIEM_BY_BOARD, .newest_first = true, .now_ms = options->now_ms, .board = options->boards[i]};
		m->live[i] = kiem_walk_next(read, &m->walks[i]);
	}
	return KIEM_DONE;
}

/* The next post of the order asked for; or the newest that no walk has given yet; false when there is none, or none made since
 * options->since. */
static bool merge_next(struct merging *m, uint64_t *number)
{
	struct kiem_walk *best = NULL;
	size_t at = 0;

	if (m->options->order != NULL) {
		*number = m->at < m->options->n_order ? m->options->order[m->at] : 0;
		return m->at++ < m->options->n_order;
	}
	for (size_t i = 0; i < m->options->n_boards; i++) {
		struct kiem_walk *walk = &m->walks[i];
		if (m->live[i] && (best == NULL || view_order(walk->made, &walk->id, best->made, &best->id) > 0)) {
			best = walk;
			at = i;
		}
	}
	if (best == NULL || (m->options->since != 0 && best->made < m->options->since)) {
		return false;
	}
	*number = best->number;
	m->live[at] = kiem_walk_next(m->read, best);
	return true;
}

struct counting {
	struct view_card *card;
	struct seen seen;
};

static enum kiem_err count_reply(void *ctx, const struct kiem_kept *kept, const struct kiem_id *named, bool earlier)
{
	struct counting *c = ctx;

	if (seen_has(&c->seen, kept->number)) {
		return KIEM_DONE;
	}
	c->card->replies++;
	return seen_add(&c->seen, kept->number);
}

static int by_author(const void *a, const void *b)
{
	const struct view_join *const *x = a, *const *y = b;

	return memcmp((*x)->author.b, (*y)->author.b, sizeof((*x)->author.b));
}

/* Counts people: somebody who joined twice is one, and is up to date when one of their joins is. */
static enum kiem_err count_joins(struct view_card *card, const struct view_joins *joins)
{
	const struct view_join **in = calloc(joins->n + 1, sizeof(*in));
	size_t n = 0;

	if (in == NULL) {
		return KIEM_E_MEMORY;
	}
	for (size_t i = 0; i < joins->n; i++) {
		const struct view_join *join = &joins->list[i];
		if (join->in_force && memcmp(join->author.b, card->author.b, sizeof(join->author.b)) != 0) {
			in[n++] = join;
		}
	}
	qsort(in, n, sizeof(const struct view_join *), by_author);
	for (size_t i = 0, to; i < n; i = to) {
		bool earlier = true;
		for (to = i; to < n && by_author(&in[i], &in[to]) == 0; to++) {
			earlier = earlier && in[to]->earlier;
		}
		card->joined++;
		card->joined_earlier += earlier;
	}
	free(in);
	return KIEM_DONE;
}

static enum kiem_err card_fill(struct view_card *card, struct kiem_read *read, const struct kiem_kept *kept,
        const struct view_versions *versions, int64_t now_ms)
{
	struct counting counting = {.card = card};
	struct view_joins *joins = NULL;

	*card = (struct view_card){.number = kept->number,
	        .shown = versions->list[versions->shown].number,
	        .id = kept->post.id,
	        .author = kept->post.author,
	        .kind = kept->post.kind,
	        .made = kept->post.made,
	        .versions = versions->n};
	enum kiem_err err = around_each(read, versions, now_ms, view_is_content, count_reply, &counting);
	seen_finish(&counting.seen);
	if (err == KIEM_DONE) {
		err = view_joins_create(&joins, read, versions, now_ms);
	}
	if (err == KIEM_DONE) {
		err = count_joins(card, joins);
	}
	view_joins_destroy(joins);
	return err;
}

enum kiem_err view_card_read(struct view_card *card, struct kiem_read *read, uint64_t number, int64_t now_ms)
{
	struct view_versions *versions = NULL;
	struct kiem_kept kept;
	enum kiem_err err = view_versions_create(&versions, read, number, now_ms);

	if (err == KIEM_DONE) {
		err = kiem_read_post(read, &kept, versions->list[0].number);
	}
	if (err == KIEM_DONE) {
		err = card_fill(card, read, &kept, versions, now_ms);
	}
	view_versions_destroy(versions);
	return err;
}

static bool wanted_kind(const struct merging *m, uint64_t kind)
{
	return m->options->kind != 0 ? kind == m->options->kind : view_is_content(kind);
}

static bool has_tag(const struct kiem_post *post, struct kiem_span tag)
{
	for (size_t i = 0; i < post->n_tags; i++) {
		if (view_text_alike(post->tags[i], tag)) {
			return true;
		}
	}
	return tag.n == 0;
}

/* *wanted: the post belongs on the page; only its kind and the tags of its shown version say so. */
static enum kiem_err choose(struct merging *m, uint64_t number, bool *wanted)
{
	struct view_versions *versions = NULL;
	struct kiem_span bytes;
	struct kiem_kept kept;
	enum kiem_err err = kiem_read_bytes(m->read, &bytes, number);

	*wanted = err == KIEM_DONE && wanted_kind(m, view_kind_of(bytes));
	if (!*wanted || m->options->tag.n == 0) {
		return err;
	}
	err = view_versions_create(&versions, m->read, number, m->options->now_ms);
	if (err == KIEM_DONE) {
		err = kiem_read_post(m->read, &kept, versions->list[versions->shown].number);
		*wanted = err == KIEM_DONE && has_tag(&kept.post, m->options->tag);
	}
	view_versions_destroy(versions);
	return err;
}

static enum kiem_err page_fill(struct view_page *page, struct merging *m)
{
	size_t cap = 0, limit = m->options->limit;
	uint64_t number;
	enum kiem_err err = KIEM_DONE;

	while (err == KIEM_DONE && merge_next(m, &number)) {
		bool wanted;
		err = choose(m, number, &wanted);
		if (err != KIEM_DONE || !wanted) {
			continue;
		}
		if (limit != 0 && page->n == limit) {
			page->more = true;
			break;
		}
		void *list = room_for_one(page->list, &cap, page->n, sizeof(*page->list));
		if (list == NULL) {
			return KIEM_E_MEMORY;
		}
		page->list = list;
		err = view_card_read(&page->list[page->n++], m->read, number, m->options->now_ms);
	}
	return err;
}

enum kiem_err view_page_create(struct view_page **out, struct kiem_read *read, const struct view_page_options *options)
{
	struct view_page *page = calloc(1, sizeof(*page));
	struct merging m;
	enum kiem_err err = KIEM_E_MEMORY;

	*out = NULL;
	if (page == NULL) {
		return err;
	}
	err = merge_init(&m, read, options);
	if (err == KIEM_DONE) {
		err = page_fill(page, &m);
		merge_finish(&m);
	}
	if (err == KIEM_DONE) {
		*out = page;
		page = NULL;
	}
	view_page_destroy(page);
	return err;
}

void view_page_destroy(struct view_page *page)
{
	if (page == NULL) {
		return;
	}
	free(page->list);
	free(page);
}
