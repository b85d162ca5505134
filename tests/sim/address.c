/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where nodes are and whom they remember. Addresses look public and lie in as many networks as the scenario says (one a node,
 * unless it says less); an address or a key leads to its node without a search.
 */
#include "parts.h"

#include <kiem/descriptors.h>

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define FIRST_OCTET 20 /* public all the way up to 20 + 2^24 / 2^16 networks */
#define PORT 7427
#define KEY_AT 10 /* in a descriptor's bytes: behind tag, array and the head of the protected header */

/* ---- addresses ---- */

static uint32_t networks(const struct sim *sim)
{
	uint64_t n = sim->scenario->networks;

	return n != 0 && n < sim->n ? (uint32_t)n : sim->n;
}

void node_address(char out[static 32], const struct sim *sim, uint32_t node)
{
	uint32_t network = node % networks(sim), host = node / networks(sim);

	snprintf(out, 32, "%u.%u.%u.%u:%u", FIRST_OCTET + (network >> 16), network >> 8 & 255, network & 255, host % 250 + 1,
	        PORT + host / 250);
}

uint32_t node_at(const struct sim *sim, const char *address)
{
	unsigned a, b, c, d, port;

	if (sscanf(address, "%u.%u.%u.%u:%u", &a, &b, &c, &d, &port) != 5 || a < FIRST_OCTET || d == 0 || port < PORT) {
		return sim->n;
	}
	uint64_t network = (uint64_t)(a - FIRST_OCTET) << 16 | b << 8 | c, host = d - 1 + (uint64_t)(port - PORT) * 250;
	uint64_t node = host * networks(sim) + network;
	return node < sim->n ? (uint32_t)node : sim->n;
}

uint64_t node_network(const struct sim *sim, uint32_t node)
{
	char address[32];

	node_address(address, sim, node);
	return descriptors_network((struct kiem_span){(const uint8_t *)address, strlen(address)}, NULL);
}

/* Open addressing over the first bytes of the keys, filled by node_make. */
uint32_t node_of(const struct sim *sim, const struct kiem_key *key)
{
	uint64_t first;

	memcpy(&first, key->b, sizeof(first));
	for (size_t at = first & sim->keys_mask; sim->keys[at] != 0; at = (at + 1) & sim->keys_mask) {
		if (memcmp(sim->nodes[sim->keys[at] - 1].key.b, key->b, sizeof(key->b)) == 0) {
			return sim->keys[at] - 1;
		}
	}
	return sim->n;
}

void node_put_key(struct sim *sim, uint32_t node)
{
	uint64_t first;
	size_t at;

	memcpy(&first, sim->nodes[node].key.b, sizeof(first));
	for (at = first & sim->keys_mask; sim->keys[at] != 0; at = (at + 1) & sim->keys_mask) {
	}
	sim->keys[at] = node + 1;
}

/* ---- the address book: the place of the one that was well longest ago is taken ---- */

/* Each version of a descriptor is kept once: the node's own newest, unless it said another one. SIM text, or UINT32_MAX. */
static uint32_t text_of(struct sim *sim, uint32_t of, struct kiem_span bytes)
{
	uint32_t text = sim->nodes[of].descriptor;
	struct wire_descriptor d;

	if (sim->texts[text].n == bytes.n && memcmp(sim->texts[text].bytes, bytes.p, bytes.n) == 0) {
		return text;
	}
	return wire_descriptor_read(&d, bytes.p, bytes.n) == KIEM_OK ? sim_text(sim, bytes) : UINT32_MAX;
}

void node_remember(struct sim *sim, uint32_t node, const struct swarm_effect *e)
{
	struct node *n = &sim->nodes[node];
	struct kiem_key key;
	unsigned at = 0;

	assert(e->notify.descriptor.n > KEY_AT + sizeof(key));
	memcpy(&key, e->notify.descriptor.p + KEY_AT, sizeof(key));
	uint32_t other = node_of(sim, &key);
	if (other == sim->n) {
		return; /* a key that hostile nodes made up */
	}
	uint32_t text = text_of(sim, other, e->notify.descriptor);
	if (text == UINT32_MAX) {
		sim_fail(sim, "node %u was told to remember a descriptor that does not verify", node);
		return;
	}
	while (at < n->n_book && n->book[at].node != other) {
		at++;
	}
	if (at == SIM_BOOK) {
		at = 0;
		for (unsigned i = 1; i < SIM_BOOK; i++) {
			at = n->book[i].last_ok_ms < n->book[at].last_ok_ms ? i : at;
		}
	} else if (at == n->n_book) {
		n->n_book++;
	}
	n->book[at] = (struct book_entry){other, text, sim_clock(sim, n), e->notify.anchor, false};
}
