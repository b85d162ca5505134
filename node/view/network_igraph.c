/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The module: igraph behind the calls of network.h. Nothing of igraph is seen outside this file. Every call seeds igraph's
 * generator with the same number, so that it gives the same each time; only sums of floating-point numbers may
 * differ in a last bit between kinds of processors, which can tip a choice between communities that are as good.
 */
#include "network.h"
#include "weights.h"

#include <igraph/igraph.h>
#include <math.h>
#include <stdlib.h>

#define SEED 20190326u
#define LEIDEN_BETA 0.01 /* how much chance there is in refining; the paper's */
#define LAYOUT_STEPS 1000
#define LAYOUT_STEPS_MANY 300
#define LAYOUT_MANY 400

/* A graph of igraph's with its weights. */
struct held {
	igraph_t graph;
	igraph_vector_t weight;
	bool has_graph, has_weight;
};

static void held_finish(struct held *held)
{
	if (held->has_graph) {
		igraph_destroy(&held->graph);
	}
	if (held->has_weight) {
		igraph_vector_destroy(&held->weight);
	}
}

static bool held_init(struct held *held, const struct network_graph *graph)
{
	igraph_vector_int_t edges;

	*held = (struct held){0};
	igraph_set_error_handler(igraph_error_handler_ignore);
	igraph_set_warning_handler(igraph_warning_handler_ignore);
	igraph_rng_seed(igraph_rng_default(), SEED);
	if (igraph_vector_int_init(&edges, 2 * (igraph_integer_t)graph->n_edges) != IGRAPH_SUCCESS) {
		return false;
	}
	held->has_weight = igraph_vector_init(&held->weight, (igraph_integer_t)graph->n_edges) == IGRAPH_SUCCESS;
	for (size_t i = 0; held->has_weight && i < graph->n_edges; i++) {
		VECTOR(edges)[2 * i] = graph->from[i];
		VECTOR(edges)[2 * i + 1] = graph->to[i];
		VECTOR(held->weight)[i] = graph->weight == NULL ? 1.0 : (double)graph->weight[i];
	}
	held->has_graph = held->has_weight && igraph_create(&held->graph, &edges, graph->n, false) == IGRAPH_SUCCESS;
	igraph_vector_int_destroy(&edges);
	if (!held->has_graph) {
		held_finish(held);
	}
	return held->has_graph;
}

static uint32_t permille(double share)
{
	return share > 0 ? (uint32_t)lround(share * 1000) : 0; /* not a number: 0 */
}

/* Numbers of communities in the order of their first vertex. */
static bool renumber(uint32_t *of, uint32_t *n_communities, const igraph_vector_int_t *membership, uint32_t n)
{
	uint32_t *number = calloc((size_t)n + 1, sizeof(*number)); /* 0: not met yet */

	*n_communities = 0;
	if (number == NULL) {
		return false;
	}
	for (uint32_t i = 0; i < n; i++) {
		uint32_t *met = &number[VECTOR(*membership)[i]];
		if (*met == 0) {
			*met = ++*n_communities;
		}
		of[i] = *met - 1;
	}
	free(number);
	return true;
}

/*
 * The best of several tries into *best. Modularity is what Leiden makes greatest when vertices weigh their strength and the
 * resolution is 1 / 2m.
 */
