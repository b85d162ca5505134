/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Times as people write and read them, Dutch and English both at all times, in the zone of this machine (TZ). Times are ms
 * since the epoch.
 *
 *     2026-11-27T19:00Z   2026-11-27 19:00   27-11-2026 19:00   27 november 19:00   nov 27, 2026 7pm
 *     vrijdag 19:00   friday 19.00   morgen 9 uur   overmorgen   19:00   over 2 uur   in 2 hours   nu
 *     27-11 19:00   vanavond 8 uur   morgenmiddag 15:00   volgende week vrijdag 19:00   next week friday 7pm
 *     durations: 7d   12h   30m   2w   1h30m   7 dagen   2 weeks
 */
#ifndef KIEM_CLI_TIMES_H
#define KIEM_CLI_TIMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum times_result {
	TIMES_OK,
	TIMES_UNREADABLE, /* no time in any of these forms */
	TIMES_NONE        /* a time that does not exist: 30 February, or 2:30 in the night that summer time begins */
};

/* What a day without an hour stands for. */
enum times_edge { TIMES_START, TIMES_END };

/*
 * What is not said is the nearest that is still to come: a bare hour is today's or tomorrow's, a weekday this week's or next
 * week's, a date without a year this year's or next year's. An hour that comes twice (summer time ends) is the first of both.
 */
enum times_result times_parse(int64_t *ms, const char *text, int64_t now_ms, enum times_edge edge);

/* A length of time, above zero and at most ten years. */
bool times_duration(int64_t *ms, const char *text);

/* "Fri 27 Nov 2026 19:00 CET", in the person's language and zone. Returns out. */
#define TIMES_TEXT_MAX 96
const char *times_print(char out[static TIMES_TEXT_MAX], int64_t ms);

#endif
