/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Deterministic CBOR (RFC 8949 section 4.2.1) as kiem allows it: unsigned and negative integers within plus and minus 2^53,
 * byte strings, valid UTF-8 text, arrays, maps with sorted keys, false and true. Nothing else, in one encoding only.
 *
 * Reading goes in two moves. kiem_cbor_check walks all bytes once, without recursion and without allocation, and names the
 * first rule that is broken; after it returned KIEM_OK the pull reader below cannot meet anything malformed. The pull reader
 * is bounded all the same: a call that does not fit the next item sets `bad` once and returns zero values from then on, so
 * that a decoder can read a whole record and look at `bad` once.
 */
#ifndef KIEM_CBOR_H
#define KIEM_CBOR_H

#include <kiem/types.h>

/*
 * Checks that the n bytes at p are exactly one data item in the form above. depth_max counts nested arrays and maps
 * (1 to 16), items_max counts every item but the outermost; text must be valid UTF-8.
 * Returns KIEM_OK or the first rule broken, in order of position.
 */
enum kiem_verdict kiem_cbor_check(const uint8_t *p, size_t n, unsigned depth_max, unsigned items_max);

/* Major types as they are peeked at. */
enum kiem_cbor_type {
	KIEM_CBOR_UINT,
	KIEM_CBOR_NINT,
	KIEM_CBOR_BYTES,
	KIEM_CBOR_TEXT,
	KIEM_CBOR_ARRAY,
	KIEM_CBOR_MAP,
	KIEM_CBOR_BOOL,
	KIEM_CBOR_END /* no bytes left, or a byte that starts none of these */
};

/* A reader over bytes that outlive it; every span it gives points into them. */
struct kiem_cbor {
	const uint8_t *p, *end;
	bool bad;
};

void kiem_cbor_init(struct kiem_cbor *r, const uint8_t *p, size_t n);
enum kiem_cbor_type kiem_cbor_peek(const struct kiem_cbor *r);
uint64_t kiem_cbor_uint(struct kiem_cbor *r);          /* a UINT */
int64_t kiem_cbor_int(struct kiem_cbor *r);            /* a UINT or NINT within plus and minus 2^53 */
bool kiem_cbor_bool(struct kiem_cbor *r);              /* false or true */
struct kiem_span kiem_cbor_bytes(struct kiem_cbor *r); /* the contents of a byte string */
struct kiem_span kiem_cbor_text(struct kiem_cbor *r);  /* the contents of a text string */
size_t kiem_cbor_array(struct kiem_cbor *r);           /* enters an array; how many items follow */
size_t kiem_cbor_map(struct kiem_cbor *r);             /* enters a map; how many pairs follow */
struct kiem_span kiem_cbor_skip(struct kiem_cbor *r);  /* passes over one whole item; its encoded bytes */

/*
 * A writer into the caller's buffer. Writing past `cap` sets `full` and writes nothing more; `n` then keeps counting, so
 * it tells the size that would be needed. The caller gives keys in sorted order; integers are written shortest.
 */
struct kiem_cbor_out {
	uint8_t *p;
	size_t n, cap;
	bool full;
};

void kiem_cbor_out_init(struct kiem_cbor_out *w, uint8_t *p, size_t cap);
void kiem_cbor_put_uint(struct kiem_cbor_out *w, uint64_t v);
void kiem_cbor_put_int(struct kiem_cbor_out *w, int64_t v);
void kiem_cbor_put_bool(struct kiem_cbor_out *w, bool v);
void kiem_cbor_put_bytes(struct kiem_cbor_out *w, const uint8_t *p, size_t n);
void kiem_cbor_put_text(struct kiem_cbor_out *w, const char *p, size_t n);
void kiem_cbor_put_array(struct kiem_cbor_out *w, size_t n);
void kiem_cbor_put_map(struct kiem_cbor_out *w, size_t n);
void kiem_cbor_put_raw(struct kiem_cbor_out *w, const uint8_t *p, size_t n); /* bytes that are CBOR already */

#endif
