/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The dials of membership: to fill a view, as a rejoin probe, or as a dial-back for somebody else. They share one small table with
 * a maximum; whoever is linked, is being dialled, or lies in a public network with four links already is not dialled.
 */
#include "members_parts.h"

#include <string.h>

static bool same(const struct kiem_key *a, const struct kiem_key *b)
{
	return memcmp(a->b, b->b, sizeof(a->b)) == 0;
}

unsigned members_network_links(const struct swarm *s, uint64_t network)
{
	unsigned n = 0;

	for (uint64_t up = network != 0 ? s->up : 0; up != 0;) {
		const struct link *link = &s->links[take_bit(&up)];
		n += !link->dropping && link->members.network == network && !(link->linked && dial_wanted(s, &link->node));
	}
	return n;
}

unsigned members_dialling(const struct swarm *s, uint32_t slot)
{
	unsigned n = 0;

	for (unsigned i = 0; i < MEMBERS_DIALS_MAX; i++) {
		const struct members_dial *d = &s->members.dials[i];
		n += d->under_way && (slot == SWARM_BOARDS_MAX || d->slot == slot);
	}
	return n;
}

/* Links that this node dialled itself. */
static size_t chosen(const struct swarm *s)
{
	size_t n = 0;

	for (uint64_t up = s->up; up != 0;) {
		n += s->links[take_bit(&up)].dialled;
	}
	return n;
}

/*
 * Each dial that succeeds needs a place, and others come in meanwhile. But however many came in, some that we choose ourselves find
 * one, which the driver keeps: else a crowd of callers would decide alone who this node's neighbours are.
 */
bool members_may_dial(const struct swarm *s)
{
	const size_t dials = members_dialling(s, SWARM_BOARDS_MAX) + dial_under_way(s), links = s->options.links_max;
	bool room = dials + links_up_count(s) < links - links / MEMBERS_TRANSIT_PART;

	return dials < MEMBERS_DIALS_MAX && (room || dials + chosen(s) < links / MEMBERS_CHOSEN_PART);
}

static unsigned find(const struct swarm *s, const struct kiem_key *node)
{
	unsigned i = 0;

	while (i < MEMBERS_DIALS_MAX && !(s->members.dials[i].under_way && same(&s->members.dials[i].node, node))) {
		i++;
	}
	return i;
}

bool members_dialling_node(const struct swarm *s, const struct kiem_key *node)
{
	return find(s, node) < MEMBERS_DIALS_MAX;
}

bool members_can_dial(const struct swarm *s, uint16_t peer)
{
	const struct descriptors_entry *e = members_book_descriptor(&s->members.book, peer);

	return e->read.n_addresses > 0 && !links_has(s, &e->read.node) && !members_dialling_node(s, &e->read.node) &&
	       !dial_wanted(s, &e->read.node) && members_network_links(s, e->network) < MEMBERS_NETWORK_MAX;
}

/* The effect's text must end in a NUL: it goes among the bytes of this step. */
static const char *text(struct swarm *s, struct kiem_span span)
{
	size_t cap;
	uint8_t *p = fx_body(s, &cap);

	assert(span.n < cap);
	memcpy(p, span.p, span.n);
	p[span.n] = '\0';
	s->fx->n_bytes += span.n + 1;
	return (const char *)p;
}

static struct members_dial *begin(struct swarm *s, const struct kiem_key *node, struct kiem_span address)
{
	struct members_dial *d = s->members.dials;

	while (d->under_way) {
		d++;
		assert(d < s->members.dials + MEMBERS_DIALS_MAX);
	}
	*d = (struct members_dial){.under_way = true, .node = *node, .peer = PEER_NONE, .slot = SWARM_BOARDS_MAX};
	struct swarm_effect *effect = fx_add(s, SWARM_DIAL, SWARM_NO_LINK);
	effect->dial.node = *node;
	effect->dial.address = text(s, address);
	return d;
}

/* A node with several addresses is tried at the next one after each failure. */
void members_dial(struct swarm *s, enum members_intent intent, uint32_t slot, uint16_t peer)
{
	struct peer *p = members_book_peer(&s->members.book, peer);
	const struct wire_descriptor *read = &members_book_descriptor(&s->members.book, peer)->read;
	struct members_dial *d = begin(s, &read->node, read->addresses[p->failures % read->n_addresses]);

	p->tried_ms = s->mono_ms;
	d->intent = intent;
	d->slot = slot;
	d->peer = peer;
	members_book_hold(&s->members.book, peer);
}

void members_dial_to(struct swarm *s, const struct kiem_key *node, struct kiem_span address, uint64_t token)
{
	struct members_dial *d = begin(s, node, address);
	struct swarm_effect *effect = &s->fx->effects[s->fx->n - 1];

	d->intent = INTENT_BACK;
	d->token = token;
	effect->dial.probe = true;
	effect->dial.token = token;
}

static void end(struct swarm *s, struct members_dial *d)
{
	uint16_t peer = d->peer;

	d->under_way = false;
	members_book_release(&s->members.book, peer);
}

/* A dial came up: the link does what it was dialled for. */
void members_dial_up(struct swarm *s, uint32_t at, const struct kiem_key *node)
{
	unsigned i = find(s, node);

	if (i < MEMBERS_DIALS_MAX) {
		struct members_dial *d = &s->members.dials[i];
		s->links[at].members.intent = d->intent;
		s->links[at].members.token = d->token;
		end(s, d);
	}
}

void members_failed(struct swarm *s, uint16_t peer)
{
	members_book_failed(&s->members.book, peer, s->mono_ms);
	for (uint32_t slot = 0; slot < s->options.boards_max; slot++) {
		members_passive_forget(&members_of(s, slot)->passive, &s->members.book, peer);
	}
}

void members_dial_failed(struct swarm *s, const struct kiem_key *node)
{
	unsigned i = find(s, node);

	if (i == MEMBERS_DIALS_MAX) {
		return;
	}
	struct members_dial *d = &s->members.dials[i];
	uint32_t slot = d->slot;
	if (d->peer != PEER_NONE) {
		members_failed(s, d->peer);
	}
	end(s, d);
	if (slot < s->options.boards_max) {
		members_fill(s, slot);
	}
}
