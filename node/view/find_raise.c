/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From terms to rows (find.h). Postings come in order of arrival, as rows do, so each row is found from the one before it in a
 * few steps, or in one where they stand side by side.
 */
#include "find.h"

#include <string.h>

/* ---- from numbers to rows ---- */

/* The first row at or behind `from` whose number is not below. */
static uint32_t row_from(const struct view_extract *x, uint32_t from, uint64_t number)
{
	uint32_t low = from, step = 1;

	/* Numbers rise by one at least from row to row: that far it cannot lie beyond. */
	if (low >= x->n || x->number[low] >= number) {
		return low;
	}
	while (low + step < x->n && x->number[low + step] < number) {
		low += step;
		step *= 2;
	}
	uint32_t high = low + step < x->n ? low + step : (uint32_t)x->n;
	while (low + 1 < high) {
		uint32_t middle = low + (high - low) / 2;
		if (x->number[middle] < number) {
			low = middle;
		} else {
			high = middle;
		}
	}
	return low + 1;
}

static uint64_t read_number(const uint8_t *p)
{
	return (uint64_t)p[0] << 40 | (uint64_t)p[1] << 32 | (uint64_t)p[2] << 24 | (uint64_t)p[3] << 16 | (uint64_t)p[4] << 8 |
	       p[5];
}

/* Raises the level of the rows with these numbers, which rise; *row is where the last one was. */
static void raise(struct find_look *look, const MDB_val *numbers, uint32_t *row, uint8_t level)
{
	const struct view_extract *x = look->x;
	const uint8_t *p = numbers->mv_data;

	for (size_t i = 0; i + FIND_NUMBER_SIZE <= numbers->mv_size; i += FIND_NUMBER_SIZE) {
		uint64_t number = read_number(p + i);
		*row = row_from(x, *row, number);
		if (*row >= x->n) {
			return;
		}
		if (x->number[*row] == number && look->level[*row] < level) {
			look->level[*row] = level;
		}
	}
}

/* ---- terms ---- */

/* All postings of the term that the cursor stands on. */
static int raise_term(struct find_look *look, MDB_cursor *cursor, MDB_val *first, uint8_t level)
{
	MDB_val key, numbers = *first;
	uint32_t row = 0;
	/* Of a term with one posting this leaves the value as it is. */
	int rc = mdb_cursor_get(cursor, &key, &numbers, MDB_GET_MULTIPLE);

	if (rc != 0) {
		return rc;
	}
	raise(look, &numbers, &row, level);
	while ((rc = mdb_cursor_get(cursor, &key, &numbers, MDB_NEXT_MULTIPLE)) == 0) {
		raise(look, &numbers, &row, level);
	}
	return rc == MDB_NOTFOUND ? 0 : rc;
}

static bool in_range(const struct find_range *t, const MDB_val *key)
{
	size_t n = key->mv_size < t->n ? key->mv_size : t->n;

	if (t->last != NULL) {
		return memcmp(key->mv_data, t->last, n) <= 0;
	}
	return key->mv_size >= t->n && memcmp(key->mv_data, t->from, t->n) == 0 && (t->part != 0 || key->mv_size == t->n);
}

void find_raise(struct find_look *look, const struct find_range *t)
{
	MDB_cursor *cursor;
	MDB_val key = {t->n, (void *)t->from}, value;

	if (mdb_cursor_open(look->index->txn, look->index->terms, &cursor) != 0) {
		look->failed = true;
		return;
	}
	int rc = mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE);
	while (rc == 0 && in_range(t, &key)) {
		rc = raise_term(look, cursor, &value, key.mv_size == t->n ? t->whole : t->part);
		rc = rc == 0 ? mdb_cursor_get(cursor, &key, &value, MDB_NEXT_NODUP) : rc;
	}
	look->failed = look->failed || (rc != 0 && rc != MDB_NOTFOUND);
	mdb_cursor_close(cursor);
}

void find_raise_word(struct find_look *look, enum find_mark mark, const char *word, uint8_t whole, uint8_t part)
{
	char term[FIND_TERM_MAX + 1];
	size_t n = strlen(word);

	term[0] = (char)mark;
	memcpy(term + 1, word, n + 1);
	find_raise(look, &(struct find_range){.from = term, .n = n + 1, .whole = whole, .part = part});
}
