/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The driver: a step's effects, all of them, in order, before the next step. What they are owed (the head comment of
 * kiem/swarm.h) are events of their own, in answers.c.
 */
#include "parts.h"

#include <assert.h>
#include <string.h>

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
			if (p->measured != POST_NONE && node_honest(n) && n->links[link].state == LINK_UP) {
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

	n->timer_us = at_ms * 1000 > sim->now_us && sim->plants[PLANT_SPIN] == 0 ? at_ms * 1000 : sim->now_us;
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
		answers_admit(sim, node, e);
		break;
	case SWARM_SCAN:
		answers_scan(sim, node, e);
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
		answers_look(sim, node, e);
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
