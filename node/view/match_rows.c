/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The versions of a post (match.h), from the columns alone: the rule is that of revision.c. A revision replaces one post, the door
 * sees to that; so no version is met twice, however long its author goes on.
 */
#include "match.h"

#include <stdlib.h>
#include <string.h>

/* Whether the link is how its row replaces what it names, and that counts for a version by this author. */
static bool revises(const struct view_extract *x, uint32_t link, uint32_t author, int64_t now_ms)
{
	uint32_t by = x->source[link];

	return x->relation[link] == KIEM_REPLACES && x->kind[by] == KIEM_REVISE && x->author[by] == author &&
	       view_row_live(x, by, now_ms);
}

static bool is_revised(const struct view_extract *x, uint32_t row, int64_t now_ms)
{
	for (uint32_t l = x->around[row]; l != VIEW_NONE; l = x->around_next[l]) {
		if (revises(x, l, x->author[row], now_ms)) {
			return true;
		}
	}
	return false;
}

/* Room for one more; moves what is in `one` to the heap the first time. */
static enum kiem_err append(struct match_rows *rows, size_t *cap, uint32_t row)
{
	if (rows->n == *cap) {
		uint32_t *old = rows->row == &rows->one ? NULL : rows->row;
		size_t more = *cap == 1 ? 8 : *cap * 2;
		uint32_t *moved = reallocarray(old, more, sizeof(*moved));
		if (moved == NULL) {
			return KIEM_E_MEMORY;
		}
		moved[0] = old == NULL ? rows->one : moved[0];
		rows->row = moved;
		*cap = more;
	}
	rows->row[rows->n++] = row;
	return KIEM_DONE;
}

enum kiem_err match_rows_init(struct match_rows *rows, const struct view_extract *x, uint32_t original, int64_t now_ms)
{
	size_t cap = 1;
	uint32_t shown = VIEW_NONE;
	enum kiem_err err = KIEM_DONE;

	*rows = (struct match_rows){.n = 1, .row = &rows->one, .one = original, .shown = original};
	if (!is_revised(x, original, now_ms)) {
		return KIEM_DONE;
	}
	for (size_t i = 0; i < rows->n && err == KIEM_DONE; i++) {
		size_t n = rows->n;
		uint32_t row = rows->row[i];
		for (uint32_t l = x->around[row]; l != VIEW_NONE && err == KIEM_DONE; l = x->around_next[l]) {
			if (revises(x, l, x->author[original], now_ms)) {
				err = append(rows, &cap, x->source[l]);
			}
		}
		/* Of those that none replaces the highest. */
		if (rows->n == n && (shown == VIEW_NONE || view_row_order(x, row, shown) > 0)) {
			shown = row;
		}
	}
	rows->shown = shown;
	return err;
}

void match_rows_finish(struct match_rows *rows)
{
	if (rows->row != &rows->one) {
		free(rows->row);
	}
}

enum kiem_err match_shown(
        uint32_t *shown, struct view_numbers *known, const struct view_extract *x, uint32_t original, int64_t now_ms)
{
	struct match_rows rows;
	uint64_t row;

	*shown = original;
	if (x->around[original] == VIEW_NONE) {
		return KIEM_DONE;
	}
	if (view_numbers_get(&row, known, x->number[original])) {
		*shown = (uint32_t)row;
		return KIEM_DONE;
	}
	enum kiem_err err = match_rows_init(&rows, x, original, now_ms);
	*shown = rows.shown;
	match_rows_finish(&rows);
	return err == KIEM_DONE ? view_numbers_put(known, x->number[original], *shown) : err;
}
