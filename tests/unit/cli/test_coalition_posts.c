/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hall.h"

static void deeds_and_posts_stand_newest_first(void **state)
{
	struct desk *desk = *state;
	struct hall hall;
	char old[DESK_ID], young[DESK_ID];

	hall_open(desk, &hall);
	hall_post(desk, old, KIEM_DEED, &hall.anna, "Twaalf gevels", 5, KIEM_ABOUT, hall.id);
	hall_post(desk, young, KIEM_DEED, &hall.bram, "Nog drie gevels", 2, KIEM_ABOUT, hall.id);
	hall_post(desk, NULL, KIEM_NOTE, &hall.anna, "Mooi gedaan", 1, KIEM_ABOUT, young);
	desk_type(desk, "coalition", hall.id, NULL);
	const char *done = strstr(desk->out, "Done (2)\n");
	assert_non_null(done);
	assert_true(strstr(done, "Nog drie gevels") < strstr(done, "Twaalf gevels"));
	assert_has(desk, "Bram · 2 days ago · confirmed by others");
	assert_has(desk, "Anna · 5 days ago\n");
	assert_has(desk, "Posts around it (1)\n");
	young[12] = '\0';
	char about[64];
	snprintf(about, sizeof about, "about %s", young);
	assert_has(desk, about);
}

static void where_it_came_from_and_led_to_is_told(void **state)
{
	struct desk *desk = *state;
	struct hall hall;
	char variant[DESK_ID];

	hall_open(desk, &hall);
	hall_post(desk, variant, KIEM_INITIATIVE, &hall.anna, "Groene daken", 1, KIEM_VARIANT, hall.id);
	desk_type(desk, "coalition", hall.id, NULL);
	assert_has(desk, "Led to\n");
	assert_has(desk, "a variant of this");
	desk_type(desk, "coalition", variant, NULL);
	assert_has(desk, "Came from\n");
	assert_has(desk, "Groene gevels");
	assert_has(desk, "this is a variant of it");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        hall_test(deeds_and_posts_stand_newest_first),
	        hall_test(where_it_came_from_and_led_to_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
