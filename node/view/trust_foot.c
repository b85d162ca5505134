/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trust that comes on foot: what somebody did, as others confirm it. A receipt confirms what its author got; a join, a note or a
 * receipt about a deed confirms that deed. Only others confirm, only those whom the walk reaches (or me), and a person confirms
 * once a day.
 *
 * Who confirms gives half of what the walk gives them, spread over all the days on which they confirmed anything: so a circle that
 * praises itself shares out what one of them has, and gets no more; and nobody gets anything by those whom they made known
 * themself. What I confirm is mine, and is not divided. It goes slowly: one day brings little, and one other person does.
 */
#include "trust.h"

#include <stdlib.h>
#include <string.h>

/* The acts found so far. */
struct found {
	size_t n, cap;
	struct trust_act *acts;
};

static enum kiem_err add(const struct trust_own *own, struct found *found, uint32_t row, uint32_t to, uint32_t about)
{
	const struct view_extract *x = own->x;
	uint32_t from = view_row_person(x, row);

	if (from == to) {
		return KIEM_DONE;
	}
	if (found->n == found->cap) {
		size_t cap = found->cap == 0 ? 256 : 2 * found->cap;
		struct trust_act *acts = realloc(found->acts, cap * sizeof(*acts));
		if (acts == NULL) {
			return KIEM_E_MEMORY;
		}
		found->acts = acts;
		found->cap = cap;
	}
	int32_t day = weight_day(x->made[row], weight_day(own->now_ms, INT32_MAX));
	found->acts[found->n++] = (struct trust_act){from, to, day, row, about, 0};
	return KIEM_DONE;
}

/* The live post that a link is about, its revisions taken for it; or VIEW_NONE. */
static uint32_t about(const struct trust_own *own, uint32_t link)
{
	const struct view_extract *x = own->x;
	uint32_t target = x->target[link];

	if (x->relation[link] != KIEM_ABOUT || target == VIEW_NONE || !view_row_live(x, target, own->now_ms)) {
		return VIEW_NONE;
	}
	return x->kind[target] == KIEM_REVISE ? view_row_original(x, target, own->now_ms) : target;
}

/* Whom a receipt thanks: the person it names, or else who made what it is about. */
static enum kiem_err add_receipt(const struct trust_own *own, struct found *found, uint32_t row)
{
	const struct view_extract *x = own->x;
	uint32_t to = x->whom[row] != VIEW_NONE ? x->self[x->whom[row]] : VIEW_NONE, thing = VIEW_NONE;

	for (uint32_t link = x->link_first[row]; link < x->link_first[row + 1] && thing == VIEW_NONE; link++) {
		thing = about(own, link);
	}
	if (to == VIEW_NONE && thing != VIEW_NONE) {
		to = view_row_person(x, thing);
	}
	return to != VIEW_NONE ? add(own, found, row, to, thing) : KIEM_DONE;
}

/* The deeds that a post is about. One that it names by two versions, or thanks for too, is told apart by whoever lists them. */
static enum kiem_err add_deeds(const struct trust_own *own, struct found *found, uint32_t row)
{
	const struct view_extract *x = own->x;
	enum kiem_err err = KIEM_DONE;

	for (uint32_t link = x->link_first[row]; link < x->link_first[row + 1] && err == KIEM_DONE; link++) {
		uint32_t deed = about(own, link);
		if (deed != VIEW_NONE && x->kind[deed] == KIEM_DEED) {
			err = add(own, found, row, view_row_person(x, deed), deed);
		}
	}
	return err;
}

static enum kiem_err take(const struct trust_own *own, struct found *found, uint32_t row)
{
	const struct view_extract *x = own->x;
	uint16_t kind = x->kind[row];

	if ((kind != KIEM_RECEIPT && kind != KIEM_JOIN && kind != KIEM_NOTE) || !view_row_live(x, row, own->now_ms)) {
		return KIEM_DONE;
	}
	if (kind == KIEM_JOIN && trust_cancelled(x, row, KIEM_LEAVE, own->now_ms)) {
		return KIEM_DONE;
	}
	enum kiem_err err = kind == KIEM_RECEIPT ? add_receipt(own, found, row) : KIEM_DONE;
	return err == KIEM_DONE ? add_deeds(own, found, row) : err;
}

static int by_pair(const void *a, const void *b)
{
	const struct trust_act *p = a, *q = b;

	if (p->from != q->from) {
		return p->from < q->from ? -1 : 1;
	}
	if (p->to != q->to) {
		return p->to < q->to ? -1 : 1;
	}
	return (p->day > q->day) - (p->day < q->day);
}

