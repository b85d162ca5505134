/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text that a test writes and compares byte for byte. One test program includes it once. */
#ifndef KIEM_TEST_TEXT_H
#define KIEM_TEST_TEXT_H

#include "support.h"

#include <stdarg.h>

struct text {
	size_t n;
	char b[1 << 20];
};

static void put(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(struct text *text, const char *format, ...)
{
	va_list words;

	va_start(words, format);
	text->n += (size_t)vsnprintf(text->b + text->n, sizeof(text->b) - text->n, format, words);
	va_end(words);
	assert_true(text->n < sizeof(text->b));
}

#endif
