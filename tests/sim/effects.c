/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The driver: a step's effects, all of them, in order, before the next step; and the answers that they are owed (the head comment
 * of kiem/swarm.h). Answers are events of their own, never given from within a step. The door judges posts when they come in and
 * keeps them a moment later, when the disk has them: what crashes in between is lost, and was acknowledged to nobody.
 */
#include "sim.h"

#include <assert.h>
#include <string.h>

/* What waits between ADMIT and the disk. */
struct door_item {
	uint32_t post;
	uint8_t hops;
};

/* ---- posts out ---- */

static void flush_link(struct sim *sim, uint32_t node, uint32_t link)
{
	struct node *n = &sim->nodes[node];
	size_t total = sim->pack[link].n;

	for (size_t i = 0; i < total;) {
		struct wire_posts w;
		uint64_t told = 0;
		bool pushed = sim->pack[link].hops[i] != 0;

		wire_posts_begin(&w, sim->buffer, sizeof(sim->buffer));
		for (; i < total && (sim->pack[link].hops[i] != 0) == pushed; i++, told++) {
			uint32_t post = (uint32_t)(sim->pack[link].numbers[i] - 1);
			const struct sim_post *p = &sim->posts.list[post];

			if (!store_has(&n->store, post) || (n->hostile != 0 && hostile_withholds(sim, node, post))) {
				continue;
			}
			if (pushed ? !wire_posts_push(&w, p->bytes, p->n, sim->pack[link].hops[i])
			           : !wire_posts_add(&w, p->bytes, p->n)) {
				break;
			}
			if (p->measured != POST_NONE && node_honest(n)) {
				measure_sent(sim, p->measured);
			}
		}
		struct kiem_span body = w.n_posts > 0 ? wire_posts_finish(&w) : (struct kiem_span){NULL, 0};
		net_send(sim, node, link, body.p, body.n, told, w.bytes);
	}
	sim->pack[link].n = 0;
	sim->packing &= ~(1ull << link);
}

static void send_post(struct sim *sim, const struct swarm_effect *e)
{
	size_t at = sim->pack[e->link].n++;

	assert(e->send_post.number > 0 && e->send_post.number <= sim->posts.n);
	sim->pack[e->link].numbers[at] = e->send_post.number;
	sim->pack[e->link].hops[at] = e->send_post.hops;
	sim->packing |= 1ull << e->link;
}

static void send_body(struct sim *sim, uint32_t node, const struct swarm_effect *e)
{
	struct kiem_span body = e->body;

	if ((sim->packing >> e->link & 1) != 0) {
		flush_link(sim, node, e->link); /* a body does not overtake posts, nor they a body */
	}
	sim_mix_bytes(sim, body.p, body.n);
	if (sim->nodes[node].hostile == 0 || hostile_bend(sim, node, e->link, &body)) {
		net_send(sim, node, e->link, body.p, body.n, 0, 0);
	}
}

/* ---- the door and the store ---- */

