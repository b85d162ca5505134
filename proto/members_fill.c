/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Replacing: while own places of a view are free, neighbours that are linked anyway are asked first, then nodes are dialled: those
 * that said WELCOME, anchors, the passive view, the address book. Many at a time while few are left, since after a catastrophe most
 * of those remembered are dead too; few when the view only is not full. Nobody is asked twice within half a minute, and when nobody
 * is left the attempts become rarer, down to one a minute. Who has nobody, or one neighbour who may be as lonely, goes on sooner,
 * also with those that failed: else two that only have each other would be content while all others wait for nobody.
 *
 * And the rejoin probe: each minute one random node of the whole book is dialled and asked, also one that failed before. Two
 * overlays that lost each other, neither of which is in need, would not find together otherwise.
 */
#include "members_parts.h"

void members_fill_later(struct swarm *s, uint32_t slot, uint64_t ms)
{
	struct members_board *b = members_of(s, slot);

	if (b->fill_at == 0 || b->fill_at > s->mono_ms + ms) {
		b->fill_at = s->mono_ms + ms;
	}
	members_by(s, b->fill_at);
}

void members_candidate(struct swarm *s, uint32_t slot, uint16_t peer)
{
	struct members_board *b = members_of(s, slot);

	for (unsigned i = 0; i < b->n_candidates; i++) {
		if (b->candidates[i] == peer) {
			return;
		}
	}
	if (b->n_candidates < MEMBERS_CANDIDATES) {
		members_book_hold(&s->members.book, peer);
		b->candidates[b->n_candidates++] = peer;
	}
}

/* A linked neighbour that is not in the view and may be asked. */
static bool may_ask(const struct swarm *s, uint32_t at, uint32_t slot)
{
	const struct lane *lane = lane_at(s, at, slot);
	const struct link *link = &s->links[at];
	const uint64_t rest_ms = members_lonely(members_of(s, slot)) ? MEMBERS_ASKED_MS : MEMBERS_REFUSED_MS;
	bool rested = lane->members.refused_ms == 0 || s->mono_ms >= lane->members.refused_ms + rest_ms;

	return lane->active && lane->view == VIEW_NONE && rested &&
	       (link->dialled || members_dialable(s, at) || members_of(s, slot)->n_active == 0);
}

static unsigned ask_linked(struct swarm *s, uint32_t slot, unsigned need)
{
	const unsigned links = s->options.links_max, from = (unsigned)fx_random_below(s, links);
	unsigned n = 0;

	for (unsigned i = 0; i < links && n < need; i++) {
		uint32_t at = (from + i) % links;
		if ((s->linked >> at & 1) != 0 && may_ask(s, at, slot)) {
			members_ask(s, at, slot);
			n++;
		}
	}
	return n;
}

/* ---- whom to dial ---- */

static bool fresh(const struct swarm *s, uint16_t peer)
{
	const struct peer *p = members_book_peer(&s->members.book, peer);
	bool rested = p->tried_ms == 0 || s->mono_ms >= p->tried_ms + MEMBERS_REFUSED_MS;

	return rested && !members_book_resting(&s->members.book, peer, s->mono_ms) && members_can_dial(s, peer);
}

/* Those that said WELCOME, newest first; the one that is handed out is held, for it may be remembered nowhere else. */
static uint16_t next_candidate(struct swarm *s, struct members_board *b)
{
	while (b->n_candidates > 0) {
		uint16_t peer = b->candidates[--b->n_candidates];
		if (members_can_dial(s, peer)) {
			return peer;
		}
		members_book_release(&s->members.book, peer);
	}
	return PEER_NONE;
}

static uint16_t next_anchor(struct swarm *s)
{
	for (unsigned i = 0; i < s->members.n_anchors; i++) {
		uint16_t peer = s->members.anchors[i];
		if (members_book_peer(&s->members.book, peer)->tried_ms == 0 && fresh(s, peer)) {
			return peer;
		}
	}
	return PEER_NONE;
}

static uint16_t next_passive(struct swarm *s, const struct members_board *b)
{
	unsigned slot = (unsigned)fx_random_below(s, b->passive.max);

	for (unsigned i = 0; i < b->passive.max; i++, slot++) {
		slot = slot < b->passive.max ? slot : 0;
		uint16_t peer = b->passive.peers[slot];
		if (peer != PEER_NONE && fresh(s, peer)) {
			return peer;
		}
	}
	return PEER_NONE;
}

static uint16_t next_remembered(struct swarm *s)
{
	const struct book *book = &s->members.book;
	const unsigned n = book->n_heard + book->n_tested, from = (unsigned)fx_random_below(s, n);

	for (unsigned i = 0; i < n; i++) {
		uint16_t peer = members_book_at(book, from + i);
		if (peer != PEER_NONE && fresh(s, peer)) {
			return peer;
		}
	}
	return PEER_NONE;
}

/*
 * Once nobody better is left, also those that failed, each after a wait that doubles with its failures. One that had no place
 * free or no power a moment ago may have now, and who has nobody else cannot wait long for it.
 */
