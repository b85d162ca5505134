/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The ring of recent posts of a board, and which lanes have cursors into it. A post stays until recent_max others came after
 * it; what of it a neighbour has, was sent or asks for is a bit a link, cleared when the link's lane leaves the active view.
 */
#include "swarm_parts.h"

#include <assert.h>
#include <string.h>

_Static_assert(SWARM_LINKS_MAX <= 64 && SWARM_LINKS_MAX < SPREAD_NOBODY, "a bit a link");

#define INDEX_ITEMS_MAX 32768 /* a place fits 16 bits */

uint64_t spread_prefix(const struct kiem_id *id)
{
	return spread_read_prefix(id->b);
}

static size_t power_above(size_t n)
{
	size_t p = 1;

	while (p < n) {
		p *= 2;
	}
	return p;
}

static void lay_out_index(struct swarm *s, struct spread_index *index, struct arena *arena, size_t n)
{
	size_t slots = power_above(2 * n);
	uint16_t *p = arena_take(arena, slots, sizeof(*p));

	assert(n <= INDEX_ITEMS_MAX);
	if (index != NULL) {
		index->slots = p;
		index->mask = slots - 1;
		fx_random(s, (uint8_t *)&index->key, sizeof(index->key));
	}
}

void spread_lay_out(struct swarm *s, struct arena *arena)
{
	size_t n_recent = s->options.recent_max, n_missing = (size_t)s->options.missing_max * SPREAD_SHARES;

	for (uint32_t slot = 0; slot < s->options.boards_max; slot++) {
		struct spread_board *b = s->boards != NULL ? &s->boards[slot].spread : NULL;
		struct spread_recent *recents = arena_take(arena, n_recent, sizeof(*recents));
		struct spread_missing *missing = arena_take_far(arena, n_missing, sizeof(*missing));

		lay_out_index(s, b != NULL ? &b->recent_index : NULL, arena, n_recent);
		lay_out_index(s, b != NULL ? &b->missing_index : NULL, arena, n_missing);
		if (b != NULL) {
			b->recents = recents;
			b->missing = missing;
			b->recent_index.items = (const uint8_t *)recents;
			b->recent_index.stride = sizeof(*recents);
			b->missing_index.items = (const uint8_t *)missing;
			b->missing_index.stride = sizeof(*missing);
		}
	}
}

void spread_follow(struct swarm *s, uint32_t slot)
{
	struct spread_board *b = &s->boards[slot].spread;

	memset(b->recent_index.slots, 0, (b->recent_index.mask + 1) * sizeof(uint16_t));
	memset(b->missing_index.slots, 0, (b->missing_index.mask + 1) * sizeof(uint16_t));
	b->came = b->view = b->eager = b->to_ask = 0;
	b->n_missing = b->n_asked = b->n_looking = 0;
	b->usual = 0;
	b->missing_due = b->announce_due = UINT64_MAX;
	b->seq++; /* an answer that is still owed is not for this board; until it is here, nothing else is asked */
}

struct spread_recent *spread_recent_at(const struct swarm *s, uint32_t slot, uint64_t nth)
{
	return &s->boards[slot].spread.recents[nth & (s->options.recent_max - 1)];
}

struct spread_recent *spread_recent_find(const struct swarm *s, uint32_t slot, uint64_t prefix)
{
	const struct spread_board *b = &s->boards[slot].spread;
	size_t place = spread_index_find(&b->recent_index, prefix);

	return place != SIZE_MAX ? &b->recents[place] : NULL;
}

struct spread_recent *spread_recent_add(struct swarm *s, uint32_t slot, const struct swarm_admitted *post)
{
	struct spread_board *b = &s->boards[slot].spread;
	size_t place = b->came & (s->options.recent_max - 1);
	struct spread_recent *recent = &b->recents[place];

