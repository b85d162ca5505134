/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a node says of itself is signed, names its address, is dialable only when that was proved, and only ever gets newer. */
#include "node.h"

#include <string.h>

static struct node node[1];

static int set_up(void **state)
{
	node_make(node);
	node_open(node);
	return 0;
}

static int tear_down(void **state)
{
	node_remove(node);
	return 0;
}

static void read_self(struct wire_descriptor *read, uint8_t bytes[static WIRE_DESCRIPTOR_MAX])
{
	size_t n = self_descriptor(bytes, node->d);

	assert_int_equal(wire_descriptor_read(read, bytes, n), KIEM_OK);
}

static void test_it_is_signed_and_names_the_address(void **state)
{
	uint8_t bytes[WIRE_DESCRIPTOR_MAX];
	struct wire_descriptor read;

	read_self(&read, bytes);
	assert_memory_equal(&read.node, &node->d->node, sizeof(read.node));
	assert_int_equal(read.n_addresses, 1);
	assert_int_equal(read.addresses[0].n, strlen(node_address(node)));
	assert_memory_equal(read.addresses[0].p, node_address(node), read.addresses[0].n);
	assert_false(read.dialable);
	self_dialable(node->d, true);
	assert_true(node->d->self_changed);
	read_self(&read, bytes);
	assert_true(read.dialable);
}

static void test_each_is_newer_than_the_one_before(void **state)
{
	uint8_t bytes[WIRE_DESCRIPTOR_MAX];
	struct wire_descriptor read;
	int64_t last = 0;

	node->d->described_ms = kiem_now_ms() + 3600000; /* the clock was put back */
	for (int i = 0; i < 3; i++) {
		read_self(&read, bytes);
		assert_true(read.made > last);
		assert_true(read.made > kiem_now_ms() + 3000000);
		last = read.made;
	}
}

/* Also newer than those of an earlier run, though the machine woke up in the past. */
static void test_a_restart_does_not_make_it_older(void **state)
{
	uint8_t bytes[WIRE_DESCRIPTOR_MAX];
	struct wire_descriptor read;

	node->d->described_ms = kiem_now_ms() + 86400000;
	read_self(&read, bytes);
	const int64_t last = read.made;
	node_close(node); /* which finishes what the door was given */
	node_open(node);
	assert_true(node->d->described_ms > last);
	read_self(&read, bytes);
	assert_true(read.made > last + 1);
}

static void test_every_address_is_in_it_the_announced_one_first(void **state)
{
	uint8_t bytes[WIRE_DESCRIPTOR_MAX];
	struct wire_descriptor read;

	snprintf(node->d->config.announce, sizeof(node->d->config.announce), "noord.example:7340");
	assert_false(node->d->self_changed);
	self_look(node->d);
	assert_true(node->d->self_changed);
	read_self(&read, bytes);
	assert_int_equal(read.n_addresses, 2);
	assert_memory_equal(read.addresses[0].p, "noord.example:7340", 18);
	assert_memory_equal(read.addresses[1].p, node_address(node), read.addresses[1].n);
	node->d->self_changed = false;
	self_look(node->d);
	assert_false(node->d->self_changed); /* nothing moved */
}

/* Names may be so long that not all addresses fit. */
static void test_what_does_not_fit_is_left_out(void **state)
{
	uint8_t bytes[WIRE_DESCRIPTOR_MAX];
	struct wire_descriptor read;

	for (size_t i = 0; i < ADDRESS_MAX; i++) {
		memset(node->d->addresses[i], 'a' + (int)i, 200);
		memcpy(node->d->addresses[i] + 200, ":7340", 6);
	}
	node->d->n_addresses = ADDRESS_MAX;
	read_self(&read, bytes);
	assert_int_equal(read.n_addresses, 1);
	assert_int_equal(read.addresses[0].p[0], 'a');
}

static void test_what_is_known_already_is_not_told_again(void **state)
{
	self_dialable(node->d, false);
	assert_false(node->d->self_changed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_it_is_signed_and_names_the_address, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_each_is_newer_than_the_one_before, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_a_restart_does_not_make_it_older, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_every_address_is_in_it_the_announced_one_first, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_what_does_not_fit_is_left_out, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_what_is_known_already_is_not_told_again, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
