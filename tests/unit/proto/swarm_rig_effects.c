/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the driver of the rig does with the effects of a step, and its links. See swarm_rig.h. */
#include "swarm_rig.h"

static void trace(struct rig *rig, const void *bytes, size_t n)
{
	const uint8_t *p = bytes;

	for (size_t i = 0; i < n; i++) {
		rig->trace = (rig->trace ^ p[i]) * 0x100000001b3ULL;
	}
}

void rig_link_up(struct rig *rig, unsigned node, unsigned link, bool dialled, const struct kiem_key *key, const uint8_t *curve)
{
	struct rig_event e = {
	        .at = rig->mono_ms + rig->latency_ms, .type = EVENT_UP, .node = node, .link = link, .dialled = dialled};

	e.life = rig->nodes[node].far[link].life;
	e.key = *key;
	memcpy(e.curve, curve, sizeof(e.curve));
	rig_push(rig, e);
}

unsigned rig_take_link(struct rig *rig, unsigned node, unsigned far_node)
{
	struct rig_node *n = &rig->nodes[node];

	for (unsigned i = 0; i < rig->options.links_max; i++) {
		if (!n->far[i].up && n->far[i].free_at <= rig->mono_ms) {
			unsigned life = n->far[i].life + 1;
			memset(&n->far[i], 0, sizeof(n->far[i]));
			n->far[i].up = true;
			n->far[i].node = far_node;
			n->far[i].life = life;
			return i;
		}
	}
	fail_msg("no free link");
	return 0;
}

unsigned rig_join(struct rig *rig, unsigned dialler, unsigned listener)
{
	struct rig_node *d = &rig->nodes[dialler], *l = &rig->nodes[listener];
	unsigned a = rig_take_link(rig, dialler, listener), b = rig_take_link(rig, listener, dialler);

	d->far[a].link = b;
	l->far[b].link = a;
	rig_link_up(rig, listener, b, false, &d->key, d->curve);
	rig_link_up(rig, dialler, a, true, &l->key, l->curve);
	return a;
}

static void end_down(struct rig *rig, unsigned node, unsigned link)
{
	struct rig_far *far = &rig->nodes[node].far[link];

	if (far->up) {
		far->up = false;
		far->free_at = rig->mono_ms + 1000;
		rig_push(rig, (struct rig_event){
		                      .at = rig->mono_ms + 1, .type = EVENT_DOWN, .node = node, .link = link, .life = far->life});
	}
}

void rig_cut(struct rig *rig, unsigned node, unsigned link)
{
	struct rig_far *far = &rig->nodes[node].far[link];

	if (far->up && far->node != RIG_PUPPET) {
		end_down(rig, far->node, far->link);
	}
	end_down(rig, node, link);
}

static void send_body(struct rig *rig, unsigned node, unsigned link, const uint8_t *body, size_t n)
{
	struct rig_far *far = &rig->nodes[node].far[link];
	struct rig_event e = {.at = rig->mono_ms + rig->latency_ms, .type = EVENT_BODY};

	assert_true(n <= SWARM_BODY_MAX);
	if (!far->up || rig->nodes[node].mute) {
		return;
	}
	if (far->node == RIG_PUPPET) {
		rig_hear(rig, link, body, n);
		return;
	}
	e.at = e.at > far->last_at ? e.at : far->last_at;
	far->last_at = e.at;
	e.node = far->node;
	e.link = far->link;
	e.life = rig->nodes[far->node].far[far->link].life;
	e.n = n;
	e.body = malloc(n);
	assert_non_null(e.body);
	memcpy(e.body, body, n);
	rig_push(rig, e);
}

/* The window, as somebody who looks at the line sees it: bytes of posts gone by and not acknowledged. */
static void look_at_ack(struct rig *rig, unsigned node, unsigned link, const uint8_t *body, size_t n)
{
	struct rig_far *mine = &rig->nodes[node].far[link];
	struct wire_message m;

	if (wire_read(&m, body, n) == KIEM_OK && m.type == WIRE_ACK && mine->up && mine->node != RIG_PUPPET) {
		rig->nodes[mine->node].far[mine->link].acked = m.ack;
	}
}

static bool add_post(struct wire_posts *w, const struct rig_post *post, uint8_t hops)
{
	return hops == 0 ? wire_posts_add(w, post->bytes, post->n) : wire_posts_push(w, post->bytes, post->n, hops);
}

