/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compaction gives space back, changes nothing that can be read, stands off while anybody holds the store, and survives a kill. */
#include "scene.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define N 2000

static void fill(struct scene *scene, int64_t until, int64_t made)
{
	static struct support_bytes posts[N];
	static struct kiem_entry entries[N];

	for (size_t i = 0; i < N; i++) {
		char title[40];
		struct support_author author;

		support_author(&author, 100 + i * 37 % 50);
		snprintf(title, sizeof(title), "een bod op het park, %zu", i);
		scene_post(&posts[i], KIEM_OFFER, title, made - (int64_t)(i * 7919 % N), until, &author);
		entries[i].bytes = (struct kiem_span){posts[i].b, posts[i].n};
	}
	assert_int_equal(scene_admit_all(scene, entries, N), KIEM_DONE);
}

/* What can be read: every post in arrival order with what the store knows of it, as one hash. */
static void digest(struct kiem_id *out, struct scene *scene)
{
	struct kiem_read *read;
	struct kiem_walk walk = {.by = KIEM_BY_ARRIVAL};

	memset(out, 0, sizeof(*out));
	assert_int_equal(kiem_read_begin(&read, scene->store), KIEM_DONE);
	while (kiem_walk_next(read, &walk)) {
		struct kiem_kept kept;
		uint8_t all[32 + 32 + 8 + 8 + 8];

		assert_int_equal(kiem_read_post(read, &kept, walk.number), KIEM_DONE);
		memcpy(all, out->b, 32);
		memcpy(all + 32, kept.post.id.b, 32);
		memcpy(all + 64, &kept.number, 8);
		memcpy(all + 72, &kept.until, 8);
		memcpy(all + 80, &kept.arrived, 8);
		kiem_id_of(out, all, sizeof(all));
	}
	kiem_read_end(read);
}

static void space_comes_back(void **state)
{
	struct scene *scene = *state;
	struct kiem_store_stat stat;
	struct kiem_id before_id, after_id;
	uint64_t before, after;
	size_t erased;

	fill(scene, scene->now + SCENE_DAY, scene->now);
	fill(scene, scene->now + 9 * SCENE_DAY, scene->now - 10000);
	assert_int_equal(kiem_store_expire(scene->store, &erased, scene->now + 3 * SCENE_DAY, 2 * N), KIEM_DONE);
	assert_int_equal(erased, N);
	assert_int_equal(kiem_store_set_cap(scene->store, 64u << 20), KIEM_DONE);
	digest(&before_id, scene);
	scene_close(scene);
	assert_int_equal(kiem_store_compact(scene->dir, &before, &after), KIEM_DONE);
	assert_true(after * 3 < before * 2);
	scene_open(scene, 0, 0);
	digest(&after_id, scene);
	assert_memory_equal(before_id.b, after_id.b, 32);
	assert_int_equal(kiem_store_stat(scene->store, &stat), KIEM_DONE);
	assert_int_equal(stat.file, after);
	assert_int_equal(stat.cap, 64u << 20);
	assert_int_equal(stat.posts, N);
	/* The smallest posts there are, 180 bytes: the rows weigh more than in the benchmark. */
	assert_true(stat.file < stat.post_bytes * 2);

	struct support_bytes bytes;
	scene_post(&bytes, KIEM_OFFER, "erna", scene->now, scene->now + SCENE_DAY, &scene->anna);
	assert_int_equal(scene_admit(scene, &bytes, NULL), KIEM_OK);
	fill(scene, scene->now + 99 * SCENE_DAY, scene->now - 20000);
}

static void all_indexes_survive(void **state)
{
	struct scene *scene = *state;
	struct support_bytes post, tie;
	uint64_t before, after;

	scene_post(&post, KIEM_INITIATIVE, "begin", scene->now, scene->now + SCENE_DAY, &scene->anna);
	assert_int_equal(scene_admit(scene, &post, NULL), KIEM_OK);
	for (int i = 0; i < 100; i++) {
		scene_tie(&tie, i % 2 == 0 ? KIEM_NOTE : KIEM_RENEW, &post, scene->now - i, scene->now + (2 + i) * SCENE_DAY,
		        &scene->anna);
		assert_int_equal(scene_admit(scene, &tie, NULL), KIEM_OK);
	}
	scene_close(scene);
	assert_int_equal(kiem_store_compact(scene->dir, &before, &after), KIEM_DONE);
	scene_open(scene, 0, 0);
	scene_check(scene);
	assert_int_equal(scene_until(scene, &post), scene->now + 101 * SCENE_DAY);
	size_t erased;
	assert_int_equal(kiem_store_expire(scene->store, &erased, scene->now + 200 * SCENE_DAY, 1000), KIEM_DONE);
	assert_int_equal(erased, 101);
	scene_check(scene);
}

static void nobody_may_hold_it(void **state)
{
	struct scene *scene = *state;
	uint64_t before, after;

	assert_int_equal(kiem_store_compact(scene->dir, &before, &after), KIEM_E_BUSY);
	scene_close(scene);
	assert_int_equal(kiem_store_compact(scene->dir, &before, &after), KIEM_DONE);
	char path[300];
	snprintf(path, sizeof(path), "%s/niets", scene->dir);
	assert_int_equal(kiem_store_compact(path, &before, &after), KIEM_E_NOT_FOUND);
}

/* Killed at any moment the old store or the new one is in place, whole. */
static void a_kill_leaves_one_of_the_two(void **state)
{
	struct scene *scene = *state;
	struct kiem_id before_id, after_id;
	uint64_t before, after, random = support_seed();
	struct stat st;
	char path[300];

	fill(scene, scene->now + SCENE_DAY, scene->now);
	digest(&before_id, scene);
	scene_close(scene);
	for (int i = 0; i < 20; i++) {
		pid_t pid = fork();

		if (pid == 0) {
			_exit((int)kiem_store_compact(scene->dir, &before, &after));
		}
		assert_true(pid > 0);
		usleep((useconds_t)(support_random(&random) % 8000)); /* any moment will do */
		kill(pid, SIGKILL);
		assert_int_equal(waitpid(pid, NULL, 0), pid);
		scene_open(scene, 0, 0);
		digest(&after_id, scene);
		assert_memory_equal(before_id.b, after_id.b, 32);
		scene_close(scene);
	}
	assert_int_equal(kiem_store_compact(scene->dir, &before, &after), KIEM_DONE);
	snprintf(path, sizeof(path), "%s/compact.mdb", scene->dir);
	assert_int_equal(stat(path, &st), -1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scene_setup, scene_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(space_comes_back),
	        TEST(all_indexes_survive),
	        TEST(nobody_may_hold_it),
	        TEST(a_kill_leaves_one_of_the_two),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
