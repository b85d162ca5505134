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

void catch_phase(struct swarm *s, uint32_t at, struct lane *lane, enum lane_phase phase)
{
	lane->phase = phase;
	catch_touch(s, lane);
	pump_link(s, at);
}

void catch_rows(struct swarm *s, uint32_t at, const struct swarm_row *rows, size_t n)
{
	struct link *link = &s->links[at];
	struct lane *lane = &link->lanes[link->sum_walk.lane];

	for (size_t i = 0; i < n; i++) {
		wire_sum_add(lane->mine.sum, &lane->salt, &rows[i].id);
	}
	lane->mine.count += n;
}

/* ---- rounds ---- */

void catch_start(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = &s->links[at].lanes[slot];

	if (lane->phase == LANE_IDLE || lane->phase == LANE_SYNCED) {
		lane->again = true;
		lane->rounds = 0;
		pump_link(s, at);
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

static void begin_round(struct swarm *s, uint32_t at, struct lane *lane)
{
	refill_tokens(s, lane);
	if (lane->tokens == 0) {
		return;
	}
	lane->tokens--;
	lane->again = false;
	memset(&lane->mine, 0, sizeof(lane->mine));
	catch_phase(s, at, lane, LANE_SUMMING);
}

void catch_synced(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = &s->links[at].lanes[slot];
	struct board *b = &s->boards[slot];

	lane->rounds = 0;
	catch_phase(s, at, lane, LANE_SYNCED);
	fx_note(s, SWARM_NOTE_IN_SYNC, at)->notify.board = b->number;
	if (!b->complete && b->streaming == SWARM_NO_LINK) {
		b->complete = true; /* it has all that a neighbour has: there is nothing to stream */
		pump_all(s);        /* somebody may wait to */
		client_cursor(s, at, b);
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
		catch_phase(s, at, lane, LANE_IDLE); /* until the next interval */
		return;
	}
	lane->want_stream = stream_in;
	lane->received = lane->sent = 0;
	catch_phase(s, at, lane, stream_in || (!stream_out && i_compare(s, link, lane)) ? LANE_WAITING : LANE_SERVED);
}

static void say_sum(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = &s->links[at].lanes[slot];
	struct wire_message m = {.type = WIRE_SUM};

	lane->mine.known = true;
	lane->mine.fresh = !s->boards[slot].complete;
	m.lane = lane->my_number;
	m.sum.count = lane->mine.count;
	m.sum.fresh = lane->mine.fresh;
	memcpy(m.sum.sum, lane->mine.sum, sizeof(m.sum.sum));
	fx_send(s, at, &m);
	catch_phase(s, at, lane, LANE_SUMMED);
	if (lane->theirs.known) {
		conclude(s, at, slot);
	}
}

void catch_sum(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	uint32_t slot;
	struct lane *lane = boards_lane(s, at, &slot, m->lane);

	if (lane == NULL || lane->phase == LANE_CLIENT) {
		return; /* withdrawn meanwhile; or the neighbour gave up what we are at, and will hear our next SUM */
	}
	lane->theirs = (struct side){.known = true, .fresh = m->sum.fresh, .count = m->sum.count};
	memcpy(lane->theirs.sum, m->sum.sum, sizeof(lane->theirs.sum));
	if (lane->phase == LANE_SUMMED) {
		conclude(s, at, slot);
	} else if (lane->phase != LANE_SUMMING) {
		lane->again = true;
		catch_phase(s, at, lane, LANE_IDLE);
	}
}

static void pump_sum(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct walk *walk = &link->sum_walk;
	const struct wire_range all = {0};

	for (uint64_t active = link->active; active != 0 && !walk->active;) {
		uint32_t slot = take_bit(&active);
		if (link->lanes[slot].phase == LANE_SUMMING) {
			walk_begin(link, walk, slot, &all);
		}
	}
	if (walk->active && walk->end && fx_room(s, WIRE_SMALL_MAX)) {
		walk->active = false;
		say_sum(s, at, walk->lane);
	}
	walk_ask(s, at, walk, SWARM_SCAN_MAX);
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
			client_done(s, at, false);
		}
		catch_phase(s, at, lane, LANE_IDLE);
	}
	if (lane->lagging && spread_waiting(s, at, slot) == 0 && (lane->phase == LANE_IDLE || lane->phase == LANE_SYNCED)) {
		lane->lagging = false;
		catch_start(s, at, slot);
	}
	if (lane->again && (lane->phase == LANE_IDLE || lane->phase == LANE_SYNCED)) {
		begin_round(s, at, lane);
	}
}

void catch_pump(struct swarm *s, uint32_t at)
{
	walk_refill(s, &s->links[at]);
	for (uint64_t active = s->links[at].active; active != 0;) {
		pump_lane(s, at, take_bit(&active));
	}
	pump_sum(s, at);
	client_pump(s, at);
}

void catch_leave(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct link *link = &s->links[at];

	if (!link->lanes[slot].active) {
		return;
	}
	if (link->client.state != CLIENT_IDLE && link->client.lane == slot) {
		client_done(s, at, false);
	}
	if (link->serve.state != SERVE_IDLE && link->serve.lane == slot) {
		serve_leave(s, at);
	}
	if (link->sum_walk.active && link->sum_walk.lane == slot) {
		link->sum_walk.active = false;
	}
	link->lanes[slot].active = false;
	link->lanes[slot].phase = LANE_IDLE;
	link->active &= ~((uint64_t)1 << slot);
	pump_link(s, at);
}

uint64_t catch_next_due(const struct swarm *s, uint32_t at)
{
	const struct link *link = &s->links[at];
	uint64_t due = walk_next_due(link), serve = serve_next_due(link);

	due = serve < due ? serve : due;

	for (uint64_t active = link->active; active != 0;) {
		uint32_t slot = take_bit(&active);
		const struct lane *lane = &link->lanes[slot];
		bool waits = lane->again && (lane->phase == LANE_IDLE || lane->phase == LANE_SYNCED); /* for a token */
		uint64_t given_up = patience(link, slot), token = waits ? lane->token_ms + SWARM_TOKEN_MS : UINT64_MAX;
		due = given_up < due ? given_up : due;
		due = token < due ? token : due;
	}
	return due;
}
