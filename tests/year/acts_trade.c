/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Offers, requests, and what comes of them. Two of five requests are never answered. */
#include "plan.h"

/* How much, from when until when, and how long it stands. */
static void terms_drawn(struct year *year, uint32_t index)
{
	uint64_t *random = &year->plan->random;
	struct year_act *act = &year->acts[index];
	const struct topic *topic = year_topics[act->topic];
	uint8_t n = 0;

	while (topic->trades[n].offer != NULL) {
		n++;
	}
	act->trade = (uint8_t)year_below(random, n);
	const struct trade *trade = &topic->trades[act->trade];
	uint32_t steps = (uint32_t)((trade->max - trade->min) / trade->step + 1);
	/* Small amounts are more usual. */
	act->quantity = year_chance(random, 880)
	                        ? trade->min + trade->step * (int32_t)year_below(random, 1 + year_below(random, steps))
	                        : 0;
	int64_t life = year_chance(random, 500) ? 365 : 45 + year_below(random, 120);
	if (year_chance(random, 600)) {
		act->from_day = 1 + (int32_t)year_below(random, 14);
		act->to_day = act->from_day + 1 + (int32_t)year_below(random, 1 + year_below(random, 240));
		life = act->to_day + 7;
	}
	act->until = act->lasting = act->made + life * YEAR_DAY_MS;
}

static void trade_keep(struct year *year, uint32_t act)
{
	struct year_plan *plan = year->plan;

	terms_drawn(year, act);
	pool_add(year->acts[act].kind == KIEM_OFFER ? &plan->offers : &plan->requests, act);
	pool_add(&plan->content, act);
	if (year->acts[act].kind == KIEM_OFFER && year_chance(&plan->random, 250)) {
		plan_later(year, PLAN_RENEW, act, (unsigned)((year->acts[act].until - year->acts[act].made) / YEAR_DAY_MS - 2));
	}
}

/* A third belongs to an initiative, which a request may be what it needs. */
void plan_trade(struct year *year, uint8_t kind)
{
	struct year_plan *plan = year->plan;
	const struct plan_initiative *about = year_chance(&plan->random, 350) ? plan_open(year) : NULL;
	uint8_t board = about != NULL ? year->acts[about->act].board
	                              : year->people[year_below(&plan->random, (uint32_t)year->n_people)].board;
	uint8_t topic = about != NULL ? year->acts[about->act].topic : plan_topic(year, board);
	uint32_t author = plan_somebody(year, board, topic);

	if (author == YEAR_NONE) {
		return;
	}
	uint32_t act = plan_act(year, kind, author, board, topic);
	if (about != NULL) {
		plan_link(year, act, KIEM_ABOUT, about->shown);
	}
	trade_keep(year, act);
}

/* Takes over what it answers: the same thing, as much or less. */
static void answer_fit(struct year *year, uint32_t index, uint32_t to)
{
	struct year_act *act = &year->acts[index];
	const struct year_act *asked = &year->acts[to];

	act->trade = asked->trade;
	act->quantity = asked->quantity;
	if (act->quantity > 4 && year_chance(&year->plan->random, 400)) {
		act->quantity = act->quantity / 2;
	}
	act->form = YEAR_ANSWER;
}

/* One that stands and may be answered: which never are is settled by their seeds. YEAR_NONE when none comes to mind. */
static uint32_t open_trade(struct year *year, const struct plan_pool *pool)
{
	for (int tries = 0; tries < 10; tries++) {
		uint32_t act = pool_pick(pool, &year->plan->random);
		bool open = act != YEAR_NONE && (year->acts[act].state & YEAR_TAKEN_BACK) == 0 &&
		            year->acts[act].until > year->plan->now;
		if (open && year->acts[act].seed % 10 >= 4) {
			return act;
		}
	}
	return YEAR_NONE;
}

void plan_answer(struct year *year)
{
	struct year_plan *plan = year->plan;
	bool request = year_chance(&plan->random, 700);
	uint32_t to = open_trade(year, request ? &plan->requests : &plan->offers);

	if (to == YEAR_NONE) {
		return;
	}
	const struct year_act *asked = &year->acts[to];
	uint32_t author = plan_somebody(year, asked->board, asked->topic);
	if (author == YEAR_NONE || author == asked->author) {
		return;
	}
	uint8_t kind = year_chance(&plan->random, 450) ? KIEM_NOTE : request ? KIEM_OFFER : KIEM_REQUEST;
	uint32_t act = plan_act(year, kind, author, asked->board, asked->topic);
	plan_link(year, act, KIEM_ANSWERS, to);
	if (kind == KIEM_NOTE) {
		plan_link(year, act, KIEM_ABOUT, to);
	} else {
		terms_drawn(year, act);
	}
	answer_fit(year, act, to);
	if (year_chance(&plan->random, 350)) {
		plan_later(year, PLAN_RECEIPT, act, 2 + year_below(&plan->random, 24));
	}
}
