/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The vouches in force, gathered by who gave them. Observed-remove: an unvouch takes away the very vouches that it names, so one
 * given at the same time on another device stays. Of several vouches for the same person the fullest counts, once.
 *
 * They are looked up when somebody's are asked for, among that person's own posts: a walk of three hops asks for few of a million.
 */
#include "room.h"
#include "trust.h"

#include <stdlib.h>
#include <string.h>

bool trust_cancelled(const struct view_extract *x, uint32_t row, uint16_t kind, int64_t now_ms)
{
	for (uint32_t link = x->around[row]; link != VIEW_NONE; link = x->around_next[link]) {
		uint32_t source = x->source[link];
		if (x->relation[link] == KIEM_CANCELS && x->kind[source] == kind && view_row_live(x, source, now_ms) &&
		        x->until[source] >= x->until[row] && view_row_person(x, source) == view_row_person(x, row)) {
			return true;
		}
	}
	return false;
}

bool trust_vouch_stands(const struct view_extract *x, uint32_t row, int64_t now_ms)
{
	return x->kind[row] == KIEM_VOUCH && view_row_live(x, row, now_ms) && x->whom[row] != VIEW_NONE &&
	       x->self[x->whom[row]] != view_row_person(x, row) && !trust_cancelled(x, row, KIEM_UNVOUCH, now_ms);
}

enum kiem_err trust_vouches_init(struct trust_own *own)
{
	own->vouching_at = calloc(own->x->n_persons + 1, sizeof(*own->vouching_at));
	own->vouching = room_for_one(NULL, &own->cap_vouching, 0, sizeof(*own->vouching));
	if (own->vouching_at == NULL || own->vouching == NULL) {
		return KIEM_E_MEMORY;
	}
	own->vouching[own->n_vouching++] = (struct trust_vouching){.levels = TRUST_LEVELS_LEAST};
	return KIEM_DONE;
}

void trust_vouches_finish(struct trust_own *own)
{
	for (size_t i = 0; i < own->n_vouching; i++) {
		free(own->vouching[i].edges);
	}
	free(own->vouching);
	free(own->vouching_at);
}

/* All vouches in force of one person, by whichever of their keys. */
static enum kiem_err look_up(const struct trust_own *own, struct trust_vouching *v, uint32_t from)
{
	const struct view_extract *x = own->x;
	size_t cap = 0;

	for (uint32_t key = from; key != VIEW_NONE; key = view_next_key(x, key)) {
		for (uint32_t row = x->last_vouch_by[key]; row != VIEW_NONE; row = x->before_by_author[row]) {
			if (!trust_vouch_stands(x, row, own->now_ms)) {
				continue;
			}
			void *edges = room_for_one(v->edges, &cap, v->n, sizeof(*v->edges));
			if (edges == NULL) {
				return KIEM_E_MEMORY;
			}
			v->edges = edges;
			v->edges[v->n++] = (struct trust_edge){x->self[x->whom[row]], row};
		}
	}
	return KIEM_DONE;
}

/* Whether edge a stands before edge b: by person, then the fullest, then the earliest. */
static bool before(const struct view_extract *x, const struct trust_edge *a, const struct trust_edge *b)
{
	if (a->to != b->to) {
		return a->to < b->to;
	}
	if (x->level[a->row] != x->level[b->row]) {
		return x->level[a->row] > x->level[b->row];
	}
	return view_row_order(x, a->row, b->row) < 0;
}

static void sift_down(const struct view_extract *x, struct trust_edge *edges, size_t at, size_t n)
{
	for (size_t child; (child = 2 * at + 1) < n; at = child) {
		child += child + 1 < n && before(x, &edges[child], &edges[child + 1]);
		if (!before(x, &edges[at], &edges[child])) {
			return;
		}
		struct trust_edge swapped = edges[at];
		edges[at] = edges[child];
		edges[child] = swapped;
	}
}

/* A heap sort: qsort hands no context to its order, and somebody hostile may vouch for very many. */
static void sort(const struct view_extract *x, struct trust_edge *edges, size_t n)
{
	for (size_t at = n / 2; at > 0; at--) {
		sift_down(x, edges, at - 1, n);
	}
	for (size_t end = n; end > 1; end--) {
		struct trust_edge last = edges[0];
		edges[0] = edges[end - 1];
		edges[end - 1] = last;
		sift_down(x, edges, 0, end - 1);
	}
}

/* Sorts a person's vouches, keeps one for each whom they vouch for, and sums up the levels. */
static void settle(const struct trust_own *own, struct trust_vouching *v)
{
	size_t n = 0;

	sort(own->x, v->edges, v->n);
	for (size_t i = 0; i < v->n; i++) {
		if (n == 0 || v->edges[n - 1].to != v->edges[i].to) {
			v->edges[n++] = v->edges[i];
			v->levels += own->x->level[v->edges[n - 1].row];
		}
	}
	v->n = n;
	v->levels = v->levels < TRUST_LEVELS_LEAST ? TRUST_LEVELS_LEAST : v->levels;
}

const struct trust_edge *trust_vouches_of(struct trust_own *own, size_t *n, uint32_t from)
{
	if (own->vouching_at[from] == 0) {
		void *list = room_for_one(own->vouching, &own->cap_vouching, own->n_vouching, sizeof(*own->vouching));
		if (list == NULL) {
			own->no_memory = true;
			*n = 0;
			return NULL;
		}
		own->vouching = list;
		struct trust_vouching *v = &own->vouching[own->n_vouching];
		*v = (struct trust_vouching){0};
		own->vouching_at[from] = (uint32_t)own->n_vouching++;
		own->no_memory = look_up(own, v, from) != KIEM_DONE || own->no_memory;
		settle(own, v);
	}
	const struct trust_vouching *v = &own->vouching[own->vouching_at[from]];
	*n = v->n;
	return v->edges;
}

const struct trust_edge *trust_vouch(struct trust_own *own, uint32_t from, uint32_t to)
{
	size_t n;
	const struct trust_edge *edges = trust_vouches_of(own, &n, from);

	while (n > 0) {
		size_t half = n / 2;
		if (edges[half].to == to) {
			return &edges[half];
		}
		if (edges[half].to < to) {
			edges += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	return NULL;
}

uint64_t trust_given(const struct trust_own *own, const struct trust_edge *edge)
{
	return TRUST_ONE * own->x->level[edge->row] * TRUST_LEVEL_MINE / VIEW_TRUST_FULL;
}

uint64_t trust_share(const struct trust_own *own, uint32_t from, const struct trust_edge *edge, uint64_t amount)
{
	return amount * own->x->level[edge->row] / (2 * own->vouching[own->vouching_at[from]].levels);
}

size_t view_trust_vouches(const struct view_extract *x, uint32_t *rows, size_t max, uint32_t from, uint32_t to, int64_t now_ms)
{
	size_t n = 0;

	for (uint32_t row = x->last_of_kind[KIEM_VOUCH]; row != VIEW_NONE && from != VIEW_NONE && to != VIEW_NONE;
	        row = x->before_of_kind[row]) {
		if (view_row_person(x, row) != x->self[from] || !trust_vouch_stands(x, row, now_ms) ||
		        x->self[x->whom[row]] != x->self[to]) {
			continue;
		}
		size_t at = n < max ? n : max;
		while (at > 0 && view_row_order(x, row, rows[at - 1]) < 0) {
			if (at < max) {
				rows[at] = rows[at - 1];
			}
			at--;
		}
		if (at < max) {
			rows[at] = row;
		}
		n++;
	}
	return n;
}
