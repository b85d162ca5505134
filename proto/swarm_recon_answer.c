/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is answered to a SUM: our own cells are subtracted from those that it brought, and how much seems to differ says what comes
 * next (the table at the head of swarm_recon.c). Who answers needs nothing that it may not have: with its link's client at
 * another board, or no session free, it says its cells, so that who opened decodes.
 */
#include "swarm_parts.h"

#include <assert.h>

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

/* What one of the two has more, it has alone. */
void recon_differ(struct lane *lane)
{
	uint64_t mine = lane->mine.count, theirs = lane->theirs.count;

	lane->recon.exact = false;
	lane->recon.ahead = mine > theirs ? mine - theirs : 0;
	lane->recon.behind = theirs > mine ? theirs - mine : 0;
}

/* An answer that was put off: who opened waits, and our cells let it decode; after long it waits no more. */
void recon_turn(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = lane_at(s, at, slot);
	const struct cell_set *set = cells_of(s, lane);

	if (set != NULL && set->state == CELLS_READY && s->mono_ms - lane->touched_ms < SWARM_PATIENCE_MS) {
		recon_stock(s, at, slot);
		say_cells(s, at, slot, RECON_FIRST_CELLS);
	} else {
		catch_phase(s, at, lane, LANE_IDLE);
		lane->again = true;
	}
}

/* The client goes through the board in parts. */
static void halve(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct link *link = &s->links[at];

	link->client = (struct client){.state = CLIENT_DECODING, .lane = slot, .began_ms = s->mono_ms};
	catch_phase(s, at, lane_at(s, at, slot), LANE_CLIENT);
	if (!recon_halve(s, at)) {
		client_done(s, at, true);
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
	} else if (step.move == RECON_RESALT && lane->recon.round < WIRE_ROUND_MAX) {
		recon_resalt(s, at, slot);
	} else if (step.move == RECON_HALVE && idle && lane->mine.count >= lane->theirs.count) {
		halve(s, at, slot); /* who has more, since it then need not be asked for what only it has */
	} else if ((step.move == RECON_LIST || step.move == RECON_RESALT) && idle) {
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

void recon_answer(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = lane_at(s, at, slot);
	struct cell_set *set = cells_of(s, lane);
	_Alignas(16) uint8_t mem[RECON_SCRATCH];

	assert(recon_size(RECON_OPENING_MAX) <= sizeof(mem));
	recon_stock(s, at, slot);
	set->asked = false;
	lane->theirs = (struct side){.known = true, .fresh = set->asked_fresh, .count = set->asked_count};
	recon_differ(lane);
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
		recon_say_sum(s, at, slot); /* it knows now that it may stream */
	} else {
		act(s, at, slot, r, step);
	}
}
