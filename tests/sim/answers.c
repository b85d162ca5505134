/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a swarm is owed for its effects: each an event of its own, never given from within a step. The door judges posts when they
 * come in and keeps them a moment later, when the disk has them: what crashes in between is lost, and was acknowledged to nobody.
 */
#include "parts.h"

#include <assert.h>
#include <string.h>

/* What waits between ADMIT and the disk. */
struct door_item {
	uint32_t post;
	uint8_t hops;
};

/* ---- the door and the store ---- */

void answers_admit(struct sim *sim, uint32_t node, const struct swarm_effect *e)
{
	struct event later = {.type = EVENT_COMMIT, .node = node, .link = (uint8_t)e->link, .life = sim->nodes[node].life};
	struct door_item *items = slab_take(&sim->slab, e->admit.n * sizeof(*items));

	for (size_t i = 0; i < e->admit.n; i++) {
		items[i] = (struct door_item){
		        posts_take(&sim->posts, e->admit.posts[i]), e->admit.hops != NULL ? e->admit.hops[i] : 0};
	}
	later.a = e->ticket;
	later.b = sim->nodes[node].links[e->link].peer;
	later.body = items;
	later.n = (uint32_t)(e->admit.n * sizeof(*items));
	heap_push(&sim->heap, sim->now_us + sim->scenario->disk_us, &later);
}

static enum kiem_verdict keep(struct sim *sim, uint32_t node, uint32_t post)
{
	struct node *n = &sim->nodes[node];
	const struct sim_post *p = &sim->posts.list[post];
	int64_t now = sim_clock(sim, n);

	if (p->verdict != KIEM_OK && sim->plants[PLANT_OPEN_DOOR] == 0) {
		return p->verdict;
	}
	if (p->board >= sim->scenario->boards || n->leaves) {
		return KIEM_UNFOLLOWED;
	}
	if (store_has(&n->store, post)) {
		return KIEM_KNOWN;
	}
	if (p->until <= now) {
		return KIEM_EXPIRED;
	}
	if (p->made > now + 15 * 60000) {
		return KIEM_DEFERRED;
	}
	if (sim->plants[PLANT_FORGETFUL_DISK] == 0) {
		store_put(&n->store, &sim->posts, post);
	}
	return KIEM_OK;
}

static void on_commit(struct sim *sim, const struct event *e)
{
	struct swarm_admitted told[SWARM_FRAME_POSTS_MAX];
	const struct door_item *items = e->body;
	struct swarm_in in = {.type = SWARM_ADMITTED, .link = e->link, .ticket = e->a};

	in.admitted.posts = told;
	in.admitted.n = e->n / sizeof(*items);
	for (size_t i = 0; i < in.admitted.n; i++) {
		uint32_t post = items[i].post;
		const struct sim_post *p = &sim->posts.list[post];

		told[i] = (struct swarm_admitted){.id = p->id, .made = p->made, .board = p->board + 1, .hops = items[i].hops};
		told[i].verdict = keep(sim, e->node, post);
		told[i].number = told[i].verdict == KIEM_OK || told[i].verdict == KIEM_KNOWN ? post + 1 : 0;
		if (told[i].verdict == KIEM_OK && p->measured != POST_NONE) {
			measure_kept(sim, e->node, e->b, p->measured);
		}
	}
	sim_step(sim, e->node, &in);
}

void answers_scan(struct sim *sim, uint32_t node, const struct swarm_effect *e)
{
	struct event later = {.type = EVENT_SCANNED, .node = node, .link = (uint8_t)e->link, .life = sim->nodes[node].life};

	assert(e->scan.max > 0 && e->scan.max <= SWARM_SCAN_MAX);
	later.n = sizeof(*e);
	later.body = memcpy(slab_take(&sim->slab, sizeof(*e)), e, sizeof(*e));
	heap_push(&sim->heap, sim->now_us, &later);
}

