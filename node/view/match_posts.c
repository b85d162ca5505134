/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The market (match.h): which posts are in it, and what is compared of each but its words. */
#include "match.h"
#include "room.h"

#include <stdlib.h>
#include <string.h>

#define SOON 8 /* rows */

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

struct view_trade market_trade(const struct market *m, const struct deal *deal)
{
	struct view_trade trade = deal->trade;

	trade.author = m->x->key[m->x->author[trade.row]];
	return trade;
}

/* The rows of all offers and requests, from the last to the first; malloc'ed. NULL: no memory. */
static uint32_t *rows_of(size_t *n, const struct view_extract *x)
{
	uint32_t offer = x->last_of_kind[KIEM_OFFER], request = x->last_of_kind[KIEM_REQUEST], *rows = NULL;
	size_t cap = 0;

	*n = 0;
	do {
		bool first = request == VIEW_NONE || (offer != VIEW_NONE && offer > request);
		uint32_t *next = first ? &offer : &request;
		void *more = room_for_one(rows, &cap, *n, sizeof(*rows));
		if (more == NULL) {
			free(rows);
			return NULL;
		}
		rows = more;
		rows[*n] = *next;
		*n += *next != VIEW_NONE;
		*next = *next == VIEW_NONE ? VIEW_NONE : x->before_of_kind[*next];
	} while (offer != VIEW_NONE || request != VIEW_NONE);
	return rows;
}

/* Has memory fetch what will soon be looked at: the rows lie so far apart that each would be waited for several times. */
static void soon(const struct view_extract *x, uint32_t row)
{
	__builtin_prefetch(&x->until[row]);
	__builtin_prefetch(&x->flags[row]);
	__builtin_prefetch(&x->around[row]);
	__builtin_prefetch(&x->number[row]);
	__builtin_prefetch(&x->id[row]);
	__builtin_prefetch(&x->author[row]);
	__builtin_prefetch(&x->made[row]);
	__builtin_prefetch(&x->board[row]);
	__builtin_prefetch(&x->link_first[row]);
}

static enum kiem_err add_all(struct market *m)
{
	enum kiem_err err = KIEM_DONE;
	size_t n;
	uint32_t *rows = rows_of(&n, m->x);

	for (size_t i = 0; rows != NULL && i < n && err == KIEM_DONE; i++) {
		if (i + SOON < n) {
			soon(m->x, rows[i + SOON]);
		}
		err = view_row_live(m->x, rows[i], m->now_ms) ? market_add(m, rows[i]) : KIEM_DONE;
	}
	free(rows);
	return rows == NULL ? KIEM_E_MEMORY : err;
}

enum kiem_err market_init(struct market *m, const struct view_extract *x, struct kiem_read *read, int64_t now_ms)
{
	*m = (struct market){.x = x, .read = read, .now_ms = now_ms};
	enum kiem_err err = market_load(m);

	if (err == KIEM_DONE) {
		err = add_all(m);
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
	seen_finish(&m->seen[0]);
	seen_finish(&m->seen[1]);
	notices_finish(&m->notices);
	free(m->deal);
	free(m->answer);
	free(m->word);
	free(m->slot);
	free(m->id);
	*m = (struct market){0};
}
