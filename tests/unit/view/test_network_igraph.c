/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * On graphs of which it is known what should come out: Zachary's karate club (1977), a square, two cliques and a bridge, worked by
 * hand.
 */
#include "../../../node/view/network.h"
#include "support.h"

#define EDGES_MAX 100

struct graph {
	struct network_graph graph;
	uint32_t from[EDGES_MAX], to[EDGES_MAX];
};

static void edge(struct graph *g, uint32_t from, uint32_t to)
{
	g->from[g->graph.n_edges] = from;
	g->to[g->graph.n_edges++] = to;
}

static void start(struct graph *g, uint32_t n)
{
	*g = (struct graph){.graph = {.n = n}};
	g->graph.from = g->from;
	g->graph.to = g->to;
}

static void line(struct graph *g, uint32_t n, bool closed)
{
	start(g, n);
	for (uint32_t i = 1; i < n; i++) {
		edge(g, i - 1, i);
	}
	if (closed) {
		edge(g, n - 1, 0);
	}
}

/* Members 1 to 34, as in Zachary's paper; here from 0. */
static void karate(struct graph *g)
{
	static const uint8_t ties[34][17] = {{2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 18, 20, 22, 32},
	        {3, 4, 8, 14, 18, 20, 22, 31}, {4, 8, 9, 10, 14, 28, 29, 33}, {8, 13, 14}, {7, 11}, {7, 11, 17}, {17}, {0},
	        {31, 33, 34}, {34}, {0}, {0}, {0}, {34}, {33, 34}, {33, 34}, {0}, {0}, {33, 34}, {34}, {33, 34}, {0}, {33, 34},
	        {26, 28, 30, 33, 34}, {26, 28, 32}, {32}, {30, 34}, {34}, {32, 34}, {33, 34}, {33, 34}, {33, 34}, {34}, {0}};

	start(g, 34);
	for (uint32_t i = 0; i < 34; i++) {
		for (size_t k = 0; ties[i][k] != 0; k++) {
			edge(g, i, ties[i][k] - 1u);
		}
	}
	assert_int_equal(g->graph.n_edges, 78);
}

static void zacharys_karate_club(void **state)
{
	uint32_t of[34], again[34], n, modularity;
	struct graph g;

	karate(&g);
	/* The greatest modularity that there is: 0.4198, in four communities (Brandes et al. 2008). */
	assert_true(network_load()->communities(of, &n, &modularity, &g.graph));
	assert_int_equal(n, 4);
	assert_int_equal(modularity, 420);
	assert_int_equal(of[0], 0);
	assert_int_equal(of[11], of[0]);
	assert_int_equal(of[5], of[6]);
	assert_int_equal(of[5], of[16]);
	assert_int_equal(of[32], of[33]);
	assert_int_not_equal(of[0], of[33]);
	assert_true(network_load()->communities(again, &n, &modularity, &g.graph));
	assert_memory_equal(of, again, sizeof(of));
}

/* A square with strong sides to the left and right, and weak ones above and below. */
static void weight_decides_who_belongs_together(void **state)
{
	const uint64_t weight[] = {100, 1, 100, 1};
	uint32_t of[4], n, modularity;
	struct graph g;

	line(&g, 4, true);
	g.graph.weight = weight;
	assert_true(network_load()->communities(of, &n, &modularity, &g.graph));
	assert_int_equal(n, 2);
	assert_int_equal(of[0], of[1]);
	assert_int_equal(of[2], of[3]);
	/* Inside 200 of 202, less two halves of it squared: 0.990 - 0.5. */
	assert_int_equal(modularity, 490);
	start(&g, 3);
	assert_true(network_load()->communities(of, &n, &modularity, &g.graph));
	assert_int_equal(n, 3);
	assert_int_equal(modularity, 0);
}

static double distance(struct network_point a, struct network_point b)
{
	double x = a.x - b.x, y = a.y - b.y;

	return x * x + y * y;
}

/* Two cliques and a bridge: who is tied stands nearer than who is not, and it is the same each time. */
static void a_layout_shows_who_is_near_whom(void **state)
{
	struct network_point at[10], again[10];
	struct graph g;

	start(&g, 10);
	for (uint32_t side = 0; side < 10; side += 5) {
		for (uint32_t i = 0; i < 5; i++) {
			for (uint32_t k = i + 1; k < 5; k++) {
				edge(&g, side + i, side + k);
			}
		}
	}
	edge(&g, 4, 5);
	assert_true(network_load()->layout(at, &g.graph));
	for (size_t i = 0; i < 5; i++) {
		for (size_t k = 0; k < 5; k++) {
			assert_true(distance(at[i], at[k]) < distance(at[i], at[5 + k]) || (i == 4 && k != 4));
			assert_true(i == k || distance(at[i], at[k]) > 0);
		}
	}
	assert_true(network_load()->layout(again, &g.graph));
	assert_memory_equal(at, again, sizeof(at));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(zacharys_karate_club),
	        cmocka_unit_test(weight_decides_who_belongs_together),
	        cmocka_unit_test(a_layout_shows_who_is_near_whom),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
