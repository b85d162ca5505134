/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What goes by time: announcements, posts that do not come, and neighbours of the tree that acknowledge nothing. These last are
 * told to membership, since a tree waits for nobody: all that lies behind a dead neighbour hears of posts late until the lane is
 * gone.
 */
#include "swarm_parts.h"

/* True when the link is eager for some board. */
static bool of_a_tree(const struct swarm *s, uint32_t at)
{
	for (uint64_t slots = s->followed; slots != 0;) {
		if (s->boards[take_bit(&slots)].spread.eager >> at & 1) {
			return true;
		}
	}
	return false;
}

/* What was asked for may take its time: who catches up has much to do. */
static bool pushed_waits(const struct link *link)
{
	for (uint64_t i = link->acked; i < link->left; i++) {
		if (ring_at(&link->unacked, i)->hops != 0) {
			return true;
		}
	}
	return false;
}

static uint64_t suspect_at(const struct swarm *s, uint32_t at)
{
	uint64_t since = s->spread.unacked_ms[at];

	return since != 0 ? since + SPREAD_SUSPECT_MS + 2 * s->links[at].rtt_ms : UINT64_MAX;
}

void spread_unacked(struct swarm *s, uint32_t at, bool progress)
{
	const struct link *link = &s->links[at];
	uint64_t *since = &s->spread.unacked_ms[at];

	if (link->acked == link->left) {
		*since = 0;
	} else if (progress || *since == 0) {
		*since = s->mono_ms | 1;
		due_by(s, suspect_at(s, at));
	}
}

static void suspect(struct swarm *s, uint32_t at)
{
	if (suspect_at(s, at) <= s->mono_ms) {
		s->spread.unacked_ms[at] = s->mono_ms | 1; /* and again when nothing has changed after as long */
		if (of_a_tree(s, at) && pushed_waits(&s->links[at])) {
			members_suspect(s, at);
		}
	}
}

void spread_due(struct swarm *s)
{
	for (uint64_t linked = s->linked; linked != 0;) {
		suspect(s, take_bit(&linked));
	}
	for (uint64_t slots = s->followed; slots != 0;) {
		uint32_t slot = take_bit(&slots);
		spread_missing_due(s, slot);
		spread_announce_due(s, slot);
	}
}

uint64_t spread_next_due(const struct swarm *s)
{
	uint64_t due = UINT64_MAX;

	for (uint64_t slots = s->followed; slots != 0;) {
		const struct spread_board *b = &s->boards[take_bit(&slots)].spread;
		due = b->missing_due < due ? b->missing_due : due;
		due = b->announce_due < due ? b->announce_due : due;
	}
	for (uint64_t linked = s->linked; linked != 0;) {
		uint64_t at = suspect_at(s, take_bit(&linked));
		due = at < due ? at : due;
	}
	return due;
}
