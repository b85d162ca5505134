/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The control socket between two processes: a child is the daemon, the test is the command. */
#include "control_daemon.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <zmq.h>

static int setup(void **state)
{
	support_tmpdir(dir);
	snprintf(path, sizeof(path), "%s/control", dir);
	return 0;
}

static int teardown(void **state)
{
	if (daemon_pid > 0) {
		end_daemon(SIGKILL);
	}
	support_rmtree(dir);
	return 0;
}

static void assert_call(const char *request, const char *expected)
{
	char *answer = NULL;

	assert_int_equal(link_control_call(&answer, path, request, 5000), KIEM_DONE);
	assert_string_equal(answer, expected);
	free(answer);
}

static void test_a_request_is_answered(void **state)
{
	start_daemon();
	assert_call("status", "{\"length\":6}");
	assert_call("connect kiem://abc", "{\"length\":18}");
	for (int i = 0; i < 20; i++) {
		assert_call("links", "{\"length\":5}");
	}
	assert_call("stop", "{\"length\":4}");
	end_daemon(0);
	struct stat st;
	assert_int_equal(stat(path, &st), -1); /* it took its socket away */
}

/* Each poke that is handed over is heard, and that waits for nothing, unless the machine is elsewhere for a moment. */
static void test_no_poke_is_lost(void **state)
{
	char *answer = NULL;
	unsigned slow = 0;

	start_daemon();
	for (int i = 0; i < 50; i++) {
		uint64_t before = kiem_monotonic_ms();
		assert_int_equal(link_control_call(&answer, path, "poke", 5000), KIEM_DONE);
		assert_null(answer);
		if (kiem_monotonic_ms() - before <= 150) {
			assert_int_equal(report_byte(), 'p');
		} else {
			slow++; /* and given up, perhaps */
			(void)hears(1000);
		}
	}
	assert_in_range(slow, 0, 25);
}

static void test_without_a_daemon_the_answer_is_at_once(void **state)
{
	char *answer = NULL;
	uint64_t before = kiem_monotonic_ms();

	assert_int_equal(link_control_call(&answer, path, "status", 5000), KIEM_E_NOT_FOUND);
	start_daemon();
	end_daemon(SIGKILL);
	struct stat st;
	assert_int_equal(stat(path, &st), 0); /* it could not take its socket away */
	assert_int_equal(link_control_call(&answer, path, "status", 5000), KIEM_E_NOT_FOUND);
	assert_int_equal(link_control_call(&answer, path, "poke", 5000), KIEM_E_NOT_FOUND);
	assert_in_range(kiem_monotonic_ms() - before, 0, 2500);
	assert_null(answer);
}

static void test_a_silent_daemon_times_out(void **state)
{
	char *answer = NULL;

	start_daemon();
	kill(daemon_pid, SIGSTOP);
	uint64_t before = kiem_monotonic_ms();
	assert_int_equal(link_control_call(&answer, path, "status", 100), KIEM_E_NOT_FOUND);
	assert_in_range(kiem_monotonic_ms() - before, 99, 2000);
	kill(daemon_pid, SIGCONT);
	assert_call("status", "{\"length\":6}");
}

static void test_one_daemon_a_socket(void **state)
{
	struct link_control *control = NULL;

	start_daemon();
	assert_int_equal(link_control_create(&control, path), KIEM_E_BUSY);
	assert_call("status", "{\"length\":6}"); /* the first one still answers */
	end_daemon(SIGKILL);
	start_daemon(); /* replaces the dead one's socket */
	assert_call("status", "{\"length\":6}");
}

static void test_only_its_owner_may_ask(void **state)
{
	struct link_control *control = NULL;
	struct stat st;

	umask(0);
	assert_int_equal(chmod(dir, 0755), 0);
	assert_int_equal(link_control_create(&control, path), KIEM_E_PERMISSION);
	assert_int_equal(chmod(dir, 0700), 0);
	start_daemon();
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_true(S_ISSOCK(st.st_mode));
}

