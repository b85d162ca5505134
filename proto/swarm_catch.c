/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Catching up, seen from a lane (one board on one link). Both ends say a SUM, count and fingerprint of what they have, and
 * draw the same conclusion from the two:
 *
 *     equal                                        → in sync
 *     a side never streamed in, and has fewer      → it streams: STREAM, posts in (made, id) order with MARKs, and SUM again
 *     else the side with more (tie: lower key)     → it compares: LIST, PAGE, WANT, GONE (swarm_compare.c), and SUM again
 *
 * The other end only answers (swarm_serve.c). A lane is summed, streamed or compared one at a time a link, and a board is
 * streamed in over one link at a time; whatever waits is looked at again by catch_pump. Nothing a neighbour says is believed: a
 * false SUM costs a scan, and scans are bounded by tokens a lane and by a meter of rows a link.
 */
#include "swarm_parts.h"

#include <assert.h>
#include <string.h>

void catch_touch(struct swarm *s, struct lane *lane)
{
	lane->touched_ms = s->mono_ms;
}

static void set_phase(struct swarm *s, struct lane *lane, enum lane_phase phase)
{
	lane->phase = phase;
	catch_touch(s, lane);
	s->unfinished = true; /* what waited for this may be anywhere: look at every link again */
}

/* ---- walks ---- */

static void refill(struct swarm *s, struct link *link)
{
	uint64_t ms = s->mono_ms - link->rows_ms;
	uint64_t add = ms < SWARM_ROWS_BURST / SWARM_ROWS_PER_MS ? ms * SWARM_ROWS_PER_MS : SWARM_ROWS_BURST;

	link->rows_ms = s->mono_ms;
	link->rows += (int64_t)add;
	link->rows = link->rows < SWARM_ROWS_BURST ? link->rows : SWARM_ROWS_BURST;
}

static struct walk *walk_of(struct link *link, uint32_t kind)
{
	struct walk *walks[] = {&link->sum_walk, &link->client_walk, &link->serve_walk};

	return kind < 3 ? walks[kind] : NULL;
}

static uint32_t kind_of(struct link *link, const struct walk *walk)
{
	uint32_t kind = 0;

	while (walk_of(link, kind) != walk) {
		kind++;
	}
	return kind;
}

/* A scan's ticket: which life of the link, which scan of it, for which of the three walks. */
static uint32_t ticket_of(struct link *link, const struct walk *walk)
{
	return (uint32_t)link->generation << 16 | (uint32_t)walk->seq << 2 | kind_of(link, walk);
}

void catch_walk_begin(struct link *link, struct walk *walk, uint32_t slot, const struct wire_range *range)
{
	*walk = (struct walk){.active = true, .lane = slot, .range = *range, .seq = link->seq};
	link->seq = (link->seq + 1) & 0x3fff;
}

void catch_walk(struct swarm *s, uint32_t at, struct walk *walk, size_t max)
{
	struct link *link = &s->links[at];

	if (!walk->active || walk->in_flight || walk->end || max == 0) {
		return;
	}
	if (link->rows <= 0) {
		return;
	}
	if (!fx_room(s, 0)) {
		s->unfinished = true;
		return;
	}
	walk->asked = max < SWARM_SCAN_MAX ? max : SWARM_SCAN_MAX;
	walk->in_flight = true;
	link->rows -= (int64_t)walk->asked;
	struct swarm_effect *effect = fx_add(s, SWARM_SCAN, at);
	effect->ticket = ticket_of(link, walk);
	effect->scan.board = s->boards[walk->lane].number;
	effect->scan.has_after = walk->range.has_after;
	effect->scan.after_made = walk->range.after.made;
	effect->scan.after_id = walk->range.after.id;
	effect->scan.has_upto = walk->range.has_upto;
	effect->scan.upto_made = walk->range.upto.made;
	effect->scan.upto_id = walk->range.upto.id;
	effect->scan.max = walk->asked;
}

static void sum_rows(struct swarm *s, uint32_t at, const struct swarm_row *rows, size_t n)
{
	struct link *link = &s->links[at];
	struct lane *lane = &link->lanes[link->sum_walk.lane];

	for (size_t i = 0; i < n; i++) {
		wire_sum_add(lane->mine.sum, &lane->salt, &rows[i].id);
	}
	lane->mine.count += n;
}

