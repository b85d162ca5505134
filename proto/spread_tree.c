/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tree: which lanes of a board are eager. Both ends of a lane mean to agree; where their words cross, the next post that
 * comes twice, or not at all, sets it right.
 *
 *     posts come that are here, often     PRUNE, the lane is lazy at both ends
 *     a post was announced and not come   GRAFT, the lane is eager at both ends (spread_missing.c)
 *     a lazy lane is shorter, often       GRAFT there, perhaps PRUNE where the posts came from (spread_mend.c)
 *     the lane that brings posts goes     GRAFT to the nearest of the others (spread_mend.c)
 *     a lane comes into a view            GRAFT by an end that no posts come to, else it is lazy (spread_ring.c)
 *
 * What a neighbour can do with false words is make its own lane lazy, or have each recent post sent to it twice.
 */
#include "swarm_parts.h"

void spread_stray(struct swarm *s, uint32_t at)
{
	if (++s->links[at].strays > SWARM_STRAYS_MAX) {
		links_drop(s, at, SWARM_DROP_OFFENCES, SWARM_REFUSE_MS);
	}
}

static bool in_view(const struct swarm *s, uint32_t at, uint32_t slot)
{
	return s->boards[slot].spread.view >> at & 1;
}

static bool is_eager(const struct swarm *s, uint32_t at, uint32_t slot)
{
	return s->boards[slot].spread.eager >> at & 1;
}

void spread_eager(struct swarm *s, uint32_t at, uint32_t slot, bool eager)
{
	struct spread_board *b = &s->boards[slot].spread;
	struct spread_lane *lane = &lane_at(s, at, slot)->spread;

	if (!eager) {
		b->eager &= ~(1ULL << at);
	} else if (!is_eager(s, at, slot)) {
		b->eager |= 1ULL << at;
		lane->pruned_ms = 0;
		lane->twins = SPREAD_TWINS_NEW;
		lane->once = b->came;           /* what came before does not count */
		lane->pushed = lane->announced; /* what waits to be announced may go itself */
		lane->announce_at = UINT64_MAX;
		spread_wake(s, at, slot);
	}
}

static void say(struct swarm *s, uint32_t at, uint32_t slot, enum wire_type type)
{
	struct wire_message m = {.type = type, .lane = lane_at(s, at, slot)->my_number};

	fx_send(s, at, &m);
}

static bool lately(const struct swarm *s, uint64_t ms)
{
	return ms != 0 && s->mono_ms - ms < SPREAD_PRUNE_MS;
}

/* Said once, and then only to a neighbour that goes on pushing. What one that was just asked sends may well come twice. */
void spread_say_prune(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct spread_lane *lane = &lane_at(s, at, slot)->spread;

	if (lately(s, lane->pruned_ms) || lately(s, lane->grafted_ms)) {
		return;
	}
	if (fx_room(s, WIRE_SMALL_MAX)) {
		lane->pruned_ms = s->mono_ms | 1;
		spread_eager(s, at, slot, false);
		say(s, at, slot, WIRE_PRUNE);
	}
}

/* ---- what came through the door ---- */

/* A lane that brought a new post along the tree is of the tree, unless it was just told otherwise. */
static void keep_eager(struct swarm *s, uint32_t at, uint32_t slot, uint8_t hops)
{
	bool told = lately(s, lane_at(s, at, slot)->spread.pruned_ms);

	if (hops != 0 && (hops & SPREAD_BESIDE) == 0 && !told) {
		spread_eager(s, at, slot, true);
	}
}

/* Everybody in the view but those who have it. */
static void wake_all(struct swarm *s, uint32_t slot, uint64_t holders)
{
	for (uint64_t links = s->boards[slot].spread.view & ~holders; links != 0; links &= links - 1) {
		spread_wake(s, (uint32_t)__builtin_ctzll(links), slot);
	}
}

/*
 * Hops that posts come over here; catching up and one's own say nothing about it. A false count goes on over all of the board, and
 * were what is usual a plain mean, one author in ten could have every post go over every lane of every node.
 */
static void learn(struct spread_board *b, uint8_t hops)
{
	const unsigned said = hops & SPREAD_HOPS, most = b->usual / 16 + SPREAD_LEAP, n = said < most ? said : most;

	if (n != 0 && ((hops & SPREAD_BESIDE) == 0 || spread_is_young(hops))) {
		b->usual = b->usual == 0 ? 16 * n : b->usual - b->usual / 8 + 2 * n;
	}
}

void spread_kept(struct swarm *s, const struct swarm_admitted *post, uint32_t from, bool made_here)
{
	uint32_t slot = boards_slot(s, post->board);
	struct spread_missing was = {.nearest = SPREAD_NOBODY};

	if (slot == SWARM_BOARDS_MAX) {
		return;
	}
	(void)spread_found(s, slot, spread_prefix(&post->id), &was, from);
	bool asked = !made_here && (post->hops & SPREAD_HOPS) == 0;
	if (asked && !s->boards[slot].complete) {
		return; /* streamed in: the other neighbours have it, or compare */
	}
	struct spread_recent *recent = spread_recent_add(s, slot, post);
	recent->hops = made_here ? 0 : asked ? SPREAD_CAUGHT_UP : post->hops;
	recent->holders = was.announcers;
	learn(&s->boards[slot].spread, recent->hops);
	if (from != SWARM_NO_LINK && in_view(s, from, slot)) {
		recent->holders |= 1ULL << from;
		recent->from = (uint8_t)from;
		keep_eager(s, from, slot, post->hops);
	}
	if (was.nearest != SPREAD_NOBODY) {
		spread_shorten(s, slot, recent, was.nearest, was.hops);
	}
	wake_all(s, slot, recent->holders);
}

