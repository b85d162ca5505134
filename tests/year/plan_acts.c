/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What planning adds to: acts, the last acts of each sort, initiatives, what is due on a later day. */
#include "plan.h"

#include <stdlib.h>

const struct topic *const year_topics[YEAR_TOPICS] = {&topic_groen, &topic_laden, &topic_net, &topic_gereedschap, &topic_zorg,
        &topic_school, &topic_logistiek, &topic_leegstand, &topic_warmte, &topic_festival, &topic_hergebruik, &topic_voedsel};

/* ---- memory ---- */

/* Room for one more; false, and the plan failed, when there is none. */
static bool grow(struct year_plan *plan, void **list, size_t n, size_t *cap, size_t size)
{
	if (n < *cap) {
		return true;
	}
	size_t more = *cap == 0 ? 1024 : *cap * 2;
	void *grown = realloc(*list, more * size);
	if (grown == NULL) {
		plan->failed = true;
		return false;
	}
	*list = grown;
	*cap = more;
	return true;
}

bool plan_initiative_add(struct year *year, const struct plan_initiative *initiative)
{
	struct year_plan *plan = year->plan;
	size_t cap = plan->initiatives_cap;

	if (!grow(plan, (void **)&plan->open, plan->n_initiatives, &cap, sizeof(*plan->open)) ||
	        !grow(plan, (void **)&plan->initiatives, plan->n_initiatives, &plan->initiatives_cap, sizeof(*plan->initiatives))) {
		return false;
	}
	plan->open[plan->n_open++] = (uint32_t)plan->n_initiatives;
	plan->initiatives[plan->n_initiatives++] = *initiative;
	return true;
}

void pool_add(struct plan_pool *pool, uint32_t act)
{
	pool->acts[pool->n++ % PLAN_POOL] = act;
}

uint32_t pool_pick(const struct plan_pool *pool, uint64_t *random)
{
	uint32_t n = (uint32_t)(pool->n < PLAN_POOL ? pool->n : PLAN_POOL);

	if (n == 0) {
		return YEAR_NONE;
	}
	uint32_t back = year_below(random, year_below(random, n) + 1);
	return pool->acts[(pool->n - 1 - back) % PLAN_POOL];
}

void plan_later(struct year *year, enum plan_due due, uint32_t act, unsigned days)
{
	struct year_plan *plan = year->plan;
	size_t day = (size_t)plan->day + (days > 0 ? days : 1);

	if (day >= YEAR_DAYS || !grow(plan, (void **)&plan->later, plan->n_later, &plan->later_cap, sizeof(*plan->later))) {
		return;
	}
	plan->later[plan->n_later] = (struct plan_later){due, act, plan->due[day]};
	plan->due[day] = (uint32_t)plan->n_later++;
}

bool plan_once(struct year *year, uint32_t a, uint32_t b)
{
	uint64_t bit = year_mix((uint64_t)a << 32 | b, year->seed) % PLAN_ONCE_BITS;
	uint8_t *byte = &year->plan->once[bit / 8], mask = (uint8_t)(1u << bit % 8);
	bool first = (*byte & mask) == 0;

	*byte |= mask;
	return first;
}

/* ---- acts ---- */

uint32_t plan_act(struct year *year, uint8_t kind, uint32_t author, uint8_t board, uint8_t topic)
{
	struct year_act *act = &year->acts[year->n];

	*act = (struct year_act){.made = year->plan->now,
	        .seed = year_random(&year->plan->random),
	        .author = author,
	        .whom = YEAR_NONE,
	        .kind = kind,
	        .board = board,
	        .topic = topic,
	        .like = YEAR_NONE,
	        .late = YEAR_NONE};
	act->until = act->lasting = act->made + 365 * YEAR_DAY_MS;
	year->plan->now += 20000; /* what follows at once is a little later */
	return (uint32_t)year->n++;
}

void plan_link(struct year *year, uint32_t index, uint8_t relation, uint32_t to)
{
	struct year_act *act = &year->acts[index];

	/* Nobody answers what is not there yet. */
	if (act->made <= year->acts[to].made) {
		int64_t on = year->acts[to].made + 1000 - act->made;
		act->made += on;
		act->until += on;
		act->lasting += on;
	}
	if (act->n_links < YEAR_LINKS) {
		act->links[act->n_links] = to;
		act->relations[act->n_links++] = relation;
	}
}
