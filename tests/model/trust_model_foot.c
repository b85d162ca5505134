/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was confirmed, by the model: who confirms what, on how many days, and how much stands behind it. */
#include "trust_model_parts.h"

/* Whether post i is by its links about post p, in any version. */
static bool about(const struct trust_model *t, size_t i, size_t p)
{
	return model_original(&t->h->model, p) == p && live(t, p) && model_names(&t->h->model, i, p, 1ULL << KIEM_ABOUT);
}

/* Whether post i confirms, about post p (MODEL_NONE: nothing that is here), something that `to` did. */
bool trust_model_find_confirms(const struct trust_model *t, size_t i, size_t p, size_t to)
{
	uint64_t kind = at(t, i)->kind;
	bool receipt = kind == KIEM_RECEIPT, deed = p != MODEL_NONE && at(t, p)->kind == KIEM_DEED && who(t, p) == to;

	if (!live(t, i) || who(t, i) == to || (!receipt && kind != KIEM_NOTE && kind != KIEM_JOIN) ||
	        (kind == KIEM_JOIN && trust_model_cancelled(t, i, KIEM_LEAVE, who(t, i)))) {
		return false;
	}
	if (deed && about(t, i, p)) {
		return true;
	}
	if (!receipt) {
		return false;
	}
	/* A receipt is about the first of its links that is here. */
	size_t first = MODEL_NONE;
	for (size_t l = 0; l < at(t, i)->n_links && first == MODEL_NONE; l++) {
		for (size_t q = 0; q < t->h->model.n && first == MODEL_NONE; q++) {
			const struct kiem_link *link = &at(t, i)->links[l];
			bool is = link->relation == KIEM_ABOUT && live(t, q) && memcmp(link->id.b, at(t, q)->id.b, 32) == 0;
			first = is ? model_original(&t->h->model, q) : MODEL_NONE;
		}
	}
	return p == first && (at(t, i)->has_whom ? whom(t, i) == to : first != MODEL_NONE && who(t, first) == to);
}

bool trust_model_confirms(const struct trust_model *t, size_t i, size_t p, size_t to)
{
	return t->confirms[i][p == MODEL_NONE ? MODEL_MAX : p][to];
}

bool trust_model_may_confirm(const struct trust_model *t, size_t from)
{
	return t->me != MODEL_NONE && (from == t->me || t->walked[from] > 0);
}

static int64_t day_of(const struct trust_model *t, size_t i)
{
	return (at(t, i)->made > t->now_ms ? t->now_ms : at(t, i)->made) / HISTORY_DAY;
}

/* Whether `from` confirmed on a day what `to` did. */
static bool confirmed_on(const struct trust_model *t, size_t from, size_t to, int64_t day)
{
	for (size_t i = 0; i < t->h->model.n && from != to && trust_model_may_confirm(t, from); i++) {
		bool confirmed = who(t, i) == from && day_of(t, i) == day && trust_model_confirms(t, i, MODEL_NONE, to);
		for (size_t p = 0; p < t->h->model.n && who(t, i) == from && day_of(t, i) == day && !confirmed; p++) {
			confirmed = trust_model_confirms(t, i, p, to);
		}
		if (confirmed) {
			return true;
		}
	}
	return false;
}

/* Each day on which something was made, once: whether post i is the first of its day. */
static bool opens_day(const struct trust_model *t, size_t i)
{
	for (size_t j = 0; j < i; j++) {
		if (day_of(t, j) == day_of(t, i)) {
			return false;
		}
	}
	return true;
}

/* On how many days `from` confirmed what `to` did. */
static uint64_t days(const struct trust_model *t, size_t from, size_t to)
{
	uint64_t n = 0;

	for (size_t i = 0; i < t->h->model.n; i++) {
		n += opens_day(t, i) && confirmed_on(t, from, to, day_of(t, i));
	}
	return n;
}

/* What `from` brings `to` for each day on which they confirmed. */
uint64_t trust_model_find_brings(const struct trust_model *t, size_t from, size_t to)
{
	uint64_t n = days(t, from, to), all = 0, amount;

	if (n == 0) {
		return 0;
	}
	for (EVERYBODY(other)) {
		all += days(t, from, other);
	}
	amount = trust_model_walked_without(t, from, to) / 2 * n / (all > 4 ? all : 4);
	amount = amount < ONE / 20 ? amount : ONE / 20;
	if (from == t->me) {
		amount = n * (ONE * 3 / 100) < ONE / 4 ? n * (ONE * 3 / 100) : ONE / 4;
	}
	return amount / n;
}

/* All of the days together, of each no more than 30 permille. */
uint64_t trust_model_find_behind(const struct trust_model *t, size_t from, size_t to)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < t->h->model.n; i++) {
		uint64_t day_sum = 0;
		if (!opens_day(t, i) || !confirmed_on(t, from, to, day_of(t, i))) {
			continue;
		}
		for (EVERYBODY(other)) {
			day_sum += confirmed_on(t, other, to, day_of(t, i)) ? t->brings[other][to] : 0;
		}
		sum += day_sum > ONE * 3 / 100 ? t->brings[from][to] * (ONE * 3 / 100) / day_sum : t->brings[from][to];
	}
	return sum;
}

uint64_t trust_model_all_behind(const struct trust_model *t, size_t who)
{
	uint64_t sum = 0;

	for (EVERYBODY(from)) {
		sum += t->behind[from][who];
	}
	return sum;
}

uint64_t trust_model_foot(const struct trust_model *t, size_t who)
{
	return trust_model_all_behind(t, who) < ONE / 4 ? trust_model_all_behind(t, who) : ONE / 4;
}