	if (b->came >= s->options.recent_max) {
		spread_index_remove(&b->recent_index, place);
	}
	*recent = (struct spread_recent){.prefix = spread_prefix(&post->id),
	        .number = post->number,
	        .made = post->made,
	        .id = post->id,
	        .came_ms = s->mono_ms,
	        .hops = post->hops,
	        .from = SPREAD_NOBODY};
	spread_index_add(&b->recent_index, place);
	b->came++;
	return recent;
}

/* ---- lanes ---- */

/* How many posts the ring has. */
static uint64_t held(const struct swarm *s, const struct spread_board *b)
{
	return b->came < s->options.recent_max ? b->came : s->options.recent_max;
}

/* What came between the lane's first SUM and now may have missed both: it is announced, and who lacks it asks. */
static void look_back(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct spread_board *b = &s->boards[slot].spread;
	struct spread_lane *lane = &s->links[at].lanes[slot].spread;
	uint64_t first = b->came - held(s, b);

	while (lane->announced > first && spread_recent_at(s, slot, lane->announced - 1)->came_ms + SPREAD_BACK_MS > s->mono_ms) {
		lane->announced--;
	}
	if (lane->announced < lane->pushed) {
		spread_announce_at(s, at, slot, s->mono_ms + SPREAD_IHAVE_MS);
	}
}

/*
 * Posts come here without the new lane: the last one came lately over a lane that is eager still. When none came for long,
 * neighbours may have changed so much since that nobody knows whether the eager lanes still reach everybody.
 */
static bool is_served(const struct swarm *s, uint32_t slot)
{
	const struct spread_board *b = &s->boards[slot].spread;
	const struct spread_recent *last = b->came > 0 ? spread_recent_at(s, slot, b->came - 1) : NULL;

	return last != NULL && last->from != SPREAD_NOBODY && ((b->eager >> last->from & 1) != 0 || spread_is_young(last->hops)) &&
	       s->mono_ms - last->came_ms < SPREAD_SERVED_MS;
}

void spread_lane_up(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct spread_board *b = &s->boards[slot].spread;
	struct spread_lane *lane = &s->links[at].lanes[slot].spread;

	if (b->view >> at & 1) {
		return;
	}
	*lane = (struct spread_lane){.turns = SPREAD_TURNS_MAX, .turn_ms = s->mono_ms, .announce_at = UINT64_MAX};
	lane->pushed = lane->announced = lane->grafted = b->came;
	b->view |= 1ULL << at;
	if (!is_served(s, slot)) {
		b->eager |= 1ULL << at;
		b->to_ask |= 1ULL << at; /* the other end may be served */
		spread_missing_by(s, slot, s->mono_ms);
	}
	look_back(s, at, slot);
}

static void forget_bits(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct spread_board *b = &s->boards[slot].spread;
	const uint64_t others = ~(1ULL << at);

	for (uint64_t i = b->came - held(s, b); i < b->came; i++) {
		struct spread_recent *recent = spread_recent_at(s, slot, i);
		recent->holders &= others;
		recent->sent &= others;
		recent->again &= others;
		recent->wanted &= others;
		recent->from = recent->from == at ? SPREAD_NOBODY : recent->from;
	}
}

/* Whether one of the last few posts came by it. */
static bool brought_lately(const struct swarm *s, uint32_t at, uint32_t slot)
{
	const struct spread_board *b = &s->boards[slot].spread;
	uint64_t n = held(s, b) < SPREAD_STREAK ? held(s, b) : SPREAD_STREAK;

	for (uint64_t i = b->came - n; i < b->came; i++) {
		if (spread_recent_at(s, slot, i)->from == at) {
			return true;
		}
	}
	return false;
}

void spread_lane_down(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct spread_board *b = &s->boards[slot].spread;
	bool brings = b->eager >> at & 1 && brought_lately(s, at, slot);

	if ((b->view >> at & 1) == 0) {
		return;
	}
	b->view &= ~(1ULL << at);
	b->eager &= ~(1ULL << at);
	forget_bits(s, at, slot);
	spread_forget(s, at, slot);
	if (brings || b->eager == 0) {
		spread_replace(s, slot);
	}
}
