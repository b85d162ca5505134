/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How somebody who knows one node finds others. Whom it says JOIN to sends walks over its view; where a walk ends, a node takes
 * the joiner: it says WELCOME, with its own descriptor, back along the path, and the joiner dials it. So those that nobody can dial
 * can join too. A taker that cannot be dialled dials the joiner instead, and when neither can be dialled the walk goes one step
 * further, to a neighbour that can.
 *
 *     joiner ──JOIN──▶ contact ──FORWARD_JOIN──▶ … ──FORWARD_JOIN──▶ taker
 *     joiner ◀─WELCOME─ contact ◀──WELCOME── … ◀──────WELCOME─────── taker        joiner ──dials, NEIGHBOUR──▶ taker
 *
 * Every node on the path remembers for some seconds by which lane the token came. A token that is not known, or no longer, does
 * nothing.
 */
#include "members_parts.h"

#include <string.h>

/* ---- the way back ---- */

uint64_t members_token(struct swarm *s)
{
	return 1 + fx_random_below(s, KIEM_INT_MAX - 1);
}

static struct members_walk *find(struct swarm *s, uint32_t slot, uint64_t token)
{
	struct members_board *b = members_of(s, slot);

	for (unsigned i = 0; i < MEMBERS_WALKS; i++) {
		struct members_walk *w = &b->walks[i];
		if (w->token == token && token != 0 && s->mono_ms < w->until_ms) {
			return w;
		}
	}
	return NULL;
}

bool members_walk_remember(struct swarm *s, uint32_t slot, uint64_t token, uint32_t at)
{
	struct members_board *b = members_of(s, slot);

	if (token == 0 || find(s, slot, token) != NULL) {
		return false;
	}
	b->walks[b->next_walk++ % MEMBERS_WALKS] = (struct members_walk){
	        .token = token, .until_ms = s->mono_ms + MEMBERS_JOIN_MS, .link = at, .generation = s->links[at].generation};
	return true;
}

uint32_t members_walk_back(struct swarm *s, uint32_t slot, uint64_t token)
{
	struct members_walk *w = find(s, slot, token);

	if (w == NULL) {
		return SWARM_NO_LINK;
	}
	const struct link *link = &s->links[w->link];
	w->token = 0;
	bool alive = link->linked && !link->dropping && link->generation == w->generation;
	return alive && lane_at(s, w->link, slot)->active ? w->link : SWARM_NO_LINK;
}

/* ---- promises: whom we said WELCOME to may insist ---- */

static uint64_t key8_of(const struct kiem_key *node)
{
	uint64_t v;

	memcpy(&v, node->b, sizeof(v));
	return v;
}

static void promise(struct swarm *s, uint32_t slot, const struct kiem_key *node)
{
	struct members_board *b = members_of(s, slot);
	unsigned i = b->next_promise++ % MEMBERS_PROMISES;

	b->promises[i].key8 = key8_of(node);
	b->promises[i].until_ms = s->mono_ms + MEMBERS_JOIN_MS;
}

bool members_promised(const struct swarm *s, uint32_t slot, const struct kiem_key *node)
{
	const struct members_board *b = members_of(s, slot);

	for (unsigned i = 0; i < MEMBERS_PROMISES; i++) {
		if (b->promises[i].key8 == key8_of(node) && s->mono_ms < b->promises[i].until_ms) {
			return true;
		}
	}
	return false;
}

/* ---- the walk ---- */

static void say_walk(struct swarm *s, uint32_t at, uint32_t slot, unsigned ttl, uint64_t token, struct kiem_span joiner)
{
	struct wire_message m = {.type = WIRE_FORWARD_JOIN};

	m.walk.ttl = ttl;
	m.walk.token = token;
	m.walk.n = 1;
	m.walk.descriptors[0] = joiner;
	members_say(s, at, slot, &m);
}

