/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See slab.h. */
#include "slab.h"

#include <assert.h>
#include <stdlib.h>

#define SMALLEST_BITS 5
#define SLAB_BYTES (1u << 20)
#define SLAB_HEAD 64

static unsigned class_of(size_t n)
{
	return n <= 1u << SMALLEST_BITS ? 0 : (unsigned)(64 - __builtin_clzll(n - 1)) - SMALLEST_BITS;
}

void *slab_take(struct slab *slab, size_t n)
{
	unsigned class = class_of(n);
	size_t size = (size_t)1 << (class + SMALLEST_BITS);
	struct slab_piece *piece;

	assert(class < SLAB_CLASSES);
	slab->out++;
	if (slab->free[class] != NULL) {
		piece = slab->free[class];
		slab->free[class] = piece->next;
		return piece;
	}
	if ((size_t)(slab->end - slab->at) < size) {
		piece = aligned_alloc(SLAB_HEAD, SLAB_BYTES);
		assert(piece != NULL);
		piece->next = slab->slabs;
		slab->slabs = piece;
		slab->at = (uint8_t *)piece + SLAB_HEAD;
		slab->end = (uint8_t *)piece + SLAB_BYTES;
		slab->bytes += SLAB_BYTES;
	}
	piece = (void *)slab->at;
	slab->at += size;
	return piece;
}

void slab_give(struct slab *slab, void *p, size_t n)
{
	struct slab_piece *piece = p;

	if (p != NULL) {
		piece->next = slab->free[class_of(n)];
		slab->free[class_of(n)] = piece;
		slab->out--;
	}
}

void slab_finish(struct slab *slab)
{
	while (slab->slabs != NULL) {
		struct slab_piece *next = slab->slabs->next;
		free(slab->slabs);
		slab->slabs = next;
	}
	*slab = (struct slab){.bytes = 0};
}
