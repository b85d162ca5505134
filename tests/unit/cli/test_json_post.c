/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"
#include "json_post.h"

static json_t *line_of(struct desk *desk)
{
	json_t *object = json_loads(desk->out, JSON_DISABLE_EOF_CHECK, NULL);

	assert_non_null(object);
	return object;
}

static const char *text_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static void every_field_that_a_post_has_is_there(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID];

	desk_post(desk, id, "offer", "Zaal voor twintig", "--text", "met\nbeamer", "--quantity", "20 seats", "--from",
	        "2027-01-08T19:00Z", "--to", "2027-01-08T22:00Z", "--terms", "opruimen", "--tag", "ruimte", "--place", "Kraaiven",
	        NULL);
	desk_type(desk, "board", "--json", NULL);
	json_t *post = line_of(desk);
	assert_memory_equal(desk->out, "{\"id\":\"", 7); /* completions read it from there */
	assert_string_equal(text_of(post, "id"), id);
	assert_string_equal(text_of(post, "kind"), "offer");
	assert_int_equal(json_integer_value(json_object_get(post, "kind_number")), KIEM_OFFER);
	assert_string_equal(text_of(post, "board"), "nl/tilburg/noord");
	assert_string_equal(text_of(post, "name"), "Speeltuin Noord");
	assert_int_equal(strlen(text_of(post, "author")), 64);
	assert_string_equal(text_of(post, "text"), "met\nbeamer");
	assert_int_equal(json_integer_value(json_object_get(post, "quantity_milli")), 20000);
	assert_string_equal(text_of(post, "unit"), "seats");
	assert_int_equal(json_integer_value(json_object_get(post, "from")), 1799434800000LL);
	assert_string_equal(text_of(post, "from_iso"), "2027-01-08T19:00:00.000Z");
	assert_string_equal(text_of(json_object_get(post, "place"), "label"), "Kraaiven");
	assert_string_equal(json_string_value(json_array_get(json_object_get(post, "tags"), 0)), "ruimte");
	json_decref(post);
}

static void what_was_not_said_is_left_out(void **state)
{
	static const char *const absent[] = {"text", "tags", "links", "place", "quantity_milli", "from", "bring", "signals", "whom",
	        "level", "sector", "recipients", "unknown_fields"};
	struct desk *desk = *state;
	char id[DESK_ID];

	desk_post(desk, id, "lesson", "Kort", NULL);
	desk_type(desk, "board", "--json", NULL);
	json_t *post = line_of(desk);
	for (size_t i = 0; i < sizeof(absent) / sizeof(absent[0]); i++) {
		assert_null(json_object_get(post, absent[i]));
	}
	json_decref(post);
}

static void a_join_tells_what_it_brings_and_to_what(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID], join[DESK_ID];

	desk_post(desk, id, "initiative", "Groene gevels", NULL);
	desk_post(desk, join, "join", id, "--bring", "een hoogwerker", "--signal", "means", NULL);
	desk_type(desk, "show", join, "--json", NULL);
	json_t *post = line_of(desk), *link = json_array_get(json_object_get(post, "links"), 0);
	assert_string_equal(text_of(post, "bring"), "een hoogwerker");
	assert_string_equal(json_string_value(json_array_get(json_object_get(post, "signals"), 0)), "means");
	assert_string_equal(text_of(link, "relation"), "about");
	assert_string_equal(text_of(link, "id"), id);
	assert_null(json_object_get(link, "board"));
	json_decref(post);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(every_field_that_a_post_has_is_there, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(what_was_not_said_is_left_out, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(a_join_tells_what_it_brings_and_to_what, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
