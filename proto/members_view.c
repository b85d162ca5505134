/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The active view of a board: a list of links, and how many of them have which kind of place (members.h). What holds against
 * capture: of the own places at most three are those of nodes that dialled us, and who comes in by insisting takes the place of
 * whoever came in last that way. So a flood of callers contends for one place, and neighbours that we chose, or that have
 * been here for long, stay.
 */
#include "members_parts.h"

unsigned members_filled(const struct members_board *b)
{
	unsigned pinned = b->n_pinned < MEMBERS_PINNED_COUNTED ? b->n_pinned : MEMBERS_PINNED_COUNTED;

	return b->n_own + pinned;
}

static void count(struct members_board *b, const struct link *link, enum members_place place, unsigned by)
{
	b->n_own += place == PLACE_OWN ? by : 0;
	b->n_inbound += place == PLACE_OWN && !link->dialled ? by : 0;
	b->n_guests += place == PLACE_GUEST ? by : 0;
	b->n_pinned += place == PLACE_PINNED ? by : 0;
}

/* Who dialled trims first: when both ends let go of somebody, each would lose two. */
static void trim_later(struct swarm *s, uint32_t slot, bool dialled)
{
	struct members_board *b = members_of(s, slot);

	if (b->trim_at == 0) {
		b->trim_at = s->mono_ms + s->options.probe_ms * (dialled ? 2 : 3) / 2;
		members_by(s, b->trim_at);
	}
}

void members_enter(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = lane_at(s, at, slot);
	struct members_board *b = members_of(s, slot);
	struct link *link = &s->links[at];

	assert(lane->active && lane->view != VIEW_ACTIVE && b->n_active < MEMBERS_LINKS_MAX);
	lane->view = VIEW_ACTIVE;
	lane->members.entered_ms = s->mono_ms;
	lane->members.place = lane->pinned ? PLACE_PINNED : link->dialled || members_dialable(s, at) ? PLACE_OWN : PLACE_GUEST;
	b->active[b->n_active++] = (uint8_t)at;
	count(b, link, lane->members.place, 1);
	link->members.idle_ms = 0;
	if (members_filled(b) >= MEMBERS_ACTIVE) {
		b->fill_at = 0;
	}
	if (members_filled(b) > MEMBERS_ACTIVE) {
		trim_later(s, slot, link->dialled);
	}
	members_note(s, at, true);
	members_shuffle_soon(s, slot);
	spread_lane_up(s, at, slot);
}

static bool in_any_view(const struct swarm *s, uint32_t at)
{
	for (uint64_t salted = s->links[at].salted; salted != 0;) {
		if (lane_at(s, at, take_bit(&salted))->view == VIEW_ACTIVE) {
			return true;
		}
	}
	return false;
}

bool members_guest_room(const struct swarm *s, uint32_t slot)
{
	const uint32_t spare = s->options.links_max / MEMBERS_TRANSIT_PART;
	uint32_t held = 0;

	for (uint64_t linked = s->linked; linked != 0;) {
		held += in_any_view(s, take_bit(&linked));
	}
	return members_of(s, slot)->n_guests < MEMBERS_GUESTS_MAX && held + spare < s->options.links_max;
}

void members_leave(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = lane_at(s, at, slot);
	struct members_board *b = members_of(s, slot);
	unsigned i = 0;

	if (lane->view != VIEW_ACTIVE) {
		lane->view = VIEW_NONE;
		return;
	}
	lane->view = VIEW_NONE;
	while (b->active[i] != at) {
		i++;
		assert(i < b->n_active);
	}
	b->active[i] = b->active[--b->n_active];
	count(b, &s->links[at], lane->members.place, -1u);
	if (members_filled(b) < MEMBERS_ACTIVE - 1) {
		b->shuffle_wait = s->options.shuffle_ms; /* not at rest any more; one place comes and goes with each probe */
	}
	if (!in_any_view(s, at)) {
		members_note(s, at, false);
	}
	spread_lane_down(s, at, slot);
}

void members_disconnect_lane(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct wire_message m = {.type = WIRE_DISCONNECT};

	members_leave(s, at, slot);
	lane_at(s, at, slot)->members.refused_ms = s->mono_ms;
	members_say(s, at, slot, &m);
}

uint32_t members_random(struct swarm *s, uint32_t slot, uint32_t except, bool dialable)
{
	const struct members_board *b = members_of(s, slot);
	uint32_t found[MEMBERS_LINKS_MAX];
	unsigned n = 0;

	for (unsigned i = 0; i < b->n_active; i++) {
		uint32_t at = b->active[i];
		if (at != except && !s->links[at].dropping && (!dialable || members_dialable(s, at))) {
			found[n++] = at;
		}
	}
	return n > 0 ? found[fx_random_below(s, n)] : SWARM_NO_LINK;
}

