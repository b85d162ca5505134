/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two sets of posts, by their ids and times, that are almost the same, and the cells of each: for recon_exchange.c. */
#ifndef KIEM_BENCH_RECON_PARTIES_H
#define KIEM_BENCH_RECON_PARTIES_H

#include "recon_exchange.h"

#include "../../proto/recon.h"

struct entry {
	int64_t made;
	struct kiem_id id;
	uint64_t item;
};

struct party {
	bool opener;
	size_t n;
	struct entry *entries; /* by made */
	size_t begin, end;     /* of the range under exchange */
	uint32_t built;        /* cells of that range */
	struct recon_cell *cells;
	size_t n_found;
	uint64_t *found; /* only here, as the exchange says */
};

/*
 * What differs depends on the seed alone, not on how many are known to both; so do the short ids, which makes figures of larger and
 * smaller sets comparable.
 */
void parties_fill(struct party parties[static 2], const struct recon_job *job);
void parties_free(struct party parties[static 2]);
/* Stops the program unless what each was found to have alone is what it was given alone. */
void parties_check(struct party parties[static 2]);

/* The range behind `after` up to `upto`, both times of made; its cells are none yet. */
void party_range(struct party *p, int64_t after, int64_t upto);
/* Its cells up to so many; what that takes is added to *ms. */
void party_build(struct party *p, uint32_t upto, double *ms);
uint64_t party_size(const struct party *p);
void party_found(struct party *p, const uint64_t *items, size_t n);

int by_value(const void *a, const void *b); /* for qsort and bsearch of items */
void recon_must(bool what, const char *name);

#endif
