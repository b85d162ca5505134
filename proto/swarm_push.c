/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Posts going out and coming in. A post that went through the door goes at once to every other neighbour that has its
 * board active (eager push); catching up queues behind such live ones. What is under way to a neighbour is bounded by a window
 * that only its ACKs open again, and those follow its door, not its socket: a slow disk there slows us here.
 *
 *     live ring ─┐ issue (SEND_POST)      WRITABLE             ACK                 told (HELD)
 *                ├──────────────▶ issued ──────────▶ left ──────────▶ acked ──────────▶ held
 *     catching ──┘         one ring of parcels, four marks in it: held <= acked <= left <= issued
 *
 * An outbox that is full drops nothing for good: the lane is marked as lagging and compared again.
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

static bool outbox_put(struct outbox *box, uint32_t slot, uint64_t number, const struct kiem_id *id)
{
	if (box->in - box->out == SWARM_OUTBOX_MAX) {
		return false;
	}
	box->ring[box->in++ % SWARM_OUTBOX_MAX] = (struct parcel){number, first8(id), UINT64_MAX, (uint8_t)slot};
	return true;
}

size_t push_room(const struct link *link)
{
	size_t taken = (size_t)(link->catching.in - link->catching.out);

	taken += link->client_walk.in_flight ? link->client_walk.asked : 0;
	taken += link->serve_walk.in_flight ? link->serve_walk.asked : 0;
	return taken < SWARM_OUTBOX_MAX ? SWARM_OUTBOX_MAX - taken : 0;
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

void push_live(struct swarm *s, const struct swarm_admitted *post, uint32_t from)
{
	uint32_t slot = boards_slot(s, post->board);

	for (uint32_t at = 0; at < s->options.links_max && slot < SWARM_BOARDS_MAX; at++) {
		struct link *link = &s->links[at];
		if (at == from || !link->linked || link->dropping || !link->lanes[slot].active) {
			continue;
		}
		if (serve_will_reach(link, slot, post->made, &post->id)) {
			continue;
		}
		if (!outbox_put(&link->live, slot, post->number, &post->id)) {
			link->lanes[slot].lagging = true;
		}
	}
}

static void advance_acked(struct swarm *s, struct link *link)
{
	while (link->acked < link->left && link->unacked[link->acked % SWARM_UNACKED_MAX].offset <= link->their_ack) {
		link->acked++;
		link->progress_ms = s->mono_ms;
	}
}

void push_ack(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	struct link *link = &s->links[at];

	if (m->ack < link->their_ack || m->ack > link->left_bytes) {
		links_offence(s, at, KIEM_BAD_FIELD);
		return;
	}
	link->their_ack = m->ack;
	advance_acked(s, link);
}

void push_writable(struct swarm *s, uint32_t at, const struct swarm_in *in)
{
	struct link *link = &s->links[at];

	if (!link->up) {
		return;
	}
	assert(in->writable.posts <= link->issued - link->left);
	link->left_bytes += in->writable.bytes;
	for (uint64_t i = 0; i < in->writable.posts; i++) {
		link->unacked[link->left++ % SWARM_UNACKED_MAX].offset = link->left_bytes;
		link->posts_out++;
	}
	advance_acked(s, link); /* posts that were skipped have no bytes to wait for */
}

/* A post that the neighbour would not keep is not held there. False when none such is under way. */
static bool forget_parcel(struct link *link, const struct kiem_id *id)
{
	bool found = false;

	for (uint64_t i = link->held; i < link->issued; i++) {
		struct parcel *parcel = &link->unacked[i % SWARM_UNACKED_MAX];
		if (parcel->id8 == first8(id)) {
			parcel->number = 0;
			found = true;
		}
	}
	return found;
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
		uint64_t number = link->unacked[link->held++ % SWARM_UNACKED_MAX].number;
		if (number != 0) {
			fx_note(s, SWARM_NOTE_HELD, at)->notify.number = number;
		}
	}
	s->unfinished |= link->held < link->acked;
}

static struct outbox *next_outbox(struct link *link)
{
	if (link->live.in != link->live.out) {
		return &link->live;
	}
	return link->catching.in != link->catching.out ? &link->catching : NULL;
}

static bool window_open(const struct link *link)
{
	return link->issued - link->left < SWARM_BATCH_POSTS && link->issued - link->held < SWARM_UNACKED_MAX &&
	       link->left_bytes - link->their_ack < SWARM_WINDOW;
}

void push_pump(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];

	tell_held(s, at);
	for (struct outbox *box; window_open(link) && (box = next_outbox(link)) != NULL;) {
		if (!fx_room(s, 0)) {
			s->unfinished = true;
			return;
		}
		struct parcel parcel = box->ring[box->out++ % SWARM_OUTBOX_MAX];
		if (!link->lanes[parcel.board].active) {
			continue; /* withdrawn while it waited */
		}
		link->unacked[link->issued++ % SWARM_UNACKED_MAX] = parcel;
		link->lanes[parcel.board].sent++;
		fx_add(s, SWARM_SEND_POST, at)->send_post.number = parcel.number;
	}
}
