/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An answer that is filled in from what its maker offers or asks for already: `kiem answer ID --with ID`. */
#ifndef KIEM_CLI_ANSWER_H
#define KIEM_CLI_ANSWER_H

#include "target.h"

/*
 * Fills in what was not given, from the post that --with names: one of this identity's, and the other half of the target. Shows
 * the draft on a terminal, and opens the editor unless --yes or a text was given. Does nothing without --with. The draft's spans
 * then also point into cli->read.
 */
int answer_with(struct cli *cli, struct draft *draft, const struct args *args, const struct target *target, int64_t now_ms);

#endif
