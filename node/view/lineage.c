/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The two trees of a lineage, upwards and downwards from one post, gathered level by level: a post stands at its least distance,
 * under the first of those one step nearer that it hangs on. So the bound cuts the farthest, the same on every node; and links by
 * `after`, which can make a circle of what links alone cannot, come to an end.
 */
#include "lineage.h"

#include <stdlib.h>
#include <string.h>

static int by_order(const void *a, const void *b, void *ctx)
{
	const struct step *p = a, *q = b;
	const struct view_extract *x = ctx;
	bool here = p->row != VIEW_NONE, other_here = q->row != VIEW_NONE;
	int order = here != other_here ? (int)other_here - (int)here : memcmp(p->id.b, q->id.b, sizeof(p->id.b));

	if (here && other_here) {
		order = view_row_order(x, p->row, q->row);
	}
	if (order == 0 && p->nearer != q->nearer) {
		order = p->nearer < q->nearer ? -1 : 1;
	}
	if (order == 0) {
		order = (p->relation > q->relation) - (p->relation < q->relation);
	}
	if (order != 0 || p->said == q->said) {
		return order;
	}
	if (p->said == VIEW_NONE || q->said == VIEW_NONE) {
		return p->said == VIEW_NONE ? -1 : 1;
	}
	return view_row_order(x, p->said, q->said);
}

static enum kiem_err place(struct lineage_tree *tree, const struct step *step, unsigned depth)
{
	void *list = room_for_one(tree->list, &tree->cap, tree->n, sizeof(*tree->list));

	if (list == NULL) {
		return KIEM_E_MEMORY;
	}
	tree->list = list;
	tree->list[tree->n++] = (struct view_kinsman){.id = step->id,
	        .row = step->row,
	        .shown = step->row,
	        .presence = step->row != VIEW_NONE ? VIEW_HERE : VIEW_NOT_HERE,
	        .said = step->said,
	        .relation = step->relation,
	        .depth = depth,
	        .nearer = step->nearer};
	return seen_add(&tree->seen, lineage_mark(step->row, &step->id));
}

/* One level, from the steps that were collected for it. */
static enum kiem_err close_level(struct lineage_tree *tree, unsigned depth)
{
	struct steps *steps = &tree->steps;
	enum kiem_err err = KIEM_DONE;

	if (steps->n != 0) {
		qsort_r(steps->list, steps->n, sizeof(*steps->list), by_order, (void *)(uintptr_t)tree->s->x);
	}
	for (size_t i = 0; err == KIEM_DONE && i < steps->n; i++) {
		if (seen_has(&tree->seen, lineage_mark(steps->list[i].row, &steps->list[i].id))) {
			continue;
		}
		if (tree->n == VIEW_LINEAGE_MAX) {
			tree->more = true;
			break;
		}
		err = place(tree, &steps->list[i], depth);
	}
	steps->n = 0;
	return err;
}

/* The steps from one post, of this tree's direction; from one that is not here nobody knows its parents. */
static enum kiem_err step_from(struct lineage_tree *tree, uint32_t row, size_t at)
{
	size_t before = tree->steps.n;
	enum kiem_err err = KIEM_DONE;

	if (row != VIEW_NONE) {
		err = tree->up ? steps_up(&tree->steps, tree->s, row) : steps_down(&tree->steps, tree->s, row);
	}
	for (size_t i = before; i < tree->steps.n; i++) {
		tree->steps.list[i].nearer = at;
	}
	return err;
}

static enum kiem_err grow(struct lineage_tree *tree, uint32_t root)
{
	size_t from = 0, to = 0;
	enum kiem_err err = step_from(tree, root, SIZE_MAX);

	for (unsigned depth = 1; err == KIEM_DONE && tree->steps.n != 0; depth++) {
		err = close_level(tree, depth);
		from = to;
		to = tree->n;
		for (size_t i = from; err == KIEM_DONE && i < to; i++) {
			err = step_from(tree, tree->list[i].row, i);
		}
	}
	return err;
}

/* ---- from level order to reading order ---- */

/*
 * Everybody's place is that of the one nearer, plus one, plus the sizes of the branches before it; in level order these come first,
 * so one pass places all.
 */
