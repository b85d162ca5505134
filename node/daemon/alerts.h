/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The process that looks whether what arrived fits somebody's alerts (alerts.c). */
#ifndef KIEM_NODE_DAEMON_ALERTS_H
#define KIEM_NODE_DAEMON_ALERTS_H

#include <stdint.h>
#include <sys/types.h>

#define DAEMON_ALERTS_MS 2000        /* between looks … */
#define DAEMON_ALERTS_LATER_MS 60000 /* … and after one that failed, or told much */

struct daemon;

struct alerts {
	pid_t pid;        /* of the process that looks; 0: none */
	uint64_t seen;    /* numbers up to here were there when it was started; 0: none was, or it failed */
	uint64_t next_ms; /* none is started before */
};

/* Starts a look when something arrived since the last, and takes note of its end. */
void alerts_tick(struct daemon *d);

#endif
