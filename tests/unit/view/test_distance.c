/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

#include <kiem/query.h>

#include <math.h>

/* The haversine formula, in floating point: what the flat map in integers is held against. */
static double haversine(struct view_point a, struct view_point b)
{
	double rad = acos(-1) / 180e6, f = sin((b.lat_udeg - a.lat_udeg) * rad / 2), g = sin((b.lon_udeg - a.lon_udeg) * rad / 2);

	return 2 * 6371000 * asin(sqrt(f * f + cos(a.lat_udeg * rad) * cos(b.lat_udeg * rad) * g * g));
}

static void places_of_which_the_distance_is_known(void **state)
{
	const struct view_point tilburg = {51560600, 5091900}, eindhoven = {51441600, 5469700}, amsterdam = {52370200, 4895200};

	assert_int_equal(view_distance_m(tilburg, tilburg), 0);
	assert_in_range(view_distance_m(tilburg, eindhoven), 29200, 29400);
	assert_in_range(view_distance_m(tilburg, amsterdam), 90700, 91300);
	assert_int_equal(view_distance_m(tilburg, amsterdam), view_distance_m(amsterdam, tilburg));
	/* A hundred metres along the street. */
	assert_in_range(view_distance_m(tilburg, (struct view_point){51560600, 5093345}), 99, 101);
}

static void the_world_is_round(void **state)
{
	const struct view_point east = {0, 179999000}, west = {0, -179999000};

	assert_in_range(view_distance_m(east, west), 220, 224);
	assert_true(view_distance_m((struct view_point){90000000, 0}, (struct view_point){-90000000, 180000000}) > 20000000);
	assert_true(view_distance_m((struct view_point){90000000, 0}, (struct view_point){90000000, 90000000}) < 100);
}

static void a_flat_map_is_near_enough(void **state)
{
	uint64_t random = support_seed();

	for (size_t i = 0; i < 20000; i++) {
		struct view_point a = {(int32_t)(support_random(&random) % 120000000) - 60000000,
		        (int32_t)(support_random(&random) % 360000000) - 180000000};
		struct view_point b = {a.lat_udeg + (int32_t)(support_random(&random) % 4000000) - 2000000, a.lon_udeg};
		int64_t lon = (int64_t)a.lon_udeg + (int64_t)(support_random(&random) % 4000000) - 2000000;
		b.lon_udeg = (int32_t)(lon > 180000000 ? lon - 360000000 : lon < -180000000 ? lon + 360000000 : lon);
		double there = haversine(a, b);
		assert_true(fabs((double)view_distance_m(a, b) - there) <= there * 0.003 + 3);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(places_of_which_the_distance_is_known),
	        cmocka_unit_test(the_world_is_round),
	        cmocka_unit_test(a_flat_map_is_near_enough),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
