/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command: ./dev sim. Runs a scenario under one seed or several, tells the figures, and shortens what fails. */
#include "command.h"

#include <dirent.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define SEEDS_MAX 10000
#define JOBS_MAX 64

static int usage(FILE *out)
{
	fputs("usage: ./dev sim --scenario NAME [--nodes N] [--seed N] [--seeds K] [--json] [--trace] [--only LIST] [--jobs N]\n"
	      "       ./dev sim --list\n"
	      "       ./dev sim --soak [TIME]      random faults under one fresh seed after another, until one fails or TIME (1h, "
	      "30min)\n"
	      "--only 3,7 plays actions 3 and 7 of the plan alone; --trace prints a line a step; docs/simulator.md explains the "
	      "figures\n",
	        out);
	return out == stdout ? 0 : 64;
}

/* ---- list ---- */

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int list(const struct command *c)
{
	static struct scenario s;
	DIR *dir = opendir(c->folder);
	char *names[256], error[256];
	size_t n = 0;
	int status = 0;

	for (struct dirent *entry = dir != NULL ? readdir(dir) : NULL; entry != NULL && n < 256; entry = readdir(dir)) {
		char *dot = strrchr(entry->d_name, '.');

		if (dot != NULL && strcmp(dot, ".scn") == 0) {
			*dot = '\0';
			names[n++] = strdup(entry->d_name);
		}
	}
	if (dir != NULL) {
		closedir(dir);
	}
	qsort(names, n, sizeof(names[0]), by_name);
	for (size_t i = 0; i < n; i++) {
		bool good = scenario_load(&s, error, c->folder, names[i]);

		printf("%-18s %s\n", names[i], good ? s.summary : error);
		status |= !good;
		free(names[i]);
	}
	return n == 0 ? 66 : status;
}

/* ---- runs ---- */

static void begin(struct attempt *attempt, const struct command *c, uint64_t seed)
{
	struct sim_options options = command_options(c, seed);
	struct plan plan;

	plan_make(&plan, &c->s, seed);
	if (c->only != NULL) {
		command_keep_only(&plan, c->only);
	}
	if (!attempt_begin(attempt, &c->s, &plan, &options)) {
		perror("sim");
		exit(71);
	}
	plan_finish(&plan);
}

/* Runs seeds c->seed to c->seed + n - 1, c->jobs at a time; results in the order of the seeds. How many failed. */
static size_t run_seeds(const struct command *c, struct result *results, size_t n)
{
	struct attempt attempts[JOBS_MAX];
	size_t begun = 0, failed = 0;

	for (size_t i = 0; i < n; i++) {
		while (begun < n && begun < i + c->jobs) {
			begin(&attempts[begun % JOBS_MAX], c, c->seed + begun);
			begun++;
		}
		attempt_end(&attempts[i % JOBS_MAX], &results[i], &c->s);
		failed += results[i].failed;
		if (c->json) {
			result_json(stdout, &results[i], &c->s);
		}
		if (results[i].failed && failed == 1) {
			command_tell_failure(c, &results[i]);
		} else if (results[i].failed) {
			fprintf(stderr, "FAILED: seed %" PRIu64 ": %s\n", results[i].seed, results[i].failure);
		}
	}
	return failed;
}

static int soak(struct command *c)
{
	time_t until = c->soak_s != 0 ? time(NULL) + (time_t)c->soak_s : 0;
	uint64_t done = 0;
	struct result results[JOBS_MAX];

	c->seed = c->seed != 0 ? c->seed : (uint64_t)time(NULL) << 16;
	for (; until == 0 || time(NULL) < until; c->seed += c->jobs, done += c->jobs) {
		if (run_seeds(c, results, c->jobs) > 0) {
			return 1;
		}
		fprintf(stderr, "\r%" PRIu64 " seeds of %s, none failed ", done + c->jobs, c->s.name);
	}
	fprintf(stderr, "\n");
	return 0;
}

/* ---- the command line ---- */

/* An option's value is where its argument goes: a text, a number, or a flag that is set. */
enum { TEXTS = 0, NUMBERS = 16, FLAGS = 32, SOAK = 48 };

static bool take(struct command *c, int option)
{
	const char **texts[] = {&c->scenario, &c->folder, &c->only};
	uint64_t *numbers[] = {&c->nodes, &c->seed, &c->seeds, &c->jobs}, us;
	bool *flags[] = {&c->json, &c->trace, &c->list, &c->no_shrink};
	char *end = NULL;

	if (option == '?') {
		return false;
	}
	if (option == SOAK) {
		c->soak = true;
		c->soak_s = optarg != NULL && scenario_time(&us, optarg) ? us / SECOND_US : 0;
	} else if (option >= FLAGS) {
		*flags[option - FLAGS] = true;
	} else if (option >= NUMBERS) {
		*numbers[option - NUMBERS] = strtoull(optarg, &end, 10);
		return *end == '\0';
	} else {
		*texts[option - TEXTS] = optarg;
	}
	return true;
}

static bool read_options(struct command *c, int argc, char **argv)
{
	static const struct option options[] = {{"scenario", required_argument, NULL, TEXTS},
	        {"folder", required_argument, NULL, 1}, {"only", required_argument, NULL, 2},
	        {"nodes", required_argument, NULL, NUMBERS}, {"seed", required_argument, NULL, NUMBERS + 1},
	        {"seeds", required_argument, NULL, NUMBERS + 2}, {"jobs", required_argument, NULL, NUMBERS + 3},
	        {"json", no_argument, NULL, FLAGS}, {"trace", no_argument, NULL, FLAGS + 1}, {"list", no_argument, NULL, FLAGS + 2},
	        {"no-shrink", no_argument, NULL, FLAGS + 3}, {"soak", optional_argument, NULL, SOAK}, {NULL, 0, NULL, 0}};
	uint64_t us;

	for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		if (!take(c, option)) {
			return false;
		}
	}
	if (c->soak && optind < argc && scenario_time(&us, argv[optind])) {
		c->soak_s = us / SECOND_US;
		optind++;
	}
	c->scenario = c->scenario == NULL && c->soak ? "mixed" : c->scenario;
	return optind == argc && (c->list || c->scenario != NULL) && c->seeds >= 1 && c->seeds <= SEEDS_MAX && c->jobs >= 1 &&
	       c->jobs <= JOBS_MAX;
}

int main(int argc, char **argv)
{
	static struct command c = {.folder = SCENARIOS, .seeds = 1, .jobs = 1};
	char error[256];

	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		return usage(stdout);
	}
	if (!read_options(&c, argc, argv)) {
		return usage(stderr);
	}
	if (c.list) {
		return list(&c);
	}
	if (!scenario_load(&c.s, error, c.folder, c.scenario)) {
		fprintf(stderr, "sim: %s\n", error);
		return 65;
	}
	c.s.nodes = c.nodes != 0 ? c.nodes : c.s.nodes;
	if (c.soak) {
		return soak(&c);
	}
	c.seed = c.seed != 0 ? c.seed : 1;
	struct result *results = calloc(c.seeds, sizeof(*results));
	if (results == NULL) {
		return 71;
	}
	size_t failed = run_seeds(&c, results, c.seeds);
	if (!c.json) {
		result_table(stdout, results, c.seeds, &c.s);
		printf("%" PRIu64 " run%s, %zu failed\n", c.seeds, c.seeds == 1 ? "" : "s", failed);
	}
	free(results);
	return failed != 0;
}
