/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ties between people, added up from what one did toward another (docs/ties.md): per day only the heaviest act, each fading. The
 * sum is of integers over sorted touches, so it is the same however the posts arrived. The same adding up serves one coalition
 * (circle_take.c gathers its touches) and all people at once (view_bonds_create).
 */
#include "circle.h"

#include <stdlib.h>

uint32_t touch_weight(uint16_t kind, uint8_t relation)
{
	if (kind == KIEM_JOIN) {
		return relation == KIEM_ABOUT ? WEIGHT_JOIN : 0;
	}
	if (kind == KIEM_RECEIPT) {
		return relation == KIEM_ABOUT ? WEIGHT_RECEIPT : 0;
	}
	if (!view_is_content(kind)) {
		return 0;
	}
	switch (relation) {
	case KIEM_EXTENDS:
	case KIEM_VARIANT:
		return WEIGHT_BUILD;
	case KIEM_ANSWERS:
		return kind == KIEM_DEED ? WEIGHT_DEED : WEIGHT_ANSWER;
	case KIEM_ABOUT:
		return kind == KIEM_DEED ? WEIGHT_DEED : WEIGHT_ABOUT;
	default:
		return 0;
	}
}

enum view_closeness view_bond_closeness(const struct view_bond *bond)
{
	uint64_t both = bond->ab + bond->ba;

	if (both < WEIGHT_DORMANT) {
		return VIEW_DORMANT;
	}
	bool mutual = bond->ab >= WEIGHT_MUTUAL && bond->ba >= WEIGHT_MUTUAL;
	return both >= WEIGHT_CLOSE || mutual ? VIEW_CLOSE : VIEW_LOOSE;
}

static uint32_t lower(const struct touch *t)
{
	return t->from < t->to ? t->from : t->to;
}

static uint32_t higher(const struct touch *t)
{
	return t->from < t->to ? t->to : t->from;
}

/* By pair, then direction, then day, and of one day the heaviest first. */
static int by_pair(const void *a, const void *b)
{
	const struct touch *p = a, *q = b;

	if (lower(p) != lower(q)) {
		return lower(p) < lower(q) ? -1 : 1;
	}
	if (higher(p) != higher(q)) {
		return higher(p) < higher(q) ? -1 : 1;
	}
	if (p->from != q->from) {
		return p->from < q->from ? -1 : 1;
	}
	if (p->day != q->day) {
		return p->day < q->day ? -1 : 1;
	}
	return (q->weight > p->weight) - (q->weight < p->weight);
}

/* Moves what counts at `at` to the front; how many that are. */
static size_t sift(struct touch *touches, size_t n, int32_t after, int32_t at)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (touches[i].day > after && touches[i].day <= at && touches[i].gone > at) {
			struct touch t = touches[i];
			touches[i] = touches[kept];
			touches[kept++] = t;
		}
	}
	return kept;
}

static bool same_pair(const struct view_bond *bond, const struct touch *t)
{
	return bond->a == lower(t) && bond->b == higher(t);
}

/* From touches that stand by pair, as by_pair has it. */
static enum kiem_err add_up(struct view_bond **list, size_t *n, const struct touch *touches, size_t n_touches, int32_t at)
{
	struct view_bond *bonds = malloc((n_touches + 1) * sizeof(*bonds));
	size_t made = 0;

	*list = bonds;
	*n = 0;
	if (bonds == NULL) {
		return KIEM_E_MEMORY;
	}
	for (size_t i = 0; i < n_touches; i++) {
		const struct touch *t = &touches[i];
		if (i > 0 && t[-1].from == t->from && t[-1].to == t->to && t[-1].day == t->day) {
			continue;
		}
		if (made == 0 || !same_pair(&bonds[made - 1], t)) {
			bonds[made++] = (struct view_bond){.a = lower(t), .b = higher(t)};
		}
		uint64_t weighs = (uint64_t)t->weight * weight_decay(at - t->day);
		*(t->from < t->to ? &bonds[made - 1].ab : &bonds[made - 1].ba) += weighs;
	}
	for (size_t i = 0; i < made; i++) {
		if (bonds[i].ab + bonds[i].ba != 0) {
			bonds[(*n)++] = bonds[i];
		}
	}
	return KIEM_DONE;
}

enum kiem_err bonds_add_up(struct view_bond **list, size_t *n, struct touch *touches, size_t n_touches, int32_t after, int32_t at)
{
	size_t counting = sift(touches, n_touches, after, at);

	if (counting != 0) {
		qsort(touches, counting, sizeof(*touches), by_pair);
	}
	return add_up(list, n, touches, counting, at);
}

/* ---- all people ---- */

struct touching {
	const struct view_extract *x;
	int64_t now_ms;
	int32_t today;
	struct touch *list;
	size_t n, cap;
};

