/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See command.h. */
#include "command.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define SHRINK_RUNS_MAX 60

void command_keep_only(struct plan *plan, const char *only)
{
	size_t n = 0;

	for (const char *p = only; *p != '\0'; p += strcspn(p, ",") + (strchr(p, ',') != NULL)) {
		size_t at = strtoull(p, NULL, 10);

		if (at >= 1 && at <= plan->n) {
			plan->actions[n++] = plan->actions[at - 1];
		}
	}
	plan->n = n;
}

struct sim_options command_options(const struct command *c, uint64_t seed)
{
	return (struct sim_options){.seed = seed, .trace = c->trace, .check_every = c->s.nodes > 1000 ? 16 : 1};
}

struct search {
	const struct command *c;
	struct sim_options options;
	struct result last;
};

static bool still_fails(void *context, const struct plan *plan)
{
	struct search *search = context;
	struct attempt attempt;
	struct result result;

	if (!attempt_begin(&attempt, &search->c->s, plan, &search->options)) {
		return false;
	}
	attempt_end(&attempt, &result, &search->c->s);
	bool same = result.failed && result.failure_kind == search->last.failure_kind;
	if (same) {
		search->last = result;
	}
	return same;
}

void command_tell_failure(const struct command *c, const struct result *r)
{
	struct search search = {.c = c, .options = command_options(c, r->seed), .last = *r};
	struct plan plan, whole;
	char line[256], only[512] = "";

	fprintf(stderr, "FAILED: scenario %s, nodes %" PRIu64 ", seed %" PRIu64 ": %s\n", c->s.name, c->s.nodes, r->seed,
	        r->failure);
	plan_make(&plan, &c->s, r->seed);
	plan_make(&whole, &c->s, r->seed);
	if (c->only != NULL) {
		command_keep_only(&plan, c->only);
	}
	search.options.trace = false;
	unsigned runs = c->no_shrink || c->trace || r->missed ? 0 : shrink(&plan, still_fails, &search, SHRINK_RUNS_MAX);
	if (runs > 0) {
		fprintf(stderr, "shortest that still fails, of %zu actions, after %u runs: %s\n", whole.n, runs,
		        search.last.failure);
	}
	for (size_t i = 0, at = 0; i < plan.n && !r->missed; i++) {
		while (at < whole.n && memcmp(&whole.actions[at], &plan.actions[i], sizeof(plan.actions[i])) != 0) {
			at++;
		}
		plan_line(line, sizeof(line), &plan.actions[i]);
		fprintf(stderr, "  %s\n", line);
		snprintf(only + strlen(only), sizeof(only) - strlen(only), "%s%zu", i > 0 ? "," : "", ++at);
	}
	fprintf(stderr, "again: ./dev sim --scenario %s --nodes %" PRIu64 " --seed %" PRIu64 "%s%s --trace\n", c->s.name,
	        c->s.nodes, r->seed, plan.n < whole.n ? " --only " : "", plan.n < whole.n ? only : "");
	plan_finish(&plan);
	plan_finish(&whole);
}
