/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See attempt.h. */
#include "attempt.h"

#include "parts.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static uint64_t clock_us(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static void run(struct result *result, const struct scenario *s, const struct plan *plan, const struct sim_options *options)
{
	struct sim *sim = malloc(sizeof(*sim));

	if (sim == NULL) {
		abort();
	}
	/* Of this process alone: what else the machine does says nothing about the simulator. */
	uint64_t wall = clock_us(CLOCK_MONOTONIC), cpu = clock_us(CLOCK_PROCESS_CPUTIME_ID);
	sim_run(sim, s, plan, options);
	result_take(result, sim, clock_us(CLOCK_MONOTONIC) - wall, clock_us(CLOCK_PROCESS_CPUTIME_ID) - cpu);
	result_goals(result, s);
	sim_finish(sim);
	free(sim);
}

bool attempt_begin(struct attempt *attempt, const struct scenario *s, const struct plan *plan, const struct sim_options *options)
{
	struct result result;
	int fds[2];

	attempt->seed = options->seed;
	fflush(NULL);
	if (pipe(fds) != 0) {
		return false;
	}
	attempt->pid = fork();
	if (attempt->pid == 0) {
		close(fds[0]);
		run(&result, s, plan, options);
		fflush(NULL);
		bool whole = write(fds[1], &result, sizeof(result)) == (ssize_t)sizeof(result);
		_exit(whole ? 0 : 1);
	}
	close(fds[1]);
	attempt->fd = fds[0];
	return attempt->pid > 0;
}

void attempt_end(struct attempt *attempt, struct result *result, const struct scenario *s)
{
	size_t n = 0;
	ssize_t got;
	int status = 0;

	while (n < sizeof(*result) && (got = read(attempt->fd, (uint8_t *)result + n, sizeof(*result) - n)) > 0) {
		n += (size_t)got;
	}
	close(attempt->fd);
	waitpid(attempt->pid, &status, 0);
	if (n == sizeof(*result)) {
		return;
	}
	*result = (struct result){.seed = attempt->seed, .failed = true, .failure_kind = UINT64_MAX - (uint64_t)status};
	for (enum figure f = 0; f < FIGURES; f++) {
		result->figures[f] = -1;
	}
	snprintf(result->failure, sizeof(result->failure), "the run ended by itself: %s",
	        WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "exit");
}
