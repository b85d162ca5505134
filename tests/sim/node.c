/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A node's life. Its store, address book and cursors outlive a crash, as they would on a disk; its swarm begins anew and is told
 * what a daemon tells it at start: boards, neighbours of the address book, contacts. Addresses look public and lie in as many
 * networks as the scenario says (one a node, unless it says less).
 */
#include "parts.h"

#include "inside.h"

#include <kiem/descriptors.h>

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GUARD_BYTE 0x5a
#define CONTACT_TRIES 2000 /* dice for somebody who runs; with few, thousands would be told of the first node alone */

/* ---- making ---- */

static uint32_t sign(struct sim *sim, uint32_t node, bool dialable, struct kiem_span address)
{
	const struct node *n = &sim->nodes[node];
	struct wire_descriptor d = {.made = sim_clock(sim, n), .dialable = dialable, .n_addresses = address.n > 0};
	uint8_t bytes[WIRE_DESCRIPTOR_MAX];
	size_t length;

	d.addresses[0] = address;
	enum kiem_verdict verdict = wire_descriptor_make(bytes, &length, &d, n->secret);
	assert(verdict == KIEM_OK);
	return sim_text(sim, (struct kiem_span){bytes, length});
}

void node_new_descriptor(struct sim *sim, uint32_t node, bool dialable, struct kiem_span address)
{
	struct swarm_in in = {.type = SWARM_SELF, .link = SWARM_NO_LINK};
	struct node *n = &sim->nodes[node];
	char text[32];

	if (address.n == 0) {
		node_address(text, sim, node);
		address = (struct kiem_span){(const uint8_t *)text, strlen(text)};
	}
	n->dialable = dialable;
	n->descriptor = sign(sim, node, dialable, address);
	in.self = sim_text_span(sim, n->descriptor);
	sim_step(sim, node, &in);
}

static int64_t skew_of(const struct sim *sim, struct chance *c)
{
	uint64_t skew = sim->scenario->skew_ms;

	return (int64_t)chance_between(c, 0, 2 * skew) - (int64_t)skew;
}

void node_make(struct sim *sim, uint32_t node)
{
	struct node *n = &sim->nodes[node];
	struct chance c = chance_of(sim->options.seed, CHANCE_NODES, node);
	uint8_t seed[32] = {0};
	char address[32];

	for (size_t i = 0; i < 8; i++) {
		seed[i] = (uint8_t)(sim->options.seed >> 8 * i);
		seed[8 + i] = (uint8_t)((uint64_t)node >> 8 * i);
	}
	crypto_sign_seed_keypair(n->key.b, n->secret, seed);
	if (crypto_sign_ed25519_pk_to_curve25519(n->curve, n->key.b) != 0) {
		abort();
	}
	node_put_key(sim, node);
	n->links = &sim->links[(size_t)node * sim->links_max];
	n->clock_ms = skew_of(sim, &c);
	n->hostile = chance_ppm(&c, sim->scenario->hostile_ppm) ? (uint8_t)sim->scenario->hostile : 0;
	n->behind_router = chance_ppm(&c, sim->scenario->undialable_ppm) && node != 0;
	if (node == 0) {
		n->hostile = 0; /* the first, whom others are told of, is a friend */
	}
	n->timer_us = n->timer_queued_us = UINT64_MAX;
	n->swarm = (void *)part_of(&sim->near, node);
	node_address(address, sim, node);
	n->descriptor = sign(sim, node, false, (struct kiem_span){(const uint8_t *)address, strlen(address)});
}

/* ---- starting ---- */

static void tell_board(struct sim *sim, uint32_t node, uint32_t board, bool followed)
{
	struct node *n = &sim->nodes[node];
	struct swarm_in in = {.type = SWARM_BOARD, .link = SWARM_NO_LINK};

	in.board.board = board + 1;
	in.board.followed = followed;
	in.board.name = posts_board_name(board);
	in.board.posts = n->store.n[board];
	in.board.cursor_made = n->cursors[board].made;
	in.board.cursor_id = n->cursors[board].id;
	in.board.complete = n->cursors[board].complete;
	sim_step(sim, node, &in);
}

