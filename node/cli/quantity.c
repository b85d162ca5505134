/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Quantities with a comma or a point (quantity.h). Who writes 1.500 may mean either; we ask rather than guess, because a
 * hall for 1,5 people is no hall.
 */
#include "quantity.h"

#include "cli.h"

#include <ctype.h>
#include <string.h>

#define DIGITS_MAX 16 /* of 2^53 */

/* The digits of a number taken apart: those of the whole part, and those behind its decimal sign. */
struct digits {
	char whole[DIGITS_MAX + 1];
	size_t n_whole;
	const char *part;
	size_t n_part;
};

static size_t count_digits(const char *p)
{
	size_t n = 0;
	while (isdigit((unsigned char)p[n])) {
		n++;
	}
	return n;
}

static bool add_whole(struct digits *d, const char *p, size_t n)
{
	if (d->n_whole + n > DIGITS_MAX) {
		return false;
	}
	memcpy(d->whole + d->n_whole, p, n);
	d->n_whole += n;
	return true;
}

/* Takes the number at *p apart and moves *p behind it. */
static enum quantity_result read_digits(struct digits *d, const char **p)
{
	size_t n = count_digits(*p), groups = 0;
	char grouping = '\0';
	if (n == 0) {
		return QUANTITY_UNREADABLE;
	}
	size_t first = n;
	if (!add_whole(d, *p, n)) {
		return QUANTITY_RANGE;
	}
	*p += n;
	while ((**p == '.' || **p == ',') && (n = count_digits(*p + 1)) > 0) {
		char sign = **p;
		const char *digits = *p + 1;
		char next = digits[n];
		*p = digits + n;
		bool again = (next == '.' || next == ',') && count_digits(*p + 1) > 0;
		bool last = !again && sign != grouping;
		if (last) {
			/* "1.500" alone may be either; "0.500" and "1.500,5" may not. */
			bool zero = first == 1 && d->whole[0] == '0';
			d->part = digits;
			d->n_part = n;
			return groups == 0 && n == 3 && first <= 3 && !zero ? QUANTITY_TWOFOLD : QUANTITY_OK;
		}
		if (n != 3 || first > 3 || (grouping && sign != grouping)) {
			return QUANTITY_UNREADABLE;
		}
		grouping = sign;
		groups++;
		if (!add_whole(d, digits, n)) {
			return QUANTITY_RANGE;
		}
	}
	return QUANTITY_OK;
}

enum quantity_result quantity_parse(int64_t *milli, const char **unit, const char *text)
{
	struct digits d = {0};
	while (*text == ' ') {
		text++;
	}
	enum quantity_result result = read_digits(&d, &text);
	if (result) {
		return result;
	}
	int64_t value = 0;
	for (size_t i = 0; i < d.n_whole; i++) {
		value = value * 10 + (d.whole[i] - '0');
	}
	if (value > KIEM_INT_MAX / 1000) {
		return QUANTITY_RANGE;
	}
	for (size_t i = 0; i < 3; i++) {
		value = value * 10 + (i < d.n_part ? d.part[i] - '0' : 0);
	}
	for (size_t i = 3; i < d.n_part; i++) {
		if (d.part[i] != '0') {
			return QUANTITY_RANGE;
		}
	}
	while (*text == ' ') {
		text++;
	}
	*milli = value;
	*unit = text;
	return value > 0 && value <= KIEM_INT_MAX ? QUANTITY_OK : QUANTITY_RANGE;
}

const char *quantity_print(char out[static QUANTITY_TEXT_MAX], int64_t milli)
{
	int n = snprintf(out, QUANTITY_TEXT_MAX, "%lld", (long long)(milli / 1000));
	int part = (int)(milli % 1000);
	if (part == 0) {
		return out;
	}
	/* TRANSLATORS: the sign between 2 and 5 in two and a half; put it in the place of the point, and leave "decimal:" */
	const char *sign = strchr(_("decimal:."), ':');
	n += snprintf(out + n, QUANTITY_TEXT_MAX - (size_t)n, "%c%03d", sign && sign[1] ? sign[1] : '.', part);
	while (out[n - 1] == '0') {
		out[--n] = '\0';
	}
	return out;
}
