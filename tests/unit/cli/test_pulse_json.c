/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pulse for programs. */
#include "hall.h"

static void every_figure_and_every_line(void **state)
{
	struct desk *desk = *state;
	struct hall hall;

	hall_open(desk, &hall);
	hall_join(desk, NULL, &hall.anna, hall.id, "handen", 0, 1);
	hall_join(desk, NULL, &hall.carla, hall.id, "handen", 0, 1);
	hall_post(desk, NULL, KIEM_NOTE, &hall.anna, "welkom", 0, KIEM_ABOUT, hall.id);
	desk_type(desk, "pulse", "nl/tilburg/noord", "--json", NULL);
	json_t *object = json_loads(desk->out, 0, NULL);
	assert_non_null(object);
	assert_string_equal(json_string_value(json_object_get(object, "board")), "nl/tilburg/noord");
	assert_int_equal(json_integer_value(json_object_get(object, "active")), 4);
	assert_int_equal(json_integer_value(json_object_get(object, "new")), 3);
	assert_int_equal(json_integer_value(json_object_get(object, "welcomed")), 0);
	assert_int_equal(json_array_size(json_object_get(object, "newcomers")), 3);
	assert_int_equal(json_array_size(json_object_get(object, "lines")), 11);
	assert_int_equal(json_array_size(json_object_get(object, "pioneers")), 1);
	assert_true(json_is_array(json_object_get(object, "connectors")));
	for (size_t i = 0; i < 11; i++) {
		json_t *line = json_array_get(json_object_get(object, "lines"), i);
		assert_int_equal(strncmp(json_string_value(json_object_get(line, "command")), "kiem ", 5), 0);
		assert_true(strlen(json_string_value(json_object_get(line, "text"))) > 0);
	}
	size_t unnamed = 0;
	for (size_t i = 0; i < 3; i++) {
		json_t *person = json_array_get(json_object_get(object, "newcomers"), i);
		unnamed += json_is_null(json_object_get(person, "name")) && json_is_null(json_object_get(person, "key"));
	}
	assert_int_equal(unnamed, 1);
	assert_null(strstr(desk->out, hall.carla.key));
	json_decref(object);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        hall_test(every_figure_and_every_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
