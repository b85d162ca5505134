/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The colours: one a person, that of the coalition in which they do most, and none for a pair. */
#include "pulse_garden.h"

static void the_coalition_in_which_somebody_does_most(void **state)
{
	struct garden *g = *state;
	struct view_map_ask ask = {.eye = {.now_ms = SUPPORT_NOW}};
	struct support_author dirk, eva;
	struct view_map *map;

	support_author(&dirk, 8);
	support_author(&eva, 9);
	struct kiem_id large = plant_tagged(g, KIEM_INITIATIVE, "tuin", NULL, &g->anna, 3, 0, NULL);
	struct kiem_id small = plant_tagged(g, KIEM_INITIATIVE, "plein", NULL, &dirk, 3, 0, NULL);
	plant_tagged(g, KIEM_JOIN, "ik", NULL, &g->bram, 2, KIEM_ABOUT, &large);
	plant_tagged(g, KIEM_DEED, "geplant", NULL, &g->bram, 1, KIEM_ABOUT, &large);
	plant_tagged(g, KIEM_JOIN, "ik", NULL, &g->carla, 2, KIEM_ABOUT, &large);
	plant_tagged(g, KIEM_JOIN, "ik ook", NULL, &g->bram, 2, KIEM_ABOUT, &small);
	plant_tagged(g, KIEM_JOIN, "ik", NULL, &eva, 2, KIEM_ABOUT, &small);
	struct view_extract *x = in_memory(g, SUPPORT_NOW);
	assert_int_equal(view_map_create(&map, x, &ask), KIEM_DONE);
	assert_int_equal(map->n_people, 5);
	assert_int_equal(map->n_groups, 1);
	assert_id_equal(x->id[map->groups[0].row], large);
	assert_int_equal(map->groups[0].people, 3);
	for (size_t i = 0; i < map->n_people; i++) {
		uint32_t person = map->people[i].person;
		bool in_small = person == person_with(x, &dirk) || person == person_with(x, &eva);
		assert_int_equal(map->people[i].group, in_small ? VIEW_NONE : 0);
	}
	view_map_destroy(map);
	view_extract_close(x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(the_coalition_in_which_somebody_does_most),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