/* Days on which the confirmer of acts[at] confirmed: the same person, or anybody. *end is behind the last of those acts. */
static uint64_t days(const struct trust_own *own, size_t *end, size_t at, bool same_to)
{
	const struct trust_act *acts = own->acts;
	uint64_t n = 1;

	for (*end = at + 1; *end < own->n_acts; (*end)++) {
		const struct trust_act *act = &acts[*end], *last = &acts[*end - 1];
		if (act->from != acts[at].from || (same_to && act->to != acts[at].to)) {
			break;
		}
		n += act->to != last->to || act->day != last->day;
	}
	return n;
}

/* What somebody brings another whom they confirmed on n days, of all the days on which they confirmed. */
static uint64_t brings(struct trust_own *own, const struct trust_act *act, uint64_t n, uint64_t all)
{
	if (act->from == own->me) {
		return trust_cut(TRUST_FOOT_DAY * n, TRUST_FOOT);
	}
	uint64_t half = trust_walked_without(own, act->from, act->to) / 2;

	return trust_cut(half * n / (all > TRUST_DAYS_LEAST ? all : TRUST_DAYS_LEAST), TRUST_FOOT_PERSON);
}

/* Gives each act its part, person by person who confirmed, pair by pair. */
static void give_out(struct trust_own *own)
{
	for (size_t at = 0, end; at < own->n_acts; at = end) {
		uint64_t all = days(own, &end, at, false);
		for (size_t pair = at, next; pair < end; pair = next) {
			uint64_t n = days(own, &next, pair, true), amount = brings(own, &own->acts[pair], n, all) / n;
			for (size_t i = pair; i < next; i++) {
				own->acts[i].amount = i == pair || own->acts[i].day != own->acts[i - 1].day ? amount : 0;
			}
		}
	}
}

static int by_day(const void *a, const void *b)
{
	const struct trust_act *p = a, *q = b;

	if (p->to != q->to) {
		return p->to < q->to ? -1 : 1;
	}
	return (p->day > q->day) - (p->day < q->day);
}

/* Cuts what the acts of a day bring somebody together, each in proportion, and sums up the days. */
static void cut_days(struct trust_own *own)
{
	struct trust_act *acts = own->acts;

	for (size_t at = 0, end; at < own->n_acts; at = end) {
		uint64_t sum = 0;
		for (end = at; end < own->n_acts && by_day(&acts[at], &acts[end]) == 0; end++) {
			sum += acts[end].amount;
		}
		for (size_t i = at; i < end; i++) {
			if (sum > TRUST_FOOT_DAY) {
				acts[i].amount = acts[i].amount * TRUST_FOOT_DAY / sum;
			}
			own->behind[acts[i].to] += acts[i].amount;
		}
	}
}

/* What one person confirms, by whichever of their keys. */
static enum kiem_err take_all(const struct trust_own *own, struct found *found, uint32_t person)
{
	const struct view_extract *x = own->x;
	enum kiem_err err = KIEM_DONE;

	if (person != own->me && trust_walked(own, person) == 0) {
		return KIEM_DONE;
	}
	for (uint32_t key = person; key != VIEW_NONE; key = view_next_key(x, key)) {
		for (uint32_t row = x->last_by[key]; row != VIEW_NONE && err == KIEM_DONE; row = x->before_by_author[row]) {
			err = take(own, found, row);
		}
	}
	return err;
}

enum kiem_err trust_foot_read(struct trust_own *own)
{
	struct found found = {0};
	enum kiem_err err;

	own->behind = calloc(own->x->n_persons + 1, sizeof(*own->behind));
	if (own->behind == NULL) {
		return KIEM_E_MEMORY;
	}
	err = own->me != VIEW_NONE ? take_all(own, &found, own->me) : KIEM_DONE;
	for (size_t i = 1; i < own->n_came && err == KIEM_DONE; i++) {
		err = take_all(own, &found, own->came[i].person);
	}
	own->acts = found.acts;
	own->n_acts = found.n;
	if (err == KIEM_DONE && found.n != 0) {
		qsort(own->acts, own->n_acts, sizeof(*own->acts), by_pair);
		give_out(own);
		qsort(own->acts, own->n_acts, sizeof(*own->acts), by_day);
		cut_days(own);
	}
	return err;
}

uint64_t trust_foot(const struct trust_own *own, uint32_t person)
{
	return trust_cut(own->behind[person], TRUST_FOOT);
}

void trust_behind(const struct trust_own *own, uint64_t *amounts, uint32_t to)
{
	for (size_t i = 0; i < own->n_acts; i++) {
		if (own->acts[i].to == to) {
			amounts[own->acts[i].from] += own->acts[i].amount;
		}
	}
	/* Of more than may be had everybody has their part. */
	for (size_t person = 0; person < own->x->n_persons && own->behind[to] > TRUST_FOOT; person++) {
		amounts[person] = amounts[person] * TRUST_FOOT / own->behind[to];
	}
}
