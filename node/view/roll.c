/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The people of some boards: everybody who made a post that is there, of any kind, since a join or a name is a sign of life too.
 * One walk over each board; of a post only the author and the kind are looked at, so that a hundred thousand take a moment.
 */
#include "room.h"

#include <stdlib.h>
#include <string.h>

/* An open-addressed table; cap is a power of two. It grows at half full, so that a search always meets a free slot. */
struct table {
	size_t n, cap;
	struct view_seen *slots; /* a slot with no board is free */
	uint32_t *on;            /* the board that the slot's person was last counted on */
};

static size_t slot_of(const struct table *table, const struct kiem_key *key)
{
	uint64_t hash;

	/* Public keys are as good as random, so some of their bytes are a hash. */
	memcpy(&hash, key->b + 8, sizeof(hash));
	size_t at = (size_t)hash & (table->cap - 1);
	while (table->slots[at].boards > 0 && memcmp(table->slots[at].key.b, key->b, sizeof(key->b)) != 0) {
		at = (at + 1) & (table->cap - 1);
	}
	return at;
}

static void table_free(struct table *table)
{
	free(table->slots);
	free(table->on);
}

static enum kiem_err widen(struct table *table)
{
	struct table wider = {.n = table->n, .cap = table->cap == 0 ? 64 : table->cap * 2};

	wider.slots = calloc(wider.cap, sizeof(*wider.slots));
	wider.on = calloc(wider.cap, sizeof(*wider.on));
	if (wider.slots == NULL || wider.on == NULL) {
		table_free(&wider);
		return KIEM_E_MEMORY;
	}
	for (size_t i = 0; i < table->cap; i++) {
		if (table->slots[i].boards > 0) {
			size_t at = slot_of(&wider, &table->slots[i].key);
			wider.slots[at] = table->slots[i];
			wider.on[at] = table->on[i];
		}
	}
	table_free(table);
	*table = wider;
	return KIEM_DONE;
}

static enum kiem_err count(struct table *table, struct kiem_span bytes, int64_t made, uint32_t board)
{
	struct kiem_key key;
	enum kiem_err err = KIEM_DONE;

	if (!view_author_of(&key, bytes)) {
		return KIEM_E_DAMAGED;
	}
	if (table->n * 2 >= table->cap && (err = widen(table)) != KIEM_DONE) {
		return err;
	}
	size_t at = slot_of(table, &key);
	struct view_seen *seen = &table->slots[at];
	if (seen->boards == 0) {
		*seen = (struct view_seen){.key = key, .first = made, .last = made};
		table->n++;
	}
	if (seen->boards == 0 || table->on[at] != board) {
		seen->boards++;
		table->on[at] = board;
	}
	seen->first = made < seen->first ? made : seen->first;
	seen->last = made > seen->last ? made : seen->last;
	seen->posts += view_is_content(view_kind_of(bytes));
	return KIEM_DONE;
}

static enum kiem_err count_board(struct table *table, struct kiem_read *read, uint32_t board, int64_t now_ms)
{
	struct kiem_walk walk = {.by = KIEM_BY_BOARD, .board = board, .now_ms = now_ms};
	enum kiem_err err = KIEM_DONE;

	while (err == KIEM_DONE && kiem_walk_next(read, &walk)) {
		struct kiem_span bytes;

		err = kiem_read_bytes(read, &bytes, walk.number);
		if (err == KIEM_DONE) {
			err = count(table, bytes, walk.made, board);
		}
	}
	kiem_walk_end(&walk);
	return err;
}

static int last_seen_first(const void *a, const void *b)
{
	const struct view_seen *x = a, *y = b;

	if (x->last != y->last) {
		return x->last < y->last ? 1 : -1;
	}
	return memcmp(x->key.b, y->key.b, sizeof(x->key.b));
}

/* The taken slots, in order. The table's own memory becomes the list. */
static void settle(struct view_roll *roll, struct table *table)
{
	for (size_t i = 0; i < table->cap; i++) {
		if (table->slots[i].boards > 0) {
			table->slots[roll->n++] = table->slots[i];
		}
	}
	if (roll->n > 0) {
		qsort(table->slots, roll->n, sizeof(*table->slots), last_seen_first);
	}
	roll->list = table->slots;
	table->slots = NULL;
}

enum kiem_err view_roll_create(
        struct view_roll **out, struct kiem_read *read, const uint32_t *boards, size_t n_boards, int64_t now_ms)
{
	struct view_roll *roll = calloc(1, sizeof(*roll));
	struct table table = {0};
	enum kiem_err err = roll != NULL ? KIEM_DONE : KIEM_E_MEMORY;

	*out = NULL;
	for (size_t i = 0; i < n_boards && err == KIEM_DONE; i++) {
		err = count_board(&table, read, boards[i], now_ms);
	}
	if (err == KIEM_DONE) {
		settle(roll, &table);
		*out = roll;
	} else {
		free(roll);
	}
	table_free(&table);
	return err;
}

void view_roll_destroy(struct view_roll *roll)
{
	if (roll != NULL) {
		free(roll->list);
		free(roll);
	}
}
