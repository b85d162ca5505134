/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The comparing side. It asks for the neighbour's short ids page by page in (made, id) order, walks the same range of its own
 * posts, sends what the neighbour lacks and asks for what it lacks itself:
 *
 *     LIST ──▶ PAGE ──▶ walk own range ──▶ WANT ──▶ posts, GONE ──▶ LIST … ──▶ wait for the ACKs ──▶ SUM again, or MARK{end}
 *
 * When nothing moved either way although the SUMs differ, what differs is only what one of the two would not keep (expired on a
 * clock that is ahead, retracted, …): the lane counts as in sync and says so by MARK{end}. A round that moves no less than the
 * one before it is the last. Against lies: pages must move
 * forward, list no more than the SUM announced, and bring posts for what is asked; short ids cost rows of the link's meter.
 */
#include "swarm_parts.h"

#define LISTED_SLACK (4 * (uint64_t)WIRE_PAGE_MAX) /* posts that arrive while the pages are listed */

static void say_list(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct wire_message m = {.type = WIRE_LIST};

	m.lane = link->lanes[link->client.lane].my_number;
	m.stream.range = link->client.range;
	fx_send(s, at, &m);
	link->client.state = CLIENT_LISTING;
}

void compare_begin(struct swarm *s, uint32_t at)
{
	say_list(s, at);
}

static bool same_after(const struct wire_range *a, const struct wire_range *b)
{
	if (a->has_after != b->has_after) {
		return false;
	}
	return !a->has_after || page_compare(a->after.made, &a->after.id, b->after.made, &b->after.id) == 0;
}

/* A page that is not the last must list something and end further on than it began. */
static bool moves_on(const struct wire_message *m)
{
	const struct wire_range *range = &m->want.range;

	if (!range->has_upto) {
		return true;
	}
	bool further =
	        !range->has_after || page_compare(range->upto.made, &range->upto.id, range->after.made, &range->after.id) > 0;
	return further && m->want.shorts.n > 0;
}

/* Short ids that one of us would not keep count as met: neither asked for nor offered. */
static void meet_excused(struct swarm *s, struct link *link, const struct lane *lane)
{
	struct page *page = link->client_page;

	door_excuse(s, link, page, &lane->salt);
	for (size_t i = 0; i < page->n_excused; i++) {
		size_t found = page_find(page->shorts, page->n, page->excused[i]);
		if (found < page->n) {
			page_meet(page, found);
		}
	}
}

void compare_page(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	struct link *link = &s->links[at];
	struct client *client = &link->client;
	struct lane *lane = &link->lanes[client->lane];

	if (client->state != CLIENT_LISTING || lane->their_number != m->lane || !same_after(&client->range, &m->want.range)) {
		return; /* an answer to what was given up */
	}
	uint64_t theirs = link->recon->part.on ? link->recon->part.theirs : lane->theirs.count;
	client->listed += m->want.shorts.n / WIRE_SHORT_BYTES;
	if (!moves_on(m) || client->listed > theirs + LISTED_SLACK) {
		links_offence(s, at, KIEM_BAD_FIELD);
		client_done(s, at, false);
		return;
	}
	client->range = m->want.range;
	page_read(link->client_page, m->want.shorts);
	meet_excused(s, link, lane);
	link->rows -= (int64_t)link->client_page->n;
	client->state = CLIENT_WALKING;
	walk_begin(link, &link->client_walk, client->lane, &client->range);
	catch_touch(s, lane);
}

void compare_rows(struct swarm *s, uint32_t at, const struct swarm_row *rows, size_t n)
{
	struct link *link = &s->links[at];
	struct page *page = link->client_page;
	struct lane *lane = &link->lanes[link->client.lane];

	for (size_t i = 0; i < n; i++) {
		uint64_t v = wire_short(&lane->salt, &rows[i].id);
		size_t found = page_find(page->shorts, page->n, v);
		if (found < page->n) {
			page_meet(page, found);
		} else if (page_find(page->excused, page->n_excused, v) == page->n_excused) {
			push_catching(link, link->client.lane, &rows[i]);
			door_shun(s, link, &rows[i].id, WIRE_NOT_HERE); /* once is enough: it may be here and not be served */
			link->client.moved++;
		}
	}
	catch_touch(s, lane);
}

