/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Near copies: posts of one kind whose words are nearly the same, by different people, with no link between. Pointed out, not
 * judged: two may have had the same thought, or the same form to fill in. Every live post of the kind is read once; at some 10 µs
 * each that is the price of having nothing else to keep up to date.
 */
#include "lineage.h"
#include "weights.h"

#include <stdlib.h>

#define REACH_MAX 10000 /* posts looked at to see which of two is older */

struct likening {
	struct stepping *s;
	struct shingles model[2]; /* of the post's first text and of the one shown; the second may be empty */
	struct shingles other;
	struct seen met; /* originals that are in the list already, or are not to be */
	size_t n, cap;
	struct view_alike *list;
};

static enum kiem_err shingle_post(struct shingles *shingles, const struct kiem_post *post)
{
	shingles_clear(shingles);
	enum kiem_err err = shingles_add(shingles, post->title);

	err = err == KIEM_DONE ? shingles_add(shingles, post->text) : err;
	shingles_settle(shingles);
	return err;
}

static enum kiem_err shingle_row(struct shingles *shingles, const struct stepping *s, uint32_t row)
{
	struct kiem_kept kept;
	enum kiem_err err = kiem_read_post(s->read, &kept, s->x->number[row]);

	return err == KIEM_DONE ? shingle_post(shingles, &kept.post) : err;
}

/* How alike a text is to the model; 0 when either is too short to say. */
static unsigned liken(const struct likening *l)
{
	unsigned best = 0;

	for (size_t i = 0; i < 2; i++) {
		if (l->model[i].n >= LINEAGE_SHINGLES_LEAST && l->other.n >= LINEAGE_SHINGLES_LEAST) {
			unsigned permille = shingles_permille(&l->model[i], &l->other);
			best = permille > best ? permille : best;
		}
	}
	return best;
}

/* One text of a post, alike enough; another of its versions may be in the list. */
static enum kiem_err keep(struct likening *l, uint32_t original, unsigned permille)
{
	for (size_t i = 0; i < l->n; i++) {
		if (l->list[i].row == original) {
			l->list[i].permille = permille > l->list[i].permille ? permille : l->list[i].permille;
			return KIEM_DONE;
		}
	}
	void *list = room_for_one(l->list, &l->cap, l->n, sizeof(*l->list));
	if (list == NULL) {
		return KIEM_E_MEMORY;
	}
	l->list = list;
	l->list[l->n++] = (struct view_alike){.row = original, .shown = original, .permille = permille};
	return KIEM_DONE;
}

/* Every text of the kind by somebody other than `person`. */
static enum kiem_err look_through(struct likening *l, uint64_t kind, uint32_t person)
{
	const struct view_extract *x = l->s->x;
	enum kiem_err err = KIEM_DONE;

	for (uint32_t row = 0; err == KIEM_DONE && row < x->n; row++) {
		uint32_t original = row;
		if ((x->kind[row] != kind && x->kind[row] != KIEM_REVISE) || !step_content(&original, x, row, l->s->now_ms) ||
		        x->kind[original] != kind || view_row_person(x, original) == person || seen_has(&l->met, original + 1ULL)) {
			continue;
		}
		err = shingle_row(&l->other, l->s, row);
		unsigned permille = err == KIEM_DONE ? liken(l) : 0;
		if (permille >= LINEAGE_ALIKE_PERMILLE) {
			err = keep(l, original, permille);
		}
	}
	return err;
}

static int by_likeness(const void *a, const void *b, void *ctx)
{
	const struct view_alike *p = a, *q = b;

	return p->permille != q->permille ? (p->permille < q->permille ? 1 : -1) : view_row_order(ctx, p->row, q->row);
}

/* The most alike, and the version of each that is shown. */
static enum kiem_err settle(struct view_alike out[static VIEW_ALIKE_MAX], size_t *n, struct likening *l)
{
	enum kiem_err err = KIEM_DONE;

	if (l->n != 0) {
		qsort_r(l->list, l->n, sizeof(*l->list), by_likeness, (void *)(uintptr_t)l->s->x);
	}
	*n = l->n < VIEW_ALIKE_MAX ? l->n : VIEW_ALIKE_MAX;
	for (size_t i = 0; err == KIEM_DONE && i < *n; i++) {
		out[i] = l->list[i];
		err = stepping_versions(l->s, &out[i].shown, out[i].row);
	}
	return err;
}