static void admit(struct sim *sim, uint32_t node, const struct swarm_effect *e)
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

	if (p->verdict != KIEM_OK) {
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
	store_put(&n->store, &sim->posts, post);
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

static void scan(struct sim *sim, uint32_t node, const struct swarm_effect *e)
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
static void look(struct sim *sim, uint32_t node, const struct swarm_effect *e)
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

/* ---- the rest ---- */

static void drop(struct sim *sim, uint32_t node, const struct swarm_effect *e)
{
	struct node *n = &sim->nodes[node];

	sim->drops[e->drop.why]++;
	if (e->drop.refuse_ms != 0) {
		unsigned at = n->n_refused < 8 ? n->n_refused++ : 0;
		for (unsigned i = 1; at == 0 && i < n->n_refused; i++) {
			at = n->refused[i].until_us < n->refused[at].until_us ? i : at;
		}
		n->refused[at].node = n->links[e->link].peer;
		n->refused[at].until_us = sim->now_us + e->drop.refuse_ms * 1000;
	}
	net_close(sim, node, e->link);
}

static void notify(struct sim *sim, uint32_t node, const struct swarm_effect *e)
{
	struct node *n = &sim->nodes[node];

	switch (e->notify.what) {
	case SWARM_NOTE_HELD:
		check_held(sim, node, e);
		break;
	case SWARM_NOTE_CURSOR:
		n->cursors[e->notify.board - 1].made = e->notify.made;
		n->cursors[e->notify.board - 1].id = e->notify.id;
		n->cursors[e->notify.board - 1].complete = e->notify.complete;
		break;
	case SWARM_NOTE_OFFENCE:
		sim->offences++;
		break;
	case SWARM_NOTE_PEER:
		node_remember(sim, node, e);
		break;
	default:
		break;
	}
}

static void set_timer(struct sim *sim, uint32_t node, uint64_t at_ms)
{
	struct node *n = &sim->nodes[node];
	struct event e = {.type = EVENT_TIMER, .node = node, .life = n->life};

	n->timer_us = at_ms * 1000 > sim->now_us ? at_ms * 1000 : sim->now_us;
	/* An event that comes sooner looks again; only an earlier time needs one of its own. */
	if (n->timer_us < n->timer_queued_us) {
		n->timer_queued_us = n->timer_us;
		heap_push(&sim->heap, n->timer_us, &e);
	}
}

static void carry_out(struct sim *sim, uint32_t node, const struct swarm_effect *e)
{
	switch (e->type) {
	case SWARM_ADMIT:
		admit(sim, node, e);
		break;
	case SWARM_SCAN:
		scan(sim, node, e);
		break;
	case SWARM_SEND:
		send_body(sim, node, e);
		break;
	case SWARM_SEND_POST:
		send_post(sim, e);
		break;
	case SWARM_DIAL:
		net_dial(sim, node, &e->dial.node, e->dial.address);
		break;
	case SWARM_DROP_LINK:
		drop(sim, node, e);
		break;
	case SWARM_SET_TIMER:
		set_timer(sim, node, e->timer_ms);
		break;
	case SWARM_NOTIFY:
		notify(sim, node, e);
		break;
	case SWARM_LOOK:
		look(sim, node, e);
		break;
	}
}

/* A new descriptor is a step of its own, so it comes when the effects of this one are done with. */
static void answer_dialable(struct sim *sim, uint32_t node)
{
	struct event e = {.type = EVENT_DIALABLE, .node = node, .life = sim->nodes[node].life};

	for (size_t i = 0; i < sim->fx->n; i++) {
		const struct swarm_effect *f = &sim->fx->effects[i];

		if (f->type == SWARM_NOTIFY && f->notify.what == SWARM_NOTE_DIALABLE) {
			e.a = f->notify.dialable;
			e.n = (uint32_t)f->notify.address.n;
			e.body = e.n == 0 ? NULL : memcpy(slab_take(&sim->slab, e.n), f->notify.address.p, e.n);
			heap_push(&sim->heap, sim->now_us, &e);
		}
	}
}

void effects_carry_out(struct sim *sim, uint32_t node)
{
	bool dialable = false;

	for (size_t i = 0; i < sim->fx->n; i++) {
		const struct swarm_effect *e = &sim->fx->effects[i];

		sim_mix(sim, (uint64_t)e->type << 32 | e->link);
		dialable = dialable || (e->type == SWARM_NOTIFY && e->notify.what == SWARM_NOTE_DIALABLE);
		carry_out(sim, node, e);
	}
	for (uint64_t links = sim->packing; links != 0; links = sim->packing) {
		flush_link(sim, node, (uint32_t)__builtin_ctzll(links));
	}
	if (dialable) {
		answer_dialable(sim, node);
	}
}

/* ---- answers and bodies ---- */

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
		sim->nodes[e->node].bytes_in += e->n;
		if (sim->nodes[e->node].hostile != 0) {
			hostile_heard(sim, e->node, in.body);
		}
	}
	sim_step(sim, e->node, &in);
}

void effects_event(struct sim *sim, const struct event *e)
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