static void send_posts(struct rig *rig, unsigned node, unsigned link)
{
	static uint8_t buffer[WIRE_BODY_MAX];
	struct rig_node *n = &rig->nodes[node];
	struct rig_far *far = &n->far[link];
	struct wire_posts w;
	struct rig_event told = {.at = rig->mono_ms, .type = EVENT_WRITABLE, .node = node, .link = link, .life = far->life};

	for (size_t i = 0; i < far->n_pack;) {
		wire_posts_begin(&w, buffer, sizeof(buffer));
		told.posts = 0;
		bool pushed = far->pack_hops[i] != 0;
		for (; i < far->n_pack; i++, told.posts++) {
			struct rig_post *post = n->arrived[far->pack[i] - 1];
			if ((far->pack_hops[i] != 0) != pushed || (post != NULL && !add_post(&w, post, far->pack_hops[i]))) {
				break;
			}
		}
		struct kiem_span body = wire_posts_finish(&w);
		if (w.n_posts > 0) {
			send_body(rig, node, link, body.p, body.n);
		}
		told.bytes = w.bytes;
		rig_push(rig, told);
		far->posts += w.n_posts;
		far->bytes += w.bytes;
		far->under_way_max = far->bytes - far->acked > far->under_way_max ? far->bytes - far->acked : far->under_way_max;
	}
	far->n_pack = 0;
	if (far->lost_after != 0 && far->posts >= far->lost_after) {
		rig_cut(rig, node, link);
	}
}

static void note_cursor(struct rig_node *n, const struct swarm_effect *e)
{
	n->cursors++;
	n->cursor_made = e->notify.made;
	n->cursor_id = e->notify.id;
	n->complete = e->notify.complete;
}

static void note_compared(struct rig_node *n, const struct swarm_effect *e)
{
	n->compared++;
	n->bytes = e->notify.compared.bytes;
	n->bodies = e->notify.compared.bodies;
	n->trips = e->notify.compared.trips;
}

static void do_notify(struct rig_node *n, const struct swarm_effect *e)
{
	switch (e->notify.what) {
	case SWARM_NOTE_LINKED:
		n->linked++;
		break;
	case SWARM_NOTE_UNLINKED:
		n->unlinked++;
		break;
	case SWARM_NOTE_HELD:
		n->held++;
		break;
	case SWARM_NOTE_CURSOR:
		note_cursor(n, e);
		break;
	case SWARM_NOTE_IN_SYNC:
		n->in_sync++;
		break;
	case SWARM_NOTE_COMPARED:
		note_compared(n, e);
		break;
	case SWARM_NOTE_CLOCK:
		n->clocks++;
		n->offset_ms = e->notify.offset_ms;
		break;
	case SWARM_NOTE_OFFENCE:
		n->offences++;
		break;
	case SWARM_NOTE_PEER:
		n->peers++;
		n->anchors += e->notify.anchor;
		break;
	case SWARM_NOTE_DIALABLE:
		n->dialables++;
		n->dialable = e->notify.dialable;
		break;
	case SWARM_NOTE_EVIDENCE:
		n->evidence++;
		break;
	}
}

static void do_send(struct rig *rig, unsigned node, const struct swarm_effect *e)
{
	trace(rig, e->body.p, e->body.n);
	look_at_ack(rig, node, e->link, e->body.p, e->body.n);
	send_posts(rig, node, e->link); /* posts do not overtake a body, nor does a body overtake them here */
	send_body(rig, node, e->link, e->body.p, e->body.n);
}

static void do_send_post(struct rig *rig, unsigned node, const struct swarm_effect *e)
{
	struct rig_far *far = &rig->nodes[node].far[e->link];

	trace(rig, &e->send_post.number, sizeof(e->send_post.number));
	far->pack_hops[far->n_pack] = e->send_post.hops;
	far->pack[far->n_pack++] = e->send_post.number;
}

static void do_effect(struct rig *rig, unsigned node, const struct swarm_effect *e)
{
	struct rig_node *n = &rig->nodes[node];

	trace(rig, &e->type, sizeof(e->type));
	trace(rig, &e->link, sizeof(e->link));
	switch (e->type) {
	case SWARM_ADMIT:
		rig_do_admit(rig, node, e);
		break;
	case SWARM_SCAN:
		rig_do_scan(rig, node, e);
		break;
	case SWARM_SEND:
		do_send(rig, node, e);
		break;
	case SWARM_SEND_POST:
		do_send_post(rig, node, e);
		break;
	case SWARM_DIAL:
		rig_do_dial(rig, node, e);
		break;
	case SWARM_DROP_LINK:
		n->drops[e->drop.why]++;
		rig_cut(rig, node, e->link);
		break;
	case SWARM_SET_TIMER:
		n->timer_ms = e->timer_ms;
		break;
	case SWARM_NOTIFY:
		do_notify(n, e);
		break;
	case SWARM_LOOK:
		rig_do_look(rig, node, e);
		break;
	}
}

void rig_step(struct rig *rig, unsigned node, struct swarm_in *in)
{
	rig->steps++;
	swarm_step(
	        rig->nodes[node].swarm, SUPPORT_NOW + (int64_t)rig->mono_ms + rig->nodes[node].clock_ms, rig->mono_ms, in, rig->fx);
	for (size_t i = 0; i < rig->fx->n; i++) {
		do_effect(rig, node, &rig->fx->effects[i]);
	}
	for (unsigned link = 0; link < rig->options.links_max; link++) {
		send_posts(rig, node, link);
	}
}
