/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strangers at the door: silence, noise, no encryption, messages in parts, and descriptors that are used again. */
#include "ends.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zmq.h>

#define CROWD 100

static struct end a, b;
static struct end *const both[] = {&a, &b};
static struct end *const only_b[] = {&b};

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

/* The other end closed it: end of file, or a reset. */
static bool is_closed(int fd)
{
	struct pollfd poller = {fd, POLLIN, 0};
	char bytes[256];

	while (poll(&poller, 1, 0) == 1) {
		ssize_t n = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);
		if (n <= 0) {
			return true;
		}
	}
	return false;
}

/* Trap 4: a connection that says nothing is closed after three seconds. */
static void test_silence_is_ended(void **state)
{
	int fd = tcp_to(&b);

	ends_run(only_b, 1, 2000);
	assert_false(is_closed(fd));
	for (uint64_t until = kiem_monotonic_ms() + 3000; !is_closed(fd) && kiem_monotonic_ms() < until;) {
		ends_run(only_b, 1, 20);
	}
	assert_true(is_closed(fd));
	close(fd);
	assert_int_equal(b.seen[LINK_EVENT_UP], 0);
}

/* Trap 4: however many there are, few descriptors go to them, and a neighbour still comes in. */
static void test_a_silent_crowd_is_capped(void **state)
{
	int fds[CROWD];
	size_t before = open_descriptors();
	unsigned closed = 0;

	for (int i = 0; i < CROWD; i++) {
		fds[i] = tcp_to(&b);
		ends_run(only_b, 1, 1);
	}
	ends_run(only_b, 1, 100);
	for (int i = 0; i < CROWD; i++) {
		closed += is_closed(fds[i]) ? 1 : 0;
	}
	assert_in_range(closed, CROWD - 32, CROWD - 30);
	assert_in_range(open_descriptors(), before + CROWD, before + CROWD + 34);
	ends_link(&a, &b);
	for (int i = 0; i < CROWD; i++) {
		close(fds[i]);
	}
	ends_run(both, 2, 50);
	end_send(&a, "still here", 10);
	assert_true(ends_until(both, 2, &b, LINK_EVENT_BODY, 2, END_MS));
}

static void test_noise_is_refused(void **state)
{
	uint64_t seed = support_seed();
	uint8_t noise[512];

	for (int round = 0; round < 40; round++) {
		int fd = tcp_to(&b);
		for (size_t i = 0; i < sizeof(noise); i++) {
			noise[i] = (uint8_t)support_random(&seed);
		}
		if (round % 2 == 0) {
			/* A greeting as it should be, of CURVE, and then noise. */
			memset(noise, 0, 64);
			noise[0] = 0xff;
			noise[8] = 1;
			noise[9] = 0x7f;
			noise[10] = 3;
			memcpy(noise + 12, "CURVE", 5);
		}
		send(fd, noise, sizeof(noise), MSG_NOSIGNAL);
		ends_run(only_b, 1, 2);
		close(fd);
	}
	int web = tcp_to(&b);
	send(web, "GET / HTTP/1.1\r\nHost: kiem\r\n\r\n", 31, MSG_NOSIGNAL);
	ends_run(only_b, 1, 50);
	close(web);
	assert_int_equal(b.seen[LINK_EVENT_UP], 0);
	ends_link(&a, &b);
}

static void test_without_curve_nobody_comes_in(void **state)
{
	void *ctx = zmq_ctx_new();
	void *plain = zmq_socket(ctx, ZMQ_DEALER);
	char endpoint[80];
	int zero = 0;

	zmq_setsockopt(plain, ZMQ_LINGER, &zero, sizeof(zero));
	snprintf(endpoint, sizeof(endpoint), "tcp://%s", b.address);
	assert_int_equal(zmq_connect(plain, endpoint), 0);
	zmq_send(plain, "hello", 5, 0);
	ends_run(only_b, 1, 200);
	assert_int_equal(b.seen[LINK_EVENT_UP], 0);
	assert_int_equal(b.seen[LINK_EVENT_BODY], 0);
	zmq_close(plain);
	zmq_ctx_term(ctx);
}

static void test_who_does_not_know_our_key_stays_out(void **state)
{
	struct rogue rogue;

	rogue_open(&rogue, b.address, a.curve);
	zmq_send(rogue.socket, "hello", 5, 0);
	ends_run(only_b, 1, 200);
	assert_int_equal(b.seen[LINK_EVENT_UP], 0);
	rogue_close(&rogue);
}

/* Trap 3: bodies are single frames. */
static void test_a_message_in_parts_cuts(void **state)
{
	struct rogue rogue;

	rogue_open(&rogue, b.address, b.curve);
	zmq_send(rogue.socket, "hello", 5, 0);
	assert_true(ends_until(only_b, 1, &b, LINK_EVENT_BODY, 1, END_MS));
	zmq_send(rogue.socket, "part", 4, ZMQ_SNDMORE);
	zmq_send(rogue.socket, "part", 4, ZMQ_SNDMORE);
	zmq_send(rogue.socket, "part", 4, 0);
	zmq_send(rogue.socket, "after", 5, 0);
	assert_true(ends_until(only_b, 1, &b, LINK_EVENT_DOWN, 1, END_MS));
	assert_string_equal(b.why, "multipart");
	ends_run(only_b, 1, 50);
	assert_int_equal(b.seen[LINK_EVENT_BODY], 1);
	assert_int_equal(b.seen[LINK_EVENT_UP], 1);
	ends_link(&a, &b);
	rogue_close(&rogue);
}

