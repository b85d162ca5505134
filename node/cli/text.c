/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Other people's text on a terminal (out.h). One walk over the code points serves all: it replaces what a terminal might
 * obey, and tells where a grapheme starts and how many columns were added.
 */
#include "out.h"

#include <string.h>
#include <utf8proc.h>

#define REPLACEMENT 0xFFFD

struct walk {
	const uint8_t *p, *end;
	utf8proc_int32_t before; /* the code point before; -1 at the start */
	utf8proc_int32_t state;
	unsigned columns; /* of the grapheme so far */
	/* Set by walk_next: */
	utf8proc_int32_t point; /* the code point, made safe */
	bool starts;            /* it starts a grapheme */
	unsigned added;         /* columns that it adds */
};

static void walk_init(struct walk *w, struct kiem_span text)
{
	/* A text that is not there is NULL, to which not even nothing may be added. */
	*w = (struct walk){.p = text.p, .end = text.n > 0 ? text.p + text.n : text.p, .before = -1};
}

/* Controls, and those that turn the writing direction, which can make a line say something else than it does. */
static utf8proc_int32_t safe(utf8proc_int32_t point)
{
	if (point == '\n' || point == '\t' || point == '\r' || point == 0x2028 || point == 0x2029) {
		return ' ';
	}
	bool turns = (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
	if (point < 0 || turns || utf8proc_category(point) == UTF8PROC_CATEGORY_CC) {
		return REPLACEMENT;
	}
	return point;
}

static bool walk_next(struct walk *w)
{
	if (w->p >= w->end) {
		return false;
	}
	utf8proc_int32_t point;
	utf8proc_ssize_t n = utf8proc_iterate(w->p, w->end - w->p, &point);
	w->p += n > 0 ? n : 1;
	w->point = n > 0 ? safe(point) : REPLACEMENT;
	w->starts = w->before < 0 || utf8proc_grapheme_break_stateful(w->before, w->point, &w->state);
	w->before = w->point;
	if (w->starts) {
		w->columns = 0;
	}
	/* A grapheme of several wide ones (a family, a flag) is drawn as one of two columns. */
	unsigned wide = w->columns + (unsigned)utf8proc_charwidth(w->point);
	wide = wide > 2 ? 2 : wide;
	w->added = wide - w->columns;
	w->columns = wide;
	return true;
}

/* The bytes of text that fit into `width` columns, ending between graphemes; *used the columns that they take. */
static size_t fit(struct kiem_span text, unsigned width, unsigned *used)
{
	struct walk w;
	const uint8_t *at = text.p;
	unsigned columns = 0;
	size_t whole = 0;
	*used = 0;
	walk_init(&w, text);
	while (walk_next(&w)) {
		if (w.starts) {
			whole = (size_t)(at - text.p);
			*used = columns;
		}
		columns += w.added;
		at = w.p;
		if (columns > width) {
			return whole;
		}
	}
	*used = columns;
	return text.n;
}

static void put(const struct out *out, struct kiem_span text)
{
	struct walk w;
	walk_init(&w, text);
	while (walk_next(&w)) {
		utf8proc_uint8_t bytes[4];
		utf8proc_ssize_t n = utf8proc_encode_char(w.point, bytes);
		fwrite(bytes, 1, (size_t)n, out->file);
	}
}

const char *out_clean(char *to, size_t cap, struct kiem_span text)
{
	struct walk w;
	size_t n = 0;
	walk_init(&w, text);
	while (walk_next(&w)) {
		utf8proc_uint8_t bytes[4];
		size_t more = (size_t)utf8proc_encode_char(w.point, bytes);
		if (n + more >= cap) {
			break;
		}
		memcpy(to + n, bytes, more);
		n += more;
	}
	to[n] = '\0';
	return to;
}

unsigned out_width(struct kiem_span text)
{
	unsigned used;
	fit(text, UINT32_MAX, &used);
	return used;
}

/* Prints the text cut to width; returns the columns used. */
static unsigned cut(const struct out *out, struct kiem_span text, unsigned width)
{
	unsigned used;
	if (fit(text, width, &used) == text.n) {
		put(out, text);
		return used;
	}
	size_t n = fit(text, width > 0 ? width - 1 : 0, &used);
	put(out, (struct kiem_span){text.p, n});
	if (width > 0) {
		fputs("…", out->file);
		used++;
	}
	return used;
}

void out_cut(const struct out *out, struct kiem_span text, unsigned width)
{
	cut(out, text, width);
}

void out_column(const struct out *out, struct kiem_span text, unsigned width)
{
	for (unsigned used = cut(out, text, width); used < width; used++) {
		fputc(' ', out->file);
	}
}

/*
 * A command or a title between “ and ” stays on one line where it can, so that it can be copied. `at` is a break between words; the
 * answer is one before the quote that it would fall in.
 */
static size_t spare_quote(struct kiem_span line, size_t at)
{
	static const uint8_t opening[] = {0xe2, 0x80, 0x9c}, closing[] = {0xe2, 0x80, 0x9d};
	const uint8_t *from = NULL;
	for (size_t i = 0; i + sizeof opening <= line.n && i < at; i++) {
		if (memcmp(line.p + i, opening, sizeof opening) == 0) {
			from = line.p + i;
		} else if (memcmp(line.p + i, closing, sizeof closing) == 0) {
			from = NULL;
		}
	}
	size_t near = line.n - at < at ? line.n - at : at; /* a quote that is longer than a line is no command */
	if (!from || !memmem(line.p + at, near, closing, sizeof closing)) {
		return at;
	}
	size_t before = (size_t)(from - line.p);
	while (before > 0 && line.p[before] != ' ') {
		before--;
	}
	return before > 0 ? before : at;
}

/* Where a line that would be `n` bytes long should end: behind a word when there is one, else where it must. */
static size_t break_at(struct kiem_span line, size_t n)
{
	if (n >= line.n) {
		return line.n;
	}
	size_t at = n;
	while (at > 0 && line.p[at] != ' ') {
		at--;
	}
	if (at > 0) {
		return spare_quote(line, at);
	}
	if (n > 0) {
		return n;
	}
	struct walk w; /* one grapheme wider than the room: it goes alone, or we would stay here forever */
	walk_init(&w, line);
	walk_next(&w);
	return (size_t)(w.p - line.p);
}

/* `begun`: the first line has its indent already. */
static void wrap_line(const struct out *out, struct kiem_span line, unsigned indent, bool begun)
{
	unsigned room = out->width > indent + 10 ? out->width - indent : 10;
	do {
		unsigned used;
		size_t n = break_at(line, fit(line, room, &used));
		fprintf(out->file, "%*s", line.n > 0 && !begun ? (int)indent : 0, "");
		begun = false;
		put(out, (struct kiem_span){line.p, n});
		fputc('\n', out->file);
		line.p += n;
		line.n -= n;
		while (line.n > 0 && *line.p == ' ') {
			line.p++;
			line.n--;
		}
	} while (line.n > 0);
}

static void wrap(const struct out *out, struct kiem_span text, unsigned indent, bool begun)
{
	while (text.n > 0) {
		const uint8_t *end = memchr(text.p, '\n', text.n);
		size_t n = end ? (size_t)(end - text.p) : text.n;
		wrap_line(out, (struct kiem_span){text.p, n > 0 && text.p[n - 1] == '\r' ? n - 1 : n}, indent, begun);
		begun = false;
		text.p += end ? n + 1 : n;
		text.n -= end ? n + 1 : n;
	}
}

void out_wrap(const struct out *out, struct kiem_span text, unsigned indent)
{
	wrap(out, text, indent, false);
}

void out_hang(const struct out *out, struct kiem_span head, struct kiem_span text, unsigned indent)
{
	put(out, head);
	unsigned used = out_width(head);
	if (used >= indent) {
		fputc('\n', out->file);
		used = 0;
	}
	fprintf(out->file, "%*s", (int)(indent - used), "");
	wrap(out, text, indent, true);
}

struct kiem_span out_span(const char *text)
{
	return (struct kiem_span){(const uint8_t *)text, strlen(text)};
}
