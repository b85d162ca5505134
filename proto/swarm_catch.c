/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Catching up, seen from a lane (one board on one link): when an exchange is opened, and how the lane comes to rest. What an
 * exchange says stands in swarm_recon.c.
 *
 * An exchange is opened when the lane comes up (by the lower key first; the other one only when nothing was heard), at
 * intervals, when posts were left out or announced and never came, and when somebody asks; and again when one showed that there is
 * more to do, a few times on end. Tokens bound how many there are, patience how long one is waited for. What waits for
 * something is looked at again by catch_pump.
 */
#include "swarm_parts.h"

#include <assert.h>
#include <string.h>

void catch_touch(struct swarm *s, struct lane *lane)
{
	lane->touched_ms = s->mono_ms;
}

static bool at_rest(const struct lane *lane)
{
	return lane->phase == LANE_IDLE || lane->phase == LANE_SYNCED;
}

/* A lane that is not in the middle of an exchange needs nothing that was kept for it. */
static void release(struct swarm *s, uint32_t at, struct lane *lane)
{
	struct cell_set *set = cells_of(s, lane);

	if (s->links[at].serve.state == SERVE_CELLS && &s->links[at].lanes[s->links[at].serve.lane] == lane) {
		serve_leave(s, at);
	}
	recon_session_give(s, lane);
	if (set != NULL && (set->busy || set->asked)) {
		set->busy = set->asked = false;
		if (pool_left(&s->recon.sets_pool) == 0) {
			pump_all(s); /* any link may wait for it */
		}
	}
}

/* What an exchange did, once it is over; not told when there is no room, since nothing hangs on it. */
static void tell_ended(struct swarm *s, uint32_t at, struct lane *lane)
{
	if (!lane->recon.under_way || !at_rest(lane)) {
		return;
	}
	lane->recon.under_way = false;
	lane->recon.ended_ms = s->mono_ms;
	if (fx_room(s, 0)) {
		struct swarm_effect *effect = fx_note(s, SWARM_NOTE_COMPARED, at);
		effect->notify.board = s->boards[lane - s->links[at].lanes].number;
		effect->notify.compared.sent = lane->sent;
		effect->notify.compared.taken = lane->received;
		effect->notify.compared.bytes = lane->recon.bytes;
		effect->notify.compared.bodies = lane->recon.bodies;
		effect->notify.compared.trips = lane->recon.trips;
	}
}

void catch_phase(struct swarm *s, uint32_t at, struct lane *lane, enum lane_phase phase)
{
	lane->phase = phase;
	catch_touch(s, lane);
	tell_ended(s, at, lane);
	if (at_rest(lane) || phase == LANE_WAITING) {
		release(s, at, lane);
	}
	pump_link(s, at);
}

/* ---- when ---- */

void catch_up(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = lane_at(s, at, slot);
	bool first = memcmp(s->options.node.b, s->links[at].node.b, sizeof(s->options.node.b)) < 0;

	assert(lane->recon.set == 0 && lane->recon.session == 0);
	lane->recon = (struct recon_lane){.builds = RECON_BUILDS_MAX, .build_ms = s->mono_ms};
	lane->recon.open_at = first ? 0 : s->mono_ms + RECON_OPEN_MS;
	lane->again = true;
	lane->rounds = 0;
	pump_link(s, at);
}

