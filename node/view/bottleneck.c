/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whom a coalition leans on: those without whom others would have no way to each other, and the smallest group that made half of
 * the acts of the last season. Facts for whoever wants to share the load; what is said of them is the command's.
 */
#include "circle.h"

#include <stdlib.h>

static int by_apart(const void *a, const void *b, void *ctx)
{
	const struct view_cut *p = a, *q = b;

	if (p->apart != q->apart) {
		return p->apart > q->apart ? -1 : 1;
	}
	if (p->ties != q->ties) {
		return p->ties > q->ties ? -1 : 1;
	}
	return circle_by_key(ctx, p->person, q->person);
}

static enum kiem_err find_cuts(struct view_portrait *p, const struct circle *c, const struct web *web)
{
	size_t *apart = malloc((web->n + 1) * sizeof(*apart));
	enum kiem_err err = KIEM_E_MEMORY;

	p->cuts = malloc((web->n + 1) * sizeof(*p->cuts));
	if (apart != NULL && p->cuts != NULL) {
		err = web_cuts(apart, web);
	}
	for (size_t i = 0; err == KIEM_DONE && i < web->n; i++) {
		uint32_t ties = web->total == 0 ? 0 : (uint32_t)(1000 * web->strength[i] / web->total);
		if (apart[i] != 0) {
			p->cuts[p->n_cuts++] = (struct view_cut){c->people[i].person, apart[i], ties};
		}
	}
	if (p->cuts != NULL && p->n_cuts != 0) {
		qsort_r(p->cuts, p->n_cuts, sizeof(*p->cuts), by_apart, (void *)(uintptr_t)c->x);
	}
	free(apart);
	return err;
}

static int by_acts(const void *a, const void *b, void *ctx)
{
	const struct circle *c = ctx;
	const struct circle_person *p = &c->people[*(const uint32_t *)a], *q = &c->people[*(const uint32_t *)b];

	if (p->count != q->count) {
		return p->count > q->count ? -1 : 1;
	}
	return circle_by_key(c->x, p->person, q->person);
}

/* How many acts everybody made in the last season, into count; their sum. */
static size_t count_acts(struct circle *c)
{
	size_t acts = 0;

	for (size_t i = 0; i < c->n_people; i++) {
		c->people[i].count = 0;
	}
	for (size_t i = 0; i < c->n_acts; i++) {
		bool counts = act_counts(&c->acts[i], c->today) && c->acts[i].day > c->today - WEIGHT_WINDOW_DAYS;
		c->people[c->acts[i].who].count += counts;
		acts += counts;
	}
	return acts;
}

static enum kiem_err find_half(struct view_portrait *p, struct circle *c)
{
	size_t acts = count_acts(c), made = 0;

	p->half = malloc((c->n_people + 1) * sizeof(*p->half));
	if (p->half == NULL) {
		return KIEM_E_MEMORY;
	}
	for (uint32_t i = 0; i < c->n_people; i++) {
		p->half[i] = i;
	}
	qsort_r(p->half, c->n_people, sizeof(*p->half), by_acts, c);
	while (acts != 0 && 2 * made < acts) {
		uint32_t who = p->half[p->n_half];
		made += c->people[who].count;
		p->half[p->n_half++] = c->people[who].person;
	}
	return KIEM_DONE;
}

enum kiem_err portrait_bottleneck(struct view_portrait *p, struct circle *c, const struct web *web)
{
	enum kiem_err err = find_cuts(p, c, web);

	return err == KIEM_DONE ? find_half(p, c) : err;
}
