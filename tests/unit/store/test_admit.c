/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door: every verdict that it gives, and that batches of any size and make-up come to the same as single posts. */
#include "scene.h"

static void a_post_is_kept_and_known_again(void **state)
{
	struct scene *scene = *state;
	struct support_bytes bytes;
	struct kiem_entry entry;

	support_titled(&bytes, KIEM_INITIATIVE, SCENE_BOARD, "Groene gevels", scene->now, &scene->anna);
	assert_int_equal(scene_admit(scene, &bytes, &entry), KIEM_OK);
	assert_int_equal(entry.number, 1);
	assert_int_equal(entry.made, scene->now);
	assert_true(scene_has(scene, &bytes));
	assert_int_equal(scene_admit(scene, &bytes, &entry), KIEM_KNOWN);
	assert_int_equal(entry.number, 1);
	assert_int_equal(entry.made, scene->now);
	assert_int_equal(entry.board, 1);
	scene_check(scene);
}

static void what_was_admitted_is_there_after_reopening(void **state)
{
	struct scene *scene = *state;
	struct support_bytes bytes;

	support_titled(&bytes, KIEM_OFFER, SCENE_BOARD, "Zaal voor twintig mensen", scene->now, &scene->anna);
	assert_int_equal(scene_admit(scene, &bytes, NULL), KIEM_OK);
	scene_open(scene, 0, 0);
	assert_true(scene_has(scene, &bytes));
	scene_check(scene);
}

static void policy_refuses(void **state)
{
	struct scene *scene = *state;
	struct support_bytes bytes;
	struct kiem_entry entry;

	support_titled(&bytes, KIEM_OFFER, "nl/elders", "niet gevolgd", scene->now, &scene->anna);
	assert_int_equal(scene_admit(scene, &bytes, &entry), KIEM_UNFOLLOWED);
	assert_int_equal(entry.number, 0);
	support_titled(&bytes, KIEM_OFFER, SCENE_BOARD, "te vroeg", scene->now + KIEM_AHEAD_MAX_MS + 1, &scene->anna);
	assert_int_equal(scene_admit(scene, &bytes, NULL), KIEM_DEFERRED);
	support_titled(&bytes, KIEM_OFFER, SCENE_BOARD, "net op tijd", scene->now + KIEM_AHEAD_MAX_MS, &scene->anna);
	assert_int_equal(scene_admit(scene, &bytes, NULL), KIEM_OK);
	scene_post(&bytes, KIEM_OFFER, "voorbij", scene->now - SCENE_DAY, scene->now, &scene->anna);
	assert_int_equal(scene_admit(scene, &bytes, NULL), KIEM_EXPIRED);
	scene_check(scene);
}

static void deferred_is_not_remembered(void **state)
{
	struct scene *scene = *state;
	struct support_bytes bytes;

	support_titled(&bytes, KIEM_OFFER, SCENE_BOARD, "morgen", scene->now + SCENE_DAY, &scene->anna);
	assert_int_equal(scene_admit(scene, &bytes, NULL), KIEM_DEFERRED);
	assert_false(scene_has(scene, &bytes));
	scene->now += SCENE_DAY;
	assert_int_equal(scene_admit(scene, &bytes, NULL), KIEM_OK);
}

static void offences_are_named(void **state)
{
	struct scene *scene = *state;
	struct support_bytes bytes;
	struct kiem_entry entry;
	uint8_t larger[KIEM_POST_MAX + 1] = {0};

	support_titled(&bytes, KIEM_OFFER, SCENE_BOARD, "vals", scene->now, &scene->anna);
	bytes.b[bytes.n - 1] ^= 1;
	assert_int_equal(scene_admit(scene, &bytes, &entry), KIEM_BAD_SIGNATURE);
	assert_int_equal(entry.number, 0);
	bytes.n--;
	assert_int_equal(scene_admit(scene, &bytes, &entry), KIEM_TRUNCATED);
	entry.bytes = (struct kiem_span){larger, sizeof(larger)};
	assert_int_equal(scene_admit_all(scene, &entry, 1), KIEM_DONE);
	assert_int_equal(entry.verdict, KIEM_TOO_BIG);
	scene_check(scene);
}

