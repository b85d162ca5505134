/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See society.h. Person numbers depend on who arrived when, so people are sorted by key before anything is counted. */
#include "society.h"

#include <stdlib.h>
#include <string.h>

struct person {
	struct kiem_key key;
	uint32_t person;
};

struct edge {
	uint32_t from, to;
	uint64_t weight;
};

static int by_key(const void *a, const void *b)
{
	const struct person *p = a, *q = b;

	return memcmp(p->key.b, q->key.b, sizeof(p->key.b));
}

static int by_ends(const void *a, const void *b)
{
	const struct edge *p = a, *q = b;

	return p->from != q->from ? (p->from < q->from ? -1 : 1) : (p->to > q->to) - (p->to < q->to);
}

static bool counts(const struct view_bond *bond, const bool *among)
{
	return view_bond_closeness(bond) != VIEW_DORMANT && (among == NULL || (among[bond->a] && among[bond->b]));
}

/* Vertices: whoever has a tie. */
static enum kiem_err people_take(struct society *s, const struct view_extract *x, const struct view_bonds *bonds, const bool *among)
{
	struct person *people = calloc(x->n_persons + 1, sizeof(*people));

	s->vertex = calloc(x->n_persons + 1, sizeof(*s->vertex));
	if (people == NULL || s->vertex == NULL) {
		free(people);
		return KIEM_E_MEMORY;
	}
	memset(s->vertex, 0xff, x->n_persons * sizeof(*s->vertex));
	for (size_t i = 0; i < bonds->n; i++) {
		const struct view_bond *bond = &bonds->list[i];
		uint32_t ends[2] = {bond->a, bond->b};
		for (size_t k = 0; k < 2 && counts(bond, among); k++) {
			if (s->vertex[ends[k]] == VIEW_NONE) {
				s->vertex[ends[k]] = 0;
				people[s->n++] = (struct person){x->key[ends[k]], ends[k]};
			}
		}
	}
	if (s->n > 0) {
		qsort(people, s->n, sizeof(*people), by_key);
	}
	s->person = calloc((size_t)s->n + 1, sizeof(*s->person));
	for (uint32_t v = 0; s->person != NULL && v < s->n; v++) {
		s->person[v] = people[v].person;
		s->vertex[people[v].person] = v;
	}
	free(people);
	return s->person != NULL ? KIEM_DONE : KIEM_E_MEMORY;
}

static struct edge *edges_collect(struct society *s, const struct view_bonds *bonds, const bool *among)
{
	struct edge *edges = calloc(bonds->n + 1, sizeof(*edges));

	for (size_t i = 0; edges != NULL && i < bonds->n; i++) {
		const struct view_bond *bond = &bonds->list[i];
		if (counts(bond, among)) {
			uint32_t a = s->vertex[bond->a], b = s->vertex[bond->b];
			edges[s->n_edges++] = (struct edge){a < b ? a : b, a < b ? b : a, bond->ab + bond->ba};
		}
	}
	if (edges != NULL && s->n_edges > 0) {
		qsort(edges, s->n_edges, sizeof(*edges), by_ends);
	}
	return edges;
}

static enum kiem_err edges_take(struct society *s, const struct view_bonds *bonds, const bool *among)
{
	struct edge *edges = edges_collect(s, bonds, among);

	s->from = calloc(s->n_edges + 1, sizeof(*s->from));
	s->to = calloc(s->n_edges + 1, sizeof(*s->to));
	s->weight = calloc(s->n_edges + 1, sizeof(*s->weight));
	s->strength = calloc((size_t)s->n + 1, sizeof(*s->strength));
	if (edges == NULL || s->from == NULL || s->to == NULL || s->weight == NULL || s->strength == NULL) {
		free(edges);
		return KIEM_E_MEMORY;
	}
	for (size_t i = 0; i < s->n_edges; i++) {
		s->from[i] = edges[i].from;
		s->to[i] = edges[i].to;
		s->weight[i] = edges[i].weight;
		s->strength[edges[i].from] += edges[i].weight;
		s->strength[edges[i].to] += edges[i].weight;
	}
	free(edges);
	return KIEM_DONE;
}

/* The edges of each vertex, by counting. */
static enum kiem_err ends_list(struct society *s)
{
	s->first = calloc((size_t)s->n + 2, sizeof(*s->first));
	s->edge = calloc(2 * s->n_edges + 1, sizeof(*s->edge));
	if (s->first == NULL || s->edge == NULL) {
		return KIEM_E_MEMORY;
	}
	for (size_t i = 0; i < s->n_edges; i++) {
		s->first[s->from[i] + 1]++;
		s->first[s->to[i] + 1]++;
	}
	for (uint32_t v = 0; v < s->n; v++) {
		s->first[v + 1] += s->first[v];
	}
	/* Filled from the front, each vertex's begin serving as its pen; moved back by one vertex afterwards. */
	for (size_t i = 0; i < s->n_edges; i++) {
		s->edge[s->first[s->from[i]]++] = (uint32_t)i;
		s->edge[s->first[s->to[i]]++] = (uint32_t)i;
	}
	memmove(s->first + 1, s->first, s->n * sizeof(*s->first));
	s->first[0] = 0;
	return KIEM_DONE;
}

enum kiem_err society_make(struct society *society, const struct view_extract *x, const struct view_bonds *bonds, const bool *among)
{
	*society = (struct society){0};
	enum kiem_err err = people_take(society, x, bonds, among);
	if (err == KIEM_DONE) {
		err = edges_take(society, bonds, among);
	}
	return err == KIEM_DONE ? ends_list(society) : err;
}

void society_finish(struct society *s)
{
	free(s->person);
	free(s->vertex);
	free(s->strength);
	free(s->from);
	free(s->to);
	free(s->weight);
	free(s->first);
	free(s->edge);
	*s = (struct society){0};
}

enum kiem_err society_parts(uint32_t *of, uint32_t *n_parts, const struct society *s)
{
	uint32_t *queue = calloc((size_t)s->n + 1, sizeof(*queue));

	*n_parts = 0;
	if (queue == NULL) {
		return KIEM_E_MEMORY;
	}
	memset(of, 0xff, s->n * sizeof(*of));
	for (uint32_t start = 0; start < s->n; start++) {
		size_t n = 0;
		if (of[start] == VIEW_NONE) {
			of[start] = *n_parts;
			queue[n++] = start;
		}
		for (size_t at = 0; at < n; at++) {
			uint32_t v = queue[at];
			for (size_t i = s->first[v]; i < s->first[v + 1]; i++) {
				uint32_t w = society_other(s, s->edge[i], v);
				if (of[w] == VIEW_NONE) {
					of[w] = *n_parts;
					queue[n++] = w;
				}
			}
		}
		*n_parts += n > 0;
	}
	free(queue);
	return KIEM_DONE;
}
