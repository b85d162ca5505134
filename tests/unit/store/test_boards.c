/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Following, the streaming cursor, counts, and boards that come and go with their posts. */
#include "scene.h"

static struct kiem_board board_of(struct scene *scene, const char *name)
{
	struct kiem_board board;
	struct kiem_read *read;

	assert_int_equal(kiem_read_begin(&read, scene->store), KIEM_DONE);
	assert_int_equal(kiem_read_board(read, &board, name), KIEM_DONE);
	kiem_read_end(read);
	return board;
}

static bool board_is_there(struct scene *scene, const char *name)
{
	struct kiem_board board;
	struct kiem_read *read;

	assert_int_equal(kiem_read_begin(&read, scene->store), KIEM_DONE);
	enum kiem_err err = kiem_read_board(read, &board, name);
	kiem_read_end(read);
	return err == KIEM_DONE;
}

static void follow_and_unfollow(void **state)
{
	struct scene *scene = *state;
	struct support_bytes bytes;

	assert_int_equal(kiem_store_follow(scene->store, SCENE_BOARD), KIEM_E_EXISTS);
	assert_int_equal(kiem_store_follow(scene->store, "Geen Bord"), KIEM_E_INVALID);
	assert_int_equal(kiem_store_follow(scene->store, ""), KIEM_E_INVALID);
	assert_int_equal(kiem_store_unfollow(scene->store, "nl/nooit"), KIEM_E_NOT_FOUND);
	support_titled(&bytes, KIEM_OFFER, SCENE_BOARD, "blijft", scene->now, &scene->anna);
	assert_int_equal(scene_admit(scene, &bytes, NULL), KIEM_OK);
	assert_int_equal(kiem_store_unfollow(scene->store, SCENE_BOARD), KIEM_DONE);
	assert_int_equal(kiem_store_unfollow(scene->store, SCENE_BOARD), KIEM_E_NOT_FOUND);
	assert_true(scene_has(scene, &bytes));
	assert_int_equal(scene_admit(scene, &bytes, NULL), KIEM_KNOWN);
	assert_false(board_of(scene, SCENE_BOARD).followed);
	support_titled(&bytes, KIEM_OFFER, SCENE_BOARD, "niet meer", scene->now, &scene->anna);
	assert_int_equal(scene_admit(scene, &bytes, NULL), KIEM_UNFOLLOWED);
}

static void a_board_does_not_bring_its_children(void **state)
{
	struct scene *scene = *state;
	struct support_bytes bytes;

	support_titled(&bytes, KIEM_OFFER, SCENE_BOARD "/plein", "kind", scene->now, &scene->anna);
	assert_int_equal(scene_admit(scene, &bytes, NULL), KIEM_UNFOLLOWED);
	support_titled(&bytes, KIEM_OFFER, "nl/tilburg", "ouder", scene->now, &scene->anna);
	assert_int_equal(scene_admit(scene, &bytes, NULL), KIEM_UNFOLLOWED);
	assert_false(board_is_there(scene, "nl/tilburg"));
}

static void the_cursor_is_kept_until_one_follows_again(void **state)
{
	struct scene *scene = *state;
	struct kiem_id id = {{5}};
	struct kiem_board board = board_of(scene, SCENE_BOARD);

	assert_false(board.complete);
	assert_int_equal(kiem_store_cursor(scene->store, board.number, scene->now, &id, true), KIEM_DONE);
	assert_int_equal(kiem_store_cursor(scene->store, 99, scene->now, &id, true), KIEM_E_NOT_FOUND);
	scene_open(scene, 0, 0);
	board = board_of(scene, SCENE_BOARD);
	assert_true(board.complete && board.followed);
	assert_int_equal(board.cursor_made, scene->now);
	assert_memory_equal(board.cursor_id.b, id.b, 32);
	/* Admitting leaves it alone. */
	struct support_bytes bytes;
	support_titled(&bytes, KIEM_OFFER, SCENE_BOARD, "bod", scene->now, &scene->anna);
	assert_int_equal(scene_admit(scene, &bytes, NULL), KIEM_OK);
	assert_int_equal(board_of(scene, SCENE_BOARD).cursor_made, scene->now);
	assert_int_equal(kiem_store_unfollow(scene->store, SCENE_BOARD), KIEM_DONE);
	assert_int_equal(kiem_store_follow(scene->store, SCENE_BOARD), KIEM_DONE);
	board = board_of(scene, SCENE_BOARD);
	assert_false(board.complete);
	assert_int_equal(board.cursor_made, 0);
	assert_int_equal(board.posts, 1);
}

