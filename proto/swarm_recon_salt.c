/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The second salt of a lane. Who knows a salt, and only the two ends of a link do, can make two posts of one short id with some
 * 2^32 tries. They cancel out in the cells, which then never decode, or show what is nowhere. So a decode that ends in what
 * cannot be is begun anew under another salt, once in the life of a link; after that, short ids are listed, where two posts of one
 * short id do no harm.
 */
#include "swarm_parts.h"

#include <assert.h>
#include <string.h>

/* Another salt, under which everything is computed anew. */
void recon_salt(struct swarm *s, uint32_t at, uint32_t slot, unsigned round)
{
	struct lane *lane = lane_at(s, at, slot);
	struct cell_set *set = cells_of(s, lane);
	struct wire_salt anew;

	assert(lane->recon.round == 0 && round == WIRE_ROUND_MAX);
	memcpy(lane->recon.first_key, lane->salt.short_key, sizeof(lane->recon.first_key));
	wire_salt_round(&anew, &lane->salt, round);
	lane->salt = anew;
	lane->recon.round = round;
	lane->recon.builds += lane->recon.builds < RECON_BUILDS_MAX; /* once a link, so this build is free */
	if (set != NULL && set->state == CELLS_BUILDING) {
		s->links[at].sum_walk.active = false;
	}
	if (set != NULL) {
		set->state = CELLS_STALE;
	}
}

void recon_unsalt(struct lane *lane)
{
	if (lane->recon.round > 0) {
		memcpy(lane->salt.short_key, lane->recon.first_key, sizeof(lane->recon.first_key));
		lane->recon.round = 0;
	}
}

/* Cells that can be of no set, or of one in which two ids have one short id: once more under another salt, then never again. */
void recon_resalt(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct lane *lane = lane_at(s, at, slot);

	recon_salt(s, at, slot, lane->recon.round + 1);
	catch_phase(s, at, lane, LANE_IDLE);
	lane->again = true;
	lane->recon.open_at = 0;
}
