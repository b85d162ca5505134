/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The CBOR codec on any bytes. Whatever the check accepts, the pull reader reads to its end without a fault, skipping it comes out
 * at the same place, and writing down what was read gives the same bytes again: there is only one form. On what the check refuses
 * the reader may give up, but never runs past the end.
 */
#include <kiem/cbor.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Reads one head or string and writes it; false when there is nothing more that could be read. */
static bool copy_one(struct kiem_cbor_out *w, struct kiem_cbor *r)
{
	struct kiem_span span;

	switch (kiem_cbor_peek(r)) {
	case KIEM_CBOR_UINT:
		kiem_cbor_put_uint(w, kiem_cbor_uint(r));
		break;
	case KIEM_CBOR_NINT:
		kiem_cbor_put_int(w, kiem_cbor_int(r));
		break;
	case KIEM_CBOR_BYTES:
		span = kiem_cbor_bytes(r);
		kiem_cbor_put_bytes(w, span.p, span.n);
		break;
	case KIEM_CBOR_TEXT:
		span = kiem_cbor_text(r);
		kiem_cbor_put_text(w, (const char *)span.p, span.n);
		break;
	case KIEM_CBOR_ARRAY:
		kiem_cbor_put_array(w, kiem_cbor_array(r));
		break;
	case KIEM_CBOR_MAP:
		kiem_cbor_put_map(w, kiem_cbor_map(r));
		break;
	case KIEM_CBOR_BOOL:
		kiem_cbor_put_bool(w, kiem_cbor_bool(r));
		break;
	case KIEM_CBOR_END:
		return false;
	}
	assert(r->p <= r->end);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static uint8_t copy[1 << 16];
	bool accepted = kiem_cbor_check(data, n, KIEM_DEPTH_MAX, KIEM_ITEMS_MAX) == KIEM_OK;
	struct kiem_cbor r, skipping;
	struct kiem_cbor_out w;

	kiem_cbor_init(&r, data, n);
	skipping = r;
	kiem_cbor_out_init(&w, copy, sizeof(copy));
	while (copy_one(&w, &r)) {
	}
	struct kiem_span whole = kiem_cbor_skip(&skipping);

	assert(skipping.p <= skipping.end && (skipping.bad ? whole.n == 0 : whole.p == data && whole.n <= n));
	if (accepted) {
		assert(!r.bad && r.p == r.end && w.n == n);
		assert(w.full ? n > sizeof(copy) : memcmp(copy, data, n) == 0);
		assert(!skipping.bad && whole.n == n);
		assert(kiem_cbor_check(data, n, KIEM_DEPTH_MAX + 1, KIEM_ITEMS_MAX + 1) == KIEM_OK);
		assert(n == 0 || kiem_cbor_check(data, n - 1, KIEM_DEPTH_MAX, KIEM_ITEMS_MAX) != KIEM_OK);
	}
	return 0;
}
