/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is here, who is new and who welcomed them; who is at the table; what was asked. See pulse_model.h. */
#include "pulse_model.h"

#include "coalition_asked.h"
#include "trade_model.h"

#define FEW 3

bool pulse_on_these(const struct pulse_model *p, size_t i)
{
	for (size_t b = 0; b < HISTORY_BOARDS; b++) {
		struct kiem_span board = pulse_post(p, i)->board, name = support_span(history_boards[b]);
		if (p->wanted[b] && board.n == name.n && memcmp(board.p, name.p, name.n) == 0) {
			return true;
		}
	}
	return false;
}

bool pulse_key_below(const struct pulse_model *p, size_t a, size_t b)
{
	return memcmp(p->h->authors[a].key.b, p->h->authors[b].key.b, 32) < 0;
}

/* ---- who is new ---- */

/* Made of their first post here; INT64_MAX: they made none. */
static int64_t first_here(const struct pulse_model *p, size_t who)
{
	int64_t first = INT64_MAX;

	for (size_t i = 0; i < p->h->model.n; i++) {
		if (p->person[i] == who && pulse_live(p, i) && pulse_on_these(p, i) && pulse_post(p, i)->made < first) {
			first = pulse_post(p, i)->made;
		}
	}
	return first;
}

static bool is_new(const struct pulse_model *p, size_t who)
{
	bool me = p->me != MODEL_NONE && p->self[p->me] == who;

	return !me && first_here(p, who) != INT64_MAX && first_here(p, who) >= p->since;
}

/* Whether live post i is something that was done toward this person. */
static bool is_toward(const struct pulse_model *p, size_t i, size_t who)
{
	const struct kiem_post *post = pulse_post(p, i);
	size_t whom = post->has_whom ? p->self[coalition_author(p->h, &post->whom)] : MODEL_NONE;

	if (post->kind == KIEM_VOUCH) {
		return whom == who;
	}
	if (!is_content(post->kind) && post->kind != KIEM_JOIN && post->kind != KIEM_RECEIPT) {
		return false;
	}
	for (size_t k = 0; k < p->h->model.n; k++) {
		bool names = pulse_live(p, k) && p->h->model.posts[i]->named[k] != 0;
		size_t to = post->kind == KIEM_RECEIPT && whom != MODEL_NONE ? whom : p->person[k];
		if (names && to == who) {
			return true;
		}
	}
	return false;
}

/* The first that somebody else did toward them: since, or a vouch. */
static size_t welcome_of(const struct pulse_model *p, size_t who)
{
	size_t first = MODEL_NONE;

	for (size_t i = 0; i < p->h->model.n; i++) {
		bool then = pulse_post(p, i)->made >= p->since || pulse_post(p, i)->kind == KIEM_VOUCH;
		if (pulse_live(p, i) && then && p->person[i] != who && is_toward(p, i, who) &&
		        (first == MODEL_NONE || model_order(&p->h->model, i, first) < 0)) {
			first = i;
		}
	}
	return first;
}

/* Whether somebody new is told of before another. */
static bool waits_longer(const struct pulse_model *p, size_t a, size_t b)
{
	bool met_a = welcome_of(p, a) != MODEL_NONE, met_b = welcome_of(p, b) != MODEL_NONE;

	if (met_a != met_b) {
		return met_b;
	}
	return first_here(p, a) != first_here(p, b) ? first_here(p, a) < first_here(p, b) : pulse_key_below(p, a, b);
}

/* Of how many others it is true that they waited less, or as long and come before by number. */
static size_t shorter(const int64_t *waited, size_t n, size_t i)
{
	size_t less = 0;

	for (size_t k = 0; k < n; k++) {
		less += waited[k] < waited[i] || (waited[k] == waited[i] && k < i);
	}
	return less;
}

