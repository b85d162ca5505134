/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reads one message of a neighbour. The whole body is checked for form first, so that what follows only asks for types,
 * lengths and ranges. A message is a table row: its name, the keys it cannot do without, and a function that takes one key.
 * A key that a function does not know is passed over, a type that no row has is KIEM_OK with nothing set: a newer neighbour
 * may say more than this version understands. Nothing is copied but what has a fixed small size.
 */
#include <kiem/wire.h>

#include <string.h>

/* Takes the value of one key; false when it is not what the specification says. Unknown keys never get here. */
typedef bool take_fn(struct wire_message *m, uint64_t key, struct kiem_cbor *r);

struct shape {
	const char *name;
	uint32_t required; /* bit k: key k must be there */
	uint32_t known;    /* bit k: key k means something */
	take_fn *take;
};

#define KEY(k) (1u << (k))

static bool take_fixed(uint8_t *out, size_t n, struct kiem_cbor *r)
{
	struct kiem_span s = kiem_cbor_bytes(r);

	if (r->bad || s.n != n) {
		return false;
	}
	memcpy(out, s.p, n);
	return true;
}

static bool take_place(struct wire_place *place, struct kiem_cbor *r)
{
	if (kiem_cbor_array(r) != 2) {
		return false;
	}
	place->made = kiem_cbor_int(r);
	return !r->bad && take_fixed(place->id.b, sizeof(place->id.b), r);
}

/* A list of byte strings of min to max bytes each; leaves r behind it. */
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

static bool ascending(struct kiem_span shorts)
{
	for (size_t i = WIRE_SHORT_BYTES; i < shorts.n; i += WIRE_SHORT_BYTES) {
		if (memcmp(shorts.p + i - WIRE_SHORT_BYTES, shorts.p + i, WIRE_SHORT_BYTES) >= 0) {
			return false;
		}
	}
	return true;
}