static void many_boards_at_once(void **state)
{
	struct scene *scene = *state;
	struct support_bytes posts[60];
	struct kiem_entry entries[60];
	struct kiem_board boards[32];
	struct kiem_read *read;
	size_t n;

	/* More boards than a writing transaction keeps in its hands, in turns. */
	for (size_t i = 0; i < 60; i++) {
		char name[32], title[32];

		snprintf(name, sizeof(name), "nl/bord%02zu", i % 20);
		snprintf(title, sizeof(title), "bod %zu", i);
		support_titled(&posts[i], KIEM_OFFER, name, title, scene->now, &scene->anna);
		entries[i].bytes = (struct kiem_span){posts[i].b, posts[i].n};
	}
	struct kiem_admit how = {.now_ms = scene->now, .any_board = true};
	assert_int_equal(kiem_store_admit(scene->store, entries, 60, &how), KIEM_DONE);
	assert_int_equal(kiem_read_begin(&read, scene->store), KIEM_DONE);
	assert_int_equal(kiem_read_boards(read, boards, &n, 32), KIEM_DONE);
	assert_int_equal(n, 21);
	for (size_t i = 0; i < 20; i++) {
		struct kiem_board same;

		assert_int_equal(boards[i].posts, 3);
		assert_int_equal(boards[i].bytes, posts[i].n + posts[i + 20].n + posts[i + 40].n);
		assert_int_equal(boards[i].number, entries[i].board);
		assert_int_equal(kiem_read_board_number(read, &same, boards[i].number), KIEM_DONE);
		assert_string_equal(same.name, boards[i].name);
	}
	assert_string_equal(boards[20].name, SCENE_BOARD);
	assert_int_equal(kiem_read_boards(read, boards, &n, 2), KIEM_DONE);
	assert_int_equal(n, 2);
	kiem_read_end(read);
}

static void an_empty_board_is_forgotten(void **state)
{
	struct scene *scene = *state;
	struct support_bytes post, retraction;
	struct kiem_admit how = {.now_ms = scene->now, .any_board = true};
	struct kiem_entry entry;
	size_t erased;

	support_titled(&post, KIEM_OFFER, "nl/even", "even", scene->now, &scene->anna);
	entry.bytes = (struct kiem_span){post.b, post.n};
	assert_int_equal(kiem_store_admit(scene->store, &entry, 1, &how), KIEM_DONE);
	uint32_t number = entry.board;
	assert_true(board_is_there(scene, "nl/even"));
	assert_int_equal(kiem_store_expire(scene->store, &erased, scene->now + 400 * SCENE_DAY, 10), KIEM_DONE);
	assert_int_equal(erased, 1);
	assert_false(board_is_there(scene, "nl/even"));
	assert_true(board_is_there(scene, SCENE_BOARD));
	/* Its number is not given again. */
	support_titled(&retraction, KIEM_OFFER, "nl/even", "weer", scene->now, &scene->anna);
	entry.bytes = (struct kiem_span){retraction.b, retraction.n};
	assert_int_equal(kiem_store_admit(scene->store, &entry, 1, &how), KIEM_DONE);
	assert_true(entry.board > number);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scene_setup, scene_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(follow_and_unfollow),
	        TEST(a_board_does_not_bring_its_children),
	        TEST(the_cursor_is_kept_until_one_follows_again),
	        TEST(many_boards_at_once),
	        TEST(an_empty_board_is_forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
