/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Membership's hooks into the step (members.h): what comes up, what goes down, what is due. Everything that is due is looked at
 * only once its earliest time has come.
 */
#include "members_parts.h"

#include <string.h>

static bool same(const struct kiem_key *a, const struct kiem_key *b)
{
	return memcmp(a->b, b->b, sizeof(a->b)) == 0;
}

/* ---- memory ---- */

/* A pool of its own, for who does not share one: room for everybody remembered and linked, and for what is being looked at. */
static void lay_out_pool(struct swarm *s, struct arena *arena)
{
	const unsigned max = s->options.peers_max + s->options.links_max + 2 * WIRE_SHUFFLE_MAX;

	if (s->options.descriptors == NULL) {
		void *pool = arena_take(arena, 1, descriptors_size(max));
		s->options.descriptors = pool != NULL ? descriptors_init(pool, descriptors_size(max), max) : NULL;
	}
}

void members_lay_out(struct swarm *s, struct arena *arena)
{
	const struct swarm_options *o = &s->options;
	void *book = arena_take(arena, 1, members_book_size(o->peers_max));
	uint8_t key[16];

	lay_out_pool(s, arena);
	if (book != NULL) {
		enum kiem_verdict verdict;
		s->members = (struct members_swarm){.evidence = {DESCRIPTORS_NONE, DESCRIPTORS_NONE}};
		fx_random(s, key, sizeof(key));
		members_book_init(&s->members.book, book, o->descriptors, o->peers_max, &o->node, key);
		s->members.self = descriptors_intern(o->descriptors, &verdict, o->descriptor);
		assert(s->members.self != DESCRIPTORS_NONE); /* our own is good, and the pool has room for it */
	}
	for (uint32_t slot = 0; slot < o->boards_max; slot++) {
		void *passive = arena_take(arena, 1, members_passive_size(o->passive_max));
		if (passive != NULL) {
			memset(members_of(s, slot), 0, sizeof(struct members_board));
			fx_random(s, key, sizeof(key));
			members_passive_init(&members_of(s, slot)->passive, passive, o->passive_max, key);
		}
	}
	for (uint32_t at = 0; s->links != NULL && at < o->links_max; at++) {
		s->links[at].members = (struct members_link){.descriptor = DESCRIPTORS_NONE, .peer = PEER_NONE};
	}
}

/* ---- boards ---- */

void members_follow(struct swarm *s, uint32_t slot)
{
	struct members_board *b = members_of(s, slot);

	assert(b->n_active == 0);
	b->shuffle_wait = s->options.shuffle_ms;
	b->shuffle_at = s->mono_ms + fx_random_below(s, s->options.shuffle_ms) + 1;
	b->fill_wait = MEMBERS_FILL_MS;
	if (s->members.probe_at == 0) {
		s->members.probe_at = s->mono_ms + fx_random_below(s, s->options.probe_ms) + 1;
	}
	members_fill_later(s, slot, MEMBERS_FILL_MS); /* the driver may tell of nodes and boards in any order */
}

void members_unfollow(struct swarm *s, uint32_t slot)
{
	struct members_board *b = members_of(s, slot);
	struct passive kept = b->passive;

	while (b->n_active > 0) {
		members_leave(s, b->active[0], slot);
	}
	while (b->n_candidates > 0) {
		members_book_release(&s->members.book, b->candidates[--b->n_candidates]);
	}
	members_passive_clear(&kept, &s->members.book);
	memset(b, 0, sizeof(*b));
	b->passive = kept;
}

/* ---- links ---- */

void members_link_up(struct swarm *s, uint32_t at, const struct swarm_in *in)
{
	struct members_link *m = &s->links[at].members;

	*m = (struct members_link){.descriptor = DESCRIPTORS_NONE, .peer = PEER_NONE, .network = in->up.network};
	if (in->up.host != NULL) {
		struct kiem_span host = {(const uint8_t *)in->up.host, strlen(in->up.host)};
		m->host = descriptors_host(host, &m->host_private);
	}
	if (in->up.dialled) {
		members_dial_up(s, at, &in->up.node);
	}
}

static void remember(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct book *book = &s->members.book;
	const struct wire_descriptor *d = &descriptors_get(book->pool, link->members.descriptor)->read;

	if (d->n_addresses == 0 || !(d->dialable || link->dialled)) {
		return;
	}
	link->members.peer = members_hear(s, at, members_descriptor(s, at));
	if (link->members.peer != PEER_NONE && link->dialled) {
		members_book_reached(book, link->members.peer, s->mono_ms);
		members_note(s, at, false);
	}
}

bool members_linked(struct swarm *s, uint32_t at)
{
	const struct link *link = &s->links[at];

	if (members_network_links(s, link->members.network) > MEMBERS_NETWORK_MAX && !dial_wanted(s, &link->node)) {
		links_drop(s, at, SWARM_DROP_NETWORK, 0);
		return false;
	}
	remember(s, at);
	members_back_linked(s, at);
	members_by(s, s->mono_ms + (members_crowded(s) ? 0 : MEMBERS_IDLE_MS));
	return true;
}

