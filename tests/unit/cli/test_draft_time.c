/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a post stays. */
#include "desk.h"

#define DAY 86400000LL

static int64_t life_of(struct desk *desk, const char *id)
{
	const struct kiem_post *post = desk_read(desk, id);

	return post->until - post->made;
}

static void test_a_life_from_options(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID];

	desk_post(desk, id, "offer", "a", NULL);
	assert_true(life_of(desk, id) == 365 * DAY);
	desk_post(desk, id, "offer", "b", "--life", "2w", NULL);
	assert_true(life_of(desk, id) == 14 * DAY);
	desk_post(desk, id, "offer", "c", "--until", "7d", NULL);
	assert_true(life_of(desk, id) == 7 * DAY);
	desk_post(desk, id, "offer", "d", "--until", "morgen", NULL); /* the end of that day */
	assert_true(life_of(desk, id) > 0 && life_of(desk, id) < 2 * DAY);
}

static void test_a_life_from_the_configuration(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID], path[400];

	snprintf(path, sizeof(path), "%s/kiem.conf", desk->home);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs("[post]\nlife_days = 30\nlanguage = fy\n", file);
	fclose(file);
	desk_post(desk, id, "offer", "a", NULL);
	assert_true(life_of(desk, id) == 30 * DAY);
	assert_true(desk_is(desk_read(desk, id)->language, "fy"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_a_life_from_options, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_life_from_the_configuration, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
