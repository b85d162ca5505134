/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What reconciliation keeps of a lane and a swarm. */
#ifndef KIEM_RECON_LANE_H
#define KIEM_RECON_LANE_H

#include <kiem/types.h>

struct recon_lane {
	uint32_t cells; /* the lane's place among the cached cell sets and one; 0: none */
};

struct recon_swarm {
	uint64_t builds; /* cell sets that were built by a scan, in all */
};

#endif
