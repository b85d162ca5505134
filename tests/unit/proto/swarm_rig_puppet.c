/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puppets: the far end of a link, spoken for by the test. See swarm_rig.h. */
#include "swarm_rig.h"

#include <sodium.h>

void rig_hear(struct rig *rig, unsigned link, const uint8_t *body, size_t n)
{
	uint8_t *copy = malloc(n);

	assert_true(rig->n_heard < sizeof(rig->heard) / sizeof(rig->heard[0]));
	memcpy(copy, body, n);
	rig->heard_link[rig->n_heard] = link;
	rig->heard[rig->n_heard++] = (struct kiem_span){copy, n};
}

void rig_forget(struct rig *rig)
{
	for (size_t i = 0; i < rig->n_heard; i++) {
		free((void *)(uintptr_t)rig->heard[i].p);
	}
	rig->n_heard = 0;
}

unsigned rig_puppet(struct rig *rig, unsigned node, const struct support_author *author, bool node_dialled)
{
	unsigned link = rig_take_link(rig, node, RIG_PUPPET);
	uint8_t curve[32];

	assert_int_equal(crypto_sign_ed25519_pk_to_curve25519(curve, author->key.b), 0);
	rig_link_up(rig, node, link, node_dialled, &author->key, curve);
	rig_run(rig, rig->latency_ms);
	return link;
}

void rig_say(struct rig *rig, unsigned node, unsigned link, const uint8_t *body, size_t n)
{
	struct swarm_in in = {.type = SWARM_RECV, .link = link};

	in.body = (struct kiem_span){body, n};
	if (rig->nodes[node].far[link].up) {
		rig_step(rig, node, &in);
	}
}

void rig_say_hello(struct rig *rig, unsigned node, unsigned link, const struct support_author *author,
        const uint8_t nonce[static WIRE_NONCE_BYTES])
{
	struct wire_message m = {.type = WIRE_HELLO};
	struct wire_descriptor d = {.made = SUPPORT_NOW};
	uint8_t descriptor[WIRE_DESCRIPTOR_MAX], body[WIRE_SMALL_MAX];
	size_t n;

	assert_int_equal(wire_descriptor_make(descriptor, &m.hello.descriptor.n, &d, author->secret), KIEM_OK);
	m.hello.descriptor.p = descriptor;
	m.hello.version_min = m.hello.version_max = 1;
	memcpy(m.hello.nonce, nonce, WIRE_NONCE_BYTES);
	m.hello.now = SUPPORT_NOW + (int64_t)rig->mono_ms;
	wire_write(body, &n, sizeof(body), &m);
	rig_say(rig, node, link, body, n);
}

bool rig_heard(struct rig *rig, struct wire_message *m, uint64_t type)
{
	for (size_t i = rig->n_heard; i > 0; i--) {
		if (wire_read(m, rig->heard[i - 1].p, rig->heard[i - 1].n) == KIEM_OK && m->type == type) {
			return true;
		}
	}
	return false;
}

size_t rig_count_heard(const struct rig *rig, uint64_t type)
{
	struct wire_message m;
	size_t n = 0;

	for (size_t i = 0; i < rig->n_heard; i++) {
		n += wire_read(&m, rig->heard[i].p, rig->heard[i].n) == KIEM_OK && m.type == type;
	}
	return n;
}

unsigned rig_befriend_as(struct rig *rig, struct wire_salt *salt, unsigned node, unsigned who)
{
	static const uint8_t nonce[WIRE_NONCE_BYTES] = {4};
	struct support_author author;
	struct wire_message hello;
	uint8_t body[WIRE_SMALL_MAX];
	size_t n;

	support_author(&author, who);
	rig_follow(rig, node, RIG_BOARD, true);
	unsigned link = rig_puppet(rig, node, &author, false);
	rig_say_hello(rig, node, link, &author, nonce);
	assert_true(rig_heard(rig, &hello, WIRE_HELLO));
	wire_salt(salt, nonce, hello.hello.nonce, support_span(rig_board_name(RIG_BOARD)));
	wire_write_boards(body, &n, sizeof(body), 1, (const uint8_t(*)[WIRE_TAG_BYTES])salt->tag, 1);
	rig_say(rig, node, link, body, n);
	struct wire_message neighbour = {.type = WIRE_NEIGHBOUR};
	neighbour.neighbour.pinned = true; /* in the view, and never evicted from it */
	rig_say_message(rig, node, link, &neighbour);
	rig_run(rig, 100);
	return link;
}

unsigned rig_befriend(struct rig *rig, struct wire_salt *salt, unsigned node)
{
	return rig_befriend_as(rig, salt, node, 1);
}

void rig_say_message(struct rig *rig, unsigned node, unsigned link, const struct wire_message *m)
{
	static uint8_t body[WIRE_BODY_MAX];
	size_t n;

	wire_write(body, &n, sizeof(body), m);
	rig_say(rig, node, link, body, n);
}
