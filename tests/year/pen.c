/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See pen.h. What does not fit any more is left out: the longest post is far shorter than the words have room for. */
#include "pen.h"

#include <assert.h>
#include <string.h>

static void put(struct pen *pen, const char *text, size_t n)
{
	assert(pen->words->n + n <= sizeof(pen->words->bytes));
	memcpy(pen->words->bytes + pen->words->n, text, n);
	pen->words->n += n;
}

static const char *one_of(struct pen *pen, const char *const *list)
{
	uint32_t n = 0;

	while (list[n] != NULL) {
		n++;
	}
	return list[year_below(&pen->random, n)];
}

static void put_list(struct pen *pen, const char *const *list)
{
	const char *text = one_of(pen, list);

	put(pen, text, strlen(text));
}

static void put_number(struct pen *pen, uint32_t from, uint32_t span)
{
	char digits[16];
	int n = snprintf(digits, sizeof(digits), "%u", from + year_below(&pen->random, span));

	put(pen, digits, (size_t)n);
}

/* What stands in braces. */
static void put_slot(struct pen *pen, const char *name, size_t n)
{
	static const struct {
		const char *name;
		const char *const *list;
	} lists[] = {{"straat", words_streets}, {"dag", words_days}, {"tijd", words_times}, {"maand", words_months},
	        {"mens", words_first}, {"groep", words_groups}};

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		if (strlen(lists[i].name) == n && memcmp(lists[i].name, name, n) == 0) {
			put_list(pen, lists[i].list);
			return;
		}
	}
	if (n == 4 && memcmp(name, "plek", n) == 0) {
		put_list(pen, words_places[pen->board]);
	} else if (n == 5 && memcmp(name, "firma", n) == 0) {
		put_list(pen, words_firm_before);
		put_list(pen, words_firm_name);
	} else if (n == 5 && memcmp(name, "titel", n) == 0) {
		put(pen, (const char *)pen->title.p, pen->title.n);
	} else if (n == 1 && name[0] == 'q') {
		put(pen, pen->q, strlen(pen->q));
	} else {
		put_number(pen, n == 1 ? 2 : 20, n == 1 ? 11 : 71);
	}
}

void pen_begin(struct pen *pen)
{
	pen->begin = pen->words->n;
}

struct kiem_span pen_end(struct pen *pen)
{
	return (struct kiem_span){(const uint8_t *)pen->words->bytes + pen->begin, pen->words->n - pen->begin};
}

void pen_write(struct pen *pen, const char *template, uint64_t seed)
{
	pen->random = seed;
	if (pen->words->n > pen->begin) {
		put(pen, " ", 1);
	}
	size_t start = pen->words->n;
	for (const char *at = template; *at != '\0';) {
		size_t n = strcspn(at, "{");
		put(pen, at, n);
		at += n;
		if (*at == '{') {
			n = strcspn(++at, "}");
			put_slot(pen, at, n);
			at += n + 1;
		}
	}
	char *first = &pen->words->bytes[start];
	if (pen->words->n > start && *first >= 'a' && *first <= 'z') {
		*first = (char)(*first - 'a' + 'A');
	}
}

void pen_one(struct pen *pen, const char *const *list, uint64_t seed)
{
	pen->random = seed;
	const char *template = one_of(pen, list);
	pen_write(pen, template, pen->random);
}
