/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The cells of lanes (recon.h): a pool of sets, each of one lane, made by a scan when they are first needed and kept current by
 * every post that comes or goes. A lane that wants one when all are taken gets the one that was not used for longest.
 *
 * Always: a set that is READY holds each post of its board that the swarm was told of, and each id that was refused here and the
 * neighbour showed, exactly once. What makes that hard is that posts come and go while a scan walks: a scan may or may not meet
 * them. So a post that comes or goes at a place that the scan has not passed is noted, and settled when the scan has passed it,
 * by whether it was met; and a row with a number above all that were told is left to its ADMITTED.
 *
 * The cells of an exchange must be those of one moment: changes since it began are noted, and taken out of what is said.
 */
#include "swarm_parts.h"

#include <string.h>

struct cell_set *cells_of(const struct swarm *s, const struct lane *lane)
{
	return lane->recon.set != 0 ? &s->recon.sets[lane->recon.set - 1] : NULL;
}

void cells_give(struct swarm *s, struct lane *lane)
{
	if (lane->recon.set != 0) {
		pool_give(&s->recon.sets_pool, lane->recon.set - 1);
		lane->recon.set = 0;
	}
}

/* An exchange is under way with it, or about to begin. */
static bool in_use(const struct swarm *s, const struct cell_set *set)
{
	return set->busy || set->asked || set->state == CELLS_BUILDING || lane_at(s, set->link, set->slot)->phase == LANE_SUMMING;
}

/* Takes back the set that was not used for longest and that no exchange needs. */
static void take_back(struct swarm *s)
{
	struct cell_set *oldest = NULL;

	for (uint32_t i = 0; i < s->recon.n_sets; i++) {
		struct cell_set *set = &s->recon.sets[i];
		if (!in_use(s, set) && (oldest == NULL || set->used < oldest->used)) {
			oldest = set;
		}
	}
	if (oldest != NULL) {
		cells_give(s, &s->links[oldest->link].lanes[oldest->slot]);
	}
}

struct cell_set *cells_take(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = &s->links[at].lanes[slot];

	if (lane->recon.set == 0) {
		if (pool_left(&s->recon.sets_pool) == 0) {
			take_back(s);
		}
		size_t place = pool_take(&s->recon.sets_pool);
		if (place == POOL_NONE) {
			return NULL;
		}
		s->recon.sets[place] = (struct cell_set){.link = at,
		        .slot = slot,
		        .cells = s->recon.cells + place * s->recon.set_cells,
		        .changes = s->recon.changes + place * RECON_CHANGES_MAX,
		        .asked_cells = s->recon.asked + place * RECON_ASKED_BYTES};
		lane->recon.set = (uint32_t)place + 1;
	}
	struct cell_set *set = cells_of(s, lane);
	set->used = ++s->recon.uses;
	return set;
}

void cells_stale(struct cell_set *set)
{
	if (set != NULL && set->state == CELLS_READY) {
		set->state = CELLS_STALE;
	}
}

/* ---- changes ---- */

static void note(struct cell_set *set, const struct recon_change *change)
{
	if (set->n_changes == RECON_CHANGES_MAX) {
		set->overrun = true;
		return;
	}
	set->changes[set->n_changes++] = *change;
}

/* Ahead of a scan that makes the cells only what is so in the end counts. */
static void note_ahead(struct cell_set *set, const struct recon_change *change)
{
	for (uint32_t i = 0; i < set->n_changes; i++) {
		if (set->changes[i].item == change->item) {
			set->changes[i].gone = change->gone;
			return;
		}
	}
	note(set, change);
}

bool cells_changed(const struct cell_set *set, uint64_t item)
{
	for (uint32_t i = 0; set != NULL && i < set->n_changes; i++) {
		if (set->changes[i].item == item) {
			return true;
		}
	}
	return false;
}

void cells_apply(struct swarm *s, struct cell_set *set, uint64_t item, bool gone)
{
	if (gone) {
		recon_remove(set->cells, 0, s->recon.set_cells, item);
		set->count--;
	} else {
		recon_add(set->cells, 0, s->recon.set_cells, item);
		set->count++;
	}
}

static int place_compare(const struct wire_place *a, const struct wire_place *b)
{
	return page_compare(a->made, &a->id, b->made, &b->id);
}

bool cells_passed(const struct walk *walk, const struct wire_place *place)
{
	return walk->end || (walk->range.has_after && place_compare(place, &walk->range.after) <= 0);
}

static void change(struct swarm *s, uint32_t at, uint32_t slot, const struct wire_place *place, bool gone)
{
	struct link *link = &s->links[at];
	struct cell_set *set = cells_of(s, &link->lanes[slot]);

	if (set == NULL || set->state == CELLS_STALE) {
		return;
	}
	struct recon_change c = {wire_short(&link->lanes[slot].salt, &place->id), *place, gone, false};
	if (set->state == CELLS_BUILDING && !cells_passed(&link->sum_walk, place)) {
		note_ahead(set, &c);
		return;
	}
	cells_apply(s, set, c.item, gone);
	if (set->busy) {
		note(set, &c);
	}
}

/* ---- ids that were refused here: they count as had, towards the neighbour that showed them ---- */