void node_follow(struct sim *sim, uint32_t node, bool follows)
{
	sim->nodes[node].leaves = !follows;
	for (uint32_t board = 0; board < sim->scenario->boards && sim->nodes[node].state == NODE_UP; board++) {
		tell_board(sim, node, board, follows);
	}
}

static void tell_book(struct sim *sim, uint32_t node)
{
	struct node *n = &sim->nodes[node];
	struct swarm_in in = {.type = SWARM_PEER, .link = SWARM_NO_LINK};

	for (unsigned i = 0; i < n->n_book; i++) {
		in.peer.descriptor = sim_text_span(sim, n->book[i].descriptor);
		in.peer.last_ok_ms = n->book[i].last_ok_ms;
		in.peer.anchor = n->book[i].anchor;
		sim_step(sim, node, &in);
	}
}

/* The nodes that somebody invited it by: some that run already and can be dialled, or the first one. */
static void add_contacts(struct sim *sim, uint32_t node)
{
	struct node *n = &sim->nodes[node];
	struct chance c = chance_of(sim->options.seed, CHANCE_GRAPH, node);

	for (uint64_t i = 0; i < sim->scenario->contacts && n->n_book < SIM_BOOK && node != 0; i++) {
		uint32_t contact = 0;

		for (unsigned tries = 0; tries < CONTACT_TRIES && contact == 0; tries++) {
			uint32_t other = (uint32_t)chance_below(&c, sim->n);
			const struct node *o = &sim->nodes[other];
			contact = other != node && o->state == NODE_UP && !o->behind_router && node_honest(o) ? other : 0;
		}
		n->book[n->n_book++] =
		        (struct book_entry){.node = contact, .descriptor = sim->nodes[contact].descriptor, .told = true};
	}
}

/* Pinned neighbours, whatever membership makes of them: a random graph. */
static void tell_neighbours(struct sim *sim, uint32_t node)
{
	struct swarm_in in = {.type = SWARM_NEIGHBOUR, .link = SWARM_NO_LINK};
	struct chance c = chance_of(sim->options.seed, CHANCE_GRAPH, node);
	char address[32];

	for (uint64_t i = 0; i < sim->scenario->neighbours; i++) {
		uint32_t other = (uint32_t)chance_below(&c, sim->n);
		if (other != node) {
			node_address(address, sim, other);
			in.neighbour.node = sim->nodes[other].key;
			in.neighbour.address = address;
			in.neighbour.wanted = true;
			sim_step(sim, node, &in);
		}
	}
}

void node_start(struct sim *sim, uint32_t node)
{
	struct node *n = &sim->nodes[node];
	struct swarm_options options = sim->swarm_options;

	n->life++;
	options.node = n->key;
	options.descriptor = sim_text_span(sim, n->descriptor);
	memset(options.seed, 0, sizeof(options.seed));
	memcpy(options.seed, n->secret, 24);
	options.seed[31] = (uint8_t)n->life;
	options.seed[30] = (uint8_t)(n->life >> 8);
	memset(part_of(&sim->near, node) + sim->near.n, GUARD_BYTE, SIM_GUARD);
	memset(part_of(&sim->far, node) + sim->far.n, GUARD_BYTE, SIM_GUARD);
	struct swarm *swarm = inside_init(n->swarm, part_of(&sim->far, node), &options);
	assert(swarm == n->swarm);
	if (n->state == NODE_NEW) {
		add_contacts(sim, node);
	}
	n->state = NODE_UP;
	n->up_us = sim->now_us;
	n->timer_us = n->timer_queued_us = UINT64_MAX;
	if (n->hostile != 0) {
		struct event e = {.type = EVENT_HOSTILE, .node = node, .life = n->life};
		heap_push(&sim->heap, sim->now_us + SECOND_US, &e);
	}
	if (!n->leaves) {
		node_follow(sim, node, true);
	}
	tell_book(sim, node);
	tell_neighbours(sim, node);
}

void node_crash(struct sim *sim, uint32_t node, bool silent)
{
	struct node *n = &sim->nodes[node];

	if (n->state == NODE_UP) {
		net_crash(sim, node, silent);
		n->life++;
		n->timer_us = n->timer_queued_us = UINT64_MAX;
	}
	n->state = silent ? NODE_OFF : NODE_DOWN;
}