static enum kiem_err lay_out(struct view_kinsman **out, const struct lineage_tree *tree)
{
	size_t n = tree->n, *size = calloc(3 * (n + 1), sizeof(*size)), *next = size + n + 1, *at = next + n + 1;
	struct view_kinsman *list = calloc(n + 1, sizeof(*list));

	*out = NULL;
	if (size == NULL || list == NULL) {
		free(size);
		free(list);
		return KIEM_E_MEMORY;
	}
	for (size_t i = n; i-- > 0;) {
		size[i]++;
		if (tree->list[i].nearer != SIZE_MAX) {
			size[tree->list[i].nearer] += size[i];
		}
	}
	for (size_t i = 0; i < n; i++) {
		size_t nearer = tree->list[i].nearer, slot = nearer == SIZE_MAX ? 0 : nearer + 1;
		at[i] = next[slot];
		next[slot] += size[i];
		next[i + 1] = at[i] + 1;
		list[at[i]] = tree->list[i];
		list[at[i]].nearer = nearer == SIZE_MAX ? SIZE_MAX : at[nearer];
	}
	free(size);
	*out = list;
	return KIEM_DONE;
}

/* ---- the whole ---- */

static enum kiem_err begin(struct view_lineage *lineage, const struct stepping *s, uint64_t number)
{
	uint32_t row = view_row_of(s->x, number), original;

	if (row == VIEW_NONE || !view_row_live(s->x, row, s->now_ms)) {
		return KIEM_E_NOT_FOUND;
	}
	if (!step_content(&original, s->x, row, s->now_ms)) {
		return KIEM_E_INVALID;
	}
	lineage->self = (struct view_kinsman){
	        .id = s->x->id[original], .row = original, .shown = original, .said = VIEW_NONE, .nearer = SIZE_MAX};
	return KIEM_DONE;
}

/* Parents first: what is both is a parent. */
static enum kiem_err both(struct view_lineage *lineage, struct lineage_tree *up, struct lineage_tree *down)
{
	enum kiem_err err = seen_add(&up->seen, lineage_mark(lineage->self.row, &lineage->self.id));

	err = err == KIEM_DONE ? grow(up, lineage->self.row) : err;
	err = err == KIEM_DONE ? lineage_tell(up) : err;
	down->seen = up->seen;
	up->seen = (struct seen){0};
	err = err == KIEM_DONE ? grow(down, lineage->self.row) : err;
	err = err == KIEM_DONE ? lineage_tell(down) : err;
	err = err == KIEM_DONE ? lineage_count(&lineage->self, up->s) : err;
	err = err == KIEM_DONE ? lay_out(&lineage->up, up) : err;
	err = err == KIEM_DONE ? lay_out(&lineage->down, down) : err;
	lineage->n_up = up->n;
	lineage->n_down = down->n;
	lineage->more_up = up->more;
	lineage->more_down = down->more;
	return err;
}

static void tree_finish(struct lineage_tree *tree)
{
	free(tree->list);
	free(tree->steps.list);
	seen_finish(&tree->seen);
}

enum kiem_err view_lineage_create(
        struct view_lineage **out, const struct view_extract *x, struct kiem_read *read, uint64_t number, int64_t now_ms)
{
	struct stepping s = {.x = x, .read = read, .now_ms = now_ms};
	struct lineage_tree up = {.s = &s, .up = true}, down = {.s = &s};
	struct view_lineage *lineage = calloc(1, sizeof(*lineage));
	enum kiem_err err = lineage != NULL ? begin(lineage, &s, number) : KIEM_E_MEMORY;

	*out = NULL;
	err = err == KIEM_DONE ? both(lineage, &up, &down) : err;
	err = err == KIEM_DONE ? lineage_alike(lineage, &s, &down.seen) : err;
	if (err == KIEM_DONE) {
		*out = lineage;
		lineage = NULL;
	}
	tree_finish(&up);
	tree_finish(&down);
	stepping_finish(&s);
	view_lineage_destroy(lineage);
	return err;
}

void view_lineage_destroy(struct view_lineage *lineage)
{
	if (lineage == NULL) {
		return;
	}
	free(lineage->up);
	free(lineage->down);
	free(lineage);
}
