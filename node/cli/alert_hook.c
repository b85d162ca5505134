/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Running somebody's program because of somebody else's post. It gets a process group of its own, so that it can be ended with all
 * that it started; words of a post reach it through the environment and standard input only.
 */
#include "alerts.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define GRACE_MS 1000 /* between being asked to end and being ended */
#define NOT_FOUND 127

/* In the child: everything as a program expects it, then the program. */
static void become(char *const *words, char *const *variables, int input)
{
	sigset_t none;
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	setpgid(0, 0);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	for (size_t i = 0; variables[i]; i++) {
		putenv(variables[i]);
	}
	if (dup2(input, STDIN_FILENO) == STDIN_FILENO && nowhere >= 0 && dup2(nowhere, STDOUT_FILENO) == STDOUT_FILENO) {
		execvp(words[0], words);
	}
	_exit(NOT_FOUND);
}

/* Writes what fits; true when nothing more is to be written. */
static bool feed(int fd, const char **input, size_t *n)
{
	ssize_t done = write(fd, *input, *n);
	if (done < 0) {
		return errno != EAGAIN && errno != EINTR;
	}
	*input += done;
	*n -= (size_t)done;
	return *n == 0;
}

/* Feeds it, and waits until it ends or the time is over; true when it ended. */
static bool attend(int process, int to, const char *input, size_t n, int ms_max)
{
	int64_t until = (int64_t)kiem_monotonic_ms() + ms_max;
	bool ended = false;
	for (;;) {
		int64_t left = until - (int64_t)kiem_monotonic_ms();
		struct pollfd fds[2] = {{.fd = process, .events = POLLIN}, {.fd = to, .events = POLLOUT}};
		int ready = left > 0 ? poll(fds, 2, (int)left) : 0;
		if (ready < 0 && errno == EINTR) {
			continue;
		}
		ended = ready > 0 && fds[0].revents;
		if (ready <= 0 || ended) {
			break;
		}
		if (fds[1].revents && feed(to, &input, &n)) {
			close(to);
			to = -1;
		}
	}
	if (to >= 0) {
		close(to);
	}
	return ended;
}

/* Asks the whole group to end, and ends it. */
static void put_an_end(pid_t pid, int process)
{
	struct pollfd fd = {.fd = process, .events = POLLIN};
	kill(-pid, SIGTERM);
	poll(&fd, 1, GRACE_MS);
	kill(-pid, SIGKILL);
}

static enum hook_end how_it_ended(pid_t pid, bool in_time)
{
	int status = 0;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
		/* It ends soon. */
	}
	if (!in_time) {
		return HOOK_ENDED;
	}
	if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_FOUND) {
		return HOOK_NOT_RUN;
	}
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? HOOK_WELL : HOOK_FAILED;
}

enum hook_end hook_run(const char *command, char *const *variables, const char *input, size_t n, int ms_max)
{
	char copy[KIEM_PATH_MAX + 2], *words[KIEM_COMMAND_WORDS_MAX + 1];
	int ends[2];
	if (kiem_command_words(words, copy, sizeof copy, command) == 0 || pipe2(ends, O_CLOEXEC) != 0) {
		return HOOK_NOT_RUN;
	}
	/* A program that reads nothing must not hold us up, nor end us. */
	fcntl(ends[1], F_SETFL, O_NONBLOCK);
	signal(SIGPIPE, SIG_IGN);
	pid_t pid = fork();
	if (pid == 0) {
		become(words, variables, ends[0]);
	}
	close(ends[0]);
	int process = pid > 0 ? pidfd_open(pid, 0) : -1;
	if (process < 0) {
		close(ends[1]);
		if (pid > 0) {
			kill(pid, SIGKILL);
			waitpid(pid, NULL, 0);
		}
		return HOOK_NOT_RUN;
	}
	setpgid(pid, pid); /* whichever of both comes first */
	bool in_time = attend(process, ends[1], input, n, ms_max);
	if (!in_time) {
		put_an_end(pid, process);
	}
	close(process);
	return how_it_ended(pid, in_time);
}
