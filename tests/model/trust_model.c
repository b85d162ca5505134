/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See trust_model.h. Read it beside docs/ties.md, "Trust": it should be plain that the two say the same. */
#include "trust_model.h"

#define ONE (1ULL << 32)
#define EVERYBODY(a)                                                                                                               \
	size_t a = 0;                                                                                                              \
	a < HISTORY_AUTHORS;                                                                                                       \
	a++

static const struct kiem_post *at(const struct trust_model *t, size_t i)
{
	return &t->h->model.posts[i]->post;
}

static bool live(const struct trust_model *t, size_t i)
{
	return t->h->model.posts[i]->live;
}

/* ---- who ---- */

static size_t author_with(const struct history *h, const struct kiem_key *key)
{
	for (EVERYBODY(a)) {
		if (memcmp(h->authors[a].key.b, key->b, 32) == 0) {
			return a;
		}
	}
	return MODEL_NONE;
}

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

static size_t who(const struct trust_model *t, size_t i)
{
	return t->self[t->h->author_of[i]];
}

static size_t whom(const struct trust_model *t, size_t i)
{
	return at(t, i)->has_whom ? t->self[author_with(t->h, &at(t, i)->whom)] : MODEL_NONE;
}

/* ---- what counts ---- */

/* Whether a live post of this kind by this person names post i to cancel it, and lasts as long. */
static bool cancelled(const struct trust_model *t, size_t i, uint64_t kind, size_t by)
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
	       !cancelled(t, i, KIEM_UNVOUCH, from);
}

/* The fullest, then the earliest. */
static size_t vouch(const struct trust_model *t, size_t from, size_t to)
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

