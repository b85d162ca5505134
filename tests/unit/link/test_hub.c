/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A link's whole life between hubs in one process: up, both ways, down, and what stays behind (nothing). */
#include "ends.h"

#include <zmq.h>

static struct end a, b;
static struct end *const both[] = {&a, &b};

static int setup(void **state)
{
	end_open(&a, true);
	end_open(&b, true);
	return 0;
}

static int teardown(void **state)
{
	end_close(&a);
	end_close(&b);
	return 0;
}

static void test_a_link_serves_both_ways(void **state)
{
	ends_link(&a, &b);
	assert_true(a.dialled);
	assert_false(b.dialled);
	assert_memory_equal(a.peer_curve, b.curve, 32);
	assert_memory_equal(b.peer_curve, a.curve, 32);
	assert_memory_equal(b.body, "hello", 5);
	assert_int_equal(b.body_link, b.link);
	end_send(&b, "and to you", 10);
	assert_true(ends_until(both, 2, &a, LINK_EVENT_BODY, 1, END_MS));
	assert_int_equal(a.body_n, 10);
	assert_memory_equal(a.body, "and to you", 10);
}

static void test_the_other_end_goes_away(void **state)
{
	ends_link(&a, &b);
	link_hub_destroy(b.hub);
	b.hub = NULL;
	struct end *const one[] = {&a};
	assert_true(ends_until(one, 1, &a, LINK_EVENT_DOWN, 1, END_MS));
	assert_string_equal(a.why, "closed");
	assert_int_equal(link_hub_send(a.hub, a.link, (const uint8_t *)"x", 1), KIEM_E_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_a_link_serves_both_ways, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_the_other_end_goes_away, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
