/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reads one message of a neighbour. The whole body is checked for form first, so that what follows only asks for types,
 * lengths and ranges. A message is a row of the table below. A key that its row does not know is passed over, a type that no
 * row has is KIEM_OK with nothing set: a newer neighbour may say more than this version understands. Nothing is copied but
 * what has a fixed small size.
 */
#include "wire_parts.h"

#include <string.h>

static bool take_fixed(uint8_t *out, size_t n, struct kiem_cbor *r)
{
	struct kiem_span s = kiem_cbor_bytes(r);

	if (r->bad || s.n != n) {
		return false;
	}
	memcpy(out, s.p, n);
	return true;
}

bool wire_take_place(struct wire_place *place, struct kiem_cbor *r)
{
	if (kiem_cbor_array(r) != 2) {
		return false;
	}
	place->made = kiem_cbor_int(r);
	return !r->bad && take_fixed(place->id.b, sizeof(place->id.b), r);
}

bool wire_take_pieces(struct kiem_span *pieces, size_t unit, size_t min, size_t max, struct kiem_cbor *r)
{
	*pieces = kiem_cbor_bytes(r);
	return !r->bad && pieces->n % unit == 0 && pieces->n >= min * unit && pieces->n <= max * unit;
}

/* A list of at most n_max byte strings of min to max bytes each; leaves r behind it. */
static bool take_list(struct wire_list *list, size_t n_max, size_t min, size_t max, size_t *total, struct kiem_cbor *r)
{
	list->n = kiem_cbor_array(r);
	list->items = *r;
	if (r->bad || list->n > n_max) {
		return false;
	}
	for (size_t i = 0; i < list->n; i++) {
		struct kiem_span s = kiem_cbor_bytes(r);
		if (r->bad || s.n < min || s.n > max) {
			return false;
		}
		*total += s.n;
	}
	return true;
}

static bool take_hello(struct wire_message *m, uint64_t key, struct kiem_cbor *r)
{
	switch (key) {
	case 1:
		m->hello.version_min = kiem_cbor_uint(r);
		return true;
	case 2:
		m->hello.version_max = kiem_cbor_uint(r);
		return m->hello.version_max >= m->hello.version_min;
	case 3:
		return take_fixed(m->hello.nonce, sizeof(m->hello.nonce), r);
	case 4:
		m->hello.descriptor = kiem_cbor_bytes(r);
		return m->hello.descriptor.n <= WIRE_DESCRIPTOR_MAX;
	case 5:
		m->hello.now = kiem_cbor_int(r);
		return true;
	default:
		m->hello.has_probe = true;
		m->hello.probe = kiem_cbor_uint(r);
		return true;
	}
}

static bool take_ping(struct wire_message *m, uint64_t key, struct kiem_cbor *r)
{
	if (key == 1) {
		m->ping.token = kiem_cbor_uint(r);
	} else {
		m->ping.now = kiem_cbor_int(r);
	}
	return true;
}

static bool take_boards(struct wire_message *m, uint64_t key, struct kiem_cbor *r)
{
	struct wire_list *list = key == 1 ? &m->boards.offer : key == 2 ? &m->boards.accept : &m->boards.withdraw;
	size_t total = 0;

	return take_list(list, WIRE_BOARDS_MAX, WIRE_TAG_BYTES, WIRE_TAG_BYTES, &total, r);
}

/* One byte a post, none of them 0. The posts, key 1, came before. */
static bool take_hops(struct wire_message *m, struct kiem_cbor *r)
{
	struct kiem_span hops = kiem_cbor_bytes(r);

	m->posts.pushed = true;
	m->posts.hops = hops;
	return !r->bad && hops.n == m->posts.list.n && (hops.n == 0 || memchr(hops.p, 0, hops.n) == NULL);
}

static bool take_posts(struct wire_message *m, uint64_t key, struct kiem_cbor *r)
{
	return key == 2 ? take_hops(m, r) : take_list(&m->posts.list, WIRE_POSTS_MAX, 1, KIEM_POST_MAX, &m->posts.bytes, r);
}

static bool take_ack(struct wire_message *m, uint64_t key, struct kiem_cbor *r)
{
	m->ack = kiem_cbor_uint(r);
	return true;
}

