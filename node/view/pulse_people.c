/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who is new on these boards and who welcomed them, and who is at the table. A welcome is the first thing that somebody else did
 * toward them: a reply, an answer, a join, building on it, a receipt that thanks them, a vouch. Anybody can give it.
 */
#include "pulse.h"

#include <stdlib.h>
#include <string.h>

struct meeting {
	struct pulsing *p;
	int64_t *first;    /* by person: made of their first post here */
	uint32_t *welcome; /* by person: row */
	uint32_t me;       /* who looks, or VIEW_NONE */
};

static void first_posts(struct meeting *m)
{
	struct pulsing *p = m->p;

	for (uint32_t person = 0; person < p->x->n_persons; person++) {
		m->first[person] = INT64_MAX;
		m->welcome[person] = VIEW_NONE;
	}
	for (uint32_t row = 0; row < p->x->n; row++) {
		if (!pulse_on_board(p, row) || !view_row_live(p->x, row, p->ask->eye.now_ms)) {
			continue;
		}
		uint32_t person = view_row_person(p->x, row);
		p->here[person] = true;
		p->active[person] = p->active[person] || p->x->made[row] >= p->ask->since;
		m->first[person] = p->x->made[row] < m->first[person] ? p->x->made[row] : m->first[person];
	}
}

static bool welcomes(uint16_t kind)
{
	return view_is_content(kind) || kind == KIEM_JOIN || kind == KIEM_VOUCH || kind == KIEM_RECEIPT;
}

static void greet(struct meeting *m, uint32_t row, uint32_t person)
{
	const struct view_extract *x = m->p->x;

	if (person == view_row_person(x, row) || m->first[person] < m->p->ask->since || m->first[person] == INT64_MAX) {
		return;
	}
	if (m->welcome[person] == VIEW_NONE || view_row_order(x, row, m->welcome[person]) < 0) {
		m->welcome[person] = row;
	}
}

/* Whom a post is toward: the person a vouch is for, the one a receipt thanks, or who made what it names. */
static void greet_all(struct meeting *m, uint32_t row)
{
	const struct view_extract *x = m->p->x;
	uint32_t whom = x->whom[row] == VIEW_NONE ? VIEW_NONE : x->self[x->whom[row]];

	if (x->kind[row] == KIEM_VOUCH) {
		if (whom != VIEW_NONE) {
			greet(m, row, whom);
		}
		return;
	}
	for (uint32_t l = x->link_first[row]; l < x->link_first[row + 1]; l++) {
		if (x->target[l] != VIEW_NONE && view_row_live(x, x->target[l], m->p->ask->eye.now_ms)) {
			bool thanks = x->kind[row] == KIEM_RECEIPT && whom != VIEW_NONE;
			greet(m, row, thanks ? whom : view_row_person(x, x->target[l]));
		}
	}
}

/* What names a post came after it, so only a vouch may be older than somebody's first post. */
static void greetings(struct meeting *m)
{
	const struct view_extract *x = m->p->x;

	for (uint32_t row = 0; row < x->n; row++) {
		bool then = x->made[row] >= m->p->ask->since || x->kind[row] == KIEM_VOUCH;
		if (then && welcomes(x->kind[row]) && view_row_live(x, row, m->p->ask->eye.now_ms)) {
			greet_all(m, row);
		}
	}
}

static int by_waiting(const void *a, const void *b, void *ctx)
{
	const struct view_newcomer *p = a, *q = b;
	const struct view_extract *x = ctx;
	bool met_p = p->welcome != VIEW_NONE, met_q = q->welcome != VIEW_NONE;

	if (met_p != met_q) {
		return met_p ? 1 : -1;
	}
	if (p->first != q->first) {
		return p->first < q->first ? -1 : 1;
	}
	return memcmp(x->key[p->person].b, x->key[q->person].b, sizeof(x->key[p->person].b));
}

static int by_time(const void *a, const void *b)
{
	int64_t p = *(const int64_t *)a, q = *(const int64_t *)b;

	return (p > q) - (p < q);
}

