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

#define ACK_BYTES (SWARM_WINDOW / 16) /* said at least each so many bytes, and when nothing is under way any more */

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

/* ---- ids that one of the two would not keep ---- */

void push_shun(struct swarm *s, struct link *link, const struct kiem_id *id, enum wire_reason reason)
{
	size_t kept = link->n_shunned < SWARM_SHUNNED_MAX ? link->n_shunned : SWARM_SHUNNED_MAX;
	size_t i = 0;

	while (i < kept && memcmp(link->shunned[i].id.b, id->b, sizeof(id->b)) != 0) {
		i++;
	}
	if (i == kept) {
		i = link->n_shunned++ % SWARM_SHUNNED_MAX;
	}
	link->shunned[i] = (struct shunned){*id, reason, s->mono_ms};
}

/* A full store or a clock that is behind may be otherwise by the next comparison; the other reasons stay. */
static bool still_shunned(const struct swarm *s, const struct shunned *shunned)
{
	bool passing = shunned->reason == WIRE_FULL || shunned->reason == WIRE_DEFERRED || shunned->reason == WIRE_NOT_HERE;

	return !passing || s->mono_ms - shunned->at_ms < s->options.compare_ms;
}

void push_excuse(struct swarm *s, struct link *link, const struct wire_salt *salt)
{
	size_t kept = link->n_shunned < SWARM_SHUNNED_MAX ? link->n_shunned : SWARM_SHUNNED_MAX;

	link->n_excused = 0;
	for (size_t i = 0; i < kept; i++) {
		if (still_shunned(s, &link->shunned[i])) {
			link->excused[link->n_excused++] = wire_short(salt, &link->shunned[i].id);
		}
	}
	page_sort(link->excused, link->n_excused);
}

/* ---- coming in ---- */

static void say_ack(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct wire_message m = {.type = WIRE_ACK};
	uint64_t news = link->done_bytes - link->acked_bytes;

	if (news >= ACK_BYTES || (news > 0 && link->done_bytes == link->in_bytes)) {
		link->acked_bytes = link->done_bytes;
		m.ack = link->done_bytes;
		fx_send(s, at, &m);
	}
}

/* Spans of those posts whose board is active on the link into fx->spans; what is otherwise counts against the link. */
static size_t sort_out(struct swarm *s, uint32_t at, struct wire_list list)
{
	struct link *link = &s->links[at];
	size_t n = 0;
	bool malformed = false;

	for (size_t i = 0; i < list.n; i++) {
		struct kiem_span post = kiem_cbor_bytes(&list.items), name = wire_post_board(post);
		uint32_t slot = name.n > 0 ? boards_named(s, name) : SWARM_BOARDS_MAX;
		if (slot < SWARM_BOARDS_MAX && link->lanes[slot].active) {
			s->fx->spans[n++] = post;
		} else {
			malformed |= name.n == 0;
			link->strays++;
		}
	}
	if (malformed) {
		links_offence(s, at, KIEM_BAD_ENVELOPE);
	}
	if (link->strays > SWARM_STRAYS_MAX) {
		links_drop(s, at, SWARM_DROP_OFFENCES, SWARM_REFUSE_MS);
	}
	return n;
}

void push_posts(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	struct link *link = &s->links[at];

	link->in_bytes += m->posts.bytes;
	if (link->in_bytes - link->done_bytes > 2 * SWARM_WINDOW + SWARM_BODY_MAX) {
		links_drop(s, at, SWARM_DROP_OFFENCES, SWARM_REFUSE_MS); /* a neighbour that heeds the window stays far below */
	}
	size_t n = sort_out(s, at, m->posts.list);
	if (link->dropping) {
		return;
	}
	if (n == 0) {
		link->done_bytes += m->posts.bytes;
		say_ack(s, at);
		return;
	}
	/* The ticket brings the bytes back, so that nothing need be remembered for each ADMIT. */
	assert(m->posts.bytes < 1u << 16);
	struct swarm_effect *effect = fx_add(s, SWARM_ADMIT, at);
	effect->ticket = (uint32_t)link->generation << 16 | (uint32_t)m->posts.bytes;
	effect->admit.posts = s->fx->spans;
	effect->admit.n = n;
}

static void push_live(struct swarm *s, const struct swarm_admitted *post, uint32_t from)
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

static enum wire_reason reason_of(enum kiem_verdict verdict)
{
	switch (verdict) {
	case KIEM_DEFERRED:
		return WIRE_DEFERRED;
	case KIEM_EXPIRED:
		return WIRE_EXPIRED;
	case KIEM_RETRACTED:
		return WIRE_RETRACTED;
	case KIEM_FULL:
		return WIRE_FULL;
	default:
		return WIRE_UNFOLLOWED;
	}
}

