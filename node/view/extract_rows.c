/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions about single rows. The rules are those of revision.c and joins.c, over columns. */
#include "extract.h"

uint32_t view_row_of(const struct view_extract *x, uint64_t number)
{
	size_t from = 0, to = x->n;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (x->number[middle] < number) {
			from = middle + 1;
		} else {
			to = middle;
		}
	}
	return from < x->n && x->number[from] == number ? (uint32_t)from : VIEW_NONE;
}

int view_row_order(const struct view_extract *x, uint32_t a, uint32_t b)
{
	return view_order(x->made[a], &x->id[a], x->made[b], &x->id[b]);
}

/* What a revision replaces, when that is here, live and by the same key; VIEW_NONE otherwise. */
static uint32_t step_back(const struct view_extract *x, uint32_t row, int64_t now_ms)
{
	for (uint32_t l = x->link_first[row]; x->kind[row] == KIEM_REVISE && l < x->link_first[row + 1]; l++) {
		uint32_t older = x->target[l];
		if (x->relation[l] == KIEM_REPLACES) {
			bool counts = older != VIEW_NONE && x->author[older] == x->author[row] && view_row_live(x, older, now_ms);
			return counts ? older : VIEW_NONE;
		}
	}
	return VIEW_NONE;
}

uint32_t view_row_original(const struct view_extract *x, uint32_t row, int64_t now_ms)
{
	uint32_t at = row, older;

	while ((older = step_back(x, at, now_ms)) != VIEW_NONE) {
		at = older;
	}
	/* A chain that ends in a revision reaches no original: then nothing in it counts. */
	return x->kind[at] == KIEM_REVISE ? row : at;
}

uint32_t view_row_cancelled(const struct view_extract *x, uint32_t row, uint16_t kind, int64_t now_ms)
{
	uint32_t first = VIEW_NONE;

	for (uint32_t l = x->around[row]; l != VIEW_NONE; l = x->around_next[l]) {
		uint32_t by = x->source[l];
		/* One that would be gone before what it cancels counts for nothing. */
		if (x->relation[l] != KIEM_CANCELS || x->kind[by] != kind || x->author[by] != x->author[row] ||
		        x->until[by] < x->until[row] || !view_row_live(x, by, now_ms)) {
			continue;
		}
		if (first == VIEW_NONE || view_row_order(x, by, first) < 0) {
			first = by;
		}
	}
	return first;
}
