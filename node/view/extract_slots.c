/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding a row by its id and a person by their key. Both are as good as random where nobody grinds them, and the hash is keyed for
 * those who do: multiply-shift with a secret odd multiplier, under which any two words meet in a slot with a chance of at most
 * two in the number of slots (Dietzfelbinger, Hagerup, Katajainen and Penttonen 1997). The tables are columns like the others.
 */
#include "extract.h"

#include <string.h>
#include <sys/mman.h>

#define SLOTS_MIN 1024

/* n is a power of two, at least 2. */
static size_t home_of(uint64_t salt, const uint8_t bytes[static 32], size_t n)
{
	uint64_t word;

	memcpy(&word, bytes, sizeof(word));
	return (size_t)(word * salt >> (64 - (unsigned)__builtin_ctzll(n)));
}

/* The slot with these 32 bytes, or the free one where they belong. `values` are what the indices mean, 32 bytes each. */
static size_t slot_of(const uint32_t *slots, size_t n, uint64_t salt, const uint8_t *values, const uint8_t bytes[static 32])
{
	size_t at = home_of(salt, bytes, n);

	while (slots[at] != 0 && memcmp(values + (size_t)(slots[at] - 1) * 32, bytes, 32) != 0) {
		at = (at + 1) & (n - 1);
	}
	return at;
}

/* Makes room for one more in a table of `taken`. */
static enum kiem_err widen(struct view_extract *x, size_t column, size_t *n, size_t taken, const uint8_t *values)
{
	size_t wider = *n == 0 ? SLOTS_MIN : *n * 2, bytes = wider * sizeof(uint32_t);

	if ((taken + 1) * 4 <= *n * 3) {
		return KIEM_DONE;
	}
	uint32_t *old = extract_column_swap(x, column, &bytes);
	if (old == NULL) {
		return KIEM_E_MEMORY;
	}
	uint32_t *slots = extract_column(x, column);
	for (size_t i = 0; i < *n; i++) {
		if (old[i] != 0) {
			slots[slot_of(slots, wider, x->own->salt, values, values + (size_t)(old[i] - 1) * 32)] = old[i];
		}
	}
	munmap(old, bytes);
	*n = wider;
	return KIEM_DONE;
}

uint32_t extract_row_find(const struct view_extract *x, const struct kiem_id *id)
{
	const struct extract_own *own = x->own;

	if (own->n_row_slots == 0) {
		return VIEW_NONE;
	}
	uint32_t index = own->row_slots[slot_of(own->row_slots, own->n_row_slots, own->salt, x->id[0].b, id->b)];
	return index == 0 ? VIEW_NONE : index - 1;
}

enum kiem_err extract_row_put(struct view_extract *x, uint32_t *before)
{
	struct extract_own *own = x->own;
	uint32_t row = (uint32_t)x->n - 1;
	enum kiem_err err = widen(x, EXTRACT_ROW_SLOTS, &own->n_row_slots, x->n, x->id[0].b);

	if (err != KIEM_DONE) {
		return err;
	}
	size_t at = slot_of(own->row_slots, own->n_row_slots, own->salt, x->id[0].b, x->id[row].b);
	*before = own->row_slots[at] == 0 ? VIEW_NONE : own->row_slots[at] - 1;
	own->row_slots[at] = row + 1;
	return KIEM_DONE;
}

uint32_t view_person_of(const struct view_extract *x, const struct kiem_key *key)
{
	const struct extract_own *own = x->own;

	if (own->n_person_slots == 0) {
		return VIEW_NONE;
	}
	uint32_t index = own->person_slots[slot_of(own->person_slots, own->n_person_slots, own->salt, x->key[0].b, key->b)];
	return index == 0 ? VIEW_NONE : index - 1;
}

enum kiem_err extract_person_put(struct view_extract *x, uint32_t *person, const struct kiem_key *key)
{
	struct extract_own *own = x->own;
	enum kiem_err err = widen(x, EXTRACT_PERSON_SLOTS, &own->n_person_slots, x->n_persons, x->key[0].b);

	if (err != KIEM_DONE) {
		return err;
	}
	size_t at = slot_of(own->person_slots, own->n_person_slots, own->salt, x->key[0].b, key->b);
	if (own->person_slots[at] == 0) {
		uint32_t p = (uint32_t)x->n_persons++;
		x->key[p] = *key;
		x->last_by[p] = VIEW_NONE;
		x->last_vouch_by[p] = VIEW_NONE;
		x->profile[p] = VIEW_NONE;
		x->profile_until[p] = INT64_MAX;
		x->heir[p] = VIEW_NONE;
		x->self[p] = p;
		own->person_slots[at] = p + 1;
	}
	*person = own->person_slots[at] - 1;
	return KIEM_DONE;
}
