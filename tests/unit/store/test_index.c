/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A post goes into every table whatever its size, and what arrives in order fills its pages. */
#include "room.h"
#include "scene.h"

static void the_largest_and_the_smallest(void **state)
{
	struct scene *scene = *state;
	static char text[KIEM_POST_MAX];
	struct support_bytes bytes;

	memset(text, 'g', sizeof(text));
	for (size_t n = 0; n < 16200; n += 700) {
		struct kiem_post post = {.kind = KIEM_OFFER, .title = support_span("groot"), .text = {(uint8_t *)text, n}};

		support_make(&bytes, &post, &scene->anna);
		assert_int_equal(scene_admit(scene, &bytes, NULL), KIEM_OK);
		assert_true(scene_has(scene, &bytes));
	}
	scene_check(scene);
}

static size_t leaves(struct scene *scene, enum store_table table)
{
	MDB_txn *txn;
	MDB_stat stat;

	assert_int_equal(store_txn_begin(scene->store, &txn, false), 0);
	assert_int_equal(mdb_stat(txn, scene->store->dbi[table], &stat), 0);
	store_txn_abort(scene->store, txn);
	return stat.ms_leaf_pages;
}

#define MANY 1500

/* Streaming a board in brings posts in order of made: no page stays half empty, where a split in the middle would leave every one
 * so. */
static void what_arrives_in_order_fills_its_pages(void **state)
{
	struct scene *scene = *state;
	static struct support_bytes posts[MANY];
	static struct kiem_entry entries[MANY];
	size_t total = 0;

	for (size_t i = 0; i < MANY; i++) {
		scene_post(
		        &posts[i], KIEM_OFFER, "op volgorde", scene->now - MANY + (int64_t)i, scene->now + SCENE_DAY, &scene->anna);
		entries[i].bytes = (struct kiem_span){posts[i].b, posts[i].n};
		total += posts[i].n + STORE_HEAD_SIZE + 16;
	}
	assert_int_equal(scene_admit_all(scene, entries, MANY), KIEM_DONE);
	assert_int_equal(entries[MANY - 1].verdict, KIEM_OK);
	assert_true(leaves(scene, STORE_POST) < total / 4096 * 108 / 100 + 2);
	/* The rows of a board are a tree of their own under its key. */
	MDB_txn *txn;
	MDB_cursor *cursor;
	size_t n;
	assert_int_equal(store_txn_begin(scene->store, &txn, false), 0);
	assert_int_equal(mdb_cursor_open(txn, scene->store->dbi[STORE_BOARD], &cursor), 0);
	MDB_val key, page;
	assert_int_equal(mdb_cursor_get(cursor, &key, &page, MDB_FIRST), 0);
	assert_int_equal(mdb_cursor_count(cursor, &n), 0);
	assert_int_equal(n, MANY);
	assert_int_equal(mdb_cursor_get(cursor, &key, &page, MDB_GET_MULTIPLE), 0);
	assert_int_equal(page.mv_size, (4096 - 16) / STORE_BOARD_ROW * STORE_BOARD_ROW);
	mdb_cursor_close(cursor);
	store_txn_abort(scene->store, txn);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scene_setup, scene_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(the_largest_and_the_smallest),
	        TEST(what_arrives_in_order_fills_its_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
