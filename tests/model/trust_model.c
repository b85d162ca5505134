/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See trust_model.h. Read it beside docs/ties.md, "Trust": it should be plain that the two say the same. */
#include "trust_model_parts.h"

/* ---- who ---- */

/* Whoever took over from this key: named as heir by its newest profile, and saying so. */
static size_t taken_over(const struct trust_model *t, size_t author)
{
	const struct history *h = t->h;
	size_t profile = MODEL_NONE;

	for (size_t i = 0; i < h->model.n; i++) {
		if (live(t, i) && at(t, i)->kind == KIEM_PROFILE && h->author_of[i] == author &&
		        (profile == MODEL_NONE || model_order(&h->model, i, profile) > 0)) {
			profile = i;
		}
	}
	if (profile == MODEL_NONE || !at(t, profile)->has_heir) {
		return MODEL_NONE;
	}
	size_t heir = author_with(h, &at(t, profile)->heir);
	for (size_t i = 0; i < h->model.n && heir != author; i++) {
		if (live(t, i) && at(t, i)->kind == KIEM_SUCCEED && h->author_of[i] == heir &&
		        author_with(h, &at(t, i)->whom) == author) {
			return heir;
		}
	}
	return MODEL_NONE;
}

/* To the end of the chain; of keys in a circle the lowest in order of the extract's people is theirs, which the test tells. */
static size_t self_of(const struct trust_model *t, size_t author)
{
	for (size_t steps = 0; steps < HISTORY_AUTHORS && taken_over(t, author) != MODEL_NONE; steps++) {
		author = taken_over(t, author);
	}
	size_t lowest = author;
	for (size_t steps = 0; steps < HISTORY_AUTHORS && taken_over(t, author) != MODEL_NONE; steps++) {
		author = taken_over(t, author);
		lowest = memcmp(t->h->authors[author].key.b, t->h->authors[lowest].key.b, 32) < 0 ? author : lowest;
	}
	return lowest;
}

/* ---- what counts ---- */

/* Whether a live post of this kind by this person names post i to cancel it, and lasts as long. */
bool trust_model_cancelled(const struct trust_model *t, size_t i, uint64_t kind, size_t by)
{
	for (size_t c = 0; c < t->h->model.n; c++) {
		for (size_t l = 0; live(t, c) && at(t, c)->kind == kind && who(t, c) == by && l < at(t, c)->n_links; l++) {
			const struct kiem_link *link = &at(t, c)->links[l];
			if (link->relation == KIEM_CANCELS && memcmp(link->id.b, at(t, i)->id.b, 32) == 0 &&
			        at(t, c)->until >= at(t, i)->until) {
				return true;
			}
		}
	}
	return false;
}

static bool vouches(const struct trust_model *t, size_t i, size_t from, size_t to)
{
	return live(t, i) && at(t, i)->kind == KIEM_VOUCH && who(t, i) == from && whom(t, i) == to && from != to &&
	       !trust_model_cancelled(t, i, KIEM_UNVOUCH, from);
}

/* The fullest, then the earliest. */
size_t trust_model_vouch(const struct trust_model *t, size_t from, size_t to)
{
	size_t best = MODEL_NONE;

	for (size_t i = 0; i < t->h->model.n; i++) {
		if (vouches(t, i, from, to) &&
		        (best == MODEL_NONE || at(t, i)->level > at(t, best)->level ||
		                (at(t, i)->level == at(t, best)->level && model_order(&t->h->model, i, best) < 0))) {
			best = i;
		}
	}
	return best;
}

bool trust_model_stands(const struct trust_model *t, size_t i)
{
	return live(t, i) && at(t, i)->kind == KIEM_ADDRESS && who(t, i) != whom(t, i) &&
	       !(trust_model_cancelled(t, i, KIEM_MEND, who(t, i)) && trust_model_cancelled(t, i, KIEM_MEND, whom(t, i)));
}

/* ---- the walk ---- */

static uint64_t budget(const struct trust_model *t, size_t from)
{
	uint64_t sum = 0;

	for (EVERYBODY(to)) {
		sum += t->level[from][to];
	}
	return sum < 9 ? 9 : sum;
}

uint64_t trust_model_left(const struct trust_model *t, size_t person, uint64_t amount)
{
	return t->burdened[person] ? amount / 4 : amount;
}

