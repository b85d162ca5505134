/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model of form, of who holds others together, of a departure and of what came before and after. */
#include "coalition_asked.h"

/* ---- form ---- */

/* Three figures as shares of 1000; what rounding leaves goes to the largest remainders. */
static void write_shares(FILE *out, const uint64_t figure[3])
{
	uint64_t share[3] = {0}, rest[3] = {0}, sum = figure[0] + figure[1] + figure[2];

	for (size_t i = 0; i < 3 && sum != 0; i++) {
		share[i] = 1000 * figure[i] / sum;
		rest[i] = 1000 * figure[i] % sum;
	}
	while (sum != 0 && share[0] + share[1] + share[2] < 1000) {
		size_t best = 0;
		for (size_t i = 1; i < 3; i++) {
			best = rest[i] > rest[best] ? i : best;
		}
		share[best]++;
		rest[best] = 0;
	}
	fprintf(out, "form %d %d %d %d\n", sum != 0, (int)share[0], (int)share[1], (int)share[2]);
}

void coalition_write_form(FILE *out, const struct coalition_model *c, int t)
{
	uint64_t acts = 0, people = 0, most = 0, opening = 0, mutual = 0, all = 0;

	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		uint64_t theirs = 0;
		for (size_t i = 0; i < c->m->n; i++) {
			bool acted = coalition_who(c, i) == a && coalition_counts(c, i, t) && coalition_day(c, i) > t - 90;
			theirs += acted;
			opening += acted && (coalition_builds(c, i, t) || coalition_first_act(c, a, t) > t - 90);
		}
		acts += theirs;
		people += theirs > 0;
		most = theirs > most ? theirs : most;
		for (size_t b = a + 1; b < HISTORY_AUTHORS; b++) {
			uint64_t ab = coalition_strength(c, a, b, t - 90, t), ba = coalition_strength(c, b, a, t - 90, t);
			mutual += 2 * least(ab, ba);
			all += ab + ba;
		}
	}
	if (people < 3 || acts < 5) {
		fprintf(out, "form 0 0 0 0\n");
		return;
	}
	const uint64_t figure[3] = {acts == people ? 0 : 1000 * (people * most - acts) / ((people - 1) * (acts - people)),
	        all == 0 ? 0 : 1000 * mutual / all, 1000 * opening / acts};
	write_shares(out, figure);
}

/* ---- who holds it together ---- */

/* The part of `from`, with `but` taken out, as bits. */
static unsigned reach(const struct coalition_model *c, size_t from, size_t but)
{
	unsigned set = 1u << from, old = 0;

	while (set != old) {
		old = set;
		for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
			for (size_t b = 0; b < HISTORY_AUTHORS; b++) {
				bool way = (old >> a & 1) != 0 && a != but && b != but && a != b &&
				           coalition_takes_part(c, a, c->today) && coalition_takes_part(c, b, c->today) &&
				           coalition_bond(c, a, b) < 2;
				set |= way ? 1u << b : 0;
			}
		}
	}
	return set;
}

static uint64_t strength_of(const struct coalition_model *c, size_t a)
{
	uint64_t sum = 0;

	for (size_t b = 0; b < HISTORY_AUTHORS; b++) {
		if (b != a && coalition_takes_part(c, a, c->today) && coalition_takes_part(c, b, c->today)) {
			sum += c->strength[a][b] + c->strength[b][a];
		}
	}
	return sum;
}

static uint64_t strength_all(const struct coalition_model *c)
{
	uint64_t sum = 0;

	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		sum += strength_of(c, a);
	}
	return sum / 2;
}

static int apart_without(const struct coalition_model *c, size_t who_left)
{
	unsigned others = reach(c, who_left, MODEL_NONE) & ~(1u << who_left);
	int largest = 0;

	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		if ((others >> a & 1) != 0 && coalition_bits(reach(c, a, who_left)) > largest) {
			largest = coalition_bits(reach(c, a, who_left));
		}
	}
	return coalition_bits(others) - largest;
}

static uint64_t ties_of(const struct coalition_model *c, size_t a)
{
	return strength_all(c) == 0 ? 0 : 1000 * strength_of(c, a) / strength_all(c);
}

static int apart_first(const struct coalition_model *c, size_t a, size_t b)
{
	if (apart_without(c, a) != apart_without(c, b)) {
		return apart_without(c, a) > apart_without(c, b) ? -1 : 1;
	}
	if (ties_of(c, a) != ties_of(c, b)) {
		return ties_of(c, a) > ties_of(c, b) ? -1 : 1;
	}
	return coalition_by_key(c, a, b);
}

size_t coalition_most_cut(const struct coalition_model *c, int *apart, uint64_t *ties)
{
	size_t best = MODEL_NONE;

	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		int without = coalition_takes_part(c, a, c->today) ? apart_without(c, a) : 0;
		bool more = best != MODEL_NONE && without == *apart && apart_first(c, a, best) < 0;
		if (without > 0 && (best == MODEL_NONE || without > *apart || more)) {
			best = a;
			*apart = without;
			*ties = ties_of(c, a);
		}
	}
	return best;
}

static size_t acts_of(const struct coalition_model *c, size_t a)
{
	size_t n = 0;

	for (size_t i = 0; i < c->m->n; i++) {
		n += coalition_who(c, i) == a && coalition_counts(c, i, c->today) && coalition_day(c, i) > c->today - 90;
	}
	return n;
}

static int busy_first(const struct coalition_model *c, size_t a, size_t b)
{
	return acts_of(c, a) != acts_of(c, b) ? (acts_of(c, a) > acts_of(c, b) ? -1 : 1) : coalition_by_key(c, a, b);
}

