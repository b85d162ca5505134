/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The answering side: one request of a neighbour at a time, and a new one takes the place of the old, which its sender must
 * have given up. What it may cost is bounded by the link's meter of rows (swarm_catch.c), so it is never refused, only slower.
 *
 *     STREAM → posts behind `after`, a MARK each SWARM_MARK_POSTS of them, MARK{end} when the last has left
 *     LIST   → PAGE: the short ids of the next WIRE_PAGE_MAX posts behind `after`
 *     WANT   → the posts of the range that are asked for, then GONE with the short ids that were not found
 */
#include "swarm_parts.h"

#include <string.h>

void serve_begin(struct swarm *s, uint32_t at, uint32_t slot, enum serve_state state, const struct wire_range *range)
{
	struct link *link = &s->links[at];
	struct lane *lane = &link->lanes[slot];

	serve_leave(s, at);
	link->serve = (struct serve){.state = state, .lane = slot, .range = *range, .last = range->after};
	link->serve.since_ms = s->mono_ms;
	link->serve.has_last = range->has_after;
	link->serve.wants = state == SERVE_WANT;
	walk_begin(link, &link->serve_walk, slot, range);
	if (lane->phase == LANE_SUMMED || lane->phase == LANE_IDLE) {
		recon_let_go(s, at, slot);
		lane->phase = LANE_SERVED;
	}
	catch_touch(s, lane);
}

void serve_leave(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];

	link->serve.state = SERVE_IDLE;
	link->serve_walk.active = false;
	page_give(s, &link->serve_page);
}

void serve_stream(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	struct link *link = &s->links[at];
	uint32_t slot;

	if (boards_lane(s, at, &slot, m->lane) == NULL) {
		return;
	}
	if (!m->stream.stop) {
		serve_begin(s, at, slot, SERVE_STREAM, &m->stream.range);
	} else if (link->serve.state == SERVE_STREAM && link->serve.lane == slot) {
		serve_leave(s, at);
	}
}

void serve_list(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	uint32_t slot;
	struct lane *lane = boards_lane(s, at, &slot, m->lane);

	if (lane != NULL) {
		lane->recon.listed = true;
		serve_begin(s, at, slot, SERVE_PAGE, &m->stream.range);
	}
}

static void stream_row(struct link *link, const struct swarm_row *row)
{
	struct serve *serve = &link->serve;

	push_catching(link, serve->lane, row);
	serve->last = (struct wire_place){row->made, row->id};
	serve->has_last = true;
	if (++serve->since_mark >= SWARM_MARK_POSTS && !serve->mark_waits) {
		serve->mark_waits = true;
		serve->mark = serve->last;
		serve->since_mark = 0;
		push_fence(&serve->fence, link);
	}
}

static void page_row(struct link *link, const struct swarm_row *row)
{
	struct page *page = link->serve_page;

	page->shorts[page->n++] = wire_short(&link->lanes[link->serve.lane].salt, &row->id);
	link->serve.last = (struct wire_place){row->made, row->id};
}

static void want_row(struct link *link, const struct swarm_row *row)
{
	struct page *page = link->serve_page;
	size_t found = page_find(page->shorts, page->n, wire_short(&link->lanes[link->serve.lane].salt, &row->id));

	if (found < page->n) { /* perhaps two posts of one short id */
		page_meet(page, found);
		push_catching(link, link->serve.lane, row);
	}
}

void serve_rows(struct swarm *s, uint32_t at, const struct swarm_row *rows, size_t n)
{
	struct link *link = &s->links[at];

	if (link->serve.state == SERVE_CELLS) {
		recon_serve_rows(s, at, rows, n);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		if (link->serve.state == SERVE_STREAM) {
			stream_row(link, &rows[i]);
		} else if (link->serve.state == SERVE_PAGE) {
			page_row(link, &rows[i]);
		} else {
			want_row(link, &rows[i]);
		}
	}
	link->serve.since_ms = s->mono_ms;
	catch_touch(s, &link->lanes[link->serve.lane]);
}

bool serve_will_reach(const struct link *link, uint32_t slot, int64_t made, const struct kiem_id *id)
{
	const struct serve *serve = &link->serve;

	if (serve->state != SERVE_STREAM || serve->lane != slot || link->serve_walk.end) {
		return false;
	}
	return !serve->has_last || page_compare(made, id, serve->last.made, &serve->last.id) > 0;
}

