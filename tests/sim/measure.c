/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures of a run; docs/simulator.md defines each. Counting begins with `at TIME measure`. */
#include "parts.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define VIEWS_EVERY_S 10
#define EQUAL_EVERY_S 5
#define GRACE_US (60 * SECOND_US) /* after a fault, before somebody alone counts as isolated */

void measure_begin(struct sim *sim)
{
	sim->measuring_us = sim->now_us;
}

/* Those that a post should reach: they were up when it was made and have been since. */
static bool counts(const struct sim *sim, const struct measured *m, uint32_t node)
{
	const struct node *n = &sim->nodes[node];

	return n->state == NODE_UP && node_honest(n) && !n->leaves && n->up_us <= m->made_us;
}

void measure_made(struct sim *sim, uint32_t node, uint32_t post)
{
	struct event window = {.type = EVENT_WINDOW, .a = (uint32_t)sim->n_measured};

	if (sim->now_us < sim->measuring_us) {
		return;
	}
	if (sim->n_measured == sim->cap_measured) {
		sim->cap_measured = sim->cap_measured == 0 ? 128 : sim->cap_measured * 2;
		sim->measured = realloc(sim->measured, sim->cap_measured * sizeof(sim->measured[0]));
		assert(sim->measured != NULL);
	}
	struct measured *m = &sim->measured[sim->n_measured];
	*m = (struct measured){.post = post, .sender = node, .made_us = sim->now_us};
	m->hop = calloc(sim->n, 1);
	assert(m->hop != NULL);
	m->hop[node] = 1;
	sim->posts.list[post].measured = (uint32_t)sim->n_measured++;
	heap_push(&sim->heap, sim->now_us + sim->scenario->window_us, &window);
}

void measure_sent(struct sim *sim, uint32_t measured)
{
	sim->measured[measured].copies++;
}

/* hop[] counts the sender's own as 1, so that 0 says that a node has it not. */
void measure_kept(struct sim *sim, uint32_t node, uint32_t from, uint32_t measured)
{
	struct measured *m = &sim->measured[measured];
	uint8_t hop = (uint8_t)(m->hop[from] < 254 ? m->hop[from] + 1 : 255);

	if (m->hop[node] != 0) {
		return; /* it had it before a crash of its disk's other end */
	}
	m->hop[node] = hop;
	if (node_honest(&sim->nodes[node])) {
		uint64_t took = sim->now_us - m->made_us;
		m->reached++;
		m->last_us = took > m->last_us ? took : m->last_us;
		m->last_hop = hop - 1 > m->last_hop ? (uint8_t)(hop - 1) : m->last_hop;
	}
}

void measure_window(struct sim *sim, uint32_t measured)
{
	struct measured *m = &sim->measured[measured];

	for (uint32_t i = 0; i < sim->n; i++) {
		if (counts(sim, m, i)) {
			m->window_want++;
			m->window_have += store_has(&sim->nodes[i].store, m->post);
		}
	}
}

void measure_end(struct sim *sim)
{
	for (size_t i = 0; i < sim->n_measured; i++) {
		struct measured *m = &sim->measured[i];

		for (uint32_t node = 0; node < sim->n; node++) {
			if (counts(sim, m, node)) {
				m->want++;
				m->have += store_has(&sim->nodes[node].store, m->post) ||
				           sim->posts.list[m->post].until <= sim_clock(sim, &sim->nodes[node]);
			}
		}
	}
}

/* ---- once a second ---- */

static void look_at_views(struct sim *sim, const struct graph *g)
{
	uint64_t share = g->links != 0 ? g->hostile * 1000000 / g->links : 0;

	sim->hostile_share_ppm = share > sim->hostile_share_ppm ? share : sim->hostile_share_ppm;
	sim->hostile_worst_ppm = g->worst_ppm > sim->hostile_worst_ppm ? g->worst_ppm : sim->hostile_worst_ppm;
	if (sim->last_fault_us == 0 || sim->last_fault_us + GRACE_US <= sim->now_us) {
		sim->isolated_max = g->honest - g->largest > sim->isolated_max ? g->honest - g->largest : sim->isolated_max;
	}
}

/* Since when the overlay is one and all sets are equal, after the last fault; both must stay so to count. */
static void look_at_rest(struct sim *sim, uint64_t second)
{
	struct graph g;
	bool faults_over = sim->last_fault_us <= sim->now_us;
	bool merging = faults_over && sim->merged_us == 0;

	if (merging || second % VIEWS_EVERY_S == 0) {
		graph_look(&g, sim);
		if (merging && g.largest == g.honest && g.honest > 0) {
			sim->merged_us = sim->now_us;
		}
		if (second % VIEWS_EVERY_S == 0 && sim->now_us >= sim->measuring_us) {
			look_at_views(sim, &g);
		}
	}
	if (faults_over && sim->equal_us == 0 && second % EQUAL_EVERY_S == 0 && check_equal(sim)) {
		sim->equal_us = sim->now_us;
	}
}

void measure_sample(struct sim *sim)
{
	uint64_t second = sim->now_us / SECOND_US;

	if (sim->now_us >= sim->measuring_us) {
		for (uint32_t i = 0; i < sim->n; i++) {
			sim->node_us += sim->nodes[i].state == NODE_UP && node_honest(&sim->nodes[i]) ? SECOND_US : 0;
		}
	}
	if (sim->n <= 1000 || second % EQUAL_EVERY_S == 0 || sim->merged_us == 0) {
		look_at_rest(sim, second);
	}
}
