/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A link's life: the dialler says HELLO, the listener checks it and answers, and from then on both are linked. What a HELLO
 * must prove: its descriptor is signed by a node whose Ed25519 key is the one that CURVE proved, and whom we dialled if we did.
 * Of two links between a pair both ends keep the one dialled by the lower key, so they agree without a word.
 */
#include "swarm_parts.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

static bool same(const struct kiem_key *a, const struct kiem_key *b)
{
	return memcmp(a->b, b->b, sizeof(a->b)) == 0;
}

bool links_has(const struct swarm *s, const struct kiem_key *node)
{
	for (uint64_t up = s->up; up != 0;) {
		const struct link *link = &s->links[take_bit(&up)];
		if (link->dropping) {
			continue;
		}
		if ((link->linked && same(&link->node, node)) || (!link->linked && link->dialled && same(&link->expected, node))) {
			return true;
		}
	}
	return false;
}

void links_drop(struct swarm *s, uint32_t at, enum swarm_drop why, uint64_t refuse_ms)
{
	struct link *link = &s->links[at];

	if (link->dropping) {
		return;
	}
	link->dropping = true;
	s->linked &= ~((uint64_t)1 << at);
	due_by(s, s->mono_ms); /* whoever is behind it may be dialled */
	struct swarm_effect *effect = fx_add(s, SWARM_DROP_LINK, at);
	effect->drop.why = why;
	effect->drop.refuse_ms = refuse_ms;
}

void links_offence(struct swarm *s, uint32_t at, enum kiem_verdict verdict)
{
	struct link *link = &s->links[at];

	if (link->dropping) {
		return;
	}
	link->offences++;
	fx_note(s, SWARM_NOTE_OFFENCE, at)->notify.verdict = verdict;
	if (link->offences >= SWARM_OFFENCES_MAX) {
		links_drop(s, at, SWARM_DROP_OFFENCES, SWARM_REFUSE_MS);
	}
}

static void say_hello(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct wire_message m = {.type = WIRE_HELLO};
	uint8_t *nonce = link->dialled ? link->nonce_dialler : link->nonce_listener;

	fx_random(s, nonce, WIRE_NONCE_BYTES);
	m.hello.version_min = WIRE_VERSION_MIN;
	m.hello.version_max = WIRE_VERSION_MAX;
	memcpy(m.hello.nonce, nonce, WIRE_NONCE_BYTES);
	m.hello.descriptor = s->options.descriptor;
	m.hello.now = s->now_ms;
	m.hello.has_probe = link->dialled && link->members.intent == INTENT_BACK;
	m.hello.probe = link->members.token;
	fx_send(s, at, &m);
}

void links_up(struct swarm *s, uint32_t at, const struct swarm_in *in)
{
	struct link *link = &s->links[at];
	uint16_t generation = link->generation;

	memset(&link->up, 0, sizeof(*link) - offsetof(struct link, up));
	memset(link->recon, 0, offsetof(struct recon_link, wants));
	link->catching.in = link->catching.out = 0;
	link->generation = (uint16_t)(generation + 1);
	link->up = true;
	s->up |= (uint64_t)1 << at;
	s->link_due[at] = UINT64_MAX;
	link_due_by(s, at, s->mono_ms + SWARM_HELLO_MS);
	link->dialled = in->up.dialled;
	link->expected = in->up.node;
	memcpy(link->curve, in->up.curve, sizeof(link->curve));
	link->network = in->up.network;
	link->since_ms = s->mono_ms;
	link->rows = SWARM_ROWS_BURST;
	link->rows_ms = s->mono_ms;
	members_link_up(s, at, in);
	if (link->dialled) {
		dial_up(s, &link->expected);
		say_hello(s, at);
	}
	(void)limits_up(s, at);
}

void links_down(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];

	if (!link->up) {
		return;
	}
	if (link->linked) {
		fx_note(s, SWARM_NOTE_UNLINKED, at);
	}
	for (uint64_t active = link->active; active != 0;) {
		uint32_t slot = take_bit(&active);
		catch_leave(s, at, slot);
		spread_lane_down(s, at, slot);
	}
	assert(link->client_page == NULL && link->serve_page == NULL);
	members_link_down(s, at);
	bool was_linked = link->linked;
	struct kiem_key node = link->linked ? link->node : link->expected;
	uint64_t held_ms = was_linked ? s->mono_ms - link->linked_ms : 0;
	link->up = link->linked = false;
	s->up &= ~((uint64_t)1 << at);
	s->linked &= s->up;
	if (was_linked) {
		clock_tell(s);
	}
	if (was_linked || link->dialled) {
		dial_down(s, &node, held_ms);
	}
}

