/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The overlay as it is: who has whom in the active view, how many of the honest hang together, how much of their views is
 * hostile.
 */
#include "parts.h"

#include "inside.h"

#include <string.h>

static uint32_t root(uint32_t *parent, uint32_t i)
{
	while (parent[i] != i) {
		parent[i] = parent[parent[i]];
		i = parent[i];
	}
	return i;
}

uint32_t graph_active(const struct sim *sim, uint32_t node, uint32_t link)
{
	const struct node *n = &sim->nodes[node];

	return n->links[link].state == LINK_UP && inside_active(n->swarm, link) ? n->links[link].peer : sim->n;
}

void graph_passive(const struct sim *sim, uint32_t node, uint32_t *n, uint32_t *hostile)
{
	struct kiem_key keys[256];

	*n = (uint32_t)inside_passive(sim->nodes[node].swarm, keys, sizeof(keys) / sizeof(keys[0]));
	*hostile = 0;
	for (uint32_t i = 0; i < *n; i++) {
		uint32_t other = node_of(sim, &keys[i]);
		*hostile += other == sim->n || !node_honest(&sim->nodes[other]);
	}
}

static bool belongs(const struct node *n)
{
	return n->state == NODE_UP && node_honest(n) && !n->leaves;
}

static void look_at_node(struct graph *g, struct sim *sim, uint32_t node)
{
	uint32_t n = 0, hostile = 0, passive = 0, passive_hostile = 0;

	for (uint32_t link = 0; link < sim->links_max; link++) {
		uint32_t peer = graph_active(sim, node, link);

		if (peer == sim->n) {
			continue;
		}
		n++;
		hostile += !node_honest(&sim->nodes[peer]);
		if (belongs(&sim->nodes[peer])) {
			sim->scratch[root(sim->scratch, node)] = root(sim->scratch, peer);
		}
	}
	if (sim->scenario->hostile_ppm != 0) {
		graph_passive(sim, node, &passive, &passive_hostile);
	}
	n += passive;
	hostile += passive_hostile;
	g->links += n;
	g->hostile += hostile;
	uint64_t share = n != 0 ? hostile * 1000000ull / n : 0;
	g->worst_ppm = share > g->worst_ppm ? share : g->worst_ppm;
}

void graph_look(struct graph *g, struct sim *sim)
{
	*g = (struct graph){.honest = 0};
	for (uint32_t i = 0; i < sim->n; i++) {
		sim->scratch[i] = i;
	}
	for (uint32_t i = 0; i < sim->n; i++) {
		if (belongs(&sim->nodes[i])) {
			g->honest++;
			look_at_node(g, sim, i);
		}
	}
	memset(sim->sizes, 0, sim->n * sizeof(sim->sizes[0]));
	for (uint32_t i = 0; i < sim->n; i++) {
		if (belongs(&sim->nodes[i])) {
			uint32_t n = ++sim->sizes[root(sim->scratch, i)];
			g->largest = n > g->largest ? n : g->largest;
		}
	}
}
