/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The form of a coalition as a mix, measured over a season and never declared: how concentrated its acts are (directive), how
 * mutual its ties (collective), how open it is (connective). Each is a share in permille first; the three are then scaled to a
 * whole.
 */
#include "circle.h"

#include <stdlib.h>

/* What a season looked like. */
struct season {
	int32_t after, at;
	uint64_t acts, people, most; /* most: acts of whoever made the most */
	uint64_t opening;            /* acts by newcomers, or that build on somebody's post */
};

static bool in_season(const struct season *s, const struct circle_act *act)
{
	return act_counts(act, s->at) && act->day > s->after;
}

static void count_acts(struct season *s, struct circle *c)
{
	for (size_t i = 0; i < c->n_people; i++) {
		c->people[i].count = 0;
		c->people[i].from = NEVER;
	}
	for (size_t i = 0; i < c->n_acts; i++) {
		const struct circle_act *act = &c->acts[i];
		struct circle_person *p = &c->people[act->who];
		if (act_counts(act, s->at) && act->day < p->from) {
			p->from = act->day;
		}
		p->count += in_season(s, act);
	}
	for (size_t i = 0; i < c->n_acts; i++) {
		bool opens = (c->acts[i].flags & POST_BUILDS) != 0 || c->people[c->acts[i].who].from > s->after;
		s->opening += opens && in_season(s, &c->acts[i]);
	}
	for (size_t i = 0; i < c->n_people; i++) {
		uint64_t count = c->people[i].count;
		s->acts += count;
		s->people += count != 0;
		s->most = count > s->most ? count : s->most;
	}
}

/* Freeman's: how far the others fall short of the one with the most, of what they could at most. */
static uint64_t centralisation(const struct season *s)
{
	if (s->acts == s->people) {
		return 0;
	}
	return 1000 * (s->people * s->most - s->acts) / ((s->people - 1) * (s->acts - s->people));
}

static uint64_t reciprocity(const struct view_bond *bonds, size_t n)
{
	uint64_t mutual = 0, all = 0;

	for (size_t i = 0; i < n; i++) {
		mutual += 2 * (bonds[i].ab < bonds[i].ba ? bonds[i].ab : bonds[i].ba);
		all += bonds[i].ab + bonds[i].ba;
	}
	return all == 0 ? 0 : 1000 * mutual / all;
}

/* Scales three figures to a sum of 1000; what rounding leaves goes to the largest remainders, the first of equals. */
static bool scale(uint32_t share[static 3], const uint64_t figure[static 3])
{
	uint64_t sum = figure[0] + figure[1] + figure[2], rest[3], left = 1000;

	if (sum == 0) {
		return false;
	}
	for (size_t i = 0; i < 3; i++) {
		share[i] = (uint32_t)(1000 * figure[i] / sum);
		rest[i] = 1000 * figure[i] % sum;
		left -= share[i];
	}
	for (; left > 0; left--) {
		size_t best = rest[1] > rest[0] ? 1 : 0;
		best = rest[2] > rest[best] ? 2 : best;
		share[best]++;
		rest[best] = 0;
	}
	return true;
}

enum kiem_err circle_form(struct view_form *form, struct circle *c, int32_t at)
{
	struct season s = {.after = at - WEIGHT_WINDOW_DAYS, .at = at};
	struct view_bond *bonds;
	size_t n;
	uint32_t share[3] = {0};

	*form = (struct view_form){0};
	count_acts(&s, c);
	if (s.people < WEIGHT_FORM_PEOPLE || s.acts < WEIGHT_FORM_ACTS) {
		return KIEM_DONE;
	}
	enum kiem_err err = bonds_add_up(&bonds, &n, c->touches, c->n_touches, s.after, s.at);
	if (err != KIEM_DONE) {
		return err;
	}
	const uint64_t figure[3] = {centralisation(&s), reciprocity(bonds, n), 1000 * s.opening / s.acts};
	form->told = scale(share, figure);
	form->directive = share[0];
	form->collective = share[1];
	form->connective = share[2];
	free(bonds);
	return KIEM_DONE;
}
