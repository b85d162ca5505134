/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of a scenario, with their units; read in integers, so that they are the same on every machine. */
#include "scenario.h"

#include <string.h>

static const struct {
	const char *name;
	enum unit unit;
	uint64_t factor; /* times a millionth of what was written */
} units[] = {{"", UNIT_NONE, 1}, {"us", UNIT_TIME, 1}, {"ms", UNIT_TIME, 1000}, {"s", UNIT_TIME, SECOND_US},
        {"min", UNIT_TIME, 60 * SECOND_US}, {"h", UNIT_TIME, 3600 * SECOND_US}, {"%", UNIT_SHARE, 10000}};

bool scenario_number(uint64_t *value, enum unit *unit, const char *word)
{
	uint64_t whole = 0, part = 0, scale = 1;
	size_t i = 0;

	for (; word[i] >= '0' && word[i] <= '9' && whole < 1000000000; i++) {
		whole = whole * 10 + (uint64_t)(word[i] - '0');
	}
	if (i == 0) {
		return false;
	}
	if (word[i] == '.') {
		for (i++; word[i] >= '0' && word[i] <= '9' && scale < 1000000; i++, scale *= 10) {
			part = part * 10 + (uint64_t)(word[i] - '0');
		}
	}
	for (size_t u = 0; u < sizeof(units) / sizeof(units[0]); u++) {
		if (strcmp(word + i, units[u].name) == 0) {
			*value = whole * units[u].factor + part * units[u].factor / scale;
			*unit = units[u].unit;
			return scale == 1 || units[u].factor > 1;
		}
	}
	return false;
}

bool scenario_time(uint64_t *us, const char *word)
{
	enum unit unit;

	return scenario_number(us, &unit, word) && unit == UNIT_TIME;
}
