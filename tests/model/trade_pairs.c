/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See trade_model.h: every offer held against every request. */
#include "trade_model.h"

bool plain_answered(const struct plain *s, const struct plain_trade *t, size_t by)
{
	for (size_t i = 0; i < s->m->n; i++) {
		if ((by == MODEL_NONE || plain_same_person(s, i, by)) && !plain_same_person(s, i, t->post) &&
		        plain_names(s, i, t->post, KIEM_ANSWERS)) {
			return true;
		}
	}
	return false;
}

static size_t profile(const struct plain *s, size_t post)
{
	size_t best = MODEL_NONE;

	for (size_t i = 0; i < s->m->n; i++) {
		if (s->m->posts[i]->live && plain_post(s, i)->kind == KIEM_PROFILE && plain_same_person(s, i, post) &&
		        (best == MODEL_NONE || model_order(s->m, i, best) > 0)) {
			best = i;
		}
	}
	return best;
}

static uint64_t sector(const struct plain *s, size_t post)
{
	size_t i = profile(s, post);

	return i == MODEL_NONE ? 0 : plain_post(s, i)->sector;
}

static uint64_t root(uint64_t square)
{
	uint64_t r = 0;

	for (uint64_t step = 1ULL << 31; step > 0; step /= 2) {
		r += (r + step) * (r + step) <= square ? step : 0;
	}
	return r;
}

static unsigned least(uint64_t a, uint64_t b)
{
	return (unsigned)(a < b ? a : b);
}

static void score_words(const struct plain *s, struct plain_pair *pair)
{
	const struct plain_trade *a = &s->trade[pair->offer], *b = &s->trade[pair->request];
	uint64_t shared = 0, of_a = 0, of_b = 0, tags = 0;

	for (size_t i = 0; i < a->n; i++) {
		const struct word *other = plain_word(b, a->word[i].text);
		uint64_t weight = a->word[i].idf;
		of_a += a->word[i].times * weight;
		shared += other == NULL ? 0 : weight * least(a->word[i].times, other->times);
		tags += other != NULL && a->word[i].text[0] == '#' ? least(WEIGHT_MATCH_TAG * weight / 256, WEIGHT_MATCH_TAG_MOST)
		                                                   : 0;
	}
	for (size_t i = 0; i < b->n; i++) {
		of_b += b->word[i].times * b->word[i].idf;
	}
	uint64_t mean = root(of_a * of_b);
	pair->part[VIEW_MATCH_WORDS] = mean == 0 ? 0 : least(shared * WEIGHT_MATCH_WORDS / mean, WEIGHT_MATCH_WORDS);
	pair->part[VIEW_MATCH_TAGS] = least(tags, WEIGHT_MATCH_TAGS);
}

static unsigned score_place(const struct plain_trade *a, const struct plain_trade *b)
{
	char x[VIEW_TAG_MAX + 1], y[VIEW_TAG_MAX + 1];

	if (a->shown->has_point && b->shown->has_point) {
		struct view_point p = {a->shown->lat_udeg, a->shown->lon_udeg}, q = {b->shown->lat_udeg, b->shown->lon_udeg};
		return (unsigned)(WEIGHT_MATCH_PLACE * 1000 / (1000 + view_distance_m(p, q)));
	}
	view_tag_fold(x, a->shown->place);
	view_tag_fold(y, b->shown->place);
	bool board = a->p->board.n == b->p->board.n && memcmp(a->p->board.p, b->p->board.p, a->p->board.n) == 0;
	return x[0] != '\0' && strcmp(x, y) == 0 ? WEIGHT_MATCH_LABEL : board ? WEIGHT_MATCH_BOARD : 0;
}

/* False: they do not match. */
static bool score(const struct plain *s, struct plain_pair *pair)
{
	const struct plain_trade *a = &s->trade[pair->offer], *b = &s->trade[pair->request];
	int64_t from = plain_more(a->from, b->from), to = a->to < b->to ? a->to : b->to;
	uint64_t x = sector(s, a->post), y = sector(s, b->post);

	score_words(s, pair);
	if (pair->part[VIEW_MATCH_WORDS] + pair->part[VIEW_MATCH_TAGS] < WEIGHT_MATCH_SUBJECT ||
	        plain_same_person(s, a->post, b->post) || (a->timed && b->timed && to < from) || plain_answered(s, a, b->post) ||
	        plain_answered(s, b, a->post)) {
		return false;
	}
	if (unit_same(&a->unit, &b->unit) && b->left > 0) {
		int64_t has = unit_convert(a->left, &a->unit, &b->unit);
		pair->part[VIEW_MATCH_QUANTITY] =
		        has >= b->left ? WEIGHT_MATCH_QUANTITY : (unsigned)(has * 1000 / b->left * WEIGHT_MATCH_QUANTITY / 1000);
	}
	if (a->timed && b->timed) {
		pair->part[VIEW_MATCH_TIME] =
		        b->to == b->from ? WEIGHT_MATCH_TIME : (unsigned)((to - from) * WEIGHT_MATCH_TIME / (b->to - b->from));
	}
	pair->part[VIEW_MATCH_PLACE] = score_place(a, b);
	pair->part[VIEW_MATCH_SECTOR] = x != 0 && y != 0 && x != y ? WEIGHT_MATCH_SECTOR : 0;
	for (size_t i = 0; i < VIEW_MATCH_PARTS; i++) {
		pair->score += pair->part[i];
	}
	return true;
}

static bool comes_before(const struct plain *s, const struct plain_pair *a, const struct plain_pair *b)
{
	if (a->score != b->score) {
		return a->score > b->score;
	}
	if (a->request != b->request) {
		return model_order(s->m, s->trade[a->request].post, s->trade[b->request].post) > 0;
	}
	return model_order(s->m, s->trade[a->offer].post, s->trade[b->offer].post) > 0;
}

/* All pairs, in their order. */
void plain_pairs(struct plain *s)
{
	s->n_pairs = 0;
	for (size_t o = 0; o < s->n; o++) {
		for (size_t r = 0; r < s->n; r++) {
			struct plain_pair pair = {.offer = o, .request = r};
			bool both = s->trade[o].p->kind == KIEM_OFFER && s->trade[r].p->kind == KIEM_REQUEST;
			if (!both || !score(s, &pair)) {
				continue;
			}
			size_t at = s->n_pairs++;
			assert_true(s->n_pairs < PAIRS_MAX);
			for (; at > 0 && comes_before(s, &pair, &s->pair[at - 1]); at--) {
				s->pair[at] = s->pair[at - 1];
			}
			s->pair[at] = pair;
		}
	}
}
