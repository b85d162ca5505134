/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a lane is told of the ring. Its first cursor decides post by post: sent now (an eager lane; or one made here or not far
 * from here, which goes once over every lane; or one that the neighbour asked for), or left to be announced. Its second follows and
 * gathers announcements, so that a busy board costs few bodies. Neither moves while the window of the link is closed; a lane that
 * the ring overtakes meanwhile is compared.
 */
#include "swarm_parts.h"

#include <string.h>

/* Moves the cursors of a lane that the ring has overtaken to the oldest post it still has. */
static void overrun(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct spread_lane *lane = &lane_at(s, at, slot)->spread;
	uint64_t came = s->boards[slot].spread.came;
	uint64_t first = came > s->options.recent_max ? came - s->options.recent_max : 0;

	if (lane->pushed < first || (lane->announce_at != UINT64_MAX && lane->announced < first)) {
		lane_at(s, at, slot)->lagging = true; /* not pushed, or not announced */
	}
	lane->pushed = lane->pushed < first ? first : lane->pushed;
	lane->announced = lane->announced < first ? first : lane->announced;
	lane->grafted = lane->grafted < first ? first : lane->grafted;
}

bool spread_is_young(uint8_t hops)
{
	return (hops & SPREAD_BESIDE) != 0 && (hops & SPREAD_HOPS) <= SPREAD_YOUNG_MAX;
}

static uint8_t one_more(uint8_t hops)
{
	if (spread_is_young(hops)) {
		return (uint8_t)((hops & SPREAD_HOPS) + 1);
	}
	return (hops & SPREAD_HOPS) < SPREAD_HOPS ? (uint8_t)(hops + 1) : hops;
}

static bool is_eager(const struct swarm *s, uint32_t at, uint32_t slot)
{
	return s->boards[slot].spread.eager >> at & 1;
}

/* One that was made here always does; what catching up brought never, as it counts more hops than any young one. */
static bool goes_everywhere(const struct swarm *s, uint32_t slot, const struct spread_recent *post)
{
	unsigned hops = post->hops & SPREAD_HOPS;

	return hops < SPREAD_YOUNG_MAX && hops * SPREAD_YOUNG * 16 <= s->boards[slot].spread.usual;
}

/* Few nodes carry the many that nobody can dial; a copy that went to each of those early would reach hardly anybody sooner. */
static bool is_guest(const struct swarm *s, uint32_t at, uint32_t slot)
{
	return lane_at(s, at, slot)->members.place == PLACE_GUEST;
}

static bool is_due(const struct swarm *s, uint32_t at, uint32_t slot, struct spread_recent *post)
{
	if (post->wanted >> at & 1) {
		return true;
	}
	bool young = goes_everywhere(s, slot, post) && (post->hops == 0 || !is_guest(s, at, slot));
	if ((!is_eager(s, at, slot) && !young) || ((post->holders | post->sent) >> at & 1)) {
		return false;
	}
	if (serve_will_reach(&s->links[at], slot, post->made, &post->id)) {
		post->sent |= 1ULL << at; /* in its place in the stream */
		return false;
	}
	return true;
}

static void take(struct swarm *s, struct parcel *parcel, uint32_t at, uint32_t slot, struct spread_recent *post)
{
	const uint64_t bit = 1ULL << at;

	*parcel = (struct parcel){.number = post->number, .offset = UINT64_MAX, .board = (uint8_t)slot};
	memcpy(&parcel->id8, post->id.b, sizeof(parcel->id8));
	parcel->hops = one_more(post->hops);
	if (!is_eager(s, at, slot)) {
		parcel->hops |= SPREAD_BESIDE;
	}
	post->again |= post->sent & bit;
	post->sent |= bit;
	post->wanted &= ~bit;
}

/* The first is said at once: where posts are few, what is lost costs no more than the patience of who hears of it. */
static uint64_t announce_next(const struct swarm *s, const struct spread_lane *lane)
{
	bool lately = lane->told_ms != 0 && s->mono_ms < lane->told_ms + SPREAD_IHAVE_MS;

	return lately ? lane->told_ms + SPREAD_IHAVE_MS : s->mono_ms;
}

