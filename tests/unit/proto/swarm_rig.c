/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See swarm_rig.h. */
#include "swarm_rig.h"

#include <sodium.h>

#define RIG_STEPS_MAX 100000 /* on end, without time passing */

/* ---- events: a heap by time, then by order of making ---- */

static bool before(const struct rig_event *a, const struct rig_event *b)
{
	return a->at != b->at ? a->at < b->at : a->seq < b->seq;
}

void rig_push(struct rig *rig, struct rig_event event)
{
	if (rig->n_events == rig->cap_events) {
		rig->cap_events = rig->cap_events == 0 ? 1024 : rig->cap_events * 2;
		rig->events = realloc(rig->events, rig->cap_events * sizeof(event));
		assert_non_null(rig->events);
	}
	event.seq = rig->seq++;
	size_t i = rig->n_events++;
	for (; i > 0 && before(&event, &rig->events[(i - 1) / 2]); i = (i - 1) / 2) {
		rig->events[i] = rig->events[(i - 1) / 2];
	}
	rig->events[i] = event;
}

static struct rig_event pop(struct rig *rig)
{
	struct rig_event first = rig->events[0], last = rig->events[--rig->n_events];
	size_t i = 0;

	for (size_t child = 1; child < rig->n_events; child = 2 * i + 1) {
		child += child + 1 < rig->n_events && before(&rig->events[child + 1], &rig->events[child]);
		if (!before(&rig->events[child], &last)) {
			break;
		}
		rig->events[i] = rig->events[child];
		i = child;
	}
	rig->events[i] = last;
	return first;
}

static void on_admit(struct rig *rig, const struct rig_event *e)
{
	struct swarm_admitted told[SWARM_FRAME_POSTS_MAX];
	struct rig_post **posts = (struct rig_post **)e->body;
	struct swarm_in in = {.type = SWARM_ADMITTED, .link = e->link, .ticket = e->ticket};

	for (size_t i = 0; i < e->n; i++) {
		told[i] = (struct swarm_admitted){.id = posts[i]->id, .made = posts[i]->made, .board = posts[i]->board};
		told[i].hops = posts[i]->hops;
		told[i].verdict = rig_admit(&rig->nodes[e->node], posts[i], &told[i].number);
		if (told[i].verdict != KIEM_OK) {
			free(posts[i]);
		}
	}
	in.admitted.posts = told;
	in.admitted.n = e->n;
	rig_step(rig, e->node, &in);
}

/* The input that an event is, for all but EVENT_ADMIT. */
static void input_of(struct swarm_in *in, const struct rig_event *e)
{
	switch (e->type) {
	case EVENT_UP:
		in->type = SWARM_LINK_UP;
		in->up.dialled = e->dialled;
		in->up.node = e->key;
		memcpy(in->up.curve, e->curve, sizeof(e->curve));
		break;
	case EVENT_DOWN:
		in->type = SWARM_LINK_DOWN;
		break;
	case EVENT_DIAL_FAILED:
		in->type = SWARM_DIAL_FAILED;
		in->neighbour.node = e->key;
		break;
	case EVENT_BODY:
		in->type = SWARM_RECV;
		in->body = (struct kiem_span){e->body, e->n};
		break;
	case EVENT_WRITABLE:
		in->type = SWARM_WRITABLE;
		in->writable.posts = e->posts;
		in->writable.bytes = e->bytes;
		break;
	case EVENT_LOOKED:
		in->type = SWARM_LOOKED;
		in->looked.rows = (const struct swarm_looked *)e->body;
		in->looked.n = e->n;
		break;
	default:
		in->type = SWARM_SCANNED;
		in->scanned.rows = (const struct swarm_row *)e->body;
		in->scanned.n = e->n;
		in->scanned.end = e->end;
		break;
	}
}

static void on_event(struct rig *rig, struct rig_event *e)
{
	struct swarm_in in = {.link = e->link, .ticket = e->ticket};
	const struct rig_far *far = e->link < RIG_LINKS_MAX ? &rig->nodes[e->node].far[e->link] : NULL;
	bool alive = far != NULL && far->up && far->life == e->life;
	bool needs_life = e->type == EVENT_UP || e->type == EVENT_BODY || e->type == EVENT_WRITABLE;

	if (e->type == EVENT_ADMIT) {
		on_admit(rig, e);
	} else if (alive || !needs_life) {
		input_of(&in, e);
		rig_step(rig, e->node, &in);
	}
	free(e->body);
}

/* The node whose timer is due first, before `until`; RIG_NODES: none. */
static unsigned first_timer(const struct rig *rig, uint64_t until)
{
	unsigned first = RIG_NODES;

	for (unsigned i = 0; i < rig->n_nodes; i++) {
		uint64_t at = rig->nodes[i].timer_ms;
		if (at <= until && (first == RIG_NODES || at < rig->nodes[first].timer_ms)) {
			first = i;
		}
	}
	return first;
}

void rig_run(struct rig *rig, uint64_t ms)
{
	uint64_t until = rig->mono_ms + ms, then = rig->mono_ms;

	for (unsigned steps = 0;; steps++) {
		assert_true(steps < RIG_STEPS_MAX || rig->mono_ms > then); /* else it spins: time does not pass */
		if (rig->mono_ms > then) {
			steps = 0;
			then = rig->mono_ms;
		}
		unsigned timer = first_timer(rig, until);
		bool event = rig->n_events > 0 && rig->events[0].at <= until;
		if (event && (timer == RIG_NODES || rig->events[0].at <= rig->nodes[timer].timer_ms)) {
			struct rig_event e = pop(rig);
			rig->mono_ms = e.at > rig->mono_ms ? e.at : rig->mono_ms;
			on_event(rig, &e);
		} else if (timer < RIG_NODES) {
			struct swarm_in in = {.type = SWARM_TIMER};
			rig->mono_ms = rig->nodes[timer].timer_ms > rig->mono_ms ? rig->nodes[timer].timer_ms : rig->mono_ms;
			rig->nodes[timer].timer_ms = UINT64_MAX;
			rig_step(rig, timer, &in);
		} else {
			break;
		}
	}
	rig->mono_ms = until;
}