static bool stands(const struct trust_model *t, size_t i)
{
	return live(t, i) && at(t, i)->kind == KIEM_ADDRESS && who(t, i) != whom(t, i) &&
	       !(cancelled(t, i, KIEM_MEND, who(t, i)) && cancelled(t, i, KIEM_MEND, whom(t, i)));
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

static uint64_t left(const struct trust_model *t, size_t person, uint64_t amount)
{
	return t->burdened[person] ? amount / 4 : amount;
}

static uint64_t one_hop(const struct trust_model *t, size_t v)
{
	return v == t->me ? 0 : ONE * t->level[t->me][v] / budget(t, t->me);
}

static uint64_t half_of(const struct trust_model *t, uint64_t amount, size_t from, size_t to)
{
	return amount * t->level[from][to] / (2 * budget(t, from));
}

/* What comes to v by paths me, u, v; not by those where u is `without`. */
static uint64_t two_hops(const struct trust_model *t, size_t v, size_t without)
{
	uint64_t sum = 0;

	for (EVERYBODY(u)) {
		if (v != t->me && u != t->me && u != v && u != without) {
			sum += half_of(t, left(t, u, one_hop(t, u)), u, v);
		}
	}
	return sum;
}

/* What comes to w by vouches of v, not me: as the second on the way, and as the third. */
static uint64_t by(const struct trust_model *t, size_t v, size_t w)
{
	if (v == w || w == t->me) {
		return 0;
	}
	if (v == t->me) {
		return one_hop(t, w);
	}
	return half_of(t, left(t, v, one_hop(t, v)), v, w) + half_of(t, left(t, v, two_hops(t, v, w)), v, w);
}

static uint64_t three_hops(const struct trust_model *t, size_t w)
{
	uint64_t sum = 0;

	for (EVERYBODY(v)) {
		if (v != t->me && v != w && w != t->me) {
			sum += half_of(t, left(t, v, two_hops(t, v, w)), v, w);
		}
	}
	return sum;
}

static uint64_t find_walked(const struct trust_model *t, size_t v)
{
	if (t->me == MODEL_NONE) {
		return 0;
	}
	return left(t, v, one_hop(t, v)) + left(t, v, two_hops(t, v, MODEL_NONE)) + left(t, v, three_hops(t, v));
}

/* ---- on foot ---- */

/* Whether post i is by its links about post p, in any version. */
static bool about(const struct trust_model *t, size_t i, size_t p)
{
	return model_original(&t->h->model, p) == p && live(t, p) && model_names(&t->h->model, i, p, 1ULL << KIEM_ABOUT);
}

/* Whether post i confirms, about post p (MODEL_NONE: nothing that is here), something that `to` did. */
static bool find_confirms(const struct trust_model *t, size_t i, size_t p, size_t to)
{
	uint64_t kind = at(t, i)->kind;
	bool receipt = kind == KIEM_RECEIPT, deed = p != MODEL_NONE && at(t, p)->kind == KIEM_DEED && who(t, p) == to;

	if (!live(t, i) || who(t, i) == to || (!receipt && kind != KIEM_NOTE && kind != KIEM_JOIN) ||
	        (kind == KIEM_JOIN && cancelled(t, i, KIEM_LEAVE, who(t, i)))) {
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

static bool confirms(const struct trust_model *t, size_t i, size_t p, size_t to)
{
	return t->confirms[i][p == MODEL_NONE ? MODEL_MAX : p][to];
}

static bool may_confirm(const struct trust_model *t, size_t from)
{
	return t->me != MODEL_NONE && (from == t->me || t->walked[from] > 0);
}

/* On how many days `from` confirmed what `to` did. */
static uint64_t days(const struct trust_model *t, size_t from, size_t to)
{
	int64_t seen[MODEL_MAX];
	uint64_t n = 0;

	for (size_t i = 0; i < t->h->model.n; i++) {
		int64_t day = (at(t, i)->made > t->now_ms ? t->now_ms : at(t, i)->made) / HISTORY_DAY;
		bool confirmed = who(t, i) == from && confirms(t, i, MODEL_NONE, to), known = false;
		for (size_t p = 0; p < t->h->model.n && who(t, i) == from && !confirmed; p++) {
			confirmed = confirms(t, i, p, to);
		}
		for (size_t d = 0; d < n; d++) {
			known = known || seen[d] == day;
		}
		if (confirmed && !known) {
			seen[n++] = day;
		}
	}
	return n;
}

static uint64_t find_behind(const struct trust_model *t, size_t from, size_t to)
{
	uint64_t n = may_confirm(t, from) && from != to ? days(t, from, to) : 0, all = 0;

	if (n == 0 || from == t->me) {
		return n == 0 ? 0 : ONE * n / (n + 9);
	}
	for (EVERYBODY(other)) {
		all += days(t, from, other);
	}
	return t->walked[from] * n / (2 * (all > 12 ? all : 12));
}

static uint64_t all_behind(const struct trust_model *t, size_t who)
{
	uint64_t sum = 0;

	for (EVERYBODY(from)) {
		sum += t->behind[from][who];
	}
	return sum;
}

static uint64_t foot(const struct trust_model *t, size_t who)
{
	return ONE / 4 * all_behind(t, who) / (all_behind(t, who) + ONE);
}

static unsigned permille(uint64_t amount)
{
	uint64_t figure = (amount * 1000 + ONE / 4096) / ONE;

	return figure > 1000 ? 1000 : (unsigned)figure;
}

/* ---- making ---- */

static void weigh(struct trust_model *t, bool heard[HISTORY_AUTHORS])
{
	for (size_t i = 0; i < t->h->model.n; i++) {
		t->weighs[i] = stands(t, i) && (who(t, i) == t->me || heard[who(t, i)]);
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
			t->confirms[i][MODEL_MAX][to] = find_confirms(t, i, MODEL_NONE, to);
			for (size_t p = 0; p < t->h->model.n; p++) {
				t->confirms[i][p][to] = find_confirms(t, i, p, to);
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
			size_t i = vouch(t, from, to);
			t->level[from][to] = i == MODEL_NONE ? 0 : at(t, i)->level;
		}
	}
	weigh(t, heard);
	for (EVERYBODY(a)) {
		heard[a] = find_walked(t, a) >= ONE / 10;
	}
	weigh(t, heard);
	for (EVERYBODY(a)) {
		t->walked[a] = find_walked(t, a);
	}
	put_in_order(t);
	find_who_confirms(t);
	for (EVERYBODY(from)) {
		for (EVERYBODY(to)) {
			t->behind[from][to] = find_behind(t, from, to);
		}
	}
}

/* ---- telling ---- */

static uint64_t part(const struct trust_model *t, size_t from, size_t person)
{
	uint64_t all = all_behind(t, person);

	return left(t, person, by(t, from, person) + (all > 0 ? foot(t, person) * t->behind[from][person] / all : 0));
}

static bool before(const struct trust_model *t, uint64_t a_amount, size_t a, uint64_t b_amount, size_t b)
{
	return a_amount != b_amount ? a_amount > b_amount : memcmp(t->h->authors[a].key.b, t->h->authors[b].key.b, 32) < 0;
}

static size_t through(const struct trust_model *t, size_t person)
{
	size_t best = MODEL_NONE;

	for (EVERYBODY(from)) {
		uint64_t amount = from == t->me || one_hop(t, person) > 0 ? 0 : by(t, from, person);
		if (amount > 0 && (best == MODEL_NONE || before(t, amount, from, by(t, best, person), best))) {
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
		if (!may_confirm(t, who(t, act)) || (only_from != MODEL_NONE && who(t, act) != only_from)) {
			continue;
		}
		n += confirms(t, act, MODEL_NONE, person);
		if (out != NULL && confirms(t, act, MODEL_NONE, person)) {
			fprintf(out, "deed");
			write_id(t, out, act);
			write_id(t, out, MODEL_NONE);
			fprintf(out, "\n");
		}
		uint8_t last[32] = {0};
		for (size_t again = 0; again < t->h->model.n; again++) {
			size_t next = MODEL_NONE; /* the lowest id behind the last */
			for (size_t p = 0; p < t->h->model.n; p++) {
				if (confirms(t, act, p, person) && memcmp(at(t, p)->id.b, last, 32) > 0 &&
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
		write_id(t, out, by(t, best, person) > 0 ? vouch(t, best, person) : MODEL_NONE);
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
			if (stands(t, i) && whom(t, i) == person &&
			        (last == MODEL_NONE || model_order(&t->h->model, i, last) > 0) &&
			        (next == MODEL_NONE || model_order(&t->h->model, i, next) < 0)) {
				next = i;
			}
		}
		if (next == MODEL_NONE) {
			return;
		}
		last = next;
		fprintf(out, "against by %zu %d %d %d", who(t, next), t->weighs[next], cancelled(t, next, KIEM_MEND, who(t, next)),
		        cancelled(t, next, KIEM_MEND, person));
		write_id(t, out, next);
		fprintf(out, "\n");
	}
}

void trust_model_write(const struct trust_model *t, size_t key, FILE *out)
{
	size_t person = t->self[key];
	bool known = t->me != MODEL_NONE;
	uint64_t bare = known ? one_hop(t, person) + two_hops(t, person, MODEL_NONE) + three_hops(t, person) : 0;

	fprintf(out, "%zu is %zu: %u, unburdened %u, mine %u, vouch", key, person,
	        person == t->me ? 1000 : permille(t->walked[person] + left(t, person, foot(t, person))),
	        person == t->me ? 1000 : permille(bare + foot(t, person)), known ? permille(part(t, t->me, person)) : 0);
	write_id(t, out, known ? vouch(t, t->me, person) : MODEL_NONE);
	fprintf(out, "\n");
	if (known) {
		write_names(t, person, out);
		write_deeds(t, person, MODEL_NONE, out);
	} else {
		fprintf(out, "others 0 0\n");
	}
	write_against(t, person, out);
}