static enum kiem_err touch_add(struct touching *g, uint32_t row, uint32_t to, uint32_t weight)
{
	uint32_t from = view_row_person(g->x, row);
	int32_t day = weight_day(g->x->made[row], g->today);

	/* What has faded to nothing needs no room. */
	if (from == to || weight == 0 || weight_decay(g->today - day) == 0) {
		return KIEM_DONE;
	}
	void *list = room_for_one(g->list, &g->cap, g->n, sizeof(*g->list));
	if (list == NULL) {
		return KIEM_E_MEMORY;
	}
	g->list = list;
	g->list[g->n++] = (struct touch){from, to, day, NEVER, weight};
	return KIEM_DONE;
}

/* Joins and vouches that were taken back make no tie any more. */
static bool stands(const struct touching *g, uint32_t row)
{
	const struct view_extract *x = g->x;

	switch (x->kind[row]) {
	case KIEM_JOIN:
		return view_row_cancelled(x, row, KIEM_LEAVE, g->now_ms) == VIEW_NONE;
	case KIEM_VOUCH:
		return view_row_cancelled(x, row, KIEM_UNVOUCH, g->now_ms) == VIEW_NONE;
	default:
		return true;
	}
}

static enum kiem_err touch_row(struct touching *g, uint32_t row)
{
	const struct view_extract *x = g->x;
	uint32_t whom = x->whom[row] == VIEW_NONE ? VIEW_NONE : x->self[x->whom[row]];
	enum kiem_err err = KIEM_DONE;

	if (x->kind[row] == KIEM_VOUCH) {
		return whom == VIEW_NONE || !stands(g, row) ? KIEM_DONE : touch_add(g, row, whom, WEIGHT_VOUCH + x->level[row]);
	}
	for (uint32_t l = x->link_first[row]; err == KIEM_DONE && l < x->link_first[row + 1]; l++) {
		uint32_t target = x->target[l], weight = touch_weight(x->kind[row], x->relation[l]);
		if (weight == 0 || target == VIEW_NONE || !view_row_live(x, target, g->now_ms) || !stands(g, row)) {
			continue;
		}
		bool given = x->kind[row] == KIEM_RECEIPT && whom != VIEW_NONE;
		err = touch_add(g, row, given ? whom : view_row_person(x, target), weight);
	}
	return err;
}

/*
 * Sorts a million touches by laying each with its lower person first and then sorting what little each person has: a third of the
 * time of sorting them all at once. *sorted is malloc'ed.
 */
static enum kiem_err sort_all(struct touch **sorted, const struct touching *g)
{
	size_t *ends = calloc(g->x->n_persons + 1, sizeof(*ends));

	*sorted = malloc((g->n + 1) * sizeof(**sorted));
	if (ends == NULL || *sorted == NULL) {
		free(ends);
		return KIEM_E_MEMORY;
	}
	for (size_t i = 0; i < g->n; i++) {
		ends[lower(&g->list[i]) + 1]++;
	}
	for (size_t p = 0; p < g->x->n_persons; p++) {
		ends[p + 1] += ends[p];
	}
	for (size_t i = 0; i < g->n; i++) {
		(*sorted)[ends[lower(&g->list[i])]++] = g->list[i];
	}
	/* Each start has moved on to its end. */
	for (size_t p = 0, from = 0; p < g->x->n_persons; from = ends[p++]) {
		if (ends[p] - from > 1) {
			qsort(*sorted + from, ends[p] - from, sizeof(**sorted), by_pair);
		}
	}
	free(ends);
	return KIEM_DONE;
}

enum kiem_err view_bonds_create(struct view_bonds **out, const struct view_extract *x, int64_t now_ms)
{
	struct touching g = {.x = x, .now_ms = now_ms, .today = weight_day(now_ms, NEVER - 1)};
	struct touch *sorted = NULL;
	struct view_bonds *bonds = calloc(1, sizeof(*bonds));
	enum kiem_err err = bonds != NULL ? KIEM_DONE : KIEM_E_MEMORY;

	*out = NULL;
	for (uint32_t row = 0; err == KIEM_DONE && row < x->n; row++) {
		if (view_row_live(x, row, now_ms)) {
			err = touch_row(&g, row);
		}
	}
	err = err == KIEM_DONE ? sort_all(&sorted, &g) : err;
	err = err == KIEM_DONE ? add_up(&bonds->list, &bonds->n, sorted, g.n, g.today) : err;
	free(g.list);
	free(sorted);
	if (err == KIEM_DONE) {
		*out = bonds;
	} else {
		free(bonds);
	}
	return err;
}

void view_bonds_destroy(struct view_bonds *bonds)
{
	if (bonds == NULL) {
		return;
	}
	free(bonds->list);
	free(bonds);
}