void catch_scanned(struct swarm *s, const struct swarm_in *in)
{
	struct link *link = &s->links[in->link];
	struct walk *walk = walk_of(link, in->ticket & 3);

	if (!link->up || walk == NULL || !walk->active || !walk->in_flight || ticket_of(link, walk) != in->ticket) {
		return; /* of an activity that was given up */
	}
	assert(in->scanned.n <= walk->asked);
	link->rows += (int64_t)(walk->asked - in->scanned.n) - 1; /* an empty one costs a little too */
	walk->in_flight = false;
	walk->end = in->scanned.end;
	if (in->scanned.n > 0) {
		const struct swarm_row *last = &in->scanned.rows[in->scanned.n - 1];
		walk->range.has_after = true;
		walk->range.after = (struct wire_place){last->made, last->id};
	}
	if (walk == &link->sum_walk) {
		sum_rows(s, in->link, in->scanned.rows, in->scanned.n);
	} else if (walk == &link->client_walk) {
		compare_rows(s, in->link, in->scanned.rows, in->scanned.n);
	} else {
		serve_rows(s, in->link, in->scanned.rows, in->scanned.n);
	}
}

/* ---- rounds ---- */

void catch_start(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = &s->links[at].lanes[slot];

	if (lane->phase == LANE_IDLE || lane->phase == LANE_SYNCED) {
		lane->again = true;
		lane->rounds = 0;
		s->unfinished = true;
	}
}

static void refill_tokens(struct swarm *s, struct lane *lane)
{
	while (lane->tokens < SWARM_TOKENS_MAX && s->mono_ms - lane->token_ms >= SWARM_TOKEN_MS) {
		lane->tokens++;
		lane->token_ms += SWARM_TOKEN_MS;
	}
	if (lane->tokens == SWARM_TOKENS_MAX) {
		lane->token_ms = s->mono_ms;
	}
}

static void begin_round(struct swarm *s, struct lane *lane)
{
	refill_tokens(s, lane);
	if (lane->tokens == 0) {
		return;
	}
	lane->tokens--;
	lane->again = false;
	memset(&lane->mine, 0, sizeof(lane->mine));
	set_phase(s, lane, LANE_SUMMING);
}

void catch_synced(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = &s->links[at].lanes[slot];
	struct board *b = &s->boards[slot];

	lane->rounds = 0;
	set_phase(s, lane, LANE_SYNCED);
	fx_note(s, SWARM_NOTE_IN_SYNC, at)->notify.board = b->number;
	if (!b->complete && b->streaming == SWARM_NO_LINK) {
		b->complete = true; /* it has all that a neighbour has: there is nothing to stream */
		struct swarm_effect *effect = fx_note(s, SWARM_NOTE_CURSOR, at);
		effect->notify.board = b->number;
		effect->notify.made = b->cursor.made;
		effect->notify.id = b->cursor.id;
		effect->notify.complete = true;
	}
}

static bool i_compare(const struct swarm *s, const struct link *link, const struct lane *lane)
{
	if (lane->mine.count != lane->theirs.count) {
		return lane->mine.count > lane->theirs.count;
	}
	return memcmp(s->options.node.b, link->node.b, sizeof(link->node.b)) < 0;
}

static void conclude(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct link *link = &s->links[at];
	struct lane *lane = &link->lanes[slot];
	const struct side *mine = &lane->mine, *theirs = &lane->theirs;

	lane->theirs.known = false;
	if (mine->count == theirs->count && memcmp(mine->sum, theirs->sum, sizeof(mine->sum)) == 0) {
		catch_synced(s, at, slot);
		return;
	}
	bool stream_in = mine->fresh && mine->count < theirs->count;
	bool stream_out = theirs->fresh && theirs->count < mine->count;
	if (!stream_in && !stream_out && ++lane->rounds > SWARM_ROUNDS_MAX) {
		lane->rounds = 0;
		set_phase(s, lane, LANE_IDLE); /* until the next interval */
		return;
	}
	lane->want_stream = stream_in;
	lane->received = lane->sent = 0;
	set_phase(s, lane, stream_in || (!stream_out && i_compare(s, link, lane)) ? LANE_WAITING : LANE_SERVED);
}

static void say_sum(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = &s->links[at].lanes[slot];
	struct wire_message m = {.type = WIRE_SUM};

	lane->mine.known = true;
	lane->mine.fresh = !s->boards[slot].complete;
	memcpy(m.tag, lane->salt.tag, sizeof(m.tag));
	m.sum.count = lane->mine.count;
	m.sum.fresh = lane->mine.fresh;
	memcpy(m.sum.sum, lane->mine.sum, sizeof(m.sum.sum));
	fx_send(s, at, &m);
	set_phase(s, lane, LANE_SUMMED);
	if (lane->theirs.known) {
		conclude(s, at, slot);
	}
}

