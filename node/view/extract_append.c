/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The posts that arrived since, as rows. A row says what its post says; what the post does to others is left to extract_went.c,
 * once all are here.
 */
#include "extract.h"

#include <string.h>

#define PROGRESS_EVERY 4096

/* The board's number. Names are looked up once in a while only: most boards of a batch are the same few. */
static enum kiem_err board_of(struct view_extract *x, uint32_t *number, struct kiem_span name)
{
	size_t slots = sizeof(x->own->boards) / sizeof(x->own->boards[0]), hash = name.n;
	char text[KIEM_BOARD_MAX + 1];
	struct kiem_board board;

	for (size_t i = 0; i < name.n; i++) {
		hash = hash * 31 + name.p[i];
	}
	struct kiem_span *known = &x->own->boards[hash % slots].name;
	if (known->n != name.n || memcmp(known->p, name.p, name.n) != 0) {
		if (name.n > KIEM_BOARD_MAX) {
			return KIEM_E_DAMAGED;
		}
		memcpy(text, name.p, name.n);
		text[name.n] = '\0';
		enum kiem_err err = kiem_read_board(x->own->read, &board, text);
		if (err != KIEM_DONE) {
			return err == KIEM_E_NOT_FOUND ? KIEM_E_DAMAGED : err;
		}
		*known = name;
		x->own->boards[hash % slots].number = board.number;
	}
	*number = x->own->boards[hash % slots].number;
	return KIEM_DONE;
}

static void row_fill(struct view_extract *x, uint32_t row, const struct kiem_walk *walk, const struct extract_peek *peek)
{
	x->number[row] = walk->number;
	x->made[row] = peek->made;
	x->until[row] = peek->until;
	x->kind[row] = peek->kind < UINT16_MAX ? (uint16_t)peek->kind : UINT16_MAX;
	x->flags[row] = (uint8_t)((peek->has_point ? VIEW_ROW_POINT : 0) | (walk->local ? VIEW_ROW_LOCAL : 0));
	x->signals[row] = peek->signals;
	x->roles[row] = peek->roles;
	x->level[row] = peek->level;
	x->around[row] = VIEW_NONE;
	kiem_id_of(&x->id[row], walk->bytes.p, walk->bytes.n);
}

/* Enters the row with those of its kind and those of its author. */
static void list_enter(struct view_extract *x, uint32_t row)
{
	x->before_of_kind[row] = VIEW_NONE;
	if (x->kind[row] < VIEW_KINDS) {
		x->before_of_kind[row] = x->last_of_kind[x->kind[row]];
		x->last_of_kind[x->kind[row]] = row;
	}
	uint32_t *last = &(x->kind[row] == KIEM_VOUCH ? x->last_vouch_by : x->last_by)[x->author[row]];
	x->before_by_author[row] = *last;
	*last = row;
}

static enum kiem_err persons_fill(struct view_extract *x, uint32_t row, const struct extract_peek *peek)
{
	uint32_t heir = VIEW_NONE;
	enum kiem_err err = extract_person_put(x, &x->author[row], peek->author);

	x->whom[row] = VIEW_NONE;
	if (err == KIEM_DONE) {
		list_enter(x, row);
	}
	if (err == KIEM_DONE && peek->whom != NULL) {
		err = extract_person_put(x, &x->whom[row], peek->whom);
	}
	if (err == KIEM_DONE && peek->kind == KIEM_PROFILE) {
		if (peek->heir != NULL) {
			err = extract_person_put(x, &heir, peek->heir);
		}
		extract_profile_heard(x, row, peek, heir);
	}
	return err;
}

static enum kiem_err append_one(struct view_extract *x, const struct kiem_walk *walk)
{
	struct extract_peek peek;
	uint32_t row = (uint32_t)x->n, before = VIEW_NONE;

	if (!extract_peek(&peek, walk->bytes)) {
		return KIEM_E_DAMAGED;
	}
	row_fill(x, row, walk, &peek);
	x->n++;
	enum kiem_err err = board_of(x, &x->board[row], peek.board);
	if (err == KIEM_DONE) {
		err = persons_fill(x, row, &peek);
	}
	if (err == KIEM_DONE) {
		err = extract_row_put(x, &before);
	}
	if (err == KIEM_DONE && before != VIEW_NONE) {
		err = extract_links_move(x, before, row);
	}
	return err == KIEM_DONE ? extract_links_add(x, row, &peek) : err;
}

enum kiem_err extract_append(struct view_extract *x, view_progress_fn progress, void *ctx)
{
	struct kiem_walk walk = {.by = KIEM_BY_ARRIVAL, .after_number = x->own->last};
	size_t all = extract_new_max(x), done = 0;
	enum kiem_err err = KIEM_DONE;

	/* There are no more new posts than address space was reserved for; if the store says otherwise it is damaged. */
	while (err == KIEM_DONE && kiem_walk_next(x->own->read, &walk)) {
		err = done < all ? append_one(x, &walk) : KIEM_E_DAMAGED;
		if (++done % PROGRESS_EVERY == 0 && progress != NULL) {
			progress(ctx, done, all);
		}
	}
	kiem_walk_end(&walk);
	x->own->last = kiem_read_last(x->own->read);
	return err;
}
