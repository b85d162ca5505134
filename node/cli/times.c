/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From what was said of a moment to the moment, and back to text (times.h). What was not said is filled in: the nearest that is
 * still to come.
 */
#include "times_parts.h"

#include "cli.h"

#include <string.h>
#include <time.h>

static bool same_fields(const struct tm *a, const struct tm *b)
{
	return a->tm_year == b->tm_year && a->tm_mon == b->tm_mon && a->tm_mday == b->tm_mday && a->tm_hour == b->tm_hour &&
	       a->tm_min == b->tm_min;
}

/*
 * mktime moves a time that does not exist to one that does; comparing the fields shows it. Summer time is tried first, so that
 * an hour that comes twice is the first of both.
 */
static bool local_time(int64_t *ms, const struct tm *fields)
{
	for (int summer = 1; summer >= 0; summer--) {
		struct tm tm = *fields;
		tm.tm_isdst = summer;
		time_t t = mktime(&tm);
		if (t != (time_t)-1 && same_fields(&tm, fields)) {
			*ms = (int64_t)t * TIMES_SECOND_MS;
			return true;
		}
	}
	return false;
}

static bool zoned_time(int64_t *ms, const struct tm *fields, int zone)
{
	struct tm tm = *fields;
	time_t t = timegm(&tm);
	*ms = ((int64_t)t - zone * 60) * TIMES_SECOND_MS;
	return same_fields(&tm, fields);
}

/* The date that was said, or that follows from today; false when it was said twice over and does not agree. */
static bool choose_date(struct tm *tm, const struct parts *parts, const struct tm *today)
{
	*tm = *today;
	tm->tm_hour = parts->hour;
	tm->tm_min = parts->minute;
	tm->tm_sec = parts->second;
	if (parts->has_date) {
		tm->tm_year = parts->has_year ? parts->year - 1900 : today->tm_year;
		tm->tm_mon = parts->month - 1;
		tm->tm_mday = parts->day;
		return !parts->has_day;
	}
	int days_on = parts->ahead;
	if (parts->has_weekday && !parts->has_day) {
		days_on = (parts->weekday - today->tm_wday + 7) % 7;
		if (parts->next_week) { /* counted from this week's Monday */
			days_on = 7 - (today->tm_wday + 6) % 7 + (parts->weekday + 6) % 7;
		}
	}
	struct tm noon = *today; /* days are counted at noon, which no change of the clock reaches */
	noon.tm_mday += days_on;
	noon.tm_hour = 12;
	noon.tm_isdst = -1;
	mktime(&noon);
	tm->tm_year = noon.tm_year;
	tm->tm_mon = noon.tm_mon;
	tm->tm_mday = noon.tm_mday;
	return true;
}

static bool weekday_agrees(const struct tm *tm, int weekday)
{
	struct tm noon = *tm;
	noon.tm_hour = 12;
	timegm(&noon);
	return noon.tm_wday == weekday;
}

static bool settle(int64_t *ms, const struct tm *tm, const struct parts *parts)
{
	bool exists = parts->has_zone ? zoned_time(ms, tm, parts->zone) : local_time(ms, tm);
	*ms += parts->ms;
	return exists;
}

/* By how much to move on what lies behind us: a bare hour by a day, a weekday by a week, a date without a year by a year. */
static void move_on(struct tm *tm, const struct parts *parts)
{
	if (parts->has_date && !parts->has_year) {
		tm->tm_year++;
		return;
	}
	struct tm noon = *tm;
	noon.tm_mday += parts->has_weekday ? 7 : 1;
	noon.tm_hour = 12;
	timegm(&noon);
	tm->tm_year = noon.tm_year;
	tm->tm_mon = noon.tm_mon;
	tm->tm_mday = noon.tm_mday;
}

static enum times_result assemble(int64_t *ms, struct parts *parts, int64_t now_ms, enum times_edge edge)
{
	time_t now = (time_t)(now_ms / TIMES_SECOND_MS);
	struct tm today, tm;
	if (parts->has_zone) {
		now += parts->zone * 60; /* today as it is over there */
	}
	if (!(parts->has_zone ? gmtime_r(&now, &today) : localtime_r(&now, &today))) {
		return TIMES_UNREADABLE;
	}
	if (!parts->has_clock && edge == TIMES_END) {
		parts->hour = 23;
		parts->minute = parts->second = 59;
	}
	if (!choose_date(&tm, parts, &today)) {
		return TIMES_UNREADABLE;
	}
	bool fixed = parts->has_year || parts->has_day || parts->next_week;
	bool exists = settle(ms, &tm, parts);
	int64_t behind = parts->has_clock ? now_ms : now_ms - TIMES_DAY_MS; /* a bare day is not over until its evening */
	if (!fixed && (exists ? *ms <= behind : parts->has_date)) {
		move_on(&tm, parts);
		exists = settle(ms, &tm, parts);
	}
	if (exists && parts->has_weekday && !weekday_agrees(&tm, parts->weekday)) {
		return TIMES_NONE;
	}
	return exists ? TIMES_OK : TIMES_NONE;
}

enum times_result times_parse(int64_t *ms, const char *text, int64_t now_ms, enum times_edge edge)
{
	struct words words;
	struct parts parts = {0};
	if (!times_cut(&words, text)) {
		return TIMES_UNREADABLE;
	}
	if (words.n == 1 && (strcmp(words.list[0], "nu") == 0 || strcmp(words.list[0], "now") == 0)) {
		*ms = now_ms;
		return TIMES_OK;
	}
	if (words.n > 1 && (strcmp(words.list[0], "in") == 0 || strcmp(words.list[0], "over") == 0)) {
		int64_t length;
		bool ok = times_sum(&length, &words, 1);
		*ms = now_ms + (ok ? length : 0);
		return ok ? TIMES_OK : TIMES_UNREADABLE;
	}
	if (!times_read_parts(&parts, &words)) {
		return TIMES_UNREADABLE;
	}
	return assemble(ms, &parts, now_ms, edge);
}

const char *times_print(char out[static TIMES_TEXT_MAX], int64_t ms)
{
	static const char *const day_names[] = {N_("Sun"), N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat")};
	static const char *const month_names[] = {N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"), N_("Jul"),
	        N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")};
	time_t t = (time_t)(ms / TIMES_SECOND_MS);
	struct tm tm;
	if (!localtime_r(&t, &tm)) {
		snprintf(out, TIMES_TEXT_MAX, "%lld", (long long)ms);
		return out;
	}
	snprintf(out, TIMES_TEXT_MAX, "%s %d %s %d %02d:%02d %s", _(day_names[tm.tm_wday]), tm.tm_mday, _(month_names[tm.tm_mon]),
	        tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_zone);
	return out;
}
