/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "grove.h"

static void call(struct garden *g, size_t who, const char *name)
{
	struct kiem_post profile = {.kind = KIEM_PROFILE, .name = support_span(name)};

	plant(g, &profile, neighbour(who));
}

static void keys_of_one_name_are_pointed_out(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 5, 0, NULL);
	static const char *const names[] = {"Zoë", "ZOE\xcc\x88", "zoë", "Bram", "Carla", "Carla"};
	struct view_namesake *sakes;
	size_t n;

	for (size_t i = 0; i < 6; i++) {
		call(g, i, names[i]);
		sign_up(g, i, 1, &a, 0, 0);
	}
	call(g, 7, "Bram"); /* who is not in it */
	struct sight s = see(g, &a);
	assert_int_equal(view_namesakes(&sakes, &n, s.x, g->read, s.p), KIEM_DONE);
	assert_int_equal(n, 2);
	assert_span_equal(sakes[0].name, "Carla");
	assert_int_equal(sakes[0].keys, 2);
	assert_int_equal(sakes[1].keys, 3); /* composed or not, capitals or not */
	free(sakes);
	unlook(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(keys_of_one_name_are_pointed_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
