/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who stands on the map. */
#include "pulse_garden.h"

static struct view_map *map_of(struct garden *g, struct view_extract **x, size_t limit, bool place)
{
	struct view_map_ask ask = {.eye = {.now_ms = SUPPORT_NOW}, .n_boards = 1, .limit = limit, .place = place};
	struct view_map *map;

	*x = in_memory(g, SUPPORT_NOW);
	uint32_t board = board_of(g);
	ask.boards = &board;
	assert_int_equal(view_map_create(&map, *x, &ask), KIEM_DONE);
	return map;
}

/* Anna and Bram build on each other; Carla writes to Anna; somebody has no tie. */
static void plant_people(struct garden *g)
{
	struct support_author alone;
	struct kiem_id a = plant_tagged(g, KIEM_INITIATIVE, "tuin", NULL, &g->anna, 3, 0, NULL);
	struct kiem_id b = plant_tagged(g, KIEM_INITIATIVE, "plein", NULL, &g->bram, 3, 0, NULL);

	support_author(&alone, 9);
	plant_tagged(g, KIEM_JOIN, "ik", NULL, &g->bram, 1, KIEM_ABOUT, &a);
	plant_tagged(g, KIEM_JOIN, "ik", NULL, &g->anna, 1, KIEM_ABOUT, &b);
	plant_tagged(g, KIEM_NOTE, "mooi", NULL, &g->carla, 0, KIEM_ABOUT, &a);
	plant_tagged(g, KIEM_OFFER, "zaal", NULL, &alone, 0, 0, NULL);
}

static void people_by_key_and_ties_between_them(void **state)
{
	struct garden *g = *state;
	struct view_extract *x;
	struct view_map *map;

	plant_people(g);
	map = map_of(g, &x, 0, true);
	assert_int_equal(map->n_people, 3);
	assert_int_equal(map->all, 3);
	assert_int_equal(map->n_ties, 2);
	assert_true(map->placed);
	for (size_t i = 1; i < map->n_people; i++) {
		assert_true(memcmp(x->key[map->people[i - 1].person].b, x->key[map->people[i].person].b, 32) < 0);
	}
	for (size_t i = 0; i < map->n_ties; i++) {
		const struct view_map_tie *tie = &map->ties[i];
		uint32_t carla = person_with(x, &g->carla), a = map->people[tie->a].person, b = map->people[tie->b].person;
		bool loose = a == carla || b == carla;
		assert_int_equal(tie->closeness, loose ? VIEW_LOOSE : VIEW_CLOSE);
		/* Whose act it was stays with its side. */
		assert_int_equal(tie->ab == 0, loose && b == carla);
		assert_int_equal(tie->ba == 0, loose && a == carla);
	}
	view_map_destroy(map);
	view_extract_close(x);
	view_map_destroy(NULL);
}

static void a_limit_leaves_those_with_the_strongest_ties(void **state)
{
	struct garden *g = *state;
	struct view_extract *x;
	struct view_map *map;

	plant_people(g);
	map = map_of(g, &x, 2, false);
	assert_int_equal(map->all, 3);
	assert_int_equal(map->n_people, 2);
	assert_int_equal(map->n_ties, 1);
	assert_int_not_equal(map->people[0].person, person_with(x, &g->carla));
	assert_int_not_equal(map->people[1].person, person_with(x, &g->carla));
	assert_false(map->placed);
	assert_int_not_equal(map->people[0].community, VIEW_NONE);
	view_map_destroy(map);
	view_extract_close(x);
}

static void an_empty_board_has_an_empty_map(void **state)
{
	struct garden *g = *state;
	struct view_extract *x;
	struct view_map *map;

	plant_one(g, KIEM_OFFER, "zaal", &g->anna, 0, 0, NULL);
	map = map_of(g, &x, 0, true);
	assert_int_equal(map->n_people, 0);
	assert_int_equal(map->n_ties, 0);
	assert_int_equal(map->n_groups, 0);
	view_map_destroy(map);
	view_extract_close(x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(people_by_key_and_ties_between_them),
	        garden_test(a_limit_leaves_those_with_the_strongest_ties),
	        garden_test(an_empty_board_has_an_empty_map),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
