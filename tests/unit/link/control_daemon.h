/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The daemon of test_control: a child that answers with the length of what it is asked, and reports each poke. */
#ifndef KIEM_TEST_CONTROL_DAEMON_H
#define KIEM_TEST_CONTROL_DAEMON_H

#include <kiem/link.h>

#include "support.h"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static char dir[256], path[300];
static pid_t daemon_pid;
static int reports; /* a byte for each poke that the daemon heard */

/* Answers what it is asked with its length, until it is killed or told to stop. */
static void serve(int report)
{
	struct link_control *control;
	bool go_on = true;

	if (link_control_create(&control, path) != KIEM_DONE || write(report, "r", 1) != 1) {
		_exit(1);
	}
	while (go_on) {
		struct pollfd fd = {link_control_fd(control), POLLIN, 0};
		const char *request;
		poll(&fd, 1, 5000);
		while (link_control_next(control, &request)) {
			char answer[64];
			if (strcmp(request, "poke") == 0 && write(report, "p", 1) != 1) {
				_exit(1);
			}
			snprintf(answer, sizeof(answer), "{\"length\":%zu}", strlen(request));
			link_control_answer(control, answer);
			go_on = go_on && strcmp(request, "stop") != 0;
		}
	}
	link_control_destroy(control);
	_exit(0);
}

/* The next byte of a report, or 0 when none comes for so long. */
static char hears(int ms)
{
	struct pollfd fd = {reports, POLLIN, 0};
	char byte = 0;

	if (poll(&fd, 1, ms) == 1) {
		assert_int_equal(read(reports, &byte, 1), 1);
	}
	return byte;
}

static char report_byte(void)
{
	char byte = hears(5000);

	assert_int_not_equal(byte, 0);
	return byte;
}

static void start_daemon(void)
{
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	daemon_pid = fork();
	assert_true(daemon_pid >= 0);
	if (daemon_pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL); /* a test that dies takes its processes along */
		close(ends[0]);
		serve(ends[1]);
	}
	close(ends[1]);
	reports = ends[0];
	assert_int_equal(report_byte(), 'r');
}

static void end_daemon(int signal)
{
	int status;

	if (signal != 0) {
		kill(daemon_pid, signal);
	}
	assert_int_equal(waitpid(daemon_pid, &status, 0), daemon_pid);
	close(reports);
	daemon_pid = 0;
}

#endif
