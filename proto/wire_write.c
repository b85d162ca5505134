/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes messages to a neighbour in the deterministic form that wire_read asks for: keys ascending, counts before their items. */
#include "wire_parts.h"

#include <assert.h>

void wire_begin(struct kiem_cbor_out *w, const struct wire_message *m, size_t pairs)
{
	bool lane = wire_shape(m->type)->lane;

	kiem_cbor_put_map(w, pairs + 1 + lane);
	wire_put_number(w, 0, m->type);
	if (lane) {
		wire_put_number(w, 1, m->lane);
	}
}

void wire_put_number(struct kiem_cbor_out *w, unsigned key, uint64_t v)
{
	kiem_cbor_put_uint(w, key);
	kiem_cbor_put_uint(w, v);
}

void wire_put_flag(struct kiem_cbor_out *w, unsigned key, bool v)
{
	kiem_cbor_put_uint(w, key);
	kiem_cbor_put_bool(w, v);
}

void wire_put_span(struct kiem_cbor_out *w, unsigned key, struct kiem_span s)
{
	kiem_cbor_put_uint(w, key);
	kiem_cbor_put_bytes(w, s.p, s.n);
}

void wire_put_place(struct kiem_cbor_out *w, unsigned key, const struct wire_place *place)
{
	kiem_cbor_put_uint(w, key);
	kiem_cbor_put_array(w, 2);
	kiem_cbor_put_int(w, place->made);
	kiem_cbor_put_bytes(w, place->id.b, sizeof(place->id.b));
}

static void put_time(struct kiem_cbor_out *w, unsigned key, int64_t ms)
{
	kiem_cbor_put_uint(w, key);
	kiem_cbor_put_int(w, ms);
}

void wire_put_hello(struct kiem_cbor_out *w, const struct wire_message *m)
{
	wire_begin(w, m, 5u + m->hello.has_probe);
	wire_put_number(w, 1, m->hello.version_min);
	wire_put_number(w, 2, m->hello.version_max);
	wire_put_span(w, 3, (struct kiem_span){m->hello.nonce, sizeof(m->hello.nonce)});
	wire_put_span(w, 4, m->hello.descriptor);
	put_time(w, 5, m->hello.now);
	if (m->hello.has_probe) {
		wire_put_number(w, 6, m->hello.probe);
	}
}

void wire_put_ping(struct kiem_cbor_out *w, const struct wire_message *m)
{
	wire_begin(w, m, 2);
	wire_put_number(w, 1, m->ping.token);
	put_time(w, 2, m->ping.now);
}

void wire_put_ack(struct kiem_cbor_out *w, const struct wire_message *m)
{
	wire_begin(w, m, 1);
	wire_put_number(w, 1, m->ack);
}

void wire_write(uint8_t *out, size_t *n, size_t cap, const struct wire_message *m)
{
	const struct wire_shape *shape = wire_shape(m->type);
	struct kiem_cbor_out w;

	assert(shape != NULL && shape->put != NULL); /* POSTS, GONE and BOARDS have writers of their own */
	kiem_cbor_out_init(&w, out, cap);
	shape->put(&w, m);
	assert(!w.full);
	*n = w.n;
}

void wire_write_boards(uint8_t *out, size_t *n, size_t cap, unsigned key, const uint8_t (*tags)[WIRE_TAG_BYTES], size_t n_tags)
{
	const struct wire_message m = {.type = WIRE_BOARDS};
	struct kiem_cbor_out w;

	assert(key >= 1 && key <= 3 && n_tags <= WIRE_BOARDS_MAX);
	kiem_cbor_out_init(&w, out, cap);
	wire_begin(&w, &m, 1);
	kiem_cbor_put_uint(&w, key);
	kiem_cbor_put_array(&w, n_tags);
	for (size_t i = 0; i < n_tags; i++) {
		kiem_cbor_put_bytes(&w, tags[i], WIRE_TAG_BYTES);
	}
	assert(!w.full);
	*n = w.n;
}

void wire_write_gone(uint8_t *out, size_t *n, size_t cap, const uint64_t *lane, const struct wire_gone *items, size_t n_items)
{
	const struct wire_message m = {.type = WIRE_GONE};
	struct kiem_cbor_out w;

	assert(n_items <= WIRE_PAGE_MAX);
	kiem_cbor_out_init(&w, out, cap);
	wire_begin(&w, &m, lane != NULL ? 2 : 1);
	if (lane != NULL) {
		wire_put_number(&w, 1, *lane);
	}
	kiem_cbor_put_uint(&w, 2);
	kiem_cbor_put_array(&w, n_items);
	for (size_t i = 0; i < n_items; i++) {
		kiem_cbor_put_array(&w, 2);
		kiem_cbor_put_bytes(&w, items[i].id.p, items[i].id.n);
		kiem_cbor_put_uint(&w, items[i].reason);
	}
	assert(!w.full);
	*n = w.n;
}
