/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outcome of a run: its figures in millionths, so that they print the same everywhere, and what failed. */
#ifndef KIEM_SIM_RESULT_H
#define KIEM_SIM_RESULT_H

#include "sim.h"

#include <stdio.h>

enum figure {
	FIGURE_DELIVERED,
	FIGURE_DELIVERED_END,
	FIGURE_RMR,
	FIGURE_LAST_HOP_MAX,
	FIGURE_LAST_HOP_MEAN,
	FIGURE_LAST_MS,
	FIGURE_LAST_MS_MEAN,
	FIGURE_BYTES,
	FIGURE_MESSAGES,
	FIGURE_HOSTILE_SHARE,
	FIGURE_HOSTILE_WORST,
	FIGURE_ISOLATED,
	FIGURE_ISOLATED_MAX,
	FIGURE_MERGED_MS,
	FIGURE_EQUAL_MS,
	FIGURE_ACTIVE_MEAN,
	FIGURE_ACTIVE_MAX,
	FIGURE_PASSIVE_MEAN,
	FIGURE_LINKS_MEAN,
	FIGURE_NODES_UP,
	FIGURE_POSTS,
	FIGURE_MEASURED,
	FIGURE_OFFENCES,
	FIGURE_DROPS,
	FIGURE_STEPS,
	FIGURE_STEPS_PER_S,
	FIGURE_WALL_MS,
	FIGURE_CPU_MS,
	FIGURE_SWARM_BYTES,
	FIGURE_RSS_PER_NODE,
	FIGURES
};

struct result {
	uint64_t seed, trace;
	bool failed;
	bool missed;           /* it failed by a figure alone, which shorter runs say nothing about */
	uint64_t failure_kind; /* a shortened plan must fail in the same way */
	char failure[256];
	int64_t figures[FIGURES]; /* millionths; -1: there is none, as of a time that did not come */
};

const char *result_name(enum figure figure);
enum figure result_find(const char *name); /* FIGURES: none */
/* Takes the figures of a finished run; wall_us and cpu_us are what it took. Goals of the scenario that are missed make it a failed
 * one. */
void result_take(struct result *result, struct sim *sim, uint64_t wall_us, uint64_t cpu_us);
void result_goals(struct result *result, const struct scenario *scenario);
void result_json(FILE *out, const struct result *result, const struct scenario *scenario);
void result_table(FILE *out, const struct result *results, size_t n, const struct scenario *scenario);

#endif
