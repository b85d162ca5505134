/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside the reading of times: words, lengths, and the parts that a text says of a moment. times_words.c cuts and counts,
 * times_parts.c reads parts, times.c makes a moment of them.
 */
#ifndef KIEM_CLI_TIMES_PARTS_H
#define KIEM_CLI_TIMES_PARTS_H

#include "times.h"

#define TIMES_SECOND_MS 1000LL
#define TIMES_DAY_MS (86400 * TIMES_SECOND_MS)
#define TIMES_INPUT_MAX 120
#define TIMES_WORDS_MAX 12

/* A word and what it stands for; a list ends with a NULL word. */
struct word_number {
	const char *word;
	int number;
};

bool times_look_up(int *number, const struct word_number *list, const char *word);

struct words {
	char text[TIMES_INPUT_MAX + 1];
	size_t n;
	char *list[TIMES_WORDS_MAX];
};

/* Lower case, cut at spaces and commas; false when there are none or too many. */
bool times_cut(struct words *words, const char *text);
/* A whole number of at most `digits` digits; moves *p behind it. */
bool times_number(int *value, const char **p, int digits);
/* The sum of the lengths that stand from word i on. */
bool times_sum(int64_t *ms, const struct words *words, size_t i);

/* "vanavond 8 uur" is twenty hours: what part of the day was said decides which of two hours is meant. */
enum times_daypart { TIMES_ANY_TIME, TIMES_MORNING, TIMES_AFTERNOON, TIMES_EVENING };

struct parts {
	bool has_year, has_date, has_weekday, has_day, has_clock, has_zone;
	int year, month, day; /* date; month and day from 1 */
	int weekday;          /* 0: Sunday */
	int ahead;            /* days from today */
	enum times_daypart daypart;
	bool next_week; /* the weekday is that of the week after this one, which begins on Monday */
	int hour, minute, second, ms;
	int zone; /* minutes ahead of UTC */
};

/* Reads every word; false when one is not understood or something is said twice. */
bool times_read_parts(struct parts *parts, const struct words *words);

#endif
