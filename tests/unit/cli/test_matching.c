/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stranger.h"

static void every_reason_has_its_points(void **state)
{
	struct desk *desk = *state;
	char request[DESK_ID], offer[DESK_ID], command[200];

	desk_type(desk, "profile", "--sector", "school", NULL);
	desk_post(desk, request, "request", "Ladders voor het plein", "--quantity", "3 stuks", "--tag", "Klussen", NULL);
	stranger_trades(desk, offer, 7, KIEM_OFFER, "ladder", 2000, "pieces");
	struct kiem_post profile = {.kind = KIEM_PROFILE, .name = support_span("Bakker\x1b[31m"), .sector = KIEM_BUSINESS};
	char id[DESK_ID];
	stranger_posts(desk, id, 7, &profile);
	assert_int_equal(desk_type(desk, "match", NULL), 0);
	assert_has(desk, "words: ladders");
	assert_has(desk, "tags: Klussen");
	assert_has(desk, "2 of 3 stuks (99)");
	assert_has(desk, "the same board (40)");
	assert_has(desk, "two sectors: business and school (50)");
	/* Somebody's name never reaches a terminal raw. */
	assert_lacks(desk, "\x1b");
	snprintf(command, sizeof command, "kiem answer %.12s --with %.12s", offer, request);
	assert_has(desk, command);
}

static void what_others_cover_is_said(void **state)
{
	struct desk *desk = *state;
	char request[DESK_ID], offer[DESK_ID], answer[DESK_ID];
	struct kiem_post post = {.kind = KIEM_OFFER,
	        .title = support_span("hier"),
	        .has_quantity = true,
	        .quantity_milli = 9000,
	        .unit = support_span("stuks")};

	desk_post(desk, request, "request", "Ladders", "--quantity", "3 stuks", NULL);
	stranger_trades(desk, offer, 7, KIEM_OFFER, "ladder", 2000, "stuks");
	post.n_links = 1;
	post.links[0].relation = KIEM_ANSWERS;
	assert_true(kiem_unhex(post.links[0].id.b, request, 64));
	stranger_posts(desk, answer, 8, &post);
	desk_type(desk, "match", NULL);
	assert_has(desk, "others answer for all of it already");
}

static void strangers_are_told_of_each_other_by_a_note(void **state)
{
	struct desk *desk = *state;
	char request[DESK_ID], offer[DESK_ID], command[200];

	stranger_trades(desk, offer, 7, KIEM_OFFER, "ladder", 0, NULL);
	stranger_trades(desk, request, 8, KIEM_REQUEST, "ladder", 0, NULL);
	desk_type(desk, "match", "--all", NULL);
	snprintf(command, sizeof command, "kiem note %.12s \"see %.12s\"", request, offer);
	assert_has(desk, command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(every_reason_has_its_points, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(what_others_cover_is_said, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(strangers_are_told_of_each_other_by_a_note, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
