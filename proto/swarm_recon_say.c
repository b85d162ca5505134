/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The side of an exchange that is decoded: it says its cells as far as it is asked, all as they were when the exchange began. Those
 * beyond the cells that the lane keeps take a session and a scan; once made, further ones cost nothing. And what an exchange
 * costs, counted for those who look: bytes of bodies both ways, without posts, and round trips.
 */
#include "swarm_parts.h"

/* ---- counting ---- */

void recon_said(struct swarm *s, uint32_t at, uint32_t slot, const struct wire_message *m)
{
	struct recon_lane *lane = &lane_at(s, at, slot)->recon;
	size_t before = s->fx->n_bytes;

	fx_send(s, at, m);
	lane->bytes += s->fx->n_bytes - before;
	lane->bodies++;
	lane->trips += !lane->spoke;
	lane->spoke = true;
}

/* A body of ours that was not said by recon_said. */
void recon_count(struct lane *lane, size_t n)
{
	lane->recon.bytes += n;
	lane->recon.bodies++;
}

void recon_heard(const struct swarm *s, struct lane *lane)
{
	lane->recon.bytes += s->body_n;
	lane->recon.bodies++;
	lane->recon.spoke = false;
}

/* ---- cells ---- */

void recon_more(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	uint32_t slot;
	struct lane *lane = boards_lane(s, at, &slot, m->lane);

	if (lane == NULL || (lane->phase != LANE_SUMMED && lane->phase != LANE_SERVED)) {
		return; /* an answer to what was given up */
	}
	recon_heard(s, lane);
	if (m->more.upto > s->options.cells_max || m->more.upto <= lane->recon.upto) {
		links_offence(s, at, KIEM_BAD_FIELD);
		return;
	}
	lane->recon.upto = (uint32_t)m->more.upto;
	recon_let_go(s, at, slot);
	catch_phase(s, at, lane, LANE_SERVED);
}

static void say(struct swarm *s, uint32_t at, uint32_t slot, const struct recon_cell *cells, uint32_t upto)
{
	struct lane *lane = lane_at(s, at, slot);
	struct wire_message m = {.type = WIRE_CELLS, .lane = lane->my_number};
	uint8_t wire[WIRE_CELLS_BODY * RECON_CELL_BYTES];
	uint32_t from = lane->recon.sent, n = upto - from < WIRE_CELLS_BODY ? upto - from : WIRE_CELLS_BODY;

	recon_write(wire, cells, from, from + n);
	m.cells.from = from;
	m.cells.count = lane->mine.count;
	m.cells.cells = (struct kiem_span){wire, n * RECON_CELL_BYTES};
	if (lane->recon.parted) {
		m.cells.range = recon_session(s, lane)->range;
	}
	recon_said(s, at, slot, &m);
	lane->recon.sent += n;
	s->links[at].rows -= n;
	catch_touch(s, lane);
}

/* Cells beyond those that the lane keeps: once they are made. NULL while they are not. */
static const struct recon_cell *extended(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct link *link = &s->links[at];
	struct lane *lane = lane_at(s, at, slot);
	struct recon_session *session = recon_session_take(s, at, slot, RECON_SMALL + 1, true);

	if (session == NULL) {
		return NULL;
	}
	if (session->known == session->cells_max) {
		return session->cells;
	}
	if (session->part) {
		return NULL; /* its scan was cut short by another request: who asked gives up */
	}
	if (link->serve.state == SERVE_IDLE && cells_then(session->cells, s->recon.set_cells, cells_of(s, lane))) {
		link->serve = (struct serve){.state = SERVE_CELLS, .lane = slot, .since_ms = s->mono_ms};
		cells_extend(s, at, session, &link->serve_walk);
	}
	return NULL;
}

void recon_say_cells(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = lane_at(s, at, slot);
	struct recon_cell kept[RECON_CACHED];

	while (lane->recon.sent < lane->recon.upto) {
		if (!fx_room(s, SWARM_BODY_MAX)) {
			pump_link(s, at);
			return;
		}
		if (lane->recon.sent < s->recon.set_cells && !lane->recon.parted) {
			uint32_t upto = lane->recon.upto < s->recon.set_cells ? lane->recon.upto : s->recon.set_cells;
			if (!cells_then(kept, s->recon.set_cells, cells_of(s, lane))) {
				catch_phase(s, at, lane,
				        LANE_IDLE); /* they are lost: the neighbour gives up, and the next round tells */
				return;
			}
			say(s, at, slot, kept, upto);
		} else {
			const struct recon_cell *cells = extended(s, at, slot);
			if (cells == NULL) {
				return;
			}
			say(s, at, slot, cells, lane->recon.upto);
		}
	}
}

/* ---- the scan for more ---- */

void recon_serve_rows(struct swarm *s, uint32_t at, const struct swarm_row *rows, size_t n)
{
	struct link *link = &s->links[at];
	struct lane *lane = lane_at(s, at, link->serve.lane);

	if (recon_session(s, lane) == NULL) {
		serve_leave(s, at);
		return;
	}
	if (recon_session(s, lane)->part) {
		recon_part_serve_rows(s, recon_session(s, lane), rows, n);
	} else {
		cells_extend_rows(s, recon_session(s, lane), rows, n);
	}
	catch_touch(s, lane);
}

void recon_serve_pump(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct lane *lane = lane_at(s, at, link->serve.lane);

	if (!link->serve_walk.end) {
		walk_ask(s, at, &link->serve_walk, SWARM_SCAN_MAX);
		return;
	}
	serve_leave(s, at);
	if (recon_session(s, lane) != NULL && recon_session(s, lane)->part) {
		recon_part_served(s, recon_session(s, lane));
	} else if (recon_session(s, lane) == NULL || !cells_extended(s, recon_session(s, lane))) {
		catch_phase(s, at, lane, LANE_IDLE);
	}
	pump_link(s, at);
}
