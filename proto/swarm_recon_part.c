/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * More differs than a whole row of cells decodes: the decoding side then goes through the board in parts, each of so many of its
 * own posts in (made, id) order that it fits, half as many when one does not. For each part it says a SUM with the part's range;
 * the other end makes cells of what it has in that range and says CELLS, and so on as ever:
 *
 *     scan of the next posts ──▶ SUM range ──▶ CELLS, MORE … ──▶ WANT range, posts ──▶ the next part … ──▶ SUM over all
 *
 * Both ends make all cells of a part in one scan, in a session. Parts are what was met by the scan, without the ids that
 * were refused; what that leaves open, and what came meanwhile, the SUM over all finds.
 */
#include "swarm_parts.h"

#include <string.h>

#define FIRST_PIECE 256 /* cells of a part that are said without being asked */

/* ---- who decodes ---- */

static void begin_part(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct recon_part *part = &link->recon->part;
	uint32_t slot = link->client.lane;
	struct recon_session *session = recon_session_take(s, at, slot, RECON_SMALL + 1, false);

	if (session == NULL) {
		client_done(s, at, true);
		return;
	}
	part->on = true;
	part->count = 0;
	part->range.has_upto = false;
	session->decode = recon_init(session->mem, session->cells_max);
	session->known = session->cells_max;
	memset(session->cells, 0, session->cells_max * sizeof(*session->cells));
	link->client.state = CLIENT_PART;
	walk_begin(link, &link->client_walk, slot, &part->range);
	catch_touch(s, lane_at(s, at, slot));
	pump_link(s, at);
}

bool recon_halve(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct recon_part *part = &link->recon->part;
	const struct lane *lane = lane_at(s, at, link->client.lane);

	if (!part->on) {
		*part = (struct recon_part){.width = lane->mine.count, .mine = lane->mine.count, .theirs = lane->theirs.count};
	} else {
		part->width = part->count;
	}
	part->width /= 2;
	if (part->width == 0) {
		return false;
	}
	begin_part(s, at);
	return true;
}

bool recon_next_part(struct swarm *s, uint32_t at)
{
	struct recon_part *part = &s->links[at].recon->part;

	if (!part->on || !part->range.has_upto) {
		return false;
	}
	part->range.has_after = true;
	part->range.after = part->range.upto;
	begin_part(s, at);
	return true;
}

/* Most of a part differs: its short ids are listed. */
void recon_list_part(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct lane *lane = lane_at(s, at, link->client.lane);

	recon_session_give(s, lane);
	if (pool_left(&s->page_pool) < 2 || !page_take(s, &link->client_page)) {
		client_done(s, at, true);
		return;
	}
	link->client.range = link->recon->part.range;
	link->client.range.has_upto = false;
	compare_begin(s, at);
}

/* A page was dealt with. True when it came to the end of the part, and the next one has begun. */
bool recon_part_listed(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct recon_part *part = &link->recon->part;
	const struct wire_place *end = &part->range.upto, *page = &link->client.range.upto;

	if (!part->on || !part->range.has_upto || !link->client.range.has_upto ||
	        page_compare(page->made, &page->id, end->made, &end->id) < 0) {
		return false;
	}
	page_give(s, &link->client_page);
	part->range.upto = *page; /* a page may go beyond */
	return recon_next_part(s, at);
}

void recon_whole(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct lane *lane = lane_at(s, at, link->client.lane);

	if (link->recon->part.on) {
		lane->mine.count = link->recon->part.mine;
		lane->theirs.count = link->recon->part.theirs;
		link->recon->part.on = false;
	}
}

static void add_rows(struct recon_session *session, const struct lane *lane, const struct swarm_row *rows, size_t n)
{
	uint64_t items[SWARM_SCAN_MAX];

	for (size_t i = 0; i < n; i++) {
		items[i] = wire_short(&lane->salt, &rows[i].id);
	}
	recon_add_all(session->cells, 0, session->cells_max, items, n);
}

void recon_part_rows(struct swarm *s, uint32_t at, const struct swarm_row *rows, size_t n)
{
	struct link *link = &s->links[at];
	struct recon_part *part = &link->recon->part;
	struct lane *lane = lane_at(s, at, link->client.lane);

	add_rows(recon_session(s, lane), lane, rows, n);
	part->count += n;
	if (n > 0) {
		part->range.upto = (struct wire_place){rows[n - 1].made, rows[n - 1].id};
	}
	catch_touch(s, lane);
}

static void say_part(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct recon_part *part = &link->recon->part;
	struct lane *lane = lane_at(s, at, link->client.lane);
	struct wire_message m = {.type = WIRE_SUM, .lane = lane->my_number};
	uint8_t cell[RECON_CELL_BYTES];

	part->range.has_upto = !link->client_walk.end;
	link->client_walk.active = false;
	recon_write(cell, recon_session(s, lane)->cells, 0, 1);
	m.sum.count = part->count;
	m.sum.range = part->range;
	m.sum.round = lane->recon.round;
	m.sum.cells = (struct kiem_span){cell, sizeof(cell)};
	lane->mine.count = part->count;
	lane->theirs.known = false;
	lane->recon.asked = FIRST_PIECE < recon_session(s, lane)->cells_max ? FIRST_PIECE : recon_session(s, lane)->cells_max;
	recon_said(s, at, link->client.lane, &m);
	link->client.state = CLIENT_DECODING;
	catch_touch(s, lane);
}

void recon_pump_part(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	const struct recon_part *part = &link->recon->part;

	if (!link->client_walk.end && part->count < part->width) {
		uint64_t room = part->width - part->count;
		walk_ask(s, at, &link->client_walk, room < SWARM_SCAN_MAX ? (size_t)room : SWARM_SCAN_MAX);
	} else if (!link->client_walk.in_flight && fx_room(s, WIRE_SMALL_MAX)) {
		say_part(s, at);
	}
}

/* ---- who is decoded ---- */

void recon_part_asked(struct swarm *s, uint32_t at, uint32_t slot, const struct wire_message *m)
{
	struct link *link = &s->links[at];
	struct lane *lane = lane_at(s, at, slot);
	struct recon_session *session = recon_session_take(s, at, slot, RECON_SMALL + 1, true);

	if (session == NULL) {
		return; /* who asked gives up after a while */
	}
	session->known = 0;
	session->part = true;
	session->range = m->sum.range;
	memset(session->cells, 0, session->cells_max * sizeof(*session->cells));
	serve_leave(s, at);
	link->serve = (struct serve){.state = SERVE_CELLS, .lane = slot, .since_ms = s->mono_ms};
	walk_begin(link, &link->serve_walk, slot, &session->range);
	lane->mine.count = 0;
	lane->recon.sent = lane->recon.upto = 0;
	lane->recon.parted = true;
	lane->recon.listed = false;
	catch_phase(s, at, lane, LANE_SERVED);
}

void recon_part_serve_rows(struct swarm *s, struct recon_session *session, const struct swarm_row *rows, size_t n)
{
	struct lane *lane = lane_at(s, session->link, session->slot);

	add_rows(session, lane, rows, n);
	lane->mine.count += n;
}

void recon_part_served(struct swarm *s, struct recon_session *session)
{
	struct lane *lane = lane_at(s, session->link, session->slot);

	session->known = session->cells_max;
	lane->recon.upto = FIRST_PIECE < session->cells_max ? FIRST_PIECE : session->cells_max;
}
