/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists follow my view only when I ask for it, and then by its words alone. */
#include "circle.h"
#include "trusted.h"

/* Who offered something, in the order in which the board lists it. */
static void listed(struct desk *desk, char names[static 200])
{
	names[0] = '\0';
	for (char *line = strtok(desk->out, "\n"); line != NULL; line = strtok(NULL, "\n")) {
		json_t *post = json_loads(line, 0, NULL);
		if (strcmp(json_string_value(json_object_get(post, "kind")), "offer") == 0) {
			strcat(names, json_string_value(json_object_get(post, "name")));
			strcat(names, " ");
		}
		json_decref(post);
	}
}

static void offer(struct desk *desk, const struct other *by, int64_t hours_ago)
{
	struct kiem_post post = {.kind = KIEM_OFFER, .title = support_span("Zaal"), .made = kiem_now_ms() - hours_ago * 3600000};

	circle_post(desk, NULL, &post, by);
}

/* Dirk is a stranger, Anna a close friend, Bram known a little by her, Carla from afar by him. */
static void set_table(struct desk *desk)
{
	struct other anna, bram, carla, dirk;

	circle_meet(desk, &anna, 7, "Anna", false);
	circle_meet(desk, &bram, 8, "Bram", false);
	circle_meet(desk, &carla, 9, "Carla", false);
	circle_meet(desk, &dirk, 10, "Dirk", false);
	desk_type(desk, "vouch", "anna", "--level", "3", NULL);
	circle_vouch(desk, NULL, &anna, &bram, 3);
	circle_vouch(desk, NULL, &bram, &carla, 3);
	offer(desk, &anna, 9);
	offer(desk, &anna, 8);
	offer(desk, &bram, 7);
	offer(desk, &carla, 6);
	offer(desk, &dirk, 5);
	offer(desk, &bram, 4);
}

static void newest_comes_first_unless_i_ask_otherwise(void **state)
{
	struct desk *desk = *state;
	char names[200];

	set_table(desk);
	desk_type(desk, "board", "--json", NULL);
	assert_null(strstr(desk->out, "\"trust\""));
	listed(desk, names);
	assert_string_equal(names, "Bram Dirk Carla Bram Anna Anna ");
	assert_int_equal(desk_type(desk, "board", "--trusted", "first", "--json", NULL), EX_OK);
	assert_has(desk, "\"trust\":\"close\"");
	assert_has(desk, "\"trust\":\"stranger\"");
	listed(desk, names);
	assert_string_equal(names, "Anna Anna Bram Bram Carla Dirk "); /* of one word the newest first */
}

static void the_limit_cuts_after_that(void **state)
{
	struct desk *desk = *state;
	char names[200];

	set_table(desk);
	desk_type(desk, "board", "--trusted", "first", "--limit", "2", "--json", NULL);
	listed(desk, names);
	assert_string_equal(names, "Anna Anna ");
	desk_type(desk, "board", "--trusted", "first", "--limit", "2", NULL);
	assert_has(desk, "close to you");
	assert_has(desk, "There is more");
	assert_has_not(desk, "Bram");
	desk_type(desk, "board", "--trusted", "first", "--all", NULL);
	assert_has(desk, "known a little");
	assert_has(desk, "known from afar");
	assert_has(desk, "a stranger to you");
	assert_has_not(desk, "There is more");
}

/* What else is asked of a board holds there too: with all of it asked for, only the order is another. */
static void the_order_leaves_out_nothing_and_adds_nothing(void **state)
{
	struct desk *desk = *state;
	char plain[200], first[200];
	struct other bram;

	set_table(desk);
	circle_meet(desk, &bram, 8, "Bram", false);
	circle_post(desk, NULL, &(struct kiem_post){.kind = KIEM_DEED, .title = support_span("Gedaan")}, &bram);
	desk_type(desk, "board", "--kind", "offer", "--since", "450m", "--json", NULL);
	listed(desk, plain);
	desk_type(desk, "board", "--kind", "offer", "--since", "450m", "--trusted", "first", "--json", NULL);
	assert_has_not(desk, "Gedaan");
	listed(desk, first);
	assert_string_equal(plain, "Bram Dirk Carla Bram ");
	assert_string_equal(first, "Bram Bram Carla Dirk ");
	desk_type(desk, "board", "--tag", "geen", "--trusted", "first", "--json", NULL);
	assert_string_equal(desk->out, "");
	desk_post(desk, plain, "offer", "Ladder", "--tag", "gereedschap", NULL);
	desk_type(desk, "board", "--tag", "gereedschap", "--trusted", "first", "--json", NULL);
	assert_has(desk, "Ladder");
	assert_has_not(desk, "Zaal");
}

static void what_is_found_can_be_put_so_too(void **state)
{
	struct desk *desk = *state;
	char names[200];

	set_table(desk);
	desk_type(desk, "find", "zaal", "--json", NULL);
	assert_null(strstr(desk->out, "\"trust\""));
	listed(desk, names);
	assert_string_equal(names, "Bram Dirk Carla Bram Anna Anna ");
	desk_type(desk, "find", "zaal", "--trusted", "first", "--json", "--limit", "5", NULL);
	listed(desk, names);
	assert_string_equal(names, "Anna Anna Bram Bram Carla ");
	desk_type(desk, "find", "zaal", "--trusted", "first", "--limit", "5", NULL);
	assert_has(desk, "There is more");
	assert_has(desk, "close to you");
	desk_type(desk, "find", "nergens", "--trusted", "first", NULL);
	assert_has(desk, "Nothing here fits that");
	desk_type(desk, "find", "zaal", "--trusted", "meest", NULL);
	desk_failed(desk, EX_USAGE, "--trusted first");
}

static void another_word_is_a_mistake(void **state)
{
	struct desk *desk = *state;

	desk_type(desk, "board", "--trusted", "last", NULL);
	desk_failed(desk, EX_USAGE, "--trusted first");
}

static void every_standing_has_a_word(void **state)
{
	(void)state;
	for (int band = 0; band < VIEW_TRUST_BANDS; band++) {
		for (int other = 0; other < band; other++) {
			assert_string_not_equal(
			        trusted_word((enum view_trust_band)band), trusted_word((enum view_trust_band)other));
			assert_string_not_equal(
			        trusted_word_json((enum view_trust_band)band), trusted_word_json((enum view_trust_band)other));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(newest_comes_first_unless_i_ask_otherwise, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(the_limit_cuts_after_that, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(the_order_leaves_out_nothing_and_adds_nothing, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(what_is_found_can_be_put_so_too, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(another_word_is_a_mistake, desk_setup, desk_teardown),
	        cmocka_unit_test(every_standing_has_a_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
