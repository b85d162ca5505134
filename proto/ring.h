/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rings of parcels: what waits for a link, and what is under way on it. What a quiet one holds fits its first places, its head,
 * and the heads of all links lie together: so many quiet rings cost a page or two, where each would touch one of its own.
 */
#ifndef KIEM_RING_H
#define KIEM_RING_H

#include <stdint.h>

#define RING_HEAD 8

/* A post that waits in an outbox or is under way. */
struct parcel {
	uint64_t number;
	uint64_t id8;    /* the first bytes of its id: to find it when the neighbour says that it did not keep it */
	uint64_t offset; /* under way: cumulative bytes once it had left; UINT64_MAX until WRITABLE tells */
	uint8_t board;   /* slot */
	uint8_t hops;    /* as it goes out; 0: it was asked for */
};

struct ring {
	uint32_t max;  /* a power of two */
	uint64_t base; /* the total at its first place: moved when it is empty */
	struct parcel *head, *rest;
};
static inline struct parcel *ring_at(const struct ring *ring, uint64_t i)
{
	i = (i - ring->base) & (ring->max - 1);
	return i < RING_HEAD ? &ring->head[i] : &ring->rest[i - RING_HEAD];
}

#endif
