/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A departure played through: the web of ties without one person. The part that stays largest is the rest; whoever is not in it
 * would be cut off. Nothing is said to be lost for good: ties come back with one act.
 */
#include "circle.h"

#include <stdlib.h>
#include <string.h>

/* The people who had a way to the one who leaves, in parts. */
struct parts {
	const struct circle *c;
	size_t n;
	uint32_t *list; /* indices of people, part after part, each by key */
	size_t n_parts;
	size_t *ends; /* of each part */
	bool *seen;
};

static int by_key(const void *a, const void *b, void *ctx)
{
	const struct circle *c = ctx;

	return circle_by_key(c->x, c->people[*(const uint32_t *)a].person, c->people[*(const uint32_t *)b].person);
}

/* Everybody who can be reached from `from` without passing the one who leaves. */
static void add_part(struct parts *parts, const struct web *web, uint32_t from)
{
	size_t first = parts->n;

	parts->seen[from] = true;
	parts->list[parts->n++] = from;
	for (size_t i = first; i < parts->n; i++) {
		uint32_t at = parts->list[i];
		for (size_t half = web->first[at]; half < web->first[at + 1]; half++) {
			uint32_t next = web->other[half];
			if (!parts->seen[next]) {
				parts->seen[next] = true;
				parts->list[parts->n++] = next;
			}
		}
	}
	qsort_r(parts->list + first, parts->n - first, sizeof(*parts->list), by_key, (void *)(uintptr_t)parts->c);
	parts->ends[parts->n_parts++] = parts->n;
}

static size_t start_of(const struct parts *parts, size_t part)
{
	return part == 0 ? 0 : parts->ends[part - 1];
}

/* Larger first; of equals the one with the lowest key. */
static int by_size(const void *a, const void *b, void *ctx)
{
	const struct parts *parts = ctx;
	size_t p = *(const size_t *)a, q = *(const size_t *)b;
	size_t first_p = start_of(parts, p), first_q = start_of(parts, q);
	size_t n_p = parts->ends[p] - first_p, n_q = parts->ends[q] - first_q;

	if (n_p != n_q) {
		return n_p > n_q ? -1 : 1;
	}
	return by_key(&parts->list[first_p], &parts->list[first_q], (void *)(uintptr_t)parts->c);
}

/* Writes down all parts but the largest. */
static enum kiem_err emit(struct view_without *w, struct parts *parts)
{
	size_t *order = malloc((parts->n_parts + 1) * sizeof(*order));

	w->apart = malloc((parts->n + 1) * sizeof(*w->apart));
	w->part_ends = malloc((parts->n_parts + 1) * sizeof(*w->part_ends));
	if (order == NULL || w->apart == NULL || w->part_ends == NULL) {
		free(order);
		return KIEM_E_MEMORY;
	}
	for (size_t i = 0; i < parts->n_parts; i++) {
		order[i] = i;
	}
	qsort_r(order, parts->n_parts, sizeof(*order), by_size, parts);
	for (size_t i = 0; i < parts->n_parts; i++) {
		size_t first = start_of(parts, order[i]), n = parts->ends[order[i]] - first;
		if (i == 0) {
			w->rest = n;
			continue;
		}
		for (size_t k = 0; k < n; k++) {
			w->apart[w->n_apart++] = parts->c->people[parts->list[first + k]].person;
		}
		if (n == 1) {
			w->n_alone++;
		} else {
			w->part_ends[w->n_parts++] = w->n_apart;
		}
	}
	free(order);
	return KIEM_DONE;
}

static enum kiem_err find_parts(struct view_without *w, const struct circle *c, const struct web *web, uint32_t who)
{
	struct parts parts = {.c = c};
	enum kiem_err err = KIEM_E_MEMORY;

	parts.list = malloc((web->n + 1) * sizeof(*parts.list));
	parts.ends = malloc((web->n + 1) * sizeof(*parts.ends));
	parts.seen = calloc(web->n + 1, sizeof(*parts.seen));
	if (parts.list != NULL && parts.ends != NULL && parts.seen != NULL) {
		parts.seen[who] = true;
		for (size_t half = web->first[who]; half < web->first[who + 1]; half++) {
			if (!parts.seen[web->other[half]]) {
				add_part(&parts, web, web->other[half]);
			}
		}
		err = emit(w, &parts);
	}
	free(parts.list);
	free(parts.ends);
	free(parts.seen);
	return err;
}

static uint32_t share(uint64_t part, uint64_t all)
{
	return all == 0 ? 0 : (uint32_t)(1000 * part / all);
}

static void count(struct view_without *w, const struct circle *c, uint32_t who)
{
	uint64_t acts = 0, theirs = 0, deeds = 0, their_deeds = 0;

	for (size_t i = 0; i < c->n_acts; i++) {
		bool counts = act_counts(&c->acts[i], c->today);
		acts += counts;
		theirs += counts && c->acts[i].who == who;
	}
	for (size_t i = 0; i < c->n_posts; i++) {
		deeds += c->posts[i].kind == KIEM_DEED;
		their_deeds += c->posts[i].kind == KIEM_DEED && c->posts[i].who == who;
	}
	w->acts = share(theirs, acts);
	w->deeds = share(their_deeds, deeds);
}

enum kiem_err portrait_without(struct view_portrait *p, struct circle *c, const struct web *web, uint32_t person)
{
	struct view_without *w = &p->without;
	struct view_finding findings[VIEW_CONDITIONS];
	bool here = c->person_mark[person] == c->stamp && c->people[c->person_at[person]].in;

	if (!here) {
		return KIEM_DONE;
	}
	uint32_t who = c->person_at[person];
	p->has_without = true;
	w->person = person;
	w->ties = share(web->strength[who], web->total);
	w->energy = circle_sum(c, CIRCLE_NOW, who);
	count(w, c, who);
	circle_findings(c, findings, person);
	w->lost = circle_missing(findings) & ~p->brief.missing;
	return find_parts(w, c, web, who);
}
