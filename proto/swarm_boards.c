/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Boards, and on which links each is active. Neither end names its boards: the dialler offers tags that only somebody who
 * knows a board's name (and the nonces of this link) can recognise, the listener answers with those that match, and only then the
 * board is active on the link: a lane. A board that is followed later is offered by whoever follows it; one that is no
 * longer followed is withdrawn.
 *
 * All later messages name a lane by a small number instead of its tag: each end counts the tags that it says in its offers and
 * accepts, and what it sends carries the number of its own last mention. Bodies keep their order, so both ends always agree.
 */
#include "swarm_parts.h"

#include <string.h>

enum { OFFER = 1, ACCEPT = 2, WITHDRAW = 3 }; /* the keys of BOARDS */

uint32_t boards_slot(const struct swarm *s, uint32_t number)
{
	for (uint64_t followed = s->followed; followed != 0;) {
		uint32_t slot = take_bit(&followed);
		if (s->boards[slot].number == number) {
			return slot;
		}
	}
	return SWARM_BOARDS_MAX;
}

uint32_t boards_named(const struct swarm *s, struct kiem_span name)
{
	for (uint64_t followed = s->followed; followed != 0;) {
		uint32_t slot = take_bit(&followed);
		const struct board *b = &s->boards[slot];
		if (b->name_n == name.n && memcmp(b->name, name.p, name.n) == 0) {
			return slot;
		}
	}
	return SWARM_BOARDS_MAX;
}

struct lane *boards_lane(struct swarm *s, uint32_t at, uint32_t *slot, uint64_t number)
{
	for (uint64_t active = s->links[at].active; active != 0;) {
		*slot = take_bit(&active);
		struct lane *lane = lane_at(s, at, *slot);
		if (lane->their_number == number) {
			return lane;
		}
	}
	return NULL;
}

static void say(struct swarm *s, uint32_t at, unsigned key, const uint8_t (*tags)[WIRE_TAG_BYTES], size_t n)
{
	size_t n_body, cap;
	uint8_t *body = fx_body(s, &cap);

	if (n > 0) {
		wire_write_boards(body, &n_body, cap, key, tags, n);
		fx_sent(s, at, n_body);
	}
}

/* Says the tags of boards in an OFFER or ACCEPT, which number them. */
static void mention(struct swarm *s, uint32_t at, unsigned key, const uint32_t *slots, size_t n)
{
	struct link *link = &s->links[at];
	uint8_t tags[WIRE_BOARDS_MAX][WIRE_TAG_BYTES];

	for (size_t i = 0; i < n; i++) {
		struct lane *lane = &link->lanes[slots[i]];
		memcpy(tags[i], lane->salt.tag, WIRE_TAG_BYTES);
		lane->mentioned = true;
		lane->my_number = link->mentions_out++;
	}
	say(s, at, key, (const uint8_t(*)[WIRE_TAG_BYTES])tags, n);
}

/* From here on the lane means something; before, nobody looks at its memory. */
static void salt(const struct swarm *s, struct link *link, uint32_t slot)
{
	const struct board *b = &s->boards[slot];
	struct lane *lane = &link->lanes[slot];

	if ((link->salted >> slot & 1) == 0) {
		memset(lane, 0, sizeof(*lane));
		link->salted |= (uint64_t)1 << slot;
	}
	wire_salt(&lane->salt, link->nonce_dialler, link->nonce_listener, (struct kiem_span){(const uint8_t *)b->name, b->name_n});
}

static void activate(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = &s->links[at].lanes[slot];

	if (lane->active) {
		return;
	}
	struct lane fresh = {.active = true, .mentioned = true, .tokens = SWARM_TOKENS_MAX, .token_ms = s->mono_ms};
	fresh.salt = lane->salt;
	fresh.my_number = lane->my_number;
	fresh.their_number = lane->their_number;
	memcpy(lane, &fresh, offsetof(struct lane, recon));
	s->links[at].active |= (uint64_t)1 << slot;
	members_lane_up(s, at, slot);
	catch_up(s, at, slot);
}

void boards_linked(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	uint32_t slots[WIRE_BOARDS_MAX];
	size_t n = 0;

	for (uint64_t followed = s->followed; followed != 0;) {
		slots[n] = take_bit(&followed);
		salt(s, link, slots[n++]);
	}
	if (link->dialled) {
		mention(s, at, OFFER, slots, n);
	}
}

static uint32_t followed_with_tag(const struct swarm *s, const struct link *link, const uint8_t *tag)
{
	for (uint64_t followed = s->followed; followed != 0;) {
		uint32_t slot = take_bit(&followed);
		if (memcmp(link->lanes[slot].salt.tag, tag, WIRE_TAG_BYTES) == 0) {
			return slot;
		}
	}
	return SWARM_BOARDS_MAX;
}

