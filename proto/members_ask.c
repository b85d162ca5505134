/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who may come into a view: NEIGHBOUR asks, ANSWER says, DISCONNECT ends it. Both ends have each other in the view, or neither has:
 * who hears an ANSWER that it no longer waits for says DISCONNECT, so a late reply resurrects nobody.
 *
 *     asker                              asked
 *     VIEW_ASKED   NEIGHBOUR ──────────▶ room? VIEW_ACTIVE
 *     VIEW_ACTIVE  ◀────────── ANSWER
 *
 * When both ask at once, both say yes.
 */
#include "members_parts.h"

static void say_neighbour(struct swarm *s, uint32_t at, uint32_t slot, bool high)
{
	struct wire_message m = {.type = WIRE_NEIGHBOUR};

	m.neighbour.high = high;
	m.neighbour.pinned = lane_at(s, at, slot)->pinned;
	members_say(s, at, slot, &m);
}

static void say_answer(struct swarm *s, uint32_t at, uint32_t slot, bool accepted)
{
	struct wire_message m = {.type = WIRE_ANSWER};

	m.answer.accepted = accepted;
	members_say(s, at, slot, &m);
}

/* Who has nobody and knows hardly anybody joins, which brings others; who knows enough just asks. */
void members_ask(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = lane_at(s, at, slot);
	const struct members_board *b = members_of(s, slot);
	bool joins = members_lonely(b) && s->members.book.n < MEMBERS_FEW;

	lane->members.asked_ms = s->mono_ms;
	if (lane->pinned || !joins) {
		say_neighbour(s, at, slot, members_lonely(b));
	}
	if (joins) {
		struct wire_message m = {.type = WIRE_JOIN};
		lane->members.joined_ms = s->mono_ms;
		lane->members.welcomes = 0;
		members_say(s, at, slot, &m);
	}
	lane->view = VIEW_ASKED;
	s->links[at].members.idle_ms = 0;
	members_by(s, s->mono_ms + MEMBERS_ASKED_MS);
}

static bool is_asked(const struct swarm *s, uint32_t at, uint32_t slot)
{
	return (s->links[at].salted >> slot & 1) != 0 && lane_at(s, at, slot)->view == VIEW_ASKED;
}

unsigned members_asked(const struct swarm *s, uint32_t slot)
{
	unsigned n = 0;

	for (uint64_t up = s->up; up != 0;) {
		uint32_t at = take_bit(&up);
		n += is_asked(s, at, slot) && !lane_at(s, at, slot)->pinned;
	}
	return n;
}

bool members_room(const struct members_board *b, bool dialled, bool high)
{
	unsigned filled = members_filled(b);

	if (filled < MEMBERS_ACTIVE && high) {
		return true;
	}
	return filled < MEMBERS_ACTIVE + MEMBERS_EXTRA && (dialled || b->n_inbound < MEMBERS_INBOUND_OWN);
}

static unsigned inbound_pinned(const struct swarm *s, uint32_t slot)
{
	const struct members_board *b = members_of(s, slot);
	unsigned n = 0;

	for (unsigned i = 0; i < b->n_active; i++) {
		const struct lane *lane = lane_at(s, b->active[i], slot);
		n += lane->members.place == PLACE_PINNED && !dial_wanted(s, &s->links[b->active[i]].node);
	}
	return n;
}

/* Takes the neighbour into the view if there is room or, for one that insists, makes room. */
static bool take(struct swarm *s, uint32_t at, uint32_t slot, bool high)
{
	struct members_board *b = members_of(s, slot);
	const struct link *link = &s->links[at];
	bool guest = !link->dialled && !members_dialable(s, at);
	bool insists = high || members_promised(s, slot, &link->node);
	bool room = lane_at(s, at, slot)->pinned || (guest ? members_guest_room(s, slot) : members_room(b, link->dialled, insists));

	if (!room && !(insists && members_evict(s, slot, guest)) && (guest || !members_swap(s, slot))) {
		return false;
	}
	members_enter(s, at, slot);
	return true;
}

