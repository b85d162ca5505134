/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The people of a market by their keys, and from each the best ways to others (rings.h). */
#include "rings.h"

#include <stdlib.h>
#include <string.h>

static int by_key(const void *a, const void *b, void *extract)
{
	const struct view_extract *x = extract;

	return memcmp(x->key[*(const uint32_t *)a].b, x->key[*(const uint32_t *)b].b, sizeof(x->key[0].b));
}

enum kiem_err rings_people(struct rounds *r)
{
	const struct market *m = r->market;

	r->people = calloc(m->n + 1, sizeof(*r->people));
	r->place = malloc((m->x->n_persons + 1) * sizeof(*r->place));
	if (r->people == NULL || r->place == NULL) {
		return KIEM_E_MEMORY;
	}
	memset(r->place, 0xff, (m->x->n_persons + 1) * sizeof(*r->place));
	for (size_t i = 0; i < m->n; i++) {
		if (r->place[m->deal[i].person] == VIEW_NONE) {
			r->place[m->deal[i].person] = 0;
			r->people[r->n_people++] = m->deal[i].person;
		}
	}
	qsort_r(r->people, r->n_people, sizeof(*r->people), by_key, (void *)m->x);
	for (size_t i = 0; i < r->n_people; i++) {
		r->place[r->people[i]] = (uint32_t)i;
	}
	return KIEM_DONE;
}

static int by_ends(const void *a, const void *b, void *market)
{
	const struct way *x = a, *y = b;

	if (x->from != y->from) {
		return x->from < y->from ? -1 : 1;
	}
	if (x->to != y->to) {
		return x->to < y->to ? -1 : 1;
	}
	return pair_order(market, &x->pair, &y->pair);
}

static int by_worth(const void *a, const void *b, void *market)
{
	const struct way *x = a, *y = b;

	return x->from != y->from ? (x->from < y->from ? -1 : 1) : pair_order(market, &x->pair, &y->pair);
}

/* Keeps of the sorted ways those that `keeps` says, given how many of the same beginning stand before it. */
static void sift(struct rounds *r, bool (*keeps)(const struct way *way, const struct way *last, size_t before))
{
	size_t kept = 0, before = 0;

	for (size_t i = 0; i < r->n_ways; i++) {
		const struct way *last = kept == 0 ? NULL : &r->way[kept - 1];
		before = last != NULL && last->from == r->way[i].from ? before : 0;
		if (keeps(&r->way[i], last, before)) {
			r->way[kept++] = r->way[i];
			before++;
		}
	}
	r->n_ways = kept;
}

static bool first_between(const struct way *way, const struct way *last, size_t before)
{
	return before == 0 || last->to != way->to;
}

static bool among_best(const struct way *way, const struct way *last, size_t before)
{
	return before < VIEW_RING_WAYS;
}

enum kiem_err rings_ways(struct rounds *r, const struct pairs *pairs)
{
	const struct market *m = r->market;

	r->way = calloc(pairs->n + 1, sizeof(*r->way));
	r->first = calloc(r->n_people + 2, sizeof(*r->first));
	if (r->way == NULL || r->first == NULL) {
		return KIEM_E_MEMORY;
	}
	for (size_t i = 0; i < pairs->n; i++) {
		const struct pair *pair = &pairs->list[i];
		r->way[r->n_ways++] =
		        (struct way){r->place[m->deal[pair->offer].person], r->place[m->deal[pair->request].person], *pair};
	}
	qsort_r(r->way, r->n_ways, sizeof(*r->way), by_ends, (void *)m);
	sift(r, first_between);
	qsort_r(r->way, r->n_ways, sizeof(*r->way), by_worth, (void *)m);
	sift(r, among_best);
	for (size_t i = 0; i < r->n_ways; i++) {
		r->first[r->way[i].from + 1]++;
	}
	for (size_t i = 0; i < r->n_people; i++) {
		r->first[i + 1] += r->first[i];
	}
	return KIEM_DONE;
}