void catch_start(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = lane_at(s, at, slot);

	if (at_rest(lane)) {
		lane->again = true;
		lane->rounds = 0;
		lane->recon.open_at = 0;
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

bool catch_token(struct swarm *s, struct lane *lane)
{
	refill_tokens(s, lane);
	if (lane->tokens == 0) {
		return false;
	}
	lane->tokens--;
	return true;
}

static void open_one(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct link *link = &s->links[at];
	struct lane *lane = lane_at(s, at, slot);

	refill_tokens(s, lane);
	if (!lane->again || !at_rest(lane) || lane->tokens == 0 || s->mono_ms < lane->recon.open_at) {
		return;
	}
	if (link->client.state == CLIENT_IDLE && recon_open(s, at, slot)) {
		lane->again = false;
		lane->tokens--;
	}
}

void catch_synced(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = lane_at(s, at, slot);
	struct board *b = &s->boards[slot];

	lane->rounds = 0;
	lane->recon.idle = true;
	lane->recon.exact = true;
	lane->recon.ahead = lane->recon.behind = 0;
	catch_phase(s, at, lane, LANE_SYNCED);
	fx_note(s, SWARM_NOTE_IN_SYNC, at)->notify.board = b->number;
	if (!b->complete && b->streaming == SWARM_NO_LINK) {
		b->complete = true; /* it has all that a neighbour has: there is nothing to stream */
		client_cursor(s, at, b);
	}
}

/* When a lane without progress is given up. Acknowledged posts are progress, but not for who waits for an answer or a stream. */
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

static void give_up(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = lane_at(s, at, slot);

	recon_let_go(s, at, slot);
	if (lane->phase == LANE_CLIENT) {
		if (s->links[at].client.state == CLIENT_MOVING) {
			recon_judge(s, at, slot, true);
		}
		client_done(s, at, false);
	}
	catch_phase(s, at, lane, LANE_IDLE);
}

static void pump_lane(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct link *link = &s->links[at];
	struct lane *lane = lane_at(s, at, slot);

	if (patience(link, slot) <= s->mono_ms) {
		give_up(s, at, slot);
	}
	if (lane->lagging && spread_waiting(s, at, slot) == 0 && at_rest(lane)) {
		lane->lagging = false;
		catch_start(s, at, slot);
	}
	open_one(s, at, slot);
	recon_pump(s, at, slot);
}

void catch_pump(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];

	walk_refill(s, link);
	for (uint64_t active = link->active; active != 0;) {
		pump_lane(s, at, take_bit(&active));
	}
	walk_ask(s, at, &link->sum_walk, SWARM_SCAN_MAX);
	client_pump(s, at);
}

void catch_leave(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct link *link = &s->links[at];
	struct lane *lane = lane_at(s, at, slot);

	if (!lane->active) {
		return;
	}
	recon_let_go(s, at, slot);
	if (link->client.state != CLIENT_IDLE && link->client.lane == slot) {
		client_done(s, at, false);
	}
	if (link->serve.state != SERVE_IDLE && link->serve.lane == slot) {
		serve_leave(s, at);
	}
	if (link->sum_walk.active && link->sum_walk.lane == slot) {
		link->sum_walk.active = false;
	}
	catch_phase(s, at, lane, LANE_IDLE);
	cells_give(s, lane);
	recon_unsalt(lane);
	lane->active = false;
	link->active &= ~((uint64_t)1 << slot);
}

/* When a lane that waits for a token, or for the other end to open, may open. */
static uint64_t opens_at(const struct swarm *s, const struct lane *lane)
{
	uint64_t at = lane->recon.open_at > s->mono_ms ? lane->recon.open_at : UINT64_MAX;

	if (lane->phase != LANE_SUMMING && !(lane->again && at_rest(lane))) {
		return UINT64_MAX;
	}
	if (lane->tokens == 0) {
		at = lane->token_ms + SWARM_TOKEN_MS;
	} else if (lane->recon.builds == 0) {
		uint64_t build = lane->recon.build_ms + RECON_BUILD_MS;
		/* One that could be made already waits for something else, and would have this step come again for ever. */
		at = build > s->mono_ms && build < at ? build : at;
	}
	return at;
}

uint64_t catch_next_due(const struct swarm *s, uint32_t at)
{
	const struct link *link = &s->links[at];
	uint64_t due = walk_next_due(link), serve = serve_next_due(link);

	due = serve < due ? serve : due;
	for (uint64_t active = link->active; active != 0;) {
		uint32_t slot = take_bit(&active);
		const struct lane *lane = &link->lanes[slot];
		uint64_t given_up = patience(link, slot), opens = opens_at(s, lane);
		due = given_up < due ? given_up : due;
		due = opens < due ? opens : due;
	}
	return due;
}
