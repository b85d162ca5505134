/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Strangers who come within a week, vouch for each other as highly as they can, join what draws most, and offer, answer and confirm
 * among themselves. None of it is false in form; nobody else vouches for any of them.
 */
#include "plan.h"

void plan_ring(struct year *year, uint32_t key)
{
	struct year_plan *plan = year->plan;
	uint32_t first = (uint32_t)year->n_keys, n = 0;

	while (first > 0 && (year->people[first - 1].flags & YEAR_RING) != 0) {
		first--;
		n++;
	}
	uint8_t board = year->people[key].board, topic = year->people[key].topics[0];
	plan_act(year, KIEM_PROFILE, key, board, topic);
	for (uint32_t i = 1; i <= 3; i++) {
		uint32_t act = plan_act(year, KIEM_VOUCH, key, board, topic);
		year->acts[act].whom = first + (key - first + i) % n;
		year->acts[act].level = 3;
	}
	const struct plan_initiative *open = plan_open(year);
	if (open != NULL) {
		uint32_t to = open->act, join = plan_act(year, KIEM_JOIN, key, year->acts[to].board, year->acts[to].topic);
		plan_link(year, join, KIEM_ABOUT, to);
		year->acts[join].signals = 1u << KIEM_URGENT | 1u << KIEM_BACKING;
	}
	uint32_t offer = plan_act(year, KIEM_OFFER, key, board, topic);
	year->acts[offer].quantity = year_topics[topic]->trades[0].max;
	uint32_t receipt = plan_act(year, KIEM_RECEIPT, first + (key - first + 1 + year_below(&plan->random, 3)) % n, board, topic);
	year->acts[receipt].whom = key;
	plan_link(year, receipt, KIEM_ABOUT, offer);
}
