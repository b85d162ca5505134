/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a link ends, by whichever end and for whatever reason, and that its number then means nothing any more. */
#include "ends.h"

#include <poll.h>
#include <zmq.h>

static struct end a, b;
static struct end *const both[] = {&a, &b};

static int setup(void **state)
{
	ends_skew_ms = 0;
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

static void test_the_listener_goes_away(void **state)
{
	struct end *const one[] = {&a};

	ends_link(&a, &b);
	end_close(&b);
	assert_true(ends_until(one, 1, &a, LINK_EVENT_DOWN, 1, END_MS));
	assert_string_equal(a.why, "closed");
	assert_int_equal(link_hub_send(a.hub, a.link, (const uint8_t *)"x", 1), KIEM_E_NOT_FOUND);
}

static void test_the_dialler_goes_away(void **state)
{
	struct end *const one[] = {&b};

	ends_link(&a, &b);
	end_close(&a);
	assert_true(ends_until(one, 1, &b, LINK_EVENT_DOWN, 1, END_MS));
	assert_string_equal(b.why, "closed");
	assert_int_equal(link_hub_send(b.hub, b.link, (const uint8_t *)"x", 1), KIEM_E_NOT_FOUND);
}

static void hear_last_words(struct end *speaker, struct end *hearer)
{
	struct end *const one[] = {hearer};

	ends_link(&a, &b);
	end_forget(hearer);
	for (int i = 0; i < 20; i++) {
		end_send(speaker, "word", 4);
	}
	poll(NULL, 0, 100); /* the words are on their way, the hearer does not look yet */
	end_close(speaker);
	poll(NULL, 0, 50);
	assert_true(ends_until(one, 1, hearer, LINK_EVENT_DOWN, 1, END_MS));
	assert_int_equal(hearer->seen[LINK_EVENT_BODY], 20);
}

/* What was sent before the connection ended is read before the link is said to be down. */
static void test_last_words_of_a_dialler(void **state)
{
	hear_last_words(&a, &b);
}

static void test_last_words_of_a_listener(void **state)
{
	hear_last_words(&b, &a);
}

static void test_either_end_drops(void **state)
{
	for (int dialler_drops = 0; dialler_drops < 2; dialler_drops++) {
		ends_link(&a, &b);
		struct end *dropper = dialler_drops ? &a : &b;
		struct end *other = dialler_drops ? &b : &a;
		end_send(other, "unread", 6);
		link_hub_drop(dropper->hub, dropper->link, 0, kiem_monotonic_ms());
		end_forget(dropper);
		assert_true(ends_until(both, 2, dropper, LINK_EVENT_DOWN, 1, END_MS));
		assert_string_equal(dropper->why, "dropped");
		assert_int_equal(dropper->seen[LINK_EVENT_BODY], 0);
		assert_true(ends_until(both, 2, other, LINK_EVENT_DOWN, 1, END_MS));
		assert_int_equal(link_hub_send(dropper->hub, dropper->link, (const uint8_t *)"x", 1), KIEM_E_NOT_FOUND);
		link_hub_drop(dropper->hub, dropper->link, 0, kiem_monotonic_ms()); /* once more does nothing */
		ends_run(both, 2, 20);
		assert_int_equal(dropper->seen[LINK_EVENT_DOWN], 1);
	}
}

/* The other end can be gone before its UP was given: UP and DOWN come all the same, in this order. */
static void test_up_comes_before_down(void **state)
{
	struct link_event event;
	struct rogue rogue;

	rogue_open(&rogue, b.address, b.curve);
	struct end *const one[] = {&b};
	ends_run(one, 1, 100); /* the handshake is done, and nothing said */
	zmq_send(rogue.socket, "part", 4, ZMQ_SNDMORE);
	zmq_send(rogue.socket, "part", 4, 0);
	poll(NULL, 0, 50);
	assert_true(link_hub_next(b.hub, &event, kiem_monotonic_ms()));
	assert_int_equal(event.type, LINK_EVENT_UP);
	uint32_t number = event.link;
	assert_true(link_hub_next(b.hub, &event, kiem_monotonic_ms()));
	assert_int_equal(event.type, LINK_EVENT_DOWN);
	assert_int_equal(event.link, number);
	assert_string_equal(event.why, "multipart");
	rogue_close(&rogue);
}

static void test_numbers_are_not_used_again(void **state)
{
	uint32_t last_a = 0, last_b = 0;

	for (int i = 0; i < 10; i++) {
		ends_link(&a, &b);
		assert_true(a.link > last_a);
		assert_true(b.link > last_b);
		last_a = a.link;
		last_b = b.link;
		link_hub_drop(a.hub, a.link, 0, kiem_monotonic_ms());
		assert_true(ends_until(both, 2, &b, LINK_EVENT_DOWN, 1, END_MS));
	}
}

/* A body that was read and not given yet is not given after its link was dropped. */
static void test_nothing_is_heard_after_a_drop(void **state)
{
	struct link_event event;

	ends_link(&a, &b);
	for (int i = 0; i < 5; i++) {
		end_send(&a, "word", 4);
	}
	poll(NULL, 0, 50);
	assert_true(link_hub_next(b.hub, &event, kiem_monotonic_ms()));
	assert_int_equal(event.type, LINK_EVENT_BODY);
	link_hub_drop(b.hub, event.link, 0, kiem_monotonic_ms());
	assert_true(link_hub_next(b.hub, &event, kiem_monotonic_ms()));
	assert_int_equal(event.type, LINK_EVENT_DOWN);
	for (uint64_t until = kiem_monotonic_ms() + 50; kiem_monotonic_ms() < until;) {
		assert_false(link_hub_next(b.hub, &event, kiem_monotonic_ms()));
	}
}

static void test_a_drop_of_nothing(void **state)
{
	struct link_event event;

	link_hub_drop(a.hub, 0, 1000, kiem_monotonic_ms());
	link_hub_drop(a.hub, 4711, 1000, kiem_monotonic_ms());
	end_dial(&a, &b);
	link_hub_drop(a.hub, 1, 0, kiem_monotonic_ms()); /* being dialled is not a link yet */
	assert_true(ends_until(both, 2, &a, LINK_EVENT_UP, 1, END_MS));
	assert_false(link_hub_next(a.hub, &event, kiem_monotonic_ms()));
}

/* However many dial it, a node finds a place for a neighbour that it dials. */
static void test_strangers_do_not_take_every_place(void **state)
{
	static struct end busy, strangers[8];
	struct end *const last[] = {&busy, &strangers[7]}, *const ours[] = {&busy, &a};

	end_open_max(&busy, "tcp://127.0.0.1:*", 8);
	for (size_t i = 0; i < 7; i++) {
		end_open(&strangers[i], false);
		ends_link(&strangers[i], &busy);
	}
	end_open(&strangers[7], false);
	end_dial(&strangers[7], &busy);
	assert_true(ends_until(last, 2, &strangers[7], LINK_EVENT_DIAL_FAILED, 1, END_MS));
	assert_string_equal(strangers[7].why, "refused");
	end_forget(&busy);
	end_dial(&busy, &a);
	assert_true(ends_until(ours, 2, &busy, LINK_EVENT_UP, 1, END_MS));
	for (size_t i = 0; i < 8; i++) {
		end_close(&strangers[i]);
	}
	end_close(&busy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_the_listener_goes_away, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_the_dialler_goes_away, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_last_words_of_a_dialler, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_last_words_of_a_listener, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_either_end_drops, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_up_comes_before_down, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_numbers_are_not_used_again, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_nothing_is_heard_after_a_drop, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_a_drop_of_nothing, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_strangers_do_not_take_every_place, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
