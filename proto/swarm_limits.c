/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who may come in unknown. Who is at the other end of a link shows with HELLO; until then it takes a place and has shown nothing. A
 * machine that opens links and stays silent would soon hold all places, ten seconds each; so of one public network only a few may
 * wait at a time. A neighbour that is turned away for that dials again a little later. (How many links with one network may stay
 * is membership's affair; the driver keeps an eighth of all places for those it dials itself.)
 */
#include "swarm_parts.h"

static unsigned waiting(const struct swarm *s, uint64_t network)
{
	unsigned n = 0;

	for (uint64_t up = s->up & ~s->linked; up != 0;) {
		const struct link *link = &s->links[take_bit(&up)];
		n += link->network == network && !link->dialled && !link->dropping;
	}
	return n;
}

bool limits_up(struct swarm *s, uint32_t at)
{
	const struct link *link = &s->links[at];

	if (link->dialled || link->network == 0 || waiting(s, link->network) <= SWARM_WAITING_MAX) {
		return true;
	}
	links_drop(s, at, SWARM_DROP_NETWORK, 0);
	return false;
}
