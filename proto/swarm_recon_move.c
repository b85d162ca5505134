/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What follows a decode: the posts that only we have are found by one walk over our own and sent, those that only the neighbour
 * has are asked for (WANT), both at once. Each short id that was shown must come as a post or be named in the GONE that closes the
 * answer; one that does neither was false. An item of ours that the walk does not find, or one of theirs that they do not have,
 * shows that cells are not what is there: they are made anew before the next exchange.
 *
 * Few items are kept with the link, so that its session is free again while posts travel; more stay in the session.
 */
#include "swarm_parts.h"

#include <assert.h>
#include <string.h>

/* ---- what differs ---- */

static uint64_t *wants_of(const struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct recon_session *session = recon_session(s, lane_at(s, at, link->client.lane));
	size_t n;

	return session != NULL ? recon_theirs(session->decode, &n) : link->recon.wants;
}

static uint64_t *mine_of(const struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct recon_session *session = recon_session(s, lane_at(s, at, link->client.lane));
	size_t n;

	return session != NULL ? recon_mine(session->decode, &n) : link->recon.mine;
}

/* What was refused here and the neighbour no longer has needs no sending; it leaves the cells. */
static void forgive(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct recon_link *rl = &s->links[at].recon;
	const struct cell_set *set = cells_of(s, lane_at(s, at, slot));
	uint64_t *mine = mine_of(s, at);

	for (uint32_t i = 0; i < rl->n_mine && set != NULL && set->n_refused > 0; i++) {
		if (cells_forgive_item(s, &s->links[at], slot, mine[i])) {
			rl->n_forgiven++;
		}
	}
}

void recon_settle(struct swarm *s, uint32_t at, struct recon *r)
{
	static const struct wire_range all;
	struct link *link = &s->links[at];
	struct lane *lane = lane_at(s, at, link->client.lane);
	struct recon_link *rl = &link->recon;
	size_t n_theirs, n_mine;
	uint64_t *theirs = recon_theirs(r, &n_theirs), *mine = recon_mine(r, &n_mine);

	*rl = (struct recon_link){.n_wants = (uint32_t)n_theirs, .n_mine = (uint32_t)n_mine};
	page_sort(theirs, n_theirs);
	page_sort(mine, n_mine);
	if (n_theirs <= RECON_FEW && n_mine <= RECON_FEW) {
		memcpy(rl->wants, theirs, n_theirs * sizeof(*theirs));
		memcpy(rl->mine, mine, n_mine * sizeof(*mine));
		recon_session_give(s, lane);
	} else {
		memset(recon_session(s, lane)->marks, 0, n_theirs / 8 + 1);
	}
	lane->recon.behind = n_theirs;
	lane->recon.ahead = n_mine;
	forgive(s, at, link->client.lane);
	rl->walked = rl->n_forgiven == n_mine;
	if (!rl->walked) {
		walk_begin(link, &link->client_walk, link->client.lane, &all);
	}
	catch_touch(s, lane);
	pump_link(s, at);
}

/* ---- posts that only we have ---- */

void recon_move_rows(struct swarm *s, uint32_t at, const struct swarm_row *rows, size_t n)
{
	struct link *link = &s->links[at];
	struct recon_link *rl = &link->recon;
	struct lane *lane = lane_at(s, at, link->client.lane);
	const uint64_t *mine = mine_of(s, at);

	for (size_t i = 0; i < n; i++) {
		if (page_find(mine, rl->n_mine, wire_short(&lane->salt, &rows[i].id)) < rl->n_mine) {
			push_catching(link, link->client.lane, &rows[i]);
			rl->n_found++;
		}
	}
	if (rl->n_found + rl->n_forgiven >= rl->n_mine) {
		link->client_walk.end = true; /* all are found */
	}
	catch_touch(s, lane);
}

static void pump_walk(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	size_t room = push_room(link);

	if (link->recon.walked) {
		return;
	}
	if (link->client_walk.end) {
		link->client_walk.active = false;
		link->recon.walked = true;
		push_fence(&link->client.fence, link);
	} else if (room >= push_scan_room(link)) {
		walk_ask(s, at, &link->client_walk, room);
	}
}

/* ---- posts that only they have ---- */

void recon_want(struct swarm *s, uint32_t at, uint32_t slot, const uint64_t *items, size_t n)
{
	struct lane *lane = lane_at(s, at, slot);
	struct wire_message m = {.type = WIRE_WANT, .lane = lane->my_number};
	uint8_t shorts[WIRE_PAGE_MAX * WIRE_SHORT_BYTES];

	assert(n <= WIRE_PAGE_MAX);
	page_write(shorts, items, n);
	m.want.shorts = (struct kiem_span){shorts, n * WIRE_SHORT_BYTES};
	recon_said(s, at, slot, &m);
}

/* Notes that the nth of the wants is accounted for; false when it was before. */
static bool take(struct swarm *s, uint32_t at, size_t nth)
{
	struct link *link = &s->links[at];
	struct recon_session *session = recon_session(s, lane_at(s, at, link->client.lane));

	if (session == NULL) {
		bool first = (link->recon.taken >> nth & 1) == 0;
		link->recon.taken |= (uint32_t)1 << nth;
		return first;
	}
	uint8_t bit = (uint8_t)(1u << (nth % 8)), *byte = &session->marks[nth / 8];
	bool first = (*byte & bit) == 0;
	*byte |= bit;
	return first;
}

/* A wanted short id is accounted for; false when it was before, or was not wanted. */
static bool account(struct swarm *s, uint32_t at, uint64_t item)
{
	struct recon_link *rl = &s->links[at].recon;
	size_t i = page_find(wants_of(s, at), rl->n_wants, item);

	if (i == rl->n_wants || !take(s, at, i)) {
		return false;
	}
	rl->n_accounted++;
	return true;
}

