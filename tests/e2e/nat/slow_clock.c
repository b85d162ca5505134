/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Preloaded into a program (LD_PRELOAD), makes its clock KIEM_SLOW_S seconds slow, and leaves its monotonic clock right, as on a
 * machine that was never told the time. It asks the kernel by itself: libfaketime, which looks the real functions up with dlsym,
 * hangs under the address sanitizer (0.9.10).
 */
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static time_t slow_s(void)
{
	const char *given = getenv("KIEM_SLOW_S");

	return given != NULL ? (time_t)strtol(given, NULL, 10) : 0;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
	long rc = syscall(SYS_clock_gettime, clock, now);

	if (rc == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
		now->tv_sec -= slow_s();
	}
	return (int)rc;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
	struct timespec exact;

	clock_gettime(CLOCK_REALTIME, &exact);
	*now = (struct timeval){exact.tv_sec, exact.tv_nsec / 1000};
	return 0;
}

time_t time(time_t *out)
{
	struct timespec exact;

	clock_gettime(CLOCK_REALTIME, &exact);
	if (out != NULL) {
		*out = exact.tv_sec;
	}
	return exact.tv_sec;
}
