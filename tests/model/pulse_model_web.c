/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What ties say of a whole board: who connects, how much is mutual. See pulse_model.h; ties themselves are those of docs/ties.md.
 */
#include "coalition_asked.h"
#include "pulse_model.h"

#define FEW 3

/* ---- what one did toward another ---- */

static int pulse_day(const struct pulse_model *p, size_t i)
{
	int64_t made = pulse_post(p, i)->made < p->now_ms ? pulse_post(p, i)->made : p->now_ms;

	return (int)floor((double)made / 86400000.0);
}

/* By the very key that made it, with a post that lasts as long. */
static bool taken_back(const struct pulse_model *p, size_t i, uint64_t kind)
{
	for (size_t k = 0; k < p->h->model.n; k++) {
		bool names = (p->h->model.posts[k]->named[i] & BY(KIEM_CANCELS)) != 0;
		if (names && pulse_live(p, k) && pulse_post(p, k)->kind == kind && p->h->author_of[k] == p->h->author_of[i] &&
		        pulse_post(p, k)->until >= pulse_post(p, i)->until) {
			return true;
		}
	}
	return false;
}

/* What post i weighs toward person b. */
static uint64_t weighs(const struct pulse_model *p, size_t i, size_t b)
{
	const struct kiem_post *post = pulse_post(p, i);
	size_t whom = post->has_whom ? p->self[coalition_author(p->h, &post->whom)] : MODEL_NONE;
	uint64_t most = 0;

	if (post->kind == KIEM_VOUCH) {
		return whom == b && !taken_back(p, i, KIEM_UNVOUCH) ? 2 + post->level : 0;
	}
	for (size_t k = 0; k < p->h->model.n; k++) {
		size_t to = post->kind == KIEM_RECEIPT && whom != MODEL_NONE ? whom : p->person[k];
		for (uint64_t r = KIEM_ABOUT; r <= KIEM_ANSWERS && pulse_live(p, k) && to == b; r++) {
			bool names = (p->h->model.posts[i]->named[k] & BY(r)) != 0;
			most = names && coalition_weight(post->kind, r) > most ? coalition_weight(post->kind, r) : most;
		}
	}
	return most > 0 && post->kind == KIEM_JOIN && taken_back(p, i, KIEM_LEAVE) ? 0 : most;
}

/* Of each day the heaviest, faded. */
uint64_t pulse_find_toward(const struct pulse_model *p, size_t a, size_t b)
{
	uint64_t weight[MODEL_MAX], sum = 0;

	for (size_t i = 0; i < p->h->model.n; i++) {
		weight[i] = p->person[i] == a && pulse_live(p, i) ? weighs(p, i, b) : 0;
	}
	for (size_t i = 0; i < p->h->model.n; i++) {
		bool heaviest = weight[i] > 0;
		for (size_t k = 0; k < p->h->model.n && heaviest; k++) {
			bool rival = weight[k] > weight[i] || (weight[k] == weight[i] && k < i);
			heaviest = !rival || pulse_day(p, k) != pulse_day(p, i);
		}
		sum += heaviest ? weight[i] * decay((int)(p->now_ms / 86400000) - pulse_day(p, i)) : 0;
	}
	return sum;
}

static uint64_t awake(const struct pulse_model *p, size_t a, size_t b)
{
	uint64_t both = p->toward[a][b] + p->toward[b][a];

	return both >= ONE / 2 ? both : 0;
}

uint64_t pulse_tie(const struct pulse_model *p, size_t a, size_t b)
{
	return p->here[a] && p->here[b] ? awake(p, a, b) : 0;
}

/* ---- who connects ---- */

/* Permille; over all ties, here or not. */
static uint64_t participation(const struct pulse_model *p, size_t a)
{
	uint64_t all = 0, squares = 0, inside;

	for (size_t b = 0; b < HISTORY_AUTHORS; b++) {
		all += awake(p, a, b);
	}
	for (size_t c = 0; c < HISTORY_AUTHORS && all > 0; c++) {
		uint64_t there = 0;
		for (size_t b = 0; b < HISTORY_AUTHORS; b++) {
			there += p->community[b] == c ? awake(p, a, b) : 0;
		}
		squares += (there * ONE / all) * (there * ONE / all);
	}
	inside = (uint64_t)llround((double)squares * 1000 / ((double)ONE * ONE));
	return all == 0 || inside > 1000 ? 0 : 1000 - inside;
}

static uint64_t strength_here(const struct pulse_model *p, size_t a)
{
	uint64_t sum = 0;

	for (size_t b = 0; b < HISTORY_AUTHORS; b++) {
		sum += pulse_tie(p, a, b);
	}
	return sum;
}

static bool connects(const struct pulse_model *p, size_t a)
{
	size_t ties = 0;

	for (size_t b = 0; b < HISTORY_AUTHORS; b++) {
		ties += pulse_tie(p, a, b) > 0;
	}
	return p->active[a] && ties >= 5 && participation(p, a) >= 620;
}

static bool connects_more(const struct pulse_model *p, size_t a, size_t b)
{
	if (participation(p, a) != participation(p, b)) {
		return participation(p, a) > participation(p, b);
	}
	return strength_here(p, a) != strength_here(p, b) ? strength_here(p, a) > strength_here(p, b) : pulse_key_below(p, a, b);
}

void pulse_write_connectors(FILE *out, const struct pulse_model *p)
{
	bool told[HISTORY_AUTHORS];
	size_t n = 0;

	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		size_t before = 0;
		told[a] = p->has_communities && connects(p, a);
		n += told[a];
		for (size_t b = 0; b < HISTORY_AUTHORS && told[a]; b++) {
			before += b != a && connects(p, b) && connects_more(p, b, a);
		}
		told[a] = told[a] && before < FEW;
	}
	fprintf(out, "connectors %d %zu:", p->has_communities, n);
	for (size_t rank = 0; rank < FEW; rank++) {
		size_t next = MODEL_NONE;
		for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
			next = told[a] && (next == MODEL_NONE || pulse_key_below(p, a, next)) ? a : next;
		}
		if (next != MODEL_NONE) {
			told[next] = false;
			fprintf(out, " %zu", next);
		}
	}
	fprintf(out, "\n");
}

/* ---- how much is mutual ---- */

void pulse_write_reciprocity(FILE *out, const struct pulse_model *p)
{
	uint64_t mutual = 0, all = 0;

	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		for (size_t b = 0; b < HISTORY_AUTHORS; b++) {
			bool both = p->here[a] && p->here[b];
			mutual += both ? least(p->toward[a][b], p->toward[b][a]) : 0;
			all += both ? p->toward[a][b] : 0;
		}
	}
	fprintf(out, "mutual %ld\n", all == 0 ? 0 : (long)floor(1000.0 * (double)mutual / (double)all + 0.5));
}
