/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Short ids in sorted arrays, and the order by (made, id). Sorting is a heap sort of our own: it needs no memory besides the
 * array (the C library's qsort may allocate) and takes n log n steps whatever a neighbour sends.
 */
#include "swarm_parts.h"

#include <assert.h>
#include <string.h>

static void sift(uint64_t *v, size_t root, size_t n)
{
	for (size_t child = 2 * root + 1; child < n; child = 2 * root + 1) {
		if (child + 1 < n && v[child + 1] > v[child]) {
			child++;
		}
		if (v[root] >= v[child]) {
			return;
		}
		uint64_t swap = v[root];
		v[root] = v[child];
		v[child] = swap;
		root = child;
	}
}

void page_sort(uint64_t *v, size_t n)
{
	for (size_t i = n / 2; i > 0; i--) {
		sift(v, i - 1, n);
	}
	for (size_t end = n; end > 1; end--) {
		uint64_t swap = v[0];
		v[0] = v[end - 1];
		v[end - 1] = swap;
		sift(v, 0, end - 1);
	}
}

size_t page_find(const uint64_t *sorted, size_t n, uint64_t v)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (sorted[middle] < v) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low < n && sorted[low] == v ? low : n;
}

uint64_t page_short(const uint8_t bytes[static WIRE_SHORT_BYTES])
{
	uint64_t v = 0;

	for (size_t j = 0; j < WIRE_SHORT_BYTES; j++) {
		v = v << 8 | bytes[j];
	}
	return v;
}

void page_read(struct page *page, struct kiem_span shorts)
{
	page->n = shorts.n / WIRE_SHORT_BYTES;
	assert(page->n <= WIRE_PAGE_MAX);
	memset(page->met, 0, sizeof(page->met));
	for (size_t i = 0; i < page->n; i++) {
		page->shorts[i] = page_short(shorts.p + i * WIRE_SHORT_BYTES);
	}
}

void page_write(uint8_t *out, const uint64_t *shorts, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint64_t v = shorts[i]; /* out may be the same memory */
		for (size_t j = 0; j < WIRE_SHORT_BYTES; j++) {
			out[i * WIRE_SHORT_BYTES + j] = (uint8_t)(v >> (56 - 8 * j));
		}
	}
}

bool page_met(const struct page *page, size_t i)
{
	return (page->met[i / 8] >> (i % 8) & 1) != 0;
}

void page_meet(struct page *page, size_t i)
{
	page->met[i / 8] = (uint8_t)(page->met[i / 8] | 1u << (i % 8));
}

int page_compare(int64_t made_a, const struct kiem_id *a, int64_t made_b, const struct kiem_id *b)
{
	if (made_a != made_b) {
		return made_a < made_b ? -1 : 1;
	}
	return memcmp(a->b, b->b, sizeof(a->b));
}

/* ---- the pool ---- */

bool page_take(struct swarm *s, struct page **page)
{
	assert(*page == NULL);
	uint32_t at = pool_take(&s->page_pool);

	if (at == POOL_NONE) {
		return false;
	}
	*page = &s->pages[at];
	(*page)->n = (*page)->n_excused = 0;
	return true;
}

void page_give(struct swarm *s, struct page **page)
{
	if (*page != NULL) {
		pool_give(&s->page_pool, (uint32_t)(*page - s->pages));
		*page = NULL;
		pump_all(s);
	}
}
