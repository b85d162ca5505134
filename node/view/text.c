/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Texts compared as people read them. The door keeps text as its author wrote it (Unicode tables differ between systems and
 * would split the network), so whoever compares normalises (NFC) and folds case.
 */
#include <kiem/view.h>

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

static bool is_ascii(struct kiem_span s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] >= 0x80) {
			return false;
		}
	}
	return true;
}

static uint8_t ascii_lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

static bool ascii_alike(struct kiem_span a, struct kiem_span b)
{
	if (a.n != b.n) {
		return false;
	}
	for (size_t i = 0; i < a.n; i++) {
		if (ascii_lower(a.p[i]) != ascii_lower(b.p[i])) {
			return false;
		}
	}
	return true;
}

static bool same_bytes(struct kiem_span a, struct kiem_span b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Texts that utf8proc cannot map (no memory) are compared as they are. */
static bool mapped_alike(struct kiem_span a, struct kiem_span b)
{
	utf8proc_option_t how = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD;
	utf8proc_uint8_t *x = NULL, *y = NULL;
	utf8proc_ssize_t n = utf8proc_map(a.p, (utf8proc_ssize_t)a.n, &x, how);
	utf8proc_ssize_t m = utf8proc_map(b.p, (utf8proc_ssize_t)b.n, &y, how);
	bool alike;

	if (n < 0 || m < 0) {
		alike = same_bytes(a, b);
	} else {
		alike = n == m && memcmp(x, y, (size_t)n) == 0;
	}
	free(x);
	free(y);
	return alike;
}

bool view_text_alike(struct kiem_span a, struct kiem_span b)
{
	if (is_ascii(a) && is_ascii(b)) {
		return ascii_alike(a, b);
	}
	return mapped_alike(a, b);
}
