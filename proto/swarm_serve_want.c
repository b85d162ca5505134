/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * WANT, at the end that is asked: the posts themselves are the answer, and GONE names those that are not here. After a decode that
 * is all there is to say, so it closes only when something is missing; a list that goes on waits for its GONE in any case. What our
 * cells claimed and is not here leaves them, or they are made anew.
 */
#include "swarm_parts.h"

/* Who decoded wants nothing more: what we lacked has come. */
static void settled(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = lane_at(s, at, slot);

	if ((lane->phase == LANE_SUMMED || lane->phase == LANE_SERVED) && !lane->recon.parted) {
		recon_let_go(s, at, slot);
		catch_phase(s, at, lane, LANE_SERVED);
		lane->recon.settles = true;
		lane->recon.settle_bytes = s->links[at].in_bytes;
	}
}

/* Few that are all among the recent posts are not looked for. */
static void serve_recent(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	struct page *page = link->serve_page;

	if (recon_recent(s, at, link->serve.lane, page->shorts, page->n)) {
		for (size_t i = 0; i < page->n; i++) {
			page_meet(page, i);
		}
		link->serve_walk.end = true;
	}
}

void serve_want(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	struct link *link = &s->links[at];
	uint32_t slot;
	struct lane *lane = boards_lane(s, at, &slot, m->lane);

	if (lane == NULL) {
		return;
	}
	recon_heard(s, lane);
	if (m->want.shorts.n == 0) {
		settled(s, at, slot);
		return;
	}
	serve_begin(s, at, slot, SERVE_WANT, &m->want.range);
	if (!page_take(s, &link->serve_page)) {
		serve_leave(s, at); /* not answered: who asked gives up after a while, and asks again at the next interval */
		return;
	}
	page_read(link->serve_page, m->want.shorts);
	serve_recent(s, at);
}

/* What our cells claimed and is not here: refused once, or the cells are not what is here. Else both have the same now. */
static void answered(struct swarm *s, uint32_t at, uint32_t slot, const struct wire_gone *items, size_t n)
{
	struct lane *lane = lane_at(s, at, slot);

	for (size_t i = 0; i < n; i++) {
		if (!cells_forgive_item(s, &s->links[at], slot, page_short(items[i].id.p))) {
			cells_stale(cells_of(s, lane));
		}
	}
	if (n == 0) {
		catch_synced(s, at, slot);
	} else {
		catch_phase(s, at, lane, LANE_IDLE);
	}
}

/* The items point into the page, rewritten in the wire's order of bytes. */
void serve_say_gone(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];
	uint32_t slot = link->serve.lane;
	struct lane *lane = lane_at(s, at, slot);
	struct page *page = link->serve_page;
	struct wire_gone items[WIRE_PAGE_MAX];
	size_t n = 0, n_body, cap;
	uint8_t *body = fx_body(s, &cap), *bytes = (uint8_t *)page->shorts;

	page_write(bytes, page->shorts, page->n);
	for (size_t i = 0; i < page->n; i++) {
		if (!page_met(page, i)) {
			items[n++] = (struct wire_gone){{bytes + i * WIRE_SHORT_BYTES, WIRE_SHORT_BYTES}, WIRE_NOT_HERE};
		}
	}
	if (n > 0 || lane->recon.listed) { /* when every one is found, they are the answer */
		wire_write_gone(body, &n_body, cap, &lane->my_number, items, n);
		fx_sent(s, at, n_body);
		recon_count(lane, n_body);
	}
	if (lane->phase == LANE_SERVED && !lane->recon.listed && !lane->recon.parted) {
		answered(s, at, slot, items, n);
	}
	serve_leave(s, at);
}
