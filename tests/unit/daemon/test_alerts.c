/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When the daemon starts a look at alerts: with a command, with alerts, and when something arrived; one at a time. */
#include "node.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct node node;
static int keep;
static char bin[300];

/* A `kiem` in PATH that writes down how it was called, and ends as `lines` say. */
static void program(const char *lines)
{
	char path[320];

	snprintf(path, sizeof(path), "%s/kiem", bin);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fprintf(file, "#!/bin/sh\necho \"$*\" >>%s/called\n%s\n", bin, lines);
	fclose(file);
	assert_int_equal(chmod(path, 0700), 0);
}

static size_t called(void)
{
	char path[320], line[2000];
	size_t n = 0;

	snprintf(path, sizeof(path), "%s/called", bin);
	FILE *file = fopen(path, "r");
	while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
		assert_non_null(strstr(line, "alert run --hook tell me"));
		n++;
	}
	if (file != NULL) {
		fclose(file);
	}
	return n;
}

static bool called_so_often(void *context)
{
	return called() >= *(size_t *)context && node.d->alerts.pid == 0;
}

static void until_called(size_t times)
{
	node.d->alerts.next_ms = 0; /* the pause between two looks is not waited for */
	node_until("a look was started, and ended", &node, 1, called_so_often, &times);
	assert_int_equal(called(), times);
}

/* A few rounds of the daemon's clock. */
static void let_time_pass(void)
{
	node.d->alerts.next_ms = 0;
	for (int i = 0; i < 3; i++) {
		node.d->tick_ms = 0;
		node_pass(&node, 1, 3);
	}
}

static void add_alert(void)
{
	char path[320];

	snprintf(path, sizeof(path), "%s/alerts", node.d->home.dir);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs("kiem-alerts-1 2\n1 0 0 laadpaal\n", file);
	fclose(file);
}

static int set_up(void **state)
{
	char path[4096];

	keep = dup(2);
	int nowhere = open("/dev/null", O_WRONLY);
	dup2(nowhere, 2);
	close(nowhere);
	support_tmpdir(bin);
	snprintf(path, sizeof(path), "%s:%s", bin, getenv("PATH"));
	setenv("PATH", path, 1);
	program("exit 0");
	node_make(&node);
	node_configure(&node, "[alert]\non_alert = tell me\n");
	node_open(&node);
	node_post(&node, 1);
	return 0;
}

static int tear_down(void **state)
{
	node_remove(&node);
	support_rmtree(bin);
	dup2(keep, 2);
	close(keep);
	return 0;
}

static void test_once_for_what_arrived(void **state)
{
	add_alert();
	until_called(1);
	let_time_pass();
	assert_int_equal(called(), 1);
	node_post(&node, 2);
	until_called(2);
	let_time_pass();
	assert_int_equal(called(), 2);
	/* And for what came while no daemon ran. */
	node_close(&node);
	node_open(&node);
	until_called(3);
}

static void test_not_without_alerts_or_a_command(void **state)
{
	let_time_pass();
	assert_int_equal(called(), 0);
	node.d->config.on_alert[0] = '\0';
	add_alert();
	let_time_pass();
	assert_int_equal(called(), 0);
}

/* What did not come to its end is tried again, later. */
static void test_again_after_a_failure(void **state)
{
	program("exit 75");
	add_alert();
	until_called(1);
	assert_true(node.d->alerts.next_ms > kiem_monotonic_ms() + DAEMON_ALERTS_MS);
	program("exit 0");
	until_called(2);
	let_time_pass();
	assert_int_equal(called(), 2);
}

static void test_one_at_a_time(void **state)
{
	char path[320];

	snprintf(path, sizeof(path), "%s/go", bin);
	assert_int_equal(mkfifo(path, 0600), 0);
	program("read word <$(dirname $0)/go");
	add_alert();
	let_time_pass();
	assert_true(node.d->alerts.pid != 0);
	node_post(&node, 1);
	let_time_pass();
	assert_true(called() <= 1);
	FILE *go = fopen(path, "w"); /* waits for the reader */
	assert_non_null(go);
	program("exit 0");
	fputs("go\n", go);
	fclose(go);
	until_called(2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_once_for_what_arrived, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_not_without_alerts_or_a_command, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_again_after_a_failure, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_one_at_a_time, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
