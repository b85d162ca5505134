/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"

static void json_tells_people_with_their_joins(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID], join[DESK_ID];

	desk_post(desk, id, "initiative", "Groene gevels", NULL);
	desk_post(desk, join, "join", id, "--bring", "twee handen", NULL);
	desk_type(desk, "coalition", "--json", id, NULL);
	json_t *card = json_loads(desk->out, 0, NULL), *one = json_array_get(json_object_get(card, "people"), 0);
	assert_string_equal(json_string_value(json_object_get(one, "tie")), "started");
	json_t *brings = json_array_get(json_object_get(one, "joins"), 0);
	assert_string_equal(json_string_value(json_object_get(brings, "id")), join);
	assert_string_equal(json_string_value(json_object_get(brings, "bring")), "twee handen");
	assert_int_equal(json_integer_value(json_object_get(card, "joined")), 0); /* one's own join is no other person */
	json_decref(card);
}

static void who_asks_not_to_be_named_in_roles_is_not(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID], join[DESK_ID];

	desk_post(desk, id, "initiative", "Groene gevels", NULL);
	desk_post(desk, join, "join", id, "--bring", "twee handen", "--pioneer", NULL);
	desk_type(desk, "coalition", "--json", id, NULL);
	assert_non_null(strstr(desk->out, "\"roles\":[\"pioneer\"]"));
	desk_type(desk, "coalition", id, NULL);
	assert_non_null(strstr(desk->out, "pioneer"));
	assert_int_equal(desk_type(desk, "profile", "--unnamed", NULL), 0);
	desk_type(desk, "coalition", "--json", id, NULL);
	assert_null(strstr(desk->out, "pioneer"));
	desk_type(desk, "coalition", id, NULL);
	assert_null(strstr(desk->out, "pioneer"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(json_tells_people_with_their_joins, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(who_asks_not_to_be_named_in_roles_is_not, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