/*
 * A post came because we seemed to lack it, and was here all along, though not among what is served (past its until, and not erased
 * yet). It counts as had from now on.
 */
void recon_useless(struct swarm *s, uint32_t at, uint32_t slot, const struct kiem_id *id)
{
	struct link *link = &s->links[at];
	struct lane *lane = lane_at(s, at, slot);

	if (!cells_changed(cells_of(s, lane), wire_short(&lane->salt, id))) {
		cells_refused(s, link, slot, door_shun(s, link, id, WIRE_NOT_HERE));
	}
}

void recon_came(struct swarm *s, uint32_t at, uint32_t slot, const struct kiem_id *id, bool new_here)
{
	struct link *link = &s->links[at];

	if (link->client.state != CLIENT_MOVING || link->client.lane != slot) {
		return;
	}
	link->client.moved += new_here;
	if (account(s, at, wire_short(&lane_at(s, at, slot)->salt, id)) && !new_here) {
		recon_useless(s, at, slot, id);
	}
}

/* On which lane a refused post came is not told: that at which the client is, or the one in the middle of an exchange, or the only
 * one. */
static uint32_t lane_of(struct swarm *s, uint32_t at, const struct kiem_id *id)
{
	struct link *link = &s->links[at];
	uint32_t found = SWARM_BOARDS_MAX, n = 0, n_served = 0;

	if (link->client.state != CLIENT_IDLE) {
		recon_came(s, at, link->client.lane, id, true);
		return link->client.lane;
	}
	for (uint64_t active = link->active; active != 0; n++) {
		uint32_t slot = take_bit(&active);
		bool served = link->lanes[slot].phase == LANE_SERVED;
		if (served || n_served == 0) {
			found = slot;
		}
		n_served += served;
	}
	return n_served == 1 || n == 1 ? found : SWARM_BOARDS_MAX;
}

void recon_refused(struct swarm *s, uint32_t at, struct shunned *shunned)
{
	struct link *link = &s->links[at];
	uint32_t slot = lane_of(s, at, &shunned->id);

	if (!door_still_shunned(s, shunned)) {
		link->recon.again = true;
	} else if (slot < SWARM_BOARDS_MAX) {
		cells_refused(s, link, slot, shunned);
	}
}

void recon_gone(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	struct link *link = &s->links[at];
	struct wire_message items = *m;

	for (size_t i = 0; i < m->gone.n; i++) {
		struct wire_gone gone;
		wire_gone_next(&gone, &items);
		if (gone.id.n == WIRE_SHORT_BYTES && account(s, at, page_short(gone.id.p))) {
			link->recon.n_gone++;
		}
	}
	link->client.mark_waits = true;
	link->client.mark_bytes = link->in_bytes;
	catch_touch(s, lane_at(s, at, link->client.lane));
}

static void pump_wants(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct recon_link *rl = &link->recon;
	uint32_t n = rl->n_wants - rl->asked;

	if (link->client.mark_waits && link->done_bytes >= link->client.mark_bytes) {
		link->client.mark_waits = rl->waits = false;
	}
	if (rl->waits || n == 0) {
		return;
	}
	if (!fx_room(s, SWARM_BODY_MAX)) {
		pump_link(s, at);
		return;
	}
	n = n < WIRE_PAGE_MAX ? n : WIRE_PAGE_MAX;
	recon_want(s, at, link->client.lane, wants_of(s, at) + rl->asked, n);
	rl->asked += n;
	rl->waits = true;
}

/* ---- the end ---- */

/* What the exchange showed that was not so. Ids that were shown and neither came nor were named gone are held against the
 * neighbour. */
static void judge(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct link *link = &s->links[at];
	const struct recon_link *rl = &link->recon;

	if (rl->n_found + rl->n_forgiven < rl->n_mine) {
		cells_stale(cells_of(s, lane_at(s, at, slot)));
	}
	link->trust.fruitless = rl->n_wants > 0 && rl->n_gone == rl->n_wants ? link->trust.fruitless + 1 : 0;
	link->trust.false_shorts += rl->n_wants - rl->n_accounted;
	if (link->trust.false_shorts > RECON_FALSE_MAX) {
		links_drop(s, at, SWARM_DROP_OFFENCES, SWARM_REFUSE_MS);
	}
}

static void finish(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	const struct recon_link *rl = &link->recon;
	uint32_t slot = link->client.lane;
	struct lane *lane = lane_at(s, at, slot);
	bool whole = rl->n_found + rl->n_forgiven == rl->n_mine && rl->n_gone == 0 && rl->n_accounted == rl->n_wants && !rl->again;

	judge(s, at, slot);
	if (link->dropping) {
		return;
	}
	client_done(s, at, !whole && ++lane->rounds < SWARM_ROUNDS_MAX);
	if (whole) {
		catch_synced(s, at, slot);
	}
}

void recon_pump_moving(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct recon_link *rl = &link->recon;

	pump_walk(s, at);
	pump_wants(s, at);
	if (!rl->walked || rl->waits || rl->asked < rl->n_wants || !fx_room(s, SWARM_BODY_MAX)) {
		return;
	}
	if (rl->n_found > 0 && !push_fence_left(&link->client.fence, link)) {
		return;
	}
	if (!rl->closed && (rl->n_found > 0 || rl->n_wants == 0)) {
		recon_want(s, at, link->client.lane, NULL, 0); /* that was all */
	}
	rl->closed = true;
	if (rl->n_found == 0 || push_fence_acked(&link->client.fence, link)) {
		finish(s, at);
	}
}
