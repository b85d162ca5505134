/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether the other end is still there: a PING that nothing answers for two seconds is said again, and after the third the link
 * ends; so does one on which nobody says HELLO. As soon as one PING goes unanswered all other neighbours are asked too, since nodes
 * fail together. One of the two ends asks and the other hears that it is there, so a quiet link costs one PING and PONG an
 * interval. They also tell the round trip, and how far the neighbours' clocks are from ours, and so each end asks itself now and
 * then.
 */
#include "swarm_parts.h"

/* Drawn from around its mean, so that now one end asks first and now the other. */
static uint64_t interval(struct swarm *s)
{
	return s->options.ping_ms * 3 / 4 + fx_random_below(s, s->options.ping_ms / 2 + 1);
}

/* How long an answer may take. */
static uint64_t wait_for(const struct swarm *s, const struct link *link)
{
	uint64_t wait = SWARM_PING_WAIT_MS + 2 * link->rtt_ms;

	return wait < s->options.ping_ms ? wait : s->options.ping_ms;
}

void links_ping_first(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];

	link->ping_sent_ms = s->mono_ms; /* HELLO told what a PING would */
	link->ping_at = s->mono_ms + interval(s);
	link_due_by(s, at, link->ping_at);
}

void links_ping(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	struct link *link = &s->links[at];
	struct wire_message answer = {.type = WIRE_PONG};

	answer.ping.token = m->ping.token;
	answer.ping.now = s->now_ms;
	fx_send(s, at, &answer);
	bool put_off = link->ping_at >= s->mono_ms + s->options.ping_ms * 3 / 4; /* by the last one: a storm costs no chance */
	if (!put_off && !link->asked && s->mono_ms < link->ping_sent_ms + SWARM_PING_TURNS * s->options.ping_ms) {
		link->ping_at = s->mono_ms + interval(s);
	}
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
	link->ping_at = s->mono_ms + wait_for(s, link);
	link_due_by(s, at, link->ping_at);
	link->asked = true;
	link->missed++;
	m.ping.token = link->ping_token;
	m.ping.now = s->now_ms;
	fx_send(s, at, &m);
}

void links_ping_now(struct swarm *s, uint32_t at)
{
	say_ping(s, at);
}

/* One did not answer in time: whoever else is gone is noticed now, and not an interval later. */
static void ask_others(struct swarm *s, uint32_t except)
{
	for (uint64_t linked = s->linked & ~((uint64_t)1 << except); linked != 0;) {
		uint32_t at = take_bit(&linked);
		if (!s->links[at].asked) {
			s->links[at].ping_at = s->mono_ms;
			link_due_by(s, at, s->mono_ms);
		}
	}
}

/* `missed` counts PINGs since the last body of any kind: a neighbour busy with a thousand posts is not silent. */
void links_due(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];

	if (!link->up || link->dropping || links_next_due(s, at) > s->mono_ms) {
		return;
	}
	if (!link->linked) {
		links_drop(s, at, SWARM_DROP_SILENT, 0);
	} else if (link->missed >= SWARM_MISSED_MAX) {
		members_silent(s, at);
	} else if (link->asked && link->missed == 0) {
		link->asked = false;
		link->ping_at = s->mono_ms + interval(s);
		link_due_by(s, at, link->ping_at);
	} else {
		if (link->missed == 1) {
			ask_others(s, at);
		}
		say_ping(s, at);
	}
}

uint64_t links_next_due(const struct swarm *s, uint32_t at)
{
	const struct link *link = &s->links[at];

	if (!link->up || link->dropping) {
		return UINT64_MAX;
	}
	return link->linked ? link->ping_at : link->since_ms + SWARM_HELLO_MS;
}