void catch_sum(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	uint32_t slot;
	struct lane *lane = boards_lane(&s->links[at], &slot, m->tag);

	if (lane == NULL || lane->phase == LANE_CLIENT) {
		return; /* withdrawn meanwhile; or the neighbour gave up what we are at, and will hear our next SUM */
	}
	lane->theirs = (struct side){.known = true, .fresh = m->sum.fresh, .count = m->sum.count};
	memcpy(lane->theirs.sum, m->sum.sum, sizeof(lane->theirs.sum));
	if (lane->phase == LANE_SUMMED) {
		conclude(s, at, slot);
	} else if (lane->phase != LANE_SUMMING) {
		lane->again = true;
		set_phase(s, lane, LANE_IDLE);
	}
}

static void pump_sum(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct walk *walk = &link->sum_walk;
	const struct wire_range all = {0};

	for (uint32_t slot = 0; slot < SWARM_BOARDS_MAX && !walk->active; slot++) {
		if (link->lanes[slot].phase == LANE_SUMMING) {
			catch_walk_begin(link, walk, slot, &all);
		}
	}
	if (walk->active && walk->end && fx_room(s, WIRE_SMALL_MAX)) {
		walk->active = false;
		say_sum(s, at, walk->lane);
	}
	catch_walk(s, at, walk, SWARM_SCAN_MAX);
}

/* ---- streaming in ---- */

static void begin_stream(struct swarm *s, uint32_t at, uint32_t slot)
{
	static const struct wire_place start;
	struct link *link = &s->links[at];
	struct board *b = &s->boards[slot];
	struct wire_message m = {.type = WIRE_STREAM};

	b->streaming = at;
	link->client = (struct client){.state = CLIENT_STREAM, .lane = slot};
	memcpy(m.tag, link->lanes[slot].salt.tag, sizeof(m.tag));
	m.stream.range.has_after = page_compare(b->cursor.made, &b->cursor.id, start.made, &start.id) != 0;
	m.stream.range.after = b->cursor;
	fx_send(s, at, &m);
	set_phase(s, &link->lanes[slot], LANE_CLIENT);
}

static void tell_cursor(struct swarm *s, uint32_t at, const struct board *b)
{
	struct swarm_effect *effect = fx_note(s, SWARM_NOTE_CURSOR, at);

	effect->notify.board = b->number;
	effect->notify.made = b->cursor.made;
	effect->notify.id = b->cursor.id;
	effect->notify.complete = b->complete;
}

void catch_mark(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	struct link *link = &s->links[at];
	struct client *client = &link->client;
	uint32_t slot;
	struct lane *lane = boards_lane(link, &slot, m->tag);

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

/* Takes a MARK into account once all that came before it went through the door: only then may the cursor pass it. */
static void pump_stream(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct client *client = &link->client;
	struct board *b = &s->boards[client->lane];

	if (!client->mark_waits || link->done_bytes < client->mark_bytes || !fx_room(s, WIRE_SMALL_MAX)) {
		return;
	}
	client->mark_waits = false;
	if (page_compare(client->mark.made, &client->mark.id, b->cursor.made, &b->cursor.id) > 0) {
		b->cursor = client->mark;
	}
	b->complete |= client->mark_end;
	tell_cursor(s, at, b);
	if (client->mark_end) {
		catch_client_done(s, at, true);
	}
}

void catch_taken(struct swarm *s, uint32_t at, uint32_t slot, bool new_here)
{
	struct link *link = &s->links[at];
	struct client *client = &link->client;

	link->lanes[slot].received++;
	catch_touch(s, &link->lanes[slot]);
	if (client->state != CLIENT_IDLE && client->lane == slot) {
		client->moved += new_here;
		client->page_taken++;
	}
}

/* Asks a stream to stop when there is no room for what it brings; the next interval tries again. */
void catch_full(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct wire_message m = {.type = WIRE_STREAM};

	if (link->client.state != CLIENT_STREAM) {
		return;
	}
	memcpy(m.tag, link->lanes[link->client.lane].salt.tag, sizeof(m.tag));
	m.stream.stop = true;
	fx_send(s, at, &m);
	catch_client_done(s, at, false);
}

/* ---- what the client does next ---- */

void catch_client_done(struct swarm *s, uint32_t at, bool another)
{
	struct link *link = &s->links[at];
	uint32_t slot = link->client.lane;

	if (s->boards[slot].streaming == at) {
		s->boards[slot].streaming = SWARM_NO_LINK;
	}
	link->client.state = CLIENT_IDLE;
	link->client_walk.active = false;
	link->client_walk.in_flight = false;
	link->lanes[slot].again = another;
	if (link->lanes[slot].phase == LANE_CLIENT) {
		set_phase(s, &link->lanes[slot], LANE_IDLE);
	}
}

static void begin_client(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct link *link = &s->links[at];
	struct lane *lane = &link->lanes[slot];
	struct board *b = &s->boards[slot];

	if (!lane->want_stream) {
		link->client = (struct client){.lane = slot};
		set_phase(s, lane, LANE_CLIENT);
		compare_begin(s, at);
	} else if (b->complete) {
		lane->again = true; /* streamed in over another link meanwhile */
		set_phase(s, lane, LANE_IDLE);
	} else if (b->streaming == SWARM_NO_LINK) {
		begin_stream(s, at, slot);
	}
}

static void pump_client(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];

	for (uint32_t slot = 0; slot < SWARM_BOARDS_MAX && link->client.state == CLIENT_IDLE; slot++) {
		if (link->lanes[slot].phase == LANE_WAITING && fx_room(s, WIRE_SMALL_MAX)) {
			begin_client(s, at, slot);
		}
	}
	if (link->client.state == CLIENT_STREAM) {
		pump_stream(s, at);
	} else {
		compare_pump(s, at);
	}
}