static void write_new(FILE *out, const struct pulse_model *p)
{
	int64_t waited[HISTORY_AUTHORS], median = 0;
	bool left[HISTORY_AUTHORS];
	size_t n = 0, met = 0;

	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		left[a] = p->self[a] == a && is_new(p, a);
		n += left[a];
		if (left[a] && welcome_of(p, a) != MODEL_NONE) {
			int64_t after = pulse_post(p, welcome_of(p, a))->made - first_here(p, a);
			waited[met++] = after < 0 ? 0 : after;
		}
	}
	for (size_t i = 0; i < met; i++) {
		median = shorter(waited, met, i) == met / 2 ? waited[i] : median;
	}
	fprintf(out, "new %zu welcomed %zu within %lld\n", n, met, (long long)median);
	for (; n > 0; n--) {
		size_t next = MODEL_NONE;
		for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
			next = left[a] && (next == MODEL_NONE || waits_longer(p, a, next)) ? a : next;
		}
		left[next] = false;
		size_t by = welcome_of(p, next);
		fprintf(out, "newcomer %zu first %lld welcome %zd by %zd\n", next, (long long)first_here(p, next), (ssize_t)by,
		        by == MODEL_NONE ? -1 : (ssize_t)p->person[by]);
	}
}

/* ---- who is at the table ---- */

static void write_table(FILE *out, const struct pulse_model *p)
{
	size_t n[KIEM_OTHER + 2] = {0}, active = 0, said = 0, squares = 0;
	unsigned absent = 0;

	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		size_t profile = coalition_profile(p->h, a);
		uint64_t sector = profile == MODEL_NONE ? 0 : pulse_post(p, profile)->sector;
		active += p->active[a];
		n[sector > KIEM_OTHER ? KIEM_OTHER + 1 : sector] += p->active[a];
	}
	fprintf(out, "active %zu sectors %zu", active, n[0]);
	for (size_t s = 1; s <= KIEM_OTHER + 1; s++) {
		fprintf(out, " %zu", n[s]);
		said += n[s];
		squares += n[s] * n[s];
		absent |= n[s] == 0 && s < KIEM_OTHER ? 1u << s : 0;
	}
	/* Two drawn of n, one after the other and put back: said · said ways, of which `squares` are of one sector. */
	double same = said == 0 ? 1 : (double)squares / (double)(said * said);
	fprintf(out, " diversity %ld absent %x\n", 1000 - (long)floor(1000 * same + 0.5), absent);
}

/* ---- what was asked ---- */

static void write_requests(FILE *out, const struct pulse_model *p)
{
	static struct plain market;
	bool left[MODEL_MAX] = {false}, matched[MODEL_MAX] = {false};
	size_t n = 0, n_matched = 0;

	market.m = &p->h->model;
	market.person = p->person;
	market.now_ms = p->now_ms;
	plain_settle(&market);
	plain_pairs(&market);
	for (size_t i = 0; i < market.n_pairs; i++) {
		size_t request = market.trade[market.pair[i].request].post;
		n_matched += pulse_on_these(p, request) && !matched[request];
		matched[request] = true;
	}
	for (size_t t = 0; t < market.n; t++) {
		size_t i = market.trade[t].post;
		left[i] = pulse_post(p, i)->kind == KIEM_REQUEST && pulse_on_these(p, i) &&
		          !plain_answered(&market, &market.trade[t], MODEL_NONE);
		n += left[i];
	}
	fprintf(out, "matches %zu asked %zu:", n_matched, n);
	for (size_t told = 0; told < n && told < FEW; told++) {
		size_t eldest = MODEL_NONE;
		for (size_t i = 0; i < p->h->model.n; i++) {
			bool elder = left[i] && (eldest == MODEL_NONE || model_order(&p->h->model, i, eldest) < 0);
			eldest = elder ? i : eldest;
		}
		left[eldest] = false;
		fprintf(out, " %zu", eldest);
	}
	fprintf(out, "\n");
}

/* ---- all of it ---- */

void pulse_model_make(struct pulse_model *p)
{
	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		p->self[a] = coalition_self(p->h, a);
		p->here[a] = p->active[a] = false;
	}
	for (size_t i = 0; i < p->h->model.n; i++) {
		p->person[i] = p->self[p->h->author_of[i]];
		if (pulse_live(p, i) && pulse_on_these(p, i)) {
			p->here[p->person[i]] = true;
			p->active[p->person[i]] |= pulse_post(p, i)->made >= p->since;
		}
	}
	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		for (size_t b = 0; b < HISTORY_AUTHORS; b++) {
			p->toward[a][b] = a == b ? 0 : pulse_find_toward(p, a, b);
		}
	}
}

void pulse_model_write(FILE *out, const struct pulse_model *p)
{
	write_new(out, p);
	write_requests(out, p);
	pulse_write_coalitions(out, p);
	pulse_write_connectors(out, p);
	pulse_write_introductions(out, p);
	write_table(out, p);
	pulse_write_reciprocity(out, p);
}
