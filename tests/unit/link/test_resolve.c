/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names to addresses in a thread of their own. */
#include "../../../node/link/hub.h"

#include "support.h"

#include <poll.h>

static size_t resolve(const char *host, char addresses[HUB_ADDRESSES_MAX][64])
{
	struct resolve *resolve = resolve_start(host);
	assert_non_null(resolve);
	struct pollfd fd = {resolve_fd(resolve), POLLIN, 0};

	assert_int_equal(poll(&fd, 1, 30000), 1);
	size_t n = resolve_result(resolve, addresses);
	resolve_cancel(resolve);
	return n;
}

static void test_localhost_has_loopback_addresses(void **state)
{
	char addresses[HUB_ADDRESSES_MAX][64];
	size_t n = resolve("localhost", addresses);

	assert_in_range(n, 1, HUB_ADDRESSES_MAX);
	for (size_t i = 0; i < n; i++) {
		bool ipv6;
		assert_true(resolve_numeric(addresses[i], &ipv6));
		assert_true(strcmp(addresses[i], "127.0.0.1") == 0 || strcmp(addresses[i], "::1") == 0);
	}
}

static void test_a_name_that_is_none(void **state)
{
	char addresses[HUB_ADDRESSES_MAX][64];

	assert_int_equal(resolve("a..b", addresses), 0);
}

static void test_an_answer_that_nobody_waits_for(void **state)
{
	char addresses[HUB_ADDRESSES_MAX][64];
	struct resolve *slow = resolve_start("no-such-name.invalid");

	assert_non_null(slow);
	assert_int_equal(resolve_result(slow, addresses), 0); /* asked too early, or there is none: never waits */
	for (int i = 0; i < 20; i++) {
		resolve_cancel(resolve_start("localhost"));
	}
	resolve_cancel(slow);
	resolve_cancel(NULL);
}

static void test_what_is_numeric(void **state)
{
	bool ipv6;

	assert_true(resolve_numeric("192.0.2.7", &ipv6));
	assert_false(ipv6);
	assert_true(resolve_numeric("2001:db8::1", &ipv6));
	assert_true(ipv6);
	assert_true(resolve_numeric("fe80::1%eth0", &ipv6));
	assert_true(ipv6);
	assert_false(resolve_numeric("example.org", &ipv6));
	assert_false(resolve_numeric("*", &ipv6));
	assert_false(resolve_numeric("1.2.3", &ipv6));
}

static void test_where_to_listen(void **state)
{
	assert_true(resolve_listens_both("tcp://*:7340"));
	assert_true(resolve_listens_both("tcp://[::1]:7340"));
	assert_true(resolve_listens_both("tcp://eth0:7340"));
	assert_false(resolve_listens_both("tcp://127.0.0.1:*"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_localhost_has_loopback_addresses),
	        cmocka_unit_test(test_a_name_that_is_none),
	        cmocka_unit_test(test_an_answer_that_nobody_waits_for),
	        cmocka_unit_test(test_what_is_numeric),
	        cmocka_unit_test(test_where_to_listen),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