static enum wire_reason reason_of(uint64_t number)
{
	return number >= WIRE_NOT_HERE && number <= WIRE_UNFOLLOWED ? (enum wire_reason)number : WIRE_NOT_HERE;
}

static bool take_gone(struct wire_message *m, uint64_t key, struct kiem_cbor *r)
{
	if (key == 1) { /* the lane, which need not be there */
		m->gone.closes = true;
		m->lane = kiem_cbor_uint(r);
		return true;
	}
	m->gone.n = kiem_cbor_array(r);
	m->gone.items = *r;
	if (r->bad || m->gone.n > WIRE_PAGE_MAX) {
		return false;
	}
	for (size_t i = 0; i < m->gone.n; i++) {
		bool two = kiem_cbor_array(r) == 2;
		struct kiem_span id = kiem_cbor_bytes(r);
		(void)kiem_cbor_uint(r);
		if (r->bad || !two || (id.n != WIRE_SHORT_BYTES && id.n != sizeof(struct kiem_id))) {
			return false;
		}
	}
	return true;
}

void wire_gone_next(struct wire_gone *gone, struct wire_message *m)
{
	(void)kiem_cbor_array(&m->gone.items);
	gone->id = kiem_cbor_bytes(&m->gone.items);
	gone->reason = reason_of(kiem_cbor_uint(&m->gone.items));
}

#define KEY(k) (1u << (k))
#define KEYS(from, to) ((KEY((to) + 1) - 1) & ~(KEY(from) - 1)) /* from and to included */

/* clang-format off */
static const struct wire_shape shapes[] = {
	/*                     name             required                          known       lane   */
	[WIRE_HELLO]         = {"hello",         KEYS(1, 5),                       KEYS(1, 6), false, take_hello, wire_put_hello},
	[WIRE_PING]          = {"ping",          KEYS(1, 2),                       KEYS(1, 2), false, take_ping, wire_put_ping},
	[WIRE_PONG]          = {"pong",          KEYS(1, 2),                       KEYS(1, 2), false, take_ping, wire_put_ping},
	[WIRE_BOARDS]        = {"boards",        0,                                KEYS(1, 3), false, take_boards, NULL},
	[WIRE_POSTS]         = {"posts",         KEY(1),                           KEYS(1, 2), false, take_posts, NULL},
	[WIRE_ACK]           = {"ack",           KEY(1),                           KEY(1),     false, take_ack, wire_put_ack},
	[WIRE_WANT]          = {"want",          KEY(1) | KEY(4),                  KEYS(1, 4), true,  wire_take_want, wire_put_want},
	[WIRE_GONE]          = {"gone",          KEY(2),                           KEYS(1, 2), false, take_gone, NULL},
	[WIRE_SUM]           = {"sum",           KEYS(1, 4),                       KEYS(1, 7), true,  wire_take_sum, wire_put_sum},
	[WIRE_STREAM]        = {"stream",        KEY(1),                           KEYS(1, 3), true,  wire_take_stream, wire_put_stream},
	[WIRE_MARK]          = {"mark",          KEY(1),                           KEYS(1, 3), true,  wire_take_mark, wire_put_mark},
	[WIRE_LIST]          = {"list",          KEY(1),                           KEYS(1, 2), true,  wire_take_stream, wire_put_stream},
	[WIRE_PAGE]          = {"page",          KEY(1) | KEY(4),                  KEYS(1, 4), true,  wire_take_want, wire_put_want},
	[WIRE_IHAVE]         = {"ihave",         KEYS(1, 2),                       KEYS(1, 2), true,  wire_take_ihave, wire_put_ihave},
	[WIRE_GRAFT]         = {"graft",         KEYS(1, 2),                       KEYS(1, 2), true,  wire_take_graft, wire_put_graft},
	[WIRE_PRUNE]         = {"prune",         KEY(1),                           KEY(1),     true,  NULL, wire_put_nothing},
	[WIRE_JOIN]          = {"join",          KEY(1),                           KEY(1),     true,  NULL, wire_put_nothing},
	[WIRE_FORWARD_JOIN]  = {"forward-join",  KEYS(1, 4),                       KEYS(1, 4), true,  wire_take_walk, wire_put_walk},
	[WIRE_WELCOME]       = {"welcome",       KEY(1) | KEYS(3, 4),              KEY(1) | KEYS(3, 4), true, wire_take_walk, wire_put_walk},
	[WIRE_NEIGHBOUR]     = {"neighbour",     KEYS(1, 3),                       KEYS(1, 3), true,  wire_take_neighbour, wire_put_neighbour},
	[WIRE_ANSWER]        = {"answer",        KEYS(1, 2),                       KEYS(1, 2), true,  wire_take_answer, wire_put_answer},
	[WIRE_DISCONNECT]    = {"disconnect",    KEY(1),                           KEY(1),     true,  NULL, wire_put_nothing},
	[WIRE_SHUFFLE]       = {"shuffle",       KEYS(1, 3) | KEY(5),              KEYS(1, 3) | KEY(5), true, wire_take_walk, wire_put_walk},
	[WIRE_SHUFFLE_REPLY] = {"shuffle-reply", KEY(1) | KEY(3) | KEY(5),         KEY(1) | KEY(3) | KEY(5), true, wire_take_walk, wire_put_walk},
	[WIRE_DIAL_BACK]     = {"dial-back",     KEYS(1, 2),                       KEYS(1, 2), false, wire_take_dial_back, wire_put_dial_back},
	[WIRE_CELLS]         = {"cells",         KEYS(1, 4),                       KEYS(1, 6), true,  wire_take_cells, wire_put_cells},
	[WIRE_MORE]          = {"more",          KEYS(1, 2),                       KEYS(1, 2), true,  wire_take_more, wire_put_more},
};
/* clang-format on */
#define SHAPES (sizeof(shapes) / sizeof(shapes[0]))

