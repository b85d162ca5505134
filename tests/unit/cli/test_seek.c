/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stranger.h"

static void near_me_is_where_my_newest_point_is(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID];

	desk_type(desk, "find", "near:5km", NULL);
	desk_failed(desk, EX_USAGE, "not known where you are");
	desk_post(desk, id, "lesson", "hier", "--at", "51.5600,5.0900", NULL);
	desk_post(desk, id, "lesson", "daar", "--at", "51.5700,5.0900", NULL);
	desk_type(desk, "find", "near:5km", NULL);
	assert_has(desk, "hier");
	assert_has(desk, "daar");
	desk_type(desk, "find", "near:500m", NULL);
	assert_has(desk, "daar");
	assert_lacks(desk, "hier");
}

static void every_mistake_has_a_sentence_that_says_what_to_do(void **state)
{
	static const char *const wrong[][2] = {{"kind:kwijt", "profile"}, {"near:91,5,1km", "51.5606,5.0919,2km"},
	        {"by:\"\"", "“me”"}, {"board:Geen_Bord", "nl/tilburg/noord"}, {"since:ooit", "7d"}, {"tag:!!", "tag:ladder"},
	        {"a b2 c2 d2 e2 f2 g2 h2 i2 j2 k2 l2 m2 n2 o2 p2 q2", "16 words"}};
	struct desk *desk = *state;

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		desk_type(desk, "find", wrong[i][0], NULL);
		desk_failed(desk, EX_USAGE, wrong[i][1]);
	}
	desk_type(desk, "find", "--near", "91,5,1km", NULL);
	desk_failed(desk, EX_USAGE, "91,5,1km");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(near_me_is_where_my_newest_point_is, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(every_mistake_has_a_sentence_that_says_what_to_do, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
