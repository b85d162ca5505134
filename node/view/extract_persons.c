/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who somebody is: the profile that counts, and along `succeed` the key that took over. Somebody else's word is not enough for
 * that: the old key's own profile must name the new one as heir, and the new one must say that it takes over.
 */
#include "extract.h"

#include <stdlib.h>
#include <string.h>

static void profile_set(struct view_extract *x, uint32_t row, const struct extract_peek *peek, uint32_t heir)
{
	uint32_t person = x->author[row];

	x->profile[person] = row;
	x->profile_until[person] = x->until[row];
	x->sector[person] = peek->sector;
	x->unnamed[person] = peek->unnamed;
	x->heir[person] = heir;
}

void extract_profile_heard(struct view_extract *x, uint32_t row, const struct extract_peek *peek, uint32_t heir)
{
	uint32_t counts = x->profile[x->author[row]];

	if (counts == VIEW_NONE || view_row_order(x, row, counts) > 0) {
		profile_set(x, row, peek, heir);
	}
}

/* The rule of view_person, over the store's profiles of this person. */
static enum kiem_err profile_find(struct view_extract *x, uint32_t person, int64_t now_ms)
{
	struct kiem_walk walk = {.by = KIEM_BY_AUTHOR, .now_ms = now_ms, .kind = KIEM_PROFILE, .author = x->key[person]};
	bool damaged = false;

	x->profile[person] = VIEW_NONE;
	x->profile_until[person] = INT64_MAX;
	x->sector[person] = 0;
	x->unnamed[person] = 0;
	x->heir[person] = VIEW_NONE;
	while (!damaged && kiem_walk_next(x->own->read, &walk)) {
		struct extract_peek peek;
		uint32_t row = view_row_of(x, walk.number);
		damaged = row == VIEW_NONE || !extract_peek(&peek, walk.bytes);
		if (!damaged) {
			/* Whom a profile names was made a person when it was appended. */
			extract_profile_heard(x, row, &peek, peek.heir != NULL ? view_person_of(x, peek.heir) : VIEW_NONE);
		}
	}
	kiem_walk_end(&walk);
	return damaged ? KIEM_E_DAMAGED : KIEM_DONE;
}

enum kiem_err extract_profiles_find(struct view_extract *x, int64_t now_ms)
{
	struct extract_list *stale = &x->own->stale;
	enum kiem_err err = KIEM_DONE;

	for (size_t i = 0; i < stale->n && err == KIEM_DONE; i++) {
		err = profile_find(x, stale->at[i], now_ms);
	}
	stale->n = 0;
	return err;
}

/* ---- along `succeed` ---- */

#define UNDONE VIEW_NONE
#define UNDER_WAY (VIEW_NONE - 1)

/* Sets next[] of every key that another took over, and how many there are. Each has one at most: its profile names one heir. */
static size_t successions(struct view_extract *x, uint32_t *next, int64_t now_ms)
{
	size_t n = 0;

	for (uint32_t row = x->last_of_kind[KIEM_SUCCEED]; row != VIEW_NONE; row = x->before_of_kind[row]) {
		uint32_t old = x->whom[row], new = x->author[row];
		if (old == VIEW_NONE || old == new || !view_row_live(x, row, now_ms)) {
			continue;
		}
		if (x->heir[old] == new) {
			next[old] = new;
			x->self[old] = UNDONE;
			n++;
		}
	}
	return n;
}

static uint32_t lowest_of_circle(const struct view_extract *x, const uint32_t *next, uint32_t at)
{
	uint32_t lowest = at;

	for (uint32_t p = next[at]; p != at; p = next[p]) {
		if (memcmp(x->key[p].b, x->key[lowest].b, sizeof(x->key[p].b)) < 0) {
			lowest = p;
		}
	}
	return lowest;
}

/* Follows the chain from `person` to its end, and gives all on it that end. */
static void follow(struct view_extract *x, const uint32_t *next, uint32_t person)
{
	uint32_t at = person;

	while (x->self[at] == UNDONE) {
		x->self[at] = UNDER_WAY;
		at = next[at];
	}
	uint32_t end = x->self[at] == UNDER_WAY ? lowest_of_circle(x, next, at) : x->self[at];
	for (at = person; x->self[at] == UNDER_WAY; at = next[at]) {
		x->self[at] = end;
	}
}

/* Strings the keys of each person together into a ring. More than one post may say that somebody took over. */
static void string_keys(struct view_extract *x)
{
	for (uint32_t row = x->last_of_kind[KIEM_SUCCEED]; row != VIEW_NONE; row = x->before_of_kind[row]) {
		uint32_t old = x->whom[row], self = old != VIEW_NONE ? x->self[old] : VIEW_NONE;
		if (old != self && x->next_key[old] == 0) {
			x->next_key[old] = x->next_key[self] == 0 ? self + 1 : x->next_key[self];
			x->next_key[self] = old + 1;
		}
	}
}

static enum kiem_err selves(struct view_extract *x, int64_t now_ms)
{
	uint32_t *next = calloc(x->n_persons + 1, sizeof(*next));

	if (next == NULL) {
		return KIEM_E_MEMORY;
	}
	size_t n = successions(x, next, now_ms);
	for (uint32_t row = x->last_of_kind[KIEM_SUCCEED]; row != VIEW_NONE && n > 0; row = x->before_of_kind[row]) {
		if (x->whom[row] != VIEW_NONE && x->self[x->whom[row]] == UNDONE) {
			follow(x, next, x->whom[row]);
		}
	}
	free(next);
	if (n > 0) {
		x->next_key = calloc(x->n_persons + 1, sizeof(*x->next_key));
		if (x->next_key == NULL) {
			return KIEM_E_MEMORY;
		}
		string_keys(x);
	}
	return KIEM_DONE;
}

enum kiem_err extract_settle(struct view_extract *x, int64_t now_ms)
{
	enum kiem_err err = KIEM_DONE;

	for (uint32_t p = 0; p < x->n_persons && err == KIEM_DONE; p++) {
		if (x->profile_until[p] <= now_ms) {
			err = extract_list_add(&x->own->stale, p);
		}
	}
	if (err == KIEM_DONE) {
		err = extract_profiles_find(x, now_ms);
	}
	return err == KIEM_DONE ? selves(x, now_ms) : err;
}
