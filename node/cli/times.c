/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading and printing times (times.h). A text is cut into words; each word says one part (a date, a weekday, an hour, a
 * zone), in any order; what was not said is filled in at the end. Anything that is not understood, or said twice, makes the
 * whole unreadable: a wrong guess about a time is worse than a question.
 */
#include "times.h"

#include "cli.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define SECOND_MS 1000LL
#define MINUTE_MS (60 * SECOND_MS)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)
#define DURATION_MAX (3660 * DAY_MS)
#define TEXT_MAX 120
#define WORDS_MAX 12

struct word_number {
	const char *word;
	int number;
};

static const struct word_number weekdays[] = {{"sunday", 0}, {"sun", 0}, {"zondag", 0}, {"zo", 0}, {"monday", 1}, {"mon", 1},
        {"maandag", 1}, {"ma", 1}, {"tuesday", 2}, {"tue", 2}, {"tues", 2}, {"dinsdag", 2}, {"di", 2}, {"wednesday", 3}, {"wed", 3},
        {"woensdag", 3}, {"wo", 3}, {"thursday", 4}, {"thu", 4}, {"thurs", 4}, {"donderdag", 4}, {"do", 4}, {"friday", 5},
        {"fri", 5}, {"vrijdag", 5}, {"vr", 5}, {"saturday", 6}, {"sat", 6}, {"zaterdag", 6}, {"za", 6}, {NULL, 0}};

static const struct word_number months[] = {{"january", 1}, {"januari", 1}, {"jan", 1}, {"february", 2}, {"februari", 2},
        {"feb", 2}, {"march", 3}, {"maart", 3}, {"mar", 3}, {"mrt", 3}, {"april", 4}, {"apr", 4}, {"may", 5}, {"mei", 5},
        {"june", 6}, {"juni", 6}, {"jun", 6}, {"july", 7}, {"juli", 7}, {"jul", 7}, {"august", 8}, {"augustus", 8}, {"aug", 8},
        {"september", 9}, {"sept", 9}, {"sep", 9}, {"october", 10}, {"oktober", 10}, {"oct", 10}, {"okt", 10}, {"november", 11},
        {"nov", 11}, {"december", 12}, {"dec", 12}, {NULL, 0}};

static const struct word_number days[] = {{"today", 0}, {"vandaag", 0}, {"tomorrow", 1}, {"morgen", 1}, {"overmorgen", 2},
        {"yesterday", -1}, {"gisteren", -1}, {"eergisteren", -2}, {NULL, 0}};

/* Seconds a unit. */
static const struct word_number units[] = {{"s", 1}, {"sec", 1}, {"second", 1}, {"seconds", 1}, {"seconde", 1}, {"seconden", 1},
        {"m", 60}, {"min", 60}, {"minute", 60}, {"minutes", 60}, {"minuut", 60}, {"minuten", 60}, {"h", 3600}, {"u", 3600},
        {"hour", 3600}, {"hours", 3600}, {"uur", 3600}, {"uren", 3600}, {"d", 86400}, {"day", 86400}, {"days", 86400},
        {"dag", 86400}, {"dagen", 86400}, {"w", 604800}, {"week", 604800}, {"weeks", 604800}, {"weken", 604800}, {"month", 2592000},
        {"months", 2592000}, {"maand", 2592000}, {"maanden", 2592000}, {"y", 31536000}, {"year", 31536000}, {"years", 31536000},
        {"j", 31536000}, {"jaar", 31536000}, {"jaren", 31536000}, {NULL, 0}};

/* Minutes ahead of UTC. */
static const struct word_number zones[] = {
        {"z", 0}, {"utc", 0}, {"gmt", 0}, {"wet", 0}, {"cet", 60}, {"west", 60}, {"cest", 120}, {NULL, 0}};

static const struct word_number fillers[] = {{"om", 0}, {"at", 0}, {"on", 0}, {"op", 0}, {"of", 0}, {"the", 0}, {"de", 0},
        {"this", 0}, {"deze", 0}, {"komende", 0}, {"coming", 0}, {"aanstaande", 0}, {"a.s.", 0}, {NULL, 0}};