static void likening_finish(struct likening *l)
{
	shingles_finish(&l->model[0]);
	shingles_finish(&l->model[1]);
	shingles_finish(&l->other);
	seen_finish(&l->met);
	free(l->list);
}

/* ---- which is older ---- */

/* Whether `to` can be reached from `from` by links of any relation: then it was there before, whatever either says of its time. */
static enum kiem_err rests_on(bool *rests, const struct stepping *s, uint32_t from, uint32_t to)
{
	const struct view_extract *x = s->x;
	struct seen seen = {0};
	size_t n = 0, cap = 0;
	uint32_t *queue = room_for_one(NULL, &cap, 0, sizeof(*queue));
	enum kiem_err err = queue != NULL ? seen_add(&seen, from + 1ULL) : KIEM_E_MEMORY;

	*rests = false;
	if (err == KIEM_DONE) {
		queue[n++] = from;
	}
	for (size_t at = 0; err == KIEM_DONE && at < n && !*rests; at++) {
		for (uint32_t l = x->link_first[queue[at]]; err == KIEM_DONE && l < x->link_first[queue[at] + 1]; l++) {
			uint32_t row = x->target[l];
			if (row == VIEW_NONE || !view_row_live(x, row, s->now_ms) || n >= REACH_MAX ||
			        seen_has(&seen, row + 1ULL)) {
				continue;
			}
			*rests = *rests || row == to;
			void *grown = room_for_one(queue, &cap, n, sizeof(*queue));
			queue = grown != NULL ? grown : queue;
			err = grown != NULL ? seen_add(&seen, row + 1ULL) : KIEM_E_MEMORY;
			if (err == KIEM_DONE) {
				queue[n++] = row;
			}
		}
	}
	free(queue);
	seen_finish(&seen);
	return err;
}

static enum kiem_err which_is_older(struct view_alike *alike, const struct stepping *s, uint32_t row)
{
	bool older = false, younger = false;
	enum kiem_err err = rests_on(&older, s, row, alike->row);

	if (err == KIEM_DONE && !older) {
		err = rests_on(&younger, s, alike->row, row);
	}
	alike->before = older ? VIEW_BEFORE_THIS : younger ? VIEW_BEFORE_OTHER : VIEW_BEFORE_UNKNOWN;
	return err;
}

/* ---- the two who ask ---- */

enum kiem_err lineage_alike(struct view_lineage *lineage, struct stepping *s, const struct seen *kin)
{
	struct likening l = {.s = s};
	const struct view_kinsman *self = &lineage->self;
	enum kiem_err err = shingle_row(&l.model[0], s, self->row);

	if (err == KIEM_DONE && self->shown != self->row) {
		err = shingle_row(&l.model[1], s, self->shown);
	}
	for (size_t i = 0; err == KIEM_DONE && i < kin->numbers.cap; i++) {
		uint64_t mark = kin->numbers.list[i].number;
		err = mark != 0 ? seen_add(&l.met, mark) : KIEM_DONE;
	}
	if (err == KIEM_DONE && (l.model[0].n >= LINEAGE_SHINGLES_LEAST || l.model[1].n >= LINEAGE_SHINGLES_LEAST)) {
		err = look_through(&l, s->x->kind[self->row], view_row_person(s->x, self->row));
	}
	err = err == KIEM_DONE ? settle(lineage->alike, &lineage->n_alike, &l) : err;
	for (size_t i = 0; err == KIEM_DONE && i < lineage->n_alike; i++) {
		err = which_is_older(&lineage->alike[i], s, self->row);
	}
	likening_finish(&l);
	return err;
}

enum kiem_err view_alike_find(struct view_alike list[static VIEW_ALIKE_MAX], size_t *n, const struct view_extract *x,
        struct kiem_read *read, const struct kiem_post *draft, const struct kiem_key *me, int64_t now_ms)
{
	struct stepping s = {.x = x, .read = read, .now_ms = now_ms};
	struct likening l = {.s = &s};
	uint32_t person = view_person_of(x, me);
	enum kiem_err err = shingle_post(&l.model[0], draft);

	*n = 0;
	if (err == KIEM_DONE && l.model[0].n >= LINEAGE_SHINGLES_LEAST) {
		err = look_through(&l, draft->kind, person != VIEW_NONE ? x->self[person] : VIEW_NONE);
	}
	err = err == KIEM_DONE ? settle(list, n, &l) : err;
	likening_finish(&l);
	stepping_finish(&s);
	return err;
}
