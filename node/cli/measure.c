/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sizes and lengths of time in words (measure.h). */
#include "measure.h"

#include "cli.h"
#include "quantity.h"

const char *measure_size(char out[static MEASURE_MAX], uint64_t bytes)
{
	static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
	double size = (double)bytes;
	char number[QUANTITY_TEXT_MAX];
	size_t unit = 0;
	while (size >= 1024 && unit < 4) {
		size /= 1024;
		unit++;
	}
	int64_t tenths = (int64_t)(size * 10 + 0.5);
	if (size >= 10 || unit == 0) {
		tenths = (int64_t)(size + 0.5) * 10;
	}
	snprintf(out, MEASURE_MAX, "%s %s", quantity_print(number, tenths * 100), units[unit]);
	return out;
}

const char *measure_span(char out[static MEASURE_MAX], int64_t seconds)
{
	unsigned long n = seconds < 0 ? 0 : (unsigned long)seconds;
	if (n < 60) {
		snprintf(out, MEASURE_MAX, ngettext("%lu second", "%lu seconds", n), n);
	} else if (n < 3600) {
		n /= 60;
		snprintf(out, MEASURE_MAX, ngettext("%lu minute", "%lu minutes", n), n);
	} else if (n < 86400) {
		n /= 3600;
		snprintf(out, MEASURE_MAX, ngettext("%lu hour", "%lu hours", n), n);
	} else {
		n /= 86400;
		snprintf(out, MEASURE_MAX, ngettext("%lu day", "%lu days", n), n);
	}
	return out;
}