static const struct word_number ones[] = {{"a", 1}, {"an", 1}, {"one", 1}, {"een", 1}, {"één", 1}, {NULL, 0}};

static bool look_up(int *number, const struct word_number *list, const char *word)
{
	for (; list->word; list++) {
		if (strcmp(list->word, word) == 0) {
			*number = list->number;
			return true;
		}
	}
	return false;
}

/* ---- words ---- */

struct words {
	char text[TEXT_MAX + 1];
	size_t n;
	char *list[WORDS_MAX];
};

/* Lower case, cut at spaces and commas. The T of ISO 8601 between two digits is such a cut too. */
static bool cut_words(struct words *words, const char *text)
{
	size_t n = strlen(text);
	words->n = 0;
	if (n == 0 || n > TEXT_MAX) {
		return false;
	}
	for (size_t i = 0; i <= n; i++) {
		char c = (char)tolower((unsigned char)text[i]);
		bool iso = c == 't' && i >= 8 && isdigit((unsigned char)text[i - 1]) && isdigit((unsigned char)text[i + 1]);
		words->text[i] = iso || c == ',' || c == '\t' ? ' ' : c;
	}
	char *rest = NULL;
	for (char *w = strtok_r(words->text, " ", &rest); w; w = strtok_r(NULL, " ", &rest)) {
		if (words->n == WORDS_MAX) {
			return false;
		}
		words->list[words->n++] = w;
	}
	return words->n > 0;
}

/* A whole number of at most `digits` digits; moves *p behind it. */
static bool number(int *value, const char **p, int digits)
{
	const char *start = *p;
	*value = 0;
	for (; isdigit((unsigned char)**p) && *p - start < digits; (*p)++) {
		*value = *value * 10 + (**p - '0');
	}
	return *p > start && !isdigit((unsigned char)**p);
}

/* ---- lengths of time ---- */

/* "1h30m", "7" followed by "dagen": adds to *ms. *i moves behind the words used. */
static bool read_length(int64_t *ms, const struct words *words, size_t *i)
{
	const char *p = words->list[(*i)++];
	int count, seconds;
	do {
		if (look_up(&count, ones, p)) {
			p += strlen(p);
		} else if (!number(&count, &p, 6)) {
			return false;
		}
		char unit[16];
		size_t n = strcspn(p, "0123456789");
		if (n == 0) {
			if (*p || *i >= words->n) {
				return false;
			}
			p = words->list[(*i)++];
			n = strlen(p);
		}
		if (n >= sizeof unit) {
			return false;
		}
		memcpy(unit, p, n);
		unit[n] = '\0';
		p += n;
		if (!look_up(&seconds, units, unit)) {
			return false;
		}
		*ms += (int64_t)count * seconds * SECOND_MS;
	} while (*p);
	return true;
}

static bool sum_lengths(int64_t *ms, const struct words *words, size_t i)
{
	*ms = 0;
	while (i < words->n) {
		if (strcmp(words->list[i], "en") == 0 || strcmp(words->list[i], "and") == 0) {
			i++;
		} else if (!read_length(ms, words, &i)) {
			return false;
		}
	}
	return *ms > 0 && *ms <= DURATION_MAX;
}

bool times_duration(int64_t *ms, const char *text)
{
	struct words words;
	return cut_words(&words, text) && sum_lengths(ms, &words, 0);
}

/* ---- the parts of a moment ---- */

struct parts {
	bool has_year, has_date, has_weekday, has_day, has_clock, has_zone;
	int year, month, day; /* date; month and day from 1 */
	int weekday;          /* 0: Sunday */
	int ahead;            /* days from today */
	int hour, minute, second, ms;
	int zone; /* minutes ahead of UTC */
};

static bool once(bool *has)
{
	bool first = !*has;
	*has = true;
	return first;
}

/* 2026-11-27, 27-11-2026, with - or / or . between. */
static bool read_date(struct parts *parts, const char *p)
{
	int a, b, c;
	if (!number(&a, &p, 4) || !strchr("-/.", *p) || !*p) {
		return false;
	}
	char between = *p++;
	if (!number(&b, &p, 2) || *p++ != between || !number(&c, &p, 4) || *p) {
		return false;
	}
	bool year_first = a > 31;
	parts->year = year_first ? a : c;
	parts->month = b;
	parts->day = year_first ? c : a;
	return parts->year >= 1970 && once(&parts->has_date) && once(&parts->has_year);
}

