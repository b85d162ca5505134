/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is written is the exact bytes of proto/wire.cddl, and is read back as what was meant. */
#include "raw.h"

#include <kiem/wire.h>

static uint8_t out[WIRE_BODY_MAX];

static void assert_written(const struct wire_message *m, const char *hex)
{
	struct support_bytes expected;
	struct wire_message back;
	size_t n;

	raw_hex(&expected, hex);
	wire_write(out, &n, sizeof(out), m);
	assert_int_equal(n, expected.n);
	assert_memory_equal(out, expected.b, n);
	assert_int_equal(wire_read(&back, out, n), KIEM_OK);
	assert_int_equal(back.type, m->type);
}

static void test_exact_bytes(void **state)
{
	static const uint8_t cell[WIRE_CELL_BYTES];
	struct wire_message m = {.type = WIRE_PING};

	m.ping.token = 24;
	m.ping.now = 1000;
	assert_written(&m, "a3 0002 011818 021903e8");
	m.type = WIRE_PONG;
	assert_written(&m, "a3 0003 011818 021903e8");
	m = (struct wire_message){.type = WIRE_ACK};
	m.ack = 70000;
	assert_written(&m, "a2 0006 011a00011170");
	m = (struct wire_message){.type = WIRE_SUM, .lane = 300};
	m.sum.count = 3;
	m.sum.fresh = true;
	m.sum.cells = (struct kiem_span){cell, sizeof(cell)};
	assert_written(&m, "a5 0009 0119012c 0203 034b0000000000000000000000 04f5");
	m = (struct wire_message){.type = WIRE_STREAM, .lane = 300};
	assert_written(&m, "a2 000a 0119012c");
	m.stream.stop = true;
	assert_written(&m, "a3 000a 0119012c 03f5");
	m = (struct wire_message){.type = WIRE_LIST, .lane = 300};
	m.stream.range.has_after = true;
	m.stream.range.after.made = -1;
	assert_written(&m, "a3 000c 0119012c 028220 5820"
	                   "0000000000000000000000000000000000000000000000000000000000000000");
	m = (struct wire_message){.type = WIRE_MARK, .lane = 300};
	m.mark.end = true;
	assert_written(&m, "a3 000b 0119012c 03f5");
}

static void test_probe(void **state)
{
	struct wire_message m = {.type = WIRE_HELLO}, back;
	size_t n;

	m.hello.version_max = 1;
	wire_write(out, &n, sizeof(out), &m);
	assert_int_equal(wire_read(&back, out, n), KIEM_OK);
	assert_false(back.hello.has_probe);
	m.hello.has_probe = true;
	m.hello.probe = 77;
	wire_write(out, &n, sizeof(out), &m);
	assert_int_equal(wire_read(&back, out, n), KIEM_OK);
	assert_true(back.hello.has_probe);
	assert_int_equal(back.hello.probe, 77);
}

static void test_want_and_page(void **state)
{
	static const uint8_t shorts[16] = {0, 0, 0, 0, 0, 0, 0, 1, 0xff};
	struct wire_message m = {.type = WIRE_WANT}, back;
	size_t n;

	m.want.range.has_after = m.want.range.has_upto = true;
	m.want.range.after.made = 5;
	m.want.range.upto.made = 9;
	m.want.range.upto.id.b[31] = 7;
	m.want.shorts = (struct kiem_span){shorts, sizeof(shorts)};
	wire_write(out, &n, sizeof(out), &m);
	assert_int_equal(wire_read(&back, out, n), KIEM_OK);
	assert_int_equal(back.want.range.after.made, 5);
	assert_int_equal(back.want.range.upto.made, 9);
	assert_memory_equal(&back.want.range.upto.id, &m.want.range.upto.id, 32);
	assert_int_equal(back.want.shorts.n, sizeof(shorts));
	assert_memory_equal(back.want.shorts.p, shorts, sizeof(shorts));
}

static void test_largest_fit(void **state)
{
	static uint8_t shorts[WIRE_PAGE_MAX * WIRE_SHORT_BYTES];
	static struct wire_gone items[WIRE_PAGE_MAX];
	struct wire_message m = {.type = WIRE_PAGE}, back;
	size_t n;

	for (size_t i = 0; i < WIRE_PAGE_MAX; i++) {
		shorts[8 * i] = (uint8_t)(i >> 8);
		shorts[8 * i + 1] = (uint8_t)i;
		items[i] = (struct wire_gone){{shorts + 8 * i, 8}, WIRE_NOT_HERE};
	}
	m.want.range.has_after = m.want.range.has_upto = true;
	m.want.range.after.made = m.want.range.upto.made = KIEM_INT_MAX;
	m.want.shorts = (struct kiem_span){shorts, sizeof(shorts)};
	wire_write(out, &n, sizeof(out), &m);
	assert_int_equal(wire_read(&back, out, n), KIEM_OK);
	wire_write_gone(out, &n, sizeof(out), &m.lane, items, WIRE_PAGE_MAX);
	assert_int_equal(wire_read(&back, out, n), KIEM_OK);
	assert_int_equal(back.gone.n, WIRE_PAGE_MAX);
	for (size_t i = 0; i < WIRE_PAGE_MAX; i++) {
		struct wire_gone gone;
		wire_gone_next(&gone, &back);
		assert_memory_equal(gone.id.p, shorts + 8 * i, 8);
	}
}

static void test_boards(void **state)
{
	static const uint8_t tags[2][WIRE_TAG_BYTES] = {{1}, {2}};
	struct wire_message m;
	size_t n;

	wire_write_boards(out, &n, sizeof(out), 2, tags, 2);
	assert_int_equal(wire_read(&m, out, n), KIEM_OK);
	assert_int_equal(m.boards.accept.n, 2);
	assert_int_equal(m.boards.offer.n + m.boards.withdraw.n, 0);
	assert_memory_equal(kiem_cbor_bytes(&m.boards.accept.items).p, tags[0], 8);
	assert_memory_equal(kiem_cbor_bytes(&m.boards.accept.items).p, tags[1], 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_exact_bytes),
	        cmocka_unit_test(test_probe),
	        cmocka_unit_test(test_want_and_page),
	        cmocka_unit_test(test_largest_fit),
	        cmocka_unit_test(test_boards),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
