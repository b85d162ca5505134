/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Energy, evidence and ties of the model: every figure by the sentence that docs/ties.md has for it. */
#include "coalition_asked.h"

/* ---- energy ---- */

/* Whether post i is a deed of theirs that was confirmed by t. */
static bool is_done(const struct coalition_model *c, size_t i, size_t person, int t)
{
	return at(c, i)->kind == KIEM_DEED && coalition_in(c, i) && coalition_who(c, i) == person && c->settled[i] <= t;
}

/* Each day on which something was done, once. */
static uint64_t done_by(const struct coalition_model *c, size_t person, int t)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < c->m->n; i++) {
		bool opens_day = is_done(c, i, person, t);
		for (size_t k = 0; k < i && opens_day; k++) {
			opens_day = !is_done(c, k, person, t) || coalition_day(c, k) != coalition_day(c, i);
		}
		sum += opens_day ? decay(t - coalition_day(c, i)) : 0;
	}
	return sum;
}

static uint64_t gives(const struct coalition_model *c, size_t person, int t)
{
	int first = coalition_first_act(c, person, t), last = -NEVER;

	if (first == NEVER) {
		return 0;
	}
	for (size_t i = 0; i < c->m->n; i++) {
		if (coalition_who(c, i) == person && coalition_counts(c, i, t) && coalition_day(c, i) > last) {
			last = coalition_day(c, i);
		}
	}
	return decay(t - last) + decay(t - first) / 2 + least(done_by(c, person, t), 2 * ONE);
}

uint64_t coalition_energy(const struct coalition_model *c, int t, int known, size_t but)
{
	uint64_t sum = 0;

	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		bool meant = c->self[a] == a && a != but && (known < 0 || c->known[a] == (known == 1));
		sum += meant ? gives(c, a, t) : 0;
	}
	return sum;
}

int coalition_state(const struct coalition_model *c, int t)
{
	size_t people = 0;

	if (coalition_energy(c, t, -1, MODEL_NONE) < ONE) {
		return 2;
	}
	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		people += coalition_takes_part(c, a, t);
	}
	return t - coalition_day(c, c->root) < 30 || people < 3 ? 0 : 1;
}

/* ---- conditions ---- */

static const uint64_t signal_of[5][2] = {{KIEM_URGENT, KIEM_URGENT}, {KIEM_DIRECTION, KIEM_DIRECTION}, {99, 99},
        {KIEM_BACKING, KIEM_BACKING}, {KIEM_HANDS, KIEM_MEANS}};

static bool has_signal(const struct kiem_post *post, size_t condition)
{
	for (size_t i = 0; i < post->n_signals; i++) {
		if (post->signals[i] == signal_of[condition][0] || post->signals[i] == signal_of[condition][1]) {
			return true;
		}
	}
	return false;
}

static bool has_role(const struct kiem_post *post, uint64_t role)
{
	for (size_t i = 0; i < post->n_roles; i++) {
		if (post->roles[i] == role) {
			return true;
		}
	}
	return false;
}

bool coalition_builds(const struct coalition_model *c, size_t i, int t)
{
	return coalition_in(c, i) && coalition_day(c, i) <= t && coalition_names_others(c, i, BY(KIEM_EXTENDS) | BY(KIEM_VARIANT));
}

/* Whether i is the first building post of one of the first three who built, its maker aside. */
static bool is_early(const struct coalition_model *c, size_t i, int t)
{
	bool before[HISTORY_AUTHORS] = {false};
	size_t n = 0;

	if (!coalition_builds(c, i, t) || coalition_who(c, i) == coalition_who(c, c->root)) {
		return false;
	}
	for (size_t k = 0; k < c->m->n; k++) {
		if (coalition_builds(c, k, t) && coalition_who(c, k) != coalition_who(c, c->root) && model_order(c->m, k, i) < 0) {
			before[coalition_who(c, k)] = true;
		}
	}
	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		n += before[a];
	}
	return !before[coalition_who(c, i)] && n < 3;
}

/* Whether i is about the shown text of the first post. */
bool coalition_names_text(const struct coalition_model *c, size_t i)
{
	return model_names_shown(c->m, i, c->root, BY(KIEM_ABOUT));
}

/* How post i is evidence for a condition at t: an enum view_why, or -1. */
int coalition_why(const struct coalition_model *c, size_t i, size_t condition, int t)
{
	const struct kiem_post *post = at(c, i);
	bool joined = c->joins[i] && coalition_counts(c, i, t);
	bool varies = coalition_in(c, i) && coalition_day(c, i) <= t && coalition_names_others(c, i, BY(KIEM_VARIANT));

	if (joined && condition != 2 && has_signal(post, condition)) {
		return 0;
	}
	if (condition == 1) {
		bool text = joined && coalition_names_text(c, i);
		return text ? 1 : (varies ? 2 : -1);
	}
	if (condition == 2) {
		if (joined && (has_role(post, KIEM_PIONEER) || has_role(post, KIEM_CONNECTOR))) {
			return has_role(post, KIEM_PIONEER) ? 3 : 4;
		}
		bool new = varies &&coalition_day(c, i) - coalition_first_act(c, coalition_who(c, i), t) <= 30;
		return is_early(c, i, t) ? 5 : (new ? 6 : -1);
	}
	if (condition == 4 && coalition_in(c, i) && coalition_day(c, i) <= t && post->kind == KIEM_REQUEST) {
		return c->settled[i] <= t ? 7 : 8;
	}
	return -1;
}