/* z, utc, +01:00, +0100, +1 */
static bool read_zone(struct parts *parts, const char *p)
{
	int hours, minutes = 0;
	if (look_up(&parts->zone, zones, p)) {
		return once(&parts->has_zone);
	}
	int sign = *p == '-' ? -1 : 1;
	if (*p != '+' && *p != '-') {
		return false;
	}
	p++;
	if (strlen(p) == 4 && strspn(p, "0123456789") == 4) {
		hours = (p[0] - '0') * 10 + (p[1] - '0');
		minutes = (p[2] - '0') * 10 + (p[3] - '0');
		p += 4;
	} else if (!number(&hours, &p, 2) || (*p == ':' && (p++, !number(&minutes, &p, 2)))) {
		return false;
	}
	parts->zone = sign * (hours * 60 + minutes);
	return *p == '\0' && hours <= 14 && minutes < 60 && once(&parts->has_zone);
}

/* The seconds and their fraction, when there are any. */
static bool read_seconds(struct parts *parts, const char **p)
{
	if (**p != ':') {
		return true;
	}
	(*p)++;
	if (!number(&parts->second, p, 2)) {
		return false;
	}
	if (**p == '.') {
		(*p)++;
		for (int scale = 100; isdigit((unsigned char)**p); (*p)++, scale /= 10) {
			parts->ms += (**p - '0') * scale;
		}
	}
	return true;
}

/* What may stand right behind the digits of an hour: nothing, a zone, uur, am, pm. */
static bool read_hour_tail(struct parts *parts, const char *p)
{
	if (*p == '\0' || strcmp(p, "u") == 0 || strcmp(p, "uur") == 0 || strcmp(p, "h") == 0) {
		return true;
	}
	bool am = strcmp(p, "am") == 0;
	if (am || strcmp(p, "pm") == 0) {
		bool twelve = parts->hour == 12;
		if (parts->hour < 1 || parts->hour > 12) {
			return false;
		}
		parts->hour = am ? (twelve ? 0 : parts->hour) : (twelve ? 12 : parts->hour + 12);
		return true;
	}
	return read_zone(parts, p);
}

/* 19:00, 19.00, 9:05:30.250, 19:00+01:00, 19u, 19u30, 7pm. A bare number is none: it is a day, or an hour with "uur" behind. */
static bool read_clock(struct parts *parts, const char *p)
{
	struct parts trial = *parts;
	if (!number(&trial.hour, &p, 2) || *p == '\0' || *p == '+' || *p == '-') {
		return false;
	}
	if (strchr(":.uh", *p) && isdigit((unsigned char)p[1])) {
		p++;
		if (!number(&trial.minute, &p, 2) || p[-2] < '0' || p[-2] > '5' || !read_seconds(&trial, &p)) {
			return false;
		}
	}
	if (!once(&trial.has_clock) || !read_hour_tail(&trial, p) || trial.hour > 23 || trial.minute > 59 || trial.second > 59) {
		return false;
	}
	*parts = trial;
	return true;
}

/* "27 november 2026", "november 27", "27th nov": the words from *i on. */
static bool read_named_date(struct parts *parts, const struct words *words, size_t *i)
{
	size_t j = *i;
	int month = 0, day = 0;
	for (int k = 0; k < 2 && j < words->n; j++) {
		const char *p = words->list[j];
		if (strcmp(p, "of") == 0) {
			continue;
		}
		if (month == 0 && look_up(&month, months, p)) {
			k++;
		} else if (day == 0 && number(&day, &p, 2) &&
		           (*p == '\0' || !strcmp(p, "e") || !strcmp(p, "th") || !strcmp(p, "st") || !strcmp(p, "nd") ||
		                   !strcmp(p, "rd"))) {
			k++;
		} else {
			return false;
		}
	}
	if (month == 0 || day == 0 || !once(&parts->has_date)) {
		return false;
	}
	parts->month = month;
	parts->day = day;
	const char *p = j < words->n ? words->list[j] : "";
	int year;
	if (strlen(p) == 4 && number(&year, &p, 4) && year >= 1970 && *p == '\0') {
		parts->year = year;
		parts->has_year = true;
		j++;
	}
	*i = j;
	return true;
}

