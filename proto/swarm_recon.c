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

static void begin(struct lane *lane)
{
	if (!lane->recon.under_way) {
		lane->recon.under_way = true;
		lane->recon.bytes = 0;
		lane->recon.bodies = lane->recon.trips = 0;
		lane->recon.spoke = false;
		lane->received = lane->sent = 0;
	}
}

bool recon_open(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct link *link = &s->links[at];
	const struct cell_set *set = cells_of(s, &link->lanes[slot]);
	bool made = set != NULL && set->state != CELLS_STALE;

	/* No set is taken from another lane that would not be used. */
	if ((!made && !cells_may_build(s, &link->lanes[slot].recon)) || cells_take(s, at, slot) == NULL) {
		return false;
	}
	link->client = (struct client){.state = CLIENT_OPENED, .lane = slot, .began_ms = s->mono_ms};
	begin(&link->lanes[slot]);
	catch_phase(s, at, &link->lanes[slot], LANE_SUMMING);
	return true;
}

/* Our side as it is now: what the exchange is about, whatever comes in between. */
void recon_stock(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = lane_at(s, at, slot);
	struct cell_set *set = cells_of(s, lane);

	cells_sweep(s, &s->links[at], slot);
	cells_begin(set);
	lane->mine = (struct side){.known = true, .fresh = !s->boards[slot].complete, .count = set->count};
	lane->recon.sent = lane->recon.upto = lane->recon.asked = 0;
	lane->recon.listed = lane->recon.parted = lane->recon.settles = false;
}

void recon_say_sum(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = lane_at(s, at, slot);
	struct cell_set *set = cells_of(s, lane);
	struct wire_message m = {.type = WIRE_SUM, .lane = lane->my_number};
	uint8_t cells[RECON_OPENING_MAX * RECON_CELL_BYTES];
	uint32_t n = lane->recon.idle ? RECON_IDLE_CELLS : RECON_FIRST_CELLS;

	recon_stock(s, at, slot);
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
	bool part = m->sum.range.has_after || m->sum.range.has_upto; /* an answer: nothing opens with one */

	if (lane->phase != LANE_SUMMED || part || m->sum.round > lane->recon.round) {
		return false;
	}
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
	if (lane->phase == LANE_CLIENT || m->sum.round < lane->recon.round || mine_stands(s, at, lane, m) ||
	        (set = cells_take(s, at, slot)) == NULL) {
		return; /* the neighbour gave up what we are at, and will hear from us; or there is no room to answer, and it gives
		           up */
	}
	recon_let_go(s, at, slot);
	begin(lane);
	recon_heard(s, lane);
	if (m->sum.range.has_after || m->sum.range.has_upto) {
		recon_part_asked(s, at, slot, m);
		return;
	}
	if (m->sum.round > lane->recon.round) {
		recon_salt(s, at, slot, m->sum.round);
	}
	keep_sum(set, m);
	lane->again = false;
	catch_phase(s, at, lane, LANE_SUMMING);
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
	cells_doubt(s, lane, set);
	if (set->state == CELLS_STALE) {
		(void)cells_build(s, at, set);
	} else if (set->state == CELLS_READY && !fx_room(s, SWARM_BODY_MAX)) {
		pump_link(s, at);
	} else if (set->state == CELLS_READY && set->asked && catch_token(s, lane)) {
		recon_answer(s, at, slot);
	} else if (set->state == CELLS_READY && !set->asked) {
		recon_say_sum(s, at, slot);
	}
}
