/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stranger.h"

#include <jansson.h>

static void a_match_has_the_keys_that_are_promised(void **state)
{
	static const char *const keys[] = {
	        "score", "parts", "offer", "request", "words", "tags", "cover_milli", "need_milli", "place", "command"};
	static const char *const sides[] = {"id", "kind", "board", "author", "name", "made", "title", "shown", "answers",
	        "quantity_milli", "left_milli", "unit"};
	struct desk *desk = *state;
	char request[DESK_ID], offer[DESK_ID];

	desk_post(desk, request, "request", "Ladders", "--quantity", "3 stuks", "--tag", "klussen", NULL);
	stranger_trades(desk, offer, 7, KIEM_OFFER, "ladder", 2000, "stuks");
	desk_type(desk, "match", "--json", NULL);
	json_t *match = json_loads(desk->out, 0, NULL);
	assert_non_null(match);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		assert_non_null(json_object_get(match, keys[i]));
	}
	for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
		assert_non_null(json_object_get(json_object_get(match, "offer"), sides[i]));
		assert_non_null(json_object_get(json_object_get(match, "request"), sides[i]));
	}
	json_int_t sum = 0;
	const char *name;
	json_t *part;
	json_object_foreach(json_object_get(match, "parts"), name, part)
	{
		sum += json_integer_value(part);
	}
	assert_int_equal(sum, json_integer_value(json_object_get(match, "score")));
	assert_null(json_object_get(match, "distance_m"));
	assert_null(json_object_get(match, "from"));
	json_decref(match);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(a_match_has_the_keys_that_are_promised, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
