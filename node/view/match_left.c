/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is left of an offer or a request (match.h). Around it stand posts that answer it, receipts, and its author's own promises:
 *
 *     request   promised   offers by others that answer it
 *               received   receipts of its author, about it or about such an offer       this alone can end it
 *     offer     asked      requests by others that answer it
 *               received   receipts of others about it
 *               given      what its author promised: requests that it answers itself, and the author's offers about it that
 *                          answer somebody                                                this alone can end it
 *
 * They may speak of the same goods, so the largest counts, not the sum. Amounts in units that do not convert count for nothing,
 * except in an offer that answers a request: that is meant for it, all of it when nothing can be measured.
 */
#include "match.h"
#include "room.h"

#include <stdlib.h>
#include <string.h>

/* ---- sums ---- */

struct tally {
	struct market *market;
	struct deal *deal;
	struct seen *receipts, *others; /* what was counted, by number */
	int64_t answered, received, given;
	bool ended; /* all of it, without an amount */
	enum kiem_err err;
};

static void add(int64_t *sum, int64_t milli)
{
	*sum = milli > KIEM_INT_MAX - *sum ? KIEM_INT_MAX : *sum + milli;
}

/* True the first time that this post is met. */
static bool first_time(struct tally *t, struct seen *seen, uint32_t row)
{
	uint64_t number = t->market->x->number[row];

	if (t->err != KIEM_DONE || seen_has(seen, number)) {
		return false;
	}
	t->err = seen_add(seen, number);
	return t->err == KIEM_DONE;
}

/* What a post names as its quantity, in the deal's unit. False: none, or not to be compared with it; *any whether it names one. */
static bool amount_of(struct tally *t, int64_t *milli, bool *any, uint32_t row)
{
	uint32_t shown, place;

	*any = false;
	t->err = match_shown(&shown, &t->market->shown, t->market->x, row, t->market->now_ms);
	if (t->err == KIEM_DONE) {
		t->err = market_notice(t->market, &place, shown);
	}
	if (t->err != KIEM_DONE) {
		return false;
	}
	const struct notice *notice = market_noticed(t->market, place);
	*any = notice->unit.of != UNIT_NONE;
	if (!unit_same(&notice->unit, &t->deal->unit)) {
		return false;
	}
	*milli = unit_convert(notice->quantity, &notice->unit, &t->deal->unit);
	return true;
}

static void count_amount(struct tally *t, int64_t *sum, uint32_t row)
{
	int64_t milli;
	bool any;

	/* Nothing can be held against a post that names no quantity. */
	if (t->deal->unit.of != UNIT_NONE && amount_of(t, &milli, &any, row)) {
		add(sum, milli);
	}
}

/* A receipt about the deal: by its author when it is a request, by somebody else when it is an offer. */
static void count_receipt(struct tally *t, uint32_t row)
{
	bool own = view_row_person(t->market->x, row) == t->deal->person, asked = t->deal->trade.kind == KIEM_REQUEST, any;
	int64_t milli;

	if (own != asked || !first_time(t, t->receipts, row)) {
		return;
	}
	if (amount_of(t, &milli, &any, row)) {
		add(&t->received, milli);
	} else if (asked && (!any || t->deal->unit.of == UNIT_NONE)) {
		t->ended = true;
	}
}

/* The requester's receipts about an offer that answered the request. */
static void count_receipts_of(struct tally *t, uint32_t answer)
{
	const struct view_extract *x = t->market->x;

	for (uint32_t l = x->around[answer]; l != VIEW_NONE; l = x->around_next[l]) {
		if (x->kind[x->source[l]] == KIEM_RECEIPT && view_row_live(x, x->source[l], t->market->now_ms)) {
			count_receipt(t, x->source[l]);
		}
	}
}

static void note_answer(struct tally *t, uint32_t person)
{
	struct market *m = t->market;

	if (market_answered(m, t->deal, person)) {
		return;
	}
	void *answer = room_for_one(m->answer, &m->cap_answers, m->n_answers, sizeof(*m->answer));
	if (answer == NULL) {
		t->err = KIEM_E_MEMORY;
		return;
	}
	m->answer = answer;
	m->answer[m->n_answers++] = person;
	t->deal->n_answers++;
}

