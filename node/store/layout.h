/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What lies in the file: thirteen LMDB tables, drawn here and nowhere else. Numbers are big-endian, so that byte order is number
 * order on every machine; a post's number and every time take 6 bytes. docs/decisions/0010-store-layout.md has the measurements.
 *
 *     table    key            value (D: several a key, sorted, all of one size; LMDB packs them without headers)
 *     meta     name           "schema" u32 | "cap" u64 | "state" the counters and the clock
 *     post     number 6       arrived 6 | flags 1 | zero 1 | the post's bytes          written once, appended
 *     id       zero 2         D id's first 8 | number 6
 *     board    board 4        D made 6 | id 32 | number 6 | until in effect 6
 *     author   zero 2         D key's first 8 | number 6 | kind 2
 *     target   zero 2         D id's first 8 | number 6 | kind 2                       one for each id that the post links to
 *     kind     board 4 kind 2 D number 6                                               appended
 *     until    hour 4         D number 6                                               hour in which its until in effect lies
 *     boards   board 4        a board's record with its name
 *     name     board's name   board 4
 *     peer     node 32        wanted 1 | zero 1 | host:port
 *     held     number 6       D node 32                                                only for posts made here
 *     book     node 32        last linked 6 | anchor 1 | zero 1 | the node's signed descriptor
 *
 * The 8-byte prefixes are hints: whoever finds a row by one looks at the post's bytes before believing it. Kinds above 65,534
 * share the number 65,535 and are told apart likewise. `until in effect` is the only thing kept of a post that can change; it
 * stands in the board's row, so that the bytes are never written twice.
 */
#ifndef KIEM_STORE_LAYOUT_H
#define KIEM_STORE_LAYOUT_H

#include <kiem/store.h>

#include <lmdb.h>
#include <string.h>

enum store_table {
	STORE_META,
	STORE_POST,
	STORE_ID,
	STORE_BOARD,
	STORE_AUTHOR,
	STORE_TARGET,
	STORE_KIND,
	STORE_UNTIL,
	STORE_BOARDS,
	STORE_NAME,
	STORE_PEER,
	STORE_HELD,
	STORE_BOOK,
	STORE_TABLES
};

#define STORE_SCHEMA 2u
#define STORE_NUMBER_SIZE 6
#define STORE_TIME_SIZE 6
#define STORE_HEAD_SIZE 8 /* before a post's bytes */
#define STORE_FLAG_LOCAL 1u
#define STORE_PREFIX_SIZE 8
#define STORE_ID_ROW 14
#define STORE_BOARD_ROW 50
#define STORE_PERSON_ROW 16 /* rows of `author` and of `target` */
#define STORE_STATE_SIZE 48
#define STORE_BOARD_RECORD (2 + 8 + 8 + STORE_TIME_SIZE + 32) /* and then the name */
#define STORE_KIND_LAST 65535u
#define STORE_HOUR_MS 3600000LL

/* Times that fit 6 bytes with any life behind them; what is made later is deferred by every clock. */
#define STORE_MADE_MAX ((1LL << 48) - 1 - KIEM_LIFE_MAX_MS)

struct store_table_form {
	const char *name;
	unsigned flags; /* LMDB's */
};
extern const struct store_table_form store_tables[STORE_TABLES];

static inline void store_put_be(uint8_t *p, uint64_t v, size_t n)
{
	for (size_t i = n; i-- > 0; v >>= 8) {
		p[i] = (uint8_t)v;
	}
}

static inline uint64_t store_get_be(const uint8_t *p, size_t n)
{
	uint64_t v = 0;

	for (size_t i = 0; i < n; i++) {
		v = v << 8 | p[i];
	}
	return v;
}

/* An LMDB value over bytes that LMDB will only read. */
static inline MDB_val store_val(const void *p, size_t n)
{
	return (MDB_val){n, (void *)(uintptr_t)p};
}

/* The key of the tables that have only one. */
MDB_val store_only_key(void);

/* Keys of the other tables, over the caller's bytes; a number is a key of `post` and `held` and a value of `kind` and `until`. */
MDB_val store_number_key(uint8_t bytes[static STORE_NUMBER_SIZE], uint64_t number);
MDB_val store_board_key(uint8_t bytes[static 4], uint32_t board);
MDB_val store_kind_key(uint8_t bytes[static 6], uint32_t board, uint64_t kind);
MDB_val store_hour_key(uint8_t bytes[static 4], int64_t until);

struct store_board_row {
	int64_t made;
	struct kiem_id id;
	uint64_t number;
	int64_t until;
};
void store_board_row_write(uint8_t out[static STORE_BOARD_ROW], const struct store_board_row *row);
/* False when the value has another size than a row. */
bool store_board_row_read(struct store_board_row *row, const MDB_val *val);

/* A row of `author` or `target`; kind as it is, cut off here. */
void store_person_row_write(uint8_t out[static STORE_PERSON_ROW], const uint8_t *prefix, uint64_t number, uint64_t kind);

/*
 * What the store itself needs of a post, read without decoding the rest: the first keys of a payload are kind, board, made
 * and until, in this order, in every post. Only for bytes that kiem_post_decode once accepted. Spans point into the bytes.
 */
struct store_peek {
	const uint8_t *author; /* 32 bytes */
	uint64_t kind;
	struct kiem_span board;
	int64_t made, until;
	size_t n_links;
	struct kiem_id links[KIEM_LINKS_MAX]; /* each id once, in the order of the links */
};
/* False when the bytes are not a post: the file is damaged. */
bool store_peek(struct store_peek *peek, const uint8_t *bytes, size_t n);

/* Kinds that a renewal may prolong. */
static inline bool store_kind_is_content(uint64_t kind)
{
	return kind >= KIEM_INITIATIVE && kind <= KIEM_NOTE;
}

#endif
