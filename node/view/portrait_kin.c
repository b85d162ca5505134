/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where a coalition came from and what it led to, one step each way, across coalitions too: by what a post builds on or varies, and
 * by `after`, which says that one thing went on to another. Whoever left with a next place in mind counts as a way on. The whole
 * tree is lineage's.
 */
#include "circle.h"

#include <stdlib.h>

struct kin {
	const struct circle *c;
	size_t n, cap;
	struct view_kin *list;
};

static enum kiem_err add(struct kin *kin, uint32_t row, uint32_t relation)
{
	uint32_t original = view_row_original(kin->c->x, row, kin->c->eye.now_ms);

	if (!view_is_content(kin->c->x->kind[original])) {
		return KIEM_DONE;
	}
	void *list = room_for_one(kin->list, &kin->cap, kin->n, sizeof(*kin->list));
	if (list == NULL) {
		return KIEM_E_MEMORY;
	}
	kin->list = list;
	kin->list[kin->n++] = (struct view_kin){original, relation};
	return KIEM_DONE;
}

#define UP (RELATION(KIEM_ABOUT) | RELATION(KIEM_EXTENDS) | RELATION(KIEM_VARIANT) | RELATION(KIEM_ANSWERS))

/* What `row` names by these relations, as far as it is here. */
static enum kiem_err add_named(struct kin *kin, uint32_t row, uint64_t relations)
{
	const struct view_extract *x = kin->c->x;
	enum kiem_err err = KIEM_DONE;

	for (uint32_t l = x->link_first[row]; err == KIEM_DONE && l < x->link_first[row + 1]; l++) {
		bool meant = x->relation[l] < 64 && (relations & RELATION(x->relation[l])) != 0;
		if (meant && x->target[l] != VIEW_NONE && view_row_live(x, x->target[l], kin->c->eye.now_ms)) {
			err = add(kin, x->target[l], x->relation[l]);
		}
	}
	return err;
}

/* Content that says that it went on to this version of the first post. */
static enum kiem_err add_before(struct kin *kin, uint32_t version)
{
	const struct view_extract *x = kin->c->x;
	enum kiem_err err = KIEM_DONE;

	for (uint32_t l = x->around[version]; err == KIEM_DONE && l != VIEW_NONE; l = x->around_next[l]) {
		if (x->relation[l] == KIEM_AFTER && view_row_live(x, x->source[l], kin->c->eye.now_ms)) {
			err = add(kin, x->source[l], KIEM_AFTER);
		}
	}
	return err;
}

static int by_order(const void *a, const void *b, void *ctx)
{
	const struct view_kin *p = a, *q = b;
	int order = view_row_order(ctx, p->row, q->row);

	return order != 0 ? order : (p->relation > q->relation) - (p->relation < q->relation);
}

/* In order, each once, by the lowest relation. What went on to something within the coalition did not leave it. */
static void tidy_up(struct kin *kin)
{
	const struct circle *c = kin->c;
	size_t n = 0;

	if (kin->n != 0) {
		qsort_r(kin->list, kin->n, sizeof(*kin->list), by_order, (void *)(uintptr_t)c->x);
	}
	for (size_t i = 0; i < kin->n; i++) {
		bool inside = c->row_mark[kin->list[i].row] == c->stamp;
		bool within = inside && kin->list[i].relation == KIEM_AFTER;
		if (!within && (n == 0 || kin->list[n - 1].row != kin->list[i].row)) {
			kin->list[n++] = kin->list[i];
		}
	}
	kin->n = n;
}

static enum kiem_err find_origins(struct kin *kin, struct circle *c)
{
	const struct circle_post *first = &c->posts[0];
	enum kiem_err err = circle_versions(c, first->row);

	for (size_t i = 0; err == KIEM_DONE && i < c->n_versions; i++) {
		err = add_before(kin, c->versions[i]);
	}
	err = err == KIEM_DONE ? add_named(kin, first->row, UP) : err;
	return err == KIEM_DONE && first->shown != first->row ? add_named(kin, first->shown, UP) : err;
}

static enum kiem_err find_heirs(struct kin *kin, const struct circle *c)
{
	enum kiem_err err = KIEM_DONE;

	for (size_t i = 0; err == KIEM_DONE && i < c->n_posts; i++) {
		const struct circle_post *post = &c->posts[i];
		bool builds = post->relation == KIEM_EXTENDS || post->relation == KIEM_VARIANT;
		if (builds && post->kind == KIEM_INITIATIVE) {
			err = add(kin, post->row, post->relation);
		}
		err = err == KIEM_DONE ? add_named(kin, post->row, RELATION(KIEM_AFTER)) : err;
	}
	for (size_t i = 0; err == KIEM_DONE && i < c->n_acts; i++) {
		if (c->acts[i].leave != VIEW_NONE) {
			err = add_named(kin, c->acts[i].leave, RELATION(KIEM_AFTER));
		}
	}
	return err;
}

enum kiem_err portrait_kin(struct view_portrait *p, struct circle *c)
{
	struct kin origins = {.c = c}, heirs = {.c = c};
	enum kiem_err err = find_origins(&origins, c);

	err = err == KIEM_DONE ? find_heirs(&heirs, c) : err;
	tidy_up(&origins);
	tidy_up(&heirs);
	p->origins = origins.list;
	p->n_origins = origins.n;
	p->heirs = heirs.list;
	p->n_heirs = heirs.n;
	return err;
}
