/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of communities share. */
#ifndef VIEW_COMMUNITIES_H
#define VIEW_COMMUNITIES_H

#include "society.h"
#include "weights.h"

#include <kiem/communities.h>

/* ---- communities_file.c ---- */

struct communities_entry {
	struct kiem_key key;
	uint32_t of;
};
struct communities_file {
	size_t n;
	int64_t made_ms;
	uint32_t n_communities, modularity;
	struct communities_entry *list; /* by key; malloc'ed */
};
bool communities_load(struct communities_file *file, const char *path);
/* Silent when it cannot. */
void communities_save(const struct communities_file *file, const char *path);

/* ---- communities.c ---- */

/* Of every vertex from the file; who is not in it goes with those with whom they do most. of[society->n]. */
enum kiem_err communities_from_file(uint32_t *of, uint32_t *n, const struct communities_file *file, const struct society *society,
        const struct view_extract *x);
/* Permille, from sums in whole numbers. */
enum kiem_err communities_participation(uint16_t *permille, const struct society *society, const uint32_t *of, uint32_t n);

#endif