static void next_page(struct swarm *s, uint32_t at)
{
	struct client *client = &s->links[at].client;

	if (recon_part_listed(s, at)) {
		return;
	}
	if (!client->range.has_upto) {
		client->state = CLIENT_SETTLING;
		push_fence(&client->fence, &s->links[at]);
		return;
	}
	client->range.has_after = true;
	client->range.after = client->range.upto;
	client->range.has_upto = false;
	say_list(s, at);
}

/* Asks for what the page lists and the walk did not meet; there may be nothing. */
static void say_want(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct page *page = link->client_page;
	struct wire_message m = {.type = WIRE_WANT};
	size_t n = 0;

	for (size_t i = 0; i < page->n; i++) {
		if (!page_met(page, i)) {
			page->shorts[n++] = page->shorts[i];
		}
	}
	if (n == 0) {
		next_page(s, at);
		return;
	}
	page_write((uint8_t *)page->shorts, page->shorts, n); /* in place: each keeps its eight bytes */
	m.lane = link->lanes[link->client.lane].my_number;
	m.want.range = link->client.range;
	m.want.shorts = (struct kiem_span){(const uint8_t *)page->shorts, n * WIRE_SHORT_BYTES};
	fx_send(s, at, &m);
	link->client.state = CLIENT_WANTING;
	link->client.page_taken = 0;
}

static void pump_walk(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];

	if (link->client_walk.end) {
		link->client_walk.active = false;
		if (fx_room(s, SWARM_BODY_MAX)) {
			say_want(s, at);
		} else {
			pump_link(s, at);
		}
		return;
	}
	size_t room = push_room(link);
	if (room >= push_scan_room(link)) {
		walk_ask(s, at, &link->client_walk, room);
	}
}

/* The WANT of this page is answered once the posts that came before its GONE went through the door. */
void compare_gone(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	struct link *link = &s->links[at];
	struct client *client = &link->client;
	struct lane *lane = &link->lanes[client->lane];

	if (client->state == CLIENT_MOVING && lane->their_number == m->lane) {
		recon_gone(s, at, m);
	} else if (client->state == CLIENT_WANTING && lane->their_number == m->lane) {
		client->mark_waits = true;
		client->mark_bytes = link->in_bytes;
		catch_touch(s, lane);
	}
}

static void pump_wanting(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct client *client = &link->client;

	if (!client->mark_waits || link->done_bytes < client->mark_bytes || !fx_room(s, WIRE_SMALL_MAX)) {
		return;
	}
	client->mark_waits = false;
	client->fruitless = client->page_taken > 0 ? 0 : client->fruitless + 1;
	if (client->fruitless >= SWARM_FRUITLESS_MAX) {
		client_done(s, at, false);
		return;
	}
	next_page(s, at);
}

static void pump_settling(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	uint32_t slot = link->client.lane;
	struct lane *lane = &link->lanes[slot];
	struct wire_message m = {.type = WIRE_MARK};

	if (!push_fence_acked(&link->client.fence, link) || !fx_room(s, WIRE_SMALL_MAX)) {
		return;
	}
	if (link->recon->part.on) {
		client_done(s, at, true); /* one more look at all */
		return;
	}
	if (link->client.moved > 0) {
		bool progress = lane->rounds <= 1 || link->client.moved < lane->moved;
		lane->moved = link->client.moved;
		client_done(s, at, progress);
		return;
	}
	m.lane = lane->my_number;
	m.mark.end = true;
	fx_send(s, at, &m);
	client_done(s, at, false);
	catch_synced(s, at, slot);
}

void compare_pump(struct swarm *s, uint32_t at)
{
	struct client *client = &s->links[at].client;

	if (client->state == CLIENT_WALKING) {
		pump_walk(s, at);
	}
	if (client->state == CLIENT_WANTING) {
		pump_wanting(s, at);
	}
	if (client->state == CLIENT_SETTLING) {
		pump_settling(s, at);
	}
}
