/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a scenario comes to under a seed (scenario.h): repeated actions one by one, churn as failures that end, random faults as
 * drawn. An action's chance hangs on its id alone, so the same action does the same in a shortened plan.
 */
#include "scenario.h"

#include <assert.h>
#include <stdlib.h>

static void add(struct plan *plan, const struct action *a, uint64_t at_us)
{
	if (plan->n == plan->cap) {
		plan->cap = plan->cap == 0 ? 64 : plan->cap * 2;
		plan->actions = realloc(plan->actions, plan->cap * sizeof(plan->actions[0]));
		assert(plan->actions != NULL);
	}
	plan->actions[plan->n] = *a;
	plan->actions[plan->n++].at_us = at_us;
}

/* Posts one by one, `every` apart (a tenth of a second); ids above those of the scenario's lines. */
static void add_posts(struct plan *plan, const struct action *a)
{
	struct action one = *a;
	uint64_t every = a->every_us != 0 ? a->every_us : SECOND_US / 10, n = a->count != 0 ? a->count : 1;

	one.count = 1;
	one.every_us = 0;
	for (uint64_t i = 0; i < n; i++) {
		/* Posts of one sender share a chance to name it, so all of a line have the line's. */
		add(plan, &one, a->at_us + i * every);
		if (a->random) {
			plan->actions[plan->n - 1].id = a->id + (uint32_t)(i << 10);
		}
	}
}

/* Each `every` (10 s) a share fails, for as long. */
static void add_churn(struct plan *plan, const struct action *a)
{
	struct action one = *a;
	uint64_t every = a->every_us != 0 ? a->every_us : 10 * SECOND_US;

	one.verb = VERB_FAIL;
	one.for_us = every;
	one.every_us = 0;
	for (uint64_t t = 0; t < a->for_us; t += every) {
		one.id = a->id + (uint32_t)(t / every << 10);
		add(plan, &one, a->at_us + t);
	}
}

/* ---- random faults ---- */

static void draw(struct action *a, struct chance *c)
{
	static const enum verb verbs[] = {VERB_FAIL, VERB_FAIL, VERB_PARTITION, VERB_LOSS, VERB_SLOW, VERB_CLOCK, VERB_LEAVE};
	uint64_t share = chance_between(c, 1, 60) * 10000;

	a->verb = verbs[chance_below(c, sizeof(verbs) / sizeof(verbs[0]))];
	a->share_ppm = share;
	a->for_us = chance_between(c, 1, 120) * SECOND_US;
	a->silent = a->verb == VERB_FAIL && chance_below(c, 2) == 0;
	a->one_way = a->verb == VERB_PARTITION && chance_below(c, 3) == 0;
	if (a->verb == VERB_LOSS) {
		a->share_ppm = chance_between(c, 100, 20000);
	} else if (a->verb == VERB_SLOW) {
		a->rate = chance_between(c, 2, 100);
	} else if (a->verb == VERB_CLOCK) {
		a->by_ms = (int64_t)chance_between(c, 0, 600000) - 300000;
	} else if (a->verb == VERB_LEAVE) {
		a->share_ppm /= 4;
	}
}

/* Faults and posts at random times of the span; every fault ends within it or a little after. */
static void add_faults(struct plan *plan, const struct scenario *s, uint64_t seed)
{
	struct chance c = chance_of(seed, CHANCE_FAULTS, 0);
	uint64_t span = s->faults_upto_us - s->faults_from_us;

	for (uint64_t i = 0; i < s->faults + s->faults_posts; i++) {
		struct action a = {.id = (uint32_t)(512 + i)};
		uint64_t at = s->faults_from_us + chance_below(&c, span / 1000 + 1) * 1000;

		if (i < s->faults) {
			draw(&a, &c);
			/* A fault that would outlast the span ends with it. */
			a.for_us = at + a.for_us > s->faults_upto_us ? s->faults_upto_us - at + SECOND_US : a.for_us;
		} else {
			a.verb = VERB_POST;
			a.random = true;
			a.count = 1;
		}
		add(plan, &a, at);
	}
}

static int by_time(const void *a, const void *b)
{
	const struct action *x = a, *y = b;

	if (x->at_us != y->at_us) {
		return x->at_us < y->at_us ? -1 : 1;
	}
	return x->id < y->id ? -1 : x->id > y->id;
}

void plan_make(struct plan *plan, const struct scenario *s, uint64_t seed)
{
	*plan = (struct plan){.n = 0};
	for (size_t i = 0; i < s->n_actions; i++) {
		const struct action *a = &s->actions[i];

		if (a->verb == VERB_POST) {
			add_posts(plan, a);
		} else if (a->verb == VERB_CHURN) {
			add_churn(plan, a);
		} else {
			add(plan, a, a->at_us);
		}
	}
	if (s->faults + s->faults_posts > 0) {
		add_faults(plan, s, seed);
	}
	if (plan->n > 0) {
		qsort(plan->actions, plan->n, sizeof(plan->actions[0]), by_time);
	}
}

void plan_finish(struct plan *plan)
{
	free(plan->actions);
	*plan = (struct plan){.n = 0};
}
