/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that were nearly typed right: the distance between two, and the nearest of several. */
#include "cli.h"

#include <string.h>

#define WORD_MAX 128

static unsigned least(unsigned a, unsigned b, unsigned c)
{
	unsigned m = a < b ? a : b;
	return m < c ? m : c;
}

/* Optimal string alignment: three rows of the usual table suffice. A word over WORD_MAX is as far as it is long. */
unsigned nearest_distance(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b);
	if (n > WORD_MAX || m > WORD_MAX) {
		return strcmp(a, b) == 0 ? 0 : WORD_MAX;
	}
	unsigned rows[3][WORD_MAX + 1];
	unsigned *before = rows[0], *above = rows[1], *row = rows[2];
	for (size_t j = 0; j <= m; j++) {
		above[j] = (unsigned)j;
		before[j] = 0;
	}
	for (size_t i = 1; i <= n; i++) {
		row[0] = (unsigned)i;
		for (size_t j = 1; j <= m; j++) {
			unsigned change = a[i - 1] != b[j - 1];
			row[j] = least(above[j] + 1, row[j - 1] + 1, above[j - 1] + change);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < row[j]) {
				row[j] = before[j - 2] + 1;
			}
		}
		unsigned *spare = before;
		before = above;
		above = row;
		row = spare;
	}
	return above[m];
}

/* Near enough is one slip in three letters; at a tie the first in the list. A word that is a beginning counts as one slip. */
const char *nearest_word(const char *word, const char *const *words)
{
	const char *best = NULL;
	size_t n = strlen(word);
	unsigned limit = n < 3 ? 1 : (unsigned)((n + 2) / 3);
	for (; *words; words++) {
		unsigned d = nearest_distance(word, *words);
		if (d > 1 && n >= 2 && strncmp(word, *words, n) == 0) {
			d = 1;
		}
		if (d <= limit) {
			if (d == limit && best) {
				continue;
			}
			best = *words;
			limit = d;
		}
	}
	return best;
}
