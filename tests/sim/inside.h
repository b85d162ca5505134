/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The few looks into a swarm's memory that the simulator's figures and invariants need; kept apart from its own types. */
#ifndef KIEM_SIM_INSIDE_H
#define KIEM_SIM_INSIDE_H

#include <kiem/swarm.h>

/* A swarm's memory has a part that nearly every step looks at, and a large one that is mostly never touched (arena.h). */
void inside_sizes(size_t *near, size_t *far, const struct swarm_options *options);
struct swarm *inside_init(void *near, void *far, const struct swarm_options *options);

/* True when the first board of the run is active on this link, and its other end in the active view of it. */
bool inside_active(const struct swarm *s, uint32_t link);
/* Keys of the passive view of the first board: how many, at most max. */
size_t inside_passive(const struct swarm *s, struct kiem_key *keys, size_t max);

/* Brings what a step about this link will look at into the cache; `like` is a swarm of the same sizes that is in there already. */
void inside_prefetch(const struct swarm *s, const struct swarm *like, uint32_t link);

#endif
