/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hall.h"

static void people_stand_by_closeness_with_what_they_bring(void **state)
{
	struct desk *desk = *state;
	struct hall hall;
	char join[DESK_ID], deed[DESK_ID];

	hall_open(desk, &hall);
	hall_join(desk, join, &hall.anna, hall.id, "een ladder", KIEM_BACKING, 1);
	hall_post(desk, deed, KIEM_DEED, &hall.anna, "Twaalf gevels", 2, KIEM_ABOUT, hall.id);
	hall_join(desk, NULL, &hall.bram, hall.id, "koffie", 0, 120);
	desk_type(desk, "coalition", hall.id, NULL);
	assert_has(desk, "Close to each other (2)\n  Anna · came 2 days ago · 1 deed\n      een ladder · backing\n");
	assert_has(desk, "Speeltuin Noord · laid it down");
	assert_has(desk, "Quiet for a while (1)\n  Bram · came 4 months ago\n      koffie\n");
}

static void who_asks_not_to_be_named_is_someone(void **state)
{
	struct desk *desk = *state;
	struct hall hall;

	hall_open(desk, &hall);
	hall_join(desk, NULL, &hall.carla, hall.id, "soep", 0, 1);
	desk_type(desk, "coalition", hall.id, NULL);
	assert_has(desk, "someone · came 1 day ago\n      soep\n");
	assert_has_not(desk, "Carla");
}

static void a_long_list_says_how_many_more(void **state)
{
	struct desk *desk = *state;
	struct hall hall;

	hall_open(desk, &hall);
	for (uint64_t i = 0; i < 7; i++) {
		struct other other;
		circle_meet(desk, &other, 20 + i, i < 3 ? "Jan" : "Piet", false);
		hall_join(desk, NULL, &other, hall.id, "handen", 0, 40);
	}
	desk_type(desk, "coalition", hall.id, NULL);
	char more[64];
	snprintf(more, sizeof more, "4 more: kiem coalition %s --all", hall.digits);
	assert_has(desk, "More loosely tied (8)");
	assert_has(desk, more);
	assert_has(desk, "3 keys carry the name “Jan”");
	assert_has(desk, "4 keys carry the name “Piet”");
	desk_type(desk, "coalition", hall.id, "--all", NULL);
	assert_has_not(desk, "more: kiem");
}

static void who_left_took_part_for_a_while(void **state)
{
	struct desk *desk = *state;
	struct hall hall;
	char join[DESK_ID], next[DESK_ID];
	struct kiem_post leave = {.kind = KIEM_LEAVE, .n_links = 2};

	hall_open(desk, &hall);
	hall_join(desk, join, &hall.anna, hall.id, "handen", 0, 3);
	hall_post(desk, next, KIEM_INITIATIVE, &hall.anna, "Een buurtmoestuin", 1, 0, NULL);
	leave.links[0] = (struct kiem_link){.relation = KIEM_CANCELS, .id = circle_id(join)};
	leave.links[1] = (struct kiem_link){.relation = KIEM_AFTER, .id = circle_id(next)};
	circle_post(desk, NULL, &leave, &hall.anna);
	desk_type(desk, "coalition", hall.id, NULL);
	assert_has(desk, "Took part for a while\n  Anna · just now · went on to “Een buurtmoestuin”");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        hall_test(people_stand_by_closeness_with_what_they_bring),
	        hall_test(who_asks_not_to_be_named_is_someone),
	        hall_test(a_long_list_says_how_many_more),
	        hall_test(who_left_took_part_for_a_while),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
