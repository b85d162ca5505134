/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What igraph works out of a network, in a module of their own (network.so), which is loaded when a command needs one: igraph and
 * what it brings take some 10 ms to load, which no other command and no daemon should pay
 * (docs/decisions/0030-igraph-in-a-module.md).
 *
 * What goes in is in canonical order (people by key, ties by people), so that what comes out does not depend on who arrived when;
 * chance is seeded alike everywhere. What comes out is whole numbers. Measures of one small coalition are in web.c and form.c and
 * need none of this.
 */
#ifndef VIEW_NETWORK_H
#define VIEW_NETWORK_H

#include <kiem/types.h>

#define NETWORK_VERSION 2u

struct network_graph {
	uint32_t n; /* vertices, from 0 */
	size_t n_edges;
	const uint32_t *from, *to; /* no vertex to itself; of two vertices once */
	const uint64_t *weight;    /* above 0; NULL: all alike */
};

/* A point of the plane, in thousandths of the length of an ordinary edge. */
struct network_point {
	int32_t x, y;
};

/* Each returns false when memory is short or igraph refuses; what it was to fill is then undefined. */
struct network_calls {
	uint32_t version; /* NETWORK_VERSION of the module */

	/*
	 * Communities by the Leiden algorithm (Traag, Waltman & van Eck 2019) for modularity: of[n], numbered from 0 in the order
	 * of their first vertex, *n_communities how many. *modularity in permille, 0 or more. Weighted.
	 */
	bool (*communities)(uint32_t *of, uint32_t *n_communities, uint32_t *modularity, const struct network_graph *graph);

	/* Places of a connected graph's vertices, heavier edges shorter (Fruchterman & Reingold 1991). Weighted. */
	bool (*layout)(struct network_point *at, const struct network_graph *graph);
};

/* The module's one symbol: const struct network_calls *network_module(void). */
#define NETWORK_SYMBOL "network_module"

/* Loads the module, once; NULL when there is none, or one of another version. It stays until the process ends. */
const struct network_calls *network_load(void);

#endif