/* Somebody who has us pinned: it costs no place, but there are not endlessly many such. */
static bool take_pinned(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = lane_at(s, at, slot);

	if (lane->pinned) {
		return true;
	}
	if (!dial_wanted(s, &s->links[at].node) && inbound_pinned(s, slot) >= MEMBERS_PINNED_MAX) {
		return false;
	}
	if (lane->view == VIEW_ACTIVE) {
		members_leave(s, at, slot);
	}
	lane->pinned = true;
	return true;
}

void members_neighbour(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	uint32_t slot;
	struct lane *lane = boards_lane(s, at, &slot, m->lane);

	if (lane == NULL) {
		return;
	}
	bool accepted = !m->neighbour.pinned || take_pinned(s, at, slot);
	if (accepted && lane->view == VIEW_ASKED) {
		members_enter(s, at, slot);
	} else if (accepted && lane->view == VIEW_NONE) {
		accepted = take(s, at, slot, m->neighbour.high);
	}
	say_answer(s, at, slot, accepted);
}

void members_join(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	uint32_t slot;
	struct lane *lane = boards_lane(s, at, &slot, m->lane);

	if (lane == NULL) {
		return;
	}
	bool accepted = lane->view == VIEW_ACTIVE;
	if (lane->view == VIEW_ASKED) {
		members_enter(s, at, slot);
		accepted = true;
	} else if (!accepted) {
		accepted = take(s, at, slot, true);
	}
	say_answer(s, at, slot, accepted);
	members_join_walks(s, at, slot);
}

static void refused(struct swarm *s, uint32_t at, uint32_t slot)
{
	members_leave(s, at, slot);
	lane_at(s, at, slot)->members.refused_ms = s->mono_ms;
	members_fill(s, slot);
}

void members_answer(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	uint32_t slot;
	struct lane *lane = boards_lane(s, at, &slot, m->lane);

	if (lane == NULL) {
		return;
	}
	if (!m->answer.accepted && lane->view != VIEW_NONE) {
		refused(s, at, slot);
	} else if (m->answer.accepted && lane->view == VIEW_ASKED) {
		members_enter(s, at, slot);
	} else if (m->answer.accepted && lane->view == VIEW_NONE) {
		members_disconnect_lane(s, at, slot);
	}
}

/* A view that lost one neighbour by somebody's choice is not in need: the next probe, ours or another's, fills the place. */
void members_disconnect(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	uint32_t slot;
	struct lane *lane = boards_lane(s, at, &slot, m->lane);

	if (lane == NULL || lane->view == VIEW_NONE) {
		return;
	}
	members_leave(s, at, slot);
	lane->members.refused_ms = s->mono_ms;
	if (members_filled(members_of(s, slot)) < MEMBERS_ACTIVE - 1) {
		members_fill(s, slot);
	} else {
		members_fill_later(s, slot, s->options.probe_ms / 2 + fx_random_below(s, s->options.probe_ms / 2 + 1));
	}
}

void members_ask_due(struct swarm *s, uint32_t slot)
{
	for (uint64_t up = s->up; up != 0;) {
		uint32_t at = take_bit(&up);
		if (is_asked(s, at, slot) && s->mono_ms >= lane_at(s, at, slot)->members.asked_ms + MEMBERS_ASKED_MS) {
			refused(s, at, slot);
		}
	}
}

uint64_t members_ask_next_due(const struct swarm *s, uint32_t slot)
{
	uint64_t due = UINT64_MAX;

	for (uint64_t up = s->up; up != 0;) {
		uint32_t at = take_bit(&up);
		if (is_asked(s, at, slot) && lane_at(s, at, slot)->members.asked_ms + MEMBERS_ASKED_MS < due) {
			due = lane_at(s, at, slot)->members.asked_ms + MEMBERS_ASKED_MS;
		}
	}
	return due;
}
