/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows and values as layout.h draws them, to bytes and back. Nothing here touches a file. */
#include "layout.h"

#include <kiem/cbor.h>

#define ROWS (MDB_DUPSORT | MDB_DUPFIXED)

/* Where a post's parts lie, see post.h: tag, array, protected header with the key at its end, empty map, payload. */
#define AUTHOR_AT 10
#define PAYLOAD_AT 43

/* Payload keys that the store reads. */
enum { KEY_KIND = 1, KEY_BOARD = 2, KEY_MADE = 3, KEY_UNTIL = 4, KEY_LINKS = 8 };

const struct store_table_form store_tables[STORE_TABLES] = {
        [STORE_META] = {"meta", 0},
        [STORE_POST] = {"post", 0},
        [STORE_ID] = {"id", ROWS},
        [STORE_BOARD] = {"board", ROWS},
        [STORE_AUTHOR] = {"author", ROWS},
        [STORE_TARGET] = {"target", ROWS},
        [STORE_KIND] = {"kind", ROWS},
        [STORE_UNTIL] = {"until", ROWS},
        [STORE_BOARDS] = {"boards", 0},
        [STORE_NAME] = {"name", 0},
        [STORE_PEER] = {"peer", 0},
        [STORE_HELD] = {"held", ROWS},
        [STORE_BOOK] = {"book", 0},
};

MDB_val store_only_key(void)
{
	static const uint8_t zero[2];

	return store_val(zero, sizeof(zero));
}

MDB_val store_number_key(uint8_t bytes[static STORE_NUMBER_SIZE], uint64_t number)
{
	store_put_be(bytes, number, STORE_NUMBER_SIZE);
	return store_val(bytes, STORE_NUMBER_SIZE);
}

MDB_val store_board_key(uint8_t bytes[static 4], uint32_t board)
{
	store_put_be(bytes, board, 4);
	return store_val(bytes, 4);
}

MDB_val store_kind_key(uint8_t bytes[static 6], uint32_t board, uint64_t kind)
{
	store_put_be(bytes, board, 4);
	store_put_be(bytes + 4, kind < STORE_KIND_LAST ? kind : STORE_KIND_LAST, 2);
	return store_val(bytes, 6);
}

MDB_val store_hour_key(uint8_t bytes[static 4], int64_t until)
{
	store_put_be(bytes, (uint64_t)(until / STORE_HOUR_MS), 4);
	return store_val(bytes, 4);
}

void store_board_row_write(uint8_t out[static STORE_BOARD_ROW], const struct store_board_row *row)
{
	store_put_be(out, (uint64_t)row->made, 6);
	memcpy(out + 6, row->id.b, 32);
	store_put_be(out + 38, row->number, 6);
	store_put_be(out + 44, (uint64_t)row->until, 6);
}

bool store_board_row_read(struct store_board_row *row, const MDB_val *val)
{
	const uint8_t *p = val->mv_data;

	if (val->mv_size != STORE_BOARD_ROW) {
		return false;
	}
	row->made = (int64_t)store_get_be(p, 6);
	memcpy(row->id.b, p + 6, 32);
	row->number = store_get_be(p + 38, 6);
	row->until = (int64_t)store_get_be(p + 44, 6);
	return true;
}

void store_person_row_write(uint8_t out[static STORE_PERSON_ROW], const uint8_t *prefix, uint64_t number, uint64_t kind)
{
	memcpy(out, prefix, STORE_PREFIX_SIZE);
	store_put_be(out + 8, number, 6);
	store_put_be(out + 14, kind < STORE_KIND_LAST ? kind : STORE_KIND_LAST, 2);
}

static bool links_have(const struct store_peek *peek, const uint8_t *id)
{
	for (size_t i = 0; i < peek->n_links; i++) {
		if (memcmp(peek->links[i].b, id, 32) == 0) {
			return true;
		}
	}
	return false;
}

/* Links are arrays of a relation, an id and perhaps a board. */
static void peek_links(struct store_peek *peek, struct kiem_cbor *r)
{
	size_t n = kiem_cbor_array(r);

	for (size_t i = 0; i < n && i < KIEM_LINKS_MAX && !r->bad; i++) {
		size_t parts = kiem_cbor_array(r);

		kiem_cbor_uint(r);
		struct kiem_span id = kiem_cbor_bytes(r);
		if (parts == 3) {
			kiem_cbor_text(r);
		}
		if (!r->bad && id.n == 32 && !links_have(peek, id.p)) {
			memcpy(peek->links[peek->n_links++].b, id.p, 32);
		}
	}
}

static void peek_field(struct store_peek *peek, struct kiem_cbor *r, uint64_t key)
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
	case KEY_LINKS:
		peek_links(peek, r);
		break;
	default:
		kiem_cbor_skip(r);
	}
}

bool store_peek(struct store_peek *peek, const uint8_t *bytes, size_t n)
{
	struct kiem_cbor r;

	if (n < PAYLOAD_AT) {
		return false;
	}
	*peek = (struct store_peek){.author = bytes + AUTHOR_AT};
	kiem_cbor_init(&r, bytes + PAYLOAD_AT, n - PAYLOAD_AT);
	struct kiem_span payload = kiem_cbor_bytes(&r);
	kiem_cbor_init(&r, payload.p, payload.n);

	size_t pairs = kiem_cbor_map(&r);
	/* Keys are sorted, so nothing of ours comes after the links. */
	for (uint64_t i = 0, key = 0; i < pairs && key < KEY_LINKS && !r.bad && kiem_cbor_peek(&r) == KIEM_CBOR_UINT; i++) {
		key = kiem_cbor_uint(&r);
		peek_field(peek, &r, key);
	}
	return !r.bad && peek->board.n > 0;
}
