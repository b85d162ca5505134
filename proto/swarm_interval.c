/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * When boards are compared though nothing calls for it: each at its own interval with one random neighbour that has it, so that
 * what was lost somewhere is found, and at once with all when somebody asks.
 */
#include "swarm_parts.h"

void boards_compare(struct swarm *s, uint32_t number)
{
	for (uint64_t linked = s->linked; linked != 0;) {
		uint32_t at = take_bit(&linked);
		for (uint64_t active = s->links[at].active; active != 0;) {
			uint32_t slot = take_bit(&active);
			struct lane *lane = lane_at(s, at, slot);
			if (number == 0 || s->boards[slot].number == number) {
				lane->tokens = SWARM_TOKENS_MAX;
				catch_start(s, at, slot);
			}
		}
	}
}

/* Compares a board with one random neighbour that has it. */
static void compare_one(struct swarm *s, uint32_t slot)
{
	uint32_t candidates[SWARM_LINKS_MAX];
	size_t n = 0;

	for (uint64_t linked = s->linked; linked != 0;) {
		uint32_t at = take_bit(&linked);
		if (lane_at(s, at, slot)->active) {
			candidates[n++] = at;
		}
	}
	if (n > 0) {
		catch_start(s, candidates[fx_random_below(s, n)], slot);
	}
}

void boards_due(struct swarm *s)
{
	for (uint64_t followed = s->followed; followed != 0;) {
		uint32_t slot = take_bit(&followed);
		struct board *b = &s->boards[slot];
		if (b->compare_at <= s->mono_ms) {
			b->compare_at = s->mono_ms + s->options.compare_ms;
			compare_one(s, slot);
		}
	}
}

uint64_t boards_next_due(const struct swarm *s)
{
	uint64_t due = UINT64_MAX;

	for (uint64_t followed = s->followed; followed != 0;) {
		uint64_t at = s->boards[take_bit(&followed)].compare_at;
		due = at < due ? at : due;
	}
	return due;
}