/* The contact sends out walks for whoever joined, not more often than joining takes. */
void members_join_walks(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct members_board *b = members_of(s, slot);
	struct lane *lane = lane_at(s, at, slot);
	struct kiem_span joiner = members_descriptor(s, at);
	unsigned n = 0, from = (unsigned)fx_random_below(s, MEMBERS_LINKS_MAX);

	if (lane->members.heard_join_ms != 0 && s->mono_ms < lane->members.heard_join_ms + MEMBERS_ASKED_MS) {
		return;
	}
	lane->members.heard_join_ms = s->mono_ms;
	for (unsigned i = 0; i < b->n_active && n < MEMBERS_JOIN_FANOUT; i++) {
		uint32_t to = b->active[(from + i) % b->n_active];
		uint64_t token = members_token(s);
		if (to != at && !s->links[to].dropping && members_walk_remember(s, slot, token, at)) {
			say_walk(s, to, slot, MEMBERS_ARWL, token, joiner);
			n++;
		}
	}
}

static void say_welcome(struct swarm *s, uint32_t at, uint32_t slot, uint64_t token)
{
	struct wire_message m = {.type = WIRE_WELCOME};

	m.walk.token = token;
	m.walk.n = 1;
	m.walk.descriptors[0] = s->options.descriptor;
	members_say(s, at, slot, &m);
}

/* The walk ends here, or at a neighbour that can be dialled. `back` is where it came from. */
static void end_walk(struct swarm *s, uint32_t back, uint32_t slot, const struct wire_message *m, uint16_t joiner)
{
	const struct wire_descriptor *d = &members_book_descriptor(&s->members.book, joiner)->read;

	if (members_self_dialable(s)) {
		promise(s, slot, &d->node);
		say_welcome(s, back, slot, m->walk.token);
	} else if (d->dialable) {
		members_candidate(s, slot, joiner);
		members_fill(s, slot);
	} else {
		uint32_t to = members_random(s, slot, back, true);
		if (to != SWARM_NO_LINK && members_walk_remember(s, slot, m->walk.token, back)) {
			say_walk(s, to, slot, 0, m->walk.token, m->walk.descriptors[0]);
		}
	}
}

static void walk_on(struct swarm *s, uint32_t at, uint32_t slot, const struct wire_message *m, uint16_t joiner)
{
	const struct book *book = &s->members.book;
	uint32_t to = members_random(s, slot, at, false);
	bool have = links_has(s, &members_book_descriptor(book, joiner)->read.node);
	unsigned ttl = m->walk.ttl < MEMBERS_ARWL ? m->walk.ttl : MEMBERS_ARWL;

	if (ttl == MEMBERS_PRWL && members_settled(s, at, slot) && members_book_descriptor(book, joiner)->read.dialable) {
		(void)members_passive_offer(&members_of(s, slot)->passive, &s->members.book, joiner);
	}
	if ((ttl == 0 || to == SWARM_NO_LINK) && !have) {
		end_walk(s, at, slot, m, joiner);
	} else if (ttl > 0 && to != SWARM_NO_LINK && members_walk_remember(s, slot, m->walk.token, at)) {
		say_walk(s, to, slot, ttl - 1, m->walk.token, m->walk.descriptors[0]);
	}
}

void members_forward_join(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	uint32_t slot;
	struct lane *lane = boards_lane(s, at, &slot, m->lane);

	if (lane == NULL || !members_in_view(s, at, slot) ||
	        !members_meter(&lane->members.forwards, s->mono_ms, MEMBERS_FORWARDS_MAX, MEMBERS_FORWARD_MS)) {
		return;
	}
	uint16_t joiner = members_hear(s, at, m->walk.descriptors[0]);
	if (joiner != PEER_NONE) {
		walk_on(s, at, slot, m, joiner);
		members_book_release(&s->members.book, joiner);
	}
}

/* On its way back it is passed on; at whoever said JOIN, it names a node to dial. */
void members_welcome(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	uint32_t slot;
	struct lane *lane = boards_lane(s, at, &slot, m->lane);

	if (lane == NULL) {
		return;
	}
	uint32_t back = members_walk_back(s, slot, m->walk.token);
	if (back != SWARM_NO_LINK) {
		struct wire_message on = *m;
		members_say(s, back, slot, &on);
		return;
	}
	bool joined = lane->members.joined_ms != 0 && s->mono_ms < lane->members.joined_ms + MEMBERS_JOIN_MS;
	if (!joined || ++lane->members.welcomes > MEMBERS_WELCOMES_MAX) {
		return;
	}
	uint16_t taker = members_hear(s, at, m->walk.descriptors[0]);
	if (taker != PEER_NONE) {
		members_candidate(s, slot, taker);
		members_fill(s, slot);
		members_book_release(&s->members.book, taker);
	}
}
