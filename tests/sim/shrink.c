/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shortest plan that still fails, or nearly: see attempt.h. */
#include "attempt.h"

#include <stdlib.h>
#include <string.h>

/* Tries the plan without `count` actions from `from`; keeps it so when it still fails. */
static bool try_without(struct plan *plan, size_t from, size_t count, shrink_fails *fails, void *context)
{
	struct plan shorter = {.n = plan->n - count, .actions = malloc((plan->n + 1) * sizeof(plan->actions[0]))};

	if (shorter.actions == NULL) {
		return false;
	}
	memcpy(shorter.actions, plan->actions, from * sizeof(plan->actions[0]));
	memcpy(shorter.actions + from, plan->actions + from + count, (plan->n - from - count) * sizeof(plan->actions[0]));
	bool failed = fails(context, &shorter);
	if (failed) {
		memcpy(plan->actions, shorter.actions, shorter.n * sizeof(plan->actions[0]));
		plan->n = shorter.n;
	}
	free(shorter.actions);
	return failed;
}

/* The shortest prefix that fails: it fails with `high` actions and (as far as one knows) not with `low`. */
static unsigned shrink_tail(struct plan *plan, shrink_fails *fails, void *context, unsigned runs_max)
{
	size_t low = 0;
	unsigned runs = 0;

	while (low < plan->n && runs < runs_max) {
		size_t middle = (low + plan->n) / 2;

		runs++;
		if (!try_without(plan, middle, plan->n - middle, fails, context)) {
			low = middle + 1;
		}
	}
	return runs;
}

unsigned shrink(struct plan *plan, shrink_fails *fails, void *context, unsigned runs_max)
{
	unsigned runs = shrink_tail(plan, fails, context, runs_max);

	for (size_t part = plan->n / 2; part > 0; part /= 2) {
		for (size_t from = 0; from + part <= plan->n && runs < runs_max;) {
			runs++;
			if (!try_without(plan, from, part, fails, context)) {
				from += part;
			}
		}
	}
	return runs;
}
