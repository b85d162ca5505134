/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ten thousand swarms are in no cache: while one takes its step, what the next one will look at is on its way. Which one that is
 * may change yet, and nothing here is changed, so a wrong guess costs time and no more.
 */
#include "parts.h"

#include "inside.h"

void ahead_look(const struct sim *sim)
{
	const struct event *next = heap_ahead(&sim->heap);

	if (next == NULL || sim->nodes[0].state == NODE_NEW) {
		return;
	}
	const struct node *n = &sim->nodes[next->node];
	__builtin_prefetch(next->body);
	__builtin_prefetch(n);
	__builtin_prefetch(&n->clock_ms);
	__builtin_prefetch(&sim->links[(size_t)next->node * sim->links_max + next->link]);
	inside_prefetch((void *)part_of(&sim->near, next->node), sim->nodes[0].swarm, next->link);
}