/* A post that a neighbour sent and that was kept, or was here. */
static void taken(struct swarm *s, uint32_t at, const struct swarm_admitted *post)
{
	struct link *link = &s->links[at];
	uint32_t slot = boards_slot(s, post->board);

	link->kept++;
	if (slot < SWARM_BOARDS_MAX) {
		catch_taken(s, at, slot, post->verdict == KIEM_OK);
	}
	/* Who sends a post that is here holds it. One that is new here was not made here, so nobody asks who holds it. */
	if (post->verdict == KIEM_KNOWN && fx_room(s, 0)) {
		fx_note(s, SWARM_NOTE_HELD, at)->notify.number = post->number;
	}
}

/* What the door refused without blame: said back, so that it is not offered again. Returns false for an offence. */
static bool excused(struct swarm *s, uint32_t at, struct wire_gone *gone, const struct swarm_admitted *post)
{
	struct link *link = &s->links[at];

	if (kiem_verdict_is_offence(post->verdict)) {
		links_offence(s, at, post->verdict);
		return false;
	}
	*gone = (struct wire_gone){{post->id.b, sizeof(post->id.b)}, reason_of(post->verdict)};
	push_shun(s, link, &post->id, gone->reason);
	if (gone->reason == WIRE_FULL) {
		catch_full(s, at);
	} else if (gone->reason != WIRE_DEFERRED) {
		link->refused++;
	}
	return true;
}

static void say_gone(struct swarm *s, uint32_t at, const struct wire_gone *items, size_t n_items)
{
	size_t n, cap;
	uint8_t *body = fx_body(s, &cap);

	if (n_items > 0) {
		wire_write_gone(body, &n, cap, NULL, items, n_items);
		fx_sent(s, at, n);
	}
}

/* What a neighbour's posts turned out to be: GONE goes before the ACK, so that it does not take a refused post as held. */
static void answer_sender(struct swarm *s, uint32_t at, const struct swarm_in *in)
{
	struct link *link = &s->links[at];
	struct wire_gone gone[WIRE_POSTS_MAX];
	size_t n_gone = 0;

	assert(in->admitted.n <= WIRE_POSTS_MAX);
	for (size_t i = 0; i < in->admitted.n; i++) {
		const struct swarm_admitted *post = &in->admitted.posts[i];
		if (post->verdict == KIEM_OK || post->verdict == KIEM_KNOWN) {
			taken(s, at, post);
		} else {
			n_gone += excused(s, at, &gone[n_gone], post);
		}
	}
	link->posts_in += in->admitted.n;
	link->done_bytes += in->ticket & 0xffff;
	if (link->dropping) {
		return;
	}
	say_gone(s, at, gone, n_gone);
	say_ack(s, at);
	/* With a clock of our own that is off, what we refuse says nothing about the neighbour. */
	if (s->offset_ms == 0 && link->refused > 2 * link->kept + SWARM_REFUSED_SLACK) {
		links_drop(s, at, SWARM_DROP_OFFENCES, SWARM_REFUSE_MS);
	}
}

void push_admitted(struct swarm *s, const struct swarm_in *in)
{
	uint32_t from = in->link;
	bool there = from < s->options.links_max && s->links[from].up && s->links[from].generation == in->ticket >> 16;

	from = there ? from : SWARM_NO_LINK;
	for (size_t i = 0; i < in->admitted.n; i++) {
		if (in->admitted.posts[i].verdict == KIEM_OK) {
			push_live(s, &in->admitted.posts[i], from);
		}
	}
	if (there) {
		answer_sender(s, from, in);
	}
}

/* ---- going out ---- */

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

/* A post that the neighbour would not keep is not held there. */
static void forget_parcel(struct link *link, const struct kiem_id *id)
{
	for (uint64_t i = link->held; i < link->issued; i++) {
		struct parcel *parcel = &link->unacked[i % SWARM_UNACKED_MAX];
		if (parcel->id8 == first8(id)) {
			parcel->number = 0;
		}
	}
}

void push_gone(struct swarm *s, uint32_t at, struct wire_message *m)
{
	struct link *link = &s->links[at];

	for (size_t i = 0; i < m->gone.n; i++) {
		struct wire_gone gone;
		struct kiem_id id;
		wire_gone_next(&gone, m);
		if (gone.id.n == sizeof(id.b)) {
			memcpy(id.b, gone.id.p, sizeof(id.b));
			push_shun(s, link, &id, gone.reason);
			forget_parcel(link, &id);
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
		link->unacked[link->issued++ % SWARM_UNACKED_MAX] = parcel;
		link->lanes[parcel.board].sent++;
		fx_add(s, SWARM_SEND_POST, at)->send_post.number = parcel.number;
	}
}
