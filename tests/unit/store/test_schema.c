/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An older schema is brought up to date with nothing lost, a newer one is refused and left alone. */
#include "room.h"
#include "scene.h"

static void set_version(struct scene *scene, uint32_t version, bool drop_kinds)
{
	uint8_t bytes[4];
	struct store_write w;
	MDB_val key = store_val("schema", 6), val = store_val(bytes, sizeof(bytes));

	store_put_be(bytes, version, sizeof(bytes));
	assert_int_equal(store_write_begin(&w, scene->store), 0);
	assert_int_equal(mdb_put(w.txn, scene->store->dbi[STORE_META], &key, &val, 0), 0);
	if (drop_kinds) {
		assert_int_equal(mdb_drop(w.txn, scene->store->dbi[STORE_KIND], 1), 0);
	}
	assert_int_equal(store_write_commit(&w, STORE_LEAVE_WHOLE), 0);
	scene_close(scene);
}

static void fill(struct scene *scene)
{
	for (uint64_t i = 0; i < 300; i++) {
		struct support_bytes bytes;
		char title[32];

		snprintf(title, sizeof(title), "bod %u", (unsigned)i);
		scene_post(&bytes, i % 3 == 0 ? KIEM_INITIATIVE : 70000 + i % 5, title, scene->now - (int64_t)i,
		        scene->now + SCENE_DAY, &scene->anna);
		assert_int_equal(scene_admit(scene, &bytes, NULL), KIEM_OK);
	}
}

static void version_0_becomes_1(void **state)
{
	struct scene *scene = *state;
	struct support_bytes bytes;

	fill(scene);
	set_version(scene, 0, true);
	scene_open(scene, 0, 0);
	scene_check(scene); /* walks by kind among them */
	support_titled(&bytes, KIEM_OFFER, SCENE_BOARD, "erna", scene->now, &scene->anna);
	assert_int_equal(scene_admit(scene, &bytes, NULL), KIEM_OK);
	scene_open(scene, 0, 0);
	scene_check(scene);
}

static void version_1_becomes_2(void **state)
{
	struct scene *scene = *state;
	struct kiem_known known = {.n = 3};
	struct store_write w;

	fill(scene);
	assert_int_equal(store_write_begin(&w, scene->store), 0);
	assert_int_equal(mdb_drop(w.txn, scene->store->dbi[STORE_BOOK], 1), 0);
	assert_int_equal(store_write_commit(&w, STORE_LEAVE_WHOLE), 0);
	set_version(scene, 1, false);
	scene_open(scene, 0, 0);
	scene_check(scene);
	assert_int_equal(kiem_store_book_put(scene->store, &known, 1), KIEM_DONE);
}

static void a_newer_one_is_refused(void **state)
{
	struct scene *scene = *state;
	struct kiem_store_options options = {.dir = scene->dir, .create = true};
	uint64_t before, after;

	set_version(scene, STORE_SCHEMA + 1, false);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(kiem_store_open(&scene->store, &options), KIEM_E_NEWER);
		assert_null(scene->store);
		assert_int_equal(kiem_store_compact(scene->dir, &before, &after), KIEM_E_NEWER);
	}
}

static void a_version_that_is_none_is_damage(void **state)
{
	struct scene *scene = *state;
	struct kiem_store_options options = {.dir = scene->dir, .create = true};
	struct store_write w;
	MDB_val key = store_val("schema", 6), val = store_val("x", 1);

	assert_int_equal(store_write_begin(&w, scene->store), 0);
	assert_int_equal(mdb_put(w.txn, scene->store->dbi[STORE_META], &key, &val, 0), 0);
	assert_int_equal(store_write_commit(&w, STORE_LEAVE_WHOLE), 0);
	scene_close(scene);
	assert_int_equal(kiem_store_open(&scene->store, &options), KIEM_E_DAMAGED);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scene_setup, scene_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(version_0_becomes_1),
	        TEST(version_1_becomes_2),
	        TEST(a_newer_one_is_refused),
	        TEST(a_version_that_is_none_is_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
