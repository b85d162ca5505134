/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stranger.h"

static void an_answer_is_drawn_from_ones_own_post(void **state)
{
	struct desk *desk = *state;
	char request[DESK_ID], own[DESK_ID], id[DESK_ID];

	stranger_trades(desk, request, 7, KIEM_REQUEST, "ladders gezocht", 3000, "pieces");
	desk_post(desk, own, "offer", "Ladder te leen", "--quantity", "1 dozijn", "--tag", "hoog", "--terms", "heel terug",
	        "--text", "Bel even.", NULL);
	desk_post(desk, id, "answer", request, "--with", own, "--yes", NULL);
	const struct kiem_post *post = desk_read(desk, id);
	assert_int_equal(post->kind, KIEM_OFFER);
	assert_true(
	        desk_is(post->title, "Ladder te leen") && desk_is(post->terms, "heel terug") && desk_is(post->text, "Bel even."));
	assert_int_equal(post->quantity_milli, 3000);
	assert_true(desk_is(post->unit, "pieces"));
	assert_int_equal(post->n_tags, 1);
	assert_int_equal(post->n_links, 2);
	assert_int_equal(post->links[0].relation + post->links[1].relation, KIEM_ANSWERS + KIEM_ABOUT);
}

static void what_was_typed_stands(void **state)
{
	struct desk *desk = *state;
	char request[DESK_ID], own[DESK_ID], id[DESK_ID];

	stranger_trades(desk, request, 7, KIEM_REQUEST, "ladders gezocht", 3000, "pieces");
	desk_post(desk, own, "offer", "Ladder te leen", "--quantity", "5 stuks", "--tag", "hoog", NULL);
	desk_post(desk, id, "answer", request, "Twee maar", "--with", own, "--quantity", "2 stuks", "--tag", "laag", "--text",
	        "Kom maar.", NULL);
	const struct kiem_post *post = desk_read(desk, id);
	assert_true(desk_is(post->title, "Twee maar") && desk_is(post->text, "Kom maar.") && desk_is(post->tags[0], "laag"));
	assert_int_equal(post->quantity_milli, 2000);
}

static void it_takes_ones_own_open_half(void **state)
{
	struct desk *desk = *state;
	char request[DESK_ID], offer[DESK_ID], own[DESK_ID];

	stranger_trades(desk, request, 7, KIEM_REQUEST, "ladders gezocht", 0, NULL);
	stranger_trades(desk, offer, 8, KIEM_OFFER, "ladder", 0, NULL);
	desk_post(desk, own, "request", "Ladder", NULL);
	uint64_t before = desk_posts(desk);
	desk_type(desk, "answer", request, "--with", offer, "--yes", NULL);
	/* Which post it answers is said before, so there are two lines. */
	assert_int_equal(desk->status, EX_NOPERM);
	assert_non_null(strstr(desk->err, "only who made it"));
	desk_type(desk, "answer", request, "--with", own, "--yes", NULL);
	assert_int_equal(desk->status, EX_DATAERR);
	assert_non_null(strstr(desk->err, "not an offer and a request"));
	desk_type(desk, "answer", request, "--yes", NULL);
	assert_int_equal(desk->status, EX_USAGE);
	assert_non_null(strstr(desk->err, "--with"));
	desk_type(desk, "answer", offer, "--with", own, NULL);
	assert_int_equal(desk->status, EX_USAGE);
	assert_non_null(strstr(desk->err, "--yes"));
	assert_int_equal(desk_posts(desk), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(an_answer_is_drawn_from_ones_own_post, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(what_was_typed_stands, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(it_takes_ones_own_open_half, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
