/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cells made by a scan: those of a lane's set, when they are first needed or stale, and those of a session, which go further and
 * are as they were when an exchange began. How often a set is made is bounded by tokens, what it costs by the meter of rows.
 */
#include "swarm_parts.h"

#include <assert.h>
#include <string.h>

bool cells_may_build(struct swarm *s, struct recon_lane *lane)
{
	while (lane->builds < RECON_BUILDS_MAX && s->mono_ms - lane->build_ms >= RECON_BUILD_MS) {
		lane->builds++;
		lane->build_ms += RECON_BUILD_MS;
	}
	if (lane->builds == RECON_BUILDS_MAX) {
		lane->build_ms = s->mono_ms;
	}
	return lane->builds > 0;
}

bool cells_build(struct swarm *s, uint32_t at, struct cell_set *set)
{
	static const struct wire_range all;
	struct link *link = &s->links[at];
	struct lane *lane = &link->lanes[set->slot];
	uint64_t items[SWARM_SHUNNED_MAX];

	if (link->sum_walk.active || !cells_may_build(s, &lane->recon)) {
		return false;
	}
	lane->recon.builds--;
	s->recon.builds++;
	set->state = CELLS_BUILDING;
	set->n_changes = 0;
	set->overrun = set->busy = false;
	memset(set->cells, 0, s->recon.set_cells * sizeof(set->cells[0]));
	walk_begin(link, &link->sum_walk, set->slot, &all);
	set->count = set->n_refused = cells_refused_items(s, items, link, set->slot);
	recon_add_all(set->cells, 0, s->recon.set_cells, items, set->count);
	return true;
}

void cells_doubt(struct swarm *s, struct lane *lane, struct cell_set *set)
{
	bool differs = set->count - set->n_refused != s->boards[set->slot].posts;

	if (set->state == CELLS_READY && differs && s->mono_ms - set->built_ms >= RECON_BUILD_MS &&
	        cells_may_build(s, &lane->recon)) {
		set->state = CELLS_STALE;
	}
}

/* What came or went meanwhile is marked when the scan meets it. */
static void meet(struct cell_set *set, uint64_t item)
{
	for (uint32_t i = 0; i < set->n_changes; i++) {
		set->changes[i].met |= set->changes[i].item == item;
	}
}

/* The short ids of those rows that were told, or are from before anything was. */
static size_t items_of(const struct swarm *s, uint64_t *items, struct cell_set *set, const struct lane *lane,
        const struct swarm_row *rows, size_t n)
{
	size_t n_items = 0;

	for (size_t i = 0; i < n; i++) {
		if (s->recon.told == 0 || rows[i].number <= s->recon.told) {
			items[n_items] = wire_short(&lane->salt, &rows[i].id);
			meet(set, items[n_items++]);
		}
	}
	return n_items;
}

/* What came or went ahead of the scan is settled once the scan has passed its place: it counts as it is now, met or not. */
static void settle_changes(struct swarm *s, struct cell_set *set, const struct walk *walk)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < set->n_changes; i++) {
		const struct recon_change c = set->changes[i];
		if (!cells_passed(walk, &c.place)) {
			set->changes[kept++] = c;
		} else if (c.met == c.gone) {
			cells_apply(s, set, c.item, c.gone);
		}
	}
	set->n_changes = kept;
}

void cells_rows(struct swarm *s, uint32_t at, const struct swarm_row *rows, size_t n)
{
	struct link *link = &s->links[at];
	struct cell_set *set = cells_of(s, &link->lanes[link->sum_walk.lane]);
	uint64_t items[SWARM_SCAN_MAX];

	if (set == NULL || set->state != CELLS_BUILDING) {
		link->sum_walk.active = false;
		return;
	}
	size_t n_items = items_of(s, items, set, &link->lanes[set->slot], rows, n);
	recon_add_all(set->cells, 0, s->recon.set_cells, items, n_items);
	set->count += n_items;
	settle_changes(s, set, &link->sum_walk);
	catch_touch(s, &link->lanes[set->slot]);
	if (link->sum_walk.end) {
		link->sum_walk.active = false;
		set->state = set->overrun ? CELLS_STALE : CELLS_READY;
		set->built_ms = s->mono_ms;
		set->n_changes = 0;
		pump_link(s, at);
	}
}

/* ---- as they were when the exchange began ---- */

void cells_begin(struct cell_set *set)
{
	set->busy = true;
	set->overrun = false;
	set->n_changes = 0;
}

bool cells_then(struct recon_cell *out, uint32_t n, const struct cell_set *set)
{
	if (set == NULL || set->state != CELLS_READY || !set->busy || set->overrun) {
		return false;
	}
	memcpy(out, set->cells, n * sizeof(*out));
	for (uint32_t i = 0; i < set->n_changes; i++) {
		if (set->changes[i].gone) {
			recon_add(out, 0, n, set->changes[i].item);
		} else {
			recon_remove(out, 0, n, set->changes[i].item);
		}
	}
	return true;
}

/* ---- further than the set goes ---- */

void cells_extend(struct swarm *s, uint32_t at, struct recon_session *session, struct walk *walk)
{
	static const struct wire_range all;
	struct link *link = &s->links[at];
	struct cell_set *set = cells_of(s, &link->lanes[session->slot]);

	uint64_t items[SWARM_SHUNNED_MAX];
	size_t n = cells_refused_items(s, items, link, session->slot);

	assert(set != NULL && session->cells_max > s->recon.set_cells);
	memset(session->cells + s->recon.set_cells, 0, (session->cells_max - s->recon.set_cells) * sizeof(*session->cells));
	for (uint32_t i = 0; i < set->n_changes; i++) {
		set->changes[i].met = false;
	}
	for (size_t i = 0; i < n; i++) {
		meet(set, items[i]);
	}
	recon_add_all(session->cells, s->recon.set_cells, session->cells_max, items, n);
	walk_begin(link, walk, session->slot, &all);
}

void cells_extend_rows(struct swarm *s, struct recon_session *session, const struct swarm_row *rows, size_t n)
{
	struct lane *lane = &s->links[session->link].lanes[session->slot];
	struct cell_set *set = cells_of(s, lane);
	uint64_t items[SWARM_SCAN_MAX];

	assert(set != NULL);
	size_t n_items = items_of(s, items, set, lane, rows, n);
	recon_add_all(session->cells, s->recon.set_cells, session->cells_max, items, n_items);
}

static bool changed_before(const struct cell_set *set, uint32_t n, uint64_t item)
{
	for (uint32_t i = 0; i < n; i++) {
		if (set->changes[i].item == item) {
			return true;
		}
	}
	return false;
}

/* Met or not, only what was here when the exchange began may count: what went since was, what came since was not. */
bool cells_extended(struct swarm *s, struct recon_session *session)
{
	struct link *link = &s->links[session->link];
	struct cell_set *set = cells_of(s, &link->lanes[session->slot]);
	const uint32_t from = s->recon.set_cells, n = session->cells_max;

	if (set == NULL || !set->busy || set->overrun) {
		return false;
	}
	for (uint32_t i = 0; i < set->n_changes; i++) {
		const struct recon_change *c = &set->changes[i];
		if (changed_before(set, i, c->item) || c->met == c->gone) {
			continue;
		}
		if (c->gone) {
			recon_add(session->cells, from, n, c->item);
		} else {
			recon_remove(session->cells, from, n, c->item);
		}
	}
	session->known = n;
	return true;
}
