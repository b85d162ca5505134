/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A receipt is given by who got something, to whoever gave it. */
#include "circle.h"

static void of_an_offer_it_thanks_who_made_it(void **state)
{
	struct desk *desk = *state;
	struct other anna;
	char offer[DESK_ID], id[DESK_ID];

	circle_meet(desk, &anna, 7, "Anna", false);
	circle_post(desk, offer, &(struct kiem_post){.kind = KIEM_OFFER, .title = support_span("Zaal")}, &anna);
	desk_post(desk, id, "receipt", offer, "Precies goed", "--quantity", "20 stoelen", NULL);
	const struct kiem_post *post = desk_read(desk, id);
	assert_int_equal(post->kind, KIEM_RECEIPT);
	assert_memory_equal(post->whom.b, anna.author.key.b, 32);
	assert_int_equal(post->links[0].relation, KIEM_ABOUT);
	assert_int_equal(post->quantity_milli, 20000);
	assert_true(desk_is(post->unit, "stoelen") && desk_is(post->text, "Precies goed"));
	assert_int_equal((post->until - post->made) / DAY, 732); /* what was done is not soon forgotten */
	desk_type(desk, "receipt", offer, "--by", "anna", NULL);
	desk_failed(desk, EX_USAGE, "--by is for a request of your own");
}

static void of_my_request_it_thanks_the_one_who_answered(void **state)
{
	struct desk *desk = *state;
	struct other anna, bram;
	char request[DESK_ID], id[DESK_ID];

	circle_meet(desk, &anna, 7, "Anna", false);
	circle_meet(desk, &bram, 8, "Bram", false);
	desk_post(desk, request, "request", "Ladder", NULL);
	desk_type(desk, "receipt", request, NULL);
	desk_failed(desk, EX_USAGE, "nobody answered");
	circle_link(desk, NULL, KIEM_OFFER, &anna, NULL, KIEM_ANSWERS, request);
	circle_link(desk, NULL, KIEM_OFFER, &anna, NULL, KIEM_ANSWERS, request);
	circle_link(desk, NULL, KIEM_NOTE, &bram, NULL, KIEM_ABOUT, request);
	desk_post(desk, id, "receipt", request, NULL);
	assert_memory_equal(desk_read(desk, id)->whom.b, anna.author.key.b, 32);
	circle_link(desk, NULL, KIEM_OFFER, &bram, NULL, KIEM_ANSWERS, request);
	desk_type(desk, "receipt", request, NULL);
	desk_failed(desk, EX_USAGE, "several people answered");
	desk_post(desk, id, "receipt", request, "--by", "bram", NULL);
	assert_memory_equal(desk_read(desk, id)->whom.b, bram.author.key.b, 32);
	desk_type(desk, "receipt", request, "--by", "Speeltuin", NULL);
	assert_int_equal(desk->status, EX_DATAERR);
}

static void who_got_nothing_gives_none(void **state)
{
	struct desk *desk = *state;
	struct other anna;
	char mine[DESK_ID], theirs[DESK_ID], note[DESK_ID];

	circle_meet(desk, &anna, 7, "Anna", false);
	desk_post(desk, mine, "offer", "Zaal", NULL);
	desk_type(desk, "receipt", mine, NULL);
	desk_failed(desk, EX_NOPERM, "that offer is yours");
	circle_post(desk, theirs, &(struct kiem_post){.kind = KIEM_REQUEST, .title = support_span("Ladder")}, &anna);
	desk_type(desk, "receipt", theirs, NULL);
	desk_failed(desk, EX_NOPERM, "that request is from Anna");
	desk_post(desk, note, "note", mine, "hoi", NULL);
	desk_type(desk, "receipt", note, NULL);
	assert_int_equal(desk->status, EX_DATAERR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(of_an_offer_it_thanks_who_made_it, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(of_my_request_it_thanks_the_one_who_answered, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(who_got_nothing_gives_none, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
