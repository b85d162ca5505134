/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Invariants: what must hold at every step (or every so many, in large runs), once a second, and at rest. A breach ends the run
 * with a sentence; main.c then looks for the shortest plan that still shows it.
 */
#include "parts.h"

#include <string.h>

#define ASYMMETRIC_US (45 * SECOND_US) /* two periods of the slower of pings and shuffles, and a little */

static bool guarded(const struct part *part, uint32_t node)
{
	uint64_t words[SIM_GUARD / 8];

	memcpy(words, part_of(part, node) + part->n, sizeof(words));
	return words[0] == 0x5a5a5a5a5a5a5a5aULL && words[1] == words[0];
}

/* Guards behind the memory that the swarm was given: nothing may have been written there. */
void check_step(struct sim *sim, uint32_t node)
{
	uint64_t every = sim->options.check_every;

	if (every > 1 && sim->steps % every != 0) {
		return;
	}
	if (!guarded(&sim->near, node) || !guarded(&sim->far, node)) {
		sim_fail(sim, "node %u wrote behind the memory that it was given at init", node);
	}
}

/* A neighbour acknowledged a post: then it must have it, whatever happens to it later. */
void check_held(struct sim *sim, uint32_t node, const struct swarm_effect *e)
{
	uint32_t other = node_of(sim, &e->notify.node), post = (uint32_t)(e->notify.number - 1);

	if (!node_honest(&sim->nodes[node]) || other == sim->n || !node_honest(&sim->nodes[other]) || e->notify.number == 0 ||
	        post >= sim->posts.n) {
		return;
	}
	const struct sim_post *p = &sim->posts.list[post];
	if (!store_has(&sim->nodes[other].store, post) && p->until > sim_clock(sim, &sim->nodes[other])) {
		sim_fail(sim, "node %u was told that node %u keeps post %u, which it does not", node, other, post);
	}
}

/* ---- once a second ---- */

static void check_queues(struct sim *sim, uint32_t node)
{
	struct swarm_link_status status;
	const struct swarm_options *o = &sim->swarm_options;

	for (uint32_t link = 0; link < sim->links_max; link++) {
		if (sim->nodes[node].links[link].state != LINK_UP || !swarm_link_status(sim->nodes[node].swarm, &status, link)) {
			continue;
		}
		uint64_t most = 2ull * o->outbox_max + o->unacked_max + o->recent_max * o->boards_max;
		if (status.queued > most) {
			sim_fail(sim, "node %u queues %llu posts for node %u, more than its %llu", node,
			        (unsigned long long)status.queued, sim->nodes[node].links[link].peer, (unsigned long long)most);
		}
	}
}

/* Both ends of a link agree on whether it is in the active view, but for a while in between. */
static void check_symmetric(struct sim *sim, uint32_t node)
{
	for (uint32_t link = 0; link < sim->links_max; link++) {
		const struct sim_link *l = &sim->nodes[node].links[link];
		uint64_t *since = &sim->asymmetric[(size_t)node * sim->links_max + link];
		uint32_t peer = graph_active(sim, node, link);

		bool fine = peer == sim->n || !node_honest(&sim->nodes[peer]) || !node_honest(&sim->nodes[node]) ||
		            sim->nodes[peer].state == NODE_OFF || net_blocked(sim, node, peer) != 0 ||
		            net_blocked(sim, peer, node) != 0 || sim->nodes[node].rate != 0 || sim->nodes[peer].rate != 0;
		fine = fine ||
		       (sim->nodes[peer].links[l->peer_link].life == l->peer_life && graph_active(sim, peer, l->peer_link) == node);
		if (fine) {
			*since = 0;
		} else if (*since == 0) {
			*since = sim->now_us;
		} else if (sim->now_us - *since > 2 * ASYMMETRIC_US) {
			sim_fail(sim, "node %u has node %u in its active view, but not the other way, for %llu s", node, peer,
			        (unsigned long long)((sim->now_us - *since) / SECOND_US));
		}
	}
}

void check_sample(struct sim *sim)
{
	/* A large run looks at a part of its nodes each second. */
	uint32_t step = sim->n > 1000                ? 50
	                : sim->n > SIM_REAL_DOOR_MAX ? 10
	                                             : 1,
	         first = (uint32_t)(sim->now_us / SECOND_US % step);

	for (uint32_t i = first; i < sim->n && !sim->failed; i += step) {
		if (sim->nodes[i].state == NODE_UP) {
			check_queues(sim, i);
			check_symmetric(sim, i);
		}
	}
}

/* ---- at rest ---- */

bool check_equal(struct sim *sim)
{
	uint32_t first = sim->n;

	for (uint32_t i = 0; i < sim->n; i++) {
		const struct node *n = &sim->nodes[i];

		if (n->state != NODE_UP || !node_honest(n) || n->leaves) {
			continue;
		}
		first = first == sim->n ? i : first;
		for (uint32_t board = 0; board < sim->scenario->boards; board++) {
			int64_t now = sim_clock(sim, n) + 1000;
			if (!store_equal(&n->store, &sim->nodes[first].store, &sim->posts, board, now)) {
				sim->unequal[0] = first;
				sim->unequal[1] = i;
				return false;
			}
		}
	}
	return true;
}

static void check_stores(struct sim *sim)
{
	for (uint32_t i = 0; i < sim->n; i++) {
		for (uint32_t post = 0; post < sim->posts.n; post++) {
			if (sim->posts.list[post].verdict != KIEM_OK && store_has(&sim->nodes[i].store, post)) {
				sim_fail(sim, "node %u keeps post %u, which is not valid", i, post);
			}
		}
	}
}

void check_end(struct sim *sim)
{
	check_stores(sim);
	if (sim->scenario->equal && !check_equal(sim)) {
		const struct store *a = &sim->nodes[sim->unequal[0]].store, *b = &sim->nodes[sim->unequal[1]].store;
		sim_fail(sim, "at rest nodes %u and %u do not hold the same (%u and %u posts)", sim->unequal[0], sim->unequal[1],
		        a->n[0], b->n[0]);
	}
	if (sim->plants[PLANT_PAIR] > 1) {
		sim_fail(sim, "two were planted");
	}
}
