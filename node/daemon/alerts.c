/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Alerts. Searching is not the daemon's: when posts arrived, and somebody has alerts and a command for them, it starts
 * `kiem alert run`, a short process that looks at what is new, runs the command, and remembers how far it came. One at a time, and
 * not more often than every two seconds; after a look that found more than it tells one by one, a minute later.
 */
#include "daemon.h"

#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The kiem that was installed beside this program, or else the one in PATH. */
static void find_kiem(char path[static KIEM_PATH_MAX])
{
	ssize_t n = readlink("/proc/self/exe", path, KIEM_PATH_MAX - sizeof("kiem"));
	char *slash = n > 0 ? memrchr(path, '/', (size_t)n) : NULL;

	if (slash != NULL) {
		memcpy(slash + 1, "kiem", sizeof("kiem"));
	}
	if (slash == NULL || access(path, X_OK) != 0) {
		snprintf(path, KIEM_PATH_MAX, "kiem");
	}
}

/* With signals as a program expects them, and nothing of ours open but stderr. */
static int spawn(pid_t *pid, char *const *words)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	sigset_t none, usual;

	sigemptyset(&none);
	sigemptyset(&usual);
	sigaddset(&usual, SIGPIPE);
	if (posix_spawn_file_actions_init(&files) != 0) {
		return ENOMEM;
	}
	if (posix_spawnattr_init(&how) != 0) {
		posix_spawn_file_actions_destroy(&files);
		return ENOMEM;
	}
	posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
	posix_spawnattr_setsigmask(&how, &none);
	posix_spawnattr_setsigdefault(&how, &usual);
	posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	int why = posix_spawnp(pid, words[0], &files, &how, words, environ);
	posix_spawnattr_destroy(&how);
	posix_spawn_file_actions_destroy(&files);
	return why;
}

static void start(struct daemon *d, uint64_t now)
{
	static char alert[] = "alert", run[] = "run", hook[] = "--hook", home[] = "--home";
	char path[KIEM_PATH_MAX];
	char *words[] = {path, alert, run, hook, d->config.on_alert, d->options.home != NULL ? home : NULL, d->home.dir, NULL};

	find_kiem(path);
	int why = spawn(&d->alerts.pid, words);
	if (why != 0) {
		d->alerts.pid = 0;
		d->alerts.next_ms = now + DAEMON_ALERTS_LATER_MS;
		log_event(LOG_ERROR, "ALERT-FAILED", "program=%s error=\"%s\"", path, strerror(why));
		return;
	}
	d->alerts.seen = d->follow.seen;
	d->alerts.next_ms = now + DAEMON_ALERTS_MS;
}

/* What became of the look that was started; one that did not come to its end is made again. */
static void reap(struct daemon *d, uint64_t now)
{
	int status = 0;

	if (waitpid(d->alerts.pid, &status, WNOHANG) == 0) {
		return;
	}
	d->alerts.pid = 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
		return;
	}
	d->alerts.seen = 0;
	d->alerts.next_ms = now + DAEMON_ALERTS_LATER_MS;
	if (WIFEXITED(status) && WEXITSTATUS(status) == EX_TEMPFAIL) {
		log_event(LOG_INFO, "ALERT-LATER", "wait_ms=%d", DAEMON_ALERTS_LATER_MS);
	} else {
		log_event(LOG_WARN, "ALERT-FAILED", "status=%d", status);
	}
}

void alerts_tick(struct daemon *d)
{
	uint64_t now = kiem_monotonic_ms();
	char path[KIEM_PATH_MAX + 16];

	if (d->alerts.pid != 0) {
		reap(d, now);
	}
	if (d->alerts.pid != 0 || d->config.on_alert[0] == '\0' || d->alerts.seen == d->follow.seen || now < d->alerts.next_ms) {
		return;
	}
	snprintf(path, sizeof(path), "%s/alerts", d->home.dir);
	if (access(path, R_OK) == 0) {
		start(d, now);
	}
}
