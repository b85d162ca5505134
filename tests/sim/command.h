/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line of ./dev sim, and what it says when a run fails. */
#ifndef KIEM_SIM_COMMAND_H
#define KIEM_SIM_COMMAND_H

#include "attempt.h"

struct command {
	const char *folder, *scenario, *only;
	uint64_t nodes, seed, seeds, jobs, soak_s;
	bool json, trace, list, soak, no_shrink;
	struct scenario s;
};

/* Leaves the actions of the plan that a list such as 3,7 names, counted from 1. */
void command_keep_only(struct plan *plan, const char *only);
struct sim_options command_options(const struct command *c, uint64_t seed);
/* On stderr: seed, scenario, the shortest plan that still fails in the same way, and how to see it again. */
void command_tell_failure(const struct command *c, const struct result *r);

#endif
