/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dialling: addresses of every form, the wrong node, nobody there, somebody who moved, and names that do not resolve. */
#include "../../../node/link/hub.h"
#include "ends.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zmq.h>

static struct end a, b;
static struct end *const both[] = {&a, &b};

static int setup(void **state)
{
	ends_skew_ms = 0;
	end_open(&a, false);
	end_open(&b, true);
	return 0;
}

static int teardown(void **state)
{
	end_close(&a);
	end_close(&b);
	return 0;
}

static void dial(const struct kiem_key *node, const char *address)
{
	end_forget(&a);
	assert_int_equal(link_hub_dial(a.hub, node, address, kiem_monotonic_ms() + ends_skew_ms), KIEM_DONE);
}

static void assert_fails(const struct kiem_key *node, const char *address, const char *why)
{
	dial(node, address);
	assert_true(ends_until(both, 2, &a, LINK_EVENT_DIAL_FAILED, 1, END_MS));
	assert_string_equal(a.why, why);
	assert_int_equal(a.seen[LINK_EVENT_UP], 0);
	assert_int_equal(b.seen[LINK_EVENT_UP], 0);
}

static const char *port_of(const struct end *end)
{
	return strrchr(end->address, ':') + 1;
}

static void test_the_wrong_node_is_refused(void **state)
{
	struct support_author other;

	support_author(&other, 7);
	assert_fails(&other.key, b.address, "handshake");
	dial(&b.key, b.address); /* the right one is at the same address */
	assert_true(ends_until(both, 2, &a, LINK_EVENT_UP, 1, END_MS));
}

static void test_nobody_there(void **state)
{
	char old[64];

	strcpy(old, b.address);
	end_close(&b);
	end_open(&b, true); /* moved to another port */
	assert_fails(&b.key, old, "unreachable");
	dial(&b.key, b.address);
	assert_true(ends_until(both, 2, &a, LINK_EVENT_UP, 1, END_MS));
}

/* A listener that takes connections and says nothing. */
static int silent_listener(char address[static 64])
{
	struct sockaddr_in bound = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t n = sizeof(bound);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(bind(fd, (struct sockaddr *)&bound, n), 0);
	assert_int_equal(listen(fd, 4), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&bound, &n), 0);
	snprintf(address, 64, "127.0.0.1:%u", (unsigned)ntohs(bound.sin_port));
	return fd;
}

static void test_a_node_without_curve(void **state)
{
	char address[64];
	void *ctx = zmq_ctx_new(), *plain = zmq_socket(ctx, ZMQ_ROUTER);
	size_t n = sizeof(address);

	assert_int_equal(zmq_bind(plain, "tcp://127.0.0.1:*"), 0);
	zmq_getsockopt(plain, ZMQ_LAST_ENDPOINT, address, &n);
	assert_fails(&b.key, address + strlen("tcp://"), "handshake");
	zmq_close(plain);
	zmq_ctx_term(ctx);
}

static void test_silence_ends_by_itself(void **state)
{
	char address[64];
	int listener = silent_listener(address);
	uint64_t before = kiem_monotonic_ms();

	assert_fails(&b.key, address, "handshake");
	assert_in_range(kiem_monotonic_ms() - before, 2500, 4500);
	close(listener);
}

static void test_a_dial_has_an_end(void **state)
{
	struct end *const one[] = {&a};
	char address[64];
	int listener = silent_listener(address);

	dial(&b.key, address);
	assert_int_equal(link_hub_dial(a.hub, &b.key, address, kiem_monotonic_ms()), KIEM_E_EXISTS);
	ends_run(one, 1, 50);
	assert_int_equal(a.seen[LINK_EVENT_DIAL_FAILED], 0);
	ends_skew_ms = 11000;
	assert_true(ends_until(one, 1, &a, LINK_EVENT_DIAL_FAILED, 1, 500));
	assert_string_equal(a.why, "timeout");
	close(listener);
}

static void test_names_resolve(void **state)
{
	char address[64];

	snprintf(address, sizeof(address), "localhost:%s", port_of(&b));
	dial(&b.key, address); /* ::1 may come first, and nobody listens there */
	assert_true(ends_until(both, 2, &a, LINK_EVENT_UP, 1, END_MS));
}