/* Which post of all that came this one of the ring is. */
static uint64_t nth_of(const struct swarm *s, uint32_t slot, const struct spread_recent *recent)
{
	const struct spread_board *b = &s->boards[slot].spread;
	uint64_t last = b->came - 1, place = (uint64_t)(recent - b->recents);

	return last - ((last - place) & (s->options.recent_max - 1));
}

/*
 * Two ways beside each other meet somewhere in the tree, at another place for each author, and that is no fault of the lane where
 * they meet. Where they meet there again and again, the lane is of no use for now. Over an eager lane each post of the board comes
 * one way or the other, once or twice; what came since its last twin came once.
 */
static bool is_habit(struct swarm *s, uint32_t at, uint32_t slot, const struct spread_recent *recent)
{
	struct spread_lane *lane = &lane_at(s, at, slot)->spread;
	uint64_t nth = nth_of(s, slot, recent), since = nth > lane->once ? nth - lane->once : 0;

	lane->twins = lane->twins > since * SPREAD_NEWS ? lane->twins - (unsigned)since * SPREAD_NEWS : 0;
	lane->once = nth >= lane->once ? nth + 1 : lane->once;
	return ++lane->twins >= SPREAD_TWINS;
}

void spread_known(struct swarm *s, const struct swarm_admitted *post, uint32_t from)
{
	uint32_t slot = boards_slot(s, post->board);

	if (slot == SWARM_BOARDS_MAX || !in_view(s, from, slot)) {
		return;
	}
	struct spread_recent *recent = spread_recent_find(s, slot, spread_prefix(&post->id));
	if (recent == NULL) {
		return; /* long ago: says nothing about the tree as it is */
	}
	recent->holders |= 1ULL << from;
	if (post->hops == 0 || recent->from == from) {
		return;
	}
	bool of_the_tree = ((post->hops | recent->hops) & SPREAD_BESIDE) == 0;
	if (of_the_tree && is_habit(s, from, slot, recent)) {
		spread_say_prune(s, from, slot);
	} else if (spread_is_young(recent->hops) && (post->hops & SPREAD_BESIDE) == 0 && recent->from != SPREAD_NOBODY) {
		/* Its author's node is not far, that way. */
		spread_weigh(s, slot, recent->from, recent->hops & SPREAD_HOPS, from, post->hops);
	}
}

void spread_refused(struct swarm *s, const struct swarm_admitted *post, uint32_t from)
{
	struct spread_missing was;

	for (uint32_t slot = 0; slot < s->options.boards_max; slot++) {
		if (in_view(s, from, slot)) {
			(void)spread_found(s, slot, spread_prefix(&post->id), &was, from);
		}
	}
}

/* ---- what neighbours say ---- */

/* The lane of a GRAFT or PRUNE, when it is in the view and did not turn too often. */
static bool may_turn(struct swarm *s, uint32_t at, uint32_t *slot, const struct wire_message *m)
{
	struct lane *active = boards_lane(s, at, slot, m->lane);

	if (active == NULL) {
		return false; /* withdrawn meanwhile */
	}
	struct spread_lane *lane = &active->spread;
	uint64_t more = (s->mono_ms - lane->turn_ms) / SPREAD_TURN_MS;
	lane->turn_ms += more * SPREAD_TURN_MS;
	lane->turns = more < SPREAD_TURNS_MAX - lane->turns ? lane->turns + (unsigned)more : SPREAD_TURNS_MAX;
	if (!in_view(s, at, *slot) || lane->turns == 0) {
		spread_stray(s, at);
		return false;
	}
	lane->turns--;
	return true;
}

void spread_prune(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	uint32_t slot;

	if (may_turn(s, at, &slot, m)) {
		spread_eager(s, at, slot, false);
	}
}

static void want(struct swarm *s, uint32_t at, uint32_t slot, uint64_t prefix)
{
	struct spread_recent *recent = spread_recent_find(s, slot, prefix);
	struct spread_lane *lane = &lane_at(s, at, slot)->spread;

	if (recent == NULL) {
		spread_ask_store(s, at, slot, prefix);
		return;
	}
	uint64_t nth = nth_of(s, slot, recent);
	if ((recent->again >> at & 1) == 0) {
		recent->wanted |= 1ULL << at;
		lane->grafted = nth < lane->grafted ? nth : lane->grafted;
	}
}

void spread_graft(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	uint32_t slot;

	if (!may_turn(s, at, &slot, m)) {
		return;
	}
	spread_eager(s, at, slot, true);
	for (size_t i = 0; i < m->graft.prefixes.n; i += WIRE_PREFIX_BYTES) {
		want(s, at, slot, spread_read_prefix(m->graft.prefixes.p + i));
	}
	spread_wake(s, at, slot);
}
