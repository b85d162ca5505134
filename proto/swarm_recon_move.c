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

uint64_t *recon_wants(const struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct recon_session *session = recon_session(s, lane_at(s, at, link->client.lane));
	size_t n;

	return session != NULL ? recon_theirs(session->decode, &n) : link->recon->wants;
}

static uint64_t *mine_of(const struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct recon_session *session = recon_session(s, lane_at(s, at, link->client.lane));
	size_t n;

	return session != NULL ? recon_mine(session->decode, &n) : link->recon->mine;
}

/* What was refused here and the neighbour no longer has needs no sending; it leaves the cells. */
static void forgive(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct recon_link *rl = s->links[at].recon;
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
	struct recon_link *rl = link->recon;
	size_t n_theirs, n_mine;
	uint64_t *theirs = recon_theirs(r, &n_theirs), *mine = recon_mine(r, &n_mine);

	struct recon_link anew = {.part = rl->part, .n_wants = (uint32_t)n_theirs, .n_mine = (uint32_t)n_mine};
	memcpy(rl, &anew, offsetof(struct recon_link, wants));
	page_sort(theirs, n_theirs);
	page_sort(mine, n_mine);
	if (n_theirs <= RECON_FEW && n_mine <= RECON_FEW) {
		memcpy(rl->wants, theirs, n_theirs * sizeof(*theirs));
		memcpy(rl->mine, mine, n_mine * sizeof(*mine));
		recon_session_give(s, lane);
	} else {
		memset(recon_session(s, lane)->marks, 0, n_theirs / 8 + 1);
	}
	lane->recon.exact = true;
	lane->recon.behind = n_theirs;
	lane->recon.ahead = n_mine;
	forgive(s, at, link->client.lane);
	rl->walked = rl->n_forgiven == n_mine;
	if (!rl->walked && rl->n_forgiven == 0 && recon_recent(s, at, link->client.lane, mine_of(s, at), n_mine)) {
		rl->n_found = rl->n_mine;
		rl->walked = true;
		push_fence(&link->client.fence, link);
	}
	if (!rl->walked) {
		walk_begin(link, &link->client_walk, link->client.lane, rl->part.on ? &rl->part.range : &all);
	}
	catch_touch(s, lane);
	pump_link(s, at);
}

/* ---- posts that only we have ---- */

void recon_move_rows(struct swarm *s, uint32_t at, const struct swarm_row *rows, size_t n)
{
	struct link *link = &s->links[at];
	struct recon_link *rl = link->recon;
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

	if (link->recon->walked) {
		return;
	}
	if (link->client_walk.end || !served_may(s, at)) {
		link->client_walk.active = false;
		link->recon->walked = true;
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
	if (lane->phase == LANE_CLIENT && s->links[at].recon->part.on) {
		m.want.range = s->links[at].recon->part.range;
	}
	recon_said(s, at, slot, &m);
}

static void pump_wants(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct recon_link *rl = link->recon;
	uint32_t n = rl->n_wants - rl->asked;

	bool closed = link->client.mark_waits && link->done_bytes >= link->client.mark_bytes;
	if (closed || rl->n_answered == rl->asked) {
		link->client.mark_waits = rl->waits = false;
		rl->n_answered = rl->asked;
	}
	if (rl->waits || n == 0) {
		return;
	}
	if (!fx_room(s, SWARM_BODY_MAX)) {
		pump_link(s, at);
		return;
	}
	n = n < WIRE_PAGE_MAX ? n : WIRE_PAGE_MAX;
	recon_want(s, at, link->client.lane, recon_wants(s, at) + rl->asked, n);
	for (; n > 0; n--) {
		rl->n_answered += recon_taken(s, at, rl->asked++); /* some came by themselves */
	}
	rl->waits = true;
}

/* ---- the end ---- */

/* What the exchange showed that was not so. Ids that were shown and neither came nor were named gone are held against the
 * neighbour. */
void recon_judge(struct swarm *s, uint32_t at, uint32_t slot, bool stalled)
{
	struct link *link = &s->links[at];
	const struct recon_link *rl = link->recon;
	uint64_t missing = (stalled ? rl->asked : rl->n_wants) - (stalled ? rl->n_answered : rl->n_accounted);

	if (!stalled && rl->n_found + rl->n_forgiven < rl->n_mine) {
		cells_stale(cells_of(s, lane_at(s, at, slot)));
	}
	link->trust.false_shorts += stalled && missing > RECON_STALL_SHORTS ? RECON_STALL_SHORTS : missing;
	if (link->trust.false_shorts > RECON_FALSE_MAX) {
		links_drop(s, at, SWARM_DROP_OFFENCES, SWARM_REFUSE_MS);
	}
}

static void finish(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	const struct recon_link *rl = link->recon;
	uint32_t slot = link->client.lane;
	struct lane *lane = lane_at(s, at, slot);
	bool whole = rl->n_found + rl->n_forgiven == rl->n_mine && rl->n_gone == 0 && rl->n_accounted == rl->n_wants && !rl->again;

	recon_judge(s, at, slot, false);
	if (link->dropping || recon_next_part(s, at)) {
		return;
	}
	if (rl->part.on) {
		client_done(s, at, true); /* one more look at all */
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
	struct recon_link *rl = link->recon;

	pump_walk(s, at);
	pump_wants(s, at);
	if (!rl->walked || rl->waits || rl->asked < rl->n_wants || !fx_room(s, SWARM_BODY_MAX)) {
		return;
	}
	if (rl->n_found > 0 && !push_fence_left(&link->client.fence, link)) {
		return;
	}
	if (!rl->closed && !rl->part.on && (rl->n_found > 0 || rl->n_wants == 0)) {
		recon_want(s, at, link->client.lane, NULL, 0); /* that was all */
	}
	rl->closed = true;
	if (rl->n_found == 0 || push_fence_acked(&link->client.fence, link)) {
		finish(s, at);
	}
}
