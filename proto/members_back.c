/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Dial-backs: only another node can tell whether one can be dialled. A node with addresses asks a random neighbour (DIAL_BACK);
 * that dials the address, says HELLO with the token on a link of its own, and is gone. It does so only when the address is that
 * of the link's other end, or both are private, and once a minute a link, so that nobody can make nodes dial strangers.
 *
 *     asker ──DIAL_BACK{token, address}──▶ neighbour
 *     asker ◀──── new link: HELLO{probe: token} ──── neighbour          asker: I can be dialled at this address
 *
 * A node that can be dialled asks again each hour; when nobody gets through, and nobody dialled it in the meantime either, it tells
 * its driver so.
 */
#include "members_parts.h"

/* ---- the asker ---- */

static const struct wire_descriptor *self(const struct swarm *s)
{
	return &descriptors_get(s->members.book.pool, s->members.self)->read;
}

void members_back_anew(struct swarm *s)
{
	s->members.back_tries = s->members.back_address = 0;
	s->members.back_at = s->mono_ms + (self(s)->dialable ? MEMBERS_BACK_MS : MEMBERS_FILL_MS);
	members_by(s, s->members.back_at);
}

void members_back_linked(struct swarm *s, uint32_t at)
{
	if (!s->links[at].dialled) {
		s->members.inbound_ms = s->mono_ms;
	}
	if (s->members.back_at == 0 && self(s)->n_addresses > 0) {
		members_back_anew(s);
	}
}

static uint32_t random_link(struct swarm *s)
{
	uint32_t found = SWARM_NO_LINK, n = 0;

	for (uint64_t linked = s->linked; linked != 0;) {
		uint32_t at = take_bit(&linked);
		if (fx_random_below(s, ++n) == 0) {
			found = at;
		}
	}
	return found;
}

static void ask(struct swarm *s, uint32_t at)
{
	struct wire_message m = {.type = WIRE_DIAL_BACK};

	s->members.back_token = members_token(s);
	s->members.back_until = s->mono_ms + MEMBERS_BACK_WAIT_MS;
	m.dial_back.token = s->members.back_token;
	m.dial_back.address = self(s)->addresses[s->members.back_address];
	fx_send(s, at, &m);
}

static void told(struct swarm *s, bool dialable)
{
	struct swarm_effect *effect = fx_note(s, SWARM_NOTE_DIALABLE, SWARM_NO_LINK);

	effect->notify.dialable = dialable;
	effect->notify.address = self(s)->addresses[s->members.back_address];
}

/* All neighbours asked in vain about this address: the next one, or, after the last, again in an hour. */
static void next_address(struct swarm *s)
{
	bool called = s->members.inbound_ms + MEMBERS_BACK_MS > s->mono_ms && s->members.inbound_ms != 0;

	s->members.back_tries = 0;
	if (s->members.back_address + 1 < self(s)->n_addresses) {
		s->members.back_address++;
		return;
	}
	if (self(s)->dialable && !called) {
		told(s, false);
	}
	s->members.back_address = 0;
	s->members.back_at = s->mono_ms + MEMBERS_BACK_MS;
}

void members_back_due(struct swarm *s)
{
	if (s->members.back_at == 0 || s->mono_ms < s->members.back_at || self(s)->n_addresses == 0) {
		return;
	}
	uint32_t at = random_link(s);
	s->members.back_at = s->mono_ms + MEMBERS_BACK_WAIT_MS;
	if (at != SWARM_NO_LINK && s->members.back_tries < MEMBERS_BACK_TRIES) {
		s->members.back_tries++;
		ask(s, at);
	} else if (at != SWARM_NO_LINK) {
		next_address(s);
	}
}

uint64_t members_back_next_due(const struct swarm *s)
{
	return s->members.back_at == 0 || self(s)->n_addresses == 0 ? UINT64_MAX : s->members.back_at;
}

/* ---- the one who dials ---- */

static bool may_be_dialled(const struct link *link, struct kiem_span address)
{
	bool private;
	uint64_t host = descriptors_host(address, &private);

	if (link->members.host_private || link->members.host == 0) {
		return private && link->members.network == 0;
	}
	return host != 0 && host == link->members.host;
}

void members_dial_back(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	struct link *link = &s->links[at];
	bool soon = link->members.back_ms != 0 && s->mono_ms < link->members.back_ms + MEMBERS_BACK_LINK_MS;

	if (soon || !may_be_dialled(link, m->dial_back.address) || !members_may_dial(s) || members_dialling_node(s, &link->node)) {
		return;
	}
	link->members.back_ms = s->mono_ms;
	members_dial_to(s, &link->node, m->dial_back.address, m->dial_back.token);
}

/* A HELLO on a link that is up for nothing else: it is over for both ends. */
bool members_back_hello(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	struct link *link = &s->links[at];
	bool ours = link->dialled && link->members.intent == INTENT_BACK;

	if (!ours && !m->hello.has_probe) {
		return false;
	}
	bool good = !link->dialled && s->members.back_token != 0 && m->hello.probe == s->members.back_token &&
	            s->mono_ms < s->members.back_until;
	if (good) {
		s->members.back_token = 0;
		s->members.back_tries = 0;
		s->members.back_at = s->mono_ms + MEMBERS_BACK_MS;
		s->members.inbound_ms = s->mono_ms;
		told(s, true);
	}
	links_drop(s, at, SWARM_DROP_PROBED, 0);
	return true;
}
