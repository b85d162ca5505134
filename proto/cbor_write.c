/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The writer. Heads are always written in their shortest form; the order of map keys is the caller's. It never fails in
 * the middle: what does not fit is counted and not written, so that a caller can measure with a buffer of no bytes, or write
 * a whole record and look at `full` once.
 */
#include <kiem/cbor.h>

#include <string.h>

enum { MAJOR_UINT, MAJOR_NINT, MAJOR_BYTES, MAJOR_TEXT, MAJOR_ARRAY, MAJOR_MAP };

void kiem_cbor_out_init(struct kiem_cbor_out *w, uint8_t *p, size_t cap)
{
	*w = (struct kiem_cbor_out){.p = p, .cap = cap};
}

void kiem_cbor_put_raw(struct kiem_cbor_out *w, const uint8_t *p, size_t n)
{
	if (w->full || n > w->cap - w->n) {
		w->full = true;
	} else if (n > 0) {
		memcpy(w->p + w->n, p, n);
	}
	w->n += n;
}

static void put_head(struct kiem_cbor_out *w, unsigned major, uint64_t value)
{
	uint8_t bytes[9];
	unsigned log = value < 0x100 ? 0 : value < 0x10000 ? 1 : value < 0x100000000 ? 2 : 3;
	size_t n = value < 24 ? 0 : (size_t)1 << log;

	bytes[0] = (uint8_t)(major << 5 | (value < 24 ? (unsigned)value : 24 + log));
	for (size_t i = n; i > 0; i--) {
		bytes[i] = (uint8_t)value;
		value >>= 8;
	}
	kiem_cbor_put_raw(w, bytes, 1 + n);
}

void kiem_cbor_put_uint(struct kiem_cbor_out *w, uint64_t v)
{
	put_head(w, MAJOR_UINT, v);
}

void kiem_cbor_put_int(struct kiem_cbor_out *w, int64_t v)
{
	if (v >= 0) {
		put_head(w, MAJOR_UINT, (uint64_t)v);
	} else {
		put_head(w, MAJOR_NINT, (uint64_t)(-1 - v));
	}
}

void kiem_cbor_put_bool(struct kiem_cbor_out *w, bool v)
{
	kiem_cbor_put_raw(w, (const uint8_t[]){v ? 0xf5 : 0xf4}, 1);
}

void kiem_cbor_put_bytes(struct kiem_cbor_out *w, const uint8_t *p, size_t n)
{
	put_head(w, MAJOR_BYTES, n);
	kiem_cbor_put_raw(w, p, n);
}

void kiem_cbor_put_text(struct kiem_cbor_out *w, const char *p, size_t n)
{
	put_head(w, MAJOR_TEXT, n);
	kiem_cbor_put_raw(w, (const uint8_t *)p, n);
}

void kiem_cbor_put_array(struct kiem_cbor_out *w, size_t n)
{
	put_head(w, MAJOR_ARRAY, n);
}

void kiem_cbor_put_map(struct kiem_cbor_out *w, size_t n)
{
	put_head(w, MAJOR_MAP, n);
}
