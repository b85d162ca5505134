/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bounded walks over a board's posts: each link has three (for its SUM, as client, as server), each with at most one SCAN
 * in flight, also when one activity after another is begun and given up: the next asks when the answer to the one before it has
 * come. So a driver never owes more than three a link, whatever a neighbour says. What they may cost is metered in rows a link,
 * whoever asked for it: a burst that is enough for a few million posts, then a trickle, so that a neighbour who asks without end is
 * served slowly instead of being refused.
 */
#include "swarm_parts.h"

#include <assert.h>

void walk_refill(struct swarm *s, struct link *link)
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

void walk_begin(struct link *link, struct walk *walk, uint32_t slot, const struct wire_range *range)
{
	bool in_flight = walk->in_flight;
	size_t asked = walk->asked;

	*walk = (struct walk){.active = true, .lane = slot, .range = *range, .seq = link->seq};
	walk->in_flight = in_flight;
	walk->asked = asked;
	link->seq = (link->seq + 1) & 0x3fff;
}

void walk_ask(struct swarm *s, uint32_t at, struct walk *walk, size_t max)
{
	struct link *link = &s->links[at];

	if (!walk->active || walk->in_flight || walk->end || max == 0) {
		return;
	}
	if (link->rows <= 0) {
		return;
	}
	if (!fx_room(s, 0)) {
		pump_link(s, at);
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

void walk_scanned(struct swarm *s, const struct swarm_in *in)
{
	struct link *link = &s->links[in->link];
	struct walk *walk = walk_of(link, in->ticket & 3);

	if (!link->up || link->generation != in->ticket >> 16 || walk == NULL || !walk->in_flight) {
		return; /* of an earlier life of the link */
	}
	assert(in->scanned.n <= walk->asked);
	link->rows += (int64_t)(walk->asked - in->scanned.n) - 1; /* an empty one costs a little too */
	walk->in_flight = false;
	if (!walk->active || ticket_of(link, walk) != in->ticket) {
		return; /* of an activity that was given up; the one after it may ask now */
	}
	walk->end = in->scanned.end;
	if (in->scanned.n > 0) {
		const struct swarm_row *last = &in->scanned.rows[in->scanned.n - 1];
		walk->range.has_after = true;
		walk->range.after = (struct wire_place){last->made, last->id};
	}
	if (walk == &link->sum_walk) {
		cells_rows(s, in->link, in->scanned.rows, in->scanned.n);
	} else if (walk == &link->client_walk) {
		client_rows(s, in->link, in->scanned.rows, in->scanned.n);
	} else {
		serve_rows(s, in->link, in->scanned.rows, in->scanned.n);
	}
}

uint64_t walk_next_due(const struct link *link)
{
	const struct walk *walks[] = {&link->sum_walk, &link->client_walk, &link->serve_walk};

	for (size_t i = 0; i < 3 && link->rows <= 0; i++) {
		if (walks[i]->active && !walks[i]->in_flight && !walks[i]->end) {
			return link->rows_ms + (uint64_t)-link->rows / SWARM_ROWS_PER_MS + 1;
		}
	}
	return UINT64_MAX;
}
