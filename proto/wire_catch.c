/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is said while two neighbours find out what differs between them: SUM, CELLS and MORE (rateless IBLT), STREAM and MARK (an
 * empty side), LIST, PAGE and WANT (most differs). All is about one board on one link, or a range of it by (made, id).
 *
 *     a cell, in SUM and CELLS:  | xor of short ids 8 | xor of their checks 2 | how many of them, modulo 256, 1 |
 */
#include "wire_parts.h"

#include <assert.h>
#include <string.h>

static bool take_bound(struct wire_range *range, bool upto, struct kiem_cbor *r)
{
	*(upto ? &range->has_upto : &range->has_after) = true;
	return wire_take_place(upto ? &range->upto : &range->after, r);
}

static void put_range(struct kiem_cbor_out *w, unsigned key, const struct wire_range *range)
{
	if (range->has_after) {
		wire_put_place(w, key, &range->after);
	}
	if (range->has_upto) {
		wire_put_place(w, key + 1, &range->upto);
	}
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

/* WANT and PAGE. */
bool wire_take_want(struct wire_message *m, uint64_t key, struct kiem_cbor *r)
{
	if (key != 4) {
		return take_bound(&m->want.range, key == 3, r);
	}
	return wire_take_pieces(&m->want.shorts, WIRE_SHORT_BYTES, 0, WIRE_PAGE_MAX, r) && ascending(m->want.shorts);
}

void wire_put_want(struct kiem_cbor_out *w, const struct wire_message *m)
{
	const struct wire_range *range = &m->want.range;

	assert(m->want.shorts.n <= WIRE_PAGE_MAX * WIRE_SHORT_BYTES);
	wire_begin(w, m, 1u + range->has_after + range->has_upto);
	put_range(w, 2, range);
	wire_put_span(w, 4, m->want.shorts);
}

static bool take_cells(struct kiem_span *cells, size_t max, struct kiem_cbor *r)
{
	return wire_take_pieces(cells, WIRE_CELL_BYTES, 1, max, r);
}

static void put_cells(struct kiem_cbor_out *w, struct kiem_span cells, size_t max)
{
	assert(cells.n > 0 && cells.n <= max * WIRE_CELL_BYTES && cells.n % WIRE_CELL_BYTES == 0);
	wire_put_span(w, 3, cells);
}

static bool take_count(uint64_t *count, struct kiem_cbor *r)
{
	*count = kiem_cbor_uint(r);
	return *count <= KIEM_INT_MAX;
}

static bool take_round(struct wire_message *m, struct kiem_cbor *r)
{
	uint64_t v = kiem_cbor_uint(r);

	m->sum.round = (unsigned)(v & WIRE_ROUND_MAX);
	return v <= WIRE_ROUND_MAX;
}

bool wire_take_sum(struct wire_message *m, uint64_t key, struct kiem_cbor *r)
{
	switch (key) {
	case 2:
		return take_count(&m->sum.count, r);
	case 3:
		return take_cells(&m->sum.cells, WIRE_SUM_CELLS, r);
	case 4:
		m->sum.fresh = kiem_cbor_bool(r);
		return true;
	case 7:
		return take_round(m, r);
	default:
		return take_bound(&m->sum.range, key == 6, r);
	}
}

void wire_put_sum(struct kiem_cbor_out *w, const struct wire_message *m)
{
	const struct wire_range *range = &m->sum.range;

	wire_begin(w, m, 3u + range->has_after + range->has_upto + (m->sum.round > 0));
	wire_put_number(w, 2, m->sum.count);
	put_cells(w, m->sum.cells, WIRE_SUM_CELLS);
	wire_put_flag(w, 4, m->sum.fresh);
	put_range(w, 5, range);
	if (m->sum.round > 0) {
		wire_put_number(w, 7, m->sum.round);
	}
}

bool wire_take_cells(struct wire_message *m, uint64_t key, struct kiem_cbor *r)
{
	switch (key) {
	case 2:
		m->cells.from = kiem_cbor_uint(r);
		return m->cells.from < WIRE_CELLS_MAX;
	case 3:
		return take_cells(&m->cells.cells, WIRE_CELLS_BODY, r) &&
		       m->cells.from + m->cells.cells.n / WIRE_CELL_BYTES <= WIRE_CELLS_MAX;
	case 4:
		return take_count(&m->cells.count, r);
	default:
		return take_bound(&m->cells.range, key == 6, r);
	}
}

void wire_put_cells(struct kiem_cbor_out *w, const struct wire_message *m)
{
	const struct wire_range *range = &m->cells.range;

	assert(m->cells.from + m->cells.cells.n / WIRE_CELL_BYTES <= WIRE_CELLS_MAX);
	wire_begin(w, m, 3u + range->has_after + range->has_upto);
	wire_put_number(w, 2, m->cells.from);
	put_cells(w, m->cells.cells, WIRE_CELLS_BODY);
	wire_put_number(w, 4, m->cells.count);
	put_range(w, 5, range);
}

bool wire_take_more(struct wire_message *m, uint64_t key, struct kiem_cbor *r)
{
	m->more.upto = kiem_cbor_uint(r);
	return m->more.upto > 0 && m->more.upto <= WIRE_CELLS_MAX;
}

void wire_put_more(struct kiem_cbor_out *w, const struct wire_message *m)
{
	assert(m->more.upto > 0 && m->more.upto <= WIRE_CELLS_MAX);
	wire_begin(w, m, 1);
	wire_put_number(w, 2, m->more.upto);
}

/* STREAM and LIST. */
bool wire_take_stream(struct wire_message *m, uint64_t key, struct kiem_cbor *r)
{
	if (key == 2) {
		return take_bound(&m->stream.range, false, r);
	}
	m->stream.stop = kiem_cbor_bool(r);
	return true;
}

/* False is said by leaving `stop` out. */
void wire_put_stream(struct kiem_cbor_out *w, const struct wire_message *m)
{
	bool stop = m->type == WIRE_STREAM && m->stream.stop;

	wire_begin(w, m, 0u + m->stream.range.has_after + stop);
	if (m->stream.range.has_after) {
		wire_put_place(w, 2, &m->stream.range.after);
	}
	if (stop) {
		wire_put_flag(w, 3, true);
	}
}

bool wire_take_mark(struct wire_message *m, uint64_t key, struct kiem_cbor *r)
{
	if (key == 2) {
		m->mark.has_place = true;
		return wire_take_place(&m->mark.place, r);
	}
	m->mark.end = kiem_cbor_bool(r);
	return true;
}

void wire_put_mark(struct kiem_cbor_out *w, const struct wire_message *m)
{
	wire_begin(w, m, 0u + m->mark.has_place + m->mark.end);
	if (m->mark.has_place) {
		wire_put_place(w, 2, &m->mark.place);
	}
	if (m->mark.end) {
		wire_put_flag(w, 3, true);
	}
}