bool links_busy(const struct swarm *s, uint32_t at)
{
	const struct link *link = &s->links[at];

	for (uint64_t active = link->active; active != 0;) {
		enum lane_phase phase = lane_at(s, at, take_bit(&active))->phase;
		if (phase != LANE_IDLE && phase != LANE_SYNCED) {
			return true;
		}
	}
	return link->client.state != CLIENT_IDLE || link->serve.state != SERVE_IDLE || link->catching.in != link->catching.out ||
	       link->issued != link->acked;
}

/* The key of the node that dialled this link. */
static const struct kiem_key *dialler(const struct swarm *s, const struct link *link)
{
	return link->dialled ? &s->options.node : &link->node;
}

/* True when `older` gives way to `newer`: dialled by the higher key, or by the same one, which has then lost the older. */
static bool gives_way(const struct swarm *s, const struct link *older, const struct link *newer)
{
	const struct kiem_key *a = dialler(s, older), *b = dialler(s, newer);

	return memcmp(a->b, b->b, sizeof(a->b)) >= 0;
}

/* Drops the worse of two links to the same node; false when it is this one. */
static bool settle_duplicates(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];

	for (uint64_t linked = s->linked & ~((uint64_t)1 << at); linked != 0;) {
		uint32_t i = take_bit(&linked);
		struct link *other = &s->links[i];
		if (!same(&other->node, &link->node)) {
			continue;
		}
		if (!gives_way(s, other, link)) {
			links_drop(s, at, SWARM_DROP_DUPLICATE, 0);
			return false;
		}
		links_drop(s, i, SWARM_DROP_DUPLICATE, 0);
	}
	return true;
}

/* Who says HELLO; false (and the link is dropped) when it is not who CURVE says, or not whom we dialled, or this node itself. */
static bool prove(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	struct link *link = &s->links[at];
	uint8_t curve[crypto_scalarmult_curve25519_BYTES];
	enum kiem_verdict verdict;
	uint32_t entry = descriptors_intern(s->options.descriptors, &verdict, m->hello.descriptor);

	if (entry == DESCRIPTORS_NONE) {
		if (kiem_verdict_is_offence(verdict)) {
			links_offence(s, at, verdict);
		}
		links_drop(s, at, SWARM_DROP_WRONG_KEY, kiem_verdict_is_offence(verdict) ? SWARM_REFUSE_MS : 0);
		return false;
	}
	link->members.descriptor = entry;
	struct kiem_key node = descriptors_get(s->options.descriptors, entry)->read.node;
	bool good = crypto_sign_ed25519_pk_to_curve25519(curve, node.b) == 0 && memcmp(curve, link->curve, sizeof(curve)) == 0;
	if (!good || (link->dialled && !same(&node, &link->expected))) {
		links_drop(s, at, SWARM_DROP_WRONG_KEY, link->dialled ? 0 : SWARM_REFUSE_MS);
		return false;
	}
	if (same(&node, &s->options.node)) {
		links_drop(s, at, SWARM_DROP_DUPLICATE, 0);
		return false;
	}
	link->node = node;
	return true;
}

/* The highest version that both know; 0 when there is none. */
static unsigned common_version(const struct wire_message *m)
{
	uint64_t high = m->hello.version_max < WIRE_VERSION_MAX ? m->hello.version_max : WIRE_VERSION_MAX;
	uint64_t low = m->hello.version_min > WIRE_VERSION_MIN ? m->hello.version_min : WIRE_VERSION_MIN;

	return high >= low ? (unsigned)high : 0;
}

void links_hello(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	struct link *link = &s->links[at];

	if (link->linked) {
		links_offence(s, at, KIEM_BAD_FIELD);
		return;
	}
	link->version = common_version(m);
	if (link->version == 0) {
		links_drop(s, at, SWARM_DROP_VERSION, 0);
		return;
	}
	if (!prove(s, at, m) || members_back_hello(s, at, m)) {
		return;
	}
	memcpy(link->dialled ? link->nonce_listener : link->nonce_dialler, m->hello.nonce, WIRE_NONCE_BYTES);
	if (!link->dialled) {
		say_hello(s, at);
	}
	link->offset_ms = m->hello.now - s->now_ms;
	link->linked = true;
	link->linked_ms = s->mono_ms;
	if (!settle_duplicates(s, at) || !members_linked(s, at)) {
		link->linked = false; /* never told as linked, so never told as unlinked */
		return;
	}
	s->linked |= (uint64_t)1 << at;
	pump_link(s, at);
	links_ping_first(s, at);
	fx_note(s, SWARM_NOTE_LINKED, at);
	clock_tell(s);
	boards_linked(s, at);
}
