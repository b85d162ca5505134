/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What other programs read: whatever somebody calls themself, it stays what it is and ends nothing. */
#include "hall.h"
#include "map.h"

static void names_that_mean_something_elsewhere(void **state)
{
	struct desk *desk = *state;
	struct hall hall;
	struct other wild;

	hall_open(desk, &hall);
	circle_meet(desk, &wild, 12, "</data><x y=\"'&\\\" -- n1;", false);
	hall_join(desk, NULL, &wild, hall.id, "handen", 0, 1);
	desk_type(desk, "map", "--format", "graphml", NULL);
	assert_has(desk, "&lt;/data&gt;&lt;x y=&quot;'&amp;\\&quot; -- n1;");
	assert_has_not(desk, "</data><x");
	desk_type(desk, "map", "--format", "dot", NULL);
	assert_has(desk, "[label=\"</data><x y=\\\"'&\\\\\\\" -- n1;\"");
	desk_type(desk, "map", "--format", "svg", NULL);
	assert_has(desk, "<title>&lt;/data&gt;");
}

static void for_programs(void **state)
{
	struct desk *desk = *state;
	struct hall hall;

	hall_open(desk, &hall);
	hall_join(desk, NULL, &hall.anna, hall.id, "handen", 0, 1);
	hall_join(desk, NULL, &hall.carla, hall.id, "handen", 0, 1);
	desk_type(desk, "map", "--json", NULL);
	json_t *object = json_loads(desk->out, 0, NULL);
	assert_non_null(object);
	json_t *people = json_object_get(object, "people"), *ties = json_object_get(object, "ties");
	assert_int_equal(json_array_size(people), 3);
	assert_int_equal(json_array_size(ties), 2);
	size_t unnamed = 0;
	for (size_t i = 0; i < 3; i++) {
		json_t *person = json_array_get(people, i);
		bool none = json_is_null(json_object_get(person, "name"));
		assert_int_equal(json_object_get(person, "key") == NULL, none);
		assert_int_equal(json_integer_value(json_object_get(person, "coalition")), 0);
		unnamed += none;
	}
	assert_int_equal(unnamed, 1);
	json_t *coalition = json_array_get(json_object_get(object, "coalitions"), 0);
	assert_string_equal(json_string_value(json_object_get(coalition, "title")), "Groene gevels");
	json_decref(object);
}

static void numbers_have_a_point_and_room_has_an_end(void **state)
{
	char number[MAP_NUMBER_MAX], xml[8];

	assert_string_equal(map_number(number, VIEW_Q16_ONE * 3 / 2), "1.50");
	assert_string_equal(map_number(number, VIEW_Q16_ONE / 100), "0.01");
	assert_string_equal(map_xml(xml, sizeof xml, "a<b<c"), "a&lt;b");
	assert_string_equal(map_xml(xml, sizeof xml, "\xef\xbf\xbf<"), "\xef\xbf\xbd&lt;"); /* no character of XML */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        hall_test(names_that_mean_something_elsewhere),
	        hall_test(for_programs),
	        cmocka_unit_test(numbers_have_a_point_and_room_has_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
