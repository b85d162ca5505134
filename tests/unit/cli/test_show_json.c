/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"

static void the_thread_names_parents_by_id(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID], note[DESK_ID], deep[DESK_ID];

	desk_post(desk, id, "request", "Hoogwerker gezocht", NULL);
	desk_post(desk, note, "note", id, "--text", "Bij de gemeente", NULL);
	desk_post(desk, deep, "note", note, "--text", "Dank", NULL);
	desk_type(desk, "show", "--json", id, NULL);
	json_t *post = json_loads(desk->out, 0, NULL), *thread = json_object_get(post, "thread");
	assert_int_equal(json_array_size(thread), 2);
	json_t *reply = json_array_get(thread, 1);
	assert_string_equal(json_string_value(json_object_get(reply, "id")), deep);
	assert_string_equal(json_string_value(json_object_get(reply, "parent")), note);
	assert_string_equal(json_string_value(json_object_get(reply, "relation")), "about");
	assert_int_equal(json_integer_value(json_object_get(reply, "depth")), 2);
	assert_int_equal(json_integer_value(json_object_get(post, "replies")), 1);
	assert_true(json_is_true(json_object_get(post, "local")));
	assert_int_equal(json_integer_value(json_object_get(post, "held")), 0);
	assert_true(json_is_false(json_object_get(post, "thread_more")));
	json_decref(post);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(the_thread_names_parents_by_id, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