/* ---- answering ---- */

static void say_mark(struct swarm *s, uint32_t at, bool has_place, const struct wire_place *place, bool end)
{
	struct link *link = &s->links[at];
	struct wire_message m = {.type = WIRE_MARK};

	m.lane = link->lanes[link->serve.lane].my_number;
	m.mark.has_place = has_place;
	m.mark.place = *place;
	m.mark.end = end;
	fx_send(s, at, &m);
	catch_touch(s, &link->lanes[link->serve.lane]);
}

static void ask_rows(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	size_t room = push_room(link);

	if (!served_may(s, at)) {
		serve_leave(s, at); /* for today; who asked gives up after a while */
		return;
	}
	if (room >= push_scan_room(link)) {
		walk_ask(s, at, &link->serve_walk, room);
	}
}

static void pump_stream(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct serve *serve = &link->serve;

	if (serve->mark_waits && push_fence_left(&serve->fence, link) && fx_room(s, WIRE_SMALL_MAX)) {
		say_mark(s, at, true, &serve->mark, false);
		serve->mark_waits = false;
	}
	if (link->serve_walk.end) {
		serve->state = SERVE_CLOSING;
		push_fence(&serve->fence, link);
		return;
	}
	ask_rows(s, at);
}

/* Equal short ids of two posts (once in 2^64) are listed once: the wire form has none twice. */
static size_t without_doubles(uint64_t *sorted, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (kept == 0 || sorted[kept - 1] != sorted[i]) {
			sorted[kept++] = sorted[i];
		}
	}
	return kept;
}

static void say_page(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct page *page = link->serve_page;
	struct wire_message m = {.type = WIRE_PAGE};

	page_sort(page->shorts, page->n);
	size_t n = without_doubles(page->shorts, page->n);
	page_write((uint8_t *)page->shorts, page->shorts, n);
	m.lane = link->lanes[link->serve.lane].my_number;
	m.want.range = link->serve.range;
	m.want.range.has_upto = !link->serve_walk.end;
	m.want.range.upto = link->serve.last;
	m.want.shorts = (struct kiem_span){(const uint8_t *)page->shorts, n * WIRE_SHORT_BYTES};
	fx_send(s, at, &m);
	serve_leave(s, at);
}

static void pump_page(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];

	if (link->serve_page == NULL && !page_take(s, &link->serve_page)) {
		return; /* looked at again when one is given back */
	}
	if (link->serve_page->n < WIRE_PAGE_MAX && !link->serve_walk.end) {
		walk_ask(s, at, &link->serve_walk, WIRE_PAGE_MAX - link->serve_page->n);
	} else if (fx_room(s, SWARM_BODY_MAX)) {
		say_page(s, at);
	} else {
		pump_link(s, at);
	}
}

static void pump_closing(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct serve *serve = &link->serve;

	if (!push_fence_left(&serve->fence, link)) {
		return;
	}
	if (!fx_room(s, SWARM_BODY_MAX)) {
		pump_link(s, at);
		return;
	}
	if (serve->wants) {
		serve_say_gone(s, at);
	} else {
		say_mark(s, at, serve->has_last, &serve->last, true);
		serve_leave(s, at);
	}
}

/* A page is not kept by one that asked and then takes nothing. */
uint64_t serve_next_due(const struct link *link)
{
	uint64_t since = link->progress_ms > link->serve.since_ms ? link->progress_ms : link->serve.since_ms;

	return link->serve_page != NULL ? since + SWARM_PATIENCE_MS : UINT64_MAX;
}

void serve_pump(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct serve *serve = &link->serve;

	if (serve_next_due(link) <= s->mono_ms) {
		serve_leave(s, at);
	}
	if (serve->state == SERVE_CELLS) {
		recon_serve_pump(s, at);
	} else if (serve->state == SERVE_STREAM) {
		pump_stream(s, at);
	} else if (serve->state == SERVE_PAGE) {
		pump_page(s, at);
	} else if (serve->state == SERVE_WANT && link->serve_walk.end) {
		serve->state = SERVE_CLOSING;
		push_fence(&serve->fence, link);
	} else if (serve->state == SERVE_WANT) {
		ask_rows(s, at);
	}
	if (serve->state == SERVE_CLOSING) {
		pump_closing(s, at);
	}
}
