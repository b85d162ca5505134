/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Alerts: standing searches, kept in the home.
 *
 *     HOME/alerts        a line an alert, rewritten whole:  NUMBER FROM MADE QUERY
 *                        after a first line:                kiem-alerts-1 NEXT
 *     HOME/alerts.done   what the hook was run for, a line each, appended and synced:
 *                        c NUMBER    every post up to this arrival number is settled
 *                        t ALERT ID  the hook is about to be run for this post
 *                        f ALERT ID  it was run
 *
 * A post counts as new for an alert when it arrived after the alert was added (FROM is the last arrival number then), and once:
 * by the id of its original, so that a revision, or the same post come again, is not new.
 *
 * `f` is written after the hook has ended. So it is run at least once for each: whoever is killed in between runs it again, at most
 * ALERT_TRIES times. A notice that comes twice is better than a neighbour's call that nobody hears.
 */
#ifndef KIEM_CLI_ALERTS_H
#define KIEM_CLI_ALERTS_H

#include "look.h"

#include <kiem/query.h>

#define ALERTS_MAX 64
#define ALERT_QUERY_MAX 512
#define ALERT_TRIES 3
#define ALERT_HOOKS_MAX 20     /* runs of the hook for one post each in one look; all further ones are told together */
#define ALERT_HOOK_MS 10000    /* a hook that takes longer is ended */
#define ALERT_DONE_LINES 20000 /* from here on the file is made shorter */
#define ALERT_DONE_KEEP 4096   /* pairs that it then keeps, newest first */

struct alert {
	unsigned number;
	uint64_t from;
	int64_t made;
	char query[ALERT_QUERY_MAX + 1];
};

struct alerts {
	unsigned next; /* the number that the next one gets; none is used again */
	size_t n;
	struct alert list[ALERTS_MAX];
};

/* ---- alerts.c ---- */

/* None when there is no file. A damaged one is said. */
int alerts_load(struct cli *cli, struct alerts *alerts);
int alerts_save(struct cli *cli, const struct alerts *alerts);

/* The alerts with their queries read, as of one look. */
struct alerting {
	struct alerts alerts;
	struct view_query *queries; /* of each */
	bool usable[ALERTS_MAX];    /* false: its query cannot be read any more (near:5km, and it is not known from where) */
	struct view_asker asker;
	struct view_numbers ends;  /* of chains of revisions */
	struct view_numbers asked; /* by original: what it fits */
	uint64_t from;             /* posts that arrived later are new to every alert */
};
int alerting_begin(struct alerting *alerting, struct look *look);
void alerting_finish(struct alerting *alerting);
/*
 * Which alerts the post fits: bit i is the i-th of the list. None when it is the asker's own. *original is its original's number.
 */
enum kiem_err alerting_ask(uint64_t *fits, uint64_t *original, struct alerting *alerting, const struct look *look, uint64_t number);

/* ---- alert_done.c ---- */

struct done_pair {
	unsigned alert;
	struct kiem_id id;
};
struct done {
	int fd;
	uint64_t cursor;
	size_t n, cap;
	struct done_pair *fired;
	struct done_pair trying; /* the last `t` without its `f`; alert 0: none */
	unsigned tries;
};
/* Reads what was done, and holds the file alone: EX_TEMPFAIL when another one does. done_close either way. */
int done_open(struct cli *cli, struct done *done);
void done_close(struct done *done);
bool done_has(const struct done *done, unsigned alert, const struct kiem_id *id);
/* Each is on the disk when it returns 0. */
int done_cursor(struct done *done, uint64_t number);
int done_try(struct done *done, unsigned alert, const struct kiem_id *id);
int done_fired(struct done *done, unsigned alert, const struct kiem_id *id);
int done_fired_all(struct done *done, const struct done_pair *pairs, size_t n); /* in one write */
/* Leaves each pair once, by alert and id; how many that are. */
size_t done_unique(struct done_pair *pairs, size_t n);

/* ---- alert_hook.c ---- */

enum hook_end {
	HOOK_WELL,
	HOOK_FAILED, /* ended with another status than 0, or by a signal */
	HOOK_ENDED,  /* took too long, and was ended */
	HOOK_NOT_RUN /* there is no such program, or no memory */
};
/*
 * Runs the words of `command`, with `variables` ("NAME=value", NULL at the end) added to the environment and `input` on its
 * standard input. Its standard output goes nowhere. No shell is asked. Never waits longer than ms_max and a second.
 */
enum hook_end hook_run(const char *command, char *const *variables, const char *input, size_t n, int ms_max);

/* ---- alert_run.c ---- */

/*
 * Looks at what arrived and runs the hook for what is new. 0 when all is settled; TEMPFAIL when there was more than a look tells
 * one by one, or another look is going on.
 */
int alert_run(struct cli *cli, const char *command);

#endif
