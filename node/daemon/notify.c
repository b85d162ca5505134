/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See notify.h. Written here because it is a few lines, and libsystemd is a large library for one datagram. What is sent is
 * advice: a manager that is gone or slow must not hold the daemon up, so sending never waits and failing is no error.
 */
#include "notify.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

_Static_assert(sizeof(((struct notify *)0)->path) == sizeof(((struct sockaddr_un *)0)->sun_path), "a socket's whole name");

/* Half of $WATCHDOG_USEC, as sd_watchdog_enabled(3) advises; 0 when it is meant for another process. */
static uint64_t watchdog_ms(void)
{
	const char *usec = getenv("WATCHDOG_USEC"), *pid = getenv("WATCHDOG_PID");

	if (usec == NULL || (pid != NULL && strtoll(pid, NULL, 10) != (long long)getpid())) {
		return 0;
	}
	return strtoull(usec, NULL, 10) / 2000;
}

void notify_open(struct notify *notify)
{
	const char *path = getenv("NOTIFY_SOCKET");

	memset(notify, 0, sizeof(*notify));
	notify->fd = -1;
	/* '/' starts a path, '@' an abstract name; anything else (vsock:) is not for a process on this machine. */
	if (path == NULL || (path[0] != '/' && path[0] != '@') || path[1] == '\0' || strlen(path) >= sizeof(notify->path)) {
		return;
	}
	notify->path_n = strlen(path);
	memcpy(notify->path, path, notify->path_n);
	if (path[0] == '@') {
		notify->path[0] = '\0';
	}
	notify->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	notify->watchdog_ms = notify->fd >= 0 ? watchdog_ms() : 0;
}

void notify_close(struct notify *notify)
{
	if (notify->fd >= 0) {
		close(notify->fd);
	}
	notify->fd = -1;
}

bool notify_send(struct notify *notify, const char *lines)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	size_t n = strlen(lines);

	if (notify->fd < 0) {
		return false;
	}
	memcpy(to.sun_path, notify->path, notify->path_n);
	socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + notify->path_n);
	return sendto(notify->fd, lines, n, MSG_NOSIGNAL | MSG_DONTWAIT, (const struct sockaddr *)&to, size) == (ssize_t)n;
}

void notify_ready(struct notify *notify, const char *status)
{
	char lines[512];

	snprintf(lines, sizeof(lines), "READY=1\nMAINPID=%ld\nSTATUS=%s", (long)getpid(), status);
	notify_send(notify, lines);
}

void notify_reloading(struct notify *notify)
{
	struct timespec now;
	char lines[96];

	clock_gettime(CLOCK_MONOTONIC, &now);
	snprintf(lines, sizeof(lines), "RELOADING=1\nMONOTONIC_USEC=%" PRIu64,
	        (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000);
	notify_send(notify, lines);
}

void notify_stopping(struct notify *notify)
{
	notify_send(notify, "STOPPING=1");
}

void notify_watchdog(struct notify *notify)
{
	notify_send(notify, "WATCHDOG=1");
}
