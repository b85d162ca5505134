/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See exchange.h. */
#include "exchange.h"

#include <sodium.h>

/* ---- what waits ---- */

static struct exchange_event *event(struct exchange *x, unsigned node, uint64_t in_ms, const void *bytes, size_t n)
{
	struct exchange_event *e = calloc(1, sizeof(*e) + n), **at = &x->events;

	assert_non_null(e);
	e->at = x->mono_ms + in_ms;
	e->node = node;
	e->life = x->life;
	e->n = n;
	if (n > 0) {
		memcpy(e->bytes, bytes, n);
	}
	while (*at != NULL && (*at)->at <= e->at) {
		at = &(*at)->next;
	}
	e->next = *at;
	*at = e;
	return e;
}

static void happen(struct exchange *x, struct exchange_event *e)
{
	bool needs_link = e->in.type == SWARM_RECV || e->in.type == SWARM_WRITABLE || e->in.type == SWARM_LINK_UP;

	if (needs_link && (!x->up || e->life != x->life)) {
		return;
	}
	if (e->in.type == SWARM_ADMITTED) {
		exchange_door(x, e);
	} else if (e->in.type == SWARM_SCANNED) {
		exchange_scan(x, e);
	} else if (e->in.type == SWARM_LOOKED) {
		exchange_look(x, e);
	} else {
		e->in.body = e->in.type == SWARM_RECV ? (struct kiem_span){e->bytes, e->n} : e->in.body;
		exchange_step(x, e->node, &e->in);
	}
}

void exchange_run(struct exchange *x, uint64_t ms)
{
	uint64_t until = x->mono_ms + ms;

	for (;;) {
		struct swarm_in timer = {.type = SWARM_TIMER};
		unsigned node = x->nodes[0].timer_ms <= x->nodes[1].timer_ms ? 0 : 1;
		struct exchange_event *e = x->events;
		uint64_t due = x->nodes[node].timer_ms;

		if (e != NULL && e->at <= until && e->at <= due) {
			x->events = e->next;
			x->mono_ms = e->at > x->mono_ms ? e->at : x->mono_ms;
			happen(x, e);
			free(e);
		} else if (due <= until) {
			x->mono_ms = due > x->mono_ms ? due : x->mono_ms;
			x->nodes[node].timer_ms = UINT64_MAX;
			exchange_step(x, node, &timer);
		} else {
			break;
		}
	}
	x->mono_ms = until;
}

/* ---- effects ---- */

static void send(struct exchange *x, unsigned node, struct kiem_span body)
{
	event(x, 1 - node, EXCHANGE_LATENCY_MS, body.p, body.n)->in.type = SWARM_RECV;
}

/* Each post in a body of its own; one that is gone is skipped, and counts. */
static void send_post(struct exchange *x, unsigned node, uint64_t number)
{
	static uint8_t buffer[WIRE_BODY_MAX];
	struct wire_posts w;
	struct kiem_span bytes;
	struct kiem_read *read;

	wire_posts_begin(&w, buffer, sizeof(buffer));
	assert_int_equal(kiem_read_begin(&read, x->nodes[node].scene->store), KIEM_DONE);
	if (kiem_read_bytes(read, &bytes, number) == KIEM_DONE) {
		assert_true(wire_posts_add(&w, bytes.p, bytes.n));
		send(x, node, wire_posts_finish(&w));
	}
	kiem_read_end(read);
	struct exchange_event *left = event(x, node, 0, NULL, 0);
	left->in.type = SWARM_WRITABLE;
	left->in.writable.posts = 1;
	left->in.writable.bytes = w.bytes;
}

static void admit(struct exchange *x, unsigned node, const struct swarm_effect *effect)
{
	static uint8_t bytes[WIRE_BODY_MAX + SWARM_FRAME_POSTS_MAX * sizeof(size_t)];
	size_t n = 0;

	for (size_t i = 0; i < effect->admit.n; i++) {
		memcpy(bytes + n, &effect->admit.posts[i].n, sizeof(size_t));
		memcpy(bytes + n + sizeof(size_t), effect->admit.posts[i].p, effect->admit.posts[i].n);
		n += sizeof(size_t) + effect->admit.posts[i].n;
	}
	struct exchange_event *e = event(x, node, EXCHANGE_DOOR_MS, bytes, n);
	e->in.type = SWARM_ADMITTED;
	e->in.ticket = effect->ticket;
}

static void carry_out(struct exchange *x, unsigned node, const struct swarm_effect *effect)
{
	struct exchange_event *e;

	switch (effect->type) {
	case SWARM_ADMIT:
		admit(x, node, effect);
		break;
	case SWARM_SCAN:
		e = event(x, node, 0, effect, sizeof(*effect));
		e->in.type = SWARM_SCANNED;
		e->in.ticket = effect->ticket;
		break;
	case SWARM_LOOK:
		e = event(x, node, 0, effect->look.prefixes, effect->look.n * sizeof(effect->look.prefixes[0]));
		e->in.type = SWARM_LOOKED;
		e->in.link = effect->link;
		e->in.ticket = effect->ticket;
		break;
	case SWARM_SEND:
		send(x, node, effect->body);
		break;
	case SWARM_SEND_POST:
		send_post(x, node, effect->send_post.number);
		break;
	case SWARM_SET_TIMER:
		x->nodes[node].timer_ms = effect->timer_ms;
		break;
	case SWARM_NOTIFY:
		assert_int_not_equal(effect->notify.what, SWARM_NOTE_OFFENCE);
		if (effect->notify.what == SWARM_NOTE_CURSOR) {
			assert_int_equal(kiem_store_cursor(x->nodes[node].scene->store, effect->notify.board, effect->notify.made,
			                         &effect->notify.id, effect->notify.complete),
			        KIEM_DONE);
		}
		break;
	default:
		fail_msg("effect %d: nobody is dialled, nobody is dropped", (int)effect->type);
	}
}

