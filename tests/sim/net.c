/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The network: reliable streams between pairs of nodes. A body arrives after the latency of its pair and a little jitter, and never
 * before one sent earlier on the same link. Where the way is cut it waits as it would in a kernel that sends again and again,
 * until the cut ends or the link does. The end of a link travels like a body; a machine without power says nothing, and what
 * reaches a machine that knows the link no more is answered with a reset.
 */
#include "parts.h"

#include <assert.h>
#include <string.h>

#define AGAIN_US SECOND_US /* after a cut the next attempt comes within so long */
#define FRAME_SMALL 35     /* CURVE and ZMTP around a body whose frame fits a byte of length */
#define FRAME_LARGE 42

/* ---- ways ---- */

uint64_t net_blocked(const struct sim *sim, uint32_t from, uint32_t to)
{
	if (sim->cuts == 0) {
		return 0;
	}
	unsigned differ = sim->nodes[from].sides ^ sim->nodes[to].sides;
	uint64_t until = 0;

	for (; differ != 0; differ &= differ - 1) {
		unsigned i = (unsigned)__builtin_ctz(differ);
		const struct partition *p = &sim->partitions[i];
		bool cut = p->active && (!p->one_way || (sim->nodes[from].sides >> i & 1) != 0);

		until = cut && p->until_us > until ? p->until_us : until;
	}
	return until;
}

/* The same for a pair in both directions and at all times: its distance. */
uint32_t net_latency(const struct sim *sim, uint32_t a, uint32_t b)
{
	const struct scenario *s = sim->scenario;
	uint64_t pair = a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
	struct chance c = chance_of(sim->options.seed, CHANCE_PAIR, pair);

	return (uint32_t)chance_between(&c, s->latency_low_us, s->latency_high_us);
}

/* When something sent now from one to the other arrives; what is slow about the sender's line is in `from_us`. */
uint64_t net_arrival(struct sim *sim, uint32_t from, uint32_t to, uint64_t from_us, uint32_t latency_us)
{
	uint64_t blocked = net_blocked(sim, from, to), jitter = sim->scenario->jitter_us;

	if (blocked > from_us) {
		from_us = blocked + chance_below(&sim->net, AGAIN_US);
	}
	return from_us + latency_us + (jitter != 0 ? chance_below(&sim->net, jitter) : 0);
}

/* On a slow line bodies go one after another. */
static uint64_t leaves_at(struct sim *sim, struct node *n, size_t bytes)
{
	if (n->rate == 0) {
		return sim->now_us;
	}
	uint64_t from = n->uplink_us > sim->now_us ? n->uplink_us : sim->now_us;
	n->uplink_us = from + bytes * 1000 / n->rate;
	return n->uplink_us;
}

bool net_peer_knows(const struct sim *sim, const struct sim_link *l)
{
	const struct sim_link *far = &sim->links[(size_t)l->peer * sim->links_max + l->peer_link];

	return far->life == l->peer_life && (far->state == LINK_UP || far->state == LINK_OPENING);
}

void net_push_down(struct sim *sim, uint32_t node, uint32_t link, uint64_t at)
{
	struct event e = {.type = EVENT_DOWN, .node = node, .link = (uint8_t)link, .life = sim->nodes[node].links[link].life};

	heap_push(&sim->heap, at, &e);
}

/* ---- bodies ---- */

/* The far machine has power but not this link: it says so. */
static void maybe_reset(struct sim *sim, uint32_t node, uint32_t link)
{
	struct sim_link *l = &sim->nodes[node].links[link];

	if (sim->nodes[l->peer].state != NODE_OFF && !l->reset_under_way) {
		uint64_t there = net_arrival(sim, node, l->peer, sim->now_us, l->latency_us);

		l->reset_under_way = true;
		net_push_down(sim, node, link, net_arrival(sim, l->peer, node, there, l->latency_us));
	}
}

static void tell_left(struct sim *sim, uint32_t node, uint32_t link, uint64_t at, uint64_t posts, uint64_t bytes)
{
	struct event e = {.type = EVENT_WRITABLE, .node = node, .link = (uint8_t)link, .a = (uint32_t)posts, .b = (uint32_t)bytes};

	e.life = sim->nodes[node].links[link].life;
	heap_push(&sim->heap, at, &e);
}

void net_count(struct sim *sim, struct node *n, size_t bytes)
{
	sim->bodies++;
	if (sim->now_us >= sim->measuring_us && node_honest(n)) {
		sim->bytes += bytes;
		sim->messages++;
	}
}

void net_send(struct sim *sim, uint32_t node, uint32_t link, const uint8_t *body, size_t n, uint64_t posts, uint64_t bytes)
{
	struct node *from = &sim->nodes[node];
	struct sim_link *l = &from->links[link];
	struct event e = {.type = EVENT_RECV, .node = l->peer, .link = l->peer_link, .life = l->peer_life, .n = (uint32_t)n};

	if (l->state != LINK_UP) {
		return;
	}
	size_t framed = n + (n + 33 > 255 ? FRAME_LARGE : FRAME_SMALL);
	uint64_t left = leaves_at(sim, from, framed);
	net_count(sim, from, framed);
	if (posts > 0) {
		tell_left(sim, node, link, left, posts, bytes);
	}
	if (n == 0) {
		return; /* posts that are gone from the store: nothing leaves, but they are counted */
	}
	if (!net_peer_knows(sim, l)) {
		maybe_reset(sim, node, link);
		return;
	}
	if (sim->now_us < sim->loss_until_us && chance_ppm(&sim->net, sim->loss_ppm)) {
		sim->breaks++;
		net_close(sim, node, link);
		return;
	}
	uint64_t at = net_arrival(sim, node, l->peer, left, l->latency_us);
	l->last_at = at > l->last_at ? at : l->last_at;
	e.body = memcpy(slab_take(&sim->slab, n), body, n);
	heap_push(&sim->heap, l->last_at, &e);
}
