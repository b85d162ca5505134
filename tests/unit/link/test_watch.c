/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trap 3: a message whose parts do not end. Neither MAXMSGSIZE nor RCVHWM counts it and nothing of it is delivered, so only the
 * bytes on the connection tell. The other end is a process of its own, so that the memory measured is ours.
 */
#include "../../../node/link/hub.h"
#include "ends.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zmq.h>

#define PART 64000
#define PARTS 8192 /* half a GB */
#define MEMORY_MAX (128u << 20)

static struct end b;
static struct end *const only_b[] = {&b};

static void no_free(void *data, void *hint)
{
}

/* Half a GB that takes no memory here: every part is the same bytes. */
static void send_endless(void *socket)
{
	static uint8_t part[PART];

	for (int i = 0; i < PARTS; i++) {
		zmq_msg_t message;
		zmq_msg_init_data(&message, part, sizeof(part), no_free, NULL);
		if (zmq_msg_send(&message, socket, i + 1 < PARTS ? ZMQ_SNDMORE : 0) < 0) {
			return;
		}
	}
}

struct other {
	pid_t pid;
	int to, from; /* pipes */
};

static struct other fork_other(void (*run)(int from, int to))
{
	struct other other;
	int down[2], up[2];

	assert_int_equal(pipe2(down, O_CLOEXEC), 0);
	assert_int_equal(pipe2(up, O_CLOEXEC), 0);
	other.pid = fork();
	assert_true(other.pid >= 0);
	if (other.pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		run(down[0], up[1]);
		pause();
		_exit(0);
	}
	close(down[0]);
	close(up[1]);
	other.to = down[1];
	other.from = up[0];
	return other;
}

static void end_other(struct other *other)
{
	kill(other->pid, SIGKILL);
	assert_int_equal(waitpid(other->pid, NULL, 0), other->pid);
	close(other->to);
	close(other->from);
}

/* ---- the other ends ---- */

static void dial(struct rogue *rogue, int from)
{
	char address[64];
	uint8_t curve[32];

	if (read(from, address, sizeof(address)) != sizeof(address) || read(from, curve, sizeof(curve)) != sizeof(curve)) {
		_exit(1);
	}
	rogue_open(rogue, address, curve);
}

static void polite_then_endless(int from, int to)
{
	static struct rogue rogue;

	dial(&rogue, from);
	zmq_send(rogue.socket, "hello", 5, 0);
	send_endless(rogue.socket);
}

static void endless_at_once(int from, int to)
{
	static struct rogue rogue;

	dial(&rogue, from);
	send_endless(rogue.socket);
}

/* Says half of what libzmq would hold of an honest peer, and waits to be read. */
static void much_and_honest(int from, int to)
{
	static struct rogue rogue;
	static uint8_t body[LINK_BODY_MAX];

	dial(&rogue, from);
	for (int i = 0; i < 2000; i++) {
		zmq_send(rogue.socket, body, sizeof(body), 0);
	}
}

static void endless_listener(int from, int to)
{
	static struct end me; /* for its key only */
	char public_z85[41], secret_z85[41], address[64];
	uint8_t route[16];
	char hello[8];
	int one = 1;
	size_t n = sizeof(address);
	void *ctx = zmq_ctx_new(), *router = zmq_socket(ctx, ZMQ_ROUTER);

	end_open(&me, false);
	kiem_secret_curve(me.secret, public_z85, secret_z85);
	zmq_setsockopt(router, ZMQ_CURVE_SERVER, &one, sizeof(one));
	zmq_setsockopt(router, ZMQ_CURVE_SECRETKEY, secret_z85, 41);
	zmq_bind(router, "tcp://127.0.0.1:*");
	zmq_getsockopt(router, ZMQ_LAST_ENDPOINT, address, &n);
	if (write(to, me.key.b, 32) != 32 || write(to, address + strlen("tcp://"), 32) != 32) {
		_exit(1);
	}
	int route_n = zmq_recv(router, route, sizeof(route), 0);
	zmq_recv(router, hello, sizeof(hello), 0);
	zmq_send(router, route, (size_t)route_n, ZMQ_SNDMORE);
	send_endless(router);
}

/* ---- the tests ---- */

static void tell_where(const struct other *other)
{
	assert_int_equal(write(other->to, b.address, sizeof(b.address)), sizeof(b.address));
	assert_int_equal(write(other->to, b.curve, sizeof(b.curve)), sizeof(b.curve));
}

/* Runs until `count` of `type` or for `ms`; returns the most memory meanwhile, beyond `base`. */
static size_t run_and_measure(enum link_event_type type, unsigned count, unsigned ms, size_t base)
{
	size_t most = base;

	for (uint64_t until = kiem_monotonic_ms() + ms; b.seen[type] < count && kiem_monotonic_ms() < until;) {
		ends_run(only_b, 1, 5);
		size_t now = resident_bytes();
		most = now > most ? now : most;
	}
	return most - base;
}

