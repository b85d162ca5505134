/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory for what a run has one of for each node: zeroed, from the kernel itself, in large pages where it is dense. Ten thousand
 * nodes in pages of 4 KiB need more of them than a processor can keep in mind, and each step would wait for some.
 */
#ifndef KIEM_SIM_GROUND_H
#define KIEM_SIM_GROUND_H

#include <stdbool.h>
#include <stddef.h>

/* n bytes, 0, at a multiple of 2 MiB. Sparse: pages that are never touched cost nothing. Aborts when there are none. */
void *ground_take(size_t n, bool dense);
void ground_give(void *p, size_t n); /* n as it was taken; NULL is fine */

#endif
