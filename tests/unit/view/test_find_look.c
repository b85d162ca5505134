/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "seekers.h"

static struct kiem_id plant_at(struct garden *g, const char *title, int32_t lat, int32_t lon)
{
	struct kiem_post post = {
	        .kind = KIEM_OFFER, .title = support_span(title), .made = SUPPORT_NOW - 60 * MINUTE, .has_point = true};

	post.lat_udeg = lat;
	post.lon_udeg = lon;
	return plant(g, &post, &g->anna);
}

/* Of random circles anywhere, also over the date line and at the poles, the squares lose nothing. */
static void circles_find_all_that_lies_in_them(void **state)
{
	struct garden *g = *state;
	struct kiem_id id = plant_at(g, "zaal", 51560000, 5090000);

	assert_int_equal(seek(g, "near:51.56,5.09,1m"), 1);
	assert_int_equal(seek(g, "near:51.57,5.09,1.2km zaal"), 1);
	assert_int_equal(seek(g, "near:51.57,5.09,1km"), 0);
	assert_int_equal(seek(g, "near:51.56,5.23,9.8km"), 1);
	assert_int_equal(seek(g, "near:51.56,5.23,9.6km"), 0);
	assert_int_equal(seek(g, "near:52,6,200km"), 1);
	plant_at(g, "eiland", -17000000, 179999000);
	assert_int_equal(seek(g, "near:-17,-179.999,1km"), 1);
	plant_at(g, "pool", 89999000, 10000000);
	assert_int_equal(seek(g, "near:90,-100,2km"), 1);
	plant_one(g, KIEM_RETRACT, "", &g->anna, 1, KIEM_CANCELS, &id);
	assert_int_equal(seek(g, "near:51.56,5.09,1m"), 0);
}

static void names_tags_and_places_narrow(void **state)
{
	struct garden *g = *state;
	struct kiem_post profile = {.kind = KIEM_PROFILE, .name = support_span("De Bakkerij")};
	struct kiem_post post = {
	        .kind = KIEM_OFFER, .title = support_span("zaal"), .place = support_span("De Hasselt 3"), .n_tags = 1};

	post.tags[0] = support_span("Ruimte");
	plant(g, &profile, &g->bram);
	plant(g, &post, &g->bram);
	plant_one(g, KIEM_OFFER, "zaal", &g->anna, 9, 0, NULL);
	assert_int_equal(seek(g, "zaal"), 2);
	assert_int_equal(seek(g, "zaal by:bakker"), 1);
	assert_int_equal(seek(g, "zaal by:de"), 1);
	assert_int_equal(seek(g, "zaal by:slager"), 0);
	assert_int_equal(seek(g, "zaal tag:ruimte"), 1);
	assert_int_equal(seek(g, "zaal tag:ruim"), 0);
	assert_int_equal(seek(g, "near:\"de has\""), 1);
	assert_int_equal(seek(g, "near:de"), 1);
	assert_int_equal(seek(g, "bakkerij"), 1);
	assert_int_equal(seek(g, "profile bakkerij"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(circles_find_all_that_lies_in_them),
	        garden_test(names_tags_and_places_narrow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
