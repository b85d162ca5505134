/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "raw.h"

#include <kiem/wire.h>

#include <sodium.h>

static struct support_author author;
static uint8_t bytes[WIRE_DESCRIPTOR_MAX];
static size_t n;

static int begin(void **state)
{
	struct wire_descriptor d = {.n_addresses = 2, .dialable = true, .made = SUPPORT_NOW};

	support_author(&author, 1);
	d.addresses[0] = support_span("speeltuin.example:7340");
	d.addresses[1] = support_span("[2001:db8::1]:7340");
	return wire_descriptor_make(bytes, &n, &d, author.secret) == KIEM_OK ? 0 : -1;
}

static void test_there_and_back(void **state)
{
	struct wire_descriptor d;

	assert_int_equal(wire_descriptor_read(&d, bytes, n), KIEM_OK);
	assert_memory_equal(d.node.b, author.key.b, sizeof(d.node.b));
	assert_int_equal(d.n_addresses, 2);
	assert_memory_equal(d.addresses[1].p, "[2001:db8::1]:7340", d.addresses[1].n);
	assert_true(d.dialable);
	assert_int_equal(d.made, SUPPORT_NOW);
}

/* Whatever bit is changed, and wherever it is cut, it is refused. */
static void test_every_bit_counts(void **state)
{
	struct wire_descriptor d;

	for (size_t i = 0; i < n * 8; i++) {
		bytes[i / 8] ^= (uint8_t)(1 << i % 8);
		assert_int_not_equal(wire_descriptor_read(&d, bytes, n), KIEM_OK);
		bytes[i / 8] ^= (uint8_t)(1 << i % 8);
	}
	for (size_t cut = 0; cut < n; cut++) {
		uint8_t *exact = malloc(cut + 1);
		assert_non_null(exact);
		memcpy(exact, bytes, cut);
		assert_int_not_equal(wire_descriptor_read(&d, exact, cut), KIEM_OK);
		free(exact);
	}
	assert_int_equal(wire_descriptor_read(&d, bytes, n), KIEM_OK);
}

/* A post of the same author does not pass for a descriptor, nor a descriptor for a post. */
static void test_no_signature_serves_twice(void **state)
{
	struct wire_descriptor d;
	struct kiem_post post;
	struct support_bytes payload, made;

	raw_hex(&payload, "a3 0180 02f4 0300");
	raw_post(&made, &payload);
	assert_int_equal(wire_descriptor_read(&d, made.b, made.n), KIEM_BAD_SIGNATURE);
	assert_int_not_equal(kiem_post_decode(&post, bytes, n), KIEM_OK);
}

/* A key of a newer version is passed over; one of ours may not lack. */
static void test_keys(void **state)
{
	static const struct {
		const char *payload;
		enum kiem_verdict verdict;
	} cases[] = {
	        {"a4 0180 02f4 0300 0981f5", KIEM_OK},
	        {"a2 0180 02f4", KIEM_MISSING_FIELD},
	        {"a3 0100 02f4 0300", KIEM_BAD_FIELD},
	        {"a3 018160 02f4 0300", KIEM_BAD_FIELD},                 /* an empty address */
	        {"a3 0189606060606060606060 02f4 0300", KIEM_BAD_FIELD}, /* nine */
	        {"a3 0180 0300 02f4", KIEM_UNSORTED},
	        {"80", KIEM_BAD_FIELD},
	};
	struct wire_descriptor d = {.made = 0};
	uint8_t out[WIRE_DESCRIPTOR_MAX], message[WIRE_DESCRIPTOR_MAX];
	size_t message_n;

	/* Any payload, well signed: the message of a prepared one, with its payload exchanged. */
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct support_bytes payload;
		raw_hex(&payload, cases[i].payload);
		d.node = author.key;
		assert_int_equal(wire_descriptor_prepare(out, &n, message, &message_n, &d), KIEM_OK);
		size_t before = 2 + 40 + 1, signed_before = 1 + 11 + 40 + 12;
		assert_true(payload.n < 24);
		out[before] = message[signed_before] = (uint8_t)(0x40 | payload.n);
		memcpy(out + before + 1, payload.b, payload.n);
		memcpy(message + signed_before + 1, payload.b, payload.n);
		out[before + 1 + payload.n] = 0x58;
		out[before + 2 + payload.n] = 0x40;
		crypto_sign_detached(out + before + 3 + payload.n, NULL, message, signed_before + 1 + payload.n, author.secret);
		assert_int_equal(wire_descriptor_read(&d, out, before + 3 + payload.n + 64), cases[i].verdict);
		d = (struct wire_descriptor){.made = 0};
	}
}

static void test_limits(void **state)
{
	struct wire_descriptor d = {.n_addresses = 3};
	char name[WIRE_ADDRESS_MAX + 2];

	memset(name, 'a', sizeof(name));
	d.addresses[0] = d.addresses[1] = d.addresses[2] = (struct kiem_span){(const uint8_t *)name, WIRE_ADDRESS_MAX};
	assert_int_equal(wire_descriptor_make(bytes, &n, &d, author.secret), KIEM_TOO_BIG);
	d.n_addresses = 1;
	assert_int_equal(wire_descriptor_make(bytes, &n, &d, author.secret), KIEM_OK);
	d.addresses[0].n = WIRE_ADDRESS_MAX + 1;
	assert_int_equal(wire_descriptor_make(bytes, &n, &d, author.secret), KIEM_BAD_FIELD);
	d.n_addresses = WIRE_ADDRESSES_MAX + 1;
	assert_int_equal(wire_descriptor_make(bytes, &n, &d, author.secret), KIEM_BAD_FIELD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup(test_there_and_back, begin),
	        cmocka_unit_test_setup(test_every_bit_counts, begin),
	        cmocka_unit_test_setup(test_no_signature_serves_twice, begin),
	        cmocka_unit_test_setup(test_keys, begin),
	        cmocka_unit_test_setup(test_limits, begin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
