/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `status` and `links` say of neighbours, out of kiemd's answers (docs/control.md). */
#ifndef KIEM_CLI_NEIGHBOUR_H
#define KIEM_CLI_NEIGHBOUR_H

#include "look.h"

/* How a neighbour's posts of a board differ from ours: "the same", "12 posts behind", and whether it is being compared. */
void neighbour_differs(struct facts *facts, const json_t *board);
/* What it is to a board: an active neighbour, a guest, pinned; NULL when it is none of these. */
const char *neighbour_place(const json_t *board);
/* How many neighbours a board has, and how many nodes stand by. */
void neighbour_view(struct facts *facts, const json_t *view);
/* A line for every neighbour of a board. */
void neighbour_list(const struct out *out, const json_t *neighbours);
/* Whether others get through to this node: its neighbours try that, and nobody else can tell. */
void neighbour_reach(const struct out *out, const char *reach);

#endif
