/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How links come up and go down. A dial takes the round trips of TCP and CURVE, or three seconds of silence; a listener takes the
 * dialler or refuses it. A machine without power says nothing when it goes; everything else is told to the other end.
 */
#include "parts.h"

#include <string.h>

#define SHAKE_DIALLER_BYTES 600 /* greeting, HELLO, INITIATE of CURVE */
#define SHAKE_LISTENER_BYTES 330

static void push_failed(struct sim *sim, uint32_t node, uint32_t life, uint32_t whom, uint64_t at, const struct kiem_key *key)
{
	struct event e = {.type = EVENT_DIAL_FAILED, .node = node, .life = life, .a = whom, .n = sizeof(*key)};

	e.body = memcpy(slab_take(&sim->slab, sizeof(*key)), key, sizeof(*key));
	heap_push(&sim->heap, at, &e);
}

void net_dial(struct sim *sim, uint32_t node, const struct kiem_key *key, const char *address)
{
	struct node *n = &sim->nodes[node];
	uint32_t to = node_at(sim, address);
	struct event e = {.type = EVENT_SYN, .node = node, .life = n->life, .a = to, .n = sizeof(*key)};

	bool silent = to == sim->n || sim->nodes[to].state == NODE_OFF || sim->nodes[to].state == NODE_NEW ||
	              sim->nodes[to].behind_router || net_blocked(sim, node, to) != 0 || net_blocked(sim, to, node) != 0;
	if (silent || to == node) {
		push_failed(sim, node, n->life, to, sim->now_us + SIM_HANDSHAKE_US, key);
		return;
	}
	uint32_t latency = net_latency(sim, node, to);
	if (sim->nodes[to].state != NODE_UP) {
		push_failed(sim, node, n->life, to, sim->now_us + 2ull * latency, key);
		return;
	}
	net_count(sim, n, SHAKE_DIALLER_BYTES);
	e.b = latency;
	e.body = memcpy(slab_take(&sim->slab, sizeof(*key)), key, sizeof(*key));
	/* SYN, SYN+ACK, greeting and HELLO, WELCOME, INITIATE: then the listener knows who it is. */
	heap_push(&sim->heap, sim->now_us + 5ull * latency, &e);
}

/* The lowest, as in the daemon: what a link needs is then in memory already. */
static uint32_t free_link(const struct sim *sim, const struct node *n)
{
	for (uint32_t at = 0; at < sim->links_max; at++) {
		if (n->links[at].state == LINK_FREE) {
			return at;
		}
	}
	return SWARM_NO_LINK;
}

static bool refuses(const struct sim *sim, const struct node *n, uint32_t other)
{
	for (unsigned i = 0; i < n->n_refused; i++) {
		if (n->refused[i].node == other && n->refused[i].until_us > sim->now_us) {
			return true;
		}
	}
	return false;
}

static void open_end(
        struct sim *sim, uint32_t node, uint32_t link, uint32_t peer, uint32_t peer_link, uint32_t latency, bool dialled)
{
	struct sim_link *l = &sim->nodes[node].links[link];

	l->life++;
	l->peer = peer;
	l->peer_link = (uint8_t)peer_link;
	l->latency_us = latency;
	l->last_at = 0;
	l->lane = 0;
	l->dialled = dialled;
	l->reset_under_way = false;
	l->state = LINK_OPENING;
	sim->nodes[node].open_links++;
}

