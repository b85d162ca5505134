/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Links that died without a word, and links that nobody needs. A neighbour that leaves pushed posts unacknowledged is suspected:
 * it has two seconds to answer a PING, and when one such turned out to be dead all others are asked at once, since nodes that
 * share a router die together. A link that is in no view, is not pinned and has no exchange under way is let go by
 * either end after ten seconds.
 */
#include "members_parts.h"

void members_suspect(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];

	if (!link->linked || link->dropping || link->members.suspect_ms != 0) {
		return;
	}
	link->members.suspect_ms = s->mono_ms;
	if (link->missed + 1 >= SWARM_MISSED_MAX) {
		link->members.suspect_ms -= MEMBERS_SUSPECT_MS; /* it has had its time */
	} else {
		links_ping_now(s, at);
	}
	members_by(s, link->members.suspect_ms + MEMBERS_SUSPECT_MS);
}

static void suspect_others(struct swarm *s)
{
	for (uint32_t slot = 0; slot < s->options.boards_max; slot++) {
		const struct members_board *b = members_of(s, slot);
		for (unsigned i = 0; i < b->n_active; i++) {
			members_suspect(s, b->active[i]);
		}
	}
}

void members_silent(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];

	links_drop(s, at, SWARM_DROP_SILENT, 0);
	if (link->members.peer != PEER_NONE) {
		members_failed(s, link->members.peer);
	}
	for (uint64_t salted = s->links[at].salted; salted != 0;) {
		members_lane_down(s, at, take_bit(&salted));
	}
	suspect_others(s);
}

void members_loud(struct swarm *s, uint32_t at)
{
	uint16_t peer = s->links[at].members.peer;

	if (peer != PEER_NONE) {
		for (uint32_t slot = 0; slot < s->options.boards_max; slot++) {
			members_passive_forget(&members_of(s, slot)->passive, &s->members.book, peer);
		}
		members_book_shun(&s->members.book, peer, s->mono_ms);
	}
	links_drop(s, at, SWARM_DROP_OFFENCES, SWARM_REFUSE_MS);
	for (uint64_t salted = s->links[at].salted; salted != 0;) {
		members_lane_down(s, at, take_bit(&salted));
	}
}

/* `missed` counts PINGs since the last body: none means that it spoke after ours. */
static void look_at_suspect(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];

	if (link->missed == 0) {
		link->members.suspect_ms = 0;
	} else if (s->mono_ms >= link->members.suspect_ms + MEMBERS_SUSPECT_MS) {
		members_silent(s, at);
	}
}

static bool in_use(const struct swarm *s, uint32_t at)
{
	const struct link *link = &s->links[at];

	for (uint64_t active = link->active; active != 0;) {
		const struct lane *lane = lane_at(s, at, take_bit(&active));
		if (lane->view != VIEW_NONE || lane->pinned) {
			return true;
		}
	}
	return dial_wanted(s, &link->node);
}

/* Few places are free: who comes to join must find one. */
bool members_crowded(const struct swarm *s)
{
	return links_up_count(s) + s->options.links_max / MEMBERS_TRANSIT_PART >= s->options.links_max;
}

/* How long a link that is of no use may stay. Its dialler ends it, since it knows what it dialled for; the other end waits longer.
 */
static uint64_t patience(const struct swarm *s, const struct link *link)
{
	if (members_crowded(s)) {
		return MEMBERS_HASTE_MS;
	}
	if (link->dialled) {
		return MEMBERS_IDLE_MS;
	}
	return link->members.had_lane ? 2 * MEMBERS_IDLE_MS : MEMBERS_LANELESS_MS;
}

static void look_at_idle(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];

	if (in_use(s, at)) {
		link->members.idle_ms = 0;
		return;
	}
	if (link->members.idle_ms == 0 || links_busy(s, at)) {
		link->members.idle_ms = s->mono_ms;
	}
	if (s->mono_ms >= link->members.idle_ms + patience(s, link)) {
		links_drop(s, at, SWARM_DROP_UNWANTED, 0);
	}
}

void members_watch_due(struct swarm *s)
{
	for (uint64_t linked = s->linked; linked != 0;) {
		uint32_t at = take_bit(&linked);
		if (s->links[at].members.suspect_ms != 0) {
			look_at_suspect(s, at);
		}
		linked &= s->linked; /* without those that were just dropped */
		if ((s->linked >> at & 1) != 0) {
			look_at_idle(s, at);
		}
	}
}

uint64_t members_watch_next_due(const struct swarm *s)
{
	uint64_t due = UINT64_MAX;

	for (uint64_t linked = s->linked; linked != 0;) {
		const struct link *link = &s->links[take_bit(&linked)];
		uint64_t suspect = link->members.suspect_ms != 0 ? link->members.suspect_ms + MEMBERS_SUSPECT_MS : UINT64_MAX;
		uint64_t idle = link->members.idle_ms != 0 ? link->members.idle_ms + patience(s, link) : UINT64_MAX;
		due = suspect < due ? suspect : due;
		due = idle < due ? idle : due;
	}
	return due;
}
