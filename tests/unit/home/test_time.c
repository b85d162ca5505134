/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two clocks: wall time agrees with time(2), monotonic time passes and never goes back. */
#include <kiem/home.h>

#include "support.h"

#include <poll.h>
#include <time.h>

static void test_wall_time_is_in_milliseconds(void **state)
{
	int64_t before = (int64_t)time(NULL) * 1000;
	int64_t now = kiem_now_ms();

	assert_in_range(now, before - 1000, before + 10000);
}

static void test_monotonic_time_passes(void **state)
{
	uint64_t before = kiem_monotonic_ms();

	poll(NULL, 0, 20);
	uint64_t after = kiem_monotonic_ms();
	assert_in_range(after - before, 19, 5000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_wall_time_is_in_milliseconds),
	        cmocka_unit_test(test_monotonic_time_passes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