/* Nobody is asked where another user might have put a socket of theirs. */
static void test_nobody_else_answers(void **state)
{
	char *answer = NULL;

	start_daemon();
	assert_int_equal(chmod(dir, 0777), 0);
	assert_int_equal(link_control_call(&answer, path, "status", 1000), KIEM_E_PERMISSION);
	assert_int_equal(chmod(dir, 0700), 0);
	if (geteuid() == 0) {
		assert_int_equal(chown(dir, 65534, (gid_t)-1), 0);
		assert_int_equal(link_control_call(&answer, path, "status", 1000), KIEM_E_OWNER);
		assert_int_equal(chown(dir, 0, (gid_t)-1), 0);
	}
	assert_null(answer);
	assert_call("status", "{\"length\":6}");
}

static void test_where_it_cannot_be(void **state)
{
	struct link_control *control = NULL;
	char long_path[200];

	memset(long_path, 'x', sizeof(long_path));
	long_path[0] = '/';
	long_path[150] = '\0';
	assert_int_equal(link_control_create(&control, long_path), KIEM_E_INVALID);
	assert_int_equal(link_control_create(&control, "control"), KIEM_E_INVALID);
	assert_int_equal(link_control_create(&control, "/nonexistent/control"), KIEM_E_NOT_FOUND);
	assert_null(control);
}

/* Frames as no command of ours sends them, then a good one: the daemon lives and answers only that. */
static void test_malformed_requests_are_passed_over(void **state)
{
	static uint8_t big[5000];
	char endpoint[320], answer[64];
	void *ctx = zmq_ctx_new();
	void *dealer = zmq_socket(ctx, ZMQ_DEALER);
	int linger = 0, wait_ms = 5000;

	start_daemon();
	snprintf(endpoint, sizeof(endpoint), "ipc://%s", path);
	zmq_setsockopt(dealer, ZMQ_LINGER, &linger, sizeof(linger));
	zmq_setsockopt(dealer, ZMQ_RCVTIMEO, &wait_ms, sizeof(wait_ms));
	assert_int_equal(zmq_connect(dealer, endpoint), 0);
	zmq_send(dealer, "", 0, 0);
	zmq_send(dealer, "sta\0tus", 7, 0);
	zmq_send(dealer, "\xff\xfe", 2, 0);
	zmq_send(dealer, "status", 6, ZMQ_SNDMORE);
	zmq_send(dealer, "more", 4, ZMQ_SNDMORE);
	zmq_send(dealer, "and more", 8, 0);
	zmq_send(dealer, big, 0, ZMQ_SNDMORE);
	zmq_send(dealer, "status", 6, 0);
	zmq_send(dealer, "good", 4, 0);
	assert_int_equal(zmq_recv(dealer, answer, sizeof(answer), 0), 12);
	assert_memory_equal(answer, "{\"length\":4}", 12);
	memset(big, 'a', sizeof(big));
	zmq_send(dealer, big, sizeof(big), 0); /* over the limit: its connection is closed */
	char *refused = NULL;
	big[sizeof(big) - 1] = '\0';
	assert_int_equal(link_control_call(&refused, path, (const char *)big, 100), KIEM_E_INVALID);
	assert_call("status", "{\"length\":6}");
	zmq_close(dealer);
	zmq_ctx_term(ctx);
}

static void test_random_bytes_do_no_harm(void **state)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	uint64_t seed = support_seed();

	start_daemon();
	strcpy(address.sun_path, path);
	for (int round = 0; round < 50; round++) {
		uint8_t bytes[256];
		int fd = socket(AF_UNIX, SOCK_STREAM, 0);
		assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
		for (size_t i = 0; i < sizeof(bytes); i++) {
			bytes[i] = (uint8_t)support_random(&seed);
		}
		bytes[0] = 0xff; /* as a greeting starts */
		assert_true(send(fd, bytes, support_random(&seed) % sizeof(bytes), MSG_NOSIGNAL) >= 0);
		close(fd);
	}
	assert_call("status", "{\"length\":6}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_a_request_is_answered, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_no_poke_is_lost, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_without_a_daemon_the_answer_is_at_once, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_a_silent_daemon_times_out, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_one_daemon_a_socket, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_only_its_owner_may_ask, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_nobody_else_answers, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_where_it_cannot_be, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_malformed_requests_are_passed_over, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_random_bytes_do_no_harm, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