/* When a lane without progress is given up. Acknowledged posts are progress, but not for who waits for a SUM or a stream. */
static uint64_t patience(const struct link *link, uint32_t slot)
{
	const struct lane *lane = &link->lanes[slot];
	uint64_t since = lane->touched_ms;
	bool streams = lane->phase == LANE_CLIENT && lane->want_stream;

	if (lane->phase != LANE_SUMMED && lane->phase != LANE_CLIENT && lane->phase != LANE_SERVED) {
		return UINT64_MAX;
	}
	if (lane->phase != LANE_SUMMED && !streams && link->progress_ms > since) {
		since = link->progress_ms;
	}
	return since + SWARM_PATIENCE_MS;
}

static void pump_lane(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct link *link = &s->links[at];
	struct lane *lane = &link->lanes[slot];

	if (patience(link, slot) <= s->mono_ms) {
		lane->theirs.known = false;
		if (lane->phase == LANE_CLIENT) {
			catch_client_done(s, at, false);
		}
		set_phase(s, lane, LANE_IDLE);
	}
	if (lane->lagging && link->live.in == link->live.out && (lane->phase == LANE_IDLE || lane->phase == LANE_SYNCED)) {
		lane->lagging = false;
		catch_start(s, at, slot);
	}
	if (lane->again && (lane->phase == LANE_IDLE || lane->phase == LANE_SYNCED)) {
		begin_round(s, lane);
	}
}

void catch_pump(struct swarm *s, uint32_t at)
{
	refill(s, &s->links[at]);
	for (uint32_t slot = 0; slot < SWARM_BOARDS_MAX; slot++) {
		if (s->links[at].lanes[slot].active) {
			pump_lane(s, at, slot);
		}
	}
	pump_sum(s, at);
	pump_client(s, at);
}

void catch_leave(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct link *link = &s->links[at];

	if (!link->lanes[slot].active) {
		return;
	}
	if (link->client.state != CLIENT_IDLE && link->client.lane == slot) {
		catch_client_done(s, at, false);
	}
	if (link->serve.state != SERVE_IDLE && link->serve.lane == slot) {
		serve_leave(s, at);
	}
	if (link->sum_walk.active && link->sum_walk.lane == slot) {
		link->sum_walk.active = false;
	}
	link->lanes[slot].active = false;
	link->lanes[slot].phase = LANE_IDLE;
	s->unfinished = true;
}

static uint64_t meter_due(const struct link *link)
{
	const struct walk *walks[] = {&link->sum_walk, &link->client_walk, &link->serve_walk};

	for (size_t i = 0; i < 3 && link->rows <= 0; i++) {
		if (walks[i]->active && !walks[i]->in_flight && !walks[i]->end) {
			return link->rows_ms + (uint64_t)-link->rows / SWARM_ROWS_PER_MS + 1;
		}
	}
	return UINT64_MAX;
}

uint64_t catch_next_due(const struct swarm *s, uint32_t at)
{
	const struct link *link = &s->links[at];
	uint64_t due = meter_due(link);

	for (uint32_t slot = 0; slot < SWARM_BOARDS_MAX; slot++) {
		const struct lane *lane = &link->lanes[slot];
		if (!lane->active) {
			continue;
		}
		uint64_t given_up = patience(link, slot), token = lane->again ? lane->token_ms + SWARM_TOKEN_MS : UINT64_MAX;
		due = given_up < due ? given_up : due;
		due = token < due ? token : due;
	}
	return due;
}
