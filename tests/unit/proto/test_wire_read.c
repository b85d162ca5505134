/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every rule that a message can break is named, what is not known is passed over, and no bytes do harm. */
#include "raw.h"

#include <kiem/wire.h>

#define LANE "0105"
#define ID "58200000000000000000000000000000000000000000000000000000000000000000"

static enum kiem_verdict verdict_of(const char *hex)
{
	struct support_bytes body;
	struct wire_message m;

	raw_hex(&body, hex);
	return wire_read(&m, body.b, body.n);
}

static const struct {
	const char *hex;
	enum kiem_verdict verdict;
} cases[] = {
        {"", KIEM_TRUNCATED},
        {"a3 0002 0101 0202", KIEM_OK},
        {"a3 0002 0101 0202 00", KIEM_TRAILING},
        {"a2 0002 0101", KIEM_MISSING_FIELD}, /* PING without now */
        {"a2 0101 0202", KIEM_MISSING_FIELD}, /* no type */
        {"a0", KIEM_MISSING_FIELD},
        {"83 000102", KIEM_BAD_FIELD},           /* not a map */
        {"a1 0020", KIEM_BAD_FIELD},             /* a type below zero */
        {"a3 0002 0141ff 0202", KIEM_BAD_FIELD}, /* a token of bytes */
        {"a3 0002 0202 0101", KIEM_UNSORTED},
        {"a3 0002 0101 0101", KIEM_DUPLICATE_KEY},
        {"a3 0002 011801 0202", KIEM_NOT_SHORTEST},
        {"a3 0002 01fb0000000000000000 0202", KIEM_FLOAT},
        {"a1 001863", KIEM_OK},                           /* a type of a newer version */
        {"a4 0002 0101 0202 0981f5", KIEM_OK},            /* a key of a newer version */
        {"a4 0002 0101 0202 6161f5", KIEM_OK},            /* a text key */
        {"a2 0004 01814701020304050607", KIEM_BAD_FIELD}, /* a tag of seven bytes */
        {"a1 0004", KIEM_OK},                             /* BOARDS without lists says nothing */
        {"a2 0005 018140", KIEM_BAD_FIELD},               /* an empty post */
        {"a2 0005 0180", KIEM_OK},
        {"a2 0005 0141ff", KIEM_BAD_FIELD},
        {"a3 0005 01824101 4102 02420105", KIEM_OK},        /* pushed: hops of both */
        {"a3 0005 01824101 4102 024101", KIEM_BAD_FIELD},   /* of one */
        {"a3 0005 01824101 4102 02420100", KIEM_BAD_FIELD}, /* over no link */
        {"a3 0007 " LANE " 044801ffffffffffffff", KIEM_OK},
        {"a3 0007 " LANE " 044701ffffffffffff", KIEM_BAD_FIELD},                   /* seven bytes of short ids */
        {"a3 0007 " LANE " 045000000000000000020000000000000001", KIEM_BAD_FIELD}, /* descending */
        {"a3 0007 " LANE " 045000000000000000010000000000000001", KIEM_BAD_FIELD}, /* twice */
        {"a4 0007 " LANE " 028101 0440", KIEM_BAD_FIELD},                          /* a place of one item */
        {"a4 0007 " LANE " 028201" ID " 0440", KIEM_OK},
        {"a2 0008 0281821863 01", KIEM_BAD_FIELD},
        {"a2 0008 02818248010203040506070818ff", KIEM_OK}, /* a reason of a newer version */
        {"a2 0008 028182470102030405060701", KIEM_BAD_FIELD},
        {"a2 0008 02818348010203040506070801 00", KIEM_BAD_FIELD},
        {"a5 0009 " LANE " 0203 034100 04f5", KIEM_BAD_FIELD}, /* a cell of one byte */
        {"a5 0009 " LANE " 0203 034b0000000000000000000000 0400", KIEM_BAD_FIELD},
        {"a4 0009 " LANE " 0203 034b0000000000000000000000", KIEM_MISSING_FIELD},
        {"a2 000a 014801020304050607 08", KIEM_BAD_FIELD},
        {"a1 000a", KIEM_MISSING_FIELD},
};

static void test_verdicts(void **state)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum kiem_verdict verdict = verdict_of(cases[i].hex);
		if (verdict != cases[i].verdict) {
			fail_msg("%s: %s, not %s", cases[i].hex, kiem_verdict_name(verdict), kiem_verdict_name(cases[i].verdict));
		}
	}
}

static void test_unknown_reason_is_not_here(void **state)
{
	struct support_bytes body;
	struct wire_message m;
	struct wire_gone gone;

	raw_hex(&body, "a2 0008 02818248010203040506070818ff");
	assert_int_equal(wire_read(&m, body.b, body.n), KIEM_OK);
	assert_false(m.gone.closes);
	wire_gone_next(&gone, &m);
	assert_int_equal(gone.reason, WIRE_NOT_HERE);
}

static void test_too_big(void **state)
{
	static uint8_t body[WIRE_BODY_MAX + 1];
	struct wire_message m;

	assert_int_equal(wire_read(&m, body, sizeof(body)), KIEM_TOO_BIG);
}

static void test_too_many(void **state)
{
	static uint8_t body[WIRE_BODY_MAX];
	struct kiem_cbor_out w;
	struct wire_message m;

	kiem_cbor_out_init(&w, body, sizeof(body));
	kiem_cbor_put_map(&w, 2);
	kiem_cbor_put_uint(&w, 0);
	kiem_cbor_put_uint(&w, WIRE_POSTS);
	kiem_cbor_put_uint(&w, 1);
	kiem_cbor_put_array(&w, WIRE_POSTS_MAX + 1);
	for (size_t i = 0; i <= WIRE_POSTS_MAX; i++) {
		kiem_cbor_put_bytes(&w, body, 1);
	}
	assert_int_equal(wire_read(&m, body, w.n), KIEM_BAD_FIELD);
}

/* Bytes changed at random: read or refused, and never outside of the body (the address sanitizer looks). */
static void test_random_changes(void **state)
{
	uint64_t chance = support_seed();
	struct support_bytes body;
	struct wire_message m;

	for (unsigned i = 0; i < 20000; i++) {
		raw_hex(&body, i % 2 == 0 ? "a4 0007 " LANE " 028201" ID " 045000000000000000010000000000000002"
		                          : "a3 0008 " LANE " 02828248010203040506070803 8248010203040506070901");
		for (unsigned j = 0; j < 3; j++) {
			body.b[support_random(&chance) % body.n] = (uint8_t)support_random(&chance);
		}
		uint8_t *exact = malloc(body.n);
		assert_non_null(exact);
		memcpy(exact, body.b, body.n);
		(void)wire_read(&m, exact, body.n);
		free(exact);
	}
}

static void test_names(void **state)
{
	assert_string_equal(wire_type_name(WIRE_HELLO), "hello");
	assert_string_equal(wire_type_name(WIRE_PAGE), "page");
	assert_string_equal(wire_type_name(WIRE_SHUFFLE_REPLY), "shuffle-reply");
	assert_string_equal(wire_type_name(WIRE_MORE), "more");
	assert_string_equal(wire_type_name(0), "unknown");
	assert_string_equal(wire_type_name(99), "unknown");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_verdicts),
	        cmocka_unit_test(test_unknown_reason_is_not_here),
	        cmocka_unit_test(test_too_big),
	        cmocka_unit_test(test_too_many),
	        cmocka_unit_test(test_random_changes),
	        cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
