/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"

static void posts_come_whole_in_order_of_making(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID];
	struct kiem_post before = {0};

	for (int i = 0; i < 3; i++) {
		desk_post(desk, id, "lesson", "les", NULL);
	}
	uint64_t want = desk_posts(desk);
	/* The bytes hold zeros, so the length of what was printed is told by the posts themselves. */
	desk_type(desk, "export", NULL);
	const uint8_t *p = (const uint8_t *)desk->out;
	for (uint64_t i = 0; i < want; i++) {
		size_t n = kiem_post_length(p, KIEM_POST_MAX);
		struct kiem_post post;
		assert_int_equal(kiem_post_decode(&post, p, n), KIEM_OK);
		assert_true(
		        i == 0 || post.made > before.made || (post.made == before.made && memcmp(post.id.b, before.id.b, 32) > 0));
		before = post;
		p += n;
	}
	assert_int_equal(*p, 0);
}

static void a_board_that_is_not_here_is_said(void **state)
{
	struct desk *desk = *state;

	desk_type(desk, "export", "nl/elders", NULL);
	desk_failed(desk, EX_USAGE, "nl/elders");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(posts_come_whole_in_order_of_making, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(a_board_that_is_not_here_is_said, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
