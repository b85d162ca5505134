/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See members_stage.h. */
#include "members_stage.h"

#include <sodium.h>

#define BOARD "nl/tilburg/stage"

static const uint8_t their_nonce[WIRE_NONCE_BYTES] = {9};

/* ---- effects ---- */

static void do_send(struct stage *stage, const struct swarm_effect *e)
{
	struct wire_message m;
	uint8_t *copy = malloc(e->body.n);

	assert_non_null(copy);
	assert_true(stage->n_heard < STAGE_HEARD_MAX);
	memcpy(copy, e->body.p, e->body.n);
	stage->heard[stage->n_heard].link = e->link;
	stage->heard[stage->n_heard++].body = (struct kiem_span){copy, e->body.n};
	if (!stage->mute[e->link] && wire_read(&m, copy, e->body.n) == KIEM_OK && m.type == WIRE_PING) {
		m.type = WIRE_PONG;
		stage_say(stage, e->link, &m);
	}
}

static void do_dial(struct stage *stage, const struct swarm_effect *e, const char *address)
{
	if (e->dial.probe) {
		stage->n_probes++;
		stage->probe_token = e->dial.token;
	}
	assert_true(stage->n_dials < STAGE_DIALS_MAX);
	stage->dialled[stage->n_dials] = e->dial.node;
	(void)snprintf(stage->address[stage->n_dials++], 32, "%s", address);
}

static void do_note(struct stage *stage, const struct swarm_effect *e)
{
	stage->notes[e->notify.what]++;
	stage->anchors += e->notify.what == SWARM_NOTE_PEER && e->notify.anchor;
	if (e->notify.what == SWARM_NOTE_DIALABLE) {
		stage->told_dialable = e->notify.dialable;
	}
}

static void do_effect(struct stage *stage, const struct swarm_effect *e, const char *address)
{
	struct swarm_in in = {.type = SWARM_SCANNED, .link = e->link, .ticket = e->ticket};

	switch (e->type) {
	case SWARM_SEND:
		do_send(stage, e);
		break;
	case SWARM_DIAL:
		do_dial(stage, e, address);
		break;
	case SWARM_DROP_LINK:
		stage->drops[e->drop.why]++;
		stage_cut(stage, e->link);
		break;
	case SWARM_SET_TIMER:
		stage->timer_ms = e->timer_ms;
		break;
	case SWARM_SCAN:
		in.scanned.end = true;
		stage_step(stage, &in);
		break;
	case SWARM_NOTIFY:
		do_note(stage, e);
		break;
	default:
		break;
	}
}

/* Answers make steps of their own, so the effects are taken out of the fx first. */
void stage_step(struct stage *stage, const struct swarm_in *in)
{
	(void)swarm_step(stage->swarm, SUPPORT_NOW + (int64_t)stage->mono_ms, stage->mono_ms, in, stage->fx);
	size_t n = stage->fx->n;
	struct swarm_effect *effects = malloc((n + 1) * sizeof(*effects));
	struct kiem_span *bodies = calloc(n + 1, sizeof(*bodies));
	assert_non_null(effects);
	assert_non_null(bodies);
	memcpy(effects, stage->fx->effects, n * sizeof(*effects));
	for (size_t i = 0; i < n; i++) {
		bool dial = effects[i].type == SWARM_DIAL;
		const void *p = dial ? (const void *)effects[i].dial.address : effects[i].body.p;
		size_t size = dial ? strlen(effects[i].dial.address) + 1 : effects[i].type == SWARM_SEND ? effects[i].body.n : 0;
		bodies[i] = (struct kiem_span){malloc(size + 1), size};
		memcpy((uint8_t *)(uintptr_t)bodies[i].p, size > 0 ? p : "", size);
	}
	for (size_t i = 0; i < n; i++) {
		if (effects[i].type == SWARM_SEND) {
			effects[i].body = bodies[i];
		}
		do_effect(stage, &effects[i], (const char *)bodies[i].p);
		free((void *)(uintptr_t)bodies[i].p);
	}
	free(bodies);
	free(effects);
}

/* ---- the swarm ---- */

void stage_begin(struct stage *stage, bool dialable)
{
	stage_begin_small(stage, dialable, STAGE_LINKS);
}

void stage_begin_small(struct stage *stage, bool dialable, unsigned links)
{
	struct swarm_options options = {0};
	struct swarm_in in = {.type = SWARM_BOARD};
	uint64_t seed = support_seed();

	memset(stage, 0, sizeof(*stage));
	swarm_options_default(&options);
	options.boards_max = 2;
	options.links_max = links;
	options.peers_max = 256;
	options.node = stage_key(0);
	options.descriptor = stage_descriptor(0, dialable, SUPPORT_NOW);
	memcpy(options.seed, &seed, sizeof(seed));
	stage->mem = malloc(swarm_size(&options));
	stage->fx = malloc(sizeof(*stage->fx));
	assert_non_null(stage->mem);
	assert_non_null(stage->fx);
	stage->swarm = swarm_init(stage->mem, swarm_size(&options), &options);
	stage->mono_ms = 1000;
	stage->timer_ms = UINT64_MAX;
	in.board.board = 1;
	in.board.followed = true;
	in.board.name = BOARD;
	in.board.complete = true;
	stage_step(stage, &in);
}

void stage_end(struct stage *stage)
{
	stage_forget(stage);
	free(stage->mem);
	free(stage->fx);
}

