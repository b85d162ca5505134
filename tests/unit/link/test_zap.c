/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may come in, and by which name libzmq then calls them (trap 2: User-Id stands on the body, not on the routing id). */
#include "../../../node/link/hub.h"
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

/* Each link is up with the key that CURVE proved, also when several come in by one wake-up. */
static void test_each_link_has_its_own_key(void **state)
{
	struct rogue rogues[5];

	for (size_t i = 0; i < 5; i++) {
		rogue_open(&rogues[i], b.address, b.curve);
		zmq_send(rogues[i].socket, rogues[i].curve, 32, 0);
	}
	/* Everything is there before the hub looks for the first time but for the answers of ZAP. */
	for (unsigned i = 0; i < 5; i++) {
		assert_true(ends_until(both, 2, &b, LINK_EVENT_BODY, i + 1, END_MS));
	}
	assert_int_equal(b.seen[LINK_EVENT_UP], 5);
	for (size_t i = 0; i < 5; i++) {
		rogue_close(&rogues[i]);
	}
	assert_true(ends_until(both, 2, &b, LINK_EVENT_DOWN, 5, END_MS));
}

/* The key of an UP and the body right after it belong together. */
static bool key_is_body(struct end *end, const struct link_event *event)
{
	if (event->type == LINK_EVENT_BODY) {
		assert_int_equal(event->link, end->link);
		assert_int_equal(event->body.n, 32);
		assert_memory_equal(event->body.p, end->peer_curve, 32);
	}
	return false;
}

static void test_key_and_body_belong_together(void **state)
{
	b.on_event = key_is_body;
	test_each_link_has_its_own_key(state);
}

/* Trap 2: a poll that sees a message fetches its routing-id frame beforehand, and without what libzmq knows of the sender. */
static void test_the_key_is_read_from_the_body(void **state)
{
	struct rogue rogue;

	rogue_open(&rogue, b.address, b.curve);
	ends_run(both, 2, 100); /* the handshake is done, and nothing said */
	zmq_send(rogue.socket, "hello", 5, 0);
	for (int i = 0; i < 100 && !hub_is_readable(b.hub->router); i++) {
		poll(NULL, 0, 10);
	}
	b.hub->router_ready = true; /* as the hub has it after such a poll of its own */
	assert_true(ends_until(both, 2, &b, LINK_EVENT_UP, 1, END_MS));
	assert_memory_equal(b.peer_curve, rogue.curve, 32);
	assert_true(ends_until(both, 2, &b, LINK_EVENT_BODY, 1, END_MS));
	rogue_close(&rogue);
}

/* A client may call itself what it likes: libzmq asks ZAP first. */
static void test_a_client_cannot_choose_its_name(void **state)
{
	struct rogue rogue;

	rogue_open(&rogue, b.address, b.curve);
	zmq_close(rogue.socket);
	rogue.socket = zmq_socket(rogue.ctx, ZMQ_DEALER);
	char endpoint[80], public_z85[41], secret_z85[41];
	int zero = 0;
	uint8_t curve[32];
	zmq_curve_keypair(public_z85, secret_z85);
	zmq_z85_decode(curve, public_z85);
	zmq_setsockopt(rogue.socket, ZMQ_LINGER, &zero, sizeof(zero));
	zmq_setsockopt(rogue.socket, ZMQ_ROUTING_ID, "somebody else", 13);
	zmq_setsockopt(rogue.socket, ZMQ_CURVE_SERVERKEY, b.curve, 32);
	zmq_setsockopt(rogue.socket, ZMQ_CURVE_PUBLICKEY, public_z85, 41);
	zmq_setsockopt(rogue.socket, ZMQ_CURVE_SECRETKEY, secret_z85, 41);
	snprintf(endpoint, sizeof(endpoint), "tcp://%s", b.address);
	assert_int_equal(zmq_connect(rogue.socket, endpoint), 0);
	zmq_send(rogue.socket, "hello", 5, 0);
	assert_true(ends_until(both, 2, &b, LINK_EVENT_BODY, 1, END_MS));
	assert_memory_equal(b.peer_curve, curve, 32);
	end_send(&b, "hello", 5); /* and it is reached by that routing id */
	char answer[8];
	int wait_ms = END_MS;
	zmq_setsockopt(rogue.socket, ZMQ_RCVTIMEO, &wait_ms, sizeof(wait_ms));
	ends_run(both, 2, 10);
	assert_int_equal(zmq_recv(rogue.socket, answer, sizeof(answer), 0), 5);
	rogue_close(&rogue);
}

static void test_a_cut_client_stays_away_for_a_while(void **state)
{
	ends_link(&a, &b);
	link_hub_drop(b.hub, b.link, 60000, kiem_monotonic_ms());
	assert_true(ends_until(both, 2, &a, LINK_EVENT_DOWN, 1, END_MS));
	assert_true(ends_until(both, 2, &b, LINK_EVENT_DOWN, 1, END_MS));
	for (int i = 0; i < 3; i++) {
		end_forget(&a);
		end_dial(&a, &b);
		assert_true(ends_until(both, 2, &a, LINK_EVENT_DIAL_FAILED, 1, END_MS));
		assert_string_equal(a.why, "refused");
	}
	static struct end c; /* others are not meant */
	end_open(&c, false);
	end_dial(&c, &b);
	struct end *const three[] = {&a, &b, &c};
	assert_true(ends_until(three, 3, &c, LINK_EVENT_UP, 1, END_MS));
	end_close(&c);
	ends_skew_ms = 60001;
	end_dial(&a, &b);
	assert_true(ends_until(both, 2, &a, LINK_EVENT_UP, 1, END_MS));
}

static void test_a_dropped_link_without_refusal_may_come_back(void **state)
{
	ends_link(&a, &b);
	link_hub_drop(b.hub, b.link, 0, kiem_monotonic_ms());
	assert_true(ends_until(both, 2, &a, LINK_EVENT_DOWN, 1, END_MS));
	ends_link(&a, &b);
}

static void test_nobody_links_with_oneself(void **state)
{
	end_dial(&b, &b);
	assert_true(ends_until(both, 2, &b, LINK_EVENT_DIAL_FAILED, 1, END_MS));
	assert_string_equal(b.why, "refused");
}

/* The table of refused keys is bounded, and the newest is in it. */
static void test_many_refused_keys(void **state)
{
	for (int i = 0; i < 260; i++) {
		struct rogue rogue;
		end_forget(&b);
		rogue_open(&rogue, b.address, b.curve);
		zmq_send(rogue.socket, "hello", 5, 0);
		assert_true(ends_until(both, 2, &b, LINK_EVENT_UP, 1, END_MS));
		link_hub_drop(b.hub, b.link, 60000, kiem_monotonic_ms());
		assert_true(ends_until(both, 2, &b, LINK_EVENT_DOWN, 1, END_MS));
		rogue_close(&rogue);
	}
	test_a_cut_client_stays_away_for_a_while(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_each_link_has_its_own_key, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_key_and_body_belong_together, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_the_key_is_read_from_the_body, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_a_client_cannot_choose_its_name, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_a_cut_client_stays_away_for_a_while, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_a_dropped_link_without_refusal_may_come_back, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_nobody_links_with_oneself, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_many_refused_keys, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
