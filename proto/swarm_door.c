/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Posts coming in. Only those of boards that are active on the link go to the driver's door (ADMIT); what the door says of them
 * is answered: GONE for what was refused without blame, an offence for what breaks a rule, and an ACK of the bytes that went
 * through, after they are on disk. What one of the two would not keep is remembered for the link's life, a bounded number of
 * ids, so that a comparison neither offers nor asks for it again.
 */
#include "swarm_parts.h"

#include <assert.h>
#include <string.h>

#define ACK_BYTES (SWARM_WINDOW / 16) /* said at least each so many bytes, and when nothing is under way any more */

static size_t n_shunned(const struct swarm *s, const struct link *link)
{
	return link->n_shunned < s->options.shunned_max ? link->n_shunned : s->options.shunned_max;
}

struct shunned *door_shun(struct swarm *s, struct link *link, const struct kiem_id *id, enum wire_reason reason)
{
	size_t kept = n_shunned(s, link);
	size_t i = 0;
	unsigned expired = 0;

	if (reason == WIRE_UNFOLLOWED) {
		return NULL; /* a board on its way out: when it is followed again, what was refused in between is wanted */
	}
	while (i < kept && memcmp(link->shunned[i].id.b, id->b, sizeof(id->b)) != 0) {
		i++;
	}
	if (i == kept) {
		assert(s->options.shunned_max > 0);
		i = link->n_shunned++ % s->options.shunned_max;
		if (link->n_shunned > s->options.shunned_max) {
			cells_forgive(s, link, &link->shunned[i]);
		}
		link->shunned[i].counted = false;
	} else {
		expired = link->shunned[i].expired;
	}
	expired += expired < 2 && reason == WIRE_EXPIRED;
	struct shunned *shunned = &link->shunned[i];
	*shunned = (struct shunned){*id, reason, expired, s->mono_ms, shunned->counted, shunned->slot};
	return shunned;
}

/*
 * A retraction stays; a full store, a clock, a renewal may be otherwise by the next comparison. In the order of a stream a post
 * comes before its renewal, without which it is past its until; so what was refused for that is tried once more.
 */
bool door_still_shunned(const struct swarm *s, const struct shunned *shunned)
{
	if (shunned->reason == WIRE_EXPIRED && shunned->expired < 2) {
		return false;
	}
	return shunned->reason == WIRE_RETRACTED || s->mono_ms - shunned->at_ms < s->options.compare_ms;
}

void door_excuse(struct swarm *s, const struct link *link, struct page *page, const struct wire_salt *salt)
{
	size_t kept = n_shunned(s, link);

	page->n_excused = 0;
	for (size_t i = 0; i < kept; i++) {
		if (door_still_shunned(s, &link->shunned[i])) {
			page->excused[page->n_excused++] = wire_short(salt, &link->shunned[i].id);
		}
	}
	page_sort(page->excused, page->n_excused);
}

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
static size_t sort_out(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	struct wire_list list = m->posts.list;
	struct link *link = &s->links[at];
	size_t n = 0;
	bool malformed = false;

	for (size_t i = 0; i < list.n; i++) {
		struct kiem_span post = kiem_cbor_bytes(&list.items), name = wire_post_board(post);
		uint32_t slot = name.n > 0 ? boards_named(s, name) : SWARM_BOARDS_MAX;
		if (slot < SWARM_BOARDS_MAX && link->lanes[slot].active) {
			s->fx->hops[n] = m->posts.pushed ? m->posts.hops.p[i] : 0;
			s->fx->spans[n++] = post;
		} else {
			malformed |= name.n == 0;
			link->strays += name.n == 0 || link->in_bytes > link->forgiven;
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

void door_posts(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	struct link *link = &s->links[at];

	link->in_bytes += m->posts.bytes;
	if (link->in_bytes - link->done_bytes > SWARM_IN_FLIGHT_MAX) {
		links_drop(s, at, SWARM_DROP_OFFENCES, SWARM_REFUSE_MS); /* a neighbour that heeds the window stays far below */
	}
	size_t n = sort_out(s, at, m);
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
	effect->admit.hops = s->fx->hops;
	effect->admit.n = n;
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
		client_taken(s, at, slot, &post->id, post->verdict == KIEM_OK);
	}
	if (post->verdict == KIEM_KNOWN) {
		spread_known(s, post, at);
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
	struct shunned *shunned = door_shun(s, link, &post->id, gone->reason);
	if (shunned != NULL) {
		recon_refused(s, at, shunned);
	}
	spread_refused(s, post, at);
	if (gone->reason == WIRE_FULL) {
		client_full(s, at);
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

void door_admitted(struct swarm *s, const struct swarm_in *in)
{
	uint32_t from = in->link;
	bool there = from < s->options.links_max && s->links[from].up && s->links[from].generation == in->ticket >> 16;

	from = there ? from : SWARM_NO_LINK;
	for (size_t i = 0; i < in->admitted.n; i++) {
		if (in->admitted.posts[i].verdict == KIEM_OK) {
			cells_admitted(s, boards_slot(s, in->admitted.posts[i].board), &in->admitted.posts[i], from);
			spread_kept(s, &in->admitted.posts[i], from, in->link == SWARM_NO_LINK);
		}
	}
	if (there) {
		answer_sender(s, from, in);
	}
}
