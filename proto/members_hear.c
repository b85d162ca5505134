/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What membership's files all use: saying something on a lane, hearing of a node, and what a link's other end says of itself.
 * Whatever is heard of a node goes through one function, which verifies it, tells evidence against its signer, and holds forgeries
 * against the link.
 */
#include "members_parts.h"

#include <string.h>

void members_by(struct swarm *s, uint64_t mono_ms)
{
	s->members.due = mono_ms < s->members.due ? mono_ms : s->members.due;
	due_by(s, mono_ms);
}

void members_say(struct swarm *s, uint32_t at, uint32_t slot, struct wire_message *m)
{
	m->lane = lane_at(s, at, slot)->my_number;
	if (!s->links[at].dropping) {
		fx_send(s, at, m);
	}
}

bool members_meter(struct members_meter *meter, uint64_t now_ms, unsigned max, uint64_t ms)
{
	uint64_t back = (now_ms - meter->at_ms) / (ms > 0 ? ms : 1);

	if (back >= meter->used) {
		*meter = (struct members_meter){.at_ms = now_ms}; /* as if it had never been used */
	} else {
		meter->used -= (unsigned)back;
		meter->at_ms += back * ms;
	}
	bool allowed = meter->used < max;
	meter->used += allowed;
	return allowed;
}

/* Where a link tells of nodes from: its public network, or, in a private one, its node. What the driver tells has no source. */
static uint64_t source_of(const struct swarm *s, uint32_t at)
{
	uint64_t v = 0;

	if (at != SWARM_NO_LINK) {
		v = s->links[at].members.network;
		if (v == 0) {
			memcpy(&v, s->links[at].node.b, sizeof(v));
		}
	}
	return v;
}

uint16_t members_hear(struct swarm *s, uint32_t at, struct kiem_span descriptor)
{
	struct book *book = &s->members.book;
	struct book_evidence evidence;
	enum kiem_verdict verdict;
	uint16_t peer = members_book_take(book, &verdict, &evidence, descriptor, source_of(s, at), s->mono_ms);

	if (kiem_verdict_is_offence(verdict) && at != SWARM_NO_LINK) {
		links_offence(s, at, verdict);
	}
	if (evidence.mine != DESCRIPTORS_NONE) {
		const struct descriptors_entry *a = descriptors_get(book->pool, evidence.mine);
		const struct descriptors_entry *b = descriptors_get(book->pool, evidence.other);
		struct swarm_effect *effect = fx_note(s, SWARM_NOTE_EVIDENCE, SWARM_NO_LINK);
		effect->notify.node = a->read.node;
		effect->notify.descriptor = (struct kiem_span){a->bytes, a->n};
		effect->notify.other = (struct kiem_span){b->bytes, b->n};
		descriptors_unref(book->pool, s->members.evidence[0]);
		descriptors_unref(book->pool, s->members.evidence[1]);
		s->members.evidence[0] = evidence.mine; /* held until the next such, since the effect looks at them */
		s->members.evidence[1] = evidence.other;
	}
	return peer;
}

struct kiem_span members_descriptor(const struct swarm *s, uint32_t at)
{
	const struct descriptors_entry *e = descriptors_get(s->members.book.pool, s->links[at].members.descriptor);

	return (struct kiem_span){e->bytes, e->n};
}

bool members_dialable(const struct swarm *s, uint32_t at)
{
	uint32_t entry = s->links[at].members.descriptor;

	return entry != DESCRIPTORS_NONE && descriptors_get(s->members.book.pool, entry)->read.dialable;
}

bool members_self_dialable(const struct swarm *s)
{
	return descriptors_get(s->members.book.pool, s->members.self)->read.dialable;
}

void members_renew(struct swarm *s, uint32_t at, uint16_t peer)
{
	struct link *link = &s->links[at];
	struct book *book = &s->members.book;
	uint32_t entry = members_book_peer(book, peer)->descriptor;

	if (entry == link->members.descriptor ||
	        memcmp(&descriptors_get(book->pool, entry)->read.node, &link->node, sizeof(link->node)) != 0) {
		return;
	}
	descriptors_ref(book->pool, entry);
	descriptors_unref(book->pool, link->members.descriptor);
	link->members.descriptor = entry;
	if (link->members.peer == PEER_NONE && members_dialable(s, at)) {
		members_book_hold(book, peer);
		link->members.peer = peer;
	}
	for (uint64_t salted = link->salted; salted != 0;) {
		members_promote(s, at, take_bit(&salted));
	}
}

void members_note(struct swarm *s, uint32_t at, bool anchor)
{
	struct swarm_effect *effect = fx_note(s, SWARM_NOTE_PEER, at);

	effect->notify.descriptor = members_descriptor(s, at);
	effect->notify.anchor = anchor;
}

bool members_settled(const struct swarm *s, uint32_t at, uint32_t slot)
{
	const struct lane *lane = lane_at(s, at, slot);

	return lane->view == VIEW_ACTIVE && s->mono_ms >= lane->members.entered_ms + MEMBERS_HEED_PERIODS * s->options.shuffle_ms;
}

/* Their DISCONNECT or ours was lost on the way, or they never heard that we refused: said again, but not to every message. */
bool members_in_view(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = lane_at(s, at, slot);

	if (lane->view == VIEW_NONE && s->mono_ms >= lane->members.told_gone_ms) {
		struct wire_message m = {.type = WIRE_DISCONNECT};
		lane->members.told_gone_ms = s->mono_ms + MEMBERS_ASKED_MS;
		members_say(s, at, slot, &m);
	}
	return lane->view == VIEW_ACTIVE;
}