/* A tag in an offer or an accept of the neighbour: it has a number from here on, also when it means nothing here. */
static uint32_t heard(const struct swarm *s, struct link *link, const uint8_t *tag)
{
	uint64_t number = link->mentions_in++;
	uint32_t slot = followed_with_tag(s, link, tag);

	if (slot < SWARM_BOARDS_MAX) {
		link->lanes[slot].their_number = number;
	}
	return slot;
}

/* Activates what is offered and followed here too, after saying so: a SUM must not come before the ACCEPT. */
static void offered(struct swarm *s, uint32_t at, struct wire_list list)
{
	struct link *link = &s->links[at];
	uint32_t slots[WIRE_BOARDS_MAX] = {0};
	size_t n = 0;

	for (size_t i = 0; i < list.n; i++) {
		slots[n] = heard(s, link, kiem_cbor_bytes(&list.items).p);
		if (slots[n] < SWARM_BOARDS_MAX) {
			n++;
		} else if (++link->guesses > SWARM_GUESSES_MAX) {
			links_drop(s, at, SWARM_DROP_OFFENCES, SWARM_REFUSE_MS);
			return;
		}
	}
	mention(s, at, ACCEPT, slots, n);
	for (size_t i = 0; i < n; i++) {
		activate(s, at, slots[i]);
	}
}

static void withdraw(struct swarm *s, uint32_t at, uint32_t slot)
{
	if ((s->links[at].active >> slot & 1) != 0) {
		catch_leave(s, at, slot);
		members_lane_down(s, at, slot);
		push_leave(&s->links[at], slot);
	}
}

void boards_message(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	struct link *link = &s->links[at];
	struct wire_list accept = m->boards.accept, gone = m->boards.withdraw;

	for (size_t i = 0; i < accept.n; i++) {
		uint32_t slot = heard(s, link, kiem_cbor_bytes(&accept.items).p);
		if (slot < SWARM_BOARDS_MAX && link->lanes[slot].mentioned) {
			activate(s, at, slot);
		}
	}
	for (size_t i = 0; i < gone.n; i++) {
		uint32_t slot = followed_with_tag(s, link, kiem_cbor_bytes(&gone.items).p);
		if (slot < SWARM_BOARDS_MAX) {
			withdraw(s, at, slot);
		}
	}
	offered(s, at, m->boards.offer);
}

static void follow(struct swarm *s, uint32_t slot, const struct swarm_in *in)
{
	struct board *b = &s->boards[slot];

	memset(b, 0, offsetof(struct board, members));
	spread_follow(s, slot);
	b->followed = true;
	s->followed |= (uint64_t)1 << slot;
	b->number = in->board.board;
	b->streaming = SWARM_NO_LINK;
	b->name_n = strlen(in->board.name);
	memcpy(b->name, in->board.name, b->name_n);
	b->compare_at = s->mono_ms + 1 + fx_random_below(s, s->options.compare_ms);
	members_follow(s, slot);
	due_by(s, b->compare_at);
	for (uint64_t linked = s->linked; linked != 0;) {
		uint32_t at = take_bit(&linked);
		salt(s, &s->links[at], slot);
		mention(s, at, OFFER, &slot, 1);
	}
}

static void unfollow(struct swarm *s, uint32_t slot)
{
	for (uint64_t up = s->up; up != 0;) {
		uint32_t at = take_bit(&up);
		struct link *link = &s->links[at];
		if ((s->linked >> at & 1) != 0 && (link->active >> slot & 1) != 0) {
			link->forgiven = link->in_bytes + SWARM_IN_FLIGHT_MAX;
			say(s, at, WITHDRAW, (const uint8_t(*)[WIRE_TAG_BYTES])link->lanes[slot].salt.tag, 1);
		}
		withdraw(s, at, slot);
	}
	members_unfollow(s, slot);
	s->boards[slot].followed = false;
	s->followed &= ~((uint64_t)1 << slot);
}

static uint32_t free_slot(const struct swarm *s)
{
	for (uint32_t slot = 0; slot < s->options.boards_max; slot++) {
		if (!s->boards[slot].followed) {
			return slot;
		}
	}
	return SWARM_BOARDS_MAX;
}

void boards_input(struct swarm *s, const struct swarm_in *in)
{
	uint32_t slot = boards_slot(s, in->board.board);
	bool known = slot < SWARM_BOARDS_MAX;

	if (!in->board.followed) {
		if (known) {
			unfollow(s, slot);
		}
		return;
	}
	slot = known ? slot : free_slot(s);
	if (slot == SWARM_BOARDS_MAX || strlen(in->board.name) > KIEM_BOARD_MAX) {
		return;
	}
	if (!known) {
		follow(s, slot, in);
	}
	cells_board(s, slot, in);
	struct board *b = &s->boards[slot];
	if (!b->complete && b->streaming == SWARM_NO_LINK) { /* what the store says may be older than what we know */
		b->cursor = (struct wire_place){in->board.cursor_made, in->board.cursor_id};
		b->complete = in->board.complete;
	}
}
