/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One piece of memory, cut into arrays whose sizes come from the options. The same cutting is done twice: once without memory,
 * to learn how much is needed, and once in earnest. And pools: places of such an array that are taken and given back.
 *
 * It has two parts. Near lies what nearly every step looks at, densely; far what is large, and untouched until it is used. One
 * swarm has them one behind the other; who plays thousands of swarms lays the near parts of all side by side in large pages.
 */
#ifndef KIEM_ARENA_H
#define KIEM_ARENA_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define ARENA_ALIGN 16

struct arena {
	uint8_t *base, *far; /* NULL: only measured */
	size_t n, n_far;     /* taken so far */
};

static inline void *arena_cut(uint8_t *base, size_t *n, size_t count, size_t size)
{
	size_t at = *n;

	assert(size > 0 && count <= (SIZE_MAX / 2 - at) / size);
	*n += (count * size + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
	return base != NULL ? base + at : NULL;
}

/* The next count items of `size` bytes, as they are in memory; NULL while only measuring. Nothing is touched. */
static inline void *arena_take(struct arena *arena, size_t count, size_t size)
{
	return arena_cut(arena->base, &arena->n, count, size);
}

/* The same of the far part. */
static inline void *arena_take_far(struct arena *arena, size_t count, size_t size)
{
	return arena_cut(arena->far, &arena->n_far, count, size);
}

/* As arena_take, cleared. */
static inline void *arena_take_zero(struct arena *arena, size_t count, size_t size)
{
	void *p = arena_take(arena, count, size);

	if (p != NULL) {
		memset(p, 0, count * size);
	}
	return p;
}

/* ---- a pool: which of `max` places are taken; places that never were are not touched ---- */

#define POOL_NONE UINT32_MAX
#define POOL_TAKEN (UINT32_MAX - 1)

struct pool {
	uint32_t max, used, touched, free; /* free: the first that was given back */
	uint32_t *next;                    /* of each touched place: the next free one, POOL_NONE, or POOL_TAKEN */
};

static inline void pool_init(struct pool *pool, uint32_t *next, uint32_t max)
{
	*pool = (struct pool){.max = max, .free = POOL_NONE, .next = next};
}

/* A free place, or POOL_NONE. */
static inline uint32_t pool_take(struct pool *pool)
{
	uint32_t at = pool->free;

	if (at != POOL_NONE) {
		pool->free = pool->next[at];
	} else if (pool->touched < pool->max) {
		at = pool->touched++;
	} else {
		return POOL_NONE;
	}
	pool->next[at] = POOL_TAKEN;
	pool->used++;
	return at;
}

static inline void pool_give(struct pool *pool, uint32_t at)
{
	assert(at < pool->touched && pool->next[at] == POOL_TAKEN);
	pool->next[at] = pool->free;
	pool->free = at;
	pool->used--;
}

static inline uint32_t pool_left(const struct pool *pool)
{
	return pool->max - pool->used;
}

#endif