/* A name with two addresses, of which only the second is ours. */
static void test_the_next_address_is_tried(void **state)
{
	char address[64];

	snprintf(address, sizeof(address), "127.0.0.2:%s", port_of(&b));
	dial(&b.key, address);
	strcpy(a.hub->links->addresses[1], "127.0.0.1");
	a.hub->links->n_addresses = 2;
	assert_true(ends_until(both, 2, &a, LINK_EVENT_UP, 1, END_MS));
	assert_int_equal(a.seen[LINK_EVENT_DIAL_FAILED], 0);
	assert_fails(&b.key, address, "unreachable");
}

/* However long the name server is silent, other links go on. */
static void test_a_name_holds_nobody_up(void **state)
{
	struct support_author other;

	support_author(&other, 7);
	dial(&other.key, "no-such-name.invalid:7340");
	uint64_t before = kiem_monotonic_ms();
	dial(&b.key, b.address);
	assert_true(ends_until(both, 2, &a, LINK_EVENT_UP, 1, END_MS));
	assert_in_range(kiem_monotonic_ms() - before, 0, 1000);
	ends_skew_ms = 11000;
	if (a.seen[LINK_EVENT_DIAL_FAILED] == 0) {
		assert_true(ends_until(both, 2, &a, LINK_EVENT_DIAL_FAILED, 1, END_MS));
	}
	assert_string_equal(a.why, "name");
}

static void test_ipv6(void **state)
{
	static struct end c;
	struct end *const three[] = {&a, &b, &c};
	char address[64];
	int fd = socket(AF_INET6, SOCK_STREAM, 0);

	if (fd < 0 || access("/proc/sys/net/ipv6", F_OK) != 0) {
		skip();
	}
	close(fd);
	end_open_max(&c, "tcp://*:*", 4); /* both families */
	snprintf(address, sizeof(address), "[::1]:%s", port_of(&c));
	dial(&c.key, address);
	if (!ends_until(three, 3, &a, LINK_EVENT_UP, 1, END_MS)) {
		assert_string_equal(a.why, "unreachable"); /* a machine without ::1 */
	}
	snprintf(address, sizeof(address), "127.0.0.1:%s", port_of(&c));
	dial(&c.key, address);
	assert_true(ends_until(three, 3, &a, LINK_EVENT_UP, 1, END_MS));
	end_send(&a, "hello", 5);
	assert_true(ends_until(three, 3, &c, LINK_EVENT_BODY, 1, END_MS));
	assert_string_equal(a.peer, "127.0.0.1");
	assert_string_equal(c.peer, "127.0.0.1");
	end_close(&c);
}

static void test_bad_arguments(void **state)
{
	static const char *const bad[] = {
	        "", "host", "host:", "host:0", "host:65536", "::1:80", "[::1]", "h ost:80", "host:80/nl", "*:80"};
	struct kiem_key none = {{0}};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(link_hub_dial(a.hub, &b.key, bad[i], kiem_monotonic_ms()), KIEM_E_INVALID);
	}
	assert_int_equal(link_hub_dial(a.hub, &none, b.address, kiem_monotonic_ms()), KIEM_E_INVALID);
}

static void test_no_more_links_than_allowed(void **state)
{
	static struct end few;
	struct end *const three[] = {&few, &a, &b};

	end_open_max(&few, "tcp://127.0.0.1:*", 1);
	end_dial(&few, &b);
	assert_true(ends_until(three, 3, &few, LINK_EVENT_UP, 1, END_MS));
	assert_int_equal(link_hub_dial(few.hub, &a.key, b.address, kiem_monotonic_ms()), KIEM_E_AGAIN);
	dial(&few.key, few.address); /* nor does it let anybody in */
	assert_true(ends_until(three, 3, &a, LINK_EVENT_DIAL_FAILED, 1, END_MS));
	assert_string_equal(a.why, "refused");
	link_hub_drop(few.hub, few.link, 0, kiem_monotonic_ms());
	assert_true(ends_until(three, 3, &few, LINK_EVENT_DOWN, 1, END_MS));
	dial(&few.key, few.address);
	assert_true(ends_until(three, 3, &a, LINK_EVENT_UP, 1, END_MS));
	end_close(&few);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_the_wrong_node_is_refused, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_nobody_there, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_a_node_without_curve, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_silence_ends_by_itself, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_a_dial_has_an_end, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_names_resolve, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_the_next_address_is_tried, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_a_name_holds_nobody_up, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_ipv6, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_bad_arguments, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_no_more_links_than_allowed, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
