/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The link that others are given: what was announced, else what is bound, never an address that means "any". */
#include "node.h"

static struct node node;

static int set_up(void **state)
{
	node_make(&node);
	return 0;
}

static int tear_down(void **state)
{
	node_remove(&node);
	return 0;
}

static struct kiem_address parsed(void)
{
	struct kiem_address address;

	assert_true(kiem_address_parse(&address, node.d->address));
	assert_memory_equal(&address.node, &node.d->node, sizeof(address.node));
	return address;
}

static void test_what_is_bound(void **state)
{
	node_open(&node);
	assert_true(address_of(node.d));
	assert_string_equal(parsed().host, "127.0.0.1");
	assert_int_equal(parsed().port, atoi(strrchr(node_address(&node), ':') + 1));
}

static void test_any_address_becomes_one_of_the_machine(void **state)
{
	node_configure(&node, "announce =\n");
	node_open(&node);
	link_hub_destroy(node.d->hub);
	struct kiem_secret *secret;
	assert_int_equal(kiem_secret_load(&secret, node.d->home.node), KIEM_DONE);
	struct link_options options = {.listen = "tcp://*:*", .links_max = 4, .secret = secret};
	assert_int_equal(link_hub_create(&node.d->hub, &options), KIEM_DONE);
	kiem_secret_destroy(secret);
	node.d->sends.hub = node.d->hub;
	assert_true(address_of(node.d));
	assert_string_not_equal(parsed().host, "0.0.0.0");
	assert_string_not_equal(parsed().host, "::");
	assert_string_not_equal(parsed().host, "*");
}

static void test_what_is_announced_goes_first(void **state)
{
	node_configure(&node, "announce = noord.example:7340\n");
	node_open(&node);
	assert_string_equal(parsed().host, "noord.example");
	assert_int_equal(parsed().port, 7340);
	snprintf(node.d->config.announce, sizeof(node.d->config.announce), "[2001:db8::1]:1234");
	assert_true(address_of(node.d));
	assert_string_equal(parsed().host, "2001:db8::1");
	assert_int_equal(parsed().port, 1234);
}

static void test_who_listens_nowhere_has_none(void **state)
{
	struct options options = {.home = node.dir, .listen = "none"};

	assert_int_equal(daemon_open(&node.d, &options), EX_OK);
	assert_false(address_of(node.d));
	assert_string_equal(node.d->address, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_what_is_bound, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_any_address_becomes_one_of_the_machine, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_what_is_announced_goes_first, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_who_listens_nowhere_has_none, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
