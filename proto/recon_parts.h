/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of recon share, and nobody else. */
#ifndef KIEM_RECON_PARTS_H
#define KIEM_RECON_PARTS_H

#include "recon.h"

struct recon {
	uint32_t cells_max, received;
	enum recon_state state;
	uint32_t left, open; /* cells that are not zero; of those, with a sum or check that is not */
	uint32_t n_theirs, n_mine, n_stack;
	uint32_t seen_mask;
	uint64_t probes;          /* places of seen[] looked at, in all */
	struct recon_cell *cells; /* theirs minus mine, less what has shown; count modulo 256 */
	uint64_t *items;          /* of theirs from the front, of mine from the back */
	uint16_t *seen;           /* open addressing by item: its place in items[] plus 1; 0: free */
	uint16_t *stack;          /* cells to look at */
	uint8_t *on_stack;        /* for each cell: it lies there */
};

/* One cell from the wire: RECON_CELL_BYTES. */
void recon_read(struct recon_cell *cell, const uint8_t *wire);

#endif
