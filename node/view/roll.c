/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The people of some boards: everybody who made a post that is there, of any kind, since a join or a name is a sign of life too.
 * One pass over the columns of the extract, so that a hundred thousand take a moment.
 */
#include "room.h"

#include <kiem/extract.h>

#include <stdlib.h>
#include <string.h>

/* What is known of each person of the extract, at their number. */
struct calling {
	const struct view_extract *x;
	struct view_seen *seen;
	struct seen met; /* person and board together: who was counted on which board */
};

static enum kiem_err call(struct calling *c, uint32_t row)
{
	const struct view_extract *x = c->x;
	struct view_seen *seen = &c->seen[x->author[row]];
	uint64_t there = (uint64_t)x->board[row] << 32 | x->author[row];
	int64_t made = x->made[row];

	if (seen->boards == 0) {
		*seen = (struct view_seen){.key = x->key[x->author[row]], .first = made, .last = made};
	}
	seen->first = made < seen->first ? made : seen->first;
	seen->last = made > seen->last ? made : seen->last;
	seen->posts += view_is_content(x->kind[row]);
	if (seen_has(&c->met, there)) {
		return KIEM_DONE;
	}
	seen->boards++;
	return seen_add(&c->met, there);
}

static bool on_one_of(const struct view_extract *x, uint32_t row, const uint32_t *boards, size_t n_boards)
{
	for (size_t i = 0; i < n_boards; i++) {
		if (x->board[row] == boards[i]) {
			return true;
		}
	}
	return false;
}

static int last_seen_first(const void *a, const void *b)
{
	const struct view_seen *x = a, *y = b;

	if (x->last != y->last) {
		return x->last < y->last ? 1 : -1;
	}
	return memcmp(x->key.b, y->key.b, sizeof(x->key.b));
}

enum kiem_err view_roll_create(
        struct view_roll **out, const struct view_extract *x, const uint32_t *boards, size_t n_boards, int64_t now_ms)
{
	struct view_roll *roll = calloc(1, sizeof(*roll));
	struct calling c = {.x = x, .seen = calloc(x->n_persons + 1, sizeof(*c.seen))};
	enum kiem_err err = roll != NULL && c.seen != NULL ? KIEM_DONE : KIEM_E_MEMORY;

	*out = NULL;
	for (uint32_t row = 0; row < x->n && err == KIEM_DONE; row++) {
		if (view_row_live(x, row, now_ms) && on_one_of(x, row, boards, n_boards)) {
			err = call(&c, row);
		}
	}
	seen_finish(&c.met);
	if (err != KIEM_DONE) {
		free(c.seen);
		free(roll);
		return err;
	}
	roll->list = c.seen;
	for (size_t person = 0; person < x->n_persons; person++) {
		if (c.seen[person].boards > 0) {
			roll->list[roll->n++] = c.seen[person];
		}
	}
	qsort(roll->list, roll->n, sizeof(*roll->list), last_seen_first);
	*out = roll;
	return KIEM_DONE;
}

void view_roll_destroy(struct view_roll *roll)
{
	if (roll != NULL) {
		free(roll->list);
		free(roll);
	}
}
