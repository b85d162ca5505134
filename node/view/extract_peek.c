/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the extract needs of one post, read in one pass that stops behind the last key it wants. A whole decoding checks the
 * form and hashes the bytes, which costs several times as much, and the door did it when the post came in.
 */
#include "extract.h"

#include <kiem/cbor.h>

#include <string.h>

/* Where a post's parts lie, see post.h. */
#define AUTHOR_AT 10
#define PAYLOAD_AT 43

/* Payload keys, as proto/post.cddl has them. */
enum {
	KEY_KIND = 1,
	KEY_BOARD = 2,
	KEY_MADE = 3,
	KEY_UNTIL = 4,
	KEY_LINKS = 8,
	KEY_PLACE = 10,
	KEY_SIGNALS = 17,
	KEY_ROLES = 19,
	KEY_SECTOR = 21,
	KEY_UNNAMED = 23,
	KEY_HEIR = 24,
	KEY_WHOM = 25,
	KEY_LEVEL = 26
};

static void read_links(struct extract_peek *peek, struct kiem_cbor *r)
{
	size_t n = kiem_cbor_array(r);

	for (size_t i = 0; i < n && i < KIEM_LINKS_MAX && !r->bad; i++) {
		size_t parts = kiem_cbor_array(r);
		uint64_t relation = kiem_cbor_uint(r);
		struct kiem_span id = kiem_cbor_bytes(r);

		if (parts == 3) {
			kiem_cbor_text(r);
		}
		if (!r->bad && id.n == sizeof(struct kiem_id)) {
			peek->links[peek->n_links].relation = relation;
			peek->links[peek->n_links++].id = (const struct kiem_id *)id.p;
		}
	}
}

/* A place has both degrees or none, and may be a label alone. */
static bool read_point(struct kiem_cbor *r)
{
	size_t n = kiem_cbor_map(r);
	bool point = false;

	for (size_t i = 0; i < n && !r->bad; i++) {
		point = kiem_cbor_int(r) == 1 || point;
		kiem_cbor_skip(r);
	}
	return point && !r->bad;
}

/* A set of small numbers as bits; those above 7 are of a later version. */
static uint8_t read_set(struct kiem_cbor *r)
{
	size_t n = kiem_cbor_array(r);
	unsigned bits = 0;

	for (size_t i = 0; i < n && !r->bad; i++) {
		uint64_t number = kiem_cbor_uint(r);
		bits |= number < 8 ? 1u << number : 0;
	}
	return (uint8_t)bits;
}

static uint8_t read_small(struct kiem_cbor *r)
{
	uint64_t number = kiem_cbor_uint(r);

	return number < UINT8_MAX ? (uint8_t)number : UINT8_MAX;
}

static const struct kiem_key *read_key(struct kiem_cbor *r)
{
	struct kiem_span bytes = kiem_cbor_bytes(r);

	return bytes.n == sizeof(struct kiem_key) ? (const struct kiem_key *)bytes.p : NULL;
}

static void read_head(struct extract_peek *peek, struct kiem_cbor *r, uint64_t key)
{
	switch (key) {
	case KEY_KIND:
		peek->kind = kiem_cbor_uint(r);
		break;
	case KEY_BOARD:
		peek->board = kiem_cbor_text(r);
		break;
	case KEY_MADE:
		peek->made = kiem_cbor_int(r);
		break;
	case KEY_UNTIL:
		peek->until = kiem_cbor_int(r);
		break;
	default:
		kiem_cbor_skip(r);
	}
}

static void read_rest(struct extract_peek *peek, struct kiem_cbor *r, uint64_t key)
{
	switch (key) {
	case KEY_LINKS:
		read_links(peek, r);
		break;
	case KEY_PLACE:
		peek->has_point = read_point(r);
		break;
	case KEY_SIGNALS:
		peek->signals = read_set(r);
		break;
	case KEY_ROLES:
		peek->roles = read_set(r);
		break;
	case KEY_SECTOR:
		peek->sector = read_small(r);
		break;
	case KEY_UNNAMED:
		peek->unnamed = kiem_cbor_bool(r);
		break;
	case KEY_HEIR:
		peek->heir = read_key(r);
		break;
	case KEY_WHOM:
		peek->whom = read_key(r);
		break;
	case KEY_LEVEL:
		peek->level = read_small(r);
		break;
	default:
		kiem_cbor_skip(r);
	}
}

bool extract_peek(struct extract_peek *peek, struct kiem_span bytes)
{
	struct kiem_cbor r;

	if (bytes.n < PAYLOAD_AT) {
		return false;
	}
	memset(peek, 0, sizeof(*peek));
	peek->author = (const struct kiem_key *)(bytes.p + AUTHOR_AT);
	kiem_cbor_init(&r, bytes.p + PAYLOAD_AT, bytes.n - PAYLOAD_AT);
	struct kiem_span payload = kiem_cbor_bytes(&r);
	kiem_cbor_init(&r, payload.p, payload.n);

	size_t pairs = kiem_cbor_map(&r);
	/* Keys are sorted: nothing that is wanted comes after the level. */
	for (uint64_t i = 0, key = 0; i < pairs && key < KEY_LEVEL && !r.bad && kiem_cbor_peek(&r) == KIEM_CBOR_UINT; i++) {
		key = kiem_cbor_uint(&r);
		if (key <= KEY_UNTIL) {
			read_head(peek, &r, key);
		} else {
			read_rest(peek, &r, key);
		}
	}
	return !r.bad && peek->board.n > 0;
}