void coalition_write_bottleneck(FILE *out, const struct coalition_model *c)
{
	bool left[HISTORY_AUTHORS], half[HISTORY_AUTHORS];
	size_t all = 0, made = 0;

	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		left[a] = coalition_takes_part(c, a, c->today) && apart_without(c, a) > 0;
		half[a] = acts_of(c, a) > 0;
		all += acts_of(c, a);
	}
	for (size_t a; (a = coalition_next_in_order(c, left, HISTORY_AUTHORS, apart_first)) != MODEL_NONE; left[a] = false) {
		fprintf(out, "cut %zu apart %d ties %llu\n", a, apart_without(c, a), (unsigned long long)ties_of(c, a));
	}
	fprintf(out, "half");
	for (size_t a; 2 * made < all && (a = coalition_next_in_order(c, half, HISTORY_AUTHORS, busy_first)) != MODEL_NONE;
	        half[a] = false) {
		made += acts_of(c, a);
		fprintf(out, " %zu", a);
	}
	fprintf(out, "\n");
}

void coalition_model_without(FILE *out, const struct coalition_model *c, size_t a)
{
	size_t acts = 0, theirs = 0, deeds = 0, their_deeds = 0;

	if (!coalition_takes_part(c, a, c->today)) {
		fprintf(out, "without %zu: not in it\n", a);
		return;
	}
	for (size_t i = 0; i < c->m->n; i++) {
		bool act = coalition_counts(c, i, c->today), deed = coalition_in(c, i) && at(c, i)->kind == KIEM_DEED;
		acts += act;
		theirs += act && coalition_who(c, i) == a;
		deeds += deed;
		their_deeds += deed && coalition_who(c, i) == a;
	}
	fprintf(out, "without %zu ties %llu acts %zu deeds %zu apart %d lost %x energy %llu %llu\n", a,
	        (unsigned long long)ties_of(c, a), 1000 * theirs / acts, deeds == 0 ? 0 : 1000 * their_deeds / deeds,
	        apart_without(c, a), coalition_missing(c, c->today, a) & ~coalition_missing(c, c->today, MODEL_NONE),
	        (unsigned long long)coalition_energy(c, c->today, 1, a), (unsigned long long)coalition_energy(c, c->today, 0, a));
}

/* ---- where it came from and led to ---- */

static bool names_directly(const struct coalition_model *c, size_t i, size_t p, uint64_t relation)
{
	for (size_t l = 0; l < at(c, i)->n_links; l++) {
		if (at(c, i)->links[l].relation == relation && memcmp(at(c, i)->links[l].id.b, at(c, p)->id.b, 32) == 0) {
			return true;
		}
	}
	return false;
}

/* Whether a version of p is named by i so. */
static bool leads(const struct coalition_model *c, size_t i, size_t p, uint64_t relation)
{
	for (size_t v = 0; v < c->m->n; v++) {
		if (live(c, i) && live(c, v) && model_original(c->m, v) == p && names_directly(c, i, v, relation)) {
			return true;
		}
	}
	return false;
}

static uint64_t origin_by(const struct coalition_model *c, size_t p)
{
	uint64_t by = 0;

	for (uint64_t r = KIEM_ANSWERS; r >= KIEM_ABOUT; r--) {
		by = leads(c, c->root, p, r) || leads(c, model_shown(c->m, c->root), p, r) ? r : by;
	}
	for (size_t i = 0; by == 0 && i < c->m->n; i++) {
		/* Something went on to it: p itself, or a revision of it. */
		by = live(c, i) && model_original(c->m, i) == p && !coalition_in(c, p) && leads(c, i, c->root, KIEM_AFTER)
		             ? KIEM_AFTER
		             : 0;
	}
	return by;
}

static uint64_t heir_by(const struct coalition_model *c, size_t p)
{
	uint64_t by = 0;

	if (coalition_in(c, p) && p != c->root && at(c, p)->kind == KIEM_INITIATIVE) {
		for (uint64_t r = KIEM_ANSWERS; r >= KIEM_ABOUT; r--) {
			by = coalition_names(c, p, c->parent[p], BY(r)) ? r : by;
		}
		return by == KIEM_EXTENDS || by == KIEM_VARIANT ? by : 0;
	}
	for (size_t i = 0; i < c->m->n && !coalition_in(c, p); i++) {
		bool speaks = coalition_in(c, i) && live(c, i);
		for (size_t j = 0; j < c->m->n; j++) {
			speaks = speaks || (c->joins[j] && model_leave(c->m, j) == i);
		}
		by = speaks && leads(c, i, p, KIEM_AFTER) ? KIEM_AFTER : by;
	}
	return by;
}

void coalition_write_kin(FILE *out, const struct coalition_model *c)
{
	bool origins[MODEL_MAX], heirs[MODEL_MAX];

	for (size_t p = 0; p < c->m->n; p++) {
		bool possible = live(c, p) && is_content(at(c, p)->kind) && model_original(c->m, p) == p;
		origins[p] = possible && origin_by(c, p) != 0;
		heirs[p] = possible && heir_by(c, p) != 0;
	}
	for (size_t p; (p = coalition_next_in_order(c, origins, c->m->n, coalition_earlier_first)) != MODEL_NONE;
	        origins[p] = false) {
		fprintf(out, "from %zu by %llu\n", p, (unsigned long long)origin_by(c, p));
	}
	for (size_t p; (p = coalition_next_in_order(c, heirs, c->m->n, coalition_earlier_first)) != MODEL_NONE; heirs[p] = false) {
		fprintf(out, "to %zu by %llu\n", p, (unsigned long long)heir_by(c, p));
	}
}
