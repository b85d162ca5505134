/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Posts that neighbours announced and that are not here. Most come by themselves a moment later; what does not come in time is
 * asked for (spread_ask.c). Each neighbour has a share of the table, so that one who announces what does not exist takes nobody
 * else's place.
 */
#include "swarm_parts.h"

#include <assert.h>

uint64_t spread_read_prefix(const uint8_t p[static WIRE_PREFIX_BYTES])
{
	uint64_t v = 0;

	for (size_t i = 0; i < WIRE_PREFIX_BYTES; i++) {
		v = v << 8 | p[i];
	}
	return v;
}

struct spread_missing *spread_missing_find(const struct spread_board *b, uint64_t prefix)
{
	size_t place = spread_index_find(&b->missing_index, prefix);

	return place != SIZE_MAX ? &b->missing[place] : NULL;
}

/* The last of the table takes its place. */
void spread_missing_drop(struct swarm *s, uint32_t slot, struct spread_missing *missing)
{
	struct spread_board *b = &s->boards[slot].spread;
	size_t place = (size_t)(missing - b->missing), last = b->n_missing - 1;

	lane_at(s, missing->first, slot)->spread.shares--;
	spread_index_remove(&b->missing_index, place);
	if (place != last) {
		spread_index_remove(&b->missing_index, last);
		*missing = b->missing[last];
		spread_index_add(&b->missing_index, place);
	}
	b->n_missing--;
}

bool spread_found(struct swarm *s, uint32_t slot, uint64_t prefix, struct spread_missing *was, uint32_t from)
{
	struct spread_missing *missing = spread_missing_find(&s->boards[slot].spread, prefix);

	if (missing == NULL) {
		return false;
	}
	*was = *missing;
	spread_missing_drop(s, slot, missing);
	if (from != SWARM_NO_LINK && (was->asked >> from & 1) != 0) {
		struct spread_lane *lane = &lane_at(s, from, slot)->spread;
		lane->unkept -= lane->unkept > 0;
	}
	return true;
}

void spread_forget(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct spread_board *b = &s->boards[slot].spread;

	for (size_t i = b->n_missing; i-- > 0;) {
		struct spread_missing *missing = &b->missing[i];
		missing->announcers &= ~(1ULL << at);
		missing->asked &= ~(1ULL << at);
		missing->last = missing->last == at ? SPREAD_NOBODY : missing->last;
		missing->nearest = missing->nearest == at ? SPREAD_NOBODY : missing->nearest;
		if (missing->announcers == 0) {
			spread_missing_drop(s, slot, missing);
		} else if (missing->first == at) {
			lane_at(s, at, slot)->spread.shares--;
			missing->first = (uint8_t)__builtin_ctzll(missing->announcers);
			lane_at(s, missing->first, slot)->spread.shares++;
		}
	}
	for (size_t i = 0; i < b->n_asked; i++) {
		b->asked[i].link = b->asked[i].link == at ? SWARM_NO_LINK : b->asked[i].link;
	}
}

/* ---- announced ---- */

uint64_t spread_patience(const struct swarm *s, uint32_t at, uint64_t ms)
{
	return s->mono_ms + ms + s->links[at].rtt_ms;
}

void spread_missing_by(struct swarm *s, uint32_t slot, uint64_t ms)
{
	struct spread_board *b = &s->boards[slot].spread;

	b->missing_due = ms < b->missing_due ? ms : b->missing_due;
	due_by(s, ms);
}

static void add(struct swarm *s, uint32_t at, uint32_t slot, uint64_t prefix, uint8_t hops)
{
	struct spread_board *b = &s->boards[slot].spread;
	struct lane *lane = lane_at(s, at, slot);
	size_t max = (size_t)s->options.missing_max * SPREAD_SHARES;

	if (lane->spread.shares >= s->options.missing_max || b->n_missing == max) {
		lane->lagging = true; /* more than can be asked for one by one */
		pump_link(s, at);
		return;
	}
	lane->spread.shares++;
	assert(b->missing != NULL);
	b->missing[b->n_missing] = (struct spread_missing){.prefix = prefix,
	        .announcers = 1ULL << at,
	        .due_ms = spread_patience(s, at, SPREAD_GRAFT_MS),
	        .first = (uint8_t)at,
	        .last = SPREAD_NOBODY,
	        .nearest = (uint8_t)at,
	        .hops = hops};
	spread_missing_by(s, slot, b->missing[b->n_missing].due_ms);
	spread_index_add(&b->missing_index, b->n_missing++);
}

static void announced(struct swarm *s, uint32_t at, uint32_t slot, uint64_t prefix, uint8_t hops)
{
	struct spread_missing *missing = spread_missing_find(&s->boards[slot].spread, prefix);

	if (missing == NULL) {
		add(s, at, slot, prefix, hops);
		return;
	}
	missing->announcers |= 1ULL << at;
	if (missing->nearest == SPREAD_NOBODY || hops < missing->hops) {
		missing->nearest = (uint8_t)at;
		missing->hops = hops;
	}
}

void spread_ihave(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	uint32_t slot;
	struct lane *lane = boards_lane(s, at, &slot, m->lane);

	if (lane == NULL) {
		return;
	}
	if ((s->boards[slot].spread.view >> at & 1) == 0) {
		spread_stray(s, at);
		return;
	}
	bool muted = s->mono_ms < lane->spread.muted_ms;
	lane->spread.said = m->ihave.items.p[m->ihave.items.n - 1] & SPREAD_HOPS;
	lane->spread.said_ms = s->mono_ms | 1;
	for (size_t i = 0; i < m->ihave.items.n; i += WIRE_IHAVE_BYTES) {
		const uint8_t *item = m->ihave.items.p + i;
		uint64_t prefix = spread_read_prefix(item);
		struct spread_recent *recent = spread_recent_find(s, slot, prefix);
		if (recent != NULL) {
			recent->holders |= 1ULL << at;
			spread_shorten(s, slot, recent, at, item[WIRE_PREFIX_BYTES]);
		} else if (!muted) {
			announced(s, at, slot, prefix, item[WIRE_PREFIX_BYTES]);
		}
	}
}
