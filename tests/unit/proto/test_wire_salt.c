/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The figures were computed by another hand: Python's hashlib.blake2b(digest_size=24) and a SipHash written from the paper
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
	raw_hex(&expected, "5df0bd1b59a7831e 525e1f079000c3bca1655ff4c87c58fa");
	assert_memory_equal(salt.tag, expected.b, 8);
	assert_memory_equal(salt.short_key, expected.b + 8, 16);
}

static void test_short(void **state)
{
	struct wire_salt salt;
	struct kiem_id a, b;

	salt_of_the_example(&salt);
	ids_of_the_example(&a, &b);
	assert_true(wire_short(&salt, &a) == 0xece6d7ace20f2f7cULL);
	assert_true(wire_short(&salt, &b) != 0xece6d7ace20f2f7cULL);
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
	raw_hex(&expected, "b0e72bcb1aad502d2abeef55f2a8e352");
	assert_memory_equal(anew.short_key, expected.b, 16);
	assert_memory_equal(anew.tag, salt.tag, WIRE_TAG_BYTES);
	assert_true(wire_short(&anew, &a) == 0x7ac25ae755e5d0d0ULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_salt),
	        cmocka_unit_test(test_short),
	        cmocka_unit_test(test_round),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
