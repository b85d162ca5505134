/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pull reader. It is meant for bytes that kiem_cbor_check accepted, and is bounded on any others: it never reads past the
 * end, believes no count that the bytes left cannot hold, and after the first thing that does not fit gives zero
 * values only. It moves on by whole items, so that a caller who asked for the wrong type finds `bad` and nothing half read.
 */
#include <kiem/cbor.h>

enum { MAJOR_UINT, MAJOR_NINT, MAJOR_BYTES, MAJOR_TEXT, MAJOR_ARRAY, MAJOR_MAP, MAJOR_TAG, MAJOR_OTHER };
#define FALSE_BYTE 0xf4
#define TRUE_BYTE 0xf5

struct head {
	unsigned major;
	uint64_t value;
};

void kiem_cbor_init(struct kiem_cbor *r, const uint8_t *p, size_t n)
{
	r->p = p;
	r->end = p == NULL ? p : p + n;
	r->bad = false;
}

static size_t left(const struct kiem_cbor *r)
{
	return (size_t)(r->end - r->p);
}

/* Marks the reader and leaves nothing more to read. */
static void spoil(struct kiem_cbor *r)
{
	r->bad = true;
	r->p = r->end;
}

enum kiem_cbor_type kiem_cbor_peek(const struct kiem_cbor *r)
{
	if (r->bad || r->p == r->end) {
		return KIEM_CBOR_END;
	}
	if (*r->p >> 5 < MAJOR_TAG) {
		return (enum kiem_cbor_type)(*r->p >> 5);
	}
	return *r->p == FALSE_BYTE || *r->p == TRUE_BYTE ? KIEM_CBOR_BOOL : KIEM_CBOR_END;
}

/* Takes an initial byte and its argument; for strings the contents are known to be there, for arrays and maps the counted
 * items could be. */
static bool take_head(struct kiem_cbor *r, struct head *h)
{
	if (r->bad || r->p == r->end) {
		spoil(r);
		return false;
	}
	unsigned info = *r->p & 31;

	h->major = *r->p >> 5;
	h->value = info;
	r->p++;
	if (info >= 24) {
		size_t n = info <= 27 ? (size_t)1 << (info - 24) : SIZE_MAX;

		if (n > left(r)) {
			spoil(r);
			return false;
		}
		h->value = 0;
		for (size_t i = 0; i < n; i++) {
			h->value = h->value << 8 | *r->p++;
		}
	}
	bool counts = h->major >= MAJOR_BYTES && h->major <= MAJOR_MAP;

	if (counts && h->value > (h->major == MAJOR_MAP ? left(r) / 2 : left(r))) {
		spoil(r);
		return false;
	}
	return true;
}

static bool take(struct kiem_cbor *r, unsigned major, uint64_t *value)
{
	struct head h;

	*value = 0;
	if (!take_head(r, &h)) {
		return false;
	}
	if (h.major != major) {
		spoil(r);
		return false;
	}
	*value = h.value;
	return true;
}

uint64_t kiem_cbor_uint(struct kiem_cbor *r)
{
	uint64_t value;

	take(r, MAJOR_UINT, &value);
	return value;
}

int64_t kiem_cbor_int(struct kiem_cbor *r)
{
	struct head h;

	if (!take_head(r, &h)) {
		return 0;
	}
	if (h.major > MAJOR_NINT || h.value > (uint64_t)KIEM_INT_MAX - h.major) {
		spoil(r);
		return 0;
	}
	return h.major == MAJOR_UINT ? (int64_t)h.value : -1 - (int64_t)h.value;
}

bool kiem_cbor_bool(struct kiem_cbor *r)
{
	if (kiem_cbor_peek(r) != KIEM_CBOR_BOOL) {
		spoil(r);
		return false;
	}
	return *r->p++ == TRUE_BYTE;
}

static struct kiem_span take_string(struct kiem_cbor *r, unsigned major)
{
	struct kiem_span span = {NULL, 0};
	uint64_t n;

	if (take(r, major, &n)) {
		span = (struct kiem_span){r->p, (size_t)n};
		r->p += n;
	}
	return span;
}

struct kiem_span kiem_cbor_bytes(struct kiem_cbor *r)
{
	return take_string(r, MAJOR_BYTES);
}

struct kiem_span kiem_cbor_text(struct kiem_cbor *r)
{
	return take_string(r, MAJOR_TEXT);
}

size_t kiem_cbor_array(struct kiem_cbor *r)
{
	uint64_t n;

	take(r, MAJOR_ARRAY, &n);
	return (size_t)n;
}

size_t kiem_cbor_map(struct kiem_cbor *r)
{
	uint64_t n;

	take(r, MAJOR_MAP, &n);
	return (size_t)n;
}

struct kiem_span kiem_cbor_skip(struct kiem_cbor *r)
{
	const uint8_t *start = r->p;
	uint64_t pending = 1;

	/* `pending` stays below twice the bytes: a count is never larger than the bytes behind it. */
	while (pending > 0) {
		struct head h;

		if (kiem_cbor_peek(r) == KIEM_CBOR_END || !take_head(r, &h)) {
			spoil(r);
			return (struct kiem_span){NULL, 0};
		}
		pending--;
		if (h.major == MAJOR_BYTES || h.major == MAJOR_TEXT) {
			r->p += h.value;
		} else if (h.major == MAJOR_ARRAY) {
			pending += h.value;
		} else if (h.major == MAJOR_MAP) {
			pending += 2 * h.value;
		}
	}
	return (struct kiem_span){start, (size_t)(r->p - start)};
}
