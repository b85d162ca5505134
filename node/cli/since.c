/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Moments behind us. times_parse takes what is not said as the nearest to come; asked from further and further back, the first
 * answer that is not ahead of now is the nearest one gone by.
 */
#include "since.h"

#include "times.h"

#include <string.h>
#include <strings.h>

#define DAY_MS 86400000LL

/* Words that count from now on: asked from further back they would mean something that was never said. */
static bool says_to_come(const char *text)
{
	bool morning = strcasestr(text, "vanmorgen");
	return (strcasestr(text, "morgen") && !morning) || strcasestr(text, "tomorrow") || strcasestr(text, "volgende") ||
	       strcasestr(text, "next") || strncasecmp(text, "in ", 3) == 0 || strncasecmp(text, "over ", 5) == 0;
}

bool since_parse(int64_t *ms, const char *text, int64_t now_ms)
{
	static const int64_t back[] = {0, DAY_MS, 2 * DAY_MS, 7 * DAY_MS, 8 * DAY_MS, 366 * DAY_MS, 367 * DAY_MS};
	int64_t length;
	if (times_duration(&length, text)) {
		*ms = now_ms - length;
		return true;
	}
	if (says_to_come(text)) {
		return false;
	}
	for (size_t i = 0; i < sizeof back / sizeof *back; i++) {
		if (times_parse(ms, text, now_ms - back[i], TIMES_START) == TIMES_OK && *ms <= now_ms) {
			return true;
		}
	}
	return false;
}
