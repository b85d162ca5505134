/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is the same for all ZeroMQ sockets of the hub: options that keep traps shut, messages read whole, monitors. */
#include "../../../node/link/hub.h"
#include "ends.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

static struct end a; /* for its context and its epoll */
static void *left, *right;

static int setup(void **state)
{
	end_open(&a, false);
	left = zmq_socket(a.hub->ctx, ZMQ_DEALER);
	right = zmq_socket(a.hub->ctx, ZMQ_DEALER);
	assert_true(hub_socket_options(left));
	assert_true(hub_socket_options(right));
	return 0;
}

static int teardown(void **state)
{
	zmq_close(left);
	zmq_close(right);
	end_close(&a);
	return 0;
}

static int64_t option(void *socket, int name, size_t size)
{
	int64_t value = 0;

	assert_int_equal(zmq_getsockopt(socket, name, &value, &size), 0);
	return value;
}

/* Each number is a trap that was met; see hub.h. */
static void test_options(void **state)
{
	assert_int_equal(option(left, ZMQ_HEARTBEAT_IVL, sizeof(int)), 0);
	assert_int_equal(option(left, ZMQ_HANDSHAKE_IVL, sizeof(int)), 3000);
	assert_int_equal(option(left, ZMQ_LINGER, sizeof(int)), 0);
	assert_int_equal(option(left, ZMQ_SNDHWM, sizeof(int)), 32);
	assert_int_equal(option(left, ZMQ_RCVHWM, sizeof(int)), 32);
	assert_int_equal(option(left, ZMQ_MAXMSGSIZE, sizeof(int64_t)), 65536 + 64);
}

static void connect_both(void)
{
	assert_int_equal(zmq_bind(left, "inproc://both"), 0);
	assert_int_equal(zmq_connect(right, "inproc://both"), 0);
}

static void test_a_message_is_read_whole(void **state)
{
	zmq_msg_t message;
	size_t parts = 0;

	connect_both();
	zmq_msg_init(&message);
	assert_false(hub_receive(right, &message, &parts));
	assert_false(hub_is_readable(right));
	zmq_send(left, "one", 3, ZMQ_SNDMORE);
	zmq_send(left, "two", 3, ZMQ_SNDMORE);
	zmq_send(left, "three", 5, 0);
	zmq_send(left, "alone", 5, 0);
	assert_true(hub_is_readable(right));
	assert_true(hub_receive(right, &message, &parts));
	assert_int_equal(parts, 3);
	assert_memory_equal(zmq_msg_data(&message), "one", 3);
	assert_true(hub_receive(right, &message, &parts));
	assert_int_equal(parts, 1);
	assert_memory_equal(zmq_msg_data(&message), "alone", 5);
	assert_false(hub_receive(right, &message, &parts));
	zmq_msg_close(&message);
}

/* A monitor that nobody reads for long must not stop libzmq, so it has no limit: the socket goes on, and all is told later. */
static void test_a_monitor_is_never_full(void **state)
{
	void *monitor = hub_monitor_open(a.hub, left, "inproc://watched", ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_DISCONNECTED);
	unsigned accepted = 0;
	char endpoint[64], hello[8];
	size_t n = sizeof(endpoint);
	int wait_ms = END_MS;
	uint16_t event;
	uint32_t value;

	assert_non_null(monitor);
	assert_true(hub_option_int(left, ZMQ_BACKLOG, 2000)); /* the test may be faster than the accepting */
	assert_int_equal(zmq_bind(left, "tcp://127.0.0.1:*"), 0);
	assert_int_equal(zmq_getsockopt(left, ZMQ_LAST_ENDPOINT, endpoint, &n), 0);
	strcpy(a.address, endpoint + strlen("tcp://"));
	for (int i = 0; i < 1500; i++) { /* 3,000 events; 2,000 would fit if libzmq's limits held */
		close(tcp_to(&a));
	}
	assert_int_equal(zmq_connect(right, endpoint), 0);
	zmq_send(right, "hello", 5, 0);
	zmq_setsockopt(left, ZMQ_RCVTIMEO, &wait_ms, sizeof(wait_ms));
	assert_int_equal(zmq_recv(left, hello, sizeof(hello), 0), 5);
	while (hub_monitor_next(monitor, &event, &value)) {
		accepted += event == ZMQ_EVENT_ACCEPTED ? 1 : 0;
		assert_true(event == ZMQ_EVENT_ACCEPTED || event == ZMQ_EVENT_DISCONNECTED);
		assert_in_range(value, 3, 4096); /* a descriptor */
	}
	assert_int_equal(accepted, 1501);
	hub_monitor_close(a.hub, left, monitor);
}

static void test_a_descriptor_is_put_in_once_or_again(void **state)
{
	struct pollfd hub_fd = {.events = POLLIN};
	int fd = eventfd(1, EFD_CLOEXEC);

	assert_int_equal(link_hub_fds(a.hub, &hub_fd.fd, 1), 1);
	assert_int_equal(link_hub_fds(a.hub, &hub_fd.fd, 0), 0);
	assert_true(hub_poll_fd(a.hub, fd, EPOLLIN | EPOLLONESHOT, HUB_TAG_CONN, 4000));
	assert_int_equal(poll(&hub_fd, 1, 1000), 1);
	struct link_event event;
	assert_false(link_hub_next(a.hub, &event, kiem_monotonic_ms())); /* of a connection that is not known */
	assert_int_equal(poll(&hub_fd, 1, 0), 0);
	assert_true(hub_poll_fd(a.hub, fd, EPOLLIN | EPOLLONESHOT, HUB_TAG_CONN, 4000));
	assert_int_equal(poll(&hub_fd, 1, 1000), 1);
	close(fd);
	assert_false(hub_poll_fd(a.hub, fd, EPOLLIN, HUB_TAG_CONN, 4000));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_options, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_a_message_is_read_whole, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_a_monitor_is_never_full, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_a_descriptor_is_put_in_once_or_again, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
