/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The list of coalitions: one for every initiative on the boards asked for. One circle is filled with each in turn; only figures
 * are kept. They stand in order of energy, which is what moves now and says nothing of anybody's worth, or of their making.
 */
#include "circle.h"

#include <stdlib.h>

struct listing {
	struct view_coalitions *list;
	size_t cap;
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

static enum kiem_err take(struct listing *l, struct circle *c, uint32_t row)
{
	struct view_brief brief;
	enum kiem_err err = circle_gather(c, row);

	if (err == KIEM_DONE) {
		err = circle_brief(&brief, c);
	}
	if (err != KIEM_DONE) {
		return err;
	}
	l->list->states[brief.state]++;
	if (l->ask->states != 0 && (l->ask->states & 1u << brief.state) == 0) {
		return KIEM_DONE;
	}
	void *list = room_for_one(l->list->list, &l->cap, l->list->n, sizeof(*l->list->list));
	if (list == NULL) {
		return KIEM_E_MEMORY;
	}
	l->list->list = list;
	l->list->list[l->list->n++] = brief;
	return KIEM_DONE;
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

enum kiem_err view_coalitions_create(
        struct view_coalitions **out, const struct view_extract *x, const struct view_coalitions_ask *ask)
{
	struct circle c;
	struct listing l = {.list = calloc(1, sizeof(*l.list)), .ask = ask, .x = x};
	enum kiem_err err = circle_init(&c, x, &ask->eye, false);

	*out = NULL;
	err = err == KIEM_DONE && l.list == NULL ? KIEM_E_MEMORY : err;
	for (uint32_t row = 0; err == KIEM_DONE && row < x->n; row++) {
		if (x->kind[row] == KIEM_INITIATIVE && view_row_live(x, row, ask->eye.now_ms) && board_wanted(ask, x->board[row])) {
			err = take(&l, &c, row);
		}
	}
	circle_finish(&c);
	if (err != KIEM_DONE) {
		view_coalitions_destroy(l.list);
		return err;
	}
	if (l.list->n != 0) {
		qsort_r(l.list->list, l.list->n, sizeof(*l.list->list), by_asked, &l);
	}
	l.list->fit = l.list->n;
	l.list->n = ask->limit != 0 && ask->limit < l.list->n ? ask->limit : l.list->n;
	*out = l.list;
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