void exchange_step(struct exchange *x, unsigned node, const struct swarm_in *in)
{
	assert_int_equal(swarm_step(x->nodes[node].swarm, exchange_now(x), x->mono_ms, in, x->fx), 0);
	for (size_t i = 0; i < x->fx->n; i++) {
		carry_out(x, node, &x->fx->effects[i]);
	}
}

/* ---- what a test does ---- */

static void make_swarm(struct exchange *x, unsigned node)
{
	struct exchange_node *n = &x->nodes[node];
	struct wire_descriptor d = {.made = SUPPORT_NOW};
	uint8_t descriptor[WIRE_DESCRIPTOR_MAX];
	struct swarm_options options = {.node = n->key.key};

	assert_int_equal(wire_descriptor_make(descriptor, &options.descriptor.n, &d, n->key.secret), KIEM_OK);
	options.descriptor.p = descriptor;
	swarm_options_default(&options);
	options.links_max = 1;
	options.ping_ms = 60000;
	n->seed++;
	memcpy(options.seed, &n->seed, sizeof(n->seed));
	n->mem = n->mem != NULL ? n->mem : malloc(swarm_size(&options));
	assert_non_null(n->mem);
	n->swarm = swarm_init(n->mem, swarm_size(&options), &options);
	n->timer_ms = UINT64_MAX;
	exchange_follow(x, node, true);
}

void exchange_begin(struct exchange *x, uint64_t seed)
{
	*x = (struct exchange){.mono_ms = 1000, .fx = malloc(sizeof(*x->fx))};
	assert_non_null(x->fx);
	for (unsigned node = 0; node < 2; node++) {
		struct exchange_node *n = &x->nodes[node];

		scene_setup((void **)&n->scene);
		support_author(&n->key, 1000 + node);
		assert_int_equal(crypto_sign_ed25519_pk_to_curve25519(n->curve, n->key.key.b), 0);
		n->seed = seed + 1000 * node;
		make_swarm(x, node);
	}
}

void exchange_end(struct exchange *x)
{
	for (unsigned node = 0; node < 2; node++) {
		scene_check(x->nodes[node].scene);
		scene_teardown((void **)&x->nodes[node].scene);
		free(x->nodes[node].mem);
	}
	while (x->events != NULL) {
		struct exchange_event *e = x->events;
		x->events = e->next;
		free(e);
	}
	free(x->fx);
}

void exchange_join(struct exchange *x, unsigned dialler)
{
	if (x->up) {
		return;
	}
	x->life++;
	x->up = true;
	for (unsigned i = 0; i < 2; i++) {
		unsigned node = i == 0 ? 1 - dialler : dialler;
		struct exchange_event *e = event(x, node, EXCHANGE_LATENCY_MS, NULL, 0);

		e->in.type = SWARM_LINK_UP;
		e->in.up.dialled = node == dialler;
		e->in.up.node = x->nodes[1 - node].key.key;
		memcpy(e->in.up.curve, x->nodes[1 - node].curve, 32);
	}
	exchange_run(x, EXCHANGE_LATENCY_MS);
}

void exchange_cut(struct exchange *x)
{
	struct swarm_in down = {.type = SWARM_LINK_DOWN};

	if (x->up) {
		x->up = false;
		exchange_step(x, 0, &down);
		exchange_step(x, 1, &down);
	}
}

/* What the door was at is done, and told to nobody. */
void exchange_restart(struct exchange *x, unsigned node)
{
	exchange_cut(x);
	for (struct exchange_event **at = &x->events; *at != NULL;) {
		struct exchange_event *e = *at;

		if (e->node != node) {
			at = &e->next;
			continue;
		}
		*at = e->next;
		free(e);
	}
	make_swarm(x, node);
}

void exchange_follow(struct exchange *x, unsigned node, bool followed)
{
	struct swarm_in in = {.type = SWARM_BOARD};
	struct kiem_board board;
	struct kiem_read *read;

	assert_int_equal(kiem_read_begin(&read, x->nodes[node].scene->store), KIEM_DONE);
	if (kiem_read_board(read, &board, SCENE_BOARD) != KIEM_DONE) {
		board = (struct kiem_board){.number = 1, .name = SCENE_BOARD};
	}
	uint64_t last = kiem_read_last(read);
	kiem_read_end(read);
	x->nodes[node].followed = followed;
	in.board.board = board.number;
	in.board.followed = followed;
	in.board.name = board.name;
	in.board.posts = board.posts;
	in.board.upto = last;
	in.board.cursor_made = board.cursor_made;
	in.board.cursor_id = board.cursor_id;
	in.board.complete = board.complete;
	exchange_step(x, node, &in);
}

void exchange_put(struct exchange *x, unsigned node, const struct support_bytes *post)
{
	struct kiem_entry entry = {.bytes = {post->b, post->n}};
	struct kiem_admit how = {.now_ms = exchange_now(x), .local = true};
	struct swarm_in in = {.type = SWARM_ADMITTED, .link = SWARM_NO_LINK};

	assert_int_equal(kiem_store_admit(x->nodes[node].scene->store, &entry, 1, &how), KIEM_DONE);
	struct swarm_admitted told = {entry.id, entry.verdict, entry.number, entry.board, entry.made, 0};
	in.admitted.posts = &told;
	in.admitted.n = 1;
	if (entry.verdict == KIEM_OK) {
		exchange_step(x, node, &in);
	}
	exchange_count(x, node);
}
