/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory for what events carry: pieces of 32 bytes to 128 KiB by powers of two, used again as soon as they are given back.
 * A piece starts at a multiple of 16. All is freed at once, at the end.
 */
#ifndef KIEM_SIM_SLAB_H
#define KIEM_SIM_SLAB_H

#include <stddef.h>
#include <stdint.h>

#define SLAB_CLASSES 13

struct slab_piece {
	struct slab_piece *next;
};

struct slab {
	struct slab_piece *free[SLAB_CLASSES];
	uint8_t *at, *end;        /* of the slab that is cut up now */
	struct slab_piece *slabs; /* all of them */
	size_t bytes;             /* of all slabs */
	size_t out;               /* pieces that were not given back */
};

void *slab_take(struct slab *slab, size_t n);
/* n as it was taken; NULL is fine. */
void slab_give(struct slab *slab, void *p, size_t n);
void slab_finish(struct slab *slab);

#endif
