/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"

static json_t *typed(struct desk *desk, const char *id)
{
	assert_int_equal(desk_type(desk, "lineage", id, "--json", NULL), 0);
	json_t *object = json_loads(desk->out, 0, NULL);
	assert_non_null(object);
	return object;
}

static const char *text_at(json_t *list, size_t i, const char *key)
{
	return json_string_value(json_object_get(json_array_get(list, i), key));
}

static void both_trees_with_their_relations(void **state)
{
	struct desk *desk = *state;
	char first[DESK_ID], second[DESK_ID], third[DESK_ID], gone[DESK_ID];

	desk_post(desk, first, "initiative", "Groene gevels", NULL);
	desk_post(desk, second, "extend", first, "Groene daken", NULL);
	desk_post(desk, third, "variant", second, "Regentonnen", NULL);
	desk_post(desk, gone, "retract", first, NULL);
	json_t *object = typed(desk, second), *from = json_object_get(object, "came_from"),
	       *of = json_object_get(object, "came_of_it");
	assert_string_equal(json_string_value(json_object_get(object, "id")), second);
	assert_int_equal(json_array_size(from), 1);
	assert_string_equal(text_at(from, 0, "id"), first);
	assert_string_equal(text_at(from, 0, "presence"), "taken back");
	assert_string_equal(text_at(from, 0, "taken_back_by_name"), "Speeltuin Noord");
	assert_string_equal(text_at(from, 0, "relation"), "extends");
	assert_string_equal(text_at(from, 0, "nearer"), second);
	assert_int_equal(json_array_size(of), 1);
	assert_string_equal(text_at(of, 0, "id"), third);
	assert_string_equal(text_at(of, 0, "presence"), "here");
	assert_string_equal(text_at(of, 0, "title"), "Regentonnen");
	assert_int_equal(json_array_size(json_object_get(object, "alike")), 0);
	assert_true(json_is_false(json_object_get(object, "more")));
	json_decref(object);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(both_trees_with_their_relations, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
