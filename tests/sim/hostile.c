/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hostile nodes run the real swarm, so that they are taken for neighbours, and bend what it says (enum hostile); what they do on
 * their own comes on top, ten times in each shuffle period, which is ten times the honest rate. They know each other and work
 * together. Their chance is one stream of its own.
 */
#include "parts.h"

#include <assert.h>
#include <string.h>

#define HEARD_MAX 64 /* bodies kept to be said again */
#define HEARD_BYTES 2048
#define GARBLE_PPM 20000

static bool has(const struct node *n, enum hostile what)
{
	return (n->hostile & what) != 0;
}

/* ---- descriptors ---- */

/* A colluder that runs; the node itself when there is no other. */
static uint32_t friend_of(struct sim *sim, uint32_t node)
{
	for (unsigned tries = 0; tries < 64; tries++) {
		uint32_t other = (uint32_t)chance_below(&sim->hostile, sim->n);

		if (sim->nodes[other].hostile != 0 && sim->nodes[other].state == NODE_UP) {
			return other;
		}
	}
	return node;
}

/* Of the same key and time as the node's own, saying another address: evidence against it, to whoever sees both. */
static uint32_t other_self(struct sim *sim, uint32_t node)
{
	struct node *n = &sim->nodes[node];
	struct wire_descriptor d;
	uint8_t bytes[WIRE_DESCRIPTOR_MAX];
	char address[32];
	size_t length;

	if (n->other_self == 0) {
		enum kiem_verdict verdict = wire_descriptor_read(&d, sim->texts[n->descriptor].bytes, sim->texts[n->descriptor].n);
		assert(verdict == KIEM_OK);
		node_address(address, sim, friend_of(sim, node));
		d.n_addresses = 1;
		d.addresses[0] = (struct kiem_span){(const uint8_t *)address, strlen(address)};
		d.dialable = true;
		verdict = wire_descriptor_make(bytes, &length, &d, n->secret);
		assert(verdict == KIEM_OK);
		n->other_self = sim_text(sim, (struct kiem_span){bytes, length});
	}
	return n->other_self;
}

static struct kiem_span descriptor_of(struct sim *sim, uint32_t node)
{
	const struct node *n = &sim->nodes[node];
	bool other = has(n, HOSTILE_EQUIVOCATE) && chance_below(&sim->hostile, 2) == 0;

	return sim_text_span(sim, other ? other_self(sim, node) : n->descriptor);
}

/* Colluders in place of whoever stood there. */
static void poison(struct sim *sim, uint32_t node, struct wire_message *m)
{
	size_t first = m->type == WIRE_SHUFFLE ? 1 : 0;

	if (m->type == WIRE_SHUFFLE || m->type == WIRE_SHUFFLE_REPLY) {
		m->walk.n = WIRE_SHUFFLE_MAX;
	}
	for (size_t i = first; i < m->walk.n; i++) {
		m->walk.descriptors[i] = descriptor_of(sim, friend_of(sim, node));
	}
}

static bool is_walk(uint64_t type)
{
	return type == WIRE_SHUFFLE || type == WIRE_SHUFFLE_REPLY || type == WIRE_FORWARD_JOIN || type == WIRE_WELCOME;
}

/* ---- what the swarm says, bent ---- */

/* One byte is another one, or the end is missing. */
static void garble(struct sim *sim, uint8_t *bytes, size_t *n)
{
	if (chance_below(&sim->hostile, 4) == 0) {
		*n = 1 + chance_below(&sim->hostile, *n);
	} else {
		bytes[chance_below(&sim->hostile, *n)] ^= (uint8_t)chance_between(&sim->hostile, 1, 255);
	}
}

bool hostile_bend(struct sim *sim, uint32_t node, uint32_t link, struct kiem_span *body)
{
	struct node *n = &sim->nodes[node];
	struct wire_message m;

	if (wire_read(&m, body->p, body->n) != KIEM_OK) {
		return true;
	}
	if (m.type == WIRE_SUM || is_walk(m.type)) {
		n->links[link].lane = (uint16_t)(m.lane + 1);
	}
	if (has(n, HOSTILE_POISON) && is_walk(m.type)) {
		poison(sim, node, &m);
		wire_write(sim->buffer, &body->n, sizeof(sim->buffer), &m);
		body->p = sim->buffer;
	} else if (has(n, HOSTILE_GARBAGE) && m.type != WIRE_HELLO && chance_ppm(&sim->hostile, GARBLE_PPM)) {
		memmove(sim->buffer, body->p, body->n);
		garble(sim, sim->buffer, &body->n);
		body->p = sim->buffer;
	}
	return true;
}

bool hostile_withholds(struct sim *sim, uint32_t node, uint32_t post)
{
	return has(&sim->nodes[node], HOSTILE_WITHHOLD) && chance_mix(post ^ (uint64_t)node << 32) % 4 != 0;
}

