/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The decoding side of an exchange: it takes in the neighbour's cells until they decode. That takes a session of a small pool, in
 * which our own cells are kept as they were when the exchange began; beyond those that the lane keeps they are made by a scan,
 * before more are asked for.
 */
#include "swarm_parts.h"

static void say_more(struct swarm *s, uint32_t at, uint32_t upto)
{
	struct link *link = &s->links[at];
	struct lane *lane = lane_at(s, at, link->client.lane);
	struct wire_message m = {.type = WIRE_MORE, .lane = lane->my_number};

	m.more.upto = upto;
	recon_said(s, at, link->client.lane, &m);
	lane->recon.asked = upto;
	link->client.state = CLIENT_DECODING;
	catch_touch(s, lane);
}

/* Asks for cells up to there, once our own are known so far. */
static void ask_for(struct swarm *s, uint32_t at, uint32_t upto)
{
	struct link *link = &s->links[at];
	struct lane *lane = lane_at(s, at, link->client.lane);
	struct recon_session *session = recon_session(s, lane);

	upto = upto < session->cells_max ? upto : session->cells_max;
	if (upto <= session->known) {
		say_more(s, at, upto);
		return;
	}
	lane->recon.asked = upto;
	link->client.state = CLIENT_EXTENDING;
	cells_extend(s, at, session, &link->client_walk);
}

/* Our cells as the exchange began, in a session; false when there is none free or they are lost. */
static bool begin(struct swarm *s, uint32_t at, uint32_t slot, uint32_t cells)
{
	struct lane *lane = lane_at(s, at, slot);
	struct recon_session *session = recon_session_take(s, at, slot, cells, false);

	if (session == NULL || !cells_then(session->cells, session->known, cells_of(s, lane))) {
		recon_session_give(s, lane);
		return false;
	}
	return true;
}

bool recon_ask(struct swarm *s, uint32_t at, uint32_t slot, uint32_t upto)
{
	struct link *link = &s->links[at];
	struct lane *lane = lane_at(s, at, slot);
	const struct cell_set *set = cells_of(s, lane);

	/* The first estimate may be too low by a half, and a session that turns out too small costs the exchange. */
	if (!begin(s, at, slot, lane->recon.large || upto > RECON_SMALL / 2 ? RECON_SMALL + 1 : upto)) {
		return false;
	}
	struct recon_session *session = recon_session(s, lane);
	uint32_t n = set->n_asked < s->recon.set_cells ? set->n_asked : s->recon.set_cells;
	(void)recon_take(session->decode, session->cells, set->asked_cells, n);
	link->client = (struct client){.state = CLIENT_DECODING, .lane = slot, .began_ms = s->mono_ms};
	ask_for(s, at, upto);
	return true;
}

static void give_up(struct swarm *s, uint32_t at, bool another)
{
	client_done(s, at, another);
}

/* Cells alone do not do: parts, a list, or another salt. */
static void other_ways(struct swarm *s, uint32_t at, enum recon_move move)
{
	struct link *link = &s->links[at];
	uint32_t slot = link->client.lane;

	if (move == RECON_HALVE) {
		if (!recon_halve(s, at)) {
			give_up(s, at, true);
		}
		return;
	}
	if (move == RECON_LIST && link->recon->part.on) {
		recon_list_part(s, at);
		return;
	}
	client_done(s, at, false);
	if (move == RECON_RESALT && lane_at(s, at, slot)->recon.round < WIRE_ROUND_MAX) {
		recon_resalt(s, at, slot);
	} else {
		recon_list(s, at, slot);
	}
}

