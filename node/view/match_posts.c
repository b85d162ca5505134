/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The market (match.h): which posts are in it, and what is compared of each but its words. */
#include "fields.h"
#include "match.h"
#include "room.h"

#include <stdlib.h>
#include <string.h>

enum kiem_err match_shown(uint64_t *shown, struct view_numbers *known, const struct view_extract *x, struct kiem_read *read,
        uint32_t original, int64_t now_ms)
{
	struct match_rows rows;

	if (view_numbers_get(shown, known, x->number[original])) {
		return KIEM_DONE;
	}
	enum kiem_err err = match_rows_init(&rows, x, read, original, now_ms);
	*shown = rows.shown;
	match_rows_finish(&rows);
	return err == KIEM_DONE ? view_numbers_put(known, x->number[original], *shown) : err;
}

static bool is_in_market(const struct view_extract *x, uint32_t row, uint64_t kind, int64_t now_ms)
{
	bool trade = x->kind[row] == KIEM_OFFER || x->kind[row] == KIEM_REQUEST;

	return trade && (kind == 0 || x->kind[row] == kind) && view_row_live(x, row, now_ms);
}

/* When it is to be had or needed; false when that has gone by. What is not said on one side is open until the post ends. */
static bool read_time(struct deal *deal, const struct kiem_post *shown, int64_t until, int64_t now_ms)
{
	deal->timed = shown->has_from || shown->has_to;
	deal->from = shown->has_from ? shown->from : now_ms;
	deal->from = deal->from < now_ms ? now_ms : deal->from;
	deal->to = shown->has_to ? shown->to : until > deal->from ? until : deal->from;
	return !shown->has_to || shown->to >= now_ms;
}

static uint64_t label_hash(struct kiem_span place)
{
	char folded[VIEW_TAG_MAX + 1];
	size_t n = view_tag_fold(folded, place);

	return n == 0 ? 0 : view_word_hash(folded, n) | 1;
}

static bool deal_read(struct deal *deal, const struct market *m, const struct kiem_post *shown)
{
	const struct view_extract *x = m->x;
	uint32_t row = deal->trade.row;

	deal->trade.number = x->number[row];
	deal->trade.id = x->id[row];
	deal->trade.author = x->key[x->author[row]];
	deal->trade.kind = x->kind[row];
	deal->trade.made = x->made[row];
	deal->person = view_row_person(x, row);
	deal->trade.sector = x->sector[deal->person] != 0 ? x->sector[deal->person] : x->sector[x->author[row]];
	deal->board = x->board[row];
	if (shown->has_quantity) {
		unit_read(&deal->unit, shown->unit);
		deal->quantity = shown->quantity_milli;
	}
	deal->has_point = shown->has_point;
	deal->point = (struct view_point){shown->lat_udeg, shown->lon_udeg};
	deal->label = label_hash(shown->place);
	return read_time(deal, shown, x->until[row], m->now_ms);
}

enum kiem_err market_add(struct market *m, uint32_t row, bool words)
{
	struct deal deal = {.trade = {.row = row}};
	struct match_rows rows;
	struct kiem_post post;
	bool open = false;
	enum kiem_err err = match_rows_init(&rows, m->x, m->read, row, m->now_ms);

	deal.trade.shown = rows.shown;
	match_rows_finish(&rows);
	if (err == KIEM_DONE) {
		err = fields_read(&post, m->read, deal.trade.shown);
	}
	if (err == KIEM_DONE && deal_read(&deal, m, &post)) {
		err = market_left(m, &deal, &open);
	}
	if (err != KIEM_DONE || !open) {
		return err;
	}
	if (words && (err = market_words_add(m, &deal, &post)) != KIEM_DONE) {
		return err;
	}
	void *list = room_for_one(m->deal, &m->cap, m->n, sizeof(*m->deal));
	if (list == NULL) {
		return KIEM_E_MEMORY;
	}
	m->deal = list;
	m->deal[m->n++] = deal;
	return KIEM_DONE;
}

enum kiem_err market_init(
        struct market *m, const struct view_extract *x, struct kiem_read *read, int64_t now_ms, uint64_t kind, bool words)
{
	enum kiem_err err = KIEM_DONE;

	*m = (struct market){.x = x, .read = read, .now_ms = now_ms};
	for (uint32_t row = 0; row < x->n && err == KIEM_DONE; row++) {
		if (is_in_market(x, row, kind, now_ms)) {
			err = market_add(m, row, words);
		}
	}
	if (err == KIEM_DONE) {
		market_words_weigh(m);
	}
	return err;
}

void market_finish(struct market *m)
{
	view_numbers_finish(&m->shown);
	free(m->deal);
	free(m->answer);
	free(m->word);
	free(m->slot);
	free(m->id);
	*m = (struct market){0};
}
