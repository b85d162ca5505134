/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `kiem trust WHO` tells a person, each line with the post that says so. */
#include "circle.h"

static void who_is_unknown_is_said_kindly(void **state)
{
	struct desk *desk = *state;
	struct support_author author;
	struct other anna;
	char key[DESK_ID];

	circle_meet(desk, &anna, 7, "Anna", false);
	assert_int_equal(desk_type(desk, "trust", "anna", NULL), EX_OK);
	assert_has(desk, "Anna\n");
	assert_has(desk, "In your eyes: a stranger to you (0 of 1000)");
	assert_has(desk, "Nothing yet");
	support_author(&author, 99);
	kiem_hex(key, author.key.b, 32);
	assert_int_equal(desk_type(desk, "trust", key, NULL), EX_OK);
	assert_has(desk, "Nothing here is from this person or about them.");
}

static void a_friend_of_a_friend_is_known_through_them(void **state)
{
	struct desk *desk = *state;
	struct other anna, bram, carla;
	char mine[DESK_ID], hers[DESK_ID], his[DESK_ID];

	circle_meet(desk, &anna, 7, "Anna", false);
	circle_meet(desk, &bram, 8, "Bram", false);
	circle_meet(desk, &carla, 9, "Carla", false);
	desk_post(desk, mine, "vouch", "anna", "--level", "3", NULL);
	circle_vouch(desk, hers, &anna, &bram, 3);
	circle_vouch(desk, his, &bram, &carla, 3);
	desk_type(desk, "trust", "anna", NULL);
	mine[12] = hers[12] = his[12] = '\0';
	assert_has(desk, mine);
	assert_has(desk, "You vouch for Anna (level 3 of 3).");
	assert_has(desk, "That adds 900.");
	desk_type(desk, "trust", "bram", NULL);
	assert_has(desk, "In your eyes: known a little (150 of 1000)");
	assert_has(desk, hers);
	assert_has(desk, "Anna vouches for Bram (level 3 of 3).");
	assert_has(desk, "You vouch for Anna. That adds 150.");
	desk_type(desk, "trust", "carla", NULL);
	assert_has(desk, "known from afar (25 of 1000)");
	assert_has(desk, his);
	assert_has(desk, "You know Bram through Anna. That adds 25.");
}

static void who_would_rather_not_be_named_is_not(void **state)
{
	struct desk *desk = *state;
	struct other anna, bram;
	char vouch[DESK_ID];

	circle_meet(desk, &anna, 7, "Anna", true);
	circle_meet(desk, &bram, 8, "Bram", false);
	desk_type(desk, "vouch", "anna", NULL);
	circle_vouch(desk, vouch, &anna, &bram, 3);
	desk_type(desk, "trust", "bram", NULL);
	assert_has(desk, "someone vouches for Bram");
	assert_has_not(desk, "Anna");
	vouch[12] = '\0';
	assert_has_not(desk, vouch);
	desk_type(desk, "trust", "bram", "--json", NULL);
	assert_has_not(desk, "Anna");
	assert_has_not(desk, anna.key);
	assert_has_not(desk, vouch);
	desk_type(desk, "trust", "anna", NULL); /* whom I ask for by name I may see */
	assert_has(desk, "Anna");
}

static void more_than_three_are_counted(void **state)
{
	static const char *const names[] = {"Ada", "Ben", "Cas", "Dora", "Eef"};
	struct desk *desk = *state;
	struct other friends[5], zoe;

	circle_meet(desk, &zoe, 30, "Zoë", false);
	for (size_t i = 0; i < 5; i++) {
		circle_meet(desk, &friends[i], 20 + i, names[i], false);
		desk_type(desk, "vouch", names[i], "--level", "1", NULL);
		circle_vouch(desk, NULL, &friends[i], &zoe, 2);
	}
	desk_type(desk, "trust", "zoë", NULL);
	assert_has(desk, "And 2 more people, who together add 66.");
}

