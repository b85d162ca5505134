/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * People and the ties between them that are not dormant, as a graph in an order that is the same on every node: vertices by key,
 * edges by vertices. What igraph is given, and what is drawn.
 */
#ifndef VIEW_SOCIETY_H
#define VIEW_SOCIETY_H

#include "network.h"

#include <kiem/coalitions.h>

struct society {
	uint32_t n;
	uint32_t *person;   /* of a vertex */
	uint32_t *vertex;   /* of a person, or VIEW_NONE: no tie here */
	uint64_t *strength; /* of a vertex: of all its ties */
	size_t n_edges;
	uint32_t *from, *to; /* from < to; ascending */
	uint64_t *weight;    /* both directions together */
	size_t *first;       /* n + 1: the edges of vertex v are edge[first[v]] to edge[first[v + 1]] */
	uint32_t *edge;      /* each edge stands with both of its ends */
};

/* Of the ties between persons of `among` (by person; NULL: all). society_finish either way. */
enum kiem_err society_make(
        struct society *society, const struct view_extract *x, const struct view_bonds *bonds, const bool *among);
void society_finish(struct society *society);

static inline uint32_t society_other(const struct society *society, uint32_t edge, uint32_t vertex)
{
	return society->from[edge] == vertex ? society->to[edge] : society->from[edge];
}

static inline struct network_graph society_graph(const struct society *society)
{
	return (struct network_graph){
	        .n = society->n, .n_edges = society->n_edges, .from = society->from, .to = society->to, .weight = society->weight};
}

/* Parts that hang together: of[n], numbered by their first vertex; how many there are. */
enum kiem_err society_parts(uint32_t *of, uint32_t *n_parts, const struct society *society);

#endif