void members_link_down(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct book *book = &s->members.book;

	for (uint64_t salted = link->salted; salted != 0;) {
		members_lane_down(s, at, take_bit(&salted));
	}
	members_by(s, s->mono_ms + MEMBERS_IDLE_MS);
	if (link->dialled && link->members.descriptor == DESCRIPTORS_NONE && link->members.intent != INTENT_BACK) {
		uint16_t peer = members_book_find(book, &link->expected); /* it took the call and said nothing */
		if (peer != PEER_NONE) {
			members_failed(s, peer);
		}
	}
	descriptors_unref(book->pool, link->members.descriptor);
	members_book_release(book, link->members.peer);
	link->members.descriptor = DESCRIPTORS_NONE;
	link->members.peer = PEER_NONE;
}

/* ---- lanes ---- */

void members_lane_up(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = lane_at(s, at, slot);
	struct link *link = &s->links[at];
	struct members_board *b = members_of(s, slot);
	bool probes = link->members.intent == INTENT_PROBE && members_filled(b) <= MEMBERS_ACTIVE;

	lane->view = VIEW_NONE;
	lane->members = (struct members_lane){0};
	lane->pinned = dial_wanted(s, &link->node);
	link->members.had_lane = true;
	bool needs = members_filled(b) + members_asked(s, slot) < MEMBERS_ACTIVE;
	if (lane->pinned || (link->dialled && (needs || probes))) {
		members_ask(s, at, slot);
	} else if (needs) {
		members_fill_later(s, slot, MEMBERS_FILL_MS); /* who dialled speaks first */
	}
}

void members_lane_down(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = lane_at(s, at, slot);
	bool in_view = lane->view != VIEW_NONE;

	members_leave(s, at, slot);
	lane->pinned = false;
	members_by(s, s->mono_ms + MEMBERS_IDLE_MS);
	if (in_view) {
		if (s->links[at].members.peer != PEER_NONE) {
			members_book_peer(&s->members.book, s->links[at].members.peer)->tried_ms = s->mono_ms; /* others first */
		}
		members_fill(s, slot);
	}
}

/* ---- what the driver tells ---- */

void members_peer(struct swarm *s, const struct swarm_in *in)
{
	struct book *book = &s->members.book;
	uint16_t peer = members_hear(s, SWARM_NO_LINK, in->peer.descriptor);

	if (peer == PEER_NONE) {
		return;
	}
	if (in->peer.last_ok_ms > 0) {
		members_book_reached(book, peer, 0);
	}
	if (in->peer.anchor && s->members.n_anchors < MEMBERS_ANCHORS_MAX) {
		members_book_hold(book, peer);
		s->members.anchors[s->members.n_anchors++] = peer;
	}
	for (uint32_t slot = 0; slot < s->options.boards_max; slot++) {
		if (s->boards[slot].followed && members_filled(members_of(s, slot)) < MEMBERS_ACTIVE) {
			members_fill_later(s, slot, MEMBERS_FILL_MS / 4);
		}
	}
	members_book_release(book, peer);
}

void members_self(struct swarm *s, const struct swarm_in *in)
{
	enum kiem_verdict verdict;
	uint32_t entry = descriptors_intern(s->members.book.pool, &verdict, in->self);

	if (entry == DESCRIPTORS_NONE) {
		return; /* the pool is full of others: the old one stays */
	}
	const struct descriptors_entry *e = descriptors_get(s->members.book.pool, entry);
	assert(same(&e->read.node, &s->options.node));
	memcpy(s->descriptor, e->bytes, e->n);
	s->options.descriptor = (struct kiem_span){s->descriptor, e->n};
	descriptors_unref(s->members.book.pool, s->members.self);
	s->members.self = entry;
	members_back_anew(s);
	for (uint32_t slot = 0; slot < s->options.boards_max; slot++) {
		members_shuffle_self(s, slot);
	}
}

/* ---- what is due ---- */

static void board_due(struct swarm *s, uint32_t slot)
{
	struct members_board *b = members_of(s, slot);

	members_ask_due(s, slot);
	if (b->fill_at != 0 && b->fill_at <= s->mono_ms) {
		members_fill(s, slot);
	}
	if (b->trim_at != 0 && b->trim_at <= s->mono_ms) {
		members_trim(s, slot);
	}
	members_shuffle_due(s, slot);
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return b != 0 && b < a ? b : a;
}

void members_due(struct swarm *s)
{
	if (s->mono_ms < s->members.due || s->members.probe_at == 0) {
		return;
	}
	s->members.due = UINT64_MAX;
	members_watch_due(s);
	members_back_due(s);
	members_probe_due(s);
	uint64_t next = least(least(members_watch_next_due(s), members_back_next_due(s)), s->members.probe_at);
	for (uint32_t slot = 0; slot < s->options.boards_max; slot++) {
		const struct members_board *b = members_of(s, slot);
		if (s->boards[slot].followed) {
			if (fx_room(s, WIRE_MEDIUM_MAX)) {
				board_due(s, slot);
			}
			next = least(least(least(next, b->fill_at), b->trim_at), b->shuffle_at);
			next = least(next, members_ask_next_due(s, slot));
		}
	}
	members_by(s, next);
}

uint64_t members_next_due(const struct swarm *s)
{
	return s->members.probe_at == 0 ? UINT64_MAX : s->members.due;
}
