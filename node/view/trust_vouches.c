/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The vouches in force, gathered by who gave them. Observed-remove: an unvouch takes away the very vouches that it names, so one
 * given at the same time on another device stays. Of several vouches for the same person the fullest counts, once.
 *
 * Sorting them out waits until somebody's vouches are asked for: a walk of three hops asks for few of a million.
 */
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

/* Counts each person's vouches into first[person + 1], then makes sums of the counts. Returns how many there are. */
static size_t count(struct trust_own *own, uint32_t *rows)
{
	const struct view_extract *x = own->x;
	size_t n = 0;

	for (uint32_t row = 0; row < x->n; row++) {
		if (trust_vouch_stands(x, row, own->now_ms)) {
			rows[n++] = row;
			own->first[view_row_person(x, row) + 1]++;
		}
	}
	for (size_t person = 0; person < x->n_persons; person++) {
		own->first[person + 1] += own->first[person];
	}
	return n;
}

static size_t count_kind(const struct view_extract *x, uint16_t kind)
{
	size_t n = 0;

	for (size_t row = 0; row < x->n; row++) {
		n += x->kind[row] == kind;
	}
	return n;
}

enum kiem_err trust_vouches_read(struct trust_own *own)
{
	const struct view_extract *x = own->x;
	uint32_t *rows = calloc(count_kind(x, KIEM_VOUCH) + 1, sizeof(*rows));
	enum kiem_err err = KIEM_E_MEMORY;

	own->first = calloc(x->n_persons + 2, sizeof(*own->first));
	own->n_edges = calloc(x->n_persons + 1, sizeof(*own->n_edges));
	own->levels = calloc(x->n_persons + 1, sizeof(*own->levels));
	if (rows == NULL || own->first == NULL || own->n_edges == NULL || own->levels == NULL) {
		goto cleanup;
	}
	size_t n = count(own, rows);
	own->edges = calloc(n + 1, sizeof(*own->edges));
	if (own->edges == NULL) {
		goto cleanup;
	}
	for (size_t i = 0; i < n; i++) {
		uint32_t from = view_row_person(x, rows[i]);
		own->edges[own->first[from] + own->n_edges[from]++] = (struct trust_edge){x->self[x->whom[rows[i]]], rows[i]};
	}
	err = KIEM_DONE;
cleanup:
	free(rows);
	return err;
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
static void settle(struct trust_own *own, uint32_t from)
{
	struct trust_edge *edges = own->edges + own->first[from];
	size_t n = 0;
	uint64_t levels = 0;

	sort(own->x, edges, own->n_edges[from]);
	for (size_t i = 0; i < own->n_edges[from]; i++) {
		if (n == 0 || edges[n - 1].to != edges[i].to) {
			edges[n++] = edges[i];
			levels += own->x->level[edges[i].row];
		}
	}
	own->n_edges[from] = (uint32_t)n;
	own->levels[from] = levels < TRUST_LEVELS_LEAST ? TRUST_LEVELS_LEAST : levels;
}

const struct trust_edge *trust_vouches_of(struct trust_own *own, size_t *n, uint32_t from)
{
	if (own->levels[from] == 0) {
		settle(own, from);
	}
	*n = own->n_edges[from];
	return own->edges + own->first[from];
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
	return amount * own->x->level[edge->row] / (2 * own->levels[from]);
}

size_t view_trust_vouches(const struct view_extract *x, uint32_t *rows, size_t max, uint32_t from, uint32_t to, int64_t now_ms)
{
	size_t n = 0;

	for (uint32_t row = 0; row < x->n && from != VIEW_NONE && to != VIEW_NONE; row++) {
		if (x->kind[row] != KIEM_VOUCH || view_row_person(x, row) != x->self[from] || !trust_vouch_stands(x, row, now_ms) ||
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
