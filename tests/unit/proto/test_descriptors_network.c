/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses of one network have one number, others another one, and private ones none. */
#include "support.h"

#include <kiem/descriptors.h>

static uint64_t network(const char *address)
{
	return descriptors_network(support_span(address), NULL);
}

static void test_v4(void **state)
{
	assert_true(network("8.8.4.4:7340") != 0);
	assert_int_equal(network("8.8.4.4:7340"), network("8.8.4.200:1"));
	assert_int_equal(network("8.8.4.4:7340"), network("8.8.4.4"));
	assert_true(network("8.8.4.4:7340") != network("8.8.5.4:7340"));
	assert_true(network("9.8.4.4:7340") != network("8.8.4.4:7340"));
}

static void test_v6(void **state)
{
	assert_int_equal(network("[2a02:a44:1:2::3]:7340"), network("[2a02:a44:1:ffff:1:2:3:4]:7340"));
	assert_int_equal(network("2a02:a44:1::9"), network("[2A02:0a44:0001:2::]:7340"));
	assert_true(network("[2a02:a44:1::3]:1") != network("[2a02:a44:2::3]:1"));
	assert_true(network("[2a02:a44::3]:1") != 0);
	assert_int_equal(network("[::ffff:8.8.4.4]:7340"), network("8.8.4.9:1"));
}

static void test_names(void **state)
{
	assert_true(network("kiem.example.org:7340") != 0);
	assert_int_equal(network("kiem.example.org:7340"), network("kiem.example.org:1"));
	assert_true(network("kiem.example.org:7340") != network("kiem.example.net:7340"));
}

static void test_private(void **state)
{
	static const char *const all[] = {"10.1.2.3:1", "127.0.0.1:1", "192.168.1.9:1", "172.16.0.1:1", "172.31.255.1:1",
	        "169.254.3.4:1", "100.64.1.2:1", "[::1]:1", "[fe80::1%eth0]:1", "[fd12:3456::1]:1", "[::ffff:10.0.0.1]:1",
	        "localhost:1", "bakkerij.local:1"};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		bool private = false;
		assert_int_equal(descriptors_network(support_span(all[i]), &private), 0);
		assert_true(private);
	}
	assert_true(network("172.32.0.1:1") != 0 && network("192.169.1.1:1") != 0 && network("100.128.0.1:1") != 0);
}

/* What is no numeric address is taken for a name, and never for somebody's private range. */
static void test_odd(void **state)
{
	static const char *const odd[] = {"10.1.2:1", "10.1.2.3.4:1", "256.1.1.1:1", "[fe80:]:1", "[fe80:::1]:1",
	        "[1:2:3:4:5:6:7]:1", "[1:2:3:4:5:6:7:8:9]:1", "[::1.2.3]:1", "[12345::]:1", "[fd00::1::]:1", "10.0.0.1 :1"};

	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		bool private = true;
		assert_true(descriptors_network(support_span(odd[i]), &private) >> 56 == 3);
		assert_false(private);
	}
	assert_int_equal(descriptors_network((struct kiem_span){NULL, 0}, NULL), 0);
	assert_int_equal(network("[::1"), 0);
	assert_int_equal(network(":7340"), 0);
}

/* Any bytes at all, for the sanitizers. */
static void test_any(void **state)
{
	static const char letters[] = "0123:.[]af%x";
	uint64_t chance = support_seed();
	char text[24];

	for (unsigned i = 0; i < 100000; i++) {
		size_t n = support_random(&chance) % sizeof(text);
		for (size_t j = 0; j < n; j++) {
			text[j] = letters[support_random(&chance) % (sizeof(letters) - 1)];
		}
		(void)descriptors_network((struct kiem_span){(const uint8_t *)text, n}, NULL);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_v4),
	        cmocka_unit_test(test_v6),
	        cmocka_unit_test(test_names),
	        cmocka_unit_test(test_private),
	        cmocka_unit_test(test_odd),
	        cmocka_unit_test(test_any),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