static void any_board_takes_what_is_not_followed(void **state)
{
	struct scene *scene = *state;
	struct support_bytes bytes;
	struct kiem_board board;
	struct kiem_read *read;

	support_titled(&bytes, KIEM_OFFER, "nl/elders", "uit een bundel", scene->now, &scene->anna);
	struct kiem_entry entry = {.bytes = {bytes.b, bytes.n}};
	struct kiem_admit how = {.now_ms = scene->now, .any_board = true};
	assert_int_equal(kiem_store_admit(scene->store, &entry, 1, &how), KIEM_DONE);
	assert_int_equal(entry.verdict, KIEM_OK);
	assert_int_equal(kiem_read_begin(&read, scene->store), KIEM_DONE);
	assert_int_equal(kiem_read_board(read, &board, "nl/elders"), KIEM_DONE);
	assert_false(board.followed);
	assert_int_equal(board.posts, 1);
	assert_int_equal(board.number, entry.board);
	kiem_read_end(read);
}

/* A batch of n posts with a broken one, a foreign one and twins among them. */
static void batch_of(struct scene *scene, size_t n, unsigned threads)
{
	struct support_bytes *posts = calloc(n, sizeof(*posts));
	struct kiem_entry *entries = calloc(n, sizeof(*entries));

	assert_true(posts != NULL && entries != NULL);
	scene_open(scene, 0, threads);
	for (size_t i = 0; i < n; i++) {
		char title[32];

		snprintf(title, sizeof(title), "bod %zu van %zu", i % 7 == 3 ? i - 1 : i, n);
		support_titled(&posts[i], KIEM_OFFER, i % 7 == 5 ? "nl/elders" : SCENE_BOARD, title,
		        scene->now - (int64_t)(i % 7 == 3 ? i - 1 : i), &scene->anna);
		posts[i].b[posts[i].n - 1] ^= i % 7 == 6;
		entries[i].bytes = (struct kiem_span){posts[i].b, posts[i].n};
	}
	assert_int_equal(scene_admit_all(scene, entries, n), KIEM_DONE);
	uint64_t last = 0;
	for (size_t i = 0; i < n; i++) {
		enum kiem_verdict expected[] = {0, 0, 0, KIEM_KNOWN, 0, KIEM_UNFOLLOWED, KIEM_BAD_SIGNATURE};

		assert_int_equal(entries[i].verdict, expected[i % 7]);
		if (entries[i].verdict == KIEM_OK) {
			assert_true(entries[i].number > last);
			last = entries[i].number;
			assert_true(scene_has(scene, &posts[i]));
		} else if (i % 7 == 3) {
			assert_int_equal(entries[i].number, entries[i - 1].number);
		}
	}
	free(entries);
	free(posts);
}

static void batches_of_any_size(void **state)
{
	struct scene *scene = *state;

	for (unsigned threads = 0; threads < 3; threads++) {
		batch_of(scene, 16 + threads, threads);
		batch_of(scene, 100 + threads, threads);
	}
	scene_check(scene);
	batch_of(scene, 2000, 2);
}

static void more_than_one_transaction(void **state)
{
	struct scene *scene = *state;
	size_t n = KIEM_BATCH_MAX + 5;
	struct support_bytes one;
	struct kiem_entry *entries = calloc(n, sizeof(*entries));

	assert_non_null(entries);
	support_titled(&one, KIEM_OFFER, SCENE_BOARD, "steeds hetzelfde", scene->now, &scene->anna);
	for (size_t i = 0; i < n; i++) {
		entries[i].bytes = (struct kiem_span){one.b, one.n};
	}
	assert_int_equal(scene_admit_all(scene, entries, n), KIEM_DONE);
	assert_int_equal(entries[0].verdict, KIEM_OK);
	for (size_t i = 1; i < n; i++) {
		assert_int_equal(entries[i].verdict, KIEM_KNOWN);
		assert_int_equal(entries[i].number, 1);
	}
	assert_int_equal(scene_admit_all(scene, NULL, 0), KIEM_DONE);
	free(entries);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(a_post_is_kept_and_known_again, scene_setup, scene_teardown),
	        cmocka_unit_test_setup_teardown(what_was_admitted_is_there_after_reopening, scene_setup, scene_teardown),
	        cmocka_unit_test_setup_teardown(policy_refuses, scene_setup, scene_teardown),
	        cmocka_unit_test_setup_teardown(deferred_is_not_remembered, scene_setup, scene_teardown),
	        cmocka_unit_test_setup_teardown(offences_are_named, scene_setup, scene_teardown),
	        cmocka_unit_test_setup_teardown(any_board_takes_what_is_not_followed, scene_setup, scene_teardown),
	        cmocka_unit_test_setup_teardown(batches_of_any_size, scene_setup, scene_teardown),
	        cmocka_unit_test_setup_teardown(more_than_one_transaction, scene_setup, scene_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
