/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Links between rows. Posts arrive in any order, so a link may be here before what it names: within what is being appended such
 * links wait in a list, and for what came in earlier openings the store is asked who names a post that is new.
 */
#include "extract.h"

#include <stdlib.h>
#include <string.h>

/* The link's target is here. A renewal and a retraction do something to it. */
static enum kiem_err target_found(struct view_extract *x, uint32_t link, uint32_t target)
{
	uint16_t kind = x->kind[x->source[link]];

	x->target[link] = target;
	x->around_next[link] = x->around[target];
	x->around[target] = link;
	return kind == KIEM_RENEW || kind == KIEM_RETRACT ? extract_list_add(&x->own->touched, target) : KIEM_DONE;
}

static enum kiem_err wait_for(struct view_extract *x, uint32_t link, const struct kiem_id *id)
{
	struct extract_own *own = x->own;

	if (own->n_pending == own->cap_pending) {
		size_t cap = own->cap_pending == 0 ? 64 : own->cap_pending * 2;
		void *pending = reallocarray(own->pending, cap, sizeof(*own->pending));
		if (pending == NULL) {
			return KIEM_E_MEMORY;
		}
		own->pending = pending;
		own->cap_pending = cap;
	}
	own->pending[own->n_pending++] = (struct extract_pending){link, *id};
	return KIEM_DONE;
}

enum kiem_err extract_links_add(struct view_extract *x, uint32_t row, const struct extract_peek *peek)
{
	enum kiem_err err = KIEM_DONE;

	for (size_t i = 0; i < peek->n_links && err == KIEM_DONE; i++) {
		uint32_t link = (uint32_t)x->n_links++, target = extract_row_find(x, peek->links[i].id);

		x->relation[link] = peek->links[i].relation < UINT8_MAX ? (uint8_t)peek->links[i].relation : UINT8_MAX;
		x->source[link] = row;
		x->target[link] = VIEW_NONE;
		x->around_next[link] = VIEW_NONE;
		err = target != VIEW_NONE ? target_found(x, link, target) : wait_for(x, link, peek->links[i].id);
	}
	x->link_first[x->n] = (uint32_t)x->n_links;
	return err;
}

enum kiem_err extract_links_move(struct view_extract *x, uint32_t from, uint32_t to)
{
	enum kiem_err err = extract_list_add(&x->own->touched, from);

	for (uint32_t link = x->around[from], next; link != VIEW_NONE && err == KIEM_DONE; link = next) {
		next = x->around_next[link];
		err = target_found(x, link, to);
	}
	x->around[from] = VIEW_NONE;
	return err;
}

/* An earlier row names a new one: the links by which it does are told by its post. */
static enum kiem_err resolve_earlier(struct view_extract *x, uint32_t source, struct kiem_span bytes, uint32_t target)
{
	struct extract_peek peek;
	enum kiem_err err = KIEM_DONE;
	uint32_t first = x->link_first[source], n = x->link_first[source + 1] - first;

	if (!extract_peek(&peek, bytes) || peek.n_links != n) {
		return KIEM_E_DAMAGED;
	}
	for (uint32_t i = 0; i < n && err == KIEM_DONE; i++) {
		if (x->target[first + i] == VIEW_NONE && memcmp(peek.links[i].id->b, x->id[target].b, 32) == 0) {
			err = target_found(x, first + i, target);
		}
	}
	return err;
}

static enum kiem_err resolve_new(struct view_extract *x, uint32_t row)
{
	struct kiem_walk walk = {.by = KIEM_BY_TARGET, .target = x->id[row]};
	uint64_t last_of_file = x->number[x->own->n_file - 1];
	enum kiem_err err = KIEM_DONE;

	while (err == KIEM_DONE && kiem_walk_next(x->own->read, &walk)) {
		uint32_t source = walk.number <= last_of_file ? view_row_of(x, walk.number) : VIEW_NONE;
		if (source != VIEW_NONE) {
			err = resolve_earlier(x, source, walk.bytes, row);
		}
	}
	kiem_walk_end(&walk);
	return err;
}

enum kiem_err extract_links_resolve(struct view_extract *x)
{
	struct extract_own *own = x->own;
	enum kiem_err err = KIEM_DONE;

	for (size_t i = 0; i < own->n_pending && err == KIEM_DONE; i++) {
		uint32_t target = extract_row_find(x, &own->pending[i].id);
		if (target != VIEW_NONE) {
			err = target_found(x, own->pending[i].link, target);
		}
	}
	own->n_pending = 0;
	for (size_t row = own->n_file; own->n_file > 0 && row < x->n && err == KIEM_DONE; row++) {
		err = resolve_new(x, (uint32_t)row);
	}
	return err;
}
