/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What each word says of a moment (times_parts.h): a date, a weekday, an hour, a zone, in any order. Anything that is not
 * understood, or said twice, makes the whole unreadable: a wrong guess about a time is worse than a question.
 */
#include "times_parts.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

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

static const struct {
	const char *word;
	int ahead;
	enum times_daypart daypart;
} dayparts[] = {{"vanochtend", 0, TIMES_MORNING}, {"vanmorgen", 0, TIMES_MORNING}, {"vanmiddag", 0, TIMES_AFTERNOON},
        {"vanavond", 0, TIMES_EVENING}, {"tonight", 0, TIMES_EVENING}, {"morgenochtend", 1, TIMES_MORNING},
        {"morgenmiddag", 1, TIMES_AFTERNOON}, {"morgenavond", 1, TIMES_EVENING}};

/* Minutes ahead of UTC. */
static const struct word_number zones[] = {
        {"z", 0}, {"utc", 0}, {"gmt", 0}, {"wet", 0}, {"cet", 60}, {"west", 60}, {"cest", 120}, {NULL, 0}};

static const struct word_number fillers[] = {{"om", 0}, {"at", 0}, {"on", 0}, {"op", 0}, {"of", 0}, {"the", 0}, {"de", 0},
        {"this", 0}, {"deze", 0}, {"komende", 0}, {"coming", 0}, {"aanstaande", 0}, {"a.s.", 0}, {NULL, 0}};

static bool once(bool *has)
{
	bool first = !*has;
	*has = true;
	return first;
}

/* 2026-11-27, 27-11-2026, with - or / or . between; 27-11 and 27/11 (27.11 looks like an hour). */
static bool read_date(struct parts *parts, const char *p)
{
	int a, b, c;
	if (!times_number(&a, &p, 4) || !strchr("-/.", *p) || !*p) {
		return false;
	}
	char between = *p++;
	if (!times_number(&b, &p, 2)) {
		return false;
	}
	if (*p == '\0' && between != '.' && a <= 31) {
		parts->month = b;
		parts->day = a;
		return once(&parts->has_date);
	}
	if (*p++ != between || !times_number(&c, &p, 4) || *p) {
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
	if (times_look_up(&parts->zone, zones, p)) {
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
	} else if (!times_number(&hours, &p, 2) || (*p == ':' && (p++, !times_number(&minutes, &p, 2)))) {
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
	if (!times_number(&parts->second, p, 2)) {
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
	if (!times_number(&trial.hour, &p, 2) || *p == '\0' || *p == '+' || *p == '-') {
		return false;
	}
	if (strchr(":.uh", *p) && isdigit((unsigned char)p[1])) {
		p++;
		if (!times_number(&trial.minute, &p, 2) || p[-2] < '0' || p[-2] > '5' || !read_seconds(&trial, &p)) {
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
		if (month == 0 && times_look_up(&month, months, p)) {
			k++;
		} else if (day == 0 && times_number(&day, &p, 2) &&
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
	if (strlen(p) == 4 && times_number(&year, &p, 4) && year >= 1970 && *p == '\0') {
		parts->year = year;
		parts->has_year = true;
		j++;
	}
	*i = j;
	return true;
}

/* An hour with "uur", "am" or "pm" as the next word. */
static bool read_spoken_hour(struct parts *parts, const struct words *words, size_t *i)
{
	const char *word = words->list[*i], *next = *i + 1 < words->n ? words->list[*i + 1] : "";
	char joined[16];
	bool spoken = strcmp(next, "uur") == 0 || strcmp(next, "am") == 0 || strcmp(next, "pm") == 0;
	if (!spoken || strlen(word) > 8) {
		return false;
	}
	snprintf(joined, sizeof joined, "%s%s", word, next);
	if (!read_clock(parts, joined)) {
		return false;
	}
	*i += 2;
	return true;
}

/* "vanavond", and in one go the day that it is on. */
static bool read_daypart(struct parts *parts, const char *word)
{
	for (size_t i = 0; i < sizeof dayparts / sizeof *dayparts; i++) {
		if (strcmp(dayparts[i].word, word) == 0) {
			parts->ahead = dayparts[i].ahead;
			parts->daypart = dayparts[i].daypart;
			return once(&parts->has_day);
		}
	}
	return false;
}

/* "volgende week" and "next week", which need a weekday beside them. */
static bool read_next_week(struct parts *parts, const struct words *words, size_t *i)
{
	const char *word = words->list[*i], *next = *i + 1 < words->n ? words->list[*i + 1] : "";
	if ((strcmp(word, "volgende") != 0 && strcmp(word, "next") != 0) || strcmp(next, "week") != 0 || !once(&parts->next_week)) {
		return false;
	}
	*i += 2;
	return true;
}

/* An hour and the part of the day that it was said to be in. */
static bool settle_daypart(struct parts *parts)
{
	if (parts->daypart == TIMES_ANY_TIME) {
		return true;
	}
	if ((parts->daypart == TIMES_EVENING && parts->hour >= 5 && parts->hour < 12) ||
	        (parts->daypart == TIMES_AFTERNOON && parts->hour >= 1 && parts->hour <= 6)) {
		parts->hour += 12;
	}
	switch (parts->daypart) {
	case TIMES_MORNING:
		return parts->has_clock && parts->hour >= 4 && parts->hour <= 12;
	case TIMES_AFTERNOON:
		return parts->has_clock && parts->hour >= 12 && parts->hour <= 18;
	default:
		return parts->has_clock && parts->hour >= 17;
	}
}

static bool read_part(struct parts *parts, const struct words *words, size_t *i)
{
	const char *word = words->list[*i];
	int ignored;
	if (times_look_up(&ignored, fillers, word)) {
		(*i)++;
		return true;
	}
	if (read_spoken_hour(parts, words, i) || read_named_date(parts, words, i) || read_next_week(parts, words, i)) {
		return true;
	}
	(*i)++;
	if (times_look_up(&parts->weekday, weekdays, word)) {
		return once(&parts->has_weekday);
	}
	if (times_look_up(&parts->ahead, days, word)) {
		return once(&parts->has_day);
	}
	return read_daypart(parts, word) || read_clock(parts, word) || read_date(parts, word) ||
	       (parts->has_clock && read_zone(parts, word));
}

bool times_read_parts(struct parts *parts, const struct words *words)
{
	*parts = (struct parts){0};
	for (size_t i = 0; i < words->n;) {
		if (!read_part(parts, words, &i)) {
			return false;
		}
	}
	if (!settle_daypart(parts) || (parts->next_week && (!parts->has_weekday || parts->has_day || parts->has_date))) {
		return false;
	}
	return parts->has_date || parts->has_day || parts->has_weekday || parts->has_clock;
}