/* The middle one of those who were welcomed. */
static enum kiem_err waited(struct view_pulse *pulse, const struct view_extract *x)
{
	int64_t *times = calloc(pulse->n_new + 1, sizeof(*times));
	size_t n = 0;

	if (times == NULL) {
		return KIEM_E_MEMORY;
	}
	for (size_t i = 0; i < pulse->n_new; i++) {
		const struct view_newcomer *one = &pulse->newcomers[i];
		if (one->welcome != VIEW_NONE) {
			int64_t after = x->made[one->welcome] - one->first;
			times[n++] = after > 0 ? after : 0;
		}
	}
	if (n > 0) {
		qsort(times, n, sizeof(*times), by_time);
		pulse->welcome_ms = times[n / 2];
	}
	pulse->n_welcomed = n;
	free(times);
	return KIEM_DONE;
}

/* Since then, and not the one who looks. */
static bool is_new(const struct meeting *m, uint32_t person)
{
	return m->first[person] != INT64_MAX && m->first[person] >= m->p->ask->since && person != m->me;
}

static enum kiem_err newcomers(struct meeting *m)
{
	struct pulsing *p = m->p;

	for (uint32_t person = 0; person < p->x->n_persons; person++) {
		p->pulse->n_new += is_new(m, person);
		p->pulse->n_active += p->active[person];
	}
	p->pulse->newcomers = calloc(p->pulse->n_new + 1, sizeof(*p->pulse->newcomers));
	if (p->pulse->newcomers == NULL) {
		return KIEM_E_MEMORY;
	}
	size_t n = 0;
	for (uint32_t person = 0; person < p->x->n_persons; person++) {
		if (is_new(m, person)) {
			uint32_t welcome = m->welcome[person];
			p->pulse->newcomers[n++] = (struct view_newcomer){.person = person,
			        .first = m->first[person],
			        .welcome = welcome,
			        .by = welcome == VIEW_NONE ? VIEW_NONE : view_row_person(p->x, welcome)};
		}
	}
	qsort_r(p->pulse->newcomers, n, sizeof(*p->pulse->newcomers), by_waiting, (void *)(uintptr_t)p->x);
	return waited(p->pulse, p->x);
}

/* Blau's index (1977): the chance that two who are drawn are of different sectors. */
static void sectors(struct pulsing *p)
{
	struct view_pulse *pulse = p->pulse;
	uint64_t said = 0, squares = 0;

	for (uint32_t person = 0; person < p->x->n_persons; person++) {
		if (p->active[person]) {
			uint8_t sector = p->x->sector[person];
			pulse->n_sectors[sector <= KIEM_OTHER ? sector : KIEM_OTHER + 1]++;
		}
	}
	for (size_t sector = 1; sector <= KIEM_OTHER + 1; sector++) {
		uint64_t n = pulse->n_sectors[sector];
		said += n;
		squares += n * n;
		if (n == 0 && sector < KIEM_OTHER) {
			pulse->absent |= 1u << sector;
		}
	}
	pulse->diversity = said == 0 ? 0 : (uint32_t)(1000 - (squares * 1000 + said * said / 2) / (said * said));
}

enum kiem_err pulse_people(struct pulsing *p)
{
	struct meeting m = {.p = p};
	enum kiem_err err = KIEM_E_MEMORY;
	uint32_t me = p->ask->me == NULL ? VIEW_NONE : view_person_of(p->x, p->ask->me);

	m.me = me == VIEW_NONE ? VIEW_NONE : p->x->self[me];
	m.first = calloc(p->x->n_persons + 1, sizeof(*m.first));
	m.welcome = calloc(p->x->n_persons + 1, sizeof(*m.welcome));
	if (m.first != NULL && m.welcome != NULL) {
		first_posts(&m);
		greetings(&m);
		err = newcomers(&m);
		sectors(p);
	}
	free(m.first);
	free(m.welcome);
	return err;
}
