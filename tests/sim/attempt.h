/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A run in a process of its own, so that an assertion of the swarm's is an outcome like any other; and the search for the shortest
 * plan that still fails.
 */
#ifndef KIEM_SIM_ATTEMPT_H
#define KIEM_SIM_ATTEMPT_H

#include "result.h"

#include <sys/types.h>

struct attempt {
	pid_t pid;
	int fd;
	uint64_t seed;
};

/* Starts a run of the actions of a plan; attempt_end waits for it. */
bool attempt_begin(struct attempt *attempt, const struct scenario *s, const struct plan *plan, const struct sim_options *options);
void attempt_end(struct attempt *attempt, struct result *result, const struct scenario *s);

/*
 * Leaves out what a plan does not need to fail: first the longest tail, by bisection, then one part after another. `fails` runs a
 * plan and tells. Returns how often it was asked.
 */
typedef bool shrink_fails(void *context, const struct plan *plan);
unsigned shrink(struct plan *plan, shrink_fails *fails, void *context, unsigned runs_max);

#endif
