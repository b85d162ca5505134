/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The clock floor, the neighbours' opinion, and expiry under both. */
#include "scene.h"

#include "kiem-build.h"

#define BUILT (KIEM_BUILD_TIME_S * 1000LL)
#define MINUTE 60000LL

static struct kiem_clock clock_of(struct scene *scene)
{
	struct kiem_clock clock;
	struct kiem_read *read;

	assert_int_equal(kiem_read_begin(&read, scene->store), KIEM_DONE);
	assert_int_equal(kiem_read_clock(read, &clock), KIEM_DONE);
	kiem_read_end(read);
	return clock;
}

static enum kiem_verdict arrive(struct scene *scene, const char *title)
{
	struct support_bytes bytes;

	support_titled(&bytes, KIEM_OFFER, SCENE_BOARD, title, SUPPORT_NOW, &scene->anna);
	return scene_admit(scene, &bytes, NULL);
}

static size_t expire(struct scene *scene, int64_t now)
{
	size_t n;

	assert_int_equal(kiem_store_expire(scene->store, &n, now, 1000), KIEM_DONE);
	return n;
}

static void the_build_is_before_any_test(void **state)
{
	assert_true(BUILT < SUPPORT_NOW);
	assert_true(BUILT > SUPPORT_NOW - 60 * SCENE_DAY);
}

static void an_arrival_raises_the_floor_by_a_day_at_most(void **state)
{
	struct scene *scene = *state;

	assert_int_equal(clock_of(scene).floor_ms, BUILT);
	assert_int_equal(arrive(scene, "een"), KIEM_OK);
	assert_int_equal(clock_of(scene).floor_ms, BUILT + SCENE_DAY);
	assert_int_equal(arrive(scene, "een"), KIEM_KNOWN);
	assert_int_equal(clock_of(scene).floor_ms, BUILT + SCENE_DAY);
	for (int i = 0; i < 25; i++) {
		char title[16];

		snprintf(title, sizeof(title), "nog %d", i);
		assert_int_equal(arrive(scene, title), KIEM_OK);
	}
	assert_int_equal(clock_of(scene).floor_ms, SUPPORT_NOW);
	/* A clock that runs behind does not lower it. */
	scene->now = SUPPORT_NOW - SCENE_HOUR / 6;
	assert_int_equal(arrive(scene, "later"), KIEM_OK);
	assert_int_equal(clock_of(scene).floor_ms, SUPPORT_NOW);
}

static void checking(void **state)
{
	struct kiem_clock clock = {.floor_ms = SUPPORT_NOW};

	assert_int_equal(kiem_clock_check(&clock, SUPPORT_NOW), KIEM_DONE);
	assert_int_equal(kiem_clock_check(&clock, SUPPORT_NOW + 1000 * SCENE_DAY), KIEM_DONE);
	assert_int_equal(kiem_clock_check(&clock, SUPPORT_NOW - MINUTE), KIEM_DONE);
	assert_int_equal(kiem_clock_check(&clock, SUPPORT_NOW - 16 * MINUTE), KIEM_E_CLOCK);
	assert_int_equal(kiem_clock_check(&clock, 0), KIEM_E_CLOCK);
	clock.offset_ms = 15 * MINUTE;
	assert_int_equal(kiem_clock_check(&clock, SUPPORT_NOW), KIEM_DONE);
	clock.offset_ms = 16 * MINUTE;
	assert_int_equal(kiem_clock_check(&clock, SUPPORT_NOW), KIEM_E_CLOCK);
	clock.offset_ms = -16 * MINUTE;
	assert_int_equal(kiem_clock_check(&clock, SUPPORT_NOW), KIEM_E_CLOCK);
}

static void a_slow_clock_takes_what_neighbours_have(void **state)
{
	struct scene *scene = *state;

	scene->now = SUPPORT_NOW - SCENE_HOUR;
	assert_int_equal(arrive(scene, "van de buren"), KIEM_DEFERRED);
	assert_int_equal(kiem_store_clock_offset(scene->store, SCENE_HOUR), KIEM_DONE);
	assert_int_equal(clock_of(scene).offset_ms, SCENE_HOUR);
	assert_int_equal(arrive(scene, "van de buren"), KIEM_OK);
	/* Neighbours are believed up to a day. */
	scene->now = SUPPORT_NOW - 2 * SCENE_DAY;
	assert_int_equal(kiem_store_clock_offset(scene->store, 2 * SCENE_DAY), KIEM_DONE);
	assert_int_equal(arrive(scene, "te ver"), KIEM_DEFERRED);
}

