/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What goes to stdout. Text of posts is other people's: it never reaches a terminal raw. out_clean and everything that takes
 * a span turn control characters (escape sequences, bells, C1, overrides of the writing direction) into U+FFFD; only these
 * functions may print text that came out of a post.
 *
 * Widths are terminal columns: a wide character is two, a combining one none, counted by grapheme.
 */
#ifndef KIEM_CLI_OUT_H
#define KIEM_CLI_OUT_H

#include <kiem/types.h>

#include <jansson.h>
#include <stdio.h>

struct out {
	FILE *file;
	bool terminal;
	bool colour;    /* a terminal, and NO_COLOR is not set */
	unsigned width; /* columns, at least 20; 80 when stdout is not a terminal */
};

enum out_style { OUT_PLAIN, OUT_BOLD, OUT_DIM, OUT_GREEN, OUT_YELLOW, OUT_BLUE };

/* Looks at stdout and the environment (NO_COLOR, COLUMNS, TERM). */
void out_init(struct out *out, FILE *file);

/* The escape sequence that starts a style, or "" without colour. OUT_PLAIN ends every style. */
const char *out_style(const struct out *out, enum out_style style);

/* printf of our own words and of text that was cleaned. */
void out_printf(const struct out *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * One line of somebody's text, safe to print: newlines and tabs become spaces, other controls U+FFFD, what is cut off at `cap`
 * ends at a whole character. Always NUL-terminated. Returns `to`.
 */
const char *out_clean(char *to, size_t cap, struct kiem_span text);
/* A buffer that holds any cleaned line of n bytes. */
#define OUT_CLEAN_MAX(n) ((n)*3 + 1)

/* Columns that the text takes once cleaned. */
unsigned out_width(struct kiem_span text);

/* The text cleaned, cut to `width` columns with a … when it is longer, and padded with spaces to exactly `width`. */
void out_column(const struct out *out, struct kiem_span text, unsigned width);
/* The same, but without the padding: the last column of a line. */
void out_cut(const struct out *out, struct kiem_span text, unsigned width);

/* The text cleaned, its own line breaks kept, wrapped at words to out->width, every line behind `indent` spaces. */
void out_wrap(const struct out *out, struct kiem_span text, unsigned indent);

/* A sentence of our own, cleaned like any text; on a terminal broken between words, else one line. It ends with a newline. */
void out_say(const struct out *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A head, and behind it the text wrapped in a column that starts at `indent`; below the head when that is too wide. */
void out_hang(const struct out *out, struct kiem_span head, struct kiem_span text, unsigned indent);

/* A span over a C string. */
struct kiem_span out_span(const char *text);

/* ---- JSON ---- */

/* Prints the object on one line and drops the reference to it. A NULL (memory ran out) is our end: it aborts. */
void out_json(const struct out *out, json_t *object);
/* A JSON string of somebody's text; JSON null when the span is empty. */
json_t *out_json_text(struct kiem_span text);
/* A JSON string of n bytes in hexadecimal. */
json_t *out_json_hex(const uint8_t *bytes, size_t n);
/* A time as ISO 8601 in UTC with milliseconds, "2026-11-27T18:00:00.000Z". */
json_t *out_json_time(int64_t ms);

#endif