/* A bare number with "uur", "am" or "pm" as the next word. */
static bool read_spoken_hour(struct parts *parts, const struct words *words, size_t *i)
{
	const char *p = words->list[*i];
	int hour;
	if (*i + 1 >= words->n || !number(&hour, &p, 2) || *p) {
		return false;
	}
	const char *next = words->list[*i + 1];
	char joined[16];
	if (strcmp(next, "uur") && strcmp(next, "am") && strcmp(next, "pm")) {
		return false;
	}
	snprintf(joined, sizeof joined, "%d%s", hour, next);
	*i += 2;
	return read_clock(parts, joined);
}

static bool read_part(struct parts *parts, const struct words *words, size_t *i)
{
	const char *word = words->list[*i];
	int ignored;
	if (look_up(&ignored, fillers, word) || (parts->has_clock && strcmp(word, "uur") == 0)) {
		(*i)++;
		return true;
	}
	if (read_spoken_hour(parts, words, i) || read_named_date(parts, words, i)) {
		return true;
	}
	(*i)++;
	if (look_up(&parts->weekday, weekdays, word)) {
		return once(&parts->has_weekday);
	}
	if (look_up(&parts->ahead, days, word)) {
		return once(&parts->has_day);
	}
	return read_clock(parts, word) || read_date(parts, word) || (parts->has_clock && read_zone(parts, word));
}

/* ---- from parts to a moment ---- */

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
			*ms = (int64_t)t * SECOND_MS;
			return true;
		}
	}
	return false;
}

static bool zoned_time(int64_t *ms, const struct tm *fields, int zone)
{
	struct tm tm = *fields;
	time_t t = timegm(&tm);
	*ms = ((int64_t)t - zone * 60) * SECOND_MS;
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
	time_t now = (time_t)(now_ms / SECOND_MS);
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
	bool fixed = parts->has_year || parts->has_day;
	bool exists = settle(ms, &tm, parts);
	int64_t behind = parts->has_clock ? now_ms : now_ms - DAY_MS; /* a bare day is not over until its evening */
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
	if (!cut_words(&words, text)) {
		return TIMES_UNREADABLE;
	}
	if (words.n == 1 && (strcmp(words.list[0], "nu") == 0 || strcmp(words.list[0], "now") == 0)) {
		*ms = now_ms;
		return TIMES_OK;
	}
	if (words.n > 1 && (strcmp(words.list[0], "in") == 0 || strcmp(words.list[0], "over") == 0)) {
		int64_t length;
		bool ok = sum_lengths(&length, &words, 1);
		*ms = now_ms + (ok ? length : 0);
		return ok ? TIMES_OK : TIMES_UNREADABLE;
	}
	for (size_t i = 0; i < words.n;) {
		if (!read_part(&parts, &words, &i)) {
			return TIMES_UNREADABLE;
		}
	}
	if (!parts.has_date && !parts.has_day && !parts.has_weekday && !parts.has_clock) {
		return TIMES_UNREADABLE;
	}
	return assemble(ms, &parts, now_ms, edge);
}

const char *times_print(char out[static TIMES_TEXT_MAX], int64_t ms)
{
	static const char *const day_names[] = {N_("Sun"), N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat")};
	static const char *const month_names[] = {N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"), N_("Jul"),
	        N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")};
	time_t t = (time_t)(ms / SECOND_MS);
	struct tm tm;
	if (!localtime_r(&t, &tm)) {
		snprintf(out, TIMES_TEXT_MAX, "%lld", (long long)ms);
		return out;
	}
	snprintf(out, TIMES_TEXT_MAX, "%s %d %s %d %02d:%02d %s", _(day_names[tm.tm_wday]), tm.tm_mday, _(month_names[tm.tm_mon]),
	        tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_zone);
	return out;
}
