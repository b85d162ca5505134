/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `kiem trust --json`, as docs/json.md has it. */
#include "circle.h"

static json_t *typed(struct desk *desk, const char *who)
{
	assert_int_equal(desk_type(desk, "trust", "--json", who, NULL), EX_OK);
	json_t *object = json_loads(desk->out, JSON_DISABLE_EOF_CHECK, NULL);
	assert_true(json_is_object(object));
	return object;
}

#define number(object, key) json_integer_value(json_object_get(object, key))
#define text(object, key) json_string_value(json_object_get(object, key))

static void a_person_with_what_it_rests_on(void **state)
{
	struct desk *desk = *state;
	struct other anna, bram;
	char offer[DESK_ID], vouch[DESK_ID], receipt[DESK_ID];
	struct kiem_post address = {.kind = KIEM_ADDRESS, .text = support_span("Niet gekomen"), .has_whom = true};

	circle_meet(desk, &anna, 7, "Anna", false);
	circle_meet(desk, &bram, 8, "Bram", false);
	desk_type(desk, "vouch", "anna", "--level", "3", NULL);
	circle_vouch(desk, vouch, &anna, &bram, 3);
	circle_post(desk, offer, &(struct kiem_post){.kind = KIEM_OFFER, .title = support_span("Zaal")}, &bram);
	desk_post(desk, receipt, "receipt", offer, NULL);
	address.whom = bram.author.key;
	circle_post(desk, NULL, &address, &anna);
	json_t *object = typed(desk, "bram");
	assert_string_equal(text(object, "key"), bram.key);
	assert_string_equal(text(object, "name"), "Bram");
	assert_int_equal(number(object, "unburdened"), 150 + 30);
	assert_int_equal(number(object, "standing"), 45);
	assert_string_equal(text(object, "word"), "little");
	assert_int_equal(number(object, "mine"), 7);
	assert_null(json_object_get(object, "vouch"));
	json_t *name = json_array_get(json_object_get(object, "rests_on"), 0);
	assert_string_equal(text(name, "key"), anna.key);
	assert_string_equal(text(name, "vouch"), vouch);
	assert_int_equal(number(name, "level"), 3);
	assert_int_equal(number(name, "permille"), 37);
	assert_null(json_object_get(name, "through"));
	json_t *deed = json_array_get(json_object_get(object, "deeds"), 0);
	assert_string_equal(text(deed, "id"), receipt);
	assert_string_equal(text(deed, "about"), offer);
	assert_string_equal(text(deed, "kind"), "receipt");
	json_t *against = json_array_get(json_object_get(object, "against"), 0);
	assert_string_equal(text(against, "text"), "Niet gekomen");
	assert_string_equal(text(against, "by"), anna.key);
	assert_true(json_is_true(json_object_get(against, "weighs")));
	assert_true(json_is_false(json_object_get(against, "by_mended")));
	json_decref(object);
}

static void what_concerns_me(void **state)
{
	struct desk *desk = *state;
	struct other anna;

	circle_meet(desk, &anna, 7, "Anna", false);
	desk_type(desk, "vouch", "anna", "--level", "3", "--context", "lassen", NULL);
	json_t *object = typed(desk, NULL), *given = json_array_get(json_object_get(object, "given"), 0);
	assert_string_equal(text(given, "key"), anna.key);
	assert_string_equal(text(given, "context"), "lassen");
	assert_true(json_is_true(json_object_get(given, "known")));
	assert_true(number(given, "until") > number(given, "made"));
	assert_int_equal(json_array_size(json_object_get(object, "received")), 0);
	assert_int_equal(json_array_size(json_object_get(object, "addresses")), 0);
	json_decref(object);
}

static void a_stranger_has_a_word_too(void **state)
{
	struct desk *desk = *state;
	struct support_author author;
	char key[DESK_ID];

	support_author(&author, 99);
	kiem_hex(key, author.key.b, 32);
	json_t *object = typed(desk, key);
	assert_string_equal(text(object, "word"), "stranger");
	assert_int_equal(number(object, "standing"), 0);
	assert_true(json_is_null(json_object_get(object, "name")));
	json_decref(object);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(a_person_with_what_it_rests_on, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(what_concerns_me, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(a_stranger_has_a_word_too, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
