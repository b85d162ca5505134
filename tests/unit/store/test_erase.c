/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Posts of every shape go into all tables and out of them again, and leave nothing behind. */
#include "room.h"
#include "scene.h"

/* Rows in each table, counted by LMDB itself. */
static void count_rows(size_t *rows, struct scene *scene)
{
	MDB_txn *txn;

	assert_int_equal(store_txn_begin(scene->store, &txn, false), 0);
	for (size_t i = 0; i < STORE_TABLES; i++) {
		MDB_stat stat;

		assert_int_equal(mdb_stat(txn, scene->store->dbi[i], &stat), 0);
		rows[i] = stat.ms_entries;
	}
	store_txn_abort(scene->store, txn);
}

static void erase_all(struct scene *scene)
{
	size_t n;

	assert_int_equal(kiem_store_expire(scene->store, &n, scene->now + 800 * SCENE_DAY, 100000), KIEM_DONE);
}

static void nothing_is_left_behind(void **state)
{
	struct scene *scene = *state;
	struct support_bytes first, bytes;
	size_t before[STORE_TABLES], after[STORE_TABLES];

	count_rows(before, scene);
	scene_post(&first, KIEM_INITIATIVE, "begin", scene->now, scene->now + SCENE_DAY, &scene->anna);
	assert_int_equal(scene_admit(scene, &first, NULL), KIEM_OK);
	for (uint64_t i = 0; i < 200; i++) {
		struct kiem_post post = {.kind = i % 3 == 0 ? 5000000 + i : KIEM_NOTE, .made = scene->now - (int64_t)(i * i % 977)};

		post.text = support_span("tekst");
		post.n_links = 1 + i % 16;
		for (size_t k = 0; k < post.n_links; k++) {
			post.links[k].relation = KIEM_ABOUT;
			post.links[k].id.b[0] = (uint8_t)k;
			post.links[k].id.b[31] = (uint8_t)i;
		}
		scene_id(&post.links[0].id, &first);
		support_make(&bytes, &post, i % 2 == 0 ? &scene->anna : &scene->bram);
		assert_int_equal(scene_admit(scene, &bytes, NULL), KIEM_OK);
	}
	scene_check(scene);
	erase_all(scene);
	count_rows(after, scene);
	for (size_t i = 0; i < STORE_TABLES; i++) {
		assert_int_equal(after[i], before[i]);
	}
}

static void numbers_are_not_given_again(void **state)
{
	struct scene *scene = *state;
	struct support_bytes post, retraction;
	struct kiem_entry entry;

	scene_post(&post, KIEM_OFFER, "weg", scene->now, scene->now + SCENE_DAY, &scene->anna);
	scene_tie(&retraction, KIEM_RETRACT, &post, scene->now, scene->now + SCENE_DAY, &scene->anna);
	assert_int_equal(scene_admit(scene, &post, &entry), KIEM_OK);
	assert_int_equal(scene_admit(scene, &retraction, &entry), KIEM_OK);
	assert_int_equal(entry.number, 2);
	erase_all(scene);
	scene_open(scene, 0, 0);
	scene_post(&post, KIEM_OFFER, "nieuw", scene->now, scene->now + SCENE_DAY, &scene->anna);
	assert_int_equal(scene_admit(scene, &post, &entry), KIEM_OK);
	assert_int_equal(entry.number, 3);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scene_setup, scene_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(nothing_is_left_behind),
	        TEST(numbers_are_not_given_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
