/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hall.h"

/* Anna and Bram take part in what is on the board; Carla asks not to be named. */
static void open_map(struct desk *desk, struct hall *hall)
{
	hall_open(desk, hall);
	hall_join(desk, NULL, &hall->anna, hall->id, "handen", 0, 1);
	hall_join(desk, NULL, &hall->bram, hall->id, "handen", 0, 1);
	hall_join(desk, NULL, &hall->carla, hall->id, "handen", 0, 1);
}

static void every_format_has_people_and_ties(void **state)
{
	static const char *const formats[][3] = {
	        {"svg", "<circle", "<path d=\"M"}, {"graphml", "<node id=\"n0\">", "<edge source="}, {"dot", "n0 [label=", " -- "}};
	struct desk *desk = *state;
	struct hall hall;

	open_map(desk, &hall);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(desk_type(desk, "map", "--format", formats[i][0], NULL), EX_OK);
		assert_has(desk, formats[i][1]);
		assert_has(desk, formats[i][2]);
		assert_has(desk, "Anna");
		assert_has(desk, "someone");
		assert_has_not(desk, "Carla");
		assert_has_not(desk, hall.carla.key);
	}
}

static void a_limit_and_a_board(void **state)
{
	struct desk *desk = *state;
	struct hall hall;

	open_map(desk, &hall);
	assert_int_equal(desk_type(desk, "map", "nl/tilburg/noord", "--format", "graphml", "--limit", "2", NULL), EX_OK);
	assert_has(desk, "n1");
	assert_has_not(desk, "n2");
	assert_int_equal(desk_type(desk, "map", "--limit", "2", NULL), EX_OK);
	assert_has(desk, "the 2 people with the strongest ties, of 4; 1 ties");
}

static void mistakes_give_a_sentence(void **state)
{
	struct desk *desk = *state;

	desk_type(desk, "map", "--format", "png", NULL);
	desk_failed(desk, EX_USAGE, "graphml");
	desk_type(desk, "map", "--limit", "-3", NULL);
	desk_failed(desk, EX_USAGE, "--limit");
	desk_type(desk, "map", "--json", "--format", "svg", NULL);
	desk_failed(desk, EX_USAGE, "--json");
	desk_type(desk, "map", "nl/elders", NULL);
	desk_failed(desk, EX_USAGE, "nl/elders");
	desk_type(desk, "unfollow", "nl/tilburg/noord", NULL);
	desk_type(desk, "map", NULL);
	desk_failed(desk, EX_NOINPUT, "kiem follow");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        hall_test(every_format_has_people_and_ties),
	        hall_test(a_limit_and_a_board),
	        hall_test(mistakes_give_a_sentence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
