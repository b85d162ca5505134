/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The post that a command is about: any version of it means the whole, and links name what was seen. */
#include "target.h"

#include "desk.h"

static void test_any_version_means_the_whole(void **state)
{
	struct desk *desk = *state;
	struct cli cli = {.command = &cli_commands[0]};
	struct target target;
	char post[DESK_ID], newer[DESK_ID], hex[DESK_ID];

	desk_post(desk, post, "initiative", "Groene gevels", NULL);
	desk_post(desk, newer, "revise", post, "--title", "Groene daken", NULL);
	const char *const ids[] = {post, newer};
	for (size_t i = 0; i < 2; i++) {
		struct draft draft = {.post = {.board = out_span("nl/tilburg/zuid")}};

		assert_int_equal(target_find(&cli, &target, ids[i], TARGET_ANY, kiem_now_ms()), EX_OK);
		kiem_hex(hex, target.kept.post.id.b, 32);
		assert_string_equal(hex, post);
		kiem_hex(hex, target.shown.post.id.b, 32);
		assert_string_equal(hex, newer);
		assert_string_equal(target.board, "nl/tilburg/noord");
		assert_int_equal(target_link(&draft, &target, KIEM_ABOUT), EX_OK);
		assert_int_equal(draft.post.n_links, 2);
		assert_true(desk_is(draft.post.links[1].board, "nl/tilburg/noord"));
		draft_finish(&draft);
		target_finish(&target);
	}
	cli_finish(&cli);
}

static void test_there_is_a_largest_number_of_links(void **state)
{
	struct draft draft = {0};
	struct kiem_id id = {{0}};
	FILE *real = stderr;
	char *said = NULL;
	size_t n;

	for (id.b[0] = 0; id.b[0] < KIEM_LINKS_MAX; id.b[0]++) {
		assert_int_equal(target_link_one(&draft, &id, "nl", KIEM_ABOUT), EX_OK);
	}
	stderr = open_memstream(&said, &n);
	assert_int_equal(target_link_one(&draft, &id, "nl", KIEM_ABOUT), EX_DATAERR);
	fclose(stderr);
	stderr = real;
	free(said);
	draft_finish(&draft);
}

/* A reply on another board says where its post is. */
static void test_a_link_across_boards(void **state)
{
	struct desk *desk = *state;
	char post[DESK_ID], next[DESK_ID];

	desk_type(desk, "follow", "nl/tilburg/kraaiven", NULL);
	desk_post(desk, post, "initiative", "Groene gevels", "--board", "nl/tilburg/noord", NULL);
	desk_post(desk, next, "extend", post, "Ook op het park", "--board", "nl/tilburg/kraaiven", NULL);
	const struct kiem_post *read = desk_read(desk, next);
	assert_true(desk_is(read->board, "nl/tilburg/kraaiven"));
	assert_true(desk_is(read->links[0].board, "nl/tilburg/noord"));
	desk_post(desk, next, "extend", post, "Zonder bord", NULL);
	assert_true(desk_is(desk_read(desk, next)->board, "nl/tilburg/noord"));
	assert_int_equal(desk_read(desk, next)->links[0].board.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_any_version_means_the_whole, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_there_is_a_largest_number_of_links, desk_setup_empty, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_link_across_boards, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