static bool next_of_lane(struct swarm *s, struct parcel *parcel, uint32_t at, uint32_t slot)
{
	struct spread_board *b = &s->boards[slot].spread;
	struct spread_lane *lane = &lane_at(s, at, slot)->spread;

	overrun(s, at, slot);
	while (lane->grafted < lane->pushed) {
		struct spread_recent *post = spread_recent_at(s, slot, lane->grafted++);
		if (post->wanted >> at & 1) {
			take(s, parcel, at, slot, post);
			return true;
		}
	}
	while (lane->pushed < b->came) {
		struct spread_recent *post = spread_recent_at(s, slot, lane->pushed++);
		lane->grafted = lane->pushed;
		if (is_due(s, at, slot, post)) {
			take(s, parcel, at, slot, post);
			return true;
		}
		if (((post->holders | post->sent) >> at & 1) == 0) {
			if (lane->announce_at == UINT64_MAX) {
				lane->announced = lane->pushed - 1; /* nothing before it is to be said */
			}
			spread_announce_at(s, at, slot, announce_next(s, lane));
		}
	}
	return false;
}

void spread_wake(struct swarm *s, uint32_t at, uint32_t slot)
{
	s->spread.work[at] |= 1ULL << slot;
	pump_link(s, at);
}

bool spread_next(struct swarm *s, struct parcel *parcel, uint32_t at)
{
	uint64_t *work = &s->spread.work[at];

	while (*work != 0) {
		uint32_t slot = (uint32_t)__builtin_ctzll(*work);
		if ((s->boards[slot].spread.view >> at & 1) != 0 && next_of_lane(s, parcel, at, slot)) {
			return true;
		}
		*work &= *work - 1;
	}
	return false;
}

uint64_t spread_waiting(const struct swarm *s, uint32_t at, uint32_t slot)
{
	const struct spread_board *b = &s->boards[slot].spread;
	uint64_t waiting = b->view >> at & 1 ? b->came - lane_at(s, at, slot)->spread.pushed : 0;

	return waiting < s->options.recent_max ? waiting : s->options.recent_max;
}

/* ---- announcing ---- */

void spread_announce_at(struct swarm *s, uint32_t at, uint32_t slot, uint64_t ms)
{
	struct spread_board *b = &s->boards[slot].spread;
	struct spread_lane *lane = &lane_at(s, at, slot)->spread;

	if (lane->announce_at == UINT64_MAX) {
		lane->announce_at = ms;
		b->announce_due = ms < b->announce_due ? ms : b->announce_due;
		due_by(s, ms);
	}
}

/* Says IHAVE of what the neighbour was neither sent nor is known to have; the rest a little later. */
static void announce(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct spread_lane *lane = &lane_at(s, at, slot)->spread;
	uint8_t items[WIRE_IHAVE_MAX * WIRE_IHAVE_BYTES];
	struct wire_message m = {.type = WIRE_IHAVE, .lane = lane_at(s, at, slot)->my_number};
	size_t n = 0;

	overrun(s, at, slot);
	for (; lane->announced < lane->pushed && n < sizeof(items); lane->announced++) {
		const struct spread_recent *post = spread_recent_at(s, slot, lane->announced);
		if ((post->holders | post->sent) >> at & 1) {
			continue;
		}
		for (size_t i = 0; i < WIRE_PREFIX_BYTES; i++) {
			items[n++] = post->id.b[i];
		}
		items[n++] = one_more(post->hops);
	}
	if (n > 0) {
		m.ihave.items = (struct kiem_span){items, n};
		fx_send(s, at, &m);
		lane->told_ms = s->mono_ms | 1;
	}
	lane->announce_at = UINT64_MAX;
	if (lane->announced < lane->pushed) {
		spread_announce_at(s, at, slot, s->mono_ms + SPREAD_IHAVE_MS);
	}
}

void spread_announce_due(struct swarm *s, uint32_t slot)
{
	struct spread_board *b = &s->boards[slot].spread;

	if (b->announce_due > s->mono_ms) {
		return;
	}
	b->announce_due = UINT64_MAX;
	for (uint64_t links = b->view; links != 0; links &= links - 1) {
		uint32_t at = (uint32_t)__builtin_ctzll(links);
		struct spread_lane *lane = &lane_at(s, at, slot)->spread;
		if (lane->announce_at <= s->mono_ms && fx_room(s, WIRE_MEDIUM_MAX)) {
			announce(s, at, slot);
		}
		b->announce_due = lane->announce_at < b->announce_due ? lane->announce_at : b->announce_due;
	}
}