/* What to do with the cells taken in so far. */
static void decide(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct lane *lane = lane_at(s, at, link->client.lane);
	struct recon *r = recon_session(s, lane)->decode;
	uint32_t received = recon_received(r), most = recon_session(s, lane)->cells_max;

	if (recon_state(r) == RECON_UNDECIDED && received < lane->recon.asked) {
		return; /* the rest is on its way */
	}
	struct recon_step step = recon_plan(r, lane->mine.count, lane->theirs.count, s->options.cells_max, false);
	if (step.move == RECON_SETTLE && !recon_adds_up(r, lane)) {
		links_offence(s, at, KIEM_BAD_FIELD);
		client_done(s, at, false);
		return;
	}
	if (step.move == RECON_SETTLE) {
		link->client.state = CLIENT_MOVING;
		recon_settle(s, at, r);
	} else if (step.move != RECON_ASK) {
		other_ways(s, at, step.move);
	} else if (received < most) {
		ask_for(s, at, step.upto);
	} else {
		lane->recon.large = true; /* a small session was too small */
		give_up(s, at, true);
	}
}

/* True when these cells are an answer to ours, and the client is ready to take them in. */
static bool expected(struct swarm *s, uint32_t at, uint32_t slot, const struct wire_message *m)
{
	struct link *link = &s->links[at];
	struct lane *lane = lane_at(s, at, slot);
	bool mine = link->client.lane == slot && (link->client.state == CLIENT_OPENED || link->client.state == CLIENT_DECODING);

	if (lane->phase == LANE_CLIENT) {
		return mine && link->client.state == CLIENT_DECODING;
	}
	if (lane->phase != LANE_SUMMED || m->cells.from != 0 || (!mine && link->client.state != CLIENT_IDLE)) {
		return false;
	}
	link->client = (struct client){.state = CLIENT_DECODING, .lane = slot, .began_ms = s->mono_ms};
	lane->theirs = (struct side){.known = true, .count = m->cells.count};
	recon_differ(lane);
	lane->recon.asked = (uint32_t)(m->cells.cells.n / RECON_CELL_BYTES);
	catch_phase(s, at, lane, LANE_CLIENT);
	uint64_t surplus =
	        lane->mine.count > m->cells.count ? lane->mine.count - m->cells.count : m->cells.count - lane->mine.count;
	bool large = lane->recon.large || lane->recon.asked > RECON_SMALL / 2 || surplus > RECON_SMALL / 2;
	if (!begin(s, at, slot, large ? RECON_SMALL + 1 : RECON_SMALL)) {
		give_up(s, at, true);
		return false;
	}
	return true;
}

void recon_cells(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	struct link *link = &s->links[at];
	uint32_t slot, n = (uint32_t)(m->cells.cells.n / RECON_CELL_BYTES);
	struct lane *lane = boards_lane(s, at, &slot, m->lane);

	if (lane == NULL) {
		return;
	}
	recon_heard(s, lane);
	if (!expected(s, at, slot, m)) {
		return; /* an answer to what was given up */
	}
	struct recon_session *session = recon_session(s, lane);
	uint32_t received = recon_received(session->decode);
	if (!lane->theirs.known) { /* of a part */
		lane->theirs.known = true;
		lane->theirs.count = m->cells.count;
	}
	if (m->cells.from != received || m->cells.count != lane->theirs.count || n > lane->recon.asked - received ||
	        n > session->known - received || n > session->cells_max - received) {
		links_offence(s, at, KIEM_BAD_FIELD); /* cells that contradict what was said before, or that nobody asked for */
		give_up(s, at, false);
		return;
	}
	(void)recon_take(session->decode, session->cells, m->cells.cells.p, n);
	link->rows -= n;
	catch_touch(s, lane);
	decide(s, at);
}

void recon_extend_rows(struct swarm *s, uint32_t at, const struct swarm_row *rows, size_t n)
{
	struct link *link = &s->links[at];
	struct lane *lane = lane_at(s, at, link->client.lane);

	cells_extend_rows(s, recon_session(s, lane), rows, n);
	catch_touch(s, lane);
}

void recon_pump_client(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct lane *lane = lane_at(s, at, link->client.lane);

	if (link->client.state != CLIENT_EXTENDING) {
		return;
	}
	if (!link->client_walk.end) {
		walk_ask(s, at, &link->client_walk, SWARM_SCAN_MAX);
		return;
	}
	link->client_walk.active = false;
	if (cells_extended(s, recon_session(s, lane))) {
		say_more(s, at, lane->recon.asked);
	} else {
		give_up(s, at, true);
	}
}