uint64_t trust_model_one_hop(const struct trust_model *t, size_t v)
{
	return v == t->me ? 0 : ONE * 3 * t->level[t->me][v] / 10;
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static uint64_t half_of(const struct trust_model *t, uint64_t amount, size_t from, size_t to)
{
	return amount * t->level[from][to] / (2 * budget(t, from));
}

/* What comes to v by paths me, u, v; not by those where u is `without`. */
uint64_t trust_model_two_hops(const struct trust_model *t, size_t v, size_t without)
{
	uint64_t sum = 0;

	for (EVERYBODY(u)) {
		if (v != t->me && u != t->me && u != v && u != without) {
			sum += half_of(t, trust_model_left(t, u, trust_model_one_hop(t, u)), u, v);
		}
	}
	return sum;
}

/* What v, at the second place on the way, has for w: with what I gave v no more than all. */
static uint64_t second_for(const struct trust_model *t, size_t v, size_t w)
{
	return trust_model_left(t, v, least(trust_model_two_hops(t, v, w), ONE - trust_model_one_hop(t, v)));
}

/* What comes to w by vouches of v, not me: as the second on the way, and as the third. */
uint64_t trust_model_by(const struct trust_model *t, size_t v, size_t w)
{
	if (v == w || w == t->me) {
		return 0;
	}
	if (v == t->me) {
		return trust_model_one_hop(t, w);
	}
	return half_of(t, trust_model_left(t, v, trust_model_one_hop(t, v)), v, w) + half_of(t, second_for(t, v, w), v, w);
}

uint64_t trust_model_three_hops(const struct trust_model *t, size_t w)
{
	uint64_t sum = 0;

	for (EVERYBODY(v)) {
		if (v != t->me && v != w && w != t->me) {
			sum += half_of(t, second_for(t, v, w), v, w);
		}
	}
	return sum;
}

uint64_t trust_model_bare(const struct trust_model *t, size_t v)
{
	if (t->me == MODEL_NONE) {
		return 0;
	}
	return trust_model_one_hop(t, v) + trust_model_two_hops(t, v, MODEL_NONE) + trust_model_three_hops(t, v);
}

uint64_t trust_model_find_walked(const struct trust_model *t, size_t v)
{
	return trust_model_left(t, v, least(trust_model_bare(t, v), ONE));
}

/* The same without what came by `by`: who vouches for v themself, or for somebody who does. */
uint64_t trust_model_walked_without(const struct trust_model *t, size_t v, size_t by)
{
	uint64_t all = trust_model_bare(t, v), without = trust_model_by(t, by, v);

	for (EVERYBODY(between)) {
		if (by != t->me && between != t->me && between != v && between != by) {
			uint64_t passed = half_of(t, trust_model_left(t, by, trust_model_one_hop(t, by)), by, between);
			without += half_of(t, trust_model_left(t, between, passed), between, v);
		}
	}
	return trust_model_left(t, v, least(all - least(without, all), ONE));
}

/* ---- making ---- */

static void weigh(struct trust_model *t, bool heard[HISTORY_AUTHORS])
{
	for (size_t i = 0; i < t->h->model.n; i++) {
		t->weighs[i] = trust_model_stands(t, i) && (who(t, i) == t->me || heard[who(t, i)]);
		if (t->weighs[i]) {
			t->burdened[whom(t, i)] = true;
		}
	}
}

static void put_in_order(struct trust_model *t)
{
	for (size_t i = 0; i < t->h->model.n; i++) {
		size_t earlier = 0;
		for (size_t j = 0; j < t->h->model.n; j++) {
			earlier += model_order(&t->h->model, j, i) < 0;
		}
		t->order[earlier] = i;
	}
}

static void find_who_confirms(struct trust_model *t)
{
	for (size_t i = 0; i < t->h->model.n; i++) {
		for (EVERYBODY(to)) {
			t->confirms[i][MODEL_MAX][to] = trust_model_find_confirms(t, i, MODEL_NONE, to);
			for (size_t p = 0; p < t->h->model.n; p++) {
				t->confirms[i][p][to] = trust_model_find_confirms(t, i, p, to);
			}
		}
	}
}

void trust_model_make(struct trust_model *t, const struct history *h, size_t me, int64_t now_ms)
{
	bool heard[HISTORY_AUTHORS] = {false};

	memset(t, 0, sizeof(*t));
	t->h = h;
	t->now_ms = now_ms;
	for (EVERYBODY(a)) {
		t->self[a] = self_of(t, a);
	}
	t->me = me == MODEL_NONE ? me : t->self[me];
	for (EVERYBODY(from)) {
		for (EVERYBODY(to)) {
			size_t i = trust_model_vouch(t, from, to);
			t->level[from][to] = i == MODEL_NONE ? 0 : at(t, i)->level;
		}
	}
	weigh(t, heard);
	for (EVERYBODY(a)) {
		heard[a] = trust_model_find_walked(t, a) >= ONE / 10;
	}
	weigh(t, heard);
	for (EVERYBODY(a)) {
		t->walked[a] = trust_model_find_walked(t, a);
	}
	put_in_order(t);
	find_who_confirms(t);
	for (EVERYBODY(from)) {
		for (EVERYBODY(to)) {
			t->brings[from][to] = trust_model_find_brings(t, from, to);
		}
	}
	for (EVERYBODY(from)) {
		for (EVERYBODY(to)) {
			t->behind[from][to] = trust_model_find_behind(t, from, to);
		}
	}
}
