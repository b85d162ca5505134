/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which coalitions are touched by what happened since. Everything that makes a difference to one links up to its first post: a note
 * to what it is about, a leave to the join, a retraction to what it took back, and so on. So the walk goes up from every row that
 * came, by every link, also over rows that are gone; the initiatives that it comes by are touched. It comes by more than need be
 * (a link may be of a kind that makes no tie), which costs time and changes nothing.
 *
 * Where the walk comes by a profile, somebody may be of another sector now: then it goes up from all rows of that person too.
 */
#include "briefs.h"

#include <stdlib.h>
#include <string.h>

static enum kiem_err touch_row(struct briefs_touch *t, uint32_t row)
{
	if (row == VIEW_NONE || t->rows[row]) {
		return KIEM_DONE;
	}
	t->rows[row] = 1;
	return extract_list_add(&t->todo, row);
}

static enum kiem_err touch_key(struct briefs_touch *t, uint32_t key)
{
	enum kiem_err err = KIEM_DONE;

	for (uint32_t row = t->x->last_by[key]; row != VIEW_NONE && err == KIEM_DONE; row = t->x->before_by_author[row]) {
		t->walked++;
		err = touch_row(t, row);
	}
	return err;
}

/* All that somebody posted, by whichever of their keys. */
static enum kiem_err touch_person(struct briefs_touch *t, uint32_t key)
{
	const struct view_extract *x = t->x;
	uint32_t person = x->self[key];

	if (t->persons[person]) {
		return KIEM_DONE;
	}
	t->persons[person] = 1;
	enum kiem_err err = KIEM_DONE;
	for (uint32_t k = person; k != VIEW_NONE && err == KIEM_DONE; k = view_next_key(x, k)) {
		err = touch_key(t, k);
	}
	return err;
}

/* Goes up from what is touched until nothing more is. */
static enum kiem_err walk_up(struct briefs_touch *t)
{
	const struct view_extract *x = t->x;
	enum kiem_err err = KIEM_DONE;

	while (err == KIEM_DONE && t->todo.n > 0) {
		uint32_t row = t->todo.at[--t->todo.n];
		t->walked++;
		if (x->kind[row] == KIEM_PROFILE) {
			err = touch_person(t, x->author[row]);
		}
		for (uint32_t l = x->link_first[row]; err == KIEM_DONE && l < x->link_first[row + 1]; l++) {
			err = touch_row(t, x->target[l]);
		}
	}
	return err;
}

static enum kiem_err touch_new(struct briefs_touch *t, uint64_t last)
{
	enum kiem_err err = KIEM_DONE;

	for (size_t row = t->x->n; err == KIEM_DONE && row > 0 && t->x->number[row - 1] > last; row--) {
		err = touch_row(t, (uint32_t)row - 1);
	}
	return err;
}

/* Posts that were newer than the extract's file, and are gone before a row of theirs got there. */
static enum kiem_err touch_lost(struct briefs_touch *t, const struct briefs_file *file)
{
	const struct view_extract *x = t->x;
	enum kiem_err err = KIEM_DONE;

	for (size_t i = 0; i < file->n_recent && err == KIEM_DONE; i++) {
		uint32_t row = view_row_of(x, file->recent[i].number);
		if (row != VIEW_NONE && (x->flags[row] & VIEW_ROW_GONE) == 0) {
			continue;
		}
		t->all = t->all || file->recent[i].target == 0;
		err = touch_row(t, view_row_of(x, file->recent[i].target));
	}
	return err;
}

/* Whoever is known now and was not, or the other way round. */
static enum kiem_err touch_known(struct briefs_touch *t, const struct briefs_file *file, const bool *known)
{
	const struct view_extract *x = t->x;
	uint8_t *was = calloc(x->n_persons + 1, sizeof(*was));
	enum kiem_err err = was != NULL ? KIEM_DONE : KIEM_E_MEMORY;

	for (size_t i = 0; err == KIEM_DONE && i < file->n_known; i++) {
		uint32_t person = view_person_of(x, &file->known[i]);
		if (person != VIEW_NONE) {
			was[person] = 1;
		}
	}
	for (uint32_t p = 0; err == KIEM_DONE && p < x->n_persons; p++) {
		if (was[p] != (known[p] && x->self[p] == p)) {
			err = touch_person(t, p);
		}
	}
	free(was);
	return err;
}

enum kiem_err briefs_touched(
        struct briefs_touch *touch, const struct view_extract *x, const struct briefs_file *file, const bool *known)
{
	*touch = (struct briefs_touch){.x = x, .rows = calloc(x->n + 1, 1), .persons = calloc(x->n_persons + 1, 1)};
	enum kiem_err err = touch->rows != NULL && touch->persons != NULL ? KIEM_DONE : KIEM_E_MEMORY;

	if (err == KIEM_DONE) {
		err = touch_new(touch, file->last);
	}
	if (err == KIEM_DONE) {
		err = touch_lost(touch, file);
	}
	if (err == KIEM_DONE && known != NULL) {
		err = touch_known(touch, file, known);
	}
	return err == KIEM_DONE ? walk_up(touch) : err;
}

void briefs_touch_finish(struct briefs_touch *touch)
{
	free(touch->rows);
	free(touch->persons);
	free(touch->todo.at);
}

uint64_t briefs_successions(const struct view_extract *x)
{
	uint64_t sum = 0;

	for (uint32_t row = x->last_of_kind[KIEM_SUCCEED]; row != VIEW_NONE; row = x->before_of_kind[row]) {
		uint32_t old = x->whom[row];
		if (old != VIEW_NONE && x->self[old] != old) {
			struct kiem_key both[2] = {x->key[old], x->key[x->self[old]]};
			struct kiem_id id;
			uint64_t word;
			kiem_id_of(&id, (const uint8_t *)both, sizeof(both));
			memcpy(&word, id.b, sizeof(word));
			sum += word;
		}
	}
	return sum;
}
