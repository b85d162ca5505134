/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rings (kiem/match.h). People are numbered by their keys, so that a ring is found once, from its lowest number, and in the same
 * order on every node. From each person only VIEW_RING_WAYS ways go on, the best: at most 8 + 64 + 512 steps from one beginning.
 */
#include "rings.h"
#include "room.h"

#include <stdlib.h>
#include <string.h>

#define RINGS_KEPT 1000 /* the best of all that are found; twice as many are held before the rest is let go */

/* ---- going round ---- */

static int circle_order(const void *a, const void *b)
{
	const struct circle *x = a, *y = b;

	if (x->score != y->score) {
		return x->score > y->score ? -1 : 1;
	}
	if (x->n != y->n) {
		return x->n < y->n ? -1 : 1;
	}
	for (size_t i = 0; i < x->n; i++) {
		if (x->who[i] != y->who[i]) {
			return x->who[i] < y->who[i] ? -1 : 1;
		}
	}
	return 0;
}

static void let_go(struct rounds *r)
{
	if (r->n > 0) {
		qsort(r->list, r->n, sizeof(*r->list), circle_order);
	}
	r->more = r->more || r->n > RINGS_KEPT;
	r->n = r->n > RINGS_KEPT ? RINGS_KEPT : r->n;
}

static bool is_asked_for(const struct rounds *r)
{
	bool has = r->me == VIEW_NONE && r->row == VIEW_NONE;

	for (size_t i = 0; i < r->path.n; i++) {
		const struct pair *pair = &r->way[r->path.way[i]].pair;
		has = has || (r->me != VIEW_NONE && r->path.who[i] == r->me) ||
		      (r->row != VIEW_NONE && (r->market->deal[pair->offer].trade.row == r->row ||
		                                      r->market->deal[pair->request].trade.row == r->row));
	}
	return has;
}

static enum kiem_err close_ring(struct rounds *r)
{
	if (!is_asked_for(r)) {
		return KIEM_DONE;
	}
	void *list = room_for_one(r->list, &r->cap, r->n, sizeof(*r->list));
	if (list == NULL) {
		return KIEM_E_MEMORY;
	}
	r->list = list;
	struct circle *ring = &r->list[r->n++];
	*ring = r->path;
	ring->score = UINT32_MAX;
	for (size_t i = 0; i < ring->n; i++) {
		uint32_t score = r->way[ring->way[i]].pair.score;
		ring->score = score < ring->score ? score : ring->score;
	}
	if (r->n == 2 * RINGS_KEPT) {
		let_go(r);
	}
	return KIEM_DONE;
}

static bool on_path(const struct rounds *r, uint32_t who)
{
	for (size_t i = 0; i < r->path.n; i++) {
		if (r->path.who[i] == who) {
			return true;
		}
	}
	return false;
}

/* Goes on from the last one of the path, no deeper than VIEW_RING_MAX. */
static enum kiem_err go_on(struct rounds *r)
{
	uint32_t start = r->path.who[0], at = r->path.who[r->path.n - 1];
	enum kiem_err err = KIEM_DONE;

	for (uint32_t w = r->first[at]; w < r->first[at + 1] && err == KIEM_DONE; w++) {
		uint32_t to = r->way[w].to;
		r->path.way[r->path.n - 1] = w;
		if (to == start) {
			err = close_ring(r);
		} else if (to > start && r->path.n < VIEW_RING_MAX && !on_path(r, to)) {
			r->path.who[r->path.n++] = to;
			err = go_on(r);
			r->path.n--;
		}
	}
	return err;
}

static enum kiem_err go_round(struct rounds *r)
{
	enum kiem_err err = KIEM_DONE;

	for (uint32_t i = 0; i < r->n_people && err == KIEM_DONE; i++) {
		r->path = (struct circle){.n = 1, .who = {i}};
		err = go_on(r);
	}
	let_go(r);
	return err;
}

/* ---- the list ---- */

static enum kiem_err tell(struct view_rings *rings, const struct rounds *r)
{
	size_t limit = r->options->limit == 0 || r->options->limit > r->n ? r->n : r->options->limit;
	enum kiem_err err = KIEM_DONE;

	rings->more = r->more || limit < r->n;
	rings->list = calloc(limit + 1, sizeof(*rings->list));
	if (rings->list == NULL) {
		return KIEM_E_MEMORY;
	}
	for (; rings->n < limit && err == KIEM_DONE; rings->n++) {
		struct view_ring *ring = &rings->list[rings->n];
		ring->n = r->list[rings->n].n;
		ring->score = r->list[rings->n].score;
		for (size_t i = 0; i < ring->n && err == KIEM_DONE; i++) {
			err = match_tell(&ring->step[i], r->market, &r->way[r->list[rings->n].way[i]].pair);
		}
	}
	return err;
}

static enum kiem_err rings_fill(struct view_rings *rings, const struct market *m, const struct view_match_options *options)
{
	struct rounds r = {.market = m, .options = options, .me = VIEW_NONE, .row = VIEW_NONE};
	struct view_match_options everybody = {.now_ms = options->now_ms, .row = VIEW_NONE};
	struct pairs pairs = {0};
	bool *wanted = NULL, *all = NULL;
	enum kiem_err err = market_wanted(&wanted, m, options);

	if (err == KIEM_DONE) {
		err = market_wanted(&all, m, &everybody);
	}
	if (err == KIEM_DONE) {
		err = market_pairs(&pairs, m, all, VIEW_RING_WAYS, 0);
	}
	if (err == KIEM_DONE && (err = rings_people(&r)) == KIEM_DONE) {
		err = rings_ways(&r, &pairs);
	}
	if (err == KIEM_DONE) {
		uint32_t me = options->me == NULL ? VIEW_NONE : view_person_of(m->x, options->me);
		r.me = me == VIEW_NONE ? VIEW_NONE : r.place[m->x->self[me]];
		r.row = options->row == VIEW_NONE ? VIEW_NONE : view_row_original(m->x, options->row, options->now_ms);
		/* Somebody who has nothing in the market is in no ring. */
		bool nobody = options->me != NULL && r.me == VIEW_NONE;
		err = nobody ? KIEM_DONE : go_round(&r);
	}
	if (err == KIEM_DONE) {
		err = tell(rings, &r);
	}
	free(wanted);
	free(all);
	free(pairs.list);
	free(r.people);
	free(r.place);
	free(r.way);
	free(r.first);
	free(r.list);
	return err;
}

enum kiem_err view_rings_create(
        struct view_rings **out, const struct view_extract *x, struct kiem_read *read, const struct view_match_options *options)
{
	struct view_rings *rings = calloc(1, sizeof(*rings));
	struct market m = {0};
	enum kiem_err err = rings == NULL ? KIEM_E_MEMORY : market_init(&m, x, read, options->now_ms);

	*out = NULL;
	if (err == KIEM_DONE) {
		err = rings_fill(rings, &m, options);
	}
	if (err == KIEM_DONE) {
		*out = rings;
		rings = NULL;
	}
	market_finish(&m);
	view_rings_destroy(rings);
	return err;
}

void view_rings_destroy(struct view_rings *rings)
{
	if (rings == NULL) {
		return;
	}
	free(rings->list);
	free(rings);
}
