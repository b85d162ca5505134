/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ties: joins and leaves, vouches and their end. */
#include "plan.h"

/* Signals that fit who says them: hands from residents, means from firms, backing from offices. */
static uint8_t signals_drawn(struct year *year, uint32_t author)
{
	uint64_t *random = &year->plan->random;
	uint8_t sector = year->people[author].sector;
	unsigned bits = 0;

	for (unsigned sig = KIEM_URGENT; sig <= KIEM_MEANS; sig++) {
		bool own = (sig == KIEM_HANDS && sector == KIEM_RESIDENT) || (sig == KIEM_MEANS && sector == KIEM_BUSINESS) ||
		           (sig == KIEM_BACKING && (sector == KIEM_GOVERNMENT || sector == KIEM_HOUSING));
		if (year_chance(random, own ? 500 : 120)) {
			bits |= 1u << sig;
		}
	}
	return (uint8_t)bits;
}

static uint32_t join_add(struct year *year, uint32_t author, uint32_t to)
{
	uint64_t *random = &year->plan->random;
	uint32_t act = plan_act(year, KIEM_JOIN, author, year->acts[to].board, year->acts[to].topic);

	year->acts[act].signals = signals_drawn(year, author);
	year->acts[act].roles = (uint8_t)((year_chance(random, 30) ? 1u << KIEM_PIONEER : 0) |
	                                  (year_chance(random, 25) ? 1u << KIEM_CONNECTOR : 0));
	plan_link(year, act, KIEM_ABOUT, to);
	pool_add(&year->plan->joins, act);
	return act;
}

void plan_join(struct year *year)
{
	struct year_plan *plan = year->plan;
	uint32_t of = year_below(&plan->random, 100);
	const struct plan_initiative *open = of < 82 ? plan_open(year) : NULL;
	uint32_t to = open == NULL ? pool_pick(&plan->content, &plan->random) : of < 8 ? open->act : open->shown;

	if (to == YEAR_NONE || (year->acts[to].state & YEAR_TAKEN_BACK) != 0 || year->acts[to].kind == KIEM_NOTE) {
		return;
	}
	uint32_t origin = open != NULL ? open->act : to;
	uint32_t author = of % 4 == 0 ? plan_friend(year, year->acts[to].author)
	                              : plan_somebody(year, year->acts[to].board, year->acts[to].topic);
	if (author == YEAR_NONE || author == year->acts[to].author || !plan_once(year, author, origin)) {
		return;
	}
	join_add(year, author, to);
}

void plan_leave_join(struct year *year, uint32_t join)
{
	struct year_plan *plan = year->plan;
	const struct year_act *joined = &year->acts[join];
	uint32_t next = YEAR_NONE;

	if ((joined->state & (YEAR_LEFT | YEAR_TAKEN_BACK)) != 0) {
		return;
	}
	if (year_chance(&plan->random, 500)) {
		const struct plan_initiative *open = plan_open(year);
		next = open != NULL && open->act != joined->links[0] ? open->act : YEAR_NONE;
	}
	uint32_t act = plan_act(year, KIEM_LEAVE, joined->author, joined->board, joined->topic);
	plan_link(year, act, KIEM_CANCELS, join);
	if (next != YEAR_NONE) {
		plan_link(year, act, KIEM_AFTER, next);
	}
	year->acts[join].state |= YEAR_LEFT;
}

void plan_leave(struct year *year)
{
	uint32_t join = pool_pick(&year->plan->joins, &year->plan->random);

	if (join != YEAR_NONE) {
		plan_leave_join(year, join);
	}
}

/* Mostly somebody near, so that the world of vouches is small and yet hangs together. */
void plan_vouch(struct year *year)
{
	struct year_plan *plan = year->plan;
	uint32_t author = plan_somebody(year, YEAR_BOARDS, YEAR_TOPICS);
	uint32_t whom = author != YEAR_NONE ? plan_friend(year, author) : YEAR_NONE;

	if (whom == YEAR_NONE || whom == author || year->people[whom].name == year->people[author].name ||
	        !plan_once(year, author, whom | 1u << 31)) {
		return;
	}
	uint32_t of = year_below(&plan->random, 100);
	uint32_t act = plan_act(year, KIEM_VOUCH, author, year->people[whom].board, year->people[whom].topics[0]);
	year->acts[act].whom = whom;
	year->acts[act].level = of < 50 ? 1 : of < 85 ? 2 : 3;
	pool_add(&plan->vouches, act);
}

void plan_unvouch(struct year *year)
{
	uint32_t vouch = pool_pick(&year->plan->vouches, &year->plan->random);

	if (vouch == YEAR_NONE || (year->acts[vouch].state & YEAR_LEFT) != 0) {
		return;
	}
	const struct year_act *old = &year->acts[vouch];
	uint32_t act = plan_act(year, KIEM_UNVOUCH, old->author, old->board, old->topic);
	year->acts[act].whom = old->whom;
	plan_link(year, act, KIEM_CANCELS, vouch);
	year->acts[vouch].state |= YEAR_LEFT;
}
