/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How much a stranger may have fetched in a day, over one link and from one public network together: catching up is cheap to ask
 * for and dear to give, and somebody's uplink is what it is given over. Past that it is not served until the day is over; that is
 * no offence, and what is new still goes to it. Neighbours that were configured or invited, and those on a private network, are
 * exempt.
 */
#include "swarm_parts.h"

static void begin_day(const struct swarm *s, struct recon_served *served)
{
	if (s->mono_ms - served->since_ms >= RECON_DAY_MS) {
		served->since_ms = s->mono_ms;
		served->bytes = 0;
	}
}

/* That of a network, or the one that was not used for longest. */
static struct recon_served *of_network(struct swarm *s, uint64_t network)
{
	struct recon_served *oldest = &s->recon.networks[0];

	for (size_t i = 0; i < RECON_NETWORKS_MAX; i++) {
		struct recon_served *served = &s->recon.networks[i];
		if (served->network == network) {
			return served;
		}
		oldest = served->since_ms < oldest->since_ms ? served : oldest;
	}
	*oldest = (struct recon_served){.network = network, .since_ms = s->mono_ms};
	return oldest;
}

/* That it says it has us pinned does not count. */
static bool exempt(const struct swarm *s, const struct link *link)
{
	return link->network == 0 || dial_wanted(s, &link->node);
}

void served_count(struct swarm *s, uint32_t at, uint64_t bytes)
{
	struct link *link = &s->links[at];

	if (bytes == 0 || exempt(s, link)) {
		return;
	}
	struct recon_served *network = of_network(s, link->network);
	begin_day(s, network);
	begin_day(s, &link->trust.served);
	network->bytes += bytes;
	link->trust.served.bytes += bytes;
}

bool served_may(struct swarm *s, uint32_t at)
{
	struct link *link = &s->links[at];

	if (exempt(s, link)) {
		return true;
	}
	struct recon_served *network = of_network(s, link->network);
	begin_day(s, network);
	begin_day(s, &link->trust.served);
	return network->bytes < RECON_DAY_NETWORK && link->trust.served.bytes < RECON_DAY_LINK;
}