/* ---- what a test does ---- */

static void make_node(struct rig *rig, unsigned i, uint64_t seed)
{
	struct rig_node *n = &rig->nodes[i];
	struct support_author author;
	struct wire_descriptor d = {.made = SUPPORT_NOW};
	uint8_t descriptor[WIRE_DESCRIPTOR_MAX];
	struct swarm_options options = rig->options;

	support_author(&author, 1000 + i);
	n->key = author.key;
	memcpy(n->secret, author.secret, sizeof(n->secret));
	assert_int_equal(crypto_sign_ed25519_pk_to_curve25519(n->curve, n->key.b), 0);
	assert_int_equal(wire_descriptor_make(descriptor, &options.descriptor.n, &d, n->secret), KIEM_OK);
	options.descriptor.p = descriptor;
	options.node = n->key;
	memcpy(options.seed, &seed, sizeof(seed));
	options.seed[31] = (uint8_t)i;
	n->size = swarm_size(&options);
	n->mem = malloc(n->size + RIG_FENCE);
	assert_non_null(n->mem);
	memset(n->mem, 0xa5, n->size + RIG_FENCE); /* what it does not set itself is garbage; what is behind it stays so */
	n->swarm = swarm_init(n->mem, n->size, &options);
	n->timer_ms = UINT64_MAX;
}

void rig_begin(struct rig *rig, unsigned n_nodes, uint64_t seed)
{
	uint64_t compare_ms = rig->compare_ms, ping_ms = rig->ping_ms;
	struct swarm_options options = rig->options;

	memset(rig, 0, sizeof(*rig));
	if (options.links_max == 0) {
		swarm_options_default(&options);
		options.links_max = RIG_LINKS;
	}
	rig->options = options;
	rig->options.compare_ms = compare_ms != 0 ? compare_ms : options.compare_ms;
	rig->options.ping_ms = ping_ms != 0 ? ping_ms : RIG_PING_MS;
	rig->mono_ms = 1000;
	rig->latency_ms = 5;
	rig->disk_ms = 2;
	rig->n_nodes = n_nodes;
	rig->chance = seed;
	rig->fx = malloc(sizeof(*rig->fx));
	assert_non_null(rig->fx);
	for (unsigned i = 0; i < n_nodes; i++) {
		make_node(rig, i, seed);
	}
}

void rig_end(struct rig *rig)
{
	for (unsigned i = 0; i < rig->n_nodes; i++) {
		struct rig_node *n = &rig->nodes[i];
		for (size_t j = 0; j < n->n; j++) {
			free(n->sorted[j]);
		}
		free(n->sorted);
		free(n->numbers);
		free(n->arrived);
		for (size_t j = 0; j < RIG_FENCE; j++) {
			assert_int_equal(((uint8_t *)n->mem)[n->size + j], 0xa5);
		}
		free(n->mem);
	}
	while (rig->n_events > 0) {
		struct rig_event e = pop(rig);
		for (size_t j = 0; e.type == EVENT_ADMIT && j < e.n; j++) {
			free(((struct rig_post **)e.body)[j]);
		}
		free(e.body);
	}
	rig_forget(rig);
	free(rig->events);
	free(rig->fx);
	rig->compare_ms = rig->ping_ms = 0;
	memset(&rig->options, 0, sizeof(rig->options));
}

void rig_follow(struct rig *rig, unsigned node, uint32_t board, bool followed)
{
	struct swarm_in in = {.type = SWARM_BOARD};

	in.board.board = board;
	in.board.followed = followed;
	in.board.name = rig_board_name(board);
	in.board.posts = rig->nodes[node].n;
	in.board.cursor_made = rig->nodes[node].cursor_made;
	in.board.cursor_id = rig->nodes[node].cursor_id;
	in.board.complete = rig->nodes[node].complete;
	rig_step(rig, node, &in);
}

void rig_want(struct rig *rig, unsigned node, unsigned whom, bool wanted)
{
	struct swarm_in in = {.type = SWARM_NEIGHBOUR};
	char address[16];

	snprintf(address, sizeof(address), "%u", whom);
	in.neighbour.node = rig->nodes[whom].key;
	in.neighbour.address = address;
	in.neighbour.wanted = wanted;
	rig_step(rig, node, &in);
}

void rig_compare(struct rig *rig, unsigned node)
{
	struct swarm_in in = {.type = SWARM_COMPARE};

	rig_step(rig, node, &in);
}

void rig_put(struct rig *rig, unsigned node, struct rig_post *post, bool tell)
{
	struct swarm_admitted told = {.id = post->id, .made = post->made, .board = post->board};
	struct swarm_in in = {.type = SWARM_ADMITTED, .link = SWARM_NO_LINK};
	struct rig_post *mine = rig_copy_post(post);

	told.verdict = rig_admit(&rig->nodes[node], mine, &told.number);
	if (told.verdict != KIEM_OK) {
		free(mine);
	}
	in.admitted.posts = &told;
	in.admitted.n = 1;
	if (tell) {
		rig_step(rig, node, &in);
	}
}
