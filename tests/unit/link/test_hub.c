/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hub as a whole: both ways over a link, a crash, sleep, and what stays behind (nothing). */
#include "ends.h"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

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

/* Both links come up; which of them stays is for the protocol to say. */
static void test_both_dial_at_once(void **state)
{
	end_dial(&a, &b);
	end_dial(&b, &a);
	assert_true(ends_until(both, 2, &a, LINK_EVENT_UP, 1, END_MS));
	assert_true(a.dialled);
	end_send(&a, "from a", 6);
	assert_true(ends_until(both, 2, &b, LINK_EVENT_UP, 2, END_MS));
	uint32_t dialled = b.dialled ? b.link : 0;
	for (uint32_t link = 1; dialled == 0; link++) {
		dialled = link != b.link && link_hub_send(b.hub, link, (const uint8_t *)"from b", 6) == KIEM_DONE ? link : 0;
	}
	if (b.dialled) {
		end_send(&b, "from b", 6);
	}
	assert_true(ends_until(both, 2, &a, LINK_EVENT_UP, 2, END_MS));
	assert_memory_equal(a.peer_curve, b.curve, 32);
	link_hub_drop(a.hub, a.link, 0, kiem_monotonic_ms());
	assert_true(ends_until(both, 2, &b, LINK_EVENT_DOWN, 1, END_MS));
	ends_run(both, 2, 20);
	assert_int_equal(b.seen[LINK_EVENT_DOWN], 1); /* the other one stays */
}

/* A process that dials us, says hello and then does nothing until it is killed. */
static pid_t start_peer(int key_pipe)
{
	pid_t pid = fork();

	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		struct end *const one[] = {&a};
		static struct end listener;
		if (read(key_pipe, listener.key.b, 32) != 32 || read(key_pipe, listener.address, 64) != 64) {
			_exit(1);
		}
		end_open(&a, false);
		end_dial(&a, &listener);
		ends_until(one, 1, &a, LINK_EVENT_UP, 1, END_MS);
		end_send(&a, "hello", 5);
		ends_run(one, 1, 20000);
		_exit(0);
	}
	return pid;
}

static void test_a_crash_is_noticed(void **state)
{
	struct end *const one[] = {&b};
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	pid_t pid = start_peer(ends[0]);
	assert_true(pid > 0);
	end_open(&b, true);
	assert_int_equal(write(ends[1], b.key.b, 32), 32);
	assert_int_equal(write(ends[1], b.address, 64), 64);
	assert_true(ends_until(one, 1, &b, LINK_EVENT_UP, 1, END_MS));
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_true(ends_until(one, 1, &b, LINK_EVENT_DOWN, 1, END_MS));
	end_close(&b);
	close(ends[0]);
	close(ends[1]);
}

static void settle(struct end *const *ends, size_t n, size_t descriptors)
{
	for (int tries = 0; tries < 100 && open_descriptors() > descriptors; tries++) {
		ends_run(ends, n, 20);
	}
}

static void test_no_descriptor_is_left_behind(void **state)
{
	for (int i = 0; i < 5; i++) {
		ends_link(&a, &b);
		link_hub_drop(a.hub, a.link, 0, kiem_monotonic_ms());
		assert_true(ends_until(both, 2, &b, LINK_EVENT_DOWN, 1, END_MS));
	}
	ends_run(both, 2, 100);
	size_t before = open_descriptors();
	for (int i = 0; i < 200; i++) {
		struct end *dropper = i % 2 == 0 ? &a : &b;
		ends_link(&a, &b);
		link_hub_drop(dropper->hub, dropper->link, 0, kiem_monotonic_ms());
		assert_true(ends_until(both, 2, &b, LINK_EVENT_DOWN, 1, END_MS));
		assert_true(ends_until(both, 2, &a, LINK_EVENT_DOWN, 1, END_MS));
	}
	settle(both, 2, before);
	assert_in_range(open_descriptors(), 0, before);
}

static void test_destroy_is_quick(void **state)
{
	static uint8_t body[LINK_BODY_MAX];
	struct support_author someone;

	ends_link(&a, &b);
	while (link_hub_send(a.hub, a.link, body, sizeof(body)) == KIEM_DONE) {
	}
	support_author(&someone, 1);
	assert_int_equal(link_hub_dial(a.hub, &someone.key, "192.0.2.1:7340", kiem_monotonic_ms()), KIEM_DONE);
	support_author(&someone, 2);
	assert_int_equal(link_hub_dial(a.hub, &someone.key, "no-such-name.invalid:7340", kiem_monotonic_ms()), KIEM_DONE);
	uint64_t before = kiem_monotonic_ms();
	link_hub_destroy(a.hub);
	a.hub = NULL;
	assert_in_range(kiem_monotonic_ms() - before, 0, 1000);
	link_hub_destroy(NULL);
}

static void test_idle_hub_sleeps(void **state)
{
	struct link_event event;

	ends_link(&a, &b);
	ends_run(both, 2, 200); /* what the greeting stirred up has come to rest */
	unsigned wakes = 0;
	for (uint64_t until = kiem_monotonic_ms() + 500; kiem_monotonic_ms() < until; wakes++) {
		struct pollfd fd = {.events = POLLIN};
		assert_int_equal(link_hub_fds(a.hub, &fd.fd, 1), 1);
		uint64_t deadline = link_hub_deadline(a.hub), now = kiem_monotonic_ms();
		uint64_t next = deadline < until ? deadline : until;
		poll(&fd, 1, next > now ? (int)(next - now) : 0);
		assert_false(link_hub_next(a.hub, &event, kiem_monotonic_ms()));
	}
	assert_in_range(wakes, 1, 3);
}

static void test_what_cannot_be_bound(void **state)
{
	struct link_hub *hub = NULL;
	struct link_options options = {.links_max = 4, .secret = a.secret};
	char taken[80];

	snprintf(taken, sizeof(taken), "tcp://%s", a.address);
	options.listen = taken;
	assert_int_equal(link_hub_create(&hub, &options), KIEM_E_NETWORK);
	options.listen = "ipc:///tmp/no";
	assert_int_equal(link_hub_create(&hub, &options), KIEM_E_INVALID);
	options.listen = "tcp://127.0.0.1";
	assert_int_equal(link_hub_create(&hub, &options), KIEM_E_INVALID);
	options.listen = "tcp://192.0.2.1:0";
	assert_int_equal(link_hub_create(&hub, &options), KIEM_E_NETWORK);
	assert_null(hub);
	options.listen = NULL;
	assert_int_equal(link_hub_create(&hub, &options), KIEM_DONE);
	assert_string_equal(link_hub_bound(hub), "");
	link_hub_destroy(hub);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_a_crash_is_noticed), /* first: it forks, and no thread may be about then */
	        cmocka_unit_test_setup_teardown(test_a_link_serves_both_ways, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_both_dial_at_once, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_no_descriptor_is_left_behind, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_destroy_is_quick, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_idle_hub_sleeps, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_what_cannot_be_bound, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