static void on_scanned(struct sim *sim, const struct event *e)
{
	static struct swarm_row rows[SWARM_SCAN_MAX];
	const struct swarm_effect *asked = e->body;
	const struct node *n = &sim->nodes[e->node];
	struct swarm_in in = {.type = SWARM_SCANNED, .link = asked->link, .ticket = asked->ticket};

	in.scanned.n = store_scan(&n->store, &sim->posts, rows, &in.scanned.end, asked, sim_clock(sim, n));
	in.scanned.rows = rows;
	sim_step(sim, e->node, &in);
}

/* ticket, board, then the prefixes. */
void answers_look(struct sim *sim, uint32_t node, const struct swarm_effect *e)
{
	struct event later = {.type = EVENT_LOOKED, .node = node, .link = (uint8_t)e->link, .life = sim->nodes[node].life};

	assert(e->look.n > 0 && e->look.n <= SWARM_LOOK_MAX);
	later.a = e->ticket;
	later.b = e->look.board;
	later.flags = e->link == SWARM_NO_LINK;
	later.n = (uint32_t)(e->look.n * sizeof(uint64_t));
	later.body = memcpy(slab_take(&sim->slab, later.n), e->look.prefixes, later.n);
	heap_push(&sim->heap, sim->now_us, &later);
}

static void on_looked(struct sim *sim, const struct event *e)
{
	static struct swarm_looked rows[SWARM_LOOK_MAX];
	const struct node *n = &sim->nodes[e->node];
	const uint64_t *prefixes = e->body;
	struct swarm_in in = {.type = SWARM_LOOKED, .link = e->flags != 0 ? SWARM_NO_LINK : e->link, .ticket = e->a};

	in.looked.n = e->n / sizeof(*prefixes);
	in.looked.rows = rows;
	for (size_t i = 0; i < in.looked.n; i++) {
		uint32_t post = posts_find(&sim->posts, prefixes[i]);

		rows[i] = (struct swarm_looked){.prefix = prefixes[i]};
		if (post != POST_NONE && store_has(&n->store, post) && sim->posts.list[post].board + 1 == e->b) {
			const struct sim_post *p = &sim->posts.list[post];
			rows[i] = (struct swarm_looked){prefixes[i], post + 1, p->made, p->id};
		}
	}
	sim_step(sim, e->node, &in);
}

/* ---- what happens to a node ---- */

static void on_link_event(struct sim *sim, const struct event *e)
{
	const struct sim_link *l = &sim->nodes[e->node].links[e->link];
	struct swarm_in in = {.type = SWARM_RECV, .link = e->link};

	if (l->life != e->life || (l->state != LINK_UP && e->type == EVENT_RECV)) {
		return;
	}
	if (e->type == EVENT_WRITABLE) {
		in.type = SWARM_WRITABLE;
		in.writable.posts = e->a;
		in.writable.bytes = e->b;
	} else {
		in.body = (struct kiem_span){e->body, e->n};
		if (sim->nodes[e->node].hostile != 0) {
			hostile_heard(sim, e->node, in.body);
		}
	}
	sim_step(sim, e->node, &in);
}

void answers_event(struct sim *sim, const struct event *e)
{
	struct swarm_in in = {.type = SWARM_DIAL_FAILED, .link = SWARM_NO_LINK};

	if (e->type == EVENT_RECV || e->type == EVENT_WRITABLE) {
		on_link_event(sim, e);
	} else if (e->life != sim->nodes[e->node].life) {
		return; /* of before a crash */
	} else if (e->type == EVENT_COMMIT) {
		on_commit(sim, e);
	} else if (e->type == EVENT_SCANNED) {
		on_scanned(sim, e);
	} else if (e->type == EVENT_LOOKED) {
		on_looked(sim, e);
	} else if (e->type == EVENT_DIALABLE) {
		node_new_descriptor(sim, e->node, e->a != 0, (struct kiem_span){e->body, e->n});
	} else {
		memcpy(in.neighbour.node.b, e->body, sizeof(in.neighbour.node.b));
		sim_step(sim, e->node, &in);
	}
}
