/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The daemon's log: one line an event, on stderr. A line is a stable id and key=value pairs: `LINK-UP node=d75a98018210
 * dialled=yes`. No post's content and no secret is ever handed to these functions, at any level.
 */
#ifndef KIEM_NODE_DAEMON_LOG_H
#define KIEM_NODE_DAEMON_LOG_H

#include <kiem/types.h>

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

#define LOG_BURST 10          /* lines of one id that peers may cause … */
#define LOG_INTERVAL_MS 60000 /* … in this time */

/* Lines go to fd: with the journal's priority prefix when fd is the journal's stream (JOURNAL_STREAM), else with the time. */
void log_open(int fd);
/* "error", "warn", "info" or "debug", as the configuration checked it. */
void log_set_level(const char *name);

/* One line. Any thread. */
void log_event(enum log_level level, const char *id, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The same for what a peer can cause: after LOG_BURST lines of that id in a minute the rest is counted and told in one line. */
void log_peer(enum log_level level, const char *id, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* 12 digits of a key, as people know it. */
struct log_key {
	char text[13];
};
struct log_key log_key(const struct kiem_key *key);

/* How log_peer counts; apart so that a test can hold the clock. */
struct log_budget {
	uint64_t since_ms;
	unsigned used;
	unsigned long suppressed;
};
/* True when a line may go now; *suppressed is then how many did not go before it, to be told. */
bool log_budget_take(struct log_budget *budget, unsigned long *suppressed, uint64_t now_ms);

#endif
