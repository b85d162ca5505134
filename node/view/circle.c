/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Gathering a coalition: level by level down the links that name its posts, or any version of them. Every row is met once
 * (circle_take.c) and carries what is asked of it later (does it count, does it build on somebody's post, was it confirmed), so
 * that a figure is a pass over arrays. The bound cuts the deepest and latest first.
 */
#include "circle.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum kiem_err circle_init(struct circle *c, const struct view_extract *x, const struct view_eye *eye, bool full)
{
	*c = (struct circle){.x = x, .eye = *eye, .full = full, .n_points = VIEW_WEEKS};
	c->today = weight_day(eye->now_ms, NEVER - 1);
	for (int32_t i = 0; i < VIEW_WEEKS; i++) {
		c->points[i] = c->today - 7 * (CIRCLE_NOW - i);
	}
	c->row_mark = calloc(x->n + 1, sizeof(*c->row_mark));
	c->row_at = malloc((x->n + 1) * sizeof(*c->row_at));
	c->person_mark = calloc(x->n_persons + 1, sizeof(*c->person_mark));
	c->person_at = malloc((x->n_persons + 1) * sizeof(*c->person_at));
	bool enough = c->row_mark != NULL && c->row_at != NULL && c->person_mark != NULL && c->person_at != NULL;
	return enough ? KIEM_DONE : KIEM_E_MEMORY;
}

void circle_finish(struct circle *c)
{
	free(c->row_mark);
	free(c->row_at);
	free(c->person_mark);
	free(c->person_at);
	free(c->posts);
	free(c->acts);
	free(c->people);
	free(c->touches);
	free(c->versions);
	free(c->evidence);
	free(c->deeds);
}

int circle_by_key(const struct view_extract *x, uint32_t person, uint32_t other)
{
	return memcmp(x->key[person].b, x->key[other].b, sizeof(x->key[person].b));
}

uint64_t circle_sector(const struct view_extract *x, uint32_t person)
{
	return x->sector[person] == 0 ? 0 : 1ULL << (x->sector[person] < 63 ? x->sector[person] : 63);
}

size_t circle_bits(uint64_t bits)
{
	size_t n = 0;

	for (; bits != 0; bits &= bits - 1) {
		n++;
	}
	return n;
}

static enum kiem_err add_version(struct circle *c, uint32_t row)
{
	void *list = room_for_one(c->versions, &c->cap_versions, c->n_versions, sizeof(*c->versions));

	if (list == NULL) {
		return KIEM_E_MEMORY;
	}
	c->versions = list;
	c->versions[c->n_versions++] = row;
	return KIEM_DONE;
}

enum kiem_err circle_versions(struct circle *c, uint32_t original)
{
	const struct view_extract *x = c->x;

	c->n_versions = 0;
	enum kiem_err err = add_version(c, original);
	for (size_t v = 0; err == KIEM_DONE && v < c->n_versions; v++) {
		for (uint32_t l = x->around[c->versions[v]]; err == KIEM_DONE && l != VIEW_NONE; l = x->around_next[l]) {
			uint32_t row = x->source[l];
			bool newer = x->kind[row] == KIEM_REVISE && x->relation[l] == KIEM_REPLACES;
			if (newer && x->author[row] == x->author[original] && view_row_live(x, row, c->eye.now_ms)) {
				err = add_version(c, row);
			}
		}
	}
	return err;
}

/* Walks around every version of the post at index `at`; versions turn up as revisions that replace one. */
static enum kiem_err walk_around(struct circle *c, uint32_t at)
{
	const struct view_extract *x = c->x;
	uint32_t first = c->posts[at].row, shown = VIEW_NONE;
	enum kiem_err err;

	c->n_versions = 0;
	err = add_version(c, first);
	for (size_t v = 0; err == KIEM_DONE && v < c->n_versions; v++) {
		uint32_t version = c->versions[v];
		bool replaced = false;
		for (uint32_t link = x->around[version]; err == KIEM_DONE && link != VIEW_NONE; link = x->around_next[link]) {
			uint32_t row = x->source[link];
			if (!view_row_live(x, row, c->eye.now_ms)) {
				continue;
			}
			circle_rests_on(c, x->until[row]);
			if (x->kind[row] != KIEM_REVISE) {
				err = circle_take(c, at, link);
			} else if (x->relation[link] == KIEM_REPLACES && x->author[row] == x->author[first]) {
				replaced = true;
				err = add_version(c, row);
			}
		}
		if (!replaced && (shown == VIEW_NONE || view_row_order(x, version, shown) > 0)) {
			shown = version;
		}
	}
	c->posts[at].shown = shown;
	return err;
}

static int by_order(const void *a, const void *b, void *ctx)
{
	const struct circle_post *p = a, *q = b;

	return view_row_order(ctx, p->row, q->row);
}

/* Puts the level that starts at `from` in order and cuts it at the bound. */
static void close_level(struct circle *c, size_t from)
{
	if (!c->full && c->n_posts <= VIEW_COALITION_MAX) {
		return;
	}
	qsort_r(c->posts + from, c->n_posts - from, sizeof(*c->posts), by_order, (void *)(uintptr_t)c->x);
	for (size_t i = from; i < c->n_posts; i++) {
		c->row_at[c->posts[i].row] = (uint32_t)i;
	}
	for (; c->n_posts > VIEW_COALITION_MAX; c->more = true) {
		c->row_at[c->posts[--c->n_posts].row] = VIEW_NONE;
	}
}

/* Joins to the shown text are told from others only when all versions are known. */
static void mark_shown(struct circle *c)
{
	const struct view_extract *x = c->x;

	for (size_t i = 0; i < c->n_acts; i++) {
		struct circle_act *act = &c->acts[i];
		for (uint32_t l = x->link_first[act->row]; (act->flags & ACT_ROOT) != 0 && l < x->link_first[act->row + 1]; l++) {
			if (x->relation[l] == KIEM_ABOUT && x->target[l] == c->posts[0].shown) {
				act->flags |= ACT_SHOWN;
			}
		}
	}
}

/* Posts that count are acts too. */
static enum kiem_err add_posts_as_acts(struct circle *c)
{
	enum kiem_err err = KIEM_DONE;

	for (size_t i = 0; i < c->n_posts && err == KIEM_DONE; i++) {
		if ((c->posts[i].flags & POST_COUNTS) != 0) {
			err = circle_add_act(c, c->posts[i].row, VIEW_NONE, c->posts[i].flags);
		}
	}
	for (size_t i = 0; i < c->n_acts; i++) {
		struct circle_person *p = &c->people[c->acts[i].who];
		p->in = p->in || act_counts(&c->acts[i], c->today);
	}
	return err;
}

/* A receipt may name somebody who is not in it: no tie within. */
static void drop_outward(struct circle *c)
{
	size_t kept = 0;

	for (size_t i = 0; i < c->n_touches; i++) {
		if (c->person_mark[c->touches[i].to] == c->stamp) {
			c->touches[kept++] = c->touches[i];
		}
	}
	c->n_touches = kept;
}

enum kiem_err circle_gather(struct circle *c, uint32_t row)
{
	c->stamp++;
	assert(c->stamp != 0);
	c->n_posts = c->n_acts = c->n_people = c->n_touches = c->n_evidence = 0;
	c->more = false;
	c->passes_ms = c->x->until[row];
	enum kiem_err err = circle_add_post(c, row, 0, 0, POST_COUNTS);
	for (size_t from = 0, to; err == KIEM_DONE && from < c->n_posts; from = to) {
		close_level(c, from);
		to = c->n_posts;
		for (size_t i = from; err == KIEM_DONE && i < to; i++) {
			err = walk_around(c, (uint32_t)i);
		}
	}
	if (err == KIEM_DONE) {
		mark_shown(c);
		drop_outward(c);
		err = add_posts_as_acts(c);
	}
	return err;
}

/* The first link from `link` on by which a live revision of the same author replaces what it names; VIEW_NONE when none does. */
static uint32_t newer(const struct view_extract *x, uint32_t link, uint32_t author, int64_t now_ms)
{
	for (; link != VIEW_NONE; link = x->around_next[link]) {
		uint32_t row = x->source[link];
		bool revises = x->kind[row] == KIEM_REVISE && x->relation[link] == KIEM_REPLACES;
		if (revises && x->author[row] == author && view_row_live(x, row, now_ms)) {
			return link;
		}
	}
	return VIEW_NONE;
}

/* The link by which a revision replaces what it does. */
static uint32_t own_link(const struct view_extract *x, uint32_t revision)
{
	uint32_t link = x->link_first[revision];

	while (x->relation[link] != KIEM_REPLACES) {
		link++;
	}
	return link;
}

uint32_t view_row_shown(const struct view_extract *x, uint32_t original, int64_t now_ms)
{
	uint32_t author = x->author[original], at = original, shown = VIEW_NONE;

	/* Revisions are a tree; it is walked by its own links, so a long chain costs no memory. */
	for (;;) {
		uint32_t next = newer(x, x->around[at], author, now_ms);
		if (next == VIEW_NONE && (shown == VIEW_NONE || view_row_order(x, at, shown) > 0)) {
			shown = at;
		}
		while (next == VIEW_NONE && at != original) {
			uint32_t link = own_link(x, at);
			next = newer(x, x->around_next[link], author, now_ms);
			at = x->target[link];
		}
		if (next == VIEW_NONE) {
			return shown;
		}
		at = x->source[next];
	}
}
