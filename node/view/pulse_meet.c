/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Introductions worth making: two people who post about the same and have no tie, and somebody who has one with both. The same is a
 * tag, which weighs more the fewer people use it. A tag that half the park uses would introduce everybody to everybody, so of a
 * tag's users those count who used it last, and the newest posts only.
 */
#include "fields.h"
#include "match.h"
#include "pulse.h"

#include <stdlib.h>
#include <string.h>

#define TRIES_MOST 5000 /* pairs that are held against the web */

struct use {
	uint64_t tag;
	uint32_t vertex, row;
	size_t at; /* which of the row's tags */
};

struct couple {
	uint32_t a, b; /* vertices, a < b */
	uint64_t points;
	uint32_t row;
	size_t at, tags;
};

struct meeting {
	struct pulsing *p;
	struct use *uses;
	size_t n_uses, cap_uses;
	struct couple *pairs;
	size_t n_pairs, cap_pairs;
};

static void *room(void *list, size_t *cap, size_t n, size_t size)
{
	if (n < *cap) {
		return list;
	}
	size_t more = *cap == 0 ? 256 : *cap * 2;
	void *moved = reallocarray(list, more, size);
	*cap = moved != NULL ? more : *cap;
	return moved;
}

static enum kiem_err uses_of(struct meeting *m, uint32_t row)
{
	struct kiem_post post;
	enum kiem_err err = fields_read(&post, m->p->read, m->p->x->number[row]);

	for (size_t i = 0; err == KIEM_DONE && i < post.n_tags; i++) {
		uint64_t tag;
		if (!match_tag_hash(&tag, post.tags[i])) {
			continue;
		}
		void *uses = room(m->uses, &m->cap_uses, m->n_uses, sizeof(*m->uses));
		if (uses == NULL) {
			return KIEM_E_MEMORY;
		}
		m->uses = uses;
		m->uses[m->n_uses++] = (struct use){tag, m->p->society.vertex[view_row_person(m->p->x, row)], row, i};
	}
	return err;
}

static int latest_first(const void *a, const void *b, void *ctx)
{
	return view_row_order(ctx, *(const uint32_t *)b, *(const uint32_t *)a);
}

/* The tags of the latest content posts by people with ties. */
static enum kiem_err uses_take(struct meeting *m)
{
	const struct view_extract *x = m->p->x;
	int64_t now_ms = m->p->ask->eye.now_ms;
	uint32_t *rows = calloc(x->n + 1, sizeof(*rows));
	size_t n = 0;
	enum kiem_err err = rows != NULL ? KIEM_DONE : KIEM_E_MEMORY;

	for (uint32_t row = 0; rows != NULL && row < x->n; row++) {
		if (x->made[row] > now_ms - WEIGHT_MEET_DAYS * WEIGHT_DAY_MS && view_is_content(x->kind[row]) &&
		        pulse_on_board(m->p, row) && view_row_live(x, row, now_ms) &&
		        m->p->society.vertex[view_row_person(x, row)] != VIEW_NONE) {
			rows[n++] = row;
		}
	}
	if (n > 0) {
		qsort_r(rows, n, sizeof(*rows), latest_first, (void *)(uintptr_t)x);
	}
	for (size_t i = 0; i < n && i < WEIGHT_MEET_POSTS && err == KIEM_DONE; i++) {
		err = uses_of(m, rows[i]);
	}
	free(rows);
	return err;
}

/* By tag, then person, then the latest post: which has to come first, to be kept. */
static int by_use(const void *a, const void *b, void *ctx)
{
	const struct use *p = a, *q = b;

	if (p->tag != q->tag) {
		return p->tag < q->tag ? -1 : 1;
	}
	if (p->vertex != q->vertex) {
		return p->vertex < q->vertex ? -1 : 1;
	}
	int order = view_row_order(ctx, q->row, p->row);
	return order != 0 ? order : (p->at > q->at) - (p->at < q->at);
}

static void uses_once(struct meeting *m)
{
	size_t n = 0;

	if (m->n_uses > 0) {
		qsort_r(m->uses, m->n_uses, sizeof(*m->uses), by_use, (void *)(uintptr_t)m->p->x);
	}
	for (size_t i = 0; i < m->n_uses; i++) {
		if (n == 0 || m->uses[n - 1].tag != m->uses[i].tag || m->uses[n - 1].vertex != m->uses[i].vertex) {
			m->uses[n++] = m->uses[i];
		}
	}
	m->n_uses = n;
}

static int by_latest(const void *a, const void *b, void *ctx)
{
	const struct use *p = a, *q = b;

	return view_row_order(ctx, q->row, p->row);
}

/* Those of one tag, each of another person, who used it last; by vertex. */
static size_t users_take(struct meeting *m, size_t from, size_t to)
{
	void *x = (void *)(uintptr_t)m->p->x;

	if (to - from > WEIGHT_MEET_USERS) {
		qsort_r(&m->uses[from], to - from, sizeof(*m->uses), by_latest, x);
		qsort_r(&m->uses[from], WEIGHT_MEET_USERS, sizeof(*m->uses), by_use, x);
		return from + WEIGHT_MEET_USERS;
	}
	return to;
}

static enum kiem_err pairs_of(struct meeting *m, size_t from, size_t to)
{
	const size_t users = to - from;

