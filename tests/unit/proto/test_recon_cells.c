/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cells of a set, against a table made by asking every item for every cell. */
#include "../../../proto/recon.h"
#include "raw.h"

#include <kiem/wire.h>

enum { CELLS = 300, ITEMS = 500 };

static bool is_in(uint64_t item, uint32_t i)
{
	struct recon_walk walk = recon_walk(item);

	while (walk.at < i) {
		recon_next(&walk);
	}
	return walk.at == i;
}

static void naive(struct recon_cell *cells, const uint64_t *items, size_t n_items)
{
	for (uint32_t i = 0; i < CELLS; i++) {
		cells[i] = (struct recon_cell){0, 0, 0};
		for (size_t k = 0; k < n_items; k++) {
			if (is_in(items[k], i)) {
				cells[i].sum ^= items[k];
				cells[i].check ^= recon_check(items[k]);
				cells[i].count++;
			}
		}
	}
}

static void draw(uint64_t items[static ITEMS])
{
	uint64_t seed = support_seed();

	for (size_t k = 0; k < ITEMS; k++) {
		items[k] = support_random(&seed);
	}
}

static void same(const struct recon_cell *a, const struct recon_cell *b, uint32_t from, uint32_t n)
{
	for (uint32_t i = from; i < n; i++) {
		assert_true(a[i].sum == b[i].sum && a[i].check == b[i].check && a[i].count == b[i].count);
	}
}

static void test_add(void **state)
{
	struct recon_cell cells[CELLS] = {{0, 0, 0}}, expected[CELLS];
	uint64_t items[ITEMS];

	draw(items);
	naive(expected, items, ITEMS);
	recon_add_all(cells, 0, CELLS, items, ITEMS);
	same(cells, expected, 0, CELLS);
}

/* Cells that are kept current are those of what is in the set now, in whatever order it came and went. */
static void test_remove(void **state)
{
	struct recon_cell cells[CELLS] = {{0, 0, 0}}, expected[CELLS];
	uint64_t items[ITEMS];

	draw(items);
	for (size_t k = ITEMS; k-- > 0;) {
		recon_add(cells, 0, CELLS, items[k]);
	}
	for (size_t k = ITEMS / 2; k < ITEMS; k++) {
		recon_remove(cells, 0, CELLS, items[k]);
	}
	naive(expected, items, ITEMS / 2);
	same(cells, expected, 0, CELLS);
}

/* A row that is made longer is the longer row, and what lies before is left alone. */
static void test_extension(void **state)
{
	struct recon_cell cells[CELLS] = {{0, 0, 0}}, expected[CELLS];
	uint64_t items[ITEMS];

	draw(items);
	naive(expected, items, ITEMS);
	recon_add_all(cells, 100, CELLS, items, ITEMS);
	same(cells, expected, 100, CELLS);
	for (uint32_t i = 0; i < 100; i++) {
		assert_true(cells[i].sum == 0 && cells[i].check == 0 && cells[i].count == 0);
	}
	recon_add_all(cells, 0, 100, items, ITEMS);
	same(cells, expected, 0, CELLS);
}

/* Computed by another hand (Python), as in test_recon_index.c. */
static void test_wire(void **state)
{
	const uint64_t items[] = {1, 0x613502540ff78d68, 0xdeadbeefcafef00d};
	struct recon_cell cells[8] = {{0, 0, 0}};
	struct support_bytes expected;
	uint8_t out[8 * RECON_CELL_BYTES];

	raw_hex(&expected, "bf98bcbbc5097d64c29f03 deadbeefcafef00cb0ac02 deadbeefcafef00cb0ac02 0000000000000001417901"
	                   "deadbeefcafef00df1d501 0000000000000000000000 deadbeefcafef00cb0ac02 0000000000000001417901");
	recon_add_all(cells, 0, 8, items, 3);
	recon_write(out, cells, 0, 8);
	assert_int_equal(expected.n, sizeof(out));
	assert_memory_equal(out, expected.b, sizeof(out));
	recon_write(out, cells, 3, 5);
	assert_memory_equal(out, expected.b + 3 * RECON_CELL_BYTES, 2 * RECON_CELL_BYTES);
	assert_int_equal(RECON_CELL_BYTES, WIRE_CELL_BYTES);
	assert_int_equal(RECON_CELLS_MAX, WIRE_CELLS_MAX);
}

/* Whether cells are the same: in each byte. A count on the wire is modulo 256. */
static void test_equal(void **state)
{
	struct recon_cell cells[CELLS] = {{0, 0, 0}};
	uint64_t items[ITEMS];
	uint8_t out[3 * RECON_CELL_BYTES];

	draw(items);
	recon_add_all(cells, 0, CELLS, items, ITEMS);
	recon_write(out, cells, 0, 3);
	assert_true(recon_equal(cells, out, 3));
	for (size_t i = 0; i < sizeof(out); i++) {
		out[i] ^= 1;
		assert_false(recon_equal(cells, out, 3));
		out[i] ^= 1;
	}
	cells[0].count += 256;
	assert_true(recon_equal(cells, out, 3));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_add),
	        cmocka_unit_test(test_remove),
	        cmocka_unit_test(test_extension),
	        cmocka_unit_test(test_wire),
	        cmocka_unit_test(test_equal),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
