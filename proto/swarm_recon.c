/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The exchange by which two neighbours come to the same set of a board, seen from a lane. It costs what differs:
 *
 *     A (opens)                            B (answers)
 *     SUM count, first cells        ──▶    subtracts its own, and concludes one of these:
 *                                   ◀──    WANT of nothing        equal: both are in sync
 *                                   ◀──    posts, WANT shorts     decoded: what A lacks, and what B lacks
 *                                   ◀──    MORE upto              B has more posts, so B decodes: A says CELLS, and so on
 *                                   ◀──    CELLS from 0           A has more, so A decodes: it says MORE, and so on
 *                                   ◀──    LIST                   most differs: short ids are listed (swarm_compare.c)
 *                                   ◀──    STREAM                 B never had this board, and has fewer: it streams it in
 *                                   ◀──    SUM                    A never had it, and has fewer: it is for A to stream
 *     posts, GONE                   ──▶                           the answer to WANT; and then both are in sync
 *
 * Who decodes sends what the other lacks without being asked, and closes with a WANT of nothing once that has left. Where
 * all cells that there may be do not decode, the decoder halves the range by its own posts and opens for each part
 * (swarm_recon_range.c). After a stream, a list and a last part there is one more SUM over all.
 *
 *     LANE_IDLE, LANE_SYNCED ── open ──▶ LANE_SUMMING ──▶ LANE_SUMMED ── WANT, MORE, LIST, STREAM ──▶ LANE_SERVED ──▶ at rest
 *              │                        (own cells made)       └─ CELLS ─▶ LANE_CLIENT ──▶ at rest
 *              └────── SUM heard ─────▶ LANE_SUMMING ──▶ SYNCED, LANE_SERVED, LANE_CLIENT, LANE_WAITING (for the client)
 *
 * Always: who opens holds its link's client until the answer, so whoever is told CELLS can decode; of two SUMs that cross, that of
 * the lower key stands, but for one that is fresh and has fewer, who answers. An exchange without progress is given up. Nothing
 * a neighbour says is believed: at worst it wastes work, which tokens (a lane) and the meter of rows (a link) bound.
 */
#include "swarm_parts.h"

#include <assert.h>
#include <string.h>

/* ---- opening ---- */

bool recon_open(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct link *link = &s->links[at];
	struct cell_set *set = cells_take(s, at, slot);

	if (set == NULL || (set->state == CELLS_STALE && !cells_may_build(s, &link->lanes[slot].recon))) {
		return false;
	}
	link->client = (struct client){.state = CLIENT_OPENED, .lane = slot, .began_ms = s->mono_ms};
	catch_phase(s, at, &link->lanes[slot], LANE_SUMMING);
	return true;
}

/* Our side as it is now: what the exchange is about, whatever comes in between. */
static void take_stock(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = lane_at(s, at, slot);
	struct cell_set *set = cells_of(s, lane);

	cells_sweep(s, &s->links[at], slot);
	cells_begin(set);
	lane->mine = (struct side){.known = true, .fresh = !s->boards[slot].complete, .count = set->count};
	lane->recon.sent = lane->recon.upto = lane->recon.asked = 0;
	lane->recon.listed = lane->recon.settles = false;
}

static void say_sum(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = lane_at(s, at, slot);
	struct cell_set *set = cells_of(s, lane);
	struct wire_message m = {.type = WIRE_SUM, .lane = lane->my_number};
	uint8_t cells[RECON_OPENING_MAX * RECON_CELL_BYTES];
	uint32_t n = lane->recon.idle ? RECON_IDLE_CELLS : RECON_FIRST_CELLS;

	take_stock(s, at, slot);
	n = n < s->recon.set_cells ? n : s->recon.set_cells;
	recon_write(cells, set->cells, 0, n);
	lane->recon.sent = lane->recon.upto = n;
	m.sum.count = lane->mine.count;
	m.sum.fresh = lane->mine.fresh;
	m.sum.round = lane->recon.round;
	m.sum.cells = (struct kiem_span){cells, n * RECON_CELL_BYTES};
	recon_said(s, at, slot, &m);
	catch_phase(s, at, lane, LANE_SUMMED);
}

