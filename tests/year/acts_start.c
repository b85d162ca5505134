/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Beginnings: people who arrive, and initiatives that rise, move people for a while, and rest. */
#include "plan.h"

/* Charging, the grid, transport and halls are what parks talk about. */
static bool of_parks(size_t topic)
{
	return topic == 1 || topic == 2 || topic == 6 || topic == 7;
}

uint8_t plan_topic(struct year *year, uint8_t board)
{
	bool park = board == 0 || board == 2;
	unsigned weights[YEAR_TOPICS], all = 0, at;
	size_t topic = 0;

	for (size_t t = 0; t < YEAR_TOPICS; t++) {
		weights[t] = year_topics[t]->season[year->plan->month] * (of_parks(t) == park ? 3u : 1u);
		all += weights[t];
	}
	for (at = year_below(&year->plan->random, all); at >= weights[topic]; topic++) {
		at -= weights[topic];
	}
	return (uint8_t)topic;
}

void plan_arrive(struct year *year, uint32_t key)
{
	const struct year_person *person = &year->people[key];

	if ((person->flags & YEAR_RING) != 0) {
		plan_ring(year, key);
		return;
	}
	uint32_t act = plan_act(year, KIEM_PROFILE, key, person->board, person->topics[0]);
	if ((person->flags & YEAR_SECOND) != 0) {
		plan_later(year, PLAN_SUCCEED, key, 1);
		return;
	}
	pool_add(&year->plan->new_profiles, act);
	if (year->plan->day > 12 && year_chance(&year->plan->random, 600)) {
		plan_later(year, PLAN_WELCOME, act, 1 + year_below(&year->plan->random, 9));
	}
}

/* ---- initiatives ---- */

/* Half are over in weeks, a few go on for the year. */
static int16_t span_drawn(uint64_t *random)
{
	uint32_t of = year_below(random, 100);
	uint32_t days = of < 50   ? 15 + year_below(random, 35)
	                : of < 85 ? 50 + year_below(random, 100)
	                          : 150 + year_below(random, 250);

	return (int16_t)days;
}

static void until_drawn(struct year *year, uint32_t index)
{
	uint64_t *random = &year->plan->random;
	struct year_act *act = &year->acts[index];
	uint32_t of = year_below(random, 100);
	int64_t days = of < 60 ? 365 : of < 80 ? 120 : 60;

	act->until = act->lasting = act->made + days * YEAR_DAY_MS;
	if (days < 365) {
		plan_later(year, PLAN_RENEW, index, (unsigned)days - 3);
	}
}

static uint32_t initiative_add(struct year *year, uint32_t author, uint8_t board, uint8_t topic)
{
	struct year_plan *plan = year->plan;
	uint32_t act = plan_act(year, KIEM_INITIATIVE, author, board, topic);
	struct plan_initiative initiative = {.act = act,
	        .shown = act,
	        .born = plan->day,
	        .rests = (int16_t)(plan->day + span_drawn(&plan->random)),
	        .pull = (uint16_t)(1000 / (1 + year_below(&plan->random, 20)))};

	until_drawn(year, act);
	plan_initiative_add(year, &initiative);
	pool_add(&plan->content, act);
	if (year_chance(&plan->random, 150)) {
		plan_later(year, PLAN_ORGANISER_GOES, (uint32_t)(plan->n_initiatives - 1),
		        5 + year_below(&plan->random, (uint32_t)(initiative.rests - initiative.born)));
	}
	return act;
}

/* How warm it is today, of a thousand: it rises in its first quarter and cools from then on. */
static unsigned warmth(const struct year *year, const struct plan_initiative *initiative)
{
	unsigned age = (unsigned)(year->plan->day - initiative->born), span = (unsigned)(initiative->rests - initiative->born);
	unsigned curve = age * 4 < span ? 400 + 2400 * age / span : 1000 - 850 * age / (span + 1);

	return initiative->pull * curve / 1000 * year_topics[year->acts[initiative->act].topic]->season[year->plan->month] / 10;
}

struct plan_initiative *plan_open(struct year *year)
{
	struct year_plan *plan = year->plan;
	struct plan_initiative *found = NULL;

	for (int tries = 0; tries < 7 && plan->n_open > 0; tries++) {
		found = &plan->initiatives[plan->open[year_below(&plan->random, (uint32_t)plan->n_open)]];
		if (year_below(&plan->random, 1000) < warmth(year, found)) {
			break;
		}
	}
	return found;
}

/* Who began something says where it went on. */
static void went_on(struct year *year, uint32_t from, uint32_t to)
{
	const struct year_act *old = &year->acts[from];
	uint32_t act = plan_act(year, KIEM_NOTE, old->author, old->board, old->topic);

	plan_link(year, act, KIEM_ABOUT, from);
	plan_link(year, act, KIEM_AFTER, to);
	year->acts[act].form = YEAR_WENT_ON;
}

/*
 * Mostly something new; else it builds on another one or does it in a way of its own, perhaps on another board, or an older one
 * says that it went on to this.
 */
void plan_initiative(struct year *year)
{
	struct year_plan *plan = year->plan;
	uint8_t board = year->people[year_below(&plan->random, (uint32_t)year->n_people)].board;
	uint8_t topic = plan_topic(year, board);
	uint32_t of = year_below(&plan->random, 100);
	const struct plan_initiative *parent = of < 55 ? plan_open(year) : NULL;

	if (parent != NULL && of < 45) {
		topic = year->acts[parent->act].topic;
		board = of % 5 < 3 ? year->acts[parent->act].board : board;
	}
	uint32_t author = plan_somebody(year, board, topic), shown = parent != NULL ? parent->shown : YEAR_NONE;
	if (author == YEAR_NONE) {
		return;
	}
	uint32_t act = initiative_add(year, author, board, topic);
	if (shown != YEAR_NONE && of < 45) {
		plan_link(year, act, of < 28 ? KIEM_EXTENDS : KIEM_VARIANT, shown);
	} else if (shown != YEAR_NONE) {
		went_on(year, shown, act);
	}
}

/* Somebody, mostly a firm or an office, brings another's plan as their own, nearly in the same words and without a word of it. */
void plan_copy(struct year *year)
{
	const struct plan_initiative *model = plan_open(year);
	uint8_t board = (uint8_t)year_below(&year->plan->random, YEAR_BOARDS);
	uint32_t author = YEAR_NONE;

	for (int tries = 0; model != NULL && tries < 12; tries++) {
		author = plan_somebody(year, board, YEAR_TOPICS);
		if (author != YEAR_NONE && year->people[author].sector != KIEM_RESIDENT) {
			break;
		}
	}
	if (model == NULL || author == YEAR_NONE || year->acts[model->act].author == author) {
		return;
	}
	uint32_t of = model->act, act = initiative_add(year, author, board, year->acts[of].topic);
	year->acts[act].like = year->acts[of].like != YEAR_NONE ? year->acts[of].like : of;
}
