/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Transactions between processes: two that write at once, a cap that another changes; and what codes mean. */
#include "crowd.h"
#include "room.h"

#include <errno.h>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- two writers ---- */

static void write_shared_and_own(struct scene *scene, int fd)
{
	crowd_admit(scene, 50, 0, 200, fd); /* the same posts as the other process */
	crowd_admit(scene, 51, 0, 200, fd);
}

static void two_processes_write_at_once(void **state)
{
	struct scene *scene = *state;
	struct kiem_store_stat stat;
	int fd;
	pid_t pid = crowd_spawn(scene, &fd, write_shared_and_own);

	scene_open(scene, 0, 1);
	assert_true(crowd_hear(fd) > 0); /* it is under way */
	crowd_admit(scene, 50, 0, 200, -1);
	crowd_admit(scene, 52, 0, 200, -1);
	crowd_reap(pid, true);
	close(fd);
	assert_int_equal(kiem_store_stat(scene->store, &stat), KIEM_DONE);
	assert_int_equal(stat.posts, 600);
	scene_check(scene);
}

/* ---- a cap that another changes ---- */

static void raise_cap_and_fill(struct scene *scene, int fd)
{
	assert_int_equal(kiem_store_set_cap(scene->store, 4 * KIEM_STORE_CAP_MIN), KIEM_DONE);
	for (unsigned i = 0; i < 3; i++) {
		static char text[16000];
		struct support_bytes *posts = calloc(400, sizeof(*posts));
		struct kiem_entry *entries = calloc(400, sizeof(*entries));

		memset(text, 'z', sizeof(text));
		for (unsigned k = 0; k < 400; k++) {
			struct kiem_post post = {
			        .kind = KIEM_OFFER, .made = SUPPORT_NOW - 400 * i - k, .title = support_span("zwaar")};

			post.text = (struct kiem_span){(uint8_t *)text, sizeof(text)};
			support_make(&posts[k], &post, &scene->bram);
			entries[k].bytes = (struct kiem_span){posts[k].b, posts[k].n};
		}
		assert_int_equal(scene_admit_all(scene, entries, 400), KIEM_DONE);
		assert_int_equal(entries[399].verdict, KIEM_OK);
		free(entries);
		free(posts);
	}
	unsigned done = 1;
	if (write(fd, &done, sizeof(done)) != sizeof(done)) {
		_exit(1);
	}
}

static void another_process_may_raise_the_cap(void **state)
{
	struct scene *scene = *state;
	struct kiem_store_stat stat;
	int go[2], fd;

	/* The child waits until this process has the store open with the small map. */
	scene_open(scene, KIEM_STORE_CAP_MIN, 0);
	scene_close(scene);
	assert_int_equal(pipe(go), 0);
	fd = -1;
	int back[2];
	assert_int_equal(pipe(back), 0);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		char c;

		if (read(go[0], &c, 1) != 1) {
			_exit(1);
		}
		scene_open(scene, 0, 0);
		raise_cap_and_fill(scene, back[1]);
		kiem_store_close(scene->store);
		_exit(0);
	}
	scene_open(scene, 0, 0);
	assert_int_equal(write(go[1], "g", 1), 1);
	fd = back[0];
	assert_int_equal(crowd_hear(fd), 1);
	crowd_reap(pid, true);
	assert_int_equal(kiem_store_stat(scene->store, &stat), KIEM_DONE);
	assert_int_equal(stat.cap, 4 * KIEM_STORE_CAP_MIN);
	assert_int_equal(stat.posts, 1200);
	assert_true(stat.used > KIEM_STORE_CAP_MIN);
	crowd_admit(scene, 80, 0, CROWD_BATCH, -1);
	for (int i = 0; i < 2; i++) {
		close(go[i]);
		close(back[i]);
	}
}

/* ---- threads of one process ---- */

static void *read_a_while(void *arg)
{
	struct scene *scene = arg;

	for (int i = 0; i < 2000; i++) {
		struct kiem_read *read;
		struct kiem_walk walk = {.by = KIEM_BY_ARRIVAL};

		if (kiem_read_begin(&read, scene->store) != KIEM_DONE) {
			return scene;
		}
		for (int k = 0; k < 5 && kiem_walk_next(read, &walk); k++) {
		}
		kiem_walk_end(&walk);
		kiem_read_end(read);
	}
	return NULL;
}

/* The daemon reads in its loop while its door writes; a new cap waits for the moment between two readings. */
static void one_thread_reads_while_another_writes(void **state)
{
	struct scene *scene = *state;
	pthread_t reader;
	void *failed;

	assert_int_equal(pthread_create(&reader, NULL, read_a_while, scene), 0);
	for (unsigned i = 0; i < 10; i++) {
		assert_int_equal(kiem_store_set_cap(scene->store, (16 + i) << 20), KIEM_DONE);
		crowd_admit(scene, 90, i * CROWD_BATCH, (i + 1) * CROWD_BATCH, -1);
	}
	assert_int_equal(pthread_join(reader, &failed), 0);
	assert_null(failed);
	scene_check(scene);
}

/* With a snapshot open in the same thread a new cap cannot be taken up: an answer is given all the same, and soon. */
static void an_open_snapshot_does_not_hang_anything(void **state)
{
	struct scene *scene = *state;
	struct kiem_read *one, *two;
	struct support_bytes bytes;

	assert_int_equal(kiem_read_begin(&one, scene->store), KIEM_DONE);
	assert_int_equal(kiem_store_set_cap(scene->store, 32u << 20), KIEM_DONE);
	assert_int_equal(kiem_read_begin(&two, scene->store), KIEM_DONE);
	kiem_read_end(two);
	crowd_make(&bytes, 91, 0);
	struct kiem_entry entry = {.bytes = {bytes.b, bytes.n}};
	assert_int_equal(scene_admit_all(scene, &entry, 1), KIEM_E_AGAIN);
	kiem_read_end(one);
	assert_int_equal(scene_admit_all(scene, &entry, 1), KIEM_DONE);
	assert_int_equal(entry.verdict, KIEM_OK);
}

/* ---- errors ---- */

static void codes_have_their_meaning(void **state)
{
	assert_int_equal(store_err(0), KIEM_DONE);
	assert_int_equal(store_err(MDB_NOTFOUND), KIEM_E_NOT_FOUND);
	assert_int_equal(store_err(MDB_MAP_FULL), KIEM_E_FULL);
	assert_int_equal(store_err(MDB_CORRUPTED), KIEM_E_DAMAGED);
	assert_int_equal(store_err(MDB_BAD_TXN), KIEM_E_DAMAGED); /* what LMDB says after a damaged page */
	assert_int_equal(store_err(MDB_BAD_VALSIZE), KIEM_E_DAMAGED);
	assert_int_equal(store_err(MDB_TXN_FULL), KIEM_E_FULL);
	assert_int_equal(store_err(ENOSPC), KIEM_E_DISK);
	assert_int_equal(errno, ENOSPC);
	assert_int_equal(store_err(EIO), KIEM_E_DISK);
	assert_int_equal(store_err(EACCES), KIEM_E_PERMISSION);
	assert_int_equal(store_err(ENOMEM), KIEM_E_MEMORY);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scene_setup, scene_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(two_processes_write_at_once),
	        TEST(another_process_may_raise_the_cap),
	        TEST(one_thread_reads_while_another_writes),
	        TEST(an_open_snapshot_does_not_hang_anything),
	        cmocka_unit_test(codes_have_their_meaning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
