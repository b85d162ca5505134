/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A coalition, first version: the posts around an initiative and the people in it. It is computed anew whenever somebody looks,
 * from signed posts alone; it is nowhere stored and nobody holds a key to it. Energy, needs and form build on these arrays later.
 *
 * Posts and the joins to them are gathered level by level, so that the bound cuts the deepest and latest first, the same on
 * every node. Who is in it is worked out from them afterwards (coalition_people.c).
 */
#include "coalition.h"

#include <stdlib.h>
#include <string.h>

#define BINDING (RELATION(KIEM_ABOUT) | RELATION(KIEM_EXTENDS) | RELATION(KIEM_VARIANT) | RELATION(KIEM_ANSWERS))

static enum kiem_err append_part(struct building *b, const struct kiem_post *post, uint64_t number, uint64_t relation)
{
	struct view_coalition *c = b->c;
	void *list = room_for_one(c->posts, &b->cap_posts, c->n_posts, sizeof(*c->posts));

	if (list == NULL) {
		return KIEM_E_MEMORY;
	}
	c->posts = list;
	c->posts[c->n_posts++] = (struct view_part){.number = number,
	        .shown = number,
	        .id = post->id,
	        .author = post->author,
	        .kind = post->kind,
	        .relation = relation,
	        .made = post->made,
	        .parent = b->parent,
	        .depth = b->depth};
	return KIEM_DONE;
}

static enum kiem_err take_part(void *ctx, const struct kiem_kept *kept, const struct kiem_id *named, bool earlier)
{
	struct building *b = ctx;
	const struct kiem_link *link = link_to(&kept->post, named, BINDING);

	if (link == NULL || seen_has(&b->seen, kept->number)) {
		return KIEM_DONE;
	}
	return append_part(b, &kept->post, kept->number, link->relation);
}

static enum kiem_err take_joins(struct building *b, const struct view_versions *versions, size_t post)
{
	struct view_joins *joins = NULL;
	enum kiem_err err = view_joins_create(&joins, b->read, versions, b->now_ms);

	for (size_t i = 0; err == KIEM_DONE && i < joins->n; i++) {
		if (seen_has(&b->seen_joins, joins->list[i].number)) {
			continue;
		}
		void *list = room_for_one(b->joins, &b->cap_joins, b->n_joins, sizeof(*b->joins));
		b->joins = list != NULL ? list : b->joins;
		void *to = room_for_one(b->join_post, &b->cap_join_post, b->n_joins, sizeof(*b->join_post));
		b->join_post = to != NULL ? to : b->join_post;
		if (list == NULL || to == NULL) {
			err = KIEM_E_MEMORY;
			break;
		}
		b->joins[b->n_joins] = joins->list[i];
		b->join_post[b->n_joins++] = post;
		err = seen_add(&b->seen_joins, joins->list[i].number);
	}
	view_joins_destroy(joins);
	return err;
}

/* Everything around the post at index `at`: its shown text, the joins to it, and the posts of the next level. */
static enum kiem_err take_around(struct building *b, size_t at)
{
	struct view_part *part = &b->c->posts[at];
	struct view_versions *versions = NULL;
	enum kiem_err err = view_versions_create(&versions, b->read, part->number, b->now_ms);

	if (err != KIEM_DONE) {
		return err;
	}
	part->shown = versions->list[versions->shown].number;
	err = line_read(b->read, &part->text, part->shown);
	if (err == KIEM_DONE) {
		err = take_joins(b, versions, at);
	}
	b->parent = at;
	if (err == KIEM_DONE) {
		err = around_each(b->read, versions, b->now_ms, view_is_content, take_part, b);
	}
	view_versions_destroy(versions);
	return err;
}

/* In order; of one post met several times the one under the first parent comes first, by the lowest relation. */
static int by_order(const void *a, const void *b)
{
	const struct view_part *x = a, *y = b;
	int order = view_order(x->made, &x->id, y->made, &y->id);

	if (order == 0) {
		order = (x->parent > y->parent) - (x->parent < y->parent);
	}
	return order != 0 ? order : (x->relation > y->relation) - (x->relation < y->relation);
}

/* Sorts the level that starts at `from`, drops what stands twice, and cuts at the bound. */
static enum kiem_err close_level(struct building *b, size_t from)
{
	struct view_coalition *c = b->c;
	size_t n = from;
	enum kiem_err err = KIEM_DONE;

	qsort(c->posts + from, c->n_posts - from, sizeof(*c->posts), by_order);
	for (size_t i = from; i < c->n_posts && err == KIEM_DONE; i++) {
		if (n > from && c->posts[i].number == c->posts[n - 1].number) {
			continue;
		}
		if (n == VIEW_COALITION_MAX) {
			c->more = true;
			break;
		}
		err = seen_add(&b->seen, c->posts[i].number);
		c->posts[n++] = c->posts[i];
	}
	c->n_posts = n;
	return err;
}

static enum kiem_err gather(struct building *b, uint64_t number)
{
	struct kiem_kept kept;
	enum kiem_err err = kiem_read_post(b->read, &kept, number);

	if (err == KIEM_DONE && !view_is_content(kept.post.kind)) {
		return KIEM_E_INVALID;
	}
	if (err == KIEM_DONE) {
		err = append_part(b, &kept.post, number, 0);
	}
	for (size_t from = 0, to; err == KIEM_DONE && from < b->c->n_posts; from = to) {
		err = close_level(b, from);
		to = b->c->n_posts;
		b->depth++;
		for (size_t i = from; err == KIEM_DONE && i < to; i++) {
			err = take_around(b, i);
		}
	}
	return err;
}

enum kiem_err view_coalition_create(struct view_coalition **out, struct kiem_read *read, uint64_t number, int64_t now_ms)
{
	struct building b = {.read = read, .now_ms = now_ms, .c = calloc(1, sizeof(struct view_coalition))};
	uint64_t original;
	enum kiem_err err = KIEM_E_MEMORY;

	*out = NULL;
	if (b.c == NULL) {
		goto cleanup;
	}
	err = view_original(&original, read, number, now_ms);
	if (err == KIEM_DONE) {
		err = gather(&b, original);
	}
	if (err == KIEM_DONE) {
		err = coalition_people(&b);
	}
	if (err == KIEM_DONE) {
		*out = b.c;
		b.c = NULL;
	}
cleanup:
	seen_finish(&b.seen);
	seen_finish(&b.seen_joins);
	free(b.joins);
	free(b.join_post);
	view_coalition_destroy(b.c);
	return err;
}

void view_coalition_destroy(struct view_coalition *coalition)
{
	if (coalition == NULL) {
		return;
	}
	free(coalition->posts);
	free(coalition->joins);
	free(coalition->members);
	free(coalition->left);
	free(coalition);
}
