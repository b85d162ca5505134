/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether the other end is still there: a PING that nothing answers, three times, ends a link, and so does one on which nobody says
 * HELLO. PINGs and PONGs also tell the round trip, and how far the neighbours' clocks are from ours.
 */
#include "swarm_parts.h"

void links_ping(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	struct wire_message answer = {.type = WIRE_PONG};

	answer.ping.token = m->ping.token;
	answer.ping.now = s->now_ms;
	fx_send(s, at, &answer);
}

void links_pong(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	struct link *link = &s->links[at];

	if (link->ping_token == 0 || m->ping.token != link->ping_token) {
		return; /* of an earlier PING, or of none: says nothing about the round trip */
	}
	link->ping_token = 0;
	link->rtt_ms = s->mono_ms - link->ping_sent_ms;
	link->offset_ms = m->ping.now + (int64_t)(link->rtt_ms / 2) - s->now_ms;
	clock_tell(s);
}

static void say_ping(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct wire_message m = {.type = WIRE_PING};

	link->ping_token = 1 + fx_random_below(s, KIEM_INT_MAX - 1);
	link->ping_sent_ms = s->mono_ms;
	link->ping_at = s->mono_ms + s->options.ping_ms;
	link->missed++;
	m.ping.token = link->ping_token;
	m.ping.now = s->now_ms;
	fx_send(s, at, &m);
}

void links_ping_now(struct swarm *s, uint32_t at)
{
	say_ping(s, at);
}

/* `missed` counts PINGs since the last body of any kind: a neighbour busy with a thousand posts is not silent. */
void links_due(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];

	if (!link->up || link->dropping || links_next_due(s, at) > s->mono_ms) {
		return;
	}
	if (!link->linked || link->missed >= SWARM_MISSED_MAX) {
		links_drop(s, at, SWARM_DROP_SILENT, 0);
		return;
	}
	say_ping(s, at);
}

uint64_t links_next_due(const struct swarm *s, uint32_t at)
{
	const struct link *link = &s->links[at];

	if (!link->up || link->dropping) {
		return UINT64_MAX;
	}
	return link->linked ? link->ping_at : link->since_ms + SWARM_HELLO_MS;
}