/* The handshake alone makes no link, and does not hold a place for ever. */
static void test_who_never_speaks_is_cut(void **state)
{
	struct rogue rogue;

	rogue_open(&rogue, b.address, b.curve);
	ends_run(only_b, 1, 300);
	ends_skew_ms = 10001;
	ends_run(only_b, 1, 100);
	zmq_send(rogue.socket, "hello", 5, ZMQ_DONTWAIT);
	ends_run(only_b, 1, 200);
	assert_int_equal(b.seen[LINK_EVENT_UP], 0);
	rogue_close(&rogue);
	ends_link(&a, &b);
}

/* The cut meets the one that it is meant for: another connection gets the descriptor of one that went, and lives. */
static void test_used_again_descriptors(void **state)
{
	for (int i = 0; i < 30; i++) {
		struct rogue first, second;
		end_forget(&b);
		rogue_open(&first, b.address, b.curve);
		zmq_send(first.socket, "first", 5, 0);
		assert_true(ends_until(only_b, 1, &b, LINK_EVENT_UP, 1, END_MS));
		uint32_t gone = b.link;
		rogue_close(&first); /* its end is not heard yet */
		rogue_open(&second, b.address, b.curve);
		zmq_send(second.socket, "second", 6, 0);
		link_hub_drop(b.hub, gone, 0, kiem_monotonic_ms());
		assert_true(ends_until(only_b, 1, &b, LINK_EVENT_UP, 2, END_MS));
		assert_memory_equal(b.peer_curve, second.curve, 32);
		end_send(&b, "answer", 6);
		ends_run(only_b, 1, 5);
		char answer[8];
		assert_int_equal(zmq_recv(second.socket, answer, sizeof(answer), 0), 6);
		rogue_close(&second);
		assert_true(ends_until(only_b, 1, &b, LINK_EVENT_DOWN, 2, END_MS));
	}
}

/*
 * A first body that is read only after its connection has gone and another has its descriptor makes no link: it would be one
 * with the key of the first and the connection of the second.
 */
static void test_a_body_that_outlived_its_connection(void **state)
{
	for (int i = 0; i < 5; i++) {
		struct rogue first, second;
		end_forget(&b);
		rogue_open(&first, b.address, b.curve);
		ends_run(only_b, 1, 100); /* the handshake is done, and nothing said */
		zmq_send(first.socket, "first", 5, 0);
		poll(NULL, 0, 50); /* b does not look, but its I/O thread takes in what comes */
		rogue_close(&first);
		poll(NULL, 0, 50);
		rogue_open(&second, b.address, b.curve);
		zmq_send(second.socket, "second", 6, 0);
		poll(NULL, 0, 50);
		assert_true(ends_until(only_b, 1, &b, LINK_EVENT_UP, 1, END_MS));
		assert_memory_equal(b.peer_curve, second.curve, 32);
		assert_true(ends_until(only_b, 1, &b, LINK_EVENT_BODY, 1, END_MS));
		assert_memory_equal(b.body, "second", 6);
		link_hub_drop(b.hub, b.link, 0, kiem_monotonic_ms());
		ends_run(only_b, 1, 20);
		assert_int_equal(b.seen[LINK_EVENT_UP], 1);
		rogue_close(&second);
	}
}

/* Trap 1: with heartbeats of its own the hub would abort, or cut who waits at a full receive queue. */
static void test_a_full_receive_queue_is_patient(void **state)
{
	static uint8_t body[60000];
	struct rogue rogue;
	int often = 50, short_life = 200, long_wait = 60000;

	rogue_open(&rogue, b.address, b.curve);
	zmq_send(rogue.socket, "hello", 5, 0);
	assert_true(ends_until(only_b, 1, &b, LINK_EVENT_UP, 1, END_MS));
	rogue_close(&rogue);
	assert_true(ends_until(only_b, 1, &b, LINK_EVENT_DOWN, 1, END_MS));
	end_forget(&b);
	ends_link(&a, &b);
	/* The peer's heartbeats are its own affair and do no harm either. */
	rogue_make(&rogue, b.curve);
	zmq_setsockopt(rogue.socket, ZMQ_HEARTBEAT_IVL, &often, sizeof(often));
	zmq_setsockopt(rogue.socket, ZMQ_HEARTBEAT_TTL, &short_life, sizeof(short_life));
	zmq_setsockopt(rogue.socket, ZMQ_HEARTBEAT_TIMEOUT, &long_wait, sizeof(long_wait));
	rogue_dial(&rogue, b.address);
	end_forget(&b);
	for (int i = 0; i < 300; i++) {
		assert_true(zmq_send(rogue.socket, body, sizeof(body), 0) >= 0);
		assert_int_not_equal(link_hub_send(a.hub, a.link, body, 1000), KIEM_E_NOT_FOUND);
	}
	poll(NULL, 0, 700); /* b hears nothing meanwhile: this is what is tested */
	assert_true(ends_until(both, 2, &b, LINK_EVENT_BODY, 600, END_MS));
	assert_int_equal(b.seen[LINK_EVENT_DOWN], 0);
	rogue_close(&rogue);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_silence_is_ended, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_a_silent_crowd_is_capped, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_noise_is_refused, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_without_curve_nobody_comes_in, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_who_does_not_know_our_key_stays_out, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_a_message_in_parts_cuts, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_who_never_speaks_is_cut, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_used_again_descriptors, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_a_body_that_outlived_its_connection, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_a_full_receive_queue_is_patient, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