struct found coalition_find(const struct coalition_model *c, size_t condition, int t, size_t but)
{
	struct found f = {0};
	uint64_t sectors = 0;

	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		uint64_t best = 0;
		for (size_t i = 0; i < c->m->n; i++) {
			int how = coalition_who(c, i) == a && a != but ? coalition_why(c, i, condition, t) : -1;
			if (how == 7 || how == 8) {
				f.sum += (how == 7 ? 1 : -1) * (int64_t)decay(t - coalition_day(c, i));
			} else if (how >= 0 && decay(t - coalition_day(c, i)) > best) {
				best = decay(t - coalition_day(c, i));
			}
		}
		f.sum += (int64_t)best;
		f.people += best != 0;
		sectors |= best != 0 ? coalition_sector_bit(c, a) : 0;
	}
	f.sectors = coalition_bits(sectors);
	return f;
}

unsigned coalition_missing(const struct coalition_model *c, int t, size_t but)
{
	unsigned set = 0;

	for (size_t k = 0; k < 5; k++) {
		set |= coalition_find(c, k, t, but).sum >= ONE / 2 ? 0 : 1u << k;
	}
	return set;
}

/* ---- ties ---- */

uint64_t coalition_weight(uint64_t kind, uint64_t relation)
{
	if (kind == KIEM_JOIN || kind == KIEM_RECEIPT) {
		return relation == KIEM_ABOUT ? (kind == KIEM_JOIN ? 3 : 4) : 0;
	}
	if (!is_content(kind)) {
		return 0;
	}
	if (relation == KIEM_EXTENDS || relation == KIEM_VARIANT) {
		return 3;
	}
	if (relation == KIEM_ABOUT || relation == KIEM_ANSWERS) {
		return kind == KIEM_DEED ? 3 : (relation == KIEM_ANSWERS ? 2 : 1);
	}
	return 0;
}

/* What act i weighs toward person b within the coalition. */
uint64_t coalition_find_toward(const struct coalition_model *c, size_t i, size_t b)
{
	bool in_it = coalition_in(c, i) || c->joins[i] || coalition_is_receipt(c, i);
	uint64_t most = 0;

	for (size_t p = 0; p < c->m->n && in_it; p++) {
		for (uint64_t r = KIEM_ABOUT; r <= KIEM_ANSWERS; r++) {
			bool names_p = coalition_names(c, i, p, BY(r));
			size_t to = at(c, i)->kind == KIEM_RECEIPT ? coalition_giver(c, i, p) : coalition_who(c, p);
			if (names_p && to == b && to != coalition_who(c, i) && coalition_weight(at(c, i)->kind, r) > most) {
				most = coalition_weight(at(c, i)->kind, r);
			}
		}
	}
	return most;
}

/* Seen in it in any way: a tie to somebody who is not is none within it. */
static bool seen(const struct coalition_model *c, size_t person)
{
	for (size_t i = 0; i < c->m->n; i++) {
		if (coalition_who(c, i) == person && (coalition_in(c, i) || c->joins[i] || coalition_is_receipt(c, i))) {
			return true;
		}
	}
	return false;
}

uint64_t coalition_strength(const struct coalition_model *c, size_t a, size_t b, int after, int t)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < c->m->n; i++) {
		bool heaviest = coalition_who(c, i) == a && a != b && coalition_day(c, i) > after && coalition_day(c, i) <= t &&
		                c->gone[i] > t && c->toward[i][b] > 0;
		for (size_t k = 0; k < c->m->n && heaviest; k++) {
			bool rival = coalition_who(c, k) == a && coalition_day(c, k) == coalition_day(c, i) && c->gone[k] > t &&
			             c->toward[k][b] > 0;
			heaviest = !rival || c->toward[k][b] < c->toward[i][b] || (c->toward[k][b] == c->toward[i][b] && k >= i);
		}
		sum += heaviest ? c->toward[i][b] * decay(t - coalition_day(c, i)) : 0;
	}
	return seen(c, b) ? sum : 0;
}

static int closeness(uint64_t ab, uint64_t ba)
{
	if (ab + ba < ONE / 2) {
		return 2;
	}
	return ab + ba >= 4 * ONE || (ab >= ONE && ba >= ONE) ? 0 : 1;
}

int coalition_bond(const struct coalition_model *c, size_t a, size_t b)
{
	return closeness(c->strength[a][b], c->strength[b][a]);
}
