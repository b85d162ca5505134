/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who acts, and who knows whom. Activity is heavy-tailed: the person of rank r is drawn as often as 1 / (r + c)^1.5, in integers.
 * People of a board stand in a ring, and know those next to them and a few far away.
 */
#include "plan.h"

#include <stdlib.h>

#define NEAR 12
#define LOUD 4

static uint64_t root(uint64_t x)
{
	uint64_t r = 0;

	for (uint64_t bit = 1ULL << 31; bit != 0; bit >>= 1) {
		if ((r + bit) * (r + bit) <= x) {
			r += bit;
		}
	}
	return r;
}

/* Ranks by chance: a shuffled list of all people. */
static uint32_t *shuffled(size_t n, uint64_t *random)
{
	uint32_t *list = malloc(n * sizeof(*list));

	for (uint32_t i = 0; list != NULL && i < n; i++) {
		uint32_t j = year_below(random, i + 1);
		list[i] = list[j];
		list[j] = i;
	}
	return list;
}

static bool crowd_make(struct plan_crowd *crowd, const struct year *year, const uint32_t *ranked, int board)
{
	uint64_t sum = 0, offset = year->n_people / 100 + 10;

	crowd->who = malloc(year->n_people * sizeof(*crowd->who));
	crowd->sums = malloc(year->n_people * sizeof(*crowd->sums));
	if (crowd->who == NULL || crowd->sums == NULL) {
		return false;
	}
	for (uint64_t rank = 0; rank < year->n_people; rank++) {
		if (board == YEAR_BOARDS || year->people[ranked[rank]].board == board) {
			uint64_t x = rank + offset;
			sum += (1ULL << 44) / (x * root(x * 65536) / 256);
			crowd->who[crowd->n] = ranked[rank];
			crowd->sums[crowd->n++] = sum;
		}
	}
	return true;
}

static bool ring_make(struct year *year)
{
	struct year_plan *plan = year->plan;
	uint32_t n = 0;

	plan->ring = malloc(year->n_people * sizeof(*plan->ring));
	plan->place = malloc(year->n_people * sizeof(*plan->place));
	if (plan->ring == NULL || plan->place == NULL) {
		return false;
	}
	for (int board = 0; board < YEAR_BOARDS; board++) {
		for (uint32_t i = 0; i < year->n_people; i++) {
			if (year->people[i].board == board) {
				plan->place[i] = n;
				plan->ring[n++] = i;
			}
		}
	}
	return true;
}

bool plan_crowds_make(struct year *year)
{
	struct year_plan *plan = year->plan;
	uint32_t *ranked = shuffled(year->n_people, &plan->random);
	bool ok = ranked != NULL && ring_make(year);

	for (int board = 0; ok && board <= YEAR_BOARDS; board++) {
		ok = crowd_make(&plan->crowds[board], year, ranked, board);
	}
	for (size_t i = 0; ok && i < LOUD; i++) {
		struct year_person *person = &year->people[ranked[i * 3]];
		person->flags |= YEAR_LOUD;
		person->arrives = 1;
		person->departs = YEAR_DAYS;
	}
	free(ranked);
	return ok;
}

bool plan_here(const struct year *year, uint32_t key)
{
	const struct year_person *person = &year->people[key];

	return person->arrives < year->plan->day && person->departs > year->plan->day;
}

uint32_t plan_key(struct year *year, uint32_t person)
{
	const struct year_person *p = &year->people[person];

	if (p->heir == YEAR_NONE || year->people[p->heir].arrives >= year->plan->day) {
		return person;
	}
	return (p->flags & YEAR_HEIRED) != 0 || year_chance(&year->plan->random, 400) ? p->heir : person;
}

static uint32_t crowd_draw(const struct plan_crowd *crowd, uint64_t *random)
{
	size_t low = 0, high = crowd->n - 1;
	uint64_t at = year_random(random) % crowd->sums[crowd->n - 1];

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (crowd->sums[middle] > at) {
			high = middle;
		} else {
			low = middle + 1;
		}
	}
	return crowd->who[low];
}

uint32_t plan_somebody(struct year *year, uint8_t board, uint8_t topic)
{
	struct year_plan *plan = year->plan;

	for (int tries = 0; tries < 16; tries++) {
		bool near = board < YEAR_BOARDS && year_chance(&plan->random, 850) && plan->crowds[board].n > 0;
		uint32_t person = crowd_draw(&plan->crowds[near ? board : YEAR_BOARDS], &plan->random);
		const struct year_person *p = &year->people[person];
		bool minds = topic >= YEAR_TOPICS || p->topics[0] == topic || p->topics[1] == topic;
		if (plan_here(year, person) && (minds || tries > 8)) {
			return plan_key(year, person);
		}
	}
	return YEAR_NONE;
}

uint32_t plan_loud(struct year *year)
{
	const struct plan_crowd *all = &year->plan->crowds[YEAR_BOARDS];
	uint32_t person = all->who[3 * year_below(&year->plan->random, LOUD)];

	return plan_here(year, person) ? person : YEAR_NONE;
}

uint32_t plan_friend(struct year *year, uint32_t key)
{
	struct year_plan *plan = year->plan;

	for (int tries = 0; tries < 12; tries++) {
		uint32_t person =
		        key < year->n_people && year_chance(&plan->random, 800)
		                ? plan->ring[(plan->place[key] + year->n_people + 1 + year_below(&plan->random, 2 * NEAR) - NEAR) %
		                             year->n_people]
		                : crowd_draw(&plan->crowds[YEAR_BOARDS], &plan->random);
		if (person != key && plan_here(year, person)) {
			return plan_key(year, person);
		}
	}
	return YEAR_NONE;
}
