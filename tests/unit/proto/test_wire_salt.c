/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The figures were computed by another hand: Python's hashlib.blake2b(digest_size=40) and a SipHash written from the paper
 * (Aumasson and Bernstein 2012), so that proto/README.md can be followed without this code.
 */
#include "raw.h"

#include <kiem/wire.h>

static void salt_of_the_example(struct wire_salt *salt)
{
	uint8_t dialler[WIRE_NONCE_BYTES], listener[WIRE_NONCE_BYTES];

	for (size_t i = 0; i < WIRE_NONCE_BYTES; i++) {
		dialler[i] = (uint8_t)i;
		listener[i] = (uint8_t)(i + 16);
	}
	wire_salt(salt, dialler, listener, support_span("nl/tilburg/noord"));
}

static void ids_of_the_example(struct kiem_id *a, struct kiem_id *b)
{
	for (size_t i = 0; i < sizeof(a->b); i++) {
		a->b[i] = (uint8_t)i;
		b->b[i] = (uint8_t)(i + 100);
	}
}

static void test_salt(void **state)
{
	struct wire_salt salt;
	struct support_bytes expected;

	salt_of_the_example(&salt);
	raw_hex(&expected, "d72f72b1c76bb6de 2ea92dc0b73907d452791934cf352ea3 25fc15b3238c21829011e430d21a3cd7");
	assert_memory_equal(salt.tag, expected.b, 8);
	assert_memory_equal(salt.short_key, expected.b + 8, 16);
	assert_memory_equal(salt.sum_key, expected.b + 24, 16);
}

static void test_short(void **state)
{
	struct wire_salt salt;
	struct kiem_id a, b;

	salt_of_the_example(&salt);
	ids_of_the_example(&a, &b);
	assert_true(wire_short(&salt, &a) == 0x613502540ff78d68ULL);
	assert_true(wire_short(&salt, &b) != 0x613502540ff78d68ULL);
}

/* Another round, other short ids; the tag, which names the board, stays. */
static void test_round(void **state)
{
	struct wire_salt salt, anew;
	struct support_bytes expected;
	struct kiem_id a, b;

	salt_of_the_example(&salt);
	ids_of_the_example(&a, &b);
	wire_salt_round(&anew, &salt, 0);
	assert_memory_equal(&anew, &salt, sizeof(salt));
	wire_salt_round(&anew, &salt, 1);
	raw_hex(&expected, "f8a0f89101bd2ad449df1045cf3b2d72");
	assert_memory_equal(anew.short_key, expected.b, 16);
	assert_memory_equal(anew.tag, salt.tag, WIRE_TAG_BYTES);
	assert_true(wire_short(&anew, &a) == 0xf8aeb13cc2000c5eULL);
}

static void test_sum(void **state)
{
	struct wire_salt salt;
	struct kiem_id a, b;
	struct support_bytes expected;
	uint8_t sum[WIRE_SUM_BYTES] = {0}, other[WIRE_SUM_BYTES] = {0};

	salt_of_the_example(&salt);
	ids_of_the_example(&a, &b);
	raw_hex(&expected, "12ad7b466a7670a8e9d2b0e6b0bb6cab");
	wire_sum_add(sum, &salt, &a);
	wire_sum_add(sum, &salt, &b);
	assert_memory_equal(sum, expected.b, sizeof(sum));
	wire_sum_add(other, &salt, &b); /* in whatever order */
	wire_sum_add(other, &salt, &a);
	assert_memory_equal(sum, other, sizeof(sum));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_salt),
	        cmocka_unit_test(test_short),
	        cmocka_unit_test(test_round),
	        cmocka_unit_test(test_sum),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
