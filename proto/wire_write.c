/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes messages to a neighbour in the deterministic form that wire_read asks for: keys ascending, counts before their items. */
#include <kiem/wire.h>

#include <assert.h>
#include <string.h>

static void put_place(struct kiem_cbor_out *w, const struct wire_place *place)
{
	kiem_cbor_put_array(w, 2);
	kiem_cbor_put_int(w, place->made);
	kiem_cbor_put_bytes(w, place->id.b, sizeof(place->id.b));
}

static void begin(struct kiem_cbor_out *w, uint64_t type, size_t pairs)
{
	kiem_cbor_put_map(w, pairs + 1);
	kiem_cbor_put_uint(w, 0);
	kiem_cbor_put_uint(w, type);
}

static void put_lane(struct kiem_cbor_out *w, uint64_t lane)
{
	kiem_cbor_put_uint(w, 1);
	kiem_cbor_put_uint(w, lane);
}

static void put_hello(struct kiem_cbor_out *w, const struct wire_message *m)
{
	begin(w, m->type, 5);
	kiem_cbor_put_uint(w, 1);
	kiem_cbor_put_uint(w, m->hello.version_min);
	kiem_cbor_put_uint(w, 2);
	kiem_cbor_put_uint(w, m->hello.version_max);
	kiem_cbor_put_uint(w, 3);
	kiem_cbor_put_bytes(w, m->hello.nonce, sizeof(m->hello.nonce));
	kiem_cbor_put_uint(w, 4);
	kiem_cbor_put_bytes(w, m->hello.descriptor.p, m->hello.descriptor.n);
	kiem_cbor_put_uint(w, 5);
	kiem_cbor_put_int(w, m->hello.now);
}

static void put_ping(struct kiem_cbor_out *w, const struct wire_message *m)
{
	begin(w, m->type, 2);
	kiem_cbor_put_uint(w, 1);
	kiem_cbor_put_uint(w, m->ping.token);
	kiem_cbor_put_uint(w, 2);
	kiem_cbor_put_int(w, m->ping.now);
}

static void put_ack(struct kiem_cbor_out *w, const struct wire_message *m)
{
	begin(w, m->type, 1);
	kiem_cbor_put_uint(w, 1);
	kiem_cbor_put_uint(w, m->ack);
}

/* WANT and PAGE. */
static void put_want(struct kiem_cbor_out *w, const struct wire_message *m)
{
	const struct wire_range *range = &m->want.range;

	begin(w, m->type, 2u + range->has_after + range->has_upto);
	put_lane(w, m->lane);
	if (range->has_after) {
		kiem_cbor_put_uint(w, 2);
		put_place(w, &range->after);
	}
	if (range->has_upto) {
		kiem_cbor_put_uint(w, 3);
		put_place(w, &range->upto);
	}
	kiem_cbor_put_uint(w, 4);
	kiem_cbor_put_bytes(w, m->want.shorts.p, m->want.shorts.n);
}

static void put_sum(struct kiem_cbor_out *w, const struct wire_message *m)
{
	begin(w, m->type, 4);
	put_lane(w, m->lane);
	kiem_cbor_put_uint(w, 2);
	kiem_cbor_put_uint(w, m->sum.count);
	kiem_cbor_put_uint(w, 3);
	kiem_cbor_put_bytes(w, m->sum.sum, sizeof(m->sum.sum));
	kiem_cbor_put_uint(w, 4);
	kiem_cbor_put_bool(w, m->sum.fresh);
}

/* STREAM and LIST: false is said by leaving `stop` out. */
static void put_stream(struct kiem_cbor_out *w, const struct wire_message *m)
{
	bool stop = m->type == WIRE_STREAM && m->stream.stop;

	begin(w, m->type, 1u + m->stream.range.has_after + stop);
	put_lane(w, m->lane);
	if (m->stream.range.has_after) {
		kiem_cbor_put_uint(w, 2);
		put_place(w, &m->stream.range.after);
	}
	if (stop) {
		kiem_cbor_put_uint(w, 3);
		kiem_cbor_put_bool(w, true);
	}
}

static void put_mark(struct kiem_cbor_out *w, const struct wire_message *m)
{
	begin(w, m->type, 1u + m->mark.has_place + m->mark.end);
	put_lane(w, m->lane);
	if (m->mark.has_place) {
		kiem_cbor_put_uint(w, 2);
		put_place(w, &m->mark.place);
	}
	if (m->mark.end) {
		kiem_cbor_put_uint(w, 3);
		kiem_cbor_put_bool(w, true);
	}
}

static void put_message(struct kiem_cbor_out *w, const struct wire_message *m)
{
	switch (m->type) {
	case WIRE_HELLO:
		put_hello(w, m);
		break;
	case WIRE_PING:
	case WIRE_PONG:
		put_ping(w, m);
		break;
	case WIRE_ACK:
		put_ack(w, m);
		break;
	case WIRE_WANT:
	case WIRE_PAGE:
		put_want(w, m);
		break;
	case WIRE_SUM:
		put_sum(w, m);
		break;
	case WIRE_STREAM:
	case WIRE_LIST:
		put_stream(w, m);
		break;
	case WIRE_MARK:
		put_mark(w, m);
		break;
	default:
		assert(m->type == WIRE_HELLO); /* POSTS, GONE and BOARDS have writers of their own */
	}
}

void wire_write(uint8_t *out, size_t *n, size_t cap, const struct wire_message *m)
{
	struct kiem_cbor_out w;

	kiem_cbor_out_init(&w, out, cap);
	put_message(&w, m);
	assert(!w.full);
	*n = w.n;
}

void wire_write_boards(uint8_t *out, size_t *n, size_t cap, unsigned key, const uint8_t (*tags)[WIRE_TAG_BYTES], size_t n_tags)
{
	struct kiem_cbor_out w;

	assert(key >= 1 && key <= 3 && n_tags <= WIRE_BOARDS_MAX);
	kiem_cbor_out_init(&w, out, cap);
	begin(&w, WIRE_BOARDS, 1);
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
	struct kiem_cbor_out w;

	assert(n_items <= WIRE_PAGE_MAX);
	kiem_cbor_out_init(&w, out, cap);
	begin(&w, WIRE_GONE, lane != NULL ? 2 : 1);
	if (lane != NULL) {
		put_lane(&w, *lane);
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
