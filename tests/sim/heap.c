/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See heap.h. Four children a node: half the depth of two, and the four compared lie side by side. */
#include "heap.h"

#include <assert.h>
#include <stdlib.h>

void heap_finish(struct heap *heap)
{
	free(heap->entries);
	free(heap->events);
	free(heap->free);
	free(heap->at_once.ring);
	*heap = (struct heap){.n = 0};
}

static bool before(const struct heap_entry *a, const struct heap_entry *b)
{
	return a->at != b->at ? a->at < b->at : a->order_slot < b->order_slot;
}

static void *grown(void *p, size_t *cap, size_t size)
{
	*cap = *cap == 0 ? 1024 : *cap * 2;
	p = realloc(p, *cap * size);
	assert(p != NULL);
	return p;
}

static uint32_t take_slot(struct heap *heap)
{
	if (heap->n_free > 0) {
		return heap->free[--heap->n_free];
	}
	if (heap->n_events == heap->cap_events) {
		size_t cap = heap->cap_events;

		heap->events = grown(heap->events, &heap->cap_events, sizeof(heap->events[0]));
		heap->free = grown(heap->free, &cap, sizeof(heap->free[0]));
		assert(heap->cap_events <= HEAP_SLOT_MASK + 1);
	}
	return (uint32_t)heap->n_events++;
}

static void queue_put(struct heap_queue *q, const struct event *event)
{
	if (q->in - q->out == q->cap) {
		size_t cap = q->cap == 0 ? 1024 : q->cap * 2;
		struct event *ring = malloc(cap * sizeof(*ring));

		assert(ring != NULL);
		for (size_t i = q->out; i < q->in; i++) {
			ring[i & (cap - 1)] = q->ring[i & (q->cap - 1)];
		}
		free(q->ring);
		q->ring = ring;
		q->cap = cap;
	}
	q->ring[q->in++ & (q->cap - 1)] = *event;
}

void heap_push(struct heap *heap, uint64_t at, const struct event *event)
{
	if (at <= heap->now) {
		queue_put(&heap->at_once, event);
		return;
	}
	uint32_t slot = take_slot(heap);
	struct heap_entry entry = {at, heap->order++ << HEAP_SLOT_BITS | slot};

	heap->events[slot] = *event;
	if (heap->n == heap->cap) {
		heap->entries = grown(heap->entries, &heap->cap, sizeof(heap->entries[0]));
	}
	size_t i = heap->n++;
	for (; i > 0 && before(&entry, &heap->entries[(i - 1) / 4]); i = (i - 1) / 4) {
		heap->entries[i] = heap->entries[(i - 1) / 4];
	}
	heap->entries[i] = entry;
}

/* The least of up to four entries from `child` on. */
static size_t least(const struct heap *heap, size_t child)
{
	size_t end = child + 4 < heap->n ? child + 4 : heap->n, best = child;

	for (size_t i = child + 1; i < end; i++) {
		best = before(&heap->entries[i], &heap->entries[best]) ? i : best;
	}
	return best;
}

void heap_pop(struct heap *heap, uint64_t *at, struct event *event)
{
	struct heap_queue *q = &heap->at_once;

	if (q->in != q->out && (heap->n == 0 || heap->entries[0].at > heap->now)) {
		*event = q->ring[q->out++ & (q->cap - 1)];
		*at = heap->now;
		return;
	}
	assert(heap->n > 0);
	struct heap_entry first = heap->entries[0], last = heap->entries[--heap->n];
	uint32_t slot = (uint32_t)(first.order_slot & HEAP_SLOT_MASK);
	size_t i = 0;

	__builtin_prefetch(&heap->events[slot]);
	for (size_t child = 1; child < heap->n; child = 4 * i + 1) {
		child = least(heap, child);
		if (!before(&heap->entries[child], &last)) {
			break;
		}
		heap->entries[i] = heap->entries[child];
		i = child;
	}
	heap->entries[i] = last;
	*at = heap->now = first.at;
	*event = heap->events[slot];
	heap->free[heap->n_free++] = slot;
}