static bool leiden(igraph_vector_int_t *best, igraph_real_t *quality, const struct held *held, size_t tries)
{
	double twice = 2 * igraph_vector_sum(&held->weight);
	igraph_vector_int_t membership;
	igraph_vector_t strength;
	igraph_real_t value;

	if (igraph_vector_init(&strength, 0) != IGRAPH_SUCCESS) {
		return false;
	}
	bool listed = igraph_vector_int_init(&membership, 0) == IGRAPH_SUCCESS;
	bool good = listed &&
	            igraph_strength(&held->graph, &strength, igraph_vss_all(), IGRAPH_ALL, true, &held->weight) == IGRAPH_SUCCESS;
	for (size_t i = 0; good && i < tries; i++) {
		good = igraph_community_leiden(&held->graph, &held->weight, &strength, 1 / twice, LEIDEN_BETA, false, -1,
		               &membership, NULL, &value) == IGRAPH_SUCCESS;
		if (good && (i == 0 || value > *quality)) {
			*quality = value;
			good = igraph_vector_int_update(best, &membership) == IGRAPH_SUCCESS;
		}
	}
	if (listed) {
		igraph_vector_int_destroy(&membership);
	}
	igraph_vector_destroy(&strength);
	return good;
}

static bool communities(uint32_t *of, uint32_t *n_communities, uint32_t *modularity, const struct network_graph *graph)
{
	igraph_vector_int_t membership;
	igraph_real_t quality = 0;
	struct held held;

	*modularity = 0;
	if (graph->n_edges == 0) {
		for (uint32_t i = 0; i < graph->n; i++) {
			of[i] = i;
		}
		*n_communities = graph->n;
		return true;
	}
	if (!held_init(&held, graph)) {
		return false;
	}
	bool good = igraph_vector_int_init(&membership, 0) == IGRAPH_SUCCESS;
	if (good) {
		good = leiden(&membership, &quality, &held, graph->n_edges < COMMUNITIES_TRIES_TIES ? COMMUNITIES_TRIES : 1) &&
		       renumber(of, n_communities, &membership, graph->n);
		igraph_vector_int_destroy(&membership);
	}
	*modularity = permille(quality);
	held_finish(&held);
	return good;
}

/* The circle that everybody starts on, so that the result is no matter of chance. */
static void start_on_circle(igraph_matrix_t *at, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		double angle = 2 * 3.14159265358979323846 * i / n;
		MATRIX(*at, i, 0) = cos(angle) * sqrt(n);
		MATRIX(*at, i, 1) = sin(angle) * sqrt(n);
	}
}

/* Weights pull too hard when they differ a thousandfold: each by what it is of the strongest, and a little for being there. */
static void soften(igraph_vector_t *weight)
{
	double most = igraph_vector_max(weight);

	for (igraph_integer_t i = 0; i < igraph_vector_size(weight); i++) {
		VECTOR(*weight)[i] = 0.05 + VECTOR(*weight)[i] / most;
	}
}

static bool layout(struct network_point *at, const struct network_graph *graph)
{
	igraph_matrix_t place;
	struct held held;

	if (graph->n_edges == 0) {
		for (uint32_t i = 0; i < graph->n; i++) {
			at[i] = (struct network_point){(int32_t)i * 1000, 0};
		}
		return true;
	}
	if (!held_init(&held, graph)) {
		return false;
	}
	bool good = igraph_matrix_init(&place, graph->n, 2) == IGRAPH_SUCCESS;
	if (good) {
		start_on_circle(&place, graph->n);
		soften(&held.weight);
		good = igraph_layout_fruchterman_reingold(&held.graph, &place, true,
		               graph->n > LAYOUT_MANY ? LAYOUT_STEPS_MANY : LAYOUT_STEPS, sqrt(graph->n), IGRAPH_LAYOUT_NOGRID,
		               &held.weight, NULL, NULL, NULL, NULL) == IGRAPH_SUCCESS;
		for (uint32_t i = 0; good && i < graph->n; i++) {
			at[i].x = (int32_t)lround(MATRIX(place, i, 0) * 1000);
			at[i].y = (int32_t)lround(MATRIX(place, i, 1) * 1000);
		}
		igraph_matrix_destroy(&place);
	}
	held_finish(&held);
	return good;
}

const struct network_calls *network_module(void);

const struct network_calls *network_module(void)
{
	static const struct network_calls calls = {.version = NETWORK_VERSION, .communities = communities, .layout = layout};

	return &calls;
}