/* ---- hearing ---- */

/* Of two SUMs that cross both ends heed the same one. */
static bool mine_stands(const struct swarm *s, uint32_t at, const struct lane *lane, const struct wire_message *m)
{
	if (lane->mine.fresh && lane->mine.count < m->sum.count) {
		return false;
	}
	if (m->sum.fresh && m->sum.count < lane->mine.count) {
		return true;
	}
	return memcmp(s->options.node.b, s->links[at].node.b, sizeof(s->options.node.b)) < 0;
}

void recon_let_go(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct link *link = &s->links[at];

	if (link->client.state == CLIENT_OPENED && link->client.lane == slot) {
		link->client.state = CLIENT_IDLE;
		pump_link(s, at);
	}
}

static void keep_sum(struct cell_set *set, const struct wire_message *m)
{
	set->asked = true;
	set->asked_fresh = m->sum.fresh;
	set->asked_round = m->sum.round;
	set->asked_count = m->sum.count;
	set->n_asked = (uint32_t)(m->sum.cells.n / RECON_CELL_BYTES);
	memcpy(set->asked_cells, m->sum.cells.p, m->sum.cells.n);
}

void catch_sum(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	uint32_t slot;
	struct lane *lane = boards_lane(s, at, &slot, m->lane);
	struct cell_set *set;

	if (lane == NULL) {
		return; /* withdrawn meanwhile */
	}
	recon_heard(lane, m->sum.cells.n);
	if (m->sum.cells.n == 0 || m->sum.cells.n > RECON_OPENING_MAX * (size_t)RECON_CELL_BYTES) {
		links_offence(s, at, KIEM_BAD_FIELD);
		return;
	}
	if (lane->phase == LANE_CLIENT || (lane->phase == LANE_SUMMED && mine_stands(s, at, lane, m)) ||
	        (set = cells_take(s, at, slot)) == NULL) {
		return; /* the neighbour gave up what we are at, and will hear from us; or there is no room to answer, and it gives
		           up */
	}
	recon_let_go(s, at, slot);
	keep_sum(set, m);
	lane->again = false;
	catch_phase(s, at, lane, LANE_SUMMING);
}

/* ---- answering ---- */

static void say_equal(struct swarm *s, uint32_t at, uint32_t slot)
{
	recon_want(s, at, slot, NULL, 0);
	catch_synced(s, at, slot);
}

static bool may_stream(const struct swarm *s, uint32_t slot, const struct lane *lane)
{
	const struct board *b = &s->boards[slot];

	return lane->mine.fresh && lane->mine.count < lane->theirs.count &&
	       (b->cursor.made != 0 || lane->mine.count < lane->theirs.count / 2);
}

/* Short ids are listed, once the client is at it; but not without end. */
void recon_list(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = lane_at(s, at, slot);

	lane->want_stream = false;
	if (++lane->rounds > SWARM_ROUNDS_MAX) {
		lane->rounds = 0;
		catch_phase(s, at, lane, LANE_IDLE); /* until the next interval */
		return;
	}
	catch_phase(s, at, lane, LANE_WAITING);
}

static void say_cells(struct swarm *s, uint32_t at, uint32_t slot, uint32_t upto)
{
	struct lane *lane = lane_at(s, at, slot);

	lane->recon.upto = upto < s->recon.set_cells ? upto : s->recon.set_cells;
	catch_phase(s, at, lane, LANE_SERVED);
}

/* An answer that was put off: who opened waits, and our cells let it decode; after long it waits no more. */
void recon_turn(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = lane_at(s, at, slot);
	const struct cell_set *set = cells_of(s, lane);

	if (set != NULL && set->state == CELLS_READY && s->mono_ms - lane->touched_ms < SWARM_PATIENCE_MS) {
		take_stock(s, at, slot);
		say_cells(s, at, slot, RECON_FIRST_CELLS);
	} else {
		catch_phase(s, at, lane, LANE_IDLE);
		lane->again = true;
	}
}

