/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows (rows.h). The text is wrapped into memory first, by the one function that knows how, and the label then takes the place of
 * the first line's margin.
 */
#include "rows.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>

void row_text(const struct out *out, const char *label, struct kiem_span text)
{
	char *wrapped = NULL;
	size_t n = 0;
	unsigned wide = out_width(out_span(label));
	while (text.n > 0 && (*text.p == '\n' || *text.p == '\r' || *text.p == ' ')) {
		text.p++;
		text.n--;
	}
	if (text.n == 0) {
		return;
	}
	struct out memory = *out;
	memory.file = open_memstream(&wrapped, &n);
	assert(memory.file);
	out_wrap(&memory, text, ROWS_LABEL);
	fclose(memory.file);
	out_printf(out, "%s%s%s", out_style(out, OUT_DIM), label, out_style(out, OUT_PLAIN));
	if (wide + 1 > ROWS_LABEL) {
		out_printf(out, "\n%s", wrapped);
	} else {
		out_printf(out, "%*s%s", (int)(ROWS_LABEL - wide), "", wrapped + ROWS_LABEL);
	}
	free(wrapped);
}

void row_say(const struct out *out, const char *label, const char *format, ...)
{
	char words[4096];
	va_list list;
	va_start(list, format);
	vsnprintf(words, sizeof words, format, list);
	va_end(list);
	row_text(out, label, out_span(words));
}

void row_heading(const struct out *out, const char *format, ...)
{
	char words[1024];
	va_list list;
	va_start(list, format);
	vsnprintf(words, sizeof words, format, list);
	va_end(list);
	out_printf(out, "\n%s", out_style(out, OUT_BOLD));
	out_wrap(out, out_span(words), 0);
	out_printf(out, "%s", out_style(out, OUT_PLAIN));
}
