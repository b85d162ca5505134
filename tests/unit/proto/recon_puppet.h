/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells and sums of a puppet (swarm_rig.h): of short ids that the test chooses, whether posts are behind them or not. */
#ifndef KIEM_RECON_PUPPET_H
#define KIEM_RECON_PUPPET_H

#include "../../../proto/recon.h"
#include "swarm_rig.h"

#define PUPPET_CELLS_MAX 4096

/* Cells [from, upto) of these items, as they are on the wire. Lives until the next call. */
static inline struct kiem_span puppet_cells(const uint64_t *items, size_t n, uint32_t from, uint32_t upto)
{
	static struct recon_cell cells[PUPPET_CELLS_MAX];
	static uint8_t wire[PUPPET_CELLS_MAX * RECON_CELL_BYTES];

	assert_true(upto <= PUPPET_CELLS_MAX);
	memset(cells, 0, sizeof(cells));
	recon_add_all(cells, 0, upto, items, n);
	recon_write(wire, cells, from, upto);
	return (struct kiem_span){wire, (upto - from) * RECON_CELL_BYTES};
}

/* A SUM of these items, which says that there are `count` of them. */
static inline void puppet_sum(struct rig *rig, unsigned node, unsigned link, const uint64_t *items, size_t n, uint64_t count)
{
	struct wire_message m = {.type = WIRE_SUM};

	m.sum.count = count;
	m.sum.cells = puppet_cells(items, n, 0, RECON_FIRST_CELLS);
	rig_say_message(rig, node, link, &m);
}

#endif
