/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A year day by day. Each day has a share of all posts, by season and weekday, at hours when people are awake; each of them is an
 * act of some sort, or something that an earlier act brought about.
 */
#include "plan.h"

#include <stdlib.h>
#include <time.h>

/* ---- days ---- */

/* How much happens: by month, and from Sunday to Saturday. */
static const unsigned by_month[12] = {9, 9, 11, 12, 12, 10, 5, 4, 11, 11, 10, 7};
static const unsigned by_weekday[7] = {8, 11, 11, 11, 10, 9, 11};
/* By hour of the day, UTC. */
static const unsigned by_hour[24] = {1, 0, 0, 0, 1, 2, 5, 9, 11, 12, 10, 11, 9, 9, 9, 9, 10, 12, 16, 18, 15, 9, 4, 2};

static void day_begin(struct year *year, int day)
{
	struct year_plan *plan = year->plan;
	time_t at = (time_t)(year->begin_ms / 1000 + day * 86400);
	struct tm parts;

	gmtime_r(&at, &parts);
	plan->day = (int16_t)day;
	plan->month = (uint8_t)parts.tm_mon;
	for (size_t i = 0; i < plan->n_open;) {
		if (plan->initiatives[plan->open[i]].rests <= day) {
			plan->open[i] = plan->open[--plan->n_open];
		} else {
			i++;
		}
	}
}

static uint64_t day_weight(const struct year *year, int day)
{
	time_t at = (time_t)(year->begin_ms / 1000 + day * 86400);
	struct tm parts;
	int64_t begin = year->begin_ms + day * YEAR_DAY_MS, rest = year->end_ms - begin;

	gmtime_r(&at, &parts);
	uint64_t weight = by_month[parts.tm_mon] * by_weekday[parts.tm_wday] * 100;
	return rest >= YEAR_DAY_MS ? weight : weight * (uint64_t)rest / YEAR_DAY_MS;
}

static int64_t moment(struct year *year)
{
	unsigned all = 0, hour = 0;

	for (size_t h = 0; h < 24; h++) {
		all += by_hour[h];
	}
	for (unsigned at = year_below(&year->plan->random, all); at >= by_hour[hour]; hour++) {
		at -= by_hour[hour];
	}
	return (int64_t)hour * 3600000 + year_below(&year->plan->random, 3600000);
}

static int earlier(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* What people do of themselves, of a thousand acts. */
static void plan_any(struct year *year)
{
	static const struct {
		unsigned share;
		void (*plan)(struct year *);
	} acts[] = {{240, plan_join}, {190, plan_note}, {150, plan_answer}, {90, plan_vouch}, {55, plan_deed}, {34, plan_gathering},
	        {20, plan_lesson}, {20, plan_leave}, {22, plan_revise}, {16, plan_initiative}, {10, plan_retract},
	        {3, plan_unvouch}, {2, plan_address}, {1, plan_copy}};
	unsigned at = year_below(&year->plan->random, 1000);

	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		if (at < acts[i].share) {
			acts[i].plan(year);
			return;
		}
		at -= acts[i].share;
	}
	plan_trade(year, year_chance(&year->plan->random, 480) ? KIEM_OFFER : KIEM_REQUEST);
}

/* What is due and who arrives come first; as much as the day's share allows, the rest on the next day. */
static bool plan_waiting(struct year *year)
{
	struct year_plan *plan = year->plan;
	uint32_t later = plan->due[plan->day];

	if (plan->next_person < year->n_keys && year->people[plan->arrivals[plan->next_person]].arrives <= plan->day) {
		plan_arrive(year, plan->arrivals[plan->next_person++]);
		return true;
	}
	if (later != YEAR_NONE && year_chance(&plan->random, 600)) {
		struct plan_later due = plan->later[later];
		plan->due[plan->day] = due.next;
		plan_due(year, &due);
		return true;
	}
	return false;
}

static void put_off(struct year_plan *plan)
{
	uint32_t *tail = &plan->due[plan->day];

	if (plan->day + 1 == YEAR_DAYS) {
		return;
	}
	while (*tail != YEAR_NONE) {
		tail = &plan->later[*tail].next;
	}
	*tail = plan->due[plan->day + 1];
	plan->due[plan->day + 1] = plan->due[plan->day];
}

