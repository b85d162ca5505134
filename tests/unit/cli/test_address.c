/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calling somebody to account, privately first, and settling it by both. */
#include "circle.h"

static void it_names_who_what_and_why(void **state)
{
	struct desk *desk = *state;
	struct other dirk;
	char offer[DESK_ID], id[DESK_ID];

	circle_meet(desk, &dirk, 7, "Dirk", false);
	circle_post(desk, offer, &(struct kiem_post){.kind = KIEM_OFFER, .title = support_span("Zaal")}, &dirk);
	desk_post(desk, id, "address", "dirk", "--about", offer, "De zaal was er niet", NULL);
	assert_non_null(strstr(desk->err, "in private first"));
	const struct kiem_post *post = desk_read(desk, id);
	assert_int_equal(post->kind, KIEM_ADDRESS);
	assert_memory_equal(post->whom.b, dirk.author.key.b, 32);
	assert_true(desk_is(post->text, "De zaal was er niet"));
	assert_int_equal(post->links[0].relation, KIEM_ABOUT);
	assert_int_equal((post->until - post->made) / DAY, 182);
	desk_type(desk, "address", "dirk", "Waarom?", NULL);
	desk_failed(desk, EX_USAGE, "--about ID");
	desk_type(desk, "address", "speeltuin", "--about", offer, "Ik", NULL);
	assert_int_equal(desk->status, EX_DATAERR);
	assert_non_null(strstr(desk->err, "that is you yourself"));
}

static void both_say_that_it_is_settled(void **state)
{
	struct desk *desk = *state;
	struct other dirk;
	char offer[DESK_ID], id[DESK_ID], mend[DESK_ID], hex[DESK_ID];

	circle_meet(desk, &dirk, 7, "Dirk", false);
	circle_post(desk, offer, &(struct kiem_post){.kind = KIEM_OFFER, .title = support_span("Zaal")}, &dirk);
	desk_post(desk, id, "address", "dirk", "--about", offer, "De zaal was er niet", NULL);
	int64_t until = desk_read(desk, id)->until;
	desk_type(desk, "trust", NULL);
	assert_has(desk, "You called Dirk to account, just now:");
	assert_has(desk, "It is settled when you and Dirk both say so:");
	desk_post(desk, mend, "mend", id, "Uitgepraat", NULL);
	const struct kiem_post *post = desk_read(desk, mend);
	assert_int_equal(post->kind, KIEM_MEND);
	assert_int_equal(post->links[0].relation, KIEM_CANCELS);
	kiem_hex(hex, post->links[0].id.b, 32);
	assert_string_equal(hex, id);
	assert_memory_equal(post->whom.b, dirk.author.key.b, 32);
	assert_true(post->until >= until);
	desk_type(desk, "trust", NULL);
	assert_has(desk, "You say it is settled; it is when Dirk says so too.");
	desk_type(desk, "mend", id, NULL);
	desk_failed(desk, EX_DATAERR, "you said so before");
	circle_link(desk, NULL, KIEM_MEND, &dirk, NULL, KIEM_CANCELS, id);
	desk_type(desk, "trust", NULL);
	assert_has_not(desk, "To be settled");
}

static void only_the_two_of_them_settle_it(void **state)
{
	struct desk *desk = *state;
	struct other dirk, anna;
	char offer[DESK_ID], id[DESK_ID], about_me[DESK_ID], mend[DESK_ID];
	struct kiem_post address = {.kind = KIEM_ADDRESS, .text = support_span("Waar bleef je?"), .has_whom = true};
	struct kiem_key me;

	circle_meet(desk, &dirk, 7, "Dirk", false);
	circle_meet(desk, &anna, 8, "Anna", false);
	desk_post(desk, offer, "offer", "Zaal", NULL);
	me = desk_read(desk, offer)->author;
	address.whom = dirk.author.key;
	circle_post(desk, id, &address, &anna);
	desk_type(desk, "mend", id, NULL);
	desk_failed(desk, EX_NOPERM, "that is between Anna and Dirk");
	desk_type(desk, "mend", offer, NULL);
	desk_failed(desk, EX_DATAERR, "calls nobody to account");
	address.whom = me;
	circle_post(desk, about_me, &address, &anna);
	desk_type(desk, "trust", NULL);
	assert_has(desk, "Anna called you to account, just now: “Waar bleef je?”");
	desk_post(desk, mend, "mend", about_me, NULL);
	assert_memory_equal(desk_read(desk, mend)->whom.b, anna.author.key.b, 32);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(it_names_who_what_and_why, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(both_say_that_it_is_settled, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(only_the_two_of_them_settle_it, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
