/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The list of coalitions: one for every initiative on the boards asked for, from their briefs (briefs.h). They stand in order of
 * energy, which is what moves now and says nothing of anybody's worth, or of their making.
 */
#include "briefs.h"

#include <stdlib.h>

#define FEW 64 /* so many are found by going through the list once, sooner than by sorting it */

struct listing {
	const struct view_coalitions_ask *ask;
	const struct view_extract *x;
};

static bool board_wanted(const struct view_coalitions_ask *ask, uint32_t board)
{
	bool wanted = ask->n_boards == 0;

	for (size_t i = 0; i < ask->n_boards && !wanted; i++) {
		wanted = ask->boards[i] == board;
	}
	return wanted;
}

/* Counts those of the boards that are asked for, and leaves only what is listed. */
static void choose(struct view_coalitions *c, const struct listing *l)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++) {
		const struct view_brief *brief = &c->list[i];
		if (!board_wanted(l->ask, l->x->board[brief->row])) {
			continue;
		}
		c->states[brief->state]++;
		if (l->ask->states == 0 || (l->ask->states & 1u << brief->state) != 0) {
			c->list[n++] = *brief;
		}
	}
	c->n = n;
}

static int by_asked(const void *a, const void *b, void *ctx)
{
	const struct view_brief *p = a, *q = b;
	const struct listing *l = ctx;
	uint64_t of_p = p->energy.known + p->energy.strangers, of_q = q->energy.known + q->energy.strangers;

	if (!l->ask->newest && of_p != of_q) {
		return of_p > of_q ? -1 : 1;
	}
	int order = view_row_order(l->x, p->row, q->row);
	return l->ask->newest ? -order : order;
}

/* Puts the first `few` in order, and only those: most of many are not listed. */
static void first_few(struct view_brief *list, size_t n, size_t few, struct listing *l)
{
	qsort_r(list, few, sizeof(*list), by_asked, l);
	for (size_t i = few; i < n; i++) {
		size_t at = few;
		if (by_asked(&list[i], &list[few - 1], l) >= 0) {
			continue;
		}
		struct view_brief brief = list[i];
		for (at = few - 1; at > 0 && by_asked(&brief, &list[at - 1], l) < 0; at--) {
			list[at] = list[at - 1];
		}
		list[at] = brief;
	}
}

enum kiem_err view_coalitions_create(
        struct view_coalitions **out, const struct view_extract *x, const struct view_coalitions_ask *ask)
{
	struct listing l = {.ask = ask, .x = x};
	struct view_coalitions *c = calloc(1, sizeof(*c));

	*out = NULL;
	if (c == NULL) {
		return KIEM_E_MEMORY;
	}
	enum kiem_err err = briefs_create(&c->list, &c->n, x, &ask->eye);
	if (err != KIEM_DONE) {
		view_coalitions_destroy(c);
		return err;
	}
	choose(c, &l);
	c->fit = c->n;
	if (ask->limit != 0 && ask->limit < c->n && ask->limit < FEW) {
		first_few(c->list, c->n, ask->limit, &l);
	} else if (c->n != 0) {
		qsort_r(c->list, c->n, sizeof(*c->list), by_asked, &l);
	}
	c->n = ask->limit != 0 && ask->limit < c->n ? ask->limit : c->n;
	*out = c;
	return KIEM_DONE;
}

void view_coalitions_destroy(struct view_coalitions *coalitions)
{
	if (coalitions == NULL) {
		return;
	}
	free(coalitions->list);
	free(coalitions);
}
