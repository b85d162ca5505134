/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding posts by the first eight bytes of their id: open addressing over the places of an array whose items begin with them. What
 * is removed is filled by what would have come there (no tombstones), so it never needs to be built anew. The bytes are somebody
 * else's choice, so a secret number decides where they lie.
 */
#include "spread.h"

#include <assert.h>
#include <string.h>

static uint64_t prefix_at(const struct spread_index *index, size_t place)
{
	uint64_t prefix;

	memcpy(&prefix, index->items + place * index->stride, sizeof(prefix));
	return prefix;
}

/* Where a prefix is looked for first. */
static size_t home(const struct spread_index *index, uint64_t prefix)
{
	uint64_t v = (prefix ^ index->key) * 0x9e3779b97f4a7c15u;

	v = (v ^ v >> 32 ^ index->key >> 7) * 0xd6e8feb86659fd93u;
	return (size_t)(v >> 32) & index->mask;
}

size_t spread_index_find(const struct spread_index *index, uint64_t prefix)
{
	for (size_t i = home(index, prefix); index->slots[i] != 0; i = (i + 1) & index->mask) {
		size_t place = index->slots[i] - 1u;
		if (prefix_at(index, place) == prefix) {
			return place;
		}
	}
	return SIZE_MAX;
}

void spread_index_add(struct spread_index *index, size_t place)
{
	size_t i = home(index, prefix_at(index, place));

	assert(place < UINT16_MAX);
	while (index->slots[i] != 0) {
		i = (i + 1) & index->mask;
	}
	index->slots[i] = (uint16_t)(place + 1);
}

/* True when what lies at `at`, at home in `from`, may fill the hole: its way from home to `at` leads past the hole. */
static bool passes(const struct spread_index *index, size_t from, size_t hole, size_t at)
{
	return ((at - from) & index->mask) >= ((at - hole) & index->mask);
}

void spread_index_remove(struct spread_index *index, size_t place)
{
	size_t hole = home(index, prefix_at(index, place));

	while (index->slots[hole] != place + 1) {
		assert(index->slots[hole] != 0);
		hole = (hole + 1) & index->mask;
	}
	for (size_t i = (hole + 1) & index->mask; index->slots[i] != 0; i = (i + 1) & index->mask) {
		if (passes(index, home(index, prefix_at(index, index->slots[i] - 1u)), hole, i)) {
			index->slots[hole] = index->slots[i];
			hole = i;
		}
	}
	index->slots[hole] = 0;
}
