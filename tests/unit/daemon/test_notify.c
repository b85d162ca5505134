/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The service manager gets the datagrams of sd_notify(3), on a path and on an abstract name, and nobody waits for it. */
#include "support.h"

#include "notify.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static char dir[256];
static int manager = -1;

/* A socket as systemd has it; a name that starts with '@' is an abstract one. */
static void listen_on(const char *name)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};

	memcpy(at.sun_path, name, strlen(name));
	at.sun_path[0] = at.sun_path[0] == '@' ? '\0' : at.sun_path[0];
	manager = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	assert_int_equal(
	        bind(manager, (struct sockaddr *)&at, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(name))), 0);
	setenv("NOTIFY_SOCKET", name, 1);
}

static const char *heard(void)
{
	static char text[1024];
	ssize_t n = recv(manager, text, sizeof(text) - 1, 0);

	text[n > 0 ? n : 0] = '\0';
	return text;
}

static int set_up(void **state)
{
	support_tmpdir(dir);
	unsetenv("NOTIFY_SOCKET");
	unsetenv("WATCHDOG_USEC");
	unsetenv("WATCHDOG_PID");
	return 0;
}

static int tear_down(void **state)
{
	if (manager >= 0) {
		close(manager);
	}
	manager = -1;
	support_rmtree(dir);
	return 0;
}

static void test_a_whole_life(void **state)
{
	struct notify notify;
	char path[300], want[64];
	unsigned long long usec;

	snprintf(path, sizeof(path), "%s/notify", dir);
	if (strlen(path) > 107) {
		skip();
	}
	listen_on(path);
	notify_open(&notify);
	notify_ready(&notify, "0 links, 3 posts");
	assert_non_null(strstr(heard(), "READY=1\n"));
	notify_ready(&notify, "0 links, 3 posts");
	assert_non_null(strstr(heard(), "STATUS=0 links, 3 posts"));
	notify_ready(&notify, "");
	snprintf(want, sizeof(want), "MAINPID=%ld\n", (long)getpid());
	assert_non_null(strstr(heard(), want));
	notify_reloading(&notify);
	assert_int_equal(sscanf(heard(), "RELOADING=1\nMONOTONIC_USEC=%llu", &usec), 1);
	assert_true(usec > 0);
	notify_watchdog(&notify);
	assert_string_equal(heard(), "WATCHDOG=1");
	notify_stopping(&notify);
	assert_string_equal(heard(), "STOPPING=1");
	notify_close(&notify);
}

static void test_an_abstract_name(void **state)
{
	struct notify notify;
	char name[64];

	snprintf(name, sizeof(name), "@kiem-test-notify-%ld", (long)getpid());
	listen_on(name);
	notify_open(&notify);
	assert_true(notify_send(&notify, "STATUS=x"));
	assert_string_equal(heard(), "STATUS=x");
	notify_close(&notify);
}

static void test_without_a_manager_nothing_happens(void **state)
{
	struct notify notify;

	notify_open(&notify);
	assert_false(notify_send(&notify, "READY=1"));
	notify_close(&notify);
	setenv("NOTIFY_SOCKET", "vsock:2:1", 1);
	notify_open(&notify);
	assert_false(notify_send(&notify, "READY=1"));
	notify_close(&notify);
}

static void test_a_manager_that_is_gone_or_slow_holds_nobody_up(void **state)
{
	struct notify notify;
	char name[64];
	bool full = false;

	snprintf(name, sizeof(name), "@kiem-test-slow-%ld", (long)getpid());
	listen_on(name);
	notify_open(&notify);
	for (int i = 0; i < 10000 && !full; i++) {
		full = !notify_send(&notify, "STATUS=x");
	}
	assert_true(full);
	close(manager);
	manager = -1;
	assert_false(notify_send(&notify, "STATUS=x"));
	notify_close(&notify);
}

static void test_the_watchdog_is_half_of_what_was_asked_and_ours_alone(void **state)
{
	struct notify notify;
	char name[64], pid[32];

	snprintf(name, sizeof(name), "@kiem-test-dog-%ld", (long)getpid());
	listen_on(name);
	setenv("WATCHDOG_USEC", "30000000", 1);
	notify_open(&notify);
	assert_int_equal(notify.watchdog_ms, 15000);
	notify_close(&notify);
	snprintf(pid, sizeof(pid), "%ld", (long)getpid());
	setenv("WATCHDOG_PID", pid, 1);
	notify_open(&notify);
	assert_int_equal(notify.watchdog_ms, 15000);
	notify_close(&notify);
	setenv("WATCHDOG_PID", "1", 1);
	notify_open(&notify);
	assert_int_equal(notify.watchdog_ms, 0);
	notify_close(&notify);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_a_whole_life, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_an_abstract_name, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_without_a_manager_nothing_happens, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_a_manager_that_is_gone_or_slow_holds_nobody_up, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_the_watchdog_is_half_of_what_was_asked_and_ours_alone, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