const struct wire_shape *wire_shape(uint64_t type)
{
	return type < SHAPES && shapes[type].name != NULL ? &shapes[type] : NULL;
}

const char *wire_type_name(uint64_t type)
{
	const struct wire_shape *shape = wire_shape(type);

	return shape != NULL ? shape->name : "unknown";
}

static bool take_key(struct wire_message *m, const struct wire_shape *shape, uint64_t key, struct kiem_cbor *r)
{
	if (key == 1 && shape->lane) {
		m->lane = kiem_cbor_uint(r);
		return !r->bad;
	}
	return shape->take(m, key, r) && !r->bad;
}

static enum kiem_verdict take_keys(struct wire_message *m, const struct wire_shape *shape, size_t n, struct kiem_cbor *r)
{
	uint32_t seen = 0;

	for (size_t i = 0; i < n; i++) {
		uint64_t key = kiem_cbor_peek(r) == KIEM_CBOR_UINT ? kiem_cbor_uint(r) : (kiem_cbor_skip(r), UINT64_MAX);
		if (key >= 32 || (shape->known & KEY(key)) == 0) {
			kiem_cbor_skip(r);
			continue;
		}
		seen |= KEY(key);
		if (!take_key(m, shape, key, r)) {
			return KIEM_BAD_FIELD;
		}
	}
	return (seen & shape->required) == shape->required ? KIEM_OK : KIEM_MISSING_FIELD;
}

enum kiem_verdict wire_read(struct wire_message *m, const uint8_t *body, size_t n)
{
	struct kiem_cbor r;

	memset(m, 0, sizeof(*m));
	if (n > WIRE_BODY_MAX) {
		return KIEM_TOO_BIG;
	}
	enum kiem_verdict verdict = kiem_cbor_check(body, n, KIEM_DEPTH_MAX, WIRE_ITEMS_MAX);
	if (verdict != KIEM_OK) {
		return verdict;
	}
	kiem_cbor_init(&r, body, n);
	if (kiem_cbor_peek(&r) != KIEM_CBOR_MAP) {
		return KIEM_BAD_FIELD;
	}
	size_t pairs = kiem_cbor_map(&r);
	if (pairs == 0 || kiem_cbor_peek(&r) != KIEM_CBOR_UINT || kiem_cbor_uint(&r) != 0) {
		return KIEM_MISSING_FIELD;
	}
	if (kiem_cbor_peek(&r) != KIEM_CBOR_UINT) {
		return KIEM_BAD_FIELD;
	}
	m->type = kiem_cbor_uint(&r);
	const struct wire_shape *shape = wire_shape(m->type);
	return shape != NULL ? take_keys(m, shape, pairs - 1, &r) : KIEM_OK;
}
