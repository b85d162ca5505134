/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The messages of catching up keep their exact bytes and their limits; a body of the largest is within a link's. */
#include "raw.h"

#include <kiem/wire.h>

#define ZEROES_32 "0000000000000000000000000000000000000000000000000000000000000000"

static uint8_t out[WIRE_BODY_MAX];
static const uint8_t zeroes[(WIRE_CELLS_BODY + 1) * WIRE_CELL_BYTES];

static struct kiem_span cells_of(size_t n)
{
	return (struct kiem_span){zeroes, n * WIRE_CELL_BYTES};
}

/* Writes m, holds it against the bytes, and reads it back. */
static struct wire_message there_and_back(const struct wire_message *m, const char *hex)
{
	struct support_bytes expected;
	struct wire_message back;
	size_t n;

	wire_write(out, &n, sizeof(out), m);
	raw_hex(&expected, hex);
	assert_int_equal(n, expected.n);
	assert_memory_equal(out, expected.b, n);
	assert_int_equal(wire_read(&back, out, n), KIEM_OK);
	assert_int_equal(back.type, m->type);
	assert_int_equal(back.lane, m->lane);
	return back;
}

static void test_sum(void **state)
{
	struct wire_message m = {.type = WIRE_SUM, .lane = 24}, back;

	m.sum.count = 100000;
	m.sum.fresh = true;
	m.sum.cells = cells_of(1);
	back = there_and_back(&m, "a5 0009 011818 021a000186a0 034b0000000000000000000000 04f5");
	assert_int_equal(back.sum.count, 100000);
	assert_int_equal(back.sum.cells.n, WIRE_CELL_BYTES);
	assert_true(back.sum.fresh);
	assert_int_equal(back.sum.round, 0);
	m.sum.fresh = false;
	m.sum.range.has_upto = true;
	m.sum.range.upto.made = 1;
	m.sum.round = 1;
	back = there_and_back(&m, "a7 0009 011818 021a000186a0 034b0000000000000000000000 04f4 068201 5820" ZEROES_32 "0701");
	assert_false(back.sum.range.has_after);
	assert_true(back.sum.range.has_upto);
	assert_int_equal(back.sum.range.upto.made, 1);
	assert_int_equal(back.sum.round, 1);
}

static void test_cells_and_more(void **state)
{
	struct wire_message m = {.type = WIRE_CELLS}, back;

	m.cells.from = 13;
	m.cells.count = 5;
	m.cells.cells = cells_of(2);
	back = there_and_back(&m, "a5 00181a 0100 020d 0356 00000000000000000000000000000000000000000000 0405");
	assert_int_equal(back.cells.from, 13);
	assert_int_equal(back.cells.count, 5);
	assert_int_equal(back.cells.cells.n, 2 * WIRE_CELL_BYTES);
	m = (struct wire_message){.type = WIRE_MORE, .lane = 1};
	m.more.upto = WIRE_CELLS_MAX;
	assert_int_equal(there_and_back(&m, "a3 00181b 0101 02194000").more.upto, WIRE_CELLS_MAX);
}

static size_t written(const struct wire_message *m)
{
	struct wire_message back;
	size_t n;

	wire_write(out, &n, sizeof(out), m);
	assert_int_equal(wire_read(&back, out, n), KIEM_OK);
	return n;
}

/* With both ends of a range and the longest numbers. */
static void test_largest_fit(void **state)
{
	struct wire_message m = {.type = WIRE_SUM, .lane = KIEM_INT_MAX};

	m.sum.count = KIEM_INT_MAX;
	m.sum.round = 1;
	m.sum.range.has_after = m.sum.range.has_upto = true;
	m.sum.range.after.made = m.sum.range.upto.made = -KIEM_INT_MAX;
	m.sum.cells = cells_of(WIRE_SUM_CELLS);
	assert_true(written(&m) <= WIRE_SMALL_MAX);
	m = (struct wire_message){.type = WIRE_CELLS, .lane = KIEM_INT_MAX};
	m.cells.count = KIEM_INT_MAX;
	m.cells.from = WIRE_CELLS_MAX - WIRE_CELLS_BODY;
	m.cells.range.has_after = m.cells.range.has_upto = true;
	m.cells.range.after.made = m.cells.range.upto.made = -KIEM_INT_MAX;
	m.cells.cells = cells_of(WIRE_CELLS_BODY);
	assert_true(written(&m) <= WIRE_BODY_MAX);
}

/* A body as another program could make it. */
static enum kiem_verdict verdict_of_cells(uint64_t type, uint64_t from, size_t n_bytes)
{
	struct kiem_cbor_out w;
	struct wire_message m;

	kiem_cbor_out_init(&w, out, sizeof(out));
	kiem_cbor_put_map(&w, 5);
	for (unsigned key = 0; key < 5; key++) {
		kiem_cbor_put_uint(&w, key);
		if (key == 3) {
			kiem_cbor_put_bytes(&w, zeroes, n_bytes);
		} else if (key == 4 && type == WIRE_SUM) {
			kiem_cbor_put_bool(&w, false);
		} else {
			kiem_cbor_put_uint(&w, key == 0 ? type : key == 2 ? from : 0);
		}
	}
	assert_false(w.full);
	return wire_read(&m, out, w.n);
}

static void test_limits(void **state)
{
	assert_int_equal(verdict_of_cells(WIRE_SUM, 0, WIRE_CELL_BYTES), KIEM_OK);
	assert_int_equal(verdict_of_cells(WIRE_SUM, 0, 0), KIEM_BAD_FIELD);
	assert_int_equal(verdict_of_cells(WIRE_SUM, 0, WIRE_CELL_BYTES + 1), KIEM_BAD_FIELD);
	assert_int_equal(verdict_of_cells(WIRE_SUM, 0, WIRE_SUM_CELLS * WIRE_CELL_BYTES), KIEM_OK);
	assert_int_equal(verdict_of_cells(WIRE_SUM, 0, (WIRE_SUM_CELLS + 1) * WIRE_CELL_BYTES), KIEM_BAD_FIELD);
	assert_int_equal(verdict_of_cells(WIRE_CELLS, WIRE_CELLS_MAX - 2, 2 * WIRE_CELL_BYTES), KIEM_OK);
	assert_int_equal(verdict_of_cells(WIRE_CELLS, WIRE_CELLS_MAX - 1, 2 * WIRE_CELL_BYTES), KIEM_BAD_FIELD);
	assert_int_equal(verdict_of_cells(WIRE_CELLS, WIRE_CELLS_MAX, WIRE_CELL_BYTES), KIEM_BAD_FIELD);
	assert_int_equal(verdict_of_cells(WIRE_CELLS, KIEM_INT_MAX, WIRE_CELL_BYTES), KIEM_BAD_FIELD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_sum),
	        cmocka_unit_test(test_cells_and_more),
	        cmocka_unit_test(test_largest_fit),
	        cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