static bool plan_day(struct year *year, int day, size_t until)
{
	int64_t begin = year->begin_ms + day * YEAR_DAY_MS, last = begin + YEAR_DAY_MS;
	size_t n = until > year->n ? until - year->n : 0, tries = 0;
	int64_t *times = malloc((n + 1) * sizeof(*times));

	if (times == NULL) {
		return false;
	}
	last = last < year->end_ms ? last : year->end_ms;
	day_begin(year, day);
	for (size_t i = 0; i < n; i++) {
		times[i] = begin + moment(year);
		times[i] = times[i] < last ? times[i] : begin + (times[i] - begin) % (last - begin);
	}
	qsort(times, n, sizeof(*times), earlier);
	for (size_t i = 0; year->n < until && !year->plan->failed && tries < 4 * n + 100; tries++) {
		size_t before = year->n;
		year->plan->now = times[i];
		if (!plan_waiting(year)) {
			plan_any(year);
		}
		i += year->n - before;
		i = i < n ? i : n - 1;
	}
	put_off(year->plan);
	free(times);
	return !year->plan->failed;
}

/* ---- the year ---- */

static const struct year *sorted; /* for arrives_earlier */

static int arrives_earlier(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;
	int16_t p = sorted->people[*x].arrives, q = sorted->people[*y].arrives;

	return p != q ? (p > q) - (p < q) : (*x > *y) - (*x < *y);
}

static bool plan_begin(struct year *year)
{
	struct year_plan *plan = year->plan = calloc(1, sizeof(*year->plan));

	if (plan == NULL) {
		return false;
	}
	plan->random = year->seed;
	for (size_t d = 0; d < YEAR_DAYS; d++) {
		plan->due[d] = YEAR_NONE;
	}
	if (!year_people_make(year, &plan->random) || !plan_crowds_make(year)) {
		return false;
	}
	plan->arrivals = malloc(year->n_keys * sizeof(*plan->arrivals));
	year->acts = malloc((year->target + 64) * sizeof(*year->acts));
	plan->once = calloc(PLAN_ONCE_BITS / 8, 1);
	if (plan->arrivals == NULL || year->acts == NULL || plan->once == NULL) {
		return false;
	}
	for (uint32_t i = 0; i < year->n_keys; i++) {
		plan->arrivals[i] = i;
	}
	sorted = year;
	qsort(plan->arrivals, year->n_keys, sizeof(*plan->arrivals), arrives_earlier);
	return true;
}

static void plan_free(struct year_plan *plan)
{
	if (plan == NULL) {
		return;
	}
	for (size_t i = 0; i <= YEAR_BOARDS; i++) {
		free(plan->crowds[i].who);
		free(plan->crowds[i].sums);
	}
	free(plan->ring);
	free(plan->place);
	free(plan->initiatives);
	free(plan->open);
	free(plan->later);
	free(plan->arrivals);
	free(plan->once);
	free(plan);
}

bool year_make(struct year *year, uint64_t seed, size_t people, size_t posts, int64_t end_ms)
{
	uint64_t all = 0, so_far = 0;

	*year = (struct year){.seed = seed, .n_people = people, .target = posts, .end_ms = end_ms};
	year->begin_ms = (end_ms - 1) / YEAR_DAY_MS * YEAR_DAY_MS - (YEAR_DAYS - 1) * YEAR_DAY_MS;
	bool ok = plan_begin(year);
	for (int day = 0; day < YEAR_DAYS; day++) {
		all += day_weight(year, day);
	}
	for (int day = 0; ok && day < YEAR_DAYS; day++) {
		so_far += day_weight(year, day);
		ok = plan_day(year, day, posts * so_far / all);
	}
	plan_free(year->plan);
	year->plan = NULL;
	return ok;
}

void year_free(struct year *year)
{
	free(year->people);
	free(year->secrets);
	free(year->acts);
	free(year->ids);
	*year = (struct year){0};
}
