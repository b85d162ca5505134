/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Joining says what is brought; leaving cancels those very joins, and lasts as long as they do. */
#include "desk.h"

static void test_a_join_says_what_is_brought(void **state)
{
	struct desk *desk = *state;
	char post[DESK_ID], join[DESK_ID];

	desk_post(desk, post, "initiative", "Groene gevels", "--life", "80w", NULL);
	desk_post(desk, join, "join", post, "--bring", "een hoogwerker", "--signal", "means,urgent", "--signal", "hands",
	        "--motive", "mooier", "--connector", "--pioneer", NULL);
	const struct kiem_post *tie = desk_read(desk, join);
	assert_int_equal(tie->kind, KIEM_JOIN);
	assert_true(desk_is(tie->bring, "een hoogwerker") && desk_is(tie->motive, "mooier"));
	assert_int_equal(tie->n_signals, 3);
	assert_int_equal(tie->signals[0], KIEM_URGENT);
	assert_int_equal(tie->signals[1], KIEM_HANDS);
	assert_int_equal(tie->signals[2], KIEM_MEANS);
	assert_int_equal(tie->n_roles, 2);
	assert_true(tie->until - tie->made > 500LL * 86400000); /* no shorter than what was joined */
	assert_non_null(strstr(desk->err, "Groene gevels"));
	desk_type(desk, "join", post, "--signal", "loud", NULL);
	assert_int_equal(desk->status, EX_USAGE);
}

static void test_a_leave_cancels_every_join_of_the_coalition(void **state)
{
	struct desk *desk = *state;
	char post[DESK_ID], branch[DESK_ID], one[DESK_ID], two[DESK_ID], leave[DESK_ID];

	desk_post(desk, post, "initiative", "Groene gevels", NULL);
	desk_post(desk, branch, "extend", post, "Regentonnen", NULL);
	desk_post(desk, one, "join", post, "--life", "100w", NULL);
	desk_post(desk, two, "join", branch, NULL);
	int64_t until = desk_read(desk, one)->until;
	desk_post(desk, leave, "leave", post, NULL);
	const struct kiem_post *tie = desk_read(desk, leave);
	assert_int_equal(tie->kind, KIEM_LEAVE);
	assert_int_equal(tie->n_links, 2);
	for (size_t i = 0; i < 2; i++) {
		char hex[DESK_ID];

		kiem_hex(hex, tie->links[i].id.b, 32);
		assert_int_equal(tie->links[i].relation, KIEM_CANCELS);
		assert_true(strcmp(hex, one) == 0 || strcmp(hex, two) == 0);
	}
	assert_true(tie->until >= until);
	desk_type(desk, "leave", post, NULL);
	assert_int_equal(desk->status, EX_DATAERR);
	assert_non_null(strstr(desk->err, "nothing to leave"));
}

static void test_a_leave_can_say_where_next(void **state)
{
	struct desk *desk = *state;
	char post[DESK_ID], next[DESK_ID], join[DESK_ID], leave[DESK_ID];

	desk_post(desk, post, "initiative", "Groene gevels", NULL);
	desk_post(desk, next, "initiative", "Buurtmoestuin", NULL);
	desk_post(desk, join, "join", post, NULL);
	desk_post(desk, leave, "leave", join, "--next", next, "--text", "Tot ziens", NULL);
	const struct kiem_post *tie = desk_read(desk, leave);
	assert_int_equal(tie->n_links, 2);
	assert_int_equal(tie->links[0].relation, KIEM_AFTER);
	assert_true(desk_is(tie->text, "Tot ziens"));
}

static void test_many_joins_take_several_leaves(void **state)
{
	struct desk *desk = *state;
	char post[DESK_ID], join[DESK_ID];

	desk_post(desk, post, "initiative", "Groene gevels", NULL);
	for (int i = 0; i < 20; i++) {
		char bring[16];

		snprintf(bring, sizeof(bring), "stoel %d", i);
		desk_post(desk, join, "join", post, "--bring", bring, NULL);
	}
	uint64_t before = desk_posts(desk);
	assert_int_equal(desk_type(desk, "leave", post, NULL), EX_OK);
	assert_int_equal(desk_posts(desk), before + 2);
	assert_int_equal(desk_type(desk, "leave", post, NULL), EX_DATAERR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_a_join_says_what_is_brought, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_leave_cancels_every_join_of_the_coalition, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_leave_can_say_where_next, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_many_joins_take_several_leaves, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