	to = users_take(m, from, to);
	for (size_t i = from; i < to && users <= WEIGHT_MEET_TAG; i++) {
		for (size_t k = i + 1; k < to; k++) {
			void *pairs = room(m->pairs, &m->cap_pairs, m->n_pairs, sizeof(*m->pairs));
			if (pairs == NULL) {
				return KIEM_E_MEMORY;
			}
			m->pairs = pairs;
			m->pairs[m->n_pairs++] = (struct couple){
			        m->uses[i].vertex, m->uses[k].vertex, WEIGHT_MEET_TAG / users, m->uses[i].row, m->uses[i].at, 1};
		}
	}
	return KIEM_DONE;
}

static int by_pair(const void *a, const void *b, void *ctx)
{
	const struct couple *p = a, *q = b;

	if (p->a != q->a) {
		return p->a < q->a ? -1 : 1;
	}
	if (p->b != q->b) {
		return p->b < q->b ? -1 : 1;
	}
	if (p->points != q->points) {
		return p->points > q->points ? -1 : 1; /* the rarest tag is the one that is told */
	}
	int order = view_row_order(ctx, q->row, p->row);
	return order != 0 ? order : (p->at > q->at) - (p->at < q->at);
}

static int by_points(const void *a, const void *b)
{
	const struct couple *p = a, *q = b;

	if (p->points != q->points) {
		return p->points > q->points ? -1 : 1;
	}
	return p->a != q->a ? (p->a < q->a ? -1 : 1) : (p->b > q->b) - (p->b < q->b);
}

/* Each pair once, with the points of all tags that they share; best first. */
static void pairs_sum(struct meeting *m)
{
	size_t n = 0;

	if (m->n_pairs > 0) {
		qsort_r(m->pairs, m->n_pairs, sizeof(*m->pairs), by_pair, (void *)(uintptr_t)m->p->x);
	}
	for (size_t i = 0; i < m->n_pairs; i++) {
		if (n > 0 && m->pairs[n - 1].a == m->pairs[i].a && m->pairs[n - 1].b == m->pairs[i].b) {
			m->pairs[n - 1].points += m->pairs[i].points;
			m->pairs[n - 1].tags++;
		} else {
			m->pairs[n++] = m->pairs[i];
		}
	}
	m->n_pairs = n;
	if (n > 0) {
		qsort(m->pairs, n, sizeof(*m->pairs), by_points);
	}
}

static uint64_t tie(const struct society *s, uint32_t v, uint32_t w)
{
	for (size_t i = s->first[v]; i < s->first[v + 1]; i++) {
		if (society_other(s, s->edge[i], v) == w) {
			return s->weight[s->edge[i]];
		}
	}
	return 0;
}

/* Who has the best ties with both: the better, the stronger the weaker of the two is; edges stand by key, so of equal ones the
 * first by key. VIEW_NONE: nobody. */
static uint32_t between(const struct society *s, uint32_t a, uint32_t b)
{
	uint32_t best = VIEW_NONE;
	uint64_t most = 0;

	for (size_t i = s->first[a]; i < s->first[a + 1]; i++) {
		uint32_t via = society_other(s, s->edge[i], a);
		uint64_t one = s->weight[s->edge[i]], other = one > most ? tie(s, b, via) : 0;
		uint64_t weaker = one < other ? one : other;
		if (weaker > most) {
			most = weaker;
			best = via;
		}
	}
	return best;
}

/* So that one lively person does not fill the list. */
static bool told_of(const struct view_pulse *pulse, uint32_t person)
{
	for (size_t i = 0; i < pulse->n_introductions; i++) {
		if (pulse->introductions[i].a == person || pulse->introductions[i].b == person) {
			return true;
		}
	}
	return false;
}

static void choose(struct meeting *m)
{
	const struct society *s = &m->p->society;
	struct view_pulse *pulse = m->p->pulse;

	for (size_t i = 0; i < m->n_pairs && i < TRIES_MOST && pulse->n_introductions < VIEW_PULSE_FEW; i++) {
		const struct couple *pair = &m->pairs[i];
		uint32_t a = s->person[pair->a], b = s->person[pair->b];
		if (told_of(pulse, a) || told_of(pulse, b) || tie(s, pair->a, pair->b) > 0) {
			continue;
		}
		uint32_t via = between(s, pair->a, pair->b);
		if (via != VIEW_NONE) {
			pulse->introductions[pulse->n_introductions++] =
			        (struct view_introduction){a, b, s->person[via], pair->row, pair->at, pair->tags};
		}
	}
}

enum kiem_err pulse_introductions(struct pulsing *p)
{
	struct meeting m = {.p = p};
	enum kiem_err err = uses_take(&m);

	if (err == KIEM_DONE) {
		uses_once(&m);
	}
	for (size_t from = 0, to; err == KIEM_DONE && from < m.n_uses; from = to) {
		for (to = from; to < m.n_uses && m.uses[to].tag == m.uses[from].tag; to++) {
		}
		err = pairs_of(&m, from, to);
	}
	if (err == KIEM_DONE) {
		pairs_sum(&m);
		choose(&m);
	}
	free(m.uses);
	free(m.pairs);
	return err;
}
