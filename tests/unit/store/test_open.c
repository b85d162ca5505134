/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening: what is there, what is not, what is broken, and two at a time. */
#include "room.h"
#include "scene.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static enum kiem_err try_open(const char *dir, bool create)
{
	struct kiem_store_options options = {.dir = dir, .create = create};
	struct kiem_store *store;
	enum kiem_err err = kiem_store_open(&store, &options);

	assert_true((store != NULL) == (err == KIEM_DONE));
	kiem_store_close(store);
	return err;
}

static void nothing_is_made_unasked(void **state)
{
	struct scene *scene = *state;
	char path[300];
	struct stat st;

	snprintf(path, sizeof(path), "%s/nieuw", scene->dir);
	assert_int_equal(try_open(path, false), KIEM_E_NOT_FOUND);
	assert_int_equal(stat(path, &st), -1);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(try_open(path, false), KIEM_E_NOT_FOUND);
	assert_int_equal(try_open(path, true), KIEM_DONE);
	assert_int_equal(try_open(path, false), KIEM_DONE);
	strcat(path, "/data.mdb");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void a_new_directory_is_private(void **state)
{
	struct scene *scene = *state;
	char path[300];
	struct stat st;

	snprintf(path, sizeof(path), "%s/nieuw", scene->dir);
	assert_int_equal(try_open(path, true), KIEM_DONE);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	strcat(path, "/dieper/nog");
	assert_int_equal(try_open(path, true), KIEM_E_NOT_FOUND);
}

/* Else a full disk would kill the process at the first write to the mapped file. */
static void the_file_of_locks_has_its_room_on_the_disk(void **state)
{
	struct scene *scene = *state;
	char path[400];
	struct stat st;

	snprintf(path, sizeof(path), "%s/lock.mdb", scene->dir);
	assert_int_equal(stat(path, &st), 0);
	assert_true(st.st_size >= 4096 && st.st_blocks * 512 >= st.st_size);
}

static void one_process_opens_once(void **state)
{
	struct scene *scene = *state;

	assert_int_equal(try_open(scene->dir, true), KIEM_E_BUSY);
	scene_close(scene);
	assert_int_equal(try_open(scene->dir, true), KIEM_DONE);
	kiem_store_close(NULL);
}

static void the_cap_is_kept_in_the_store(void **state)
{
	struct scene *scene = *state;
	struct kiem_store_options options = {.dir = scene->dir, .cap = 1};
	struct kiem_store_stat stat;

	scene_open(scene, 64u << 20, 0);
	scene_open(scene, 0, 0);
	assert_int_equal(kiem_store_stat(scene->store, &stat), KIEM_DONE);
	assert_int_equal(stat.cap, 64u << 20);
	scene_close(scene);
	assert_int_equal(kiem_store_open(&scene->store, &options), KIEM_E_INVALID);
	scene_open(scene, (32u << 20) + 17, 0); /* whole pages */
	assert_int_equal(kiem_store_stat(scene->store, &stat), KIEM_DONE);
	assert_int_equal(stat.cap, 32u << 20);
}

static void damage(struct scene *scene, off_t length, const char *garbage)
{
	char path[300];

	scene_close(scene);
	snprintf(path, sizeof(path), "%s/data.mdb", scene->dir);
	int fd = open(path, O_RDWR);
	assert_true(fd >= 0);
	if (garbage != NULL) {
		for (off_t at = 0; at < 2 * 4096; at += (off_t)strlen(garbage)) {
			assert_true(pwrite(fd, garbage, strlen(garbage), at) > 0);
		}
	} else {
		assert_int_equal(ftruncate(fd, length), 0);
	}
	close(fd);
}

static void what_is_no_store_is_damaged(void **state)
{
	struct scene *scene = *state;

	damage(scene, 0, "dit is geen opslag");
	assert_int_equal(try_open(scene->dir, false), KIEM_E_DAMAGED);
	assert_int_equal(try_open(scene->dir, true), KIEM_E_DAMAGED);
}

/* A file that was cut short must be told, not touched: reading past its end would kill the process. */
static void a_file_cut_short_is_damaged(void **state)
{
	struct scene *scene = *state;

	for (int i = 0; i < 300; i++) {
		static char text[8000];
		struct support_bytes bytes;
		struct kiem_post post = {.kind = KIEM_OFFER, .made = scene->now - i, .title = support_span("lang")};

		memset(text, 'a', sizeof(text));
		post.text = (struct kiem_span){(uint8_t *)text, sizeof(text)};
		support_make(&bytes, &post, &scene->anna);
		assert_int_equal(scene_admit(scene, &bytes, NULL), KIEM_OK);
	}
	damage(scene, 64 * 4096, NULL);
	assert_int_equal(try_open(scene->dir, false), KIEM_E_DAMAGED);
}

/* A power cut cannot be played here; the flags that would make one lose what was acknowledged can be. */
static void commits_are_synced(void **state)
{
	struct scene *scene = *state;
	unsigned flags;

	assert_int_equal(mdb_env_get_flags(scene->store->env, &flags), 0);
	assert_int_equal(flags & (MDB_NOSYNC | MDB_NOMETASYNC | MDB_WRITEMAP | MDB_MAPASYNC), 0);
	assert_int_not_equal(flags & MDB_NOTLS, 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scene_setup, scene_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(nothing_is_made_unasked),
	        TEST(a_new_directory_is_private),
	        TEST(the_file_of_locks_has_its_room_on_the_disk),
	        TEST(one_process_opens_once),
	        TEST(the_cap_is_kept_in_the_store),
	        TEST(commits_are_synced),
	        TEST(what_is_no_store_is_damaged),
	        TEST(a_file_cut_short_is_damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
