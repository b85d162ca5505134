/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A descriptor is verified once and held once, whoever holds it, and its place is free again when nobody does. */
#include "support.h"

#include <kiem/descriptors.h>

#define MAX 4

static uint64_t memory[1024];
static struct swarm_descriptors *pool;

static int begin(void **state)
{
	assert_true(descriptors_size(MAX) <= sizeof(memory));
	memset(memory, 0xa5, sizeof(memory));
	pool = descriptors_init(memory, sizeof(memory), MAX);
	return 0;
}

static struct kiem_span make(uint8_t out[static WIRE_DESCRIPTOR_MAX], uint64_t author, const char *address, int64_t made)
{
	struct support_author a;
	struct wire_descriptor d = {.made = made, .dialable = true, .n_addresses = address != NULL};
	size_t n;

	support_author(&a, author);
	if (address != NULL) {
		d.addresses[0] = support_span(address);
	}
	assert_int_equal(wire_descriptor_make(out, &n, &d, a.secret), KIEM_OK);
	return (struct kiem_span){out, n};
}

static void test_once(void **state)
{
	uint8_t bytes[WIRE_DESCRIPTOR_MAX];
	struct kiem_span d = make(bytes, 1, "5.6.7.8:9", SUPPORT_NOW);
	enum kiem_verdict verdict;
	uint32_t one = descriptors_intern(pool, &verdict, d), two = descriptors_intern(pool, &verdict, d);

	assert_int_equal(verdict, KIEM_OK);
	assert_true(one == two && one != DESCRIPTORS_NONE);
	assert_int_equal(descriptors_verified(pool), 1);
	assert_int_equal(descriptors_held(pool), 1);
	memset(bytes, 0, sizeof(bytes)); /* they are its own now, and so are the spans */
	const struct descriptors_entry *e = descriptors_get(pool, one);
	assert_int_equal(e->read.addresses[0].n, 9);
	assert_memory_equal(e->read.addresses[0].p, "5.6.7.8:9", 9);
	assert_true(e->read.dialable && e->read.made == SUPPORT_NOW);
	assert_int_equal(e->network, descriptors_network(support_span("5.6.7.200:1"), NULL));
	descriptors_unref(pool, one);
	assert_int_equal(descriptors_held(pool), 1);
	descriptors_unref(pool, two);
	assert_int_equal(descriptors_held(pool), 0);
}

static void test_forged(void **state)
{
	uint8_t bytes[WIRE_DESCRIPTOR_MAX];
	struct kiem_span d = make(bytes, 1, NULL, SUPPORT_NOW);
	enum kiem_verdict verdict;
	uint32_t held = descriptors_intern(pool, &verdict, d);

	assert_true(held != DESCRIPTORS_NONE);
	bytes[d.n - 70] ^= 1; /* of the payload; the signature is the one that is held */
	assert_int_equal(descriptors_intern(pool, &verdict, d), DESCRIPTORS_NONE);
	assert_true(kiem_verdict_is_offence(verdict));
	assert_int_equal(descriptors_intern(pool, &verdict, (struct kiem_span){bytes, 20}), DESCRIPTORS_NONE);
	assert_int_equal(verdict, KIEM_BAD_ENVELOPE);
	assert_int_equal(descriptors_held(pool), 1);
}

static void test_full(void **state)
{
	uint8_t bytes[WIRE_DESCRIPTOR_MAX];
	enum kiem_verdict verdict;
	uint32_t entries[MAX];

	for (unsigned i = 0; i < MAX; i++) {
		entries[i] = descriptors_intern(pool, &verdict, make(bytes, i, NULL, SUPPORT_NOW));
		assert_int_equal(verdict, KIEM_OK);
	}
	assert_int_equal(descriptors_intern(pool, &verdict, make(bytes, 9, NULL, SUPPORT_NOW)), DESCRIPTORS_NONE);
	assert_int_equal(verdict, KIEM_FULL);
	descriptors_unref(pool, entries[2]);
	descriptors_unref(pool, DESCRIPTORS_NONE);
	assert_int_equal(descriptors_intern(pool, &verdict, make(bytes, 9, NULL, SUPPORT_NOW)), entries[2]);
	assert_int_equal(descriptors_held(pool), MAX);
	for (unsigned i = 0; i < MAX; i++) { /* the chains still find every other one */
		uint32_t again = descriptors_intern(pool, &verdict, make(bytes, i == 2 ? 9 : i, NULL, SUPPORT_NOW));
		assert_int_equal(again, entries[i]);
	}
	assert_int_equal(descriptors_verified(pool), MAX + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup(test_once, begin),
	        cmocka_unit_test_setup(test_forged, begin),
	        cmocka_unit_test_setup(test_full, begin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
