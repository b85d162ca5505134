/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Posts going out. Those that are pushed (spread_push.c) go before those that catch up, which wait in an outbox. What is under
 * way to a neighbour is bounded by a window that only its ACKs open again, and those follow its door, not its socket: a slow
 * disk there slows us here, and nobody else.
 *
 *     recent posts ─┐ issue (SEND_POST)      WRITABLE             ACK                 told (HELD)
 *                   ├──────────────▶ issued ──────────▶ left ──────────▶ acked ──────────▶ held
 *     catching up ──┘         one ring of parcels, four marks in it: held <= acked <= left <= issued
 */
#include "swarm_parts.h"

#include <assert.h>
#include <string.h>

static uint64_t first8(const struct kiem_id *id)
{
	uint64_t v;

	memcpy(&v, id->b, sizeof(v));
	return v;
}

/* The place of the i-th parcel that was ever issued. */
static struct parcel *under_way(const struct link *link, uint64_t i)
{
	return ring_at(&link->unacked, i);
}

static struct parcel *waiting(const struct outbox *box, uint64_t i)
{
	return ring_at(&box->ring, i);
}

static bool outbox_put(struct outbox *box, uint32_t slot, uint64_t number, const struct kiem_id *id)
{
	if (box->in - box->out == box->ring.max) {
		return false;
	}
	if (box->in == box->out) {
		box->ring.base = box->in;
	}
	*waiting(box, box->in++) =
	        (struct parcel){.number = number, .id8 = first8(id), .offset = UINT64_MAX, .board = (uint8_t)slot};
	return true;
}

size_t push_room(const struct link *link)
{
	size_t taken = (size_t)(link->catching.in - link->catching.out);

	taken += link->client_walk.in_flight ? link->client_walk.asked : 0;
	taken += link->serve_walk.in_flight ? link->serve_walk.asked : 0;
	return taken < link->catching.ring.max ? link->catching.ring.max - taken : 0;
}

size_t push_scan_room(const struct link *link)
{
	size_t quarter = link->catching.ring.max / 4;

	return quarter < SWARM_SCAN_ROOM ? (quarter > 0 ? quarter : 1) : SWARM_SCAN_ROOM;
}

void push_catching(struct link *link, uint32_t slot, const struct swarm_row *row)
{
	bool put = outbox_put(&link->catching, slot, row->number, &row->id);

	assert(put);
	(void)put;
}

void push_fence(struct fence *fence, const struct link *link)
{
	*fence = (struct fence){.queued = link->catching.in};
}

static bool fence_passed(struct fence *fence, const struct link *link, uint64_t mark)
{
	if (!fence->drained && link->catching.out >= fence->queued) {
		fence->drained = true;
		fence->issued = link->issued;
	}
	return fence->drained && mark >= fence->issued;
}

bool push_fence_left(struct fence *fence, const struct link *link)
{
	return fence_passed(fence, link, link->left);
}

bool push_fence_acked(struct fence *fence, const struct link *link)
{
	return fence_passed(fence, link, link->acked);
}

static void advance_acked(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	uint64_t was = link->acked;

	while (link->acked < link->left && under_way(link, link->acked)->offset <= link->their_ack) {
		link->acked++;
		link->progress_ms = s->mono_ms;
	}
	spread_unacked(s, at, link->acked > was);
}

void push_ack(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	struct link *link = &s->links[at];

	if (m->ack < link->their_ack || m->ack > link->left_bytes) {
		links_offence(s, at, KIEM_BAD_FIELD);
		return;
	}
	link->their_ack = m->ack;
	advance_acked(s, at);
}

void push_writable(struct swarm *s, uint32_t at, const struct swarm_in *in)
{
	struct link *link = &s->links[at];

	if (!link->up) {
		return;
	}
	assert(in->writable.posts <= link->issued - link->left);
	link->left_bytes += in->writable.bytes;
	served_count(s, at, in->writable.bytes);
	for (uint64_t i = 0; i < in->writable.posts; i++) {
		under_way(link, link->left++)->offset = link->left_bytes;
		link->posts_out++;
	}
	advance_acked(s, at); /* posts that were skipped have no bytes to wait for */
}

/* A post that the neighbour would not keep is not held there. False when none such is under way. */
static bool forget_parcel(struct link *link, const struct kiem_id *id)
{
	bool found = false;

	for (uint64_t i = link->held; i < link->issued; i++) {
		struct parcel *parcel = under_way(link, i);
		if (parcel->id8 == first8(id)) {
			parcel->number = 0;
			found = true;
		}
	}
	return found;
}

/* What comes to a neighbour after it left the board is acknowledged with the rest of the flow, and not kept. */
void push_leave(struct link *link, uint32_t slot)
{
	for (uint64_t i = link->held > link->acked ? link->held : link->acked; i < link->issued; i++) {
		if (under_way(link, i)->board == slot) {
			under_way(link, i)->number = 0;
		}
	}
}

/* One that says GONE of what it was not sent makes us look for it: it may do so a bounded number of times. */
static bool gone_one(struct swarm *s, uint32_t at, const struct kiem_id *id, enum wire_reason reason)
{
	struct link *link = &s->links[at];

	if (forget_parcel(link, id)) {
		door_shun(s, link, id, reason);
	} else if (++link->unsent > SWARM_UNSENT_MAX) {
		links_drop(s, at, SWARM_DROP_OFFENCES, SWARM_REFUSE_MS);
		return false;
	}
	return true;
}

void push_gone(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	struct wire_message items = *m;

	for (size_t i = 0; i < m->gone.n; i++) {
		struct wire_gone gone;
		struct kiem_id id;
		wire_gone_next(&gone, &items);
		if (gone.id.n == sizeof(id.b)) {
			memcpy(id.b, gone.id.p, sizeof(id.b));
			if (!gone_one(s, at, &id, gone.reason)) {
				return;
			}
		}
	}
	if (m->gone.closes) {
		compare_gone(s, at, m);
	}
}

static void tell_held(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];

	while (link->held < link->acked && fx_room(s, 0)) {
		uint64_t number = under_way(link, link->held++)->number;
		if (number != 0) {
			fx_note(s, SWARM_NOTE_HELD, at)->notify.number = number;
		}
	}
	if (link->held < link->acked) {
		pump_link(s, at);
	}
}

static bool window_open(const struct link *link)
{
	return link->issued - link->left < SWARM_BATCH_POSTS && link->issued - link->held < link->unacked.max &&
	       link->left_bytes - link->their_ack < SWARM_WINDOW;
}

/* The next to leave: pushed before caught up. False when nothing waits. */
static bool next_parcel(struct swarm *s, struct parcel *parcel, uint32_t at)
{
	struct outbox *catching = &s->links[at].catching;

	if (spread_next(s, parcel, at)) {
		return true;
	}
	if (catching->in == catching->out) {
		return false;
	}
	*parcel = *waiting(catching, catching->out++);
	return true;
}

void push_pump(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct parcel parcel;

	tell_held(s, at);
	while (window_open(link)) {
		if (!fx_room(s, 0)) {
			pump_link(s, at);
			return;
		}
		if (!next_parcel(s, &parcel, at)) {
			return;
		}
		if (!lane_at(s, at, parcel.board)->active) {
			continue; /* withdrawn while it waited */
		}
		if (link->held == link->issued) {
			link->unacked.base = link->issued;
		}
		*under_way(link, link->issued++) = parcel;
		lane_at(s, at, parcel.board)->sent++;
		struct swarm_effect *effect = fx_add(s, SWARM_SEND_POST, at);
		effect->send_post.number = parcel.number;
		effect->send_post.hops = parcel.hops;
	}
}
