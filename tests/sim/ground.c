/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See ground.h. A kernel without large pages refuses the advice, and the run is slower. */
#include "ground.h"

#include <assert.h>
#include <stdint.h>
#include <sys/mman.h>

#define LARGE ((size_t)2 << 20)

static size_t whole(size_t n)
{
	return (n + LARGE - 1) / LARGE * LARGE;
}

void *ground_take(size_t n, bool dense)
{
	size_t size = whole(n);
	uint8_t *p = mmap(NULL, size + LARGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	assert(p != MAP_FAILED);
	size_t before = whole((uintptr_t)p) - (uintptr_t)p;
	if (before > 0) {
		munmap(p, before);
	}
	p += before;
	if (before < LARGE) {
		munmap(p + size, LARGE - before);
	}
	(void)madvise(p, size, dense ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
	return p;
}

void ground_give(void *p, size_t n)
{
	if (p != NULL) {
		munmap(p, whole(n));
	}
}
