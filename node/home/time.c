/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The two clocks of this machine, read in one place so that nobody mixes them up: wall time for what stands in posts, monotonic
 * time for everything that waits. Steps of the protocol never call these; time comes to them as an argument.
 */
#include <kiem/home.h>

#include <assert.h>
#include <time.h>

static int64_t read_ms(clockid_t clock)
{
	struct timespec now;
	int failed = clock_gettime(clock, &now);

	assert(failed == 0);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t kiem_now_ms(void)
{
	return read_ms(CLOCK_REALTIME);
}

uint64_t kiem_monotonic_ms(void)
{
	return (uint64_t)read_ms(CLOCK_MONOTONIC);
}