static void test_an_endless_client_is_cut(void **state)
{
	struct other other = fork_other(polite_then_endless);

	end_open(&b, true);
	size_t base = resident_bytes();
	tell_where(&other);
	size_t most = run_and_measure(LINK_EVENT_DOWN, 1, END_MS, base);
	assert_int_equal(b.seen[LINK_EVENT_DOWN], 1);
	assert_string_equal(b.why, "backlog");
	assert_in_range(most, 0, MEMORY_MAX);
	print_message("at most %zu KiB\n", most / 1024);
	end_close(&b);
	end_other(&other);
}

static void test_an_endless_stranger_is_cut(void **state)
{
	struct other other = fork_other(endless_at_once);

	end_open(&b, true);
	size_t base = resident_bytes();
	tell_where(&other);
	size_t most = run_and_measure(LINK_EVENT_UP, 1, 1500, base);
	assert_int_equal(b.seen[LINK_EVENT_UP], 0);
	assert_in_range(most, 0, MEMORY_MAX);
	print_message("at most %zu KiB\n", most / 1024);
	end_close(&b);
	end_other(&other);
}

static void test_an_endless_listener_is_cut(void **state)
{
	struct other other = fork_other(endless_listener);
	struct kiem_key key;
	char address[32];

	end_open(&b, false);
	assert_int_equal(read(other.from, key.b, 32), 32);
	assert_int_equal(read(other.from, address, sizeof(address)), sizeof(address));
	assert_int_equal(link_hub_dial(b.hub, &key, address, kiem_monotonic_ms()), KIEM_DONE);
	assert_true(ends_until(only_b, 1, &b, LINK_EVENT_UP, 1, END_MS));
	size_t base = resident_bytes();
	end_send(&b, "hello", 5);
	size_t most = run_and_measure(LINK_EVENT_DOWN, 1, END_MS, base);
	assert_int_equal(b.seen[LINK_EVENT_DOWN], 1);
	assert_string_equal(b.why, "backlog");
	assert_in_range(most, 0, MEMORY_MAX);
	print_message("at most %zu KiB\n", most / 1024);
	end_close(&b);
	end_other(&other);
}

/* Not everybody who sends much is an enemy: 131 MB of whole bodies, read in fits and starts, come through. */
static void test_an_honest_flood_passes(void **state)
{
	struct other other = fork_other(much_and_honest);

	end_open(&b, true);
	tell_where(&other);
	for (int i = 0; i < 10; i++) {
		ends_run(only_b, 1, 30);
		usleep(50000); /* a step that takes long; what comes in waits */
	}
	assert_true(ends_until(only_b, 1, &b, LINK_EVENT_BODY, 2000, 20000));
	assert_int_equal(b.seen[LINK_EVENT_DOWN], 0);
	assert_int_equal(b.bytes, 2000ull * LINK_BODY_MAX);
	end_close(&b);
	end_other(&other);
}

static bool is_open(int fd)
{
	char byte;

	return recv(fd, &byte, 1, MSG_DONTWAIT | MSG_PEEK) < 0 && errno == EAGAIN;
}

/* The cut goes to the socket that was watched, never to another that has got its descriptor. */
static void test_the_cut_knows_its_socket(void **state)
{
	int first[2], second[2];
	struct hub_conn conn;

	end_open(&b, false);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, first), 0);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, second), 0);
	watch_open(b.hub, &conn, first[0], HUB_TAG_CONN, (uint32_t)first[0]);
	struct hub_conn same = conn;
	int kept = dup(first[0]);
	assert_int_equal(dup2(second[0], first[0]), first[0]); /* closed, and given to another */
	watch_cut(&conn);
	assert_true(conn.cut);
	assert_true(is_open(first[1]));
	assert_true(is_open(second[1]));
	assert_int_equal(dup2(kept, first[0]), first[0]);
	watch_cut(&same);
	assert_false(is_open(first[1]));
	assert_true(is_open(second[1]));
	int fds[] = {first[0], first[1], second[0], second[1], kept};
	for (size_t i = 0; i < sizeof(fds) / sizeof(fds[0]); i++) {
		close(fds[i]);
	}
	end_close(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_an_endless_client_is_cut),
	        cmocka_unit_test(test_an_endless_stranger_is_cut),
	        cmocka_unit_test(test_an_endless_listener_is_cut),
	        cmocka_unit_test(test_an_honest_flood_passes),
	        cmocka_unit_test(test_the_cut_knows_its_socket),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
