/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shape behind people of one colour. */
#include "map.h"
#include "support.h"

static void corners_are_those_of_the_group_that_stand_together(void **state)
{
	static const int32_t places[][2] = {{0, 0}, {100, 0}, {100, 100}, {0, 100}, {50, 50}, {50, 0}, {90000, 90000}};
	struct view_map_person at[8] = {{0}};
	struct map_corner *corners;
	size_t n;

	for (size_t i = 0; i < 7; i++) {
		at[i].x = places[i][0];
		at[i].y = places[i][1];
		at[i].group = 2;
	}
	at[7] = (struct view_map_person){.x = -500, .y = -500, .group = 1};
	assert_int_equal(map_hull(&corners, &n, at, 8, 2, 1000), KIEM_DONE);
	assert_int_equal(n, 4);
	for (size_t i = 0; i < n; i++) {
		assert_true((corners[i].x == 0 || corners[i].x == 100) && (corners[i].y == 0 || corners[i].y == 100));
	}
	free(corners);
	/* One is no group, and neither is nobody. */
	assert_int_equal(map_hull(&corners, &n, at, 8, 1, 1000), KIEM_DONE);
	assert_int_equal(n, 0);
	free(corners);
	assert_int_equal(map_hull(&corners, &n, at, 0, 1, 1000), KIEM_DONE);
	assert_int_equal(n, 0);
	free(corners);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(corners_are_those_of_the_group_that_stand_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
