/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lazy lanes that become part of the tree: in place of one that is gone, or because they are shorter. What neighbours announce
 * tells how far from the author they are; who is further than this node may lie behind it, and would bring nothing.
 */
#include "swarm_parts.h"

#include <limits.h>

static bool is_eager(const struct swarm *s, uint32_t at, uint32_t slot)
{
	return s->boards[slot].spread.eager >> at & 1;
}

/* ---- one that is gone ---- */

/*
 * Of these lanes one that announces the fewest hops: what lies behind us in the tree announces more, and would bring nothing. One
 * that announced nothing lately comes last.
 */
static uint32_t nearest(struct swarm *s, uint32_t slot, uint64_t lanes)
{
	uint32_t found = SWARM_NO_LINK, alike = 0;
	unsigned least = UINT_MAX;

	while (lanes != 0) {
		uint32_t at = take_bit(&lanes);
		const struct spread_lane *lane = &lane_at(s, at, slot)->spread;
		bool fresh = lane->said_ms != 0 && s->mono_ms - lane->said_ms < SPREAD_SERVED_MS;
		unsigned hops = fresh ? lane->said : SPREAD_HOPS + 1;
		alike = hops < least ? 0 : alike;
		if (hops <= least && fx_random_below(s, ++alike) == 0) {
			found = at;
		}
		least = hops < least ? hops : least;
	}
	return found;
}

/* It heard of posts over fewer links than we did, so it does not lie behind us. */
static bool is_nearer(const struct swarm *s, uint32_t at, uint32_t slot)
{
	const struct spread_board *b = &s->boards[slot].spread;
	const struct spread_lane *lane = &lane_at(s, at, slot)->spread;
	unsigned hops = b->came > 0 ? spread_recent_at(s, slot, b->came - 1)->hops & SPREAD_HOPS : 0;

	return lane->said_ms != 0 && lane->said <= hops;
}

/* One that is nearer is enough. Of the others any may lie behind us, so two are asked. */
void spread_replace(struct swarm *s, uint32_t slot)
{
	uint64_t lazy = s->boards[slot].spread.view & ~s->boards[slot].spread.eager;
	bool found = false;

	for (unsigned n = 0; n < SPREAD_REPLACE_MAX && lazy != 0 && !found; n++) {
		uint32_t at = nearest(s, slot, lazy);
		found = is_nearer(s, at, slot);
		spread_ask(s, at, slot);
		lazy &= ~(1ULL << at);
	}
}

/* ---- shorter ways ---- */

void spread_weigh(struct swarm *s, uint32_t slot, uint32_t lazy, uint8_t hops, uint32_t from, uint8_t more)
{
	struct spread_lane *lane = &lane_at(s, lazy, slot)->spread;

	if (!is_eager(s, from, slot) || is_eager(s, lazy, slot)) {
		lane->shorter = 0;
		return;
	}
	if (more < hops + SPREAD_SHORTER) {
		lane->shorter = lane->shorter > 0 ? (uint8_t)(lane->shorter - 1) : 0;
		lane->rival = SPREAD_NOBODY;
		return;
	}
	lane->rival = lane->shorter == 0 || lane->rival == from ? (uint8_t)from : SPREAD_NOBODY;
	if (++lane->shorter < SPREAD_STREAK) {
		return;
	}
	lane->shorter = 0;
	spread_ask(s, lazy, slot);
	if (lane->rival != SPREAD_NOBODY) {
		spread_say_prune(s, from,
		        slot); /* for this author the lazy one does what it did; else what comes twice tells which may go */
	}
}

void spread_shorten(struct swarm *s, uint32_t slot, const struct spread_recent *post, uint32_t lazy, uint8_t hops)
{
	if (post->from != SPREAD_NOBODY && post->from != lazy && ((post->hops | hops) & SPREAD_BESIDE) == 0) {
		spread_weigh(s, slot, lazy, hops, post->from, post->hops);
	}
}