static bool again(const struct swarm *s, uint16_t peer, bool lonely)
{
	const struct peer *p = members_book_peer(&s->members.book, peer);
	const uint64_t most = lonely ? MEMBERS_FILL_MS_MAX : BOOK_FAILED_MS;
	uint64_t wait = lonely ? MEMBERS_FILL_MS : MEMBERS_REFUSED_MS;

	for (unsigned i = 0; i < p->failures && wait < most; i++) {
		wait *= 2;
	}
	wait = wait < most ? wait : most;
	return (p->tried_ms == 0 || s->mono_ms >= p->tried_ms + wait) && members_can_dial(s, peer);
}

static uint16_t next_again(struct swarm *s, bool lonely)
{
	const struct book *book = &s->members.book;
	const unsigned n = book->n_heard + book->n_tested, from = (unsigned)fx_random_below(s, n);

	for (unsigned i = 0; i < n; i++) {
		uint16_t peer = members_book_at(book, from + i);
		if (peer != PEER_NONE && again(s, peer, lonely)) {
			return peer;
		}
	}
	return PEER_NONE;
}

/* Held for the caller. */
static uint16_t whom(struct swarm *s, uint32_t slot)
{
	struct members_board *b = members_of(s, slot);
	uint16_t peer = next_candidate(s, b);

	if (peer != PEER_NONE) {
		return peer;
	}
	peer = next_anchor(s);
	peer = peer != PEER_NONE ? peer : next_passive(s, b);
	peer = peer != PEER_NONE ? peer : next_remembered(s);
	peer = peer != PEER_NONE ? peer : next_again(s, members_lonely(b));
	if (peer != PEER_NONE) {
		members_book_hold(&s->members.book, peer);
	}
	return peer;
}

/* Somebody could be asked or dialled, sooner or later. */
static bool anybody(const struct swarm *s, uint32_t slot)
{
	const struct book *book = &s->members.book;

	for (uint64_t linked = s->linked; linked != 0;) {
		uint32_t at = take_bit(&linked);
		if ((s->links[at].active >> slot & 1) != 0 && lane_at(s, at, slot)->view == VIEW_NONE) {
			return true;
		}
	}
	for (unsigned i = 0; i < book->n_heard + book->n_tested; i++) {
		uint16_t peer = members_book_at(book, i);
		if (peer != PEER_NONE && members_can_dial(s, peer)) {
			return true;
		}
	}
	return false;
}

void members_fill(struct swarm *s, uint32_t slot)
{
	struct members_board *b = members_of(s, slot);
	unsigned taken = members_filled(b) + members_asked(s, slot), n = 0;

	if (!s->boards[slot].followed || taken >= MEMBERS_ACTIVE) {
		b->fill_at = 0;
		return;
	}
	unsigned need = MEMBERS_ACTIVE - taken;
	n = ask_linked(s, slot, need);
	need = need > n ? need - n : 0;
	unsigned at_once = members_filled(b) < MEMBERS_FEW_LEFT ? MEMBERS_DIALS_MAX : need + 1;
	for (unsigned under_way = members_dialling(s, slot); need > 0 && under_way < at_once; under_way++) {
		uint16_t peer = members_may_dial(s) ? whom(s, slot) : PEER_NONE;
		if (peer == PEER_NONE) {
			break;
		}
		members_dial(s, INTENT_NEIGHBOUR, slot, peer);
		members_book_release(&s->members.book, peer);
		n++;
	}
	const uint64_t most = members_lonely(b) && anybody(s, slot) ? MEMBERS_LONELY_MS_MAX : MEMBERS_FILL_MS_MAX;
	b->fill_wait = n > 0 ? MEMBERS_FILL_MS : b->fill_wait * 2;
	b->fill_wait = b->fill_wait < MEMBERS_FILL_MS ? MEMBERS_FILL_MS : b->fill_wait;
	b->fill_wait = b->fill_wait > most ? most : b->fill_wait;
	b->fill_at = s->mono_ms + b->fill_wait / 2 + fx_random_below(s, b->fill_wait / 2 + 1);
	members_by(s, b->fill_at);
}

void members_probe_due(struct swarm *s)
{
	const uint64_t every = s->options.probe_ms;

	if (s->mono_ms < s->members.probe_at) {
		return;
	}
	s->members.probe_at = s->mono_ms + every * 3 / 4 + fx_random_below(s, every / 2 + 1);
	if (s->followed == 0) {
		return;
	}
	for (unsigned i = 0; i < MEMBERS_CANDIDATES; i++) {
		uint16_t peer = members_book_random(&s->members.book, fx_random_below(s, UINT64_MAX));
		if (peer == PEER_NONE || !members_may_dial(s)) {
			return;
		}
		if (members_can_dial(s, peer)) {
			members_dial(s, INTENT_PROBE, SWARM_BOARDS_MAX, peer);
			return;
		}
	}
}