static void a_fast_clock_refuses_nothing_as_past(void **state)
{
	struct scene *scene = *state;
	struct support_bytes bytes;

	scene_post(&bytes, KIEM_OFFER, "nog een uur", SUPPORT_NOW - SCENE_DAY, SUPPORT_NOW + SCENE_HOUR, &scene->anna);
	scene->now = SUPPORT_NOW + 5 * SCENE_HOUR;
	assert_int_equal(kiem_store_clock_offset(scene->store, -5 * SCENE_HOUR), KIEM_DONE);
	assert_int_equal(scene_admit(scene, &bytes, NULL), KIEM_OK);
	assert_int_equal(expire(scene, scene->now), 0);
	/* Nor is it more lenient about what is ahead. */
	scene_post(&bytes, KIEM_OFFER, "straks", scene->now + SCENE_HOUR, SUPPORT_NOW + SCENE_DAY, &scene->anna);
	assert_int_equal(scene_admit(scene, &bytes, NULL), KIEM_DEFERRED);
}

static void expired_means_erased_within_the_hour(void **state)
{
	struct scene *scene = *state;
	struct support_bytes a, b, renewal;
	int64_t until = SUPPORT_NOW + SCENE_DAY + 10 * MINUTE;

	scene_post(&a, KIEM_OFFER, "gaat weg", SUPPORT_NOW, until, &scene->anna);
	scene_post(&b, KIEM_OFFER, "blijft", SUPPORT_NOW, until, &scene->anna);
	scene_tie(&renewal, KIEM_RENEW, &b, SUPPORT_NOW, until + SCENE_DAY, &scene->anna);
	assert_int_equal(scene_admit(scene, &a, NULL), KIEM_OK);
	assert_int_equal(scene_admit(scene, &b, NULL), KIEM_OK);
	assert_int_equal(scene_admit(scene, &renewal, NULL), KIEM_OK);
	assert_int_equal(expire(scene, until), 0);
	assert_int_equal(expire(scene, until + SCENE_HOUR), 1);
	assert_int_equal(expire(scene, until + SCENE_HOUR), 0);
	assert_false(scene_has(scene, &a));
	assert_true(scene_has(scene, &b));
	scene_check(scene);
	assert_int_equal(expire(scene, until + SCENE_DAY + SCENE_HOUR), 2);
	assert_false(scene_has(scene, &b));
	scene_check(scene);
	scene->now = until + SCENE_DAY + SCENE_HOUR;
	assert_int_equal(scene_admit(scene, &a, NULL), KIEM_EXPIRED);
}

static void expiry_pauses_when_the_clock_is_not_to_be_trusted(void **state)
{
	struct scene *scene = *state;
	struct support_bytes bytes;
	int64_t after = SUPPORT_NOW + 2 * SCENE_DAY;

	scene_post(&bytes, KIEM_OFFER, "een dag", SUPPORT_NOW, SUPPORT_NOW + SCENE_DAY, &scene->anna);
	assert_int_equal(scene_admit(scene, &bytes, NULL), KIEM_OK);
	assert_int_equal(kiem_store_clock_offset(scene->store, -3 * SCENE_DAY), KIEM_DONE);
	assert_int_equal(expire(scene, after), 0);
	assert_true(scene_has(scene, &bytes));
	assert_int_equal(kiem_store_clock_offset(scene->store, 0), KIEM_DONE);
	assert_int_equal(expire(scene, after), 1);
}

static void at_most_so_many_a_call(void **state)
{
	struct scene *scene = *state;
	size_t n;

	for (int i = 0; i < 10; i++) {
		char title[16];

		snprintf(title, sizeof(title), "nummer %d", i);
		assert_int_equal(arrive(scene, title), KIEM_OK);
	}
	assert_int_equal(kiem_store_expire(scene->store, &n, SUPPORT_NOW + 400 * SCENE_DAY, 7), KIEM_DONE);
	assert_int_equal(n, 7);
	assert_int_equal(kiem_store_expire(scene->store, &n, SUPPORT_NOW + 400 * SCENE_DAY, 7), KIEM_DONE);
	assert_int_equal(n, 3);
	scene_check(scene);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scene_setup, scene_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(the_build_is_before_any_test),
	        TEST(an_arrival_raises_the_floor_by_a_day_at_most),
	        cmocka_unit_test(checking),
	        TEST(a_slow_clock_takes_what_neighbours_have),
	        TEST(a_fast_clock_refuses_nothing_as_past),
	        TEST(expired_means_erased_within_the_hour),
	        TEST(expiry_pauses_when_the_clock_is_not_to_be_trusted),
	        TEST(at_most_so_many_a_call),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
