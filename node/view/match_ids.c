/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers of the market's words (match.h): an open-addressed table by hash, at most half full, so that a search ends. */
#include "match.h"

#include <assert.h>
#include <stdlib.h>

#define SLOTS_MIN 1024

static size_t slot_of(const struct market *m, uint64_t hash)
{
	size_t at = (size_t)(hash ^ hash >> 32) & (m->n_slots - 1);

	while (m->slot[at] != 0 && m->id[m->slot[at] - 1].hash != hash) {
		at = (at + 1) & (m->n_slots - 1);
	}
	return at;
}

/* At most half full with so many. */
static enum kiem_err widen(struct market *m, size_t n_ids)
{
	size_t n = SLOTS_MIN;
	while (n <= n_ids * 2) {
		n *= 2;
	}
	uint32_t *slot = calloc(n, sizeof(*slot));

	if (slot == NULL) {
		return KIEM_E_MEMORY;
	}
	free(m->slot);
	m->slot = slot;
	m->n_slots = n;
	for (size_t i = 0; i < m->n_ids; i++) {
		m->slot[slot_of(m, m->id[i].hash)] = (uint32_t)i + 1;
	}
	return KIEM_DONE;
}

enum kiem_err market_words_take(struct market *m, const uint64_t *hash, size_t n)
{
	m->id = calloc(n + 1, sizeof(*m->id));
	if (m->id == NULL) {
		return KIEM_E_MEMORY;
	}
	m->n_ids = n;
	m->cap_ids = n + 1;
	for (size_t i = 0; i < n; i++) {
		m->id[i].hash = hash[i];
	}
	return widen(m, n);
}

enum kiem_err market_word_id(struct market *m, uint32_t *id, uint64_t hash)
{
	if (m->n_ids * 2 >= m->n_slots) {
		enum kiem_err err = widen(m, m->n_ids);
		if (err != KIEM_DONE) {
			return err;
		}
	}
	size_t at = slot_of(m, hash);
	if (m->slot[at] == 0) {
		if (m->n_ids == m->cap_ids) {
			size_t cap = m->cap_ids == 0 ? SLOTS_MIN : m->cap_ids * 2;
			void *ids = realloc(m->id, cap * sizeof(*m->id));
			if (ids == NULL) {
				return KIEM_E_MEMORY;
			}
			m->id = ids;
			m->cap_ids = cap;
		}
		m->id[m->n_ids] = (struct market_id){.hash = hash};
		m->slot[at] = (uint32_t)++m->n_ids;
	}
	*id = m->slot[at] - 1;
	return KIEM_DONE;
}

uint32_t market_word_find(const struct market *m, uint64_t hash)
{
	return m->n_slots == 0 ? UINT32_MAX : m->slot[slot_of(m, hash)] - 1;
}

uint32_t match_log2(uint64_t v)
{
	assert(v >= 1);
	uint32_t whole = 63u - (uint32_t)__builtin_clzll(v), bits = 0;
	/* The mantissa in Q31, from 1 to 2; squared, it gives the next binary digit of its logarithm. */
	uint64_t mantissa = whole >= 31 ? v >> (whole - 31) : v << (31 - whole);

	for (int i = 0; i < 8; i++) {
		mantissa = mantissa * mantissa >> 31;
		uint32_t bit = mantissa >> 32 != 0;
		bits = bits << 1 | bit;
		mantissa >>= bit;
	}
	return whole << 8 | bits;
}
