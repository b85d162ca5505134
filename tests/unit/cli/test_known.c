/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hall.h"

#include <jansson.h>

static json_int_t number(struct desk *desk, const char *key)
{
	json_t *line = json_loads(desk->out, JSON_DISABLE_EOF_CHECK, NULL);
	json_int_t n = json_integer_value(json_object_get(line, key));

	json_decref(line);
	return n;
}

static void whom_i_vouch_for_i_know_and_me_too(void **state)
{
	struct desk *desk = *state;
	struct hall hall;

	hall_open(desk, &hall);
	hall_join(desk, NULL, &hall.anna, hall.id, "handen", 0, 0);
	hall_join(desk, NULL, &hall.bram, hall.id, "handen", 0, 0);
	desk_type(desk, "coalitions", "--json", NULL);
	assert_int_equal(number(desk, "n_people"), 3);
	assert_int_equal(number(desk, "n_known"), 1);
	assert_int_equal(desk_type(desk, "vouch", "anna", NULL), EX_OK);
	desk_type(desk, "coalitions", "--json", NULL);
	assert_int_equal(number(desk, "n_known"), 2);
	assert_int_equal(number(desk, "energy_milli"), 4500);
	assert_int_equal(number(desk, "energy_known_milli"), 3000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        hall_test(whom_i_vouch_for_i_know_and_me_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