void hostile_heard(struct sim *sim, uint32_t node, struct kiem_span body)
{
	if (!has(&sim->nodes[node], HOSTILE_REPLAY) || body.n > HEARD_BYTES || chance_below(&sim->hostile, 8) != 0) {
		return;
	}
	if (sim->heard == NULL) {
		sim->heard = slab_take(&sim->slab, HEARD_MAX * sizeof(*sim->heard));
		memset(sim->heard, 0, HEARD_MAX * sizeof(*sim->heard));
	}
	struct heard *h = &sim->heard[chance_below(&sim->hostile, HEARD_MAX)];
	slab_give(&sim->slab, h->bytes, h->n);
	h->n = (uint32_t)body.n;
	h->bytes = memcpy(slab_take(&sim->slab, body.n), body.p, body.n);
}

/* ---- on their own ---- */

/* A link of the node that is up; SWARM_NO_LINK. */
static uint32_t any_link(struct sim *sim, const struct node *n)
{
	uint32_t from = (uint32_t)chance_below(&sim->hostile, sim->links_max);

	for (uint32_t i = 0; i < sim->links_max; i++) {
		uint32_t at = (from + i) % sim->links_max;

		if (n->links[at].state == LINK_UP) {
			return at;
		}
	}
	return SWARM_NO_LINK;
}

static void say_shuffle(struct sim *sim, uint32_t node, uint32_t link, bool forged)
{
	const struct node *n = &sim->nodes[node];
	struct wire_message m = {.type = WIRE_SHUFFLE, .lane = n->links[link].lane - 1u};
	uint8_t bent[WIRE_DESCRIPTOR_MAX];
	size_t length;

	if (n->links[link].lane == 0) {
		return; /* it has not yet heard what its own swarm calls the board */
	}
	m.walk.ttl = WIRE_TTL_MAX;
	m.walk.token = chance_below(&sim->hostile, KIEM_INT_MAX);
	m.walk.descriptors[0] = descriptor_of(sim, node);
	poison(sim, node, &m);
	if (forged) {
		length = m.walk.descriptors[1].n;
		memcpy(bent, m.walk.descriptors[1].p, length);
		bent[length - 1 - chance_below(&sim->hostile, 64)] ^= 1;
		m.walk.descriptors[1].p = bent;
	}
	wire_write(sim->buffer, &length, sizeof(sim->buffer), &m);
	net_send(sim, node, link, sim->buffer, length, 0, 0);
}

/* A post of the run with a bit of it turned: its signature does not hold. */
static void say_forged_post(struct sim *sim, uint32_t node, uint32_t link)
{
	struct wire_posts w;
	uint8_t bytes[KIEM_POST_MAX];

	if (sim->posts.n == 0) {
		return;
	}
	const struct sim_post *p = &sim->posts.list[chance_below(&sim->hostile, sim->posts.n)];
	memcpy(bytes, p->bytes, p->n);
	bytes[p->n - 1 - chance_below(&sim->hostile, 64)] ^= 1;
	wire_posts_begin(&w, sim->buffer, sizeof(sim->buffer));
	wire_posts_push(&w, bytes, p->n, 1);
	struct kiem_span body = wire_posts_finish(&w);
	net_send(sim, node, link, body.p, body.n, 0, 0);
}

static void say_again(struct sim *sim, uint32_t node, uint32_t link)
{
	const struct heard *h = sim->heard != NULL ? &sim->heard[chance_below(&sim->hostile, HEARD_MAX)] : NULL;

	if (h != NULL && h->bytes != NULL) {
		net_send(sim, node, link, h->bytes, h->n, 0, 0);
	}
}

static void say_garbage(struct sim *sim, uint32_t node, uint32_t link)
{
	size_t n = chance_between(&sim->hostile, 1, 200);

	for (size_t i = 0; i < n; i++) {
		sim->buffer[i] = (uint8_t)chance_next(&sim->hostile);
	}
	net_send(sim, node, link, sim->buffer, n, 0, 0);
}

void hostile_act(struct sim *sim, uint32_t node)
{
	struct event again = {.type = EVENT_HOSTILE, .node = node, .life = sim->nodes[node].life};
	const struct node *n = &sim->nodes[node];
	uint32_t link = any_link(sim, n);
	uint64_t dice = chance_below(&sim->hostile, 20);

	heap_push(&sim->heap, sim->now_us + sim->swarm_options.shuffle_ms * (1000 / 10), &again);
	if (link == SWARM_NO_LINK) {
		return;
	}
	if (has(n, HOSTILE_POISON)) {
		say_shuffle(sim, node, link, false);
	}
	/* What counts as an offence is said now and then, or their links would not last. */
	if (has(n, HOSTILE_FORGE) && dice == 0) {
		say_shuffle(sim, node, link, true);
	} else if (has(n, HOSTILE_FORGE) && dice == 1) {
		say_forged_post(sim, node, link);
	} else if (has(n, HOSTILE_REPLAY) && dice < 4) {
		say_again(sim, node, link);
	} else if (has(n, HOSTILE_GARBAGE) && dice == 5) {
		say_garbage(sim, node, link);
	}
}
