/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Posts that a neighbour lacks are most often the newest, and those are in the ring of recent posts (spread_ring.c): where all of a
 * few are found there, they are sent without a walk over the board. A post that is in the ring and was removed since is not.
 */
#include "swarm_parts.h"

#include <string.h>

static uint64_t oldest(const struct swarm *s, const struct spread_board *b)
{
	return b->came > s->options.recent_max ? b->came - s->options.recent_max : 0;
}

/* The places of the items in the ring; false when one is not there. */
static bool find(const struct swarm *s, const struct spread_recent **found, const struct lane *lane, uint32_t slot,
        const uint64_t *items, size_t n)
{
	const struct spread_board *b = &s->boards[slot].spread;
	size_t n_found = 0;

	for (uint64_t i = b->came; i > oldest(s, b) && n_found < n; i--) {
		const struct spread_recent *recent = spread_recent_at(s, slot, i - 1);
		size_t at = page_find(items, n, wire_short(&lane->salt, &recent->id));
		if (at < n && found[at] == NULL && !recent->gone) {
			found[at] = recent;
			n_found++;
		}
	}
	return n_found == n;
}

bool recon_recent(struct swarm *s, uint32_t at, uint32_t slot, const uint64_t *items, size_t n)
{
	const struct spread_recent *found[RECON_FEW] = {NULL};
	struct link *link = &s->links[at];

	if (n > RECON_FEW || n > push_room(link) || !served_may(s, at) || !find(s, found, lane_at(s, at, slot), slot, items, n)) {
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		const struct swarm_row row = {found[i]->made, found[i]->id, found[i]->number};
		push_catching(link, slot, &row);
	}
	return true;
}

void recon_recent_gone(struct swarm *s, uint32_t slot, const struct kiem_id *id)
{
	struct spread_recent *recent = spread_recent_find(s, slot, spread_prefix(id));

	if (recent != NULL && memcmp(recent->id.b, id->b, sizeof(id->b)) == 0) {
		recent->gone = true;
	}
}

/* Some left, and nobody told which. */
void recon_recent_doubt(struct swarm *s, uint32_t slot)
{
	const struct spread_board *b = &s->boards[slot].spread;

	for (uint64_t i = b->came; i > oldest(s, b); i--) {
		spread_recent_at(s, slot, i - 1)->gone = true;
	}
}