static void count_answer(struct tally *t, uint32_t row)
{
	const struct view_extract *x = t->market->x;
	uint64_t other = t->deal->trade.kind == KIEM_REQUEST ? KIEM_OFFER : KIEM_REQUEST;

	if (view_row_person(x, row) == t->deal->person || !first_time(t, t->others, row)) {
		return;
	}
	note_answer(t, view_row_person(x, row));
	if (x->kind[row] != other) {
		return;
	}
	count_amount(t, &t->answered, row);
	if (other == KIEM_OFFER) {
		count_receipts_of(t, row);
	}
}

/* An offer of the same person about this one, that answers somebody: drawn from it. */
static void count_drawn(struct tally *t, uint32_t row)
{
	const struct view_extract *x = t->market->x;
	bool answers = false;

	if (t->deal->trade.kind != KIEM_OFFER || x->kind[row] != KIEM_OFFER || view_row_person(x, row) != t->deal->person) {
		return;
	}
	for (uint32_t l = x->link_first[row]; l < x->link_first[row + 1]; l++) {
		answers = answers || x->relation[l] == KIEM_ANSWERS;
	}
	if (answers && first_time(t, t->others, row)) {
		count_amount(t, &t->given, row);
	}
}

static void count_around(struct tally *t, uint32_t version)
{
	const struct view_extract *x = t->market->x;

	for (uint32_t l = x->around[version]; l != VIEW_NONE && t->err == KIEM_DONE; l = x->around_next[l]) {
		uint32_t row = x->source[l];
		if (!view_row_live(x, row, t->market->now_ms)) {
			continue;
		}
		if (x->kind[row] == KIEM_RECEIPT) {
			count_receipt(t, row);
		} else if (x->relation[l] == KIEM_ANSWERS) {
			count_answer(t, row);
		} else if (x->relation[l] == KIEM_ABOUT) {
			count_drawn(t, row);
		}
	}
}

/* The post that a link names a live version of; VIEW_NONE: there is none. */
static uint32_t named(const struct market *m, uint32_t link)
{
	uint32_t target = m->x->target[link];

	if (target == VIEW_NONE || !view_row_live(m->x, target, m->now_ms)) {
		return VIEW_NONE;
	}
	uint32_t original = view_row_original(m->x, target, m->now_ms);
	return view_row_live(m->x, original, m->now_ms) ? original : VIEW_NONE;
}

/* Requests of others that this offer answers: it is meant for them. */
static void count_meant(struct tally *t)
{
	const struct view_extract *x = t->market->x;
	uint32_t row = t->deal->trade.row;

	for (uint32_t l = x->link_first[row]; t->deal->trade.kind == KIEM_OFFER && l < x->link_first[row + 1]; l++) {
		uint32_t target = x->relation[l] == KIEM_ANSWERS ? named(t->market, l) : VIEW_NONE;
		int64_t milli;
		bool any;
		if (target == VIEW_NONE || x->kind[target] != KIEM_REQUEST || view_row_person(x, target) == t->deal->person ||
		        !first_time(t, t->others, target)) {
			continue;
		}
		if (amount_of(t, &milli, &any, target)) {
			add(&t->given, milli);
		} else {
			t->ended = true;
		}
	}
}

static void settle(struct tally *t, bool *open)
{
	struct deal *deal = t->deal;
	bool asked = deal->trade.kind == KIEM_REQUEST, measured = deal->unit.of != UNIT_NONE;
	int64_t own = asked ? t->received : t->given, others = asked ? t->answered : t->received;

	others = !asked && t->answered > others ? t->answered : others;
	int64_t gone = own > others ? own : others;
	*open = !t->ended && (!measured || own < deal->quantity);
	deal->trade.answers = deal->n_answers;
	deal->trade.has_left = measured;
	deal->trade.left_milli = !measured || gone >= deal->quantity ? 0 : deal->quantity - gone;
}

enum kiem_err market_left(struct market *m, struct deal *deal, const struct match_rows *rows, bool *open)
{
	struct tally t = {.market = m, .deal = deal, .receipts = &m->seen[0], .others = &m->seen[1]};

	deal->first_answer = (uint32_t)m->n_answers;
	deal->n_answers = 0;
	for (size_t i = 0; i < rows->n && t.err == KIEM_DONE; i++) {
		count_around(&t, rows->row[i]);
	}
	if (t.err == KIEM_DONE) {
		count_meant(&t);
	}
	settle(&t, open);
	seen_clear(t.receipts);
	seen_clear(t.others);
	return t.err;
}

bool market_answered(const struct market *m, const struct deal *deal, uint32_t person)
{
	for (size_t i = 0; i < deal->n_answers; i++) {
		if (m->answer[deal->first_answer + i] == person) {
			return true;
		}
	}
	return false;
}
