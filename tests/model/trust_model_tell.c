/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there is to say of one person, by the model, in the lines that the test compares. */
#include "trust_model_parts.h"

static unsigned permille(uint64_t amount)
{
	uint64_t figure = (amount * 1000 + ONE / 4096) / ONE;

	return figure > 1000 ? 1000 : (unsigned)figure;
}

static uint64_t part(const struct trust_model *t, size_t from, size_t person)
{
	uint64_t all = trust_model_all_behind(t, person);

	uint64_t foot = t->behind[from][person];
	foot = all > ONE / 4 ? foot * (ONE / 4) / all : foot;
	return trust_model_left(t, person, trust_model_by(t, from, person) + foot);
}

static bool before(const struct trust_model *t, uint64_t a_amount, size_t a, uint64_t b_amount, size_t b)
{
	return a_amount != b_amount ? a_amount > b_amount : memcmp(t->h->authors[a].key.b, t->h->authors[b].key.b, 32) < 0;
}

static size_t through(const struct trust_model *t, size_t person)
{
	size_t best = MODEL_NONE;

	for (EVERYBODY(from)) {
		uint64_t amount = from == t->me || trust_model_one_hop(t, person) > 0 ? 0 : trust_model_by(t, from, person);
		if (amount > 0 && (best == MODEL_NONE || before(t, amount, from, trust_model_by(t, best, person), best))) {
			best = from;
		}
	}
	return best;
}

static void write_id(const struct trust_model *t, FILE *out, size_t i)
{
	char hex[65];

	kiem_hex(hex, i == MODEL_NONE ? (const uint8_t[32]){0} : at(t, i)->id.b, 32);
	fprintf(out, " %.12s", hex);
}

/* In order of the acts, then of what they are about. */
static size_t write_deeds(const struct trust_model *t, size_t person, size_t only_from, FILE *out)
{
	size_t n = 0;

	for (size_t rank = 0; rank < t->h->model.n; rank++) {
		size_t act = t->order[rank];
		if (!trust_model_may_confirm(t, who(t, act)) || (only_from != MODEL_NONE && who(t, act) != only_from)) {
			continue;
		}
		n += trust_model_confirms(t, act, MODEL_NONE, person);
		if (out != NULL && trust_model_confirms(t, act, MODEL_NONE, person)) {
			fprintf(out, "deed");
			write_id(t, out, act);
			write_id(t, out, MODEL_NONE);
			fprintf(out, "\n");
		}
		uint8_t last[32] = {0};
		for (size_t again = 0; again < t->h->model.n; again++) {
			size_t next = MODEL_NONE; /* the lowest id behind the last */
			for (size_t p = 0; p < t->h->model.n; p++) {
				if (trust_model_confirms(t, act, p, person) && memcmp(at(t, p)->id.b, last, 32) > 0 &&
				        (next == MODEL_NONE || memcmp(at(t, p)->id.b, at(t, next)->id.b, 32) < 0)) {
					next = p;
				}
			}
			if (next == MODEL_NONE) {
				break;
			}
			memcpy(last, at(t, next)->id.b, 32);
			n++;
			if (out != NULL) {
				fprintf(out, "deed");
				write_id(t, out, act);
				write_id(t, out, next);
				fprintf(out, "\n");
			}
		}
	}
	return n;
}

static void write_names(const struct trust_model *t, size_t person, FILE *out)
{
	bool taken[HISTORY_AUTHORS] = {false};
	uint64_t others = 0;
	size_t n_others = 0;

	for (size_t rank = 0; rank < HISTORY_AUTHORS; rank++) {
		size_t best = MODEL_NONE;
		for (EVERYBODY(from)) {
			if (!taken[from] && from != t->me && from != person && t->self[from] == from && part(t, from, person) > 0 &&
			        (best == MODEL_NONE || before(t, part(t, from, person), from, part(t, best, person), best))) {
				best = from;
			}
		}
		if (best == MODEL_NONE) {
			break;
		}
		taken[best] = true;
		if (rank >= 3) {
			others += part(t, best, person);
			n_others++;
			continue;
		}
		fprintf(out, "by %zu %u through %zd confirmed %zu vouch", best, permille(part(t, best, person)),
		        (ssize_t)through(t, best), write_deeds(t, person, best, NULL));
		write_id(t, out, trust_model_by(t, best, person) > 0 ? trust_model_vouch(t, best, person) : MODEL_NONE);
		fprintf(out, "\n");
	}
	fprintf(out, "others %zu %u\n", n_others, permille(others));
}

static void write_against(const struct trust_model *t, size_t person, FILE *out)
{
	size_t last = MODEL_NONE;

	for (size_t again = 0; again < t->h->model.n; again++) {
		size_t next = MODEL_NONE;
		for (size_t i = 0; i < t->h->model.n; i++) {
			if (trust_model_stands(t, i) && whom(t, i) == person &&
			        (last == MODEL_NONE || model_order(&t->h->model, i, last) > 0) &&
			        (next == MODEL_NONE || model_order(&t->h->model, i, next) < 0)) {
				next = i;
			}
		}
		if (next == MODEL_NONE) {
			return;
		}
		last = next;
		fprintf(out, "against by %zu %d %d %d", who(t, next), t->weighs[next],
		        trust_model_cancelled(t, next, KIEM_MEND, who(t, next)), trust_model_cancelled(t, next, KIEM_MEND, person));
		write_id(t, out, next);
		fprintf(out, "\n");
	}
}

void trust_model_write(const struct trust_model *t, size_t key, FILE *out)
{
	size_t person = t->self[key];
	bool known = t->me != MODEL_NONE;
	uint64_t bare = trust_model_bare(t, person) + trust_model_foot(t, person);
	bare = bare < ONE ? bare : ONE;

	fprintf(out, "%zu is %zu: %u, unburdened %u, mine %u, vouch", key, person,
	        person == t->me ? 1000 : permille(trust_model_left(t, person, bare)), person == t->me ? 1000 : permille(bare),
	        known ? permille(part(t, t->me, person)) : 0);
	write_id(t, out, known ? trust_model_vouch(t, t->me, person) : MODEL_NONE);
	fprintf(out, "\n");
	if (known) {
		write_names(t, person, out);
		write_deeds(t, person, MODEL_NONE, out);
	} else {
		fprintf(out, "others 0 0\n");
	}
	write_against(t, person, out);
}