void stage_run(struct stage *stage, uint64_t ms)
{
	uint64_t until = stage->mono_ms + ms;

	while (stage->timer_ms <= until) {
		struct swarm_in in = {.type = SWARM_TIMER};
		stage->mono_ms = stage->timer_ms > stage->mono_ms ? stage->timer_ms : stage->mono_ms;
		stage->timer_ms = UINT64_MAX;
		stage_step(stage, &in);
	}
	stage->mono_ms = until;
}

void stage_forget(struct stage *stage)
{
	for (size_t i = 0; i < stage->n_heard; i++) {
		free((void *)(uintptr_t)stage->heard[i].body.p);
	}
	stage->n_heard = 0;
	stage->n_dials = 0;
}

/* ---- neighbours ---- */

struct kiem_key stage_key(unsigned who)
{
	struct support_author author;

	support_author(&author, 5000 + who);
	return author.key;
}

struct kiem_span stage_descriptor(unsigned who, bool dialable, int64_t made)
{
	static uint8_t bytes[64][WIRE_DESCRIPTOR_MAX];
	static unsigned next;
	struct support_author author;
	struct wire_descriptor d = {.made = made, .dialable = dialable, .n_addresses = 1};
	char address[32];
	size_t n;

	support_author(&author, 5000 + who);
	(void)snprintf(address, sizeof(address), "%u.%u.%u.7:7340", who >= 10000 ? 10 : 60, who >> 8 & 0xff, who & 0xff);
	d.addresses[0] = support_span(address);
	next = (next + 1) % 64;
	assert_int_equal(wire_descriptor_make(bytes[next], &n, &d, author.secret), KIEM_OK);
	return (struct kiem_span){bytes[next], n};
}

uint32_t stage_link_up(struct stage *stage, unsigned who, bool we_dialled)
{
	struct swarm_in in = {.type = SWARM_LINK_UP};
	char host[32];

	while (stage->up[in.link]) {
		in.link++;
		assert_true(in.link < STAGE_LINKS);
	}
	(void)snprintf(host, sizeof(host), "%u.%u.%u.7", who >= 10000 ? 10 : 60, who >> 8 & 0xff, who & 0xff);
	in.up.dialled = we_dialled;
	in.up.node = stage->node[in.link] = stage_key(who);
	in.up.host = host;
	in.up.network = descriptors_network(support_span(host), NULL);
	assert_int_equal(crypto_sign_ed25519_pk_to_curve25519(in.up.curve, in.up.node.b), 0);
	stage->up[in.link] = true;
	stage->mute[in.link] = false;
	stage_step(stage, &in);
	return in.link;
}

void stage_hello(struct stage *stage, uint32_t at, unsigned who, bool dialable, uint64_t probe)
{
	struct wire_message m = {.type = WIRE_HELLO};

	m.hello.version_min = m.hello.version_max = 1;
	memcpy(m.hello.nonce, their_nonce, sizeof(their_nonce));
	m.hello.descriptor = stage_descriptor(who, dialable, SUPPORT_NOW);
	m.hello.now = SUPPORT_NOW + (int64_t)stage->mono_ms;
	m.hello.has_probe = probe != 0;
	m.hello.probe = probe;
	stage_say(stage, at, &m);
}

uint32_t stage_link(struct stage *stage, unsigned who, bool we_dialled, bool dialable)
{
	uint32_t at = stage_link_up(stage, who, we_dialled);
	struct wire_message hello;
	struct wire_salt salt;
	uint8_t body[WIRE_SMALL_MAX];
	struct swarm_in in = {.type = SWARM_RECV, .link = at};

	stage_hello(stage, at, who, dialable, 0);
	if (!stage->up[at]) {
		return at; /* it was dropped */
	}
	assert_true(stage_told(stage, &hello, at, WIRE_HELLO));
	const uint8_t *ours = hello.hello.nonce;
	wire_salt(&salt, we_dialled ? ours : their_nonce, we_dialled ? their_nonce : ours, support_span(BOARD));
	wire_write_boards(body, &in.body.n, sizeof(body), we_dialled ? 2 : 1, (const uint8_t(*)[WIRE_TAG_BYTES])salt.tag, 1);
	in.body.p = body;
	stage_step(stage, &in);
	return at;
}

void stage_cut(struct stage *stage, uint32_t at)
{
	struct swarm_in in = {.type = SWARM_LINK_DOWN, .link = at};

	stage->up[at] = false;
	stage_step(stage, &in);
}

void stage_say(struct stage *stage, uint32_t at, struct wire_message *m)
{
	uint8_t body[WIRE_MEDIUM_MAX];
	struct swarm_in in = {.type = SWARM_RECV, .link = at};

	if (!stage->up[at]) {
		return;
	}
	m->lane = 0;
	wire_write(body, &in.body.n, sizeof(body), m);
	in.body.p = body;
	stage_step(stage, &in);
}

void stage_say_type(struct stage *stage, uint32_t at, uint64_t type)
{
	struct wire_message m = {.type = type};

	stage_say(stage, at, &m);
}

void stage_neighbour(struct stage *stage, uint32_t at, bool high, bool pinned)
{
	struct wire_message m = {.type = WIRE_NEIGHBOUR};

	m.neighbour.high = high;
	m.neighbour.pinned = pinned;
	stage_say(stage, at, &m);
}

void stage_answer(struct stage *stage, uint32_t at, bool accepted)
{
	struct wire_message m = {.type = WIRE_ANSWER};

	m.answer.accepted = accepted;
	stage_say(stage, at, &m);
}
