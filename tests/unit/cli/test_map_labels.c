/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names on the map: none over another, over a point or over the edge. */
#include "map.h"
#include "support.h"

#define N 60

static void scatter(struct view_map_person at[static N], char names[static N][RESOLVE_NAME_MAX], int width, int height)
{
	uint64_t random = support_seed();

	for (size_t i = 0; i < N; i++) {
		at[i] = (struct view_map_person){.strength = support_random(&random) % 100};
		at[i].x = (int32_t)(support_random(&random) % (unsigned)width);
		at[i].y = (int32_t)(support_random(&random) % (unsigned)height);
		snprintf(names[i], RESOLVE_NAME_MAX, "Naam van nummer %zu", i);
	}
}

static void no_name_lies_over_anything(void **state)
{
	static char names[N][RESOLVE_NAME_MAX];
	struct view_map_person at[N];
	struct map_label label[N];
	size_t shown = 0;

	scatter(at, names, 9000, 5000);
	assert_int_equal(map_labels(label, at, (const char(*)[RESOLVE_NAME_MAX])names, N, 9000, 5000), KIEM_DONE);
	for (size_t i = 0; i < N; i++) {
		shown += label[i].shown;
		for (size_t k = 0; label[i].shown && k < N; k++) {
			struct map_box dot = {at[k].x - MAP_DOT, at[k].y - MAP_DOT, 2 * MAP_DOT, 2 * MAP_DOT};
			assert_true(k == i || !map_box_meets(label[i].box, dot));
			assert_true(k == i || !label[k].shown || !map_box_meets(label[i].box, label[k].box));
		}
		assert_true(!label[i].shown || (label[i].box.x >= 0 && label[i].box.x + label[i].box.w <= 9000));
	}
	assert_true(shown > N / 3);
}

/* Of two who stand at one spot with room for one name, the one with stronger ties has it. */
static void the_strongest_ties_are_served_first(void **state)
{
	static char names[2][RESOLVE_NAME_MAX] = {"Anna", "Bram"};
	struct view_map_person at[2] = {{.strength = 1, .x = 600, .y = 100}, {.strength = 2, .x = 600, .y = 100}};
	struct map_label label[2];
	int width = 600 + MAP_DOT + 30 + map_label_width("Bram");

	assert_int_equal(map_labels(label, at, (const char(*)[RESOLVE_NAME_MAX])names, 2, width, 200), KIEM_DONE);
	assert_true(label[1].shown);
	assert_true(label[1].box.x > at[1].x);
	assert_true(label[0].shown); /* to the left */
	assert_true(label[0].box.x < at[0].x);
}

static void boxes_that_only_touch_do_not_meet(void **state)
{
	struct map_box box = {0, 0, 10, 10};

	assert_true(map_box_meets(box, (struct map_box){9, 9, 5, 5}));
	assert_false(map_box_meets(box, (struct map_box){10, 0, 5, 5}));
	assert_false(map_box_meets(box, (struct map_box){0, 10, 5, 5}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(no_name_lies_over_anything),
	        cmocka_unit_test(the_strongest_ties_are_served_first),
	        cmocka_unit_test(boxes_that_only_touch_do_not_meet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