/* INITIATE came in: the listener takes the dialler or refuses it. */
void net_syn(struct sim *sim, const struct event *e)
{
	uint32_t to = e->a, from = e->node;
	struct node *dialler = &sim->nodes[from], *listener = &sim->nodes[to];

	if (dialler->life != e->life) {
		return;
	}
	bool reachable = listener->state == NODE_UP && net_blocked(sim, from, to) == 0 && net_blocked(sim, to, from) == 0;
	bool good = reachable && memcmp(e->body, listener->key.b, sizeof(listener->key.b)) == 0 && !refuses(sim, listener, from);
	uint32_t here = good ? free_link(sim, listener) : SWARM_NO_LINK, there = good ? free_link(sim, dialler) : SWARM_NO_LINK;
	if (here == SWARM_NO_LINK || there == SWARM_NO_LINK) {
		uint64_t wait = reachable ? e->b : SIM_HANDSHAKE_US;
		push_failed(sim, from, e->life, to, sim->now_us + wait, e->body);
		return;
	}
	net_count(sim, listener, SHAKE_LISTENER_BYTES);
	open_end(sim, to, here, from, there, e->b, false);
	open_end(sim, from, there, to, here, e->b, true);
	listener->links[here].peer_life = dialler->links[there].life;
	dialler->links[there].peer_life = listener->links[here].life;
	struct event up = {.type = EVENT_UP, .node = to, .link = (uint8_t)here, .life = listener->links[here].life};
	heap_push(&sim->heap, sim->now_us, &up);
	up = (struct event){.type = EVENT_UP, .node = from, .link = (uint8_t)there, .life = dialler->links[there].life};
	heap_push(&sim->heap, sim->now_us + e->b, &up);
}

void net_up(struct sim *sim, const struct event *e)
{
	struct sim_link *l = &sim->nodes[e->node].links[e->link];
	struct swarm_in in = {.type = SWARM_LINK_UP, .link = e->link};
	char host[32];

	if (l->life != e->life || l->state != LINK_OPENING) {
		return;
	}
	l->state = LINK_UP;
	in.up.dialled = l->dialled;
	in.up.node = sim->nodes[l->peer].key;
	memcpy(in.up.curve, sim->nodes[l->peer].curve, sizeof(in.up.curve));
	node_address(host, sim, l->peer);
	if (!l->dialled) {
		host[strcspn(host, ":")] = '\0'; /* it came from a port of chance */
	}
	in.up.host = host;
	in.up.network = node_network(sim, l->peer);
	sim_step(sim, e->node, &in);
}

/* ---- going down ---- */

/* The other end hears of it in its turn, unless it ended by itself or the way is cut for good. */
static void tell_peer(struct sim *sim, uint32_t node, const struct sim_link *l)
{
	if (net_peer_knows(sim, l)) {
		uint64_t at = net_arrival(sim, node, l->peer, sim->now_us, l->latency_us);

		net_push_down(sim, l->peer, l->peer_link, at > l->last_at ? at : l->last_at);
	}
}

/* This node ends the link, now: what it sends from here on goes nowhere, and LINK_DOWN follows. */
void net_close(struct sim *sim, uint32_t node, uint32_t link)
{
	struct sim_link *l = &sim->nodes[node].links[link];

	if (l->state == LINK_UP || l->state == LINK_OPENING) {
		tell_peer(sim, node, l);
		l->state = LINK_CLOSING;
		net_push_down(sim, node, link, sim->now_us);
	}
}

static void release(struct sim *sim, uint32_t node, uint32_t link)
{
	struct sim_link *l = &sim->nodes[node].links[link];

	l->life++;
	l->state = LINK_FREE;
	sim->nodes[node].open_links--;
}

void net_down(struct sim *sim, const struct event *e)
{
	struct sim_link *l = &sim->nodes[e->node].links[e->link];
	struct swarm_in in = {.type = SWARM_LINK_DOWN, .link = e->link};

	if (l->life != e->life || l->state == LINK_FREE) {
		return;
	}
	bool told = l->state != LINK_OPENING;
	release(sim, e->node, e->link);
	if (!told) {
		/* A dial that the listener took and dropped before we heard: it failed. */
		if (l->dialled) {
			push_failed(sim, e->node, sim->nodes[e->node].life, l->peer, sim->now_us, &sim->nodes[l->peer].key);
		}
		return;
	}
	sim_step(sim, e->node, &in);
}

void net_crash(struct sim *sim, uint32_t node, bool silent)
{
	for (uint32_t i = 0; i < sim->links_max; i++) {
		struct sim_link *l = &sim->nodes[node].links[i];

		if (l->state == LINK_FREE) {
			continue;
		}
		if (!silent && l->state != LINK_CLOSING) {
			tell_peer(sim, node, l);
		}
		release(sim, node, i);
	}
}