static bool take_shorts(struct kiem_span *shorts, struct kiem_cbor *r)
{
	*shorts = kiem_cbor_bytes(r);
	return !r->bad && shorts->n % WIRE_SHORT_BYTES == 0 && shorts->n <= WIRE_PAGE_MAX * WIRE_SHORT_BYTES && ascending(*shorts);
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
	default:
		m->hello.now = kiem_cbor_int(r);
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

static bool take_posts(struct wire_message *m, uint64_t key, struct kiem_cbor *r)
{
	return take_list(&m->posts.list, WIRE_POSTS_MAX, 1, KIEM_POST_MAX, &m->posts.bytes, r);
}

static bool take_ack(struct wire_message *m, uint64_t key, struct kiem_cbor *r)
{
	m->ack = kiem_cbor_uint(r);
	return true;
}

/* Which board, by the number of the sender's mention. */
static bool take_lane(struct wire_message *m, struct kiem_cbor *r)
{
	m->lane = kiem_cbor_uint(r);
	return true;
}

/* WANT and PAGE. */
static bool take_want(struct wire_message *m, uint64_t key, struct kiem_cbor *r)
{
	switch (key) {
	case 1:
		return take_lane(m, r);
	case 2:
		m->want.range.has_after = true;
		return take_place(&m->want.range.after, r);
	case 3:
		m->want.range.has_upto = true;
		return take_place(&m->want.range.upto, r);
	default:
		return take_shorts(&m->want.shorts, r);
	}
}

static enum wire_reason reason_of(uint64_t number)
{
	return number >= WIRE_NOT_HERE && number <= WIRE_UNFOLLOWED ? (enum wire_reason)number : WIRE_NOT_HERE;
}

static bool take_gone_items(struct wire_message *m, struct kiem_cbor *r)
{
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

static bool take_gone(struct wire_message *m, uint64_t key, struct kiem_cbor *r)
{
	if (key == 1) {
		m->gone.closes = true;
		return take_lane(m, r);
	}
	return take_gone_items(m, r);
}

static bool take_sum(struct wire_message *m, uint64_t key, struct kiem_cbor *r)
{
	switch (key) {
	case 1:
		return take_lane(m, r);
	case 2:
		m->sum.count = kiem_cbor_uint(r);
		return m->sum.count <= KIEM_INT_MAX;
	case 3:
		return take_fixed(m->sum.sum, sizeof(m->sum.sum), r);
	default:
		m->sum.fresh = kiem_cbor_bool(r);
		return true;
	}
}

/* STREAM and LIST. */
static bool take_stream(struct wire_message *m, uint64_t key, struct kiem_cbor *r)
{
	switch (key) {
	case 1:
		return take_lane(m, r);
	case 2:
		m->stream.range.has_after = true;
		return take_place(&m->stream.range.after, r);
	default:
		m->stream.stop = kiem_cbor_bool(r);
		return true;
	}
}

static bool take_mark(struct wire_message *m, uint64_t key, struct kiem_cbor *r)
{
	switch (key) {
	case 1:
		return take_lane(m, r);
	case 2:
		m->mark.has_place = true;
		return take_place(&m->mark.place, r);
	default:
		m->mark.end = kiem_cbor_bool(r);
		return true;
	}
}

static const struct shape shapes[] = {
        [WIRE_HELLO] = {"hello", KEY(1) | KEY(2) | KEY(3) | KEY(4) | KEY(5), KEY(1) | KEY(2) | KEY(3) | KEY(4) | KEY(5),
                take_hello},
        [WIRE_PING] = {"ping", KEY(1) | KEY(2), KEY(1) | KEY(2), take_ping},
        [WIRE_PONG] = {"pong", KEY(1) | KEY(2), KEY(1) | KEY(2), take_ping},
        [WIRE_BOARDS] = {"boards", 0, KEY(1) | KEY(2) | KEY(3), take_boards},
        [WIRE_POSTS] = {"posts", KEY(1), KEY(1), take_posts},
        [WIRE_ACK] = {"ack", KEY(1), KEY(1), take_ack},
        [WIRE_WANT] = {"want", KEY(1) | KEY(4), KEY(1) | KEY(2) | KEY(3) | KEY(4), take_want},
        [WIRE_GONE] = {"gone", KEY(2), KEY(1) | KEY(2), take_gone},
        [WIRE_SUM] = {"sum", KEY(1) | KEY(2) | KEY(3) | KEY(4), KEY(1) | KEY(2) | KEY(3) | KEY(4), take_sum},
        [WIRE_STREAM] = {"stream", KEY(1), KEY(1) | KEY(2) | KEY(3), take_stream},
        [WIRE_MARK] = {"mark", KEY(1), KEY(1) | KEY(2) | KEY(3), take_mark},
        [WIRE_LIST] = {"list", KEY(1), KEY(1) | KEY(2), take_stream},
        [WIRE_PAGE] = {"page", KEY(1) | KEY(4), KEY(1) | KEY(2) | KEY(3) | KEY(4), take_want},
};
#define SHAPES (sizeof(shapes) / sizeof(shapes[0]))

static bool type_known(uint64_t type)
{
	return type < SHAPES && shapes[type].name != NULL;
}

const char *wire_type_name(uint64_t type)
{
	return type_known(type) ? shapes[type].name : "unknown";
}

static enum kiem_verdict take_keys(struct wire_message *m, const struct shape *shape, size_t n, struct kiem_cbor *r)
{
	uint32_t seen = 0;

	for (size_t i = 0; i < n; i++) {
		uint64_t key = kiem_cbor_peek(r) == KIEM_CBOR_UINT ? kiem_cbor_uint(r) : (kiem_cbor_skip(r), UINT64_MAX);
		if (key >= 32 || (shape->known & KEY(key)) == 0) {
			kiem_cbor_skip(r);
			continue;
		}
		seen |= KEY(key);
		if (!shape->take(m, key, r) || r->bad) {
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
	return type_known(m->type) ? take_keys(m, &shapes[m->type], pairs - 1, &r) : KIEM_OK;
}

void wire_gone_next(struct wire_gone *gone, struct wire_message *m)
{
	(void)kiem_cbor_array(&m->gone.items);
	gone->id = kiem_cbor_bytes(&m->gone.items);
	gone->reason = reason_of(kiem_cbor_uint(&m->gone.items));
}
