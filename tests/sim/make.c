/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The memory of a run, and what each swarm is told of its sizes: small ones, so that ten thousand fit. What every step looks at
 * lies in large pages (ground.h), all swarms' near parts side by side.
 */
#include "parts.h"

#include "inside.h"
#include "memo.h"

#include <kiem/descriptors.h>

#include <assert.h>
#include <stdlib.h>

static void options_of(struct sim *sim)
{
	const struct scenario *s = sim->scenario;
	struct swarm_options *o = &sim->swarm_options;

	swarm_options_default(o);
	o->links_max = (unsigned)s->links;
	o->boards_max = (unsigned)s->boards;
	o->neighbours_max = 8;
	o->outbox_max = 64;
	o->unacked_max = 128;
	o->shunned_max = 64;
	o->recent_max = 128;
	o->missing_max = 64;
	o->peers_max = 256;
	o->cells_max = 512;
	o->cell_sets_max = (unsigned)(s->boards * 4);
	o->sessions_max = 1;
	o->pages_max = 2;
	o->passive_max = s->passive != 0 ? (unsigned)s->passive : o->passive_max;
	o->ping_ms = s->ping_ms != 0 ? s->ping_ms : o->ping_ms;
	o->compare_ms = s->compare_ms != 0 ? s->compare_ms : o->compare_ms;
	o->shuffle_ms = s->shuffle_ms != 0 ? s->shuffle_ms : o->shuffle_ms;
	o->probe_ms = s->probe_ms != 0 ? s->probe_ms : o->probe_ms;
	sim->links_max = o->links_max;
}

static void *zeroed(size_t n, size_t size)
{
	void *p = calloc(n, size);

	assert(p != NULL);
	return p;
}

/* Descriptors: a few of each node. */
static unsigned pool_of(const struct sim *sim)
{
	return sim->n * 4 + 4096;
}

static void make_part(struct sim *sim, struct part *part, bool dense)
{
	part->stride = (part->n + SIM_GUARD + 63) / 64 * 64;
	part->p = ground_take(sim->n * part->stride, dense);
}

void sim_make(struct sim *sim)
{
	unsigned pool = pool_of(sim);

	options_of(sim);
	sim->descriptors = ground_take(descriptors_size(pool), true);
	sim->swarm_options.descriptors = descriptors_init(sim->descriptors, descriptors_size(pool), pool);
	sim->swarm_options.descriptor = (struct kiem_span){sim->buffer, 1}; /* a size needs one; each node has its own */
	inside_sizes(&sim->near.n, &sim->far.n, &sim->swarm_options);
	make_part(sim, &sim->near, true);
	make_part(sim, &sim->far, false);
	sim->nodes = ground_take(sim->n * sizeof(sim->nodes[0]), true);
	for (sim->keys_mask = 1; sim->keys_mask < 2 * (size_t)sim->n; sim->keys_mask *= 2) {
	}
	sim->keys = zeroed(sim->keys_mask--, sizeof(sim->keys[0]));
	sim->links = ground_take((size_t)sim->n * sim->links_max * sizeof(sim->links[0]), true);
	sim->scratch = zeroed(sim->n + 1, sizeof(sim->scratch[0]));
	sim->sizes = zeroed(sim->n + 1, sizeof(sim->sizes[0]));
	sim->asymmetric = zeroed((size_t)sim->n * sim->links_max, sizeof(sim->asymmetric[0]));
	sim->fx = zeroed(1, sizeof(*sim->fx));
	posts_init(&sim->posts, sim->n <= SIM_REAL_DOOR_MAX);
	if (sim->n > SIM_REAL_DOOR_MAX) {
		memo_begin(sim->n);
	}
	for (uint32_t i = 0; i < sim->n; i++) {
		node_make(sim, i);
	}
}

void sim_finish(struct sim *sim)
{
	for (uint32_t i = 0; i < sim->n; i++) {
		store_finish(&sim->nodes[i].store);
	}
	for (size_t i = 0; i < sim->n_texts; i++) {
		free(sim->texts[i].bytes);
	}
	for (size_t i = 0; i < sim->n_measured; i++) {
		free(sim->measured[i].hop);
	}
	free(sim->texts);
	free(sim->measured);
	ground_give(sim->nodes, sim->n * sizeof(sim->nodes[0]));
	ground_give(sim->links, (size_t)sim->n * sim->links_max * sizeof(sim->links[0]));
	ground_give(sim->near.p, sim->n * sim->near.stride);
	ground_give(sim->far.p, sim->n * sim->far.stride);
	free(sim->keys);
	free(sim->scratch);
	free(sim->sizes);
	free(sim->asymmetric);
	free(sim->fx);
	ground_give(sim->descriptors, descriptors_size(pool_of(sim)));
	memo_end();
	heap_finish(&sim->heap);
	slab_finish(&sim->slab);
	posts_finish(&sim->posts);
}
