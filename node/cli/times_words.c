/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of a time, numbers in them, and lengths of time (times_parts.h). */
#include "times_parts.h"

#include <ctype.h>
#include <string.h>

#define LENGTH_MAX (3660 * TIMES_DAY_MS)

/* Seconds a unit. */
static const struct word_number units[] = {{"s", 1}, {"sec", 1}, {"second", 1}, {"seconds", 1}, {"seconde", 1}, {"seconden", 1},
        {"m", 60}, {"min", 60}, {"minute", 60}, {"minutes", 60}, {"minuut", 60}, {"minuten", 60}, {"h", 3600}, {"u", 3600},
        {"hour", 3600}, {"hours", 3600}, {"uur", 3600}, {"uren", 3600}, {"d", 86400}, {"day", 86400}, {"days", 86400},
        {"dag", 86400}, {"dagen", 86400}, {"w", 604800}, {"week", 604800}, {"weeks", 604800}, {"weken", 604800}, {"month", 2592000},
        {"months", 2592000}, {"maand", 2592000}, {"maanden", 2592000}, {"y", 31536000}, {"year", 31536000}, {"years", 31536000},
        {"j", 31536000}, {"jaar", 31536000}, {"jaren", 31536000}, {NULL, 0}};

static const struct word_number ones[] = {{"a", 1}, {"an", 1}, {"one", 1}, {"een", 1}, {"één", 1}, {NULL, 0}};

bool times_look_up(int *number, const struct word_number *list, const char *word)
{
	for (; list->word; list++) {
		if (strcmp(list->word, word) == 0) {
			*number = list->number;
			return true;
		}
	}
	return false;
}

/* The T of ISO 8601 between two digits is such a cut too. */
bool times_cut(struct words *words, const char *text)
{
	size_t n = strlen(text);
	words->n = 0;
	if (n == 0 || n > TIMES_INPUT_MAX) {
		return false;
	}
	for (size_t i = 0; i <= n; i++) {
		char c = (char)tolower((unsigned char)text[i]);
		bool iso = c == 't' && i >= 8 && isdigit((unsigned char)text[i - 1]) && isdigit((unsigned char)text[i + 1]);
		words->text[i] = iso || c == ',' || c == '\t' ? ' ' : c;
	}
	char *rest = NULL;
	for (char *w = strtok_r(words->text, " ", &rest); w; w = strtok_r(NULL, " ", &rest)) {
		if (words->n == TIMES_WORDS_MAX) {
			return false;
		}
		words->list[words->n++] = w;
	}
	return words->n > 0;
}

bool times_number(int *value, const char **p, int digits)
{
	const char *start = *p;
	*value = 0;
	for (; isdigit((unsigned char)**p) && *p - start < digits; (*p)++) {
		*value = *value * 10 + (**p - '0');
	}
	return *p > start && !isdigit((unsigned char)**p);
}

/* "1h30m", "7" followed by "dagen": adds to *ms. *i moves behind the words used. */
static bool read_length(int64_t *ms, const struct words *words, size_t *i)
{
	const char *p = words->list[(*i)++];
	int count, seconds;
	do {
		if (times_look_up(&count, ones, p)) {
			p += strlen(p);
		} else if (!times_number(&count, &p, 6)) {
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
		if (!times_look_up(&seconds, units, unit)) {
			return false;
		}
		*ms += (int64_t)count * seconds * TIMES_SECOND_MS;
	} while (*p);
	return true;
}

bool times_sum(int64_t *ms, const struct words *words, size_t i)
{
	*ms = 0;
	while (i < words->n) {
		if (strcmp(words->list[i], "en") == 0 || strcmp(words->list[i], "and") == 0) {
			i++;
		} else if (!read_length(ms, words, &i)) {
			return false;
		}
	}
	return *ms > 0 && *ms <= LENGTH_MAX;
}

bool times_duration(int64_t *ms, const char *text)
{
	struct words words;
	return times_cut(&words, text) && times_sum(ms, &words, 0);
}
