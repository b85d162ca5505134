/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people do and say around things: gatherings, deeds, lessons, notes. */
#include "plan.h"

/* An act about an initiative by somebody who minds; YEAR_NONE when there is nobody or nothing. */
static uint32_t around(struct year *year, uint8_t kind, unsigned alone)
{
	struct year_plan *plan = year->plan;
	const struct plan_initiative *about = year_chance(&plan->random, alone) ? NULL : plan_open(year);
	uint8_t board = about != NULL ? year->acts[about->act].board
	                              : year->people[year_below(&plan->random, (uint32_t)year->n_people)].board;
	uint8_t topic = about != NULL ? year->acts[about->act].topic : plan_topic(year, board);
	uint32_t starter = about != NULL ? year->acts[about->act].author : YEAR_NONE, author = plan_somebody(year, board, topic);

	/* Who began it does more for it than others. */
	if (starter != YEAR_NONE && kind != KIEM_NOTE && year_chance(&plan->random, 350) && plan_here(year, starter)) {
		author = starter;
	}
	if (author == YEAR_NONE) {
		return YEAR_NONE;
	}
	uint32_t act = plan_act(year, kind, author, board, topic);
	if (about != NULL) {
		plan_link(year, act, KIEM_ABOUT, about->shown);
	}
	return act;
}

void plan_gathering(struct year *year)
{
	uint64_t *random = &year->plan->random;
	uint32_t index = around(year, KIEM_GATHERING, 200);

	if (index == YEAR_NONE) {
		return;
	}
	struct year_act *act = &year->acts[index];
	act->from_day = 3 + (int32_t)year_below(random, 25);
	act->until = act->lasting = act->made + (act->from_day + (year_chance(random, 500) ? 14 : 180)) * YEAR_DAY_MS;
	pool_add(&year->plan->content, index);
	if (year_chance(random, 450)) {
		plan_later(year, PLAN_HELD, index, (unsigned)act->from_day + 1);
	}
}

void plan_deed(struct year *year)
{
	uint64_t *random = &year->plan->random;
	uint32_t act = around(year, KIEM_DEED, 150);

	if (act == YEAR_NONE) {
		return;
	}
	pool_add(&year->plan->deeds, act);
	pool_add(&year->plan->content, act);
	if (year_chance(random, 550)) {
		plan_later(year, PLAN_CONFIRM, act, 1 + year_below(random, 5));
	}
}

void plan_lesson(struct year *year)
{
	uint32_t act = around(year, KIEM_LESSON, 400);

	if (act != YEAR_NONE) {
		pool_add(&year->plan->content, act);
	}
}

/* A few say more than all others, about anything. */
static void plan_rant(struct year *year)
{
	uint32_t to = pool_pick(&year->plan->content, &year->plan->random), author = plan_loud(year);

	if (to != YEAR_NONE && author != YEAR_NONE) {
		uint32_t act = plan_act(year, KIEM_NOTE, author, year->acts[to].board, year->acts[to].topic);
		plan_link(year, act, KIEM_ABOUT, to);
		year->acts[act].form = YEAR_RANT;
	}
}

void plan_note(struct year *year)
{
	struct year_plan *plan = year->plan;
	uint32_t of = year_below(&plan->random, 100);

	if (of < 12) {
		plan_rant(year);
		return;
	}
	const struct plan_initiative *about = of < 60 ? plan_open(year) : NULL;
	uint32_t to = about != NULL ? about->shown : pool_pick(&plan->content, &plan->random);
	if (to == YEAR_NONE || (year->acts[to].state & YEAR_TAKEN_BACK) != 0) {
		return;
	}
	uint8_t board = year->acts[to].board, topic = year->acts[to].topic;
	uint32_t author = of % 3 == 0 ? plan_friend(year, year->acts[to].author) : plan_somebody(year, board, topic);
	if (author == YEAR_NONE) {
		return;
	}
	uint32_t act = plan_act(year, KIEM_NOTE, author, board, topic);
	plan_link(year, act, KIEM_ABOUT, to);
	if (year_chance(&plan->random, 400)) {
		pool_add(&plan->content, act);
	}
}
