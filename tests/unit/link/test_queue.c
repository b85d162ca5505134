/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sending: sizes up to the last byte (trap 5), order, and a full queue that says so and loses nothing. */
#include "ends.h"

#include <zmq.h>

static struct end a, b;
static struct end *const both[] = {&a, &b};
static uint8_t body[LINK_BODY_MAX + 1];

static int setup(void **state)
{
	ends_skew_ms = 0;
	end_open(&a, true);
	end_open(&b, true);
	ends_link(&a, &b);
	return 0;
}

static int teardown(void **state)
{
	end_close(&a);
	end_close(&b);
	return 0;
}

static void fill(uint64_t seed)
{
	for (size_t i = 0; i < sizeof(body); i++) {
		body[i] = (uint8_t)support_random(&seed);
	}
}

static void assert_passes(struct end *from, struct end *to, size_t n)
{
	end_forget(to);
	end_send(from, body, n);
	assert_true(ends_until(both, 2, to, LINK_EVENT_BODY, 1, END_MS));
	assert_int_equal(to->body_n, n);
	assert_memory_equal(to->body, body, n);
}

static void test_all_sizes_pass_both_ways(void **state)
{
	static const size_t sizes[] = {0, 1, 222, 223, 255, 256, 8192, 65535, 65536};

	fill(support_seed());
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		assert_passes(&a, &b, sizes[i]);
		assert_passes(&b, &a, sizes[i]);
	}
}

static void test_one_byte_too_many_is_refused_here(void **state)
{
	assert_int_equal(link_hub_send(a.hub, a.link, body, sizeof(body)), KIEM_E_INVALID);
	assert_int_equal(link_hub_send(b.hub, b.link, body, sizeof(body)), KIEM_E_INVALID);
	assert_passes(&a, &b, 10); /* the link is well */
}

static void test_one_byte_too_many_from_outside_cuts(void **state)
{
	struct rogue rogue;

	rogue_open(&rogue, b.address, b.curve);
	zmq_send(rogue.socket, "hello", 5, 0);
	end_forget(&b);
	assert_true(ends_until(both, 2, &b, LINK_EVENT_BODY, 1, END_MS));
	zmq_send(rogue.socket, body, LINK_BODY_MAX + 1, 0);
	assert_true(ends_until(both, 2, &b, LINK_EVENT_DOWN, 1, END_MS));
	assert_string_equal(b.why, "too big");
	assert_int_equal(b.seen[LINK_EVENT_BODY], 1);
	rogue_close(&rogue);
}

static void test_far_too_many_bytes_end_the_connection(void **state)
{
	static uint8_t big[200000];
	struct rogue rogue;

	rogue_open(&rogue, b.address, b.curve);
	zmq_send(rogue.socket, "hello", 5, 0);
	end_forget(&b);
	assert_true(ends_until(both, 2, &b, LINK_EVENT_BODY, 1, END_MS));
	zmq_send(rogue.socket, big, sizeof(big), 0);
	assert_true(ends_until(both, 2, &b, LINK_EVENT_DOWN, 1, END_MS));
	assert_int_equal(b.seen[LINK_EVENT_BODY], 1);
	rogue_close(&rogue);
}

/* Sees that numbered bodies come in order, none missing. */
static bool in_order(struct end *end, const struct link_event *event)
{
	uint32_t *next = end->context, number;

	if (event->type == LINK_EVENT_BODY) {
		assert_int_equal(event->body.n, 20000);
		memcpy(&number, event->body.p, sizeof(number));
		assert_int_equal(number, *next);
		*next += 1;
	}
	return false;
}

static void fill_and_drain(struct end *from, struct end *to)
{
	uint32_t sent = 0, heard = 0;
	enum kiem_err err = KIEM_DONE;

	to->on_event = in_order;
	to->context = &heard;
	end_forget(from);
	end_forget(to);
	assert_int_equal(link_hub_queued(from->hub, from->link), 0);
	while (sent < 100000 && err == KIEM_DONE) {
		memcpy(body, &sent, sizeof(sent));
		err = link_hub_send(from->hub, from->link, body, 20000);
		sent += err == KIEM_DONE ? 1 : 0;
	}
	assert_int_equal(err, KIEM_E_AGAIN);
	assert_in_range(link_hub_queued(from->hub, from->link), LINK_QUEUE_BYTES - 20000, LINK_QUEUE_BYTES);
	assert_true(ends_until(both, 2, from, LINK_EVENT_DRAINED, 1, END_MS));
	assert_int_equal(link_hub_queued(from->hub, from->link), 0);
	memcpy(body, &sent, sizeof(sent));
	end_send(from, body, 20000); /* there is room again */
	assert_true(ends_until(both, 2, to, LINK_EVENT_BODY, sent + 1, END_MS));
	assert_int_equal(heard, sent + 1);
	ends_run(both, 2, 30);
	assert_int_equal(from->seen[LINK_EVENT_DRAINED], 1);
	to->on_event = NULL;
}

static void test_a_full_queue_says_so_and_loses_nothing(void **state)
{
	fill_and_drain(&a, &b);
	fill_and_drain(&b, &a);
}

static void test_one_full_queue_does_not_hold_up_another(void **state)
{
	static struct end c;
	struct end *const others[] = {&b, &c};

	end_open(&c, true);
	ends_link(&c, &b);
	uint32_t to_c = b.link;
	uint32_t to_a = 1;
	while (link_hub_send(b.hub, to_a, body, 20000) == KIEM_DONE) { /* a hears nothing now */
	}
	end_forget(&c);
	assert_int_equal(link_hub_send(b.hub, to_c, body, 20000), KIEM_DONE);
	assert_true(ends_until(others, 2, &c, LINK_EVENT_BODY, 1, END_MS));
	assert_int_equal(b.seen[LINK_EVENT_DOWN], 0);
	end_close(&c);
}

static void test_unknown_link(void **state)
{
	assert_int_equal(link_hub_send(a.hub, 0, body, 1), KIEM_E_NOT_FOUND);
	assert_int_equal(link_hub_send(a.hub, 4711, body, 1), KIEM_E_NOT_FOUND);
	assert_int_equal(link_hub_queued(a.hub, 4711), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_all_sizes_pass_both_ways, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_one_byte_too_many_is_refused_here, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_one_byte_too_many_from_outside_cuts, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_far_too_many_bytes_end_the_connection, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_a_full_queue_says_so_and_loses_nothing, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_one_full_queue_does_not_hold_up_another, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_unknown_link, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
