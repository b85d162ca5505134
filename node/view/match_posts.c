/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The market (match.h): which posts are in it, and what is compared of each but its words. */
#include "match.h"
#include "room.h"

#include <stdlib.h>
#include <string.h>

/* When it is to be had or needed; false when that has gone by. What is not said on one side is open until the post ends. */
static bool read_time(struct deal *deal, const struct notice *notice, int64_t until, int64_t now_ms)
{
	deal->timed = notice->has_from || notice->has_to;
	deal->from = notice->has_from ? notice->from : now_ms;
	deal->from = deal->from < now_ms ? now_ms : deal->from;
	deal->to = notice->has_to ? notice->to : until > deal->from ? until : deal->from;
	return !notice->has_to || notice->to >= now_ms;
}

static bool deal_read(struct deal *deal, const struct market *m, uint32_t row, const struct notice *notice)
{
	const struct view_extract *x = m->x;

	if (!read_time(deal, notice, x->until[row], m->now_ms)) {
		return false;
	}
	deal->trade.row = row;
	deal->trade.number = x->number[row];
	deal->trade.shown = notice->number;
	deal->trade.id = x->id[row];
	deal->trade.author = x->key[x->author[row]];
	deal->trade.kind = x->kind[row];
	deal->trade.made = x->made[row];
	deal->person = view_row_person(x, row);
	deal->trade.sector = x->sector[deal->person] != 0 ? x->sector[deal->person] : x->sector[x->author[row]];
	deal->board = x->board[row];
	deal->unit = notice->unit;
	deal->quantity = notice->quantity;
	deal->has_point = notice->has_point;
	deal->point = notice->point;
	deal->label = notice->label;
	deal->n_words = notice->n_words;
	return true;
}

static enum kiem_err keep(struct market *m, const struct deal *deal)
{
	void *list = room_for_one(m->deal, &m->cap, m->n, sizeof(*m->deal));

	if (list == NULL) {
		return KIEM_E_MEMORY;
	}
	m->deal = list;
	m->deal[m->n++] = *deal;
	return KIEM_DONE;
}

enum kiem_err market_add(struct market *m, uint32_t row)
{
	struct deal deal = {0};
	struct match_rows rows;
	bool open = false;
	enum kiem_err err = match_rows_init(&rows, m->x, row, m->now_ms);

	if (err == KIEM_DONE) {
		err = market_notice(m, &deal.notice, rows.shown);
	}
	if (err == KIEM_DONE && deal_read(&deal, m, row, market_noticed(m, deal.notice))) {
		err = market_left(m, &deal, &rows, &open);
	}
	match_rows_finish(&rows);
	return err == KIEM_DONE && open ? keep(m, &deal) : err;
}

enum kiem_err market_init(struct market *m, const struct view_extract *x, struct kiem_read *read, int64_t now_ms)
{
	*m = (struct market){.x = x, .read = read, .now_ms = now_ms};
	uint32_t offer = x->last_of_kind[KIEM_OFFER], request = x->last_of_kind[KIEM_REQUEST];
	enum kiem_err err = market_load(m);

	/* From the last row to the first, so that what is kept of them is met in one order. */
	while (err == KIEM_DONE && (offer != VIEW_NONE || request != VIEW_NONE)) {
		bool first = request == VIEW_NONE || (offer != VIEW_NONE && offer > request);
		uint32_t row = first ? offer : request, *next = first ? &offer : &request;
		err = view_row_live(x, row, now_ms) ? market_add(m, row) : KIEM_DONE;
		*next = x->before_of_kind[row];
	}
	if (err == KIEM_DONE) {
		market_save(m);
		market_words_weigh(m);
	}
	return err;
}

void market_finish(struct market *m)
{
	view_numbers_finish(&m->shown);
	notices_finish(&m->notices);
	free(m->deal);
	free(m->answer);
	free(m->word);
	free(m->slot);
	free(m->id);
	*m = (struct market){0};
}