/* What is for us to do waits for the link's client, when it is at another board; else the neighbour is left to do it. */
static void act(struct swarm *s, uint32_t at, uint32_t slot, struct recon *r, struct recon_step step)
{
	struct link *link = &s->links[at];
	struct lane *lane = lane_at(s, at, slot);
	bool idle = link->client.state == CLIENT_IDLE;

	if (step.move == RECON_SETTLE && idle) {
		link->client = (struct client){.state = CLIENT_MOVING, .lane = slot, .began_ms = s->mono_ms};
		catch_phase(s, at, lane, LANE_CLIENT);
		recon_settle(s, at, r);
	} else if (step.move == RECON_ASK && idle && recon_ask(s, at, slot, step.upto)) {
		catch_phase(s, at, lane, LANE_CLIENT);
	} else if (step.move != RECON_TURN && step.move != RECON_ASK && step.move != RECON_SETTLE && idle) {
		recon_list(s, at, slot);
	} else {
		say_cells(s, at, slot, step.upto > RECON_FIRST_CELLS ? step.upto : RECON_FIRST_CELLS);
	}
}

/* Cells that decode to another difference than the counts have are not those of a set. */
bool recon_adds_up(struct recon *r, const struct lane *lane)
{
	size_t n_theirs, n_mine;

	(void)recon_theirs(r, &n_theirs);
	(void)recon_mine(r, &n_mine);
	return lane->mine.count + n_theirs == lane->theirs.count + n_mine;
}

static void answer(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = lane_at(s, at, slot);
	struct cell_set *set = cells_of(s, lane);
	_Alignas(16) uint8_t mem[RECON_SCRATCH];

	assert(recon_size(RECON_OPENING_MAX) <= sizeof(mem));
	take_stock(s, at, slot);
	set->asked = false;
	lane->theirs = (struct side){.known = true, .fresh = set->asked_fresh, .count = set->asked_count};
	lane->received = lane->sent = 0;
	struct recon *r = recon_init(mem, set->n_asked);
	uint32_t n = set->n_asked < s->recon.set_cells ? set->n_asked : s->recon.set_cells;
	(void)recon_take(r, set->cells, set->asked_cells, n);
	struct recon_step step = recon_plan(r, lane->mine.count, lane->theirs.count, s->options.cells_max, true);
	size_t n_theirs, n_mine;
	(void)recon_theirs(r, &n_theirs);
	(void)recon_mine(r, &n_mine);
	if (step.move == RECON_SETTLE && !recon_adds_up(r, lane)) {
		links_offence(s, at, KIEM_BAD_FIELD);
		catch_phase(s, at, lane, LANE_IDLE);
	} else if (step.move == RECON_SETTLE && n_theirs + n_mine == 0) {
		say_equal(s, at, slot);
	} else if (step.move != RECON_SETTLE && may_stream(s, slot, lane)) {
		lane->want_stream = true;
		catch_phase(s, at, lane, LANE_WAITING);
	} else if (step.move != RECON_SETTLE && lane->theirs.fresh && lane->theirs.count < lane->mine.count) {
		say_sum(s, at, slot); /* it knows now that it may stream */
	} else {
		act(s, at, slot, r, step);
	}
}

void recon_pump(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = lane_at(s, at, slot);
	struct cell_set *set = cells_of(s, lane);

	if (lane->phase == LANE_SERVED && lane->recon.settles && s->links[at].done_bytes >= lane->recon.settle_bytes) {
		catch_synced(s, at, slot);
	} else if (lane->phase == LANE_SERVED) {
		recon_say_cells(s, at, slot);
	}
	if (lane->phase != LANE_SUMMING) {
		return;
	}
	assert(set != NULL);
	if (set->state == CELLS_STALE) {
		(void)cells_build(s, at, set);
	} else if (set->state == CELLS_READY && !fx_room(s, SWARM_BODY_MAX)) {
		pump_link(s, at);
	} else if (set->state == CELLS_READY && set->asked && catch_token(s, lane)) {
		answer(s, at, slot);
	} else if (set->state == CELLS_READY && !set->asked) {
		say_sum(s, at, slot);
	}
}
