/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

#include <kiem/query.h>

#define DAY 86400000LL

static struct view_query query;
static const struct view_asker me = {.now_ms = SUPPORT_NOW, .has_point = true, .point = {1, 2}};

static enum view_query_result filter(const char *name, const char *value)
{
	enum view_query_result result = VIEW_QUERY_OK;

	assert_true(view_query_filter(&query, &result, name, value, &me));
	return result;
}

static void distances_from_where_i_am(void **state)
{
	assert_int_equal(filter("near", "800m"), VIEW_QUERY_OK);
	assert_int_equal(query.radius_m, 800);
	assert_int_equal(query.point.lon_udeg, 2);
	assert_int_equal(filter("near", "2.5 km"), VIEW_QUERY_OK);
	assert_int_equal(query.radius_m, 2500);
	assert_int_equal(filter("NEAR", "99999999999999999km"), VIEW_QUERY_OK);
	assert_int_equal(query.radius_m, 20100000);
	assert_int_equal(filter("near", "5"), VIEW_QUERY_NEAR);
	assert_int_equal(filter("near", "-5km"), VIEW_QUERY_NEAR);
	assert_false(query.near_point);
}

static void circles(void **state)
{
	assert_int_equal(filter("near", "51.5606,-5.0919,5km"), VIEW_QUERY_OK);
	assert_int_equal(query.point.lat_udeg, 51560600);
	assert_int_equal(query.point.lon_udeg, -5091900);
	assert_int_equal(query.radius_m, 5000);
	assert_int_equal(filter("near", "-0.5,0.1234567,3"), VIEW_QUERY_OK);
	assert_int_equal(query.point.lat_udeg, -500000);
	assert_int_equal(query.point.lon_udeg, 123456);
	assert_int_equal(query.radius_m, 3000);
	static const char *const wrong[] = {
	        "91,5,1km", "51,181,1km", "51,5", "51,5,", "51,5,x", "51,,1km", ",", "51;5;1", "51,5,1mm", "1e9,1,1"};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_true(filter("near", wrong[i]) == VIEW_QUERY_NEAR || query.place.n > 0);
		assert_false(query.near_point);
	}
}

static void labels(void **state)
{
	assert_int_equal(filter("near", "Besterdplein 5"), VIEW_QUERY_OK);
	assert_int_equal(query.place.n, 2);
	assert_false(query.near_point);
	/* The last one counts. */
	assert_int_equal(filter("near", "5km"), VIEW_QUERY_OK);
	assert_int_equal(query.place.n, 0);
}

static void moments(void **state)
{
	static const struct {
		const char *value;
		int64_t ms;
	} right[] = {{"12h", SUPPORT_NOW - DAY / 2}, {"12u", SUPPORT_NOW - DAY / 2}, {"7D", SUPPORT_NOW - 7 * DAY},
	        {"2w", SUPPORT_NOW - 14 * DAY}, {"2026-11-21", SUPPORT_NOW - DAY / 2}, {"1970-01-02", DAY},
	        {"2000-02-29", 951782400000LL}, {"2024-12-31", 1735603200000LL}};
	static const char *const wrong[] = {"", "7", "d", "0d", "7x", "-7d", "7dd", "2026-13-01", "2026-02-30", "2025-02-29",
	        "1969-12-31", "2026-11-00", "2026-1-1", "2026-11-21 ", "99999d"};

	for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++) {
		assert_int_equal(filter("since", right[i].value), VIEW_QUERY_OK);
		assert_true(query.since == right[i].ms);
	}
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(filter("since", wrong[i]), VIEW_QUERY_SINCE);
	}
}

static void other_names_are_no_filters(void **state)
{
	enum view_query_result result;

	assert_false(view_query_filter(&query, &result, "colour", "red", &me));
	assert_false(view_query_filter(&query, &result, "", "red", &me));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(distances_from_where_i_am),
	        cmocka_unit_test(circles),
	        cmocka_unit_test(labels),
	        cmocka_unit_test(moments),
	        cmocka_unit_test(other_names_are_no_filters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