static void count_refused(struct swarm *s, struct lane *lane, struct shunned *shunned, bool counted)
{
	struct cell_set *set = cells_of(s, lane);

	shunned->counted = counted;
	if (set == NULL || set->state == CELLS_STALE) {
		return; /* made anew, they take it along */
	}
	const struct recon_change c = {wire_short(&lane->salt, &shunned->id), {INT64_MIN, shunned->id}, !counted, false};
	cells_apply(s, set, c.item, c.gone);
	set->n_refused += counted ? 1 : UINT64_MAX;
	if (set->busy) {
		note(set, &c);
	}
}

static size_t n_shunned(const struct swarm *s, const struct link *link)
{
	return link->n_shunned < s->options.shunned_max ? link->n_shunned : s->options.shunned_max;
}

void cells_refused(struct swarm *s, struct link *link, uint32_t slot, struct shunned *shunned)
{
	if (!shunned->counted) {
		shunned->slot = (uint8_t)slot;
		count_refused(s, &link->lanes[slot], shunned, true);
	}
}

void cells_forgive(struct swarm *s, struct link *link, struct shunned *shunned)
{
	if (shunned->counted) {
		count_refused(s, &link->lanes[shunned->slot], shunned, false);
	}
}

/* A post that was refused once was kept after all. */
static void accepted(struct swarm *s, struct link *link, uint32_t slot, const struct kiem_id *id)
{
	for (size_t i = 0; i < n_shunned(s, link); i++) {
		if (link->shunned[i].counted && link->shunned[i].slot == slot &&
		        memcmp(link->shunned[i].id.b, id->b, sizeof(id->b)) == 0) {
			cells_forgive(s, link, &link->shunned[i]);
		}
	}
}

bool cells_forgive_item(struct swarm *s, struct link *link, uint32_t slot, uint64_t item)
{
	for (size_t i = 0; i < n_shunned(s, link); i++) {
		struct shunned *shunned = &link->shunned[i];
		if (shunned->counted && shunned->slot == slot && wire_short(&link->lanes[slot].salt, &shunned->id) == item) {
			cells_forgive(s, link, shunned);
			return true;
		}
	}
	return false;
}

size_t cells_refused_items(const struct swarm *s, uint64_t *items, const struct link *link, uint32_t slot)
{
	size_t n = 0;

	for (size_t i = 0; i < n_shunned(s, link); i++) {
		if (link->shunned[i].counted && link->shunned[i].slot == slot) {
			items[n++] = wire_short(&link->lanes[slot].salt, &link->shunned[i].id);
		}
	}
	return n;
}

/* Those whose time is over are tried again. */
void cells_sweep(struct swarm *s, struct link *link, uint32_t slot)
{
	for (size_t i = 0; i < n_shunned(s, link); i++) {
		if (link->shunned[i].slot == slot && !door_still_shunned(s, &link->shunned[i])) {
			cells_forgive(s, link, &link->shunned[i]);
		}
	}
}

/* ---- what is told ---- */

void cells_admitted(struct swarm *s, uint32_t slot, const struct swarm_admitted *post, uint32_t from)
{
	const struct wire_place place = {post->made, post->id};

	s->recon.told = post->number > s->recon.told ? post->number : s->recon.told;
	if (slot < s->options.boards_max) {
		s->boards[slot].posts++;
	}
	for (uint64_t up = slot < s->options.boards_max ? s->up : 0; up != 0;) {
		uint32_t at = take_bit(&up);
		struct lane *lane = &s->links[at].lanes[slot];
		if ((s->links[at].active >> slot & 1) == 0) {
			continue;
		}
		const struct cell_set *set = cells_of(s, lane);
		if (set != NULL && set->n_refused > 0) {
			accepted(s, &s->links[at], slot, &post->id);
		}
		lane->recon.idle = lane->recon.idle && at == from;
		change(s, at, slot, &place, false);
	}
}

void cells_removed(struct swarm *s, const struct swarm_in *in)
{
	const struct wire_place place = {in->removed.made, in->removed.id};
	uint32_t slot = boards_slot(s, in->removed.board);

	if (slot < s->options.boards_max) {
		s->boards[slot].posts--;
		recon_recent_gone(s, slot, &in->removed.id);
	}
	for (uint64_t up = slot < s->options.boards_max ? s->up : 0; up != 0;) {
		uint32_t at = take_bit(&up);
		if ((s->links[at].active >> slot & 1) != 0) {
			change(s, at, slot, &place, true);
		}
	}
}

/* Posts that left without being told one by one, or came so, show in the count: nobody knows which, so all cells are made anew. */
void cells_board(struct swarm *s, uint32_t slot, const struct swarm_in *in)
{
	struct board *b = &s->boards[slot];

	if (in->board.posts != b->posts) {
		recon_recent_doubt(s, slot);
		for (uint64_t up = s->up; up != 0;) {
			uint32_t at = take_bit(&up);
			if ((s->links[at].active >> slot & 1) != 0) {
				cells_stale(cells_of(s, lane_at(s, at, slot)));
			}
		}
	}
	if (in->board.upto > s->recon.told || in->board.upto == 0) {
		s->recon.told = in->board.upto;
	}
	b->posts = in->board.posts;
}
