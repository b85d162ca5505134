/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hostile nodes run the real swarm, so that they are taken for neighbours, and bend what it says (enum hostile). What they do on
 * their own comes on top, once a second.
 */
#include "sim.h"

#include <string.h>

bool hostile_bend(struct sim *sim, uint32_t node, uint32_t link, struct kiem_span *body)
{
	(void)sim;
	(void)node;
	(void)link;
	(void)body;
	return true;
}

bool hostile_withholds(struct sim *sim, uint32_t node, uint32_t post)
{
	return (sim->nodes[node].hostile & HOSTILE_WITHHOLD) != 0 && post % 4 != 0;
}

void hostile_heard(struct sim *sim, uint32_t node, struct kiem_span body)
{
	(void)sim;
	(void)node;
	(void)body;
}

void hostile_act(struct sim *sim, uint32_t node)
{
	(void)sim;
	(void)node;
}
