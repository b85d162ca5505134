/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tells the service manager how the daemon fares, by the protocol of sd_notify(3): one datagram of VARIABLE=value lines to the
 * socket that $NOTIFY_SOCKET names. Without that variable everything here does nothing.
 */
#ifndef KIEM_NODE_DAEMON_NOTIFY_H
#define KIEM_NODE_DAEMON_NOTIFY_H

#include <kiem/types.h>

struct notify {
	int fd; /* -1: nobody to tell */
	char path[108];
	size_t path_n;
	uint64_t watchdog_ms; /* send WATCHDOG=1 this often; 0: not asked for */
};

void notify_open(struct notify *notify);
void notify_close(struct notify *notify);
/* One datagram of lines such as "READY=1\nSTATUS=…"; true when it was handed over. Never waits. */
bool notify_send(struct notify *notify, const char *lines);
/* READY=1; RELOADING=1 with the monotonic time that systemd asks for since version 253; STOPPING=1; WATCHDOG=1. */
void notify_ready(struct notify *notify, const char *status);
void notify_reloading(struct notify *notify);
void notify_stopping(struct notify *notify);
void notify_watchdog(struct notify *notify);

#endif