/* Who goes for somebody who insists: the youngest of those that dialled us, or, when they are too few to have to go, any. */
static uint32_t victim(struct swarm *s, uint32_t slot, bool guest)
{
	const struct members_board *b = members_of(s, slot);
	bool inbound = !guest && b->n_inbound >= MEMBERS_INBOUND_OWN;
	uint32_t found = SWARM_NO_LINK, n = 0;
	uint64_t youngest = 0;

	for (unsigned i = 0; i < b->n_active; i++) {
		const struct lane *lane = lane_at(s, b->active[i], slot);
		if (lane->members.place != (guest ? PLACE_GUEST : PLACE_OWN) || (inbound && s->links[b->active[i]].dialled)) {
			continue;
		}
		bool better = guest || inbound ? lane->members.entered_ms >= youngest : fx_random_below(s, ++n) == 0;
		if (better) {
			found = b->active[i];
			youngest = lane->members.entered_ms;
		}
	}
	return found;
}

bool members_evict(struct swarm *s, uint32_t slot, bool guest)
{
	struct members_board *b = members_of(s, slot);

	if (!members_meter(&b->evictions, s->mono_ms, MEMBERS_EVICT_MAX, MEMBERS_EVICT_MS)) {
		return false;
	}
	uint32_t at = victim(s, slot, guest);
	if (at != SWARM_NO_LINK) {
		members_disconnect_lane(s, at, slot);
	}
	return at != SWARM_NO_LINK;
}

/* A guest that turned out to be dialable: it takes an own place, or, where there is none, goes with the next trimming. */
void members_promote(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = lane_at(s, at, slot);
	struct members_board *b = members_of(s, slot);

	if (lane->view != VIEW_ACTIVE || lane->members.place != PLACE_GUEST || !members_dialable(s, at)) {
		return;
	}
	if (members_room(b, s->links[at].dialled, false)) {
		count(b, &s->links[at], PLACE_GUEST, -1u);
		lane->members.place = PLACE_OWN;
		count(b, &s->links[at], PLACE_OWN, 1);
	}
	if (lane->members.place == PLACE_GUEST || members_filled(b) > MEMBERS_ACTIVE) {
		trim_later(s, slot, false);
	}
}

static uint32_t random_own(struct swarm *s, uint32_t slot, bool youngest)
{
	const struct members_board *b = members_of(s, slot);
	uint32_t found = SWARM_NO_LINK, n = 0;
	uint64_t entered = 0;

	for (unsigned i = 0; i < b->n_active; i++) {
		const struct lane *lane = lane_at(s, b->active[i], slot);
		if (lane->members.place != PLACE_OWN) {
			continue;
		}
		if (youngest ? lane->members.entered_ms >= entered : fx_random_below(s, ++n) == 0) {
			found = b->active[i];
			entered = lane->members.entered_ms;
		}
	}
	return found;
}

bool members_swap(struct swarm *s, uint32_t slot)
{
	const struct members_board *b = members_of(s, slot);
	uint32_t at = members_filled(b) > MEMBERS_ACTIVE ? random_own(s, slot, true) : SWARM_NO_LINK;
	bool dialled = at != SWARM_NO_LINK && s->links[at].dialled;
	bool rested = at != SWARM_NO_LINK && b->n_inbound < MEMBERS_INBOUND_OWN + (dialled ? 0u : 1u) &&
	              s->mono_ms >= lane_at(s, at, slot)->members.entered_ms + MEMBERS_SWAP_MS;

	if (rested) {
		members_disconnect_lane(s, at, slot);
	}
	return rested;
}

/*
 * The extra place is given up again: mostly by whom a probe brought, so that a probe costs nobody else a neighbour and the trees
 * of the broadcast stand; now and then by any, so that views go on mixing.
 */
void members_trim(struct swarm *s, uint32_t slot)
{
	struct members_board *b = members_of(s, slot);

	b->trim_at = 0;
	for (unsigned i = b->n_active; i-- > 0;) {
		uint32_t at = b->active[i];
		if (lane_at(s, at, slot)->members.place == PLACE_GUEST && members_dialable(s, at)) {
			members_disconnect_lane(s, at, slot);
		}
	}
	while (members_filled(b) > MEMBERS_ACTIVE) {
		uint32_t at = random_own(s, slot, fx_random_below(s, MEMBERS_MIX) != 0);
		if (at == SWARM_NO_LINK) {
			return; /* pinned ones are never evicted */
		}
		members_disconnect_lane(s, at, slot);
	}
}