/* Anna, Bram and Carla vouch for the next, a little; so Carla is hardly known, and thanks Dirk, whom I thank too. */
static void who_adds_less_than_one_is_not_given_a_figure(void **state)
{
	struct desk *desk = *state;
	struct other anna, bram, carla, dirk;
	char offer[DESK_ID], id[DESK_ID];

	circle_meet(desk, &anna, 7, "Anna", false);
	circle_meet(desk, &bram, 8, "Bram", false);
	circle_meet(desk, &carla, 9, "Carla", false);
	circle_meet(desk, &dirk, 10, "Dirk", false);
	desk_type(desk, "vouch", "anna", "--level", "1", NULL);
	circle_vouch(desk, NULL, &anna, &bram, 1);
	circle_vouch(desk, NULL, &bram, &carla, 1);
	circle_post(desk, offer, &(struct kiem_post){.kind = KIEM_OFFER, .title = support_span("Zaal")}, &dirk);
	desk_post(desk, id, "receipt", offer, NULL);
	circle_link(desk, NULL, KIEM_RECEIPT, &carla, NULL, KIEM_ABOUT, offer);
	desk_type(desk, "trust", "dirk", NULL);
	assert_has(desk, "(30 of 1000)");
	assert_has(desk, "That adds 29."); /* and the rest of that day is hers */
	assert_has(desk, "And 1 more person, who adds very little.");
	assert_has_not(desk, "Carla confirmed");
	assert_has_not(desk, "adds 0");
}

static void nobody_has_more_than_all(void **state)
{
	struct desk *desk = *state;
	struct other anna, bram;

	circle_meet(desk, &anna, 7, "Anna", false);
	circle_meet(desk, &bram, 8, "Bram", false);
	desk_type(desk, "vouch", "anna", "--level", "3", NULL);
	desk_type(desk, "vouch", "bram", "--level", "3", NULL);
	desk_type(desk, "trust", "anna", NULL);
	assert_has_not(desk, "more than all there is");
	circle_vouch(desk, NULL, &bram, &anna, 3);
	desk_type(desk, "trust", "anna", NULL);
	assert_has(desk, "close to you (1000 of 1000)");
	assert_has(desk, "That is more than all there is");
}

static void what_was_done_is_listed_newest_first(void **state)
{
	struct desk *desk = *state;
	struct other anna;
	char offer[DESK_ID], id[DESK_ID];

	circle_meet(desk, &anna, 7, "Anna", false);
	circle_post(desk, offer, &(struct kiem_post){.kind = KIEM_OFFER, .title = support_span("Zaal")}, &anna);
	for (size_t i = 0; i < 12; i++) {
		desk_post(desk, id, "receipt", offer, NULL);
	}
	desk_type(desk, "trust", "anna", NULL);
	assert_has(desk, "“Zaal”: receipt by you, just now");
	assert_has(desk, "You confirmed 12 things that Anna did.");
	assert_has(desk, "and 2 earlier");
	id[12] = '\0';
	char *first = strstr(desk->out, "What was done");
	assert_true(first != NULL && strstr(first, id) == strchr(first, '\n') + 1);
}

static void what_weighs_comes_with_how_it_is_mended(void **state)
{
	struct desk *desk = *state;
	struct other anna, bram, stranger;
	struct kiem_post address = {.kind = KIEM_ADDRESS, .text = support_span("Niet gekomen"), .has_whom = true};
	char id[DESK_ID];

	circle_meet(desk, &anna, 7, "Anna", false);
	circle_meet(desk, &bram, 8, "Bram", false);
	circle_meet(desk, &stranger, 9, "Iemand anders", false);
	desk_type(desk, "vouch", "anna", "--level", "3", NULL);
	desk_type(desk, "vouch", "bram", "--level", "3", NULL);
	address.whom = anna.author.key;
	circle_post(desk, NULL, &address, &stranger);
	desk_type(desk, "trust", "anna", NULL);
	assert_has_not(desk, "weighs against");
	assert_has_not(desk, "Iemand anders");
	circle_post(desk, id, &address, &bram);
	desk_type(desk, "trust", "anna", NULL);
	assert_has(desk, "known to you (225 of 1000)");
	assert_has(desk, "a quarter is left");
	assert_has(desk, "Bram called Anna to account, just now: “Niet gekomen”");
	assert_has(desk, "It is settled when Bram and Anna both say so.");
	assert_has(desk, "afterwards it is 900 of");
	circle_link(desk, NULL, KIEM_MEND, &anna, NULL, KIEM_CANCELS, id);
	desk_type(desk, "trust", "anna", NULL);
	assert_has(desk, "Anna says it is settled; it is when Bram says so too.");
	circle_link(desk, NULL, KIEM_MEND, &bram, NULL, KIEM_CANCELS, id);
	desk_type(desk, "trust", "anna", NULL);
	assert_has(desk, "close to you (900 of 1000)");
	assert_has_not(desk, "weighs against");
	assert_has_not(desk, "a quarter is left");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(who_is_unknown_is_said_kindly, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(a_friend_of_a_friend_is_known_through_them, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(who_would_rather_not_be_named_is_not, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(more_than_three_are_counted, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(who_adds_less_than_one_is_not_given_a_figure, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(nobody_has_more_than_all, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(what_was_done_is_listed_newest_first, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(what_weighs_comes_with_how_it_is_mended, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
