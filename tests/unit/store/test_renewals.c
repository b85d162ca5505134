/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What it costs when one post is renewed again and again. */
#include "scene.h"

#include <time.h>

#define MADE (SUPPORT_NOW - 10 * SCENE_DAY)
#define UNTIL (SUPPORT_NOW + 30 * SCENE_DAY)

/* Processor time that admitting takes, in seconds. */
static double time_of(struct scene *scene, const struct support_bytes *posts, size_t n)
{
	struct kiem_entry *entries = calloc(n, sizeof(*entries));
	clock_t start = clock();

	assert_non_null(entries);
	for (size_t i = 0; i < n; i++) {
		entries[i].bytes = (struct kiem_span){posts[i].b, posts[i].n};
	}
	assert_int_equal(scene_admit_all(scene, entries, n), KIEM_DONE);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(entries[i].verdict, KIEM_OK);
	}
	free(entries);
	return (double)(clock() - start) / CLOCKS_PER_SEC;
}

/* Thousands of renewals of one post cost each what a note costs: nobody can make the door slow by renewing. */
static void many_renewals_cost_no_more_than_notes(void **state)
{
	enum { N = 6000 };
	struct scene *scene = *state;
	struct support_bytes target, *posts = calloc(N, sizeof(*posts));
	double took[2];
	size_t erased;

	assert_non_null(posts);
	scene_post(&target, KIEM_OFFER, "steeds verlengd", MADE, UNTIL, &scene->anna);
	scene_admit(scene, &target, NULL);
	for (int k = 0; k < 2; k++) {
		for (int i = 0; i < N; i++) {
			scene_tie(&posts[i], k == 0 ? KIEM_NOTE : KIEM_RENEW, &target, MADE + i, UNTIL + i + 1, &scene->anna);
		}
		took[k] = time_of(scene, posts, N);
	}
	free(posts);
	assert_int_equal(scene_until(scene, &target), UNTIL + N);
	assert_true(took[1] < 4 * took[0]);
	scene->now = UNTIL + 2 * SCENE_DAY;
	assert_int_equal(kiem_store_expire(scene->store, &erased, scene->now, 2 * N + 2), KIEM_DONE);
	assert_int_equal(erased, 2 * N + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(many_renewals_cost_no_more_than_notes, scene_setup, scene_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
