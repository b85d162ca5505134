/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stdout: what it is, its styles, and JSON lines (out.h; text.c has the columns and the wrapping). */
#include "out.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define WIDTH_PLAIN 80
#define SAY_MAX 2048 /* bytes of a sentence */
#define WIDTH_MIN 20
#define WIDTH_MAX 1000

static unsigned find_width(int fd)
{
	struct winsize size;
	const char *columns = getenv("COLUMNS");
	long n = columns ? strtol(columns, NULL, 10) : 0;
	if (n <= 0 && ioctl(fd, TIOCGWINSZ, &size) == 0) {
		n = size.ws_col;
	}
	if (n <= 0 || n > WIDTH_MAX) {
		return WIDTH_PLAIN;
	}
	return n < WIDTH_MIN ? WIDTH_MIN : (unsigned)n;
}

void out_init(struct out *out, FILE *file)
{
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");
	out->file = file;
	out->terminal = isatty(fileno(file));
	out->colour = out->terminal && !(no_color && *no_color) && !(term && strcmp(term, "dumb") == 0);
	out->width = out->terminal ? find_width(fileno(file)) : WIDTH_PLAIN;
}

const char *out_style(const struct out *out, enum out_style style)
{
	static const char *const sequences[] = {"\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[32m", "\x1b[33m", "\x1b[34m"};
	return out->colour ? sequences[style] : "";
}

void out_printf(const struct out *out, const char *format, ...)
{
	va_list words;
	va_start(words, format);
	vfprintf(out->file, format, words);
	va_end(words);
}

void out_say(const struct out *out, const char *format, ...)
{
	char text[SAY_MAX], clean[OUT_CLEAN_MAX(SAY_MAX)];
	va_list words;
	va_start(words, format);
	vsnprintf(text, sizeof text, format, words);
	va_end(words);
	text[strcspn(text, "\n")] = '\0';
	out_clean(clean, sizeof clean, out_span(text));
	if (out->terminal) {
		out_wrap(out, out_span(clean), 0);
	} else {
		fprintf(out->file, "%s\n", clean);
	}
}

/*
 * jansson escapes what is below a space. The rest of what a terminal might obey (DEL, C1, directions, line separators) are
 * non-ASCII or DEL, stand inside strings only, and are escaped here, so that a line of JSON is as safe as a line of text.
 */
static size_t escape(char to[static 8], const uint8_t *p)
{
	unsigned point = 0;
	size_t n = 0;
	if (p[0] == 0x7f) {
		point = p[0];
		n = 1;
	} else if (p[0] == 0xc2 && p[1] >= 0x80 && p[1] <= 0x9f) {
		point = p[1];
		n = 2;
	} else if (p[0] == 0xe2 && (p[1] == 0x80 || p[1] == 0x81) && p[2] != '\0') {
		point = 0x2000u + ((p[1] & 1u) << 6) + (p[2] & 0x3fu);
		n = (point >= 0x2028 && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069) ? 3 : 0;
	}
	if (n > 0) {
		snprintf(to, 8, "\\u%04x", point & 0xffffu);
	}
	return n;
}

void out_json(const struct out *out, json_t *object)
{
	char *line = object ? json_dumps(object, JSON_COMPACT) : NULL;
	assert(line);
	for (const uint8_t *p = (const uint8_t *)line; *p;) {
		char escaped[8];
		size_t n = escape(escaped, p);
		if (n > 0) {
			fputs(escaped, out->file);
			p += n;
		} else {
			fputc(*p++, out->file);
		}
	}
	fputc('\n', out->file);
	free(line);
	json_decref(object);
}

json_t *out_json_text(struct kiem_span text)
{
	return text.n > 0 ? json_stringn((const char *)text.p, text.n) : json_null();
}

json_t *out_json_hex(const uint8_t *bytes, size_t n)
{
	char hex[2 * 64 + 1];
	assert(n <= 64);
	kiem_hex(hex, bytes, n);
	return json_string(hex);
}

json_t *out_json_time(int64_t ms)
{
	int64_t part = (ms % 1000 + 1000) % 1000;
	time_t seconds = (time_t)((ms - part) / 1000);
	struct tm tm;
	char text[64];
	if (!gmtime_r(&seconds, &tm)) {
		return json_null();
	}
	size_t n = strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(text + n, sizeof text - n, ".%03dZ", (int)part);
	return json_string(text);
}
