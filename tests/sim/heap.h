/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is to happen: a heap by (time, order of telling). Its entries are 16 bytes, four children in a cache line; the
 * events themselves lie still in a pool and are named by their place in it. Nothing is allocated once both have grown to what
 * a run needs.
 */
#ifndef KIEM_SIM_HEAP_H
#define KIEM_SIM_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HEAP_SLOT_BITS 26 /* events waiting: at most 2^26; 2^38 events a run */
#define HEAP_SLOT_MASK ((1ull << HEAP_SLOT_BITS) - 1)

struct event {
	void *body; /* of the pool, or NULL */
	uint32_t node, life;
	uint32_t a, b, n;
	uint8_t type, link;
	uint16_t flags;
};

struct heap_entry {
	uint64_t at;         /* microseconds */
	uint64_t order_slot; /* the order above, the slot in the low HEAP_SLOT_BITS */
};

/*
 * What is to happen at once comes after everything told for that time before, so it needs no place in the heap: it waits in a
 * queue of its own. A third of all events are such answers.
 */
struct heap_queue {
	struct event *ring; /* cap, a power of two */
	size_t in, out, cap;
};

struct heap {
	struct heap_entry *entries;
	size_t n, cap;
	uint64_t now; /* of the event taken last */
	struct heap_queue at_once;
	uint64_t order;
	struct event *events;
	size_t n_events, cap_events;
	uint32_t *free; /* slots to use again, the last one first */
	size_t n_free;
};

void heap_finish(struct heap *heap);
/* A copy of the event happens at `at`, after all others told for that time so far. */
void heap_push(struct heap *heap, uint64_t at, const struct event *event);
/* The time of the first; UINT64_MAX when there is none. */
static inline uint64_t heap_first(const struct heap *heap)
{
	if (heap->at_once.in != heap->at_once.out) {
		return heap->now;
	}
	return heap->n > 0 ? heap->entries[0].at : UINT64_MAX;
}
/* Who may be next but one, into the cache; the next one, or NULL. */
static inline const struct event *heap_ahead(const struct heap *heap)
{
	const struct heap_queue *q = &heap->at_once;

	for (size_t i = 1; i < 5 && i < heap->n; i++) {
		__builtin_prefetch(&heap->events[heap->entries[i].order_slot & HEAP_SLOT_MASK]);
	}
	if (q->in != q->out) {
		return &q->ring[q->out & (q->cap - 1)];
	}
	return heap->n > 0 ? &heap->events[heap->entries[0].order_slot & HEAP_SLOT_MASK] : NULL;
}
/* Takes the first; there is one. */
void heap_pop(struct heap *heap, uint64_t *at, struct event *event);

#endif
