/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hall.h"

#include <jansson.h>

static json_t *card(struct desk *desk, const char *id, const char *option, const char *value)
{
	assert_int_equal(desk_type(desk, "coalition", id, "--json", option, value, NULL), EX_OK);
	json_t *object = json_loads(desk->out, 0, NULL);
	assert_non_null(object);
	return object;
}

static const char *text(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static void conditions_have_their_evidence(void **state)
{
	struct desk *desk = *state;
	struct hall hall;
	char join[DESK_ID];

	hall_open(desk, &hall);
	hall_join(desk, join, &hall.anna, hall.id, "handen", KIEM_URGENT, 0);
	json_t *object = card(desk, hall.id, "--all", NULL), *urgency = json_array_get(json_object_get(object, "conditions"), 0);
	assert_string_equal(text(urgency, "condition"), "urgency");
	assert_true(json_is_true(json_object_get(urgency, "present")));
	json_t *evidence = json_array_get(json_object_get(urgency, "evidence"), 0);
	assert_string_equal(text(evidence, "id"), join);
	assert_string_equal(text(evidence, "why"), "signal");
	assert_int_equal(json_integer_value(json_object_get(evidence, "weight_milli")), 1000);
	assert_true(json_is_null(json_object_get(object, "form")));
	assert_null(json_object_get(object, "without"));
	assert_null(json_object_get(object, "changes"));
	json_decref(object);
}

static void a_departure_and_what_changed_are_objects(void **state)
{
	struct desk *desk = *state;
	struct hall hall;

	hall_open(desk, &hall);
	hall_join(desk, NULL, &hall.anna, hall.id, "handen", 0, 0);
	hall_join(desk, NULL, &hall.carla, hall.id, "soep", 0, 0);
	json_t *object = card(desk, hall.id, "--without", "Speeltuin"), *without = json_object_get(object, "without");
	assert_int_equal(json_integer_value(json_object_get(without, "ties_permille")), 1000);
	assert_int_equal(json_array_size(json_object_get(without, "alone")), 1);
	assert_int_equal(json_integer_value(json_object_get(without, "rest")), 1);
	json_decref(object);
	object = card(desk, hall.id, "--since", "7d");
	json_t *changes = json_object_get(object, "changes");
	assert_true(json_is_false(json_object_get(changes, "existed")));
	assert_int_equal(json_array_size(json_object_get(changes, "came")), 3);
	/* Who asks not to be named has neither key nor name, wherever people are listed. */
	assert_null(strstr(desk->out, hall.carla.key));
	assert_null(strstr(desk->out, "Carla"));
	json_decref(object);
}

static void needs_name_their_offers(void **state)
{
	struct desk *desk = *state;
	struct hall hall;
	char request[DESK_ID], offer[DESK_ID];

	hall_open(desk, &hall);
	desk_post(desk, request, "request", "Stoelen gezocht", "--about", hall.id, NULL);
	hall_post(desk, offer, KIEM_OFFER, &hall.anna, "Stoelen", 0, KIEM_ANSWERS, request);
	json_t *object = card(desk, hall.id, "--all", NULL), *need = json_array_get(json_object_get(object, "needs"), 0);
	assert_string_equal(text(need, "id"), request);
	assert_true(json_is_false(json_object_get(need, "open")));
	assert_string_equal(json_string_value(json_array_get(json_object_get(need, "offers"), 0)), offer);
	assert_true(json_is_null(json_object_get(need, "receipt")));
	json_decref(object);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        hall_test(conditions_have_their_evidence),
	        hall_test(a_departure_and_what_changed_are_objects),
	        hall_test(needs_name_their_offers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
