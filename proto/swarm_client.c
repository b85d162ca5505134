/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The client of a link: it takes the lanes that wait for it one at a time, and streams a board in (here) or compares
 * (swarm_compare.c). In a stream the neighbour sends its posts in (made, id) order behind our cursor, with a MARK each few
 * thousand; the cursor passes a MARK only when everything before it went through the door, so a stream that was cut goes on
 * where it was. Live posts may come in between: they move no cursor. What the stream misses (posts that arrive behind it)
 * the SUM that follows it finds.
 */
#include "swarm_parts.h"

void client_done(struct swarm *s, uint32_t at, bool another)
{
	struct link *link = &s->links[at];
	uint32_t slot = link->client.lane;

	if (s->boards[slot].streaming == at) {
		s->boards[slot].streaming = SWARM_NO_LINK;
		pump_all(s);
	}
	link->client.state = CLIENT_IDLE;
	recon_whole(s, at);
	link->client_walk.active = false;
	page_give(s, &link->client_page);
	link->lanes[slot].again = another;
	pump_link(s, at);
	if (link->lanes[slot].phase == LANE_CLIENT) {
		catch_phase(s, at, &link->lanes[slot], LANE_IDLE);
	}
}

static void begin_stream(struct swarm *s, uint32_t at, uint32_t slot)
{
	static const struct wire_place start;
	struct link *link = &s->links[at];
	struct board *b = &s->boards[slot];
	struct wire_message m = {.type = WIRE_STREAM};

	b->streaming = at;
	link->client = (struct client){.state = CLIENT_STREAM, .lane = slot, .began_ms = s->mono_ms};
	m.lane = link->lanes[slot].my_number;
	m.stream.range.has_after = page_compare(b->cursor.made, &b->cursor.id, start.made, &start.id) != 0;
	m.stream.range.after = b->cursor;
	fx_send(s, at, &m);
	catch_phase(s, at, &link->lanes[slot], LANE_CLIENT);
}

void client_cursor(struct swarm *s, uint32_t at, const struct board *b)
{
	struct swarm_effect *effect = fx_note(s, SWARM_NOTE_CURSOR, at);

	effect->notify.board = b->number;
	effect->notify.made = b->cursor.made;
	effect->notify.id = b->cursor.id;
	effect->notify.complete = b->complete;
}

void client_mark(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	struct link *link = &s->links[at];
	struct client *client = &link->client;
	uint32_t slot;
	struct lane *lane = boards_lane(s, at, &slot, m->lane);

	if (lane == NULL) {
		return;
	}
	if (client->state == CLIENT_STREAM && client->lane == slot) {
		client->mark_waits = true;
		client->mark_end = m->mark.end;
		client->mark_bytes = link->in_bytes;
		client->mark = m->mark.has_place ? m->mark.place : s->boards[slot].cursor;
	} else if (m->mark.end && lane->phase == LANE_SERVED) {
		catch_synced(s, at, slot); /* the neighbour compared, and there was nothing to bring or to fetch */
	}
}

static void stop_stream(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct wire_message m = {.type = WIRE_STREAM};

	m.lane = link->lanes[link->client.lane].my_number;
	m.stream.stop = true;
	fx_send(s, at, &m);
	client_done(s, at, false);
}

static bool another_waits(const struct swarm *s, uint32_t at)
{
	uint32_t slot = s->links[at].client.lane;

	for (uint64_t linked = s->linked & ~((uint64_t)1 << at); linked != 0;) {
		const struct link *link = &s->links[take_bit(&linked)];
		if (link->client.state == CLIENT_IDLE && link->lanes[slot].phase == LANE_WAITING && link->lanes[slot].want_stream) {
			return true;
		}
	}
	return false;
}

/* A neighbour that sends a post now and then, and never its last, must not keep a board from all the others. */
static bool turn_is_over(struct swarm *s, uint32_t at)
{
	if (s->mono_ms - s->links[at].client.began_ms < SWARM_TURN_MS || !another_waits(s, at) || !fx_room(s, WIRE_SMALL_MAX)) {
		return false;
	}
	stop_stream(s, at);
	return true;
}

/* Takes a MARK into account once all that came before it went through the door: only then may the cursor pass it. */
static void pump_stream(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct client *client = &link->client;
	struct board *b = &s->boards[client->lane];

	if (turn_is_over(s, at) || !client->mark_waits || link->done_bytes < client->mark_bytes || !fx_room(s, WIRE_SMALL_MAX)) {
		return;
	}
	client->mark_waits = false;
	if (page_compare(client->mark.made, &client->mark.id, b->cursor.made, &b->cursor.id) > 0) {
		b->cursor = client->mark;
	}
	b->complete |= client->mark_end;
	client_cursor(s, at, b);
	if (client->mark_end) {
		client_done(s, at, true);
	}
}

void client_taken(struct swarm *s, uint32_t at, uint32_t slot, const struct kiem_id *id, bool new_here)
{
	struct link *link = &s->links[at];
	struct client *client = &link->client;

	link->lanes[slot].received++;
	catch_touch(s, &link->lanes[slot]);
	if (link->lanes[slot].phase == LANE_SERVED && !new_here) {
		recon_useless(s, at, slot, id);
	} else if (client->state == CLIENT_MOVING) {
		recon_came(s, at, slot, id, new_here);
	} else if (client->state != CLIENT_IDLE && client->lane == slot) {
		client->moved += new_here;
		client->page_taken++;
	}
}

/* Asks a stream to stop when there is no room for what it brings; the next interval tries again. */
void client_full(struct swarm *s, uint32_t at)
{
	if (s->links[at].client.state == CLIENT_STREAM) {
		stop_stream(s, at);
	}
}

static void begin_client(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct link *link = &s->links[at];
	struct lane *lane = &link->lanes[slot];
	struct board *b = &s->boards[slot];

	if (!lane->want_stream) {
		if (pool_left(&s->page_pool) < 2 || !page_take(s, &link->client_page)) {
			return; /* the last one is for answering, so that two who ask each other cannot wait for each other */
		}
		link->client = (struct client){.lane = slot};
		catch_phase(s, at, lane, LANE_CLIENT);
		compare_begin(s, at);
	} else if (b->complete) {
		recon_turn(s, at, slot); /* streamed in over another link meanwhile */
	} else if (b->streaming == SWARM_NO_LINK) {
		begin_stream(s, at, slot);
	}
}

void client_rows(struct swarm *s, uint32_t at, const struct swarm_row *rows, size_t n)
{
	if (s->links[at].client.state == CLIENT_PART) {
		recon_part_rows(s, at, rows, n);
	} else if (s->links[at].client.state == CLIENT_EXTENDING) {
		recon_extend_rows(s, at, rows, n);
	} else if (s->links[at].client.state == CLIENT_MOVING) {
		recon_move_rows(s, at, rows, n);
	} else {
		compare_rows(s, at, rows, n);
	}
}

void client_pump(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];

	for (uint64_t active = link->active; active != 0 && link->client.state == CLIENT_IDLE;) {
		uint32_t slot = take_bit(&active);
		if (link->lanes[slot].phase == LANE_WAITING && fx_room(s, WIRE_SMALL_MAX)) {
			begin_client(s, at, slot);
		}
	}
	if (link->client.state == CLIENT_STREAM) {
		pump_stream(s, at);
	} else if (link->client.state == CLIENT_MOVING) {
		recon_pump_moving(s, at);
	} else if (link->client.state == CLIENT_PART) {
		recon_pump_part(s, at);
	} else if (link->client.state == CLIENT_EXTENDING) {
		recon_pump_client(s, at);
	} else {
		compare_pump(s, at);
	}
}
