/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sessions of a swarm: memory for decodes under way, and for cells beyond those that lanes keep. A few are large, more are
 * small, and most decodes need no more. A large session is left for answering, so that two nodes that decode at once cannot wait
 * for each other.
 */
#include "swarm_parts.h"

void recon_lay_out(struct swarm *s, struct arena *arena)
{
	const struct swarm_options *o = &s->options;
	struct recon_swarm *r = &s->recon;

	r->set_cells = o->cells_max < RECON_CACHED ? o->cells_max : RECON_CACHED;
	r->n_sets = o->cell_sets_max;
	r->n_small = RECON_SMALL_SESSIONS * o->sessions_max;
	r->n_sessions = r->n_small + o->sessions_max;
	uint32_t *next = arena_take(arena, r->n_sets, sizeof(*next));
	pool_init(&r->sets_pool, next, r->n_sets);
	r->sets = arena_take(arena, r->n_sets, sizeof(*r->sets));
	r->cells = arena_take(arena, (size_t)r->n_sets * r->set_cells, sizeof(*r->cells));
	r->changes = arena_take_far(arena, (size_t)r->n_sets * RECON_CHANGES_MAX, sizeof(*r->changes));
	r->asked = arena_take_far(arena, (size_t)r->n_sets, RECON_ASKED_BYTES);
	r->sessions = arena_take_zero(arena, r->n_sessions, sizeof(*r->sessions));
	for (uint32_t i = 0; i < r->n_sessions; i++) {
		uint32_t cells = i < r->n_small ? RECON_SMALL : o->cells_max;
		struct recon_cell *mine = arena_take_far(arena, cells, sizeof(*mine));
		uint8_t *marks = arena_take_far(arena, cells / 8 + 1, sizeof(*marks));
		void *mem = arena_take_far(arena, 1, recon_size(cells));
		if (r->sessions != NULL) {
			r->sessions[i] = (struct recon_session){.cells_max = cells, .cells = mine, .mem = mem, .marks = marks};
		}
	}
}

struct recon_session *recon_session(const struct swarm *s, const struct lane *lane)
{
	return lane->recon.session != 0 ? &s->recon.sessions[lane->recon.session - 1] : NULL;
}

void recon_session_give(struct swarm *s, struct lane *lane)
{
	if (lane->recon.session != 0) {
		s->recon.sessions[lane->recon.session - 1].taken = false;
		lane->recon.session = 0;
		pump_all(s); /* any link may wait for it */
	}
}

struct recon_session *recon_session_take(struct swarm *s, uint32_t at, uint32_t slot, uint32_t cells, bool serves)
{
	struct recon_swarm *r = &s->recon;
	struct lane *lane = lane_at(s, at, slot);
	const struct serve *serve = &s->links[at].serve;

	if (!serves && lane->recon.session != 0 && recon_session(s, lane)->decode == NULL) {
		/* It served the neighbour, which is done with it: it asked us to compare the whole. */
		if (serve->state == SERVE_CELLS && serve->lane == slot) {
			serve_leave(s, at);
		}
		recon_session_give(s, lane);
	}
	bool spare = serves || s->options.sessions_max == 1;
	uint32_t last = r->n_sessions - (spare ? 0 : 1);

	for (uint32_t i = cells <= RECON_SMALL ? 0 : r->n_small; lane->recon.session == 0 && i < last; i++) {
		struct recon_session *session = &r->sessions[i];
		if (session->taken) {
			continue;
		}
		session->taken = true;
		session->link = at;
		session->slot = slot;
		session->part = false;
		session->known = r->set_cells < session->cells_max ? r->set_cells : session->cells_max;
		session->decode = serves ? NULL : recon_init(session->mem, session->cells_max);
		lane->recon.session = i + 1;
	}
	return recon_session(s, lane);
}
