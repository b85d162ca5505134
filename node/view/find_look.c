/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Looking a query up (find.h). Every word, tag, circle and place of it is one thing that a row must have; the rows that the index
 * names for it are counted one up.
 */
#include "find.h"

#include <stdlib.h>
#include <string.h>

#define RADIUS_MAX_M 100000 /* a wider circle has too many squares to be worth it */

/* ---- what a query needs ---- */

/* Counts the rows that the last lookup raised, and clears their level. */
static void settle(struct find_look *look, bool scored)
{
	for (size_t row = 0; row < look->x->n; row++) {
		look->hits[row] = (uint8_t)(look->hits[row] + (look->level[row] != 0));
		if (scored) {
			look->score[row] = (uint8_t)(look->score[row] + look->level[row]);
		}
	}
	memset(look->level, 0, look->x->n);
	look->needed++;
}

static void look_up_words(struct find_look *look)
{
	const struct view_needles *words = &look->query->words;

	for (size_t i = 0; i < words->n; i++) {
		find_raise_word(look, FIND_WORD, words->word[i], 2, 1);
		if (look->score != NULL) {
			find_raise_word(look, FIND_TITLE, words->word[i], 4, 3);
		}
		settle(look, look->score != NULL);
	}
}

static bool is_stop(const char *word)
{
	return view_word_stop(word, strlen(word));
}

/* Stop words are in no index: a place or a name of nothing else is left to the comparison. */
static void look_up_place(struct find_look *look)
{
	const struct view_needles *place = &look->query->place;

	for (size_t i = 0; i < place->n; i++) {
		/* Also as the front of a longer word: "de" may be "Dennenweg", but then "De" itself would be missed. */
		if (!is_stop(place->word[i])) {
			find_raise_word(look, FIND_WORD, place->word[i], 1, 1);
			settle(look, false);
		}
	}
}

static void look_up_tags(struct find_look *look)
{
	for (size_t i = 0; i < look->query->n_tags; i++) {
		find_raise_word(look, FIND_TAG, look->query->tag[i], 1, 0);
		settle(look, false);
	}
}

static int32_t within(int64_t udeg, int32_t most)
{
	return (int32_t)(udeg < -most ? -most : udeg > most ? most : udeg);
}

/* One row of squares, from west to east. */
static void raise_squares(struct find_look *look, uint16_t lat, uint16_t west, uint16_t east)
{
	const char from[] = {FIND_CELL, (char)(lat >> 8), (char)lat, (char)(west >> 8), (char)west};
	const char last[] = {FIND_CELL, (char)(lat >> 8), (char)lat, (char)(east >> 8), (char)east};

	find_raise(look, &(struct find_range){.from = from, .n = sizeof(from), .last = last, .whole = 1, .part = 1});
}

/*
 * The squares around the circle. Its width in degrees is that of its edge nearest to a pole, and a little more: the comparison
 * decides. Where a circle reaches a pole or the date line, or is very wide, it is left to that alone.
 */
static void look_up_circle(struct find_look *look)
{
	const struct view_query *q = look->query;
	int64_t up = (int64_t)q->radius_m * 9 + 2 * FIND_CELL_UDEG; /* a metre is 8.993 millionths of a degree */
	int64_t edge = llabs((int64_t)q->point.lat_udeg) + up;

	if (!q->near_point || q->radius_m > RADIUS_MAX_M || edge > 80000000) {
		return;
	}
	/* At 80 degrees a degree of longitude is 0.17 of one of latitude. */
	int64_t aside = edge < 60000000 ? 2 * up + FIND_CELL_UDEG : 6 * up + FIND_CELL_UDEG;
	if (llabs((int64_t)q->point.lon_udeg) + aside > 180000000) {
		return;
	}
	uint16_t south = find_cell(within(q->point.lat_udeg - up, 90000000), -90000000);
	uint16_t north = find_cell(within(q->point.lat_udeg + up, 90000000), -90000000);
	uint16_t west = find_cell(within(q->point.lon_udeg - aside, 180000000), -180000000);
	uint16_t east = find_cell(within(q->point.lon_udeg + aside, 180000000), -180000000);
	for (uint16_t lat = south; lat <= north; lat++) {
		raise_squares(look, lat, west, east);
	}
	settle(look, false);
}

/* ---- authors ---- */

static void mark_by_key(struct find_look *look)
{
	const struct view_extract *x = look->x;
	size_t n = strlen(look->query->digits);
	char digits[65];

	for (size_t i = 0; i < x->n_persons; i++) {
		kiem_hex(digits, x->key[i].b, sizeof(x->key[i].b));
		look->persons[i] = memcmp(digits, look->query->digits, n) == 0;
	}
}

/* Persons whose profile has all words of the name; a profile that is newer than the index may have them. */
static void mark_by_name(struct find_look *look)
{
	const struct view_extract *x = look->x;
	const struct view_needles *by = &look->query->by;
	uint8_t needed = 0;

	for (size_t i = 0; i < by->n; i++) {
		if (is_stop(by->word[i])) {
			continue;
		}
		find_raise_word(look, FIND_TITLE, by->word[i], 1, 1);
		needed++;
		for (size_t p = 0; p < x->n_persons; p++) {
			look->persons[p] =
			        (uint8_t)(look->persons[p] + (x->profile[p] != VIEW_NONE && look->level[x->profile[p]] != 0));
		}
		memset(look->level, 0, x->n);
	}
	for (size_t p = 0; p < x->n_persons; p++) {
		bool newer = x->profile[p] != VIEW_NONE && find_is_newer(look, x->profile[p]);
		look->persons[p] = look->persons[p] == needed || newer;
	}
}

static enum kiem_err look_up_authors(struct find_look *look)
{
	const struct view_query *q = look->query;

	if (!q->by_key && (q->by.n == 0 || look->index == NULL)) {
		return KIEM_DONE;
	}
	look->persons = calloc(look->x->n_persons + 1, 1);
	if (look->persons == NULL) {
		return KIEM_E_MEMORY;
	}
	if (q->by_key) {
		mark_by_key(look);
	} else {
		mark_by_name(look);
	}
	return KIEM_DONE;
}

enum kiem_err find_look_up(struct find_look *look, bool best)
{
	look->hits = calloc(look->x->n + 1, 1);
	look->level = calloc(look->x->n + 1, 1);
	look->score = best ? calloc(look->x->n + 1, 1) : NULL;
	if (look->hits == NULL || look->level == NULL || (best && look->score == NULL)) {
		return KIEM_E_MEMORY;
	}
	if (look->index != NULL) {
		look_up_words(look);
		look_up_tags(look);
		look_up_place(look);
		look_up_circle(look);
	}
	return look_up_authors(look);
}

void find_look_finish(struct find_look *look)
{
	free(look->hits);
	free(look->level);
	free(look->score);
	free(look->persons);
	look->hits = look->level = look->score = look->persons = NULL;
}

bool find_is_newer(const struct find_look *look, uint32_t row)
{
	return look->index == NULL || look->x->number[row] > look->index->believed;
}

bool find_may(const struct find_look *look, uint32_t row)
{
	return look->hits[row] == look->needed || find_is_newer(look, row);
}
