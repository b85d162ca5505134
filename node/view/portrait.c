/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One coalition whole: the circle gathered once, and every part of the portrait taken from it in turn. What is written down here
 * is in an order that every node agrees on; the circle's own numbers stay inside.
 */
#include "circle.h"

#include <stdlib.h>

static enum kiem_err copy_posts(struct view_portrait *p, const struct circle *c)
{
	p->posts = malloc((c->n_posts + 1) * sizeof(*p->posts));
	if (p->posts == NULL) {
		return KIEM_E_MEMORY;
	}
	for (size_t i = 0; i < c->n_posts; i++) {
		const struct circle_post *post = &c->posts[i];
		p->posts[p->n_posts++] = (struct view_spot){.row = post->row,
		        .shown = post->shown,
		        .person = c->people[post->who].person,
		        .parent = post->parent,
		        .relation = post->relation,
		        .depth = post->depth,
		        .confirmed = post->kind == KIEM_DEED && post->settled != NEVER};
	}
	return KIEM_DONE;
}

/* By condition, the latest first; of a row that is evidence for one in two ways the first way. */
static int by_condition(const void *a, const void *b, void *ctx)
{
	const struct view_evidence *p = a, *q = b;

	if (p->condition != q->condition) {
		return p->condition < q->condition ? -1 : 1;
	}
	int order = view_row_order(ctx, q->row, p->row);
	return order != 0 ? order : (int)p->why - (int)q->why;
}

static enum kiem_err copy_evidence(struct view_portrait *p, struct circle *c)
{
	circle_findings(c, p->findings, VIEW_NONE);
	p->evidence = malloc((c->n_evidence + 1) * sizeof(*p->evidence));
	if (p->evidence == NULL) {
		return KIEM_E_MEMORY;
	}
	if (c->n_evidence != 0) {
		qsort_r(c->evidence, c->n_evidence, sizeof(*c->evidence), by_condition, (void *)(uintptr_t)c->x);
	}
	for (size_t i = 0; i < c->n_evidence; i++) {
		const struct view_evidence *e = &c->evidence[i];
		struct view_finding *f = &p->findings[e->condition];
		if (i > 0 && e[-1].condition == e->condition && e[-1].row == e->row) {
			continue;
		}
		f->first = f->n == 0 ? p->n_evidence : f->first;
		f->n++;
		p->evidence[p->n_evidence++] = *e;
	}
	return KIEM_DONE;
}

/* What comes of the ties: closeness, bottlenecks, a departure. */
static enum kiem_err take_ties(struct view_portrait *p, struct circle *c, uint32_t without)
{
	struct view_bond *bonds = NULL;
	struct web web = {0};
	size_t n = 0;
	enum kiem_err err = bonds_add_up(&bonds, &n, c->touches, c->n_touches, INT32_MIN, c->today);

	if (err == KIEM_DONE) {
		err = portrait_people(p, c, bonds, n);
	}
	if (err == KIEM_DONE) {
		err = web_make(&web, c, bonds, n);
	}
	if (err == KIEM_DONE) {
		err = portrait_bottleneck(p, c, &web);
	}
	if (err == KIEM_DONE && without != VIEW_NONE) {
		err = portrait_without(p, c, &web, without);
	}
	web_finish(&web);
	free(bonds);
	return err;
}

static enum kiem_err draw(struct view_portrait *p, struct circle *c, const struct view_portrait_ask *ask, uint32_t row)
{
	enum kiem_err err = circle_gather(c, row);

	if (ask->since != 0) {
		c->points[CIRCLE_THEN] = weight_day(ask->since, c->today) - 1;
		c->n_points = CIRCLE_POINTS;
	}
	err = err == KIEM_DONE ? circle_brief(&p->brief, c) : err;
	err = err == KIEM_DONE ? copy_posts(p, c) : err;
	err = err == KIEM_DONE ? copy_evidence(p, c) : err;
	err = err == KIEM_DONE ? take_ties(p, c, ask->without) : err;
	err = err == KIEM_DONE ? circle_form(&p->form, c, c->today) : err;
	err = err == KIEM_DONE ? circle_form(&p->form_before, c, c->today - WEIGHT_WINDOW_DAYS) : err;
	err = err == KIEM_DONE ? portrait_needs(p, c) : err;
	err = err == KIEM_DONE ? portrait_kin(p, c) : err;
	if (err == KIEM_DONE && ask->since != 0) {
		err = portrait_changes(p, c, ask->since);
	}
	return err;
}

enum kiem_err view_portrait_create(struct view_portrait **out, const struct view_extract *x, const struct view_portrait_ask *ask)
{
	struct circle c;
	struct view_portrait *p = NULL;

	*out = NULL;
	if (ask->row >= x->n || !view_row_live(x, ask->row, ask->eye.now_ms)) {
		return KIEM_E_NOT_FOUND;
	}
	uint32_t row = view_row_original(x, ask->row, ask->eye.now_ms);
	if (!view_is_content(x->kind[row])) {
		return KIEM_E_INVALID;
	}
	enum kiem_err err = circle_init(&c, x, &ask->eye, true);
	p = calloc(1, sizeof(*p));
	if (err == KIEM_DONE) {
		err = p != NULL ? draw(p, &c, ask, row) : KIEM_E_MEMORY;
	}
	circle_finish(&c);
	if (err == KIEM_DONE) {
		*out = p;
	} else {
		view_portrait_destroy(p);
	}
	return err;
}

void view_portrait_destroy(struct view_portrait *p)
{
	if (p == NULL) {
		return;
	}
	free(p->posts);
	free(p->partners);
	free(p->joins);
	free(p->parted);
	free(p->evidence);
	free(p->needs);
	free(p->answers);
	free(p->cuts);
	free(p->half);
	free(p->origins);
	free(p->heirs);
	free(p->without.apart);
	free(p->without.part_ends);
	free(p->changes.people);
	free(p->changes.posts);
	free(p);
}
