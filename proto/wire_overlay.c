/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is said about who is whose neighbour (HyParView) and by which way posts go (Plumtree). All of it is about one board on one
 * link, but for DIAL_BACK, which is about the node. A walk (FORWARD_JOIN, SHUFFLE) passes from node to node and says how many
 * steps it has left; its answer (WELCOME, SHUFFLE_REPLY) goes back by the same nodes, each of which knows it by its token.
 *
 *     IHAVE   an item:  | first 8 bytes of an id | hops |        GRAFT   an item:  | first 8 bytes of an id |
 */
#include "wire_parts.h"

#include <assert.h>

bool wire_take_ihave(struct wire_message *m, uint64_t key, struct kiem_cbor *r)
{
	return wire_take_pieces(&m->ihave.items, WIRE_IHAVE_BYTES, 1, WIRE_IHAVE_MAX, r);
}

void wire_put_ihave(struct kiem_cbor_out *w, const struct wire_message *m)
{
	assert(m->ihave.items.n > 0 && m->ihave.items.n <= WIRE_IHAVE_MAX * WIRE_IHAVE_BYTES);
	wire_begin(w, m, 1);
	wire_put_span(w, 2, m->ihave.items);
}

bool wire_take_graft(struct wire_message *m, uint64_t key, struct kiem_cbor *r)
{
	return wire_take_pieces(&m->graft.prefixes, WIRE_PREFIX_BYTES, 0, WIRE_IHAVE_MAX, r);
}

void wire_put_graft(struct kiem_cbor_out *w, const struct wire_message *m)
{
	assert(m->graft.prefixes.n <= WIRE_IHAVE_MAX * WIRE_PREFIX_BYTES);
	wire_begin(w, m, 1);
	wire_put_span(w, 2, m->graft.prefixes);
}

/* PRUNE, JOIN and DISCONNECT: the lane says it all. */
void wire_put_nothing(struct kiem_cbor_out *w, const struct wire_message *m)
{
	wire_begin(w, m, 0);
}

static bool take_descriptor(struct wire_message *m, struct kiem_cbor *r)
{
	struct kiem_span s = kiem_cbor_bytes(r);

	m->walk.descriptors[m->walk.n++] = s;
	return !r->bad && s.n > 0 && s.n <= WIRE_DESCRIPTOR_MAX;
}

/* A SHUFFLE has at least its origin's descriptor. */
static bool take_descriptors(struct wire_message *m, struct kiem_cbor *r)
{
	size_t n = kiem_cbor_array(r);

	if (r->bad || n > WIRE_SHUFFLE_MAX || (n == 0 && m->type == WIRE_SHUFFLE)) {
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		if (!take_descriptor(m, r)) {
			return false;
		}
	}
	return true;
}

bool wire_take_walk(struct wire_message *m, uint64_t key, struct kiem_cbor *r)
{
	uint64_t v;

	switch (key) {
	case 2:
		v = kiem_cbor_uint(r);
		m->walk.ttl = v <= WIRE_TTL_MAX ? (unsigned)v : 0;
		return v <= WIRE_TTL_MAX;
	case 3:
		m->walk.token = kiem_cbor_uint(r);
		return true;
	case 4:
		return take_descriptor(m, r);
	default:
		return take_descriptors(m, r);
	}
}

void wire_put_walk(struct kiem_cbor_out *w, const struct wire_message *m)
{
	bool walks = m->type == WIRE_FORWARD_JOIN || m->type == WIRE_SHUFFLE;
	bool one = m->type == WIRE_FORWARD_JOIN || m->type == WIRE_WELCOME;

	assert(m->walk.ttl <= WIRE_TTL_MAX && m->walk.n <= WIRE_SHUFFLE_MAX);
	assert(one ? m->walk.n == 1 : m->type == WIRE_SHUFFLE_REPLY || m->walk.n > 0);
	wire_begin(w, m, 2u + walks);
	if (walks) {
		wire_put_number(w, 2, m->walk.ttl);
	}
	wire_put_number(w, 3, m->walk.token);
	if (one) {
		wire_put_span(w, 4, m->walk.descriptors[0]);
		return;
	}
	kiem_cbor_put_uint(w, 5);
	kiem_cbor_put_array(w, m->walk.n);
	for (size_t i = 0; i < m->walk.n; i++) {
		kiem_cbor_put_bytes(w, m->walk.descriptors[i].p, m->walk.descriptors[i].n);
	}
}

bool wire_take_neighbour(struct wire_message *m, uint64_t key, struct kiem_cbor *r)
{
	*(key == 2 ? &m->neighbour.high : &m->neighbour.pinned) = kiem_cbor_bool(r);
	return true;
}

void wire_put_neighbour(struct kiem_cbor_out *w, const struct wire_message *m)
{
	wire_begin(w, m, 2);
	wire_put_flag(w, 2, m->neighbour.high);
	wire_put_flag(w, 3, m->neighbour.pinned);
}

bool wire_take_answer(struct wire_message *m, uint64_t key, struct kiem_cbor *r)
{
	m->answer.accepted = kiem_cbor_bool(r);
	return true;
}

void wire_put_answer(struct kiem_cbor_out *w, const struct wire_message *m)
{
	wire_begin(w, m, 1);
	wire_put_flag(w, 2, m->answer.accepted);
}

bool wire_take_dial_back(struct wire_message *m, uint64_t key, struct kiem_cbor *r)
{
	if (key == 1) {
		m->dial_back.token = kiem_cbor_uint(r);
		return true;
	}
	m->dial_back.address = kiem_cbor_text(r);
	return !r->bad && m->dial_back.address.n > 0 && m->dial_back.address.n <= WIRE_ADDRESS_MAX;
}

void wire_put_dial_back(struct kiem_cbor_out *w, const struct wire_message *m)
{
	struct kiem_span address = m->dial_back.address;

	assert(address.n > 0 && address.n <= WIRE_ADDRESS_MAX);
	wire_begin(w, m, 2);
	wire_put_number(w, 1, m->dial_back.token);
	kiem_cbor_put_uint(w, 2);
	kiem_cbor_put_text(w, (const char *)address.p, address.n);
}
