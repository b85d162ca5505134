/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places: each part by itself, none over another, the same every time. */
#include "../../../node/view/map.h"
#include "society_hand.h"

static void place(struct view_map_person *people, const struct hand *h)
{
	struct view_map map = {.people = people};
	struct society s;

	assert_int_equal(society_make(&s, &h->x, &h->bonds, NULL), KIEM_DONE);
	map.n_people = s.n;
	memset(people, 0, s.n * sizeof(*people));
	assert_int_equal(map_place(&map, &s), KIEM_DONE);
	assert_true(map.placed);
	society_finish(&s);
}

static void parts_lie_side_by_side(void **state)
{
	struct view_map_person people[8], again[8];
	int32_t most_x[2] = {0}, least_x[2] = {INT32_MAX, INT32_MAX}, most_y[2] = {0}, least_y[2] = {INT32_MAX, INT32_MAX};
	struct hand h;

	hand_two_fours(&h);
	h.bonds.n--;
	place(people, &h);
	for (size_t i = 0; i < 8; i++) {
		size_t part = i / 4;
		assert_true(people[i].x >= 0 && people[i].y >= 0);
		most_x[part] = people[i].x > most_x[part] ? people[i].x : most_x[part];
		least_x[part] = people[i].x < least_x[part] ? people[i].x : least_x[part];
		most_y[part] = people[i].y > most_y[part] ? people[i].y : most_y[part];
		least_y[part] = people[i].y < least_y[part] ? people[i].y : least_y[part];
	}
	assert_true(most_x[0] < least_x[1] || most_x[1] < least_x[0] || most_y[0] < least_y[1] || most_y[1] < least_y[0]);
	place(again, &h);
	assert_memory_equal(people, again, sizeof(people));
}

/* A usual tie is about 1000 long, so that a page can be laid out before anything is drawn. */
static void a_usual_tie_is_the_measure(void **state)
{
	struct view_map_person people[8];
	struct hand h;
	double sum = 0;

	hand_two_fours(&h);
	place(people, &h);
	for (size_t i = 0; i < h.bonds.n; i++) {
		double x = people[7 - h.list[i].a].x - people[7 - h.list[i].b].x;
		double y = people[7 - h.list[i].a].y - people[7 - h.list[i].b].y;
		sum += x * x + y * y;
	}
	sum /= (double)h.bonds.n;
	assert_true(sum > 800.0 * 800.0 && sum < 1500.0 * 1500.0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(parts_lie_side_by_side),
	        cmocka_unit_test(a_usual_tie_is_the_measure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
