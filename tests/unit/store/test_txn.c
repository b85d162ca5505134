/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store between processes: two that write at once, ones that are killed while writing or reading, and a cap that another
 * changes. */
#include "room.h"
#include "scene.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define BATCH 20

static void make(struct support_bytes *out, unsigned who, unsigned i)
{
	struct support_author author;
	char title[32];

	support_author(&author, who);
	snprintf(title, sizeof(title), "bod %u", i);
	scene_post(out, KIEM_OFFER, title, SUPPORT_NOW - i, SUPPORT_NOW + SCENE_DAY, &author);
}

/* Admits the posts from..to of one author in batches; after each, tells how far it is on fd when that is not -1. */
static void admit_range(struct scene *scene, unsigned who, unsigned from, unsigned to, int fd)
{
	struct support_bytes posts[BATCH];
	struct kiem_entry entries[BATCH];

	for (unsigned i = from; i < to; i += BATCH) {
		for (unsigned k = 0; k < BATCH; k++) {
			make(&posts[k], who, i + k);
			entries[k].bytes = (struct kiem_span){posts[k].b, posts[k].n};
		}
		assert_int_equal(scene_admit_all(scene, entries, BATCH), KIEM_DONE);
		for (unsigned k = 0; k < BATCH; k++) {
			assert_true(entries[k].verdict == KIEM_OK || entries[k].verdict == KIEM_KNOWN);
		}
		unsigned done = i + BATCH;
		if (fd >= 0 && write(fd, &done, sizeof(done)) != sizeof(done)) {
			_exit(1);
		}
	}
}

/* Runs f in a process of its own, with the store opened there; its end of a pipe is *fd. */
static pid_t spawn(struct scene *scene, int *fd, void (*f)(struct scene *, int))
{
	int ends[2];

	scene_close(scene); /* LMDB does not go through a fork */
	assert_int_equal(pipe(ends), 0);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		close(ends[0]);
		scene_open(scene, 0, 0);
		f(scene, ends[1]);
		kiem_store_close(scene->store);
		_exit(0);
	}
	close(ends[1]);
	*fd = ends[0];
	return pid;
}

static unsigned read_number(int fd)
{
	unsigned n = 0;

	return read(fd, &n, sizeof(n)) == sizeof(n) ? n : 0;
}

static void reap(pid_t pid, bool clean)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(!clean || (WIFEXITED(status) && WEXITSTATUS(status) == 0));
}

/* ---- two writers ---- */

static void write_shared_and_own(struct scene *scene, int fd)
{
	admit_range(scene, 50, 0, 200, fd); /* the same posts as the other process */
	admit_range(scene, 51, 0, 200, fd);
}

static void two_processes_write_at_once(void **state)
{
	struct scene *scene = *state;
	struct kiem_store_stat stat;
	int fd;
	pid_t pid = spawn(scene, &fd, write_shared_and_own);

	scene_open(scene, 0, 1);
	assert_true(read_number(fd) > 0); /* it is under way */
	admit_range(scene, 50, 0, 200, -1);
	admit_range(scene, 52, 0, 200, -1);
	reap(pid, true);
	close(fd);
	assert_int_equal(kiem_store_stat(scene->store, &stat), KIEM_DONE);
	assert_int_equal(stat.posts, 600);
	scene_check(scene);
}

/* ---- killed while writing ---- */

static void write_on(struct scene *scene, int fd)
{
	admit_range(scene, 60, 0, 1000000, fd);
}

static void a_killed_writer_loses_nothing_acknowledged(void **state)
{
	struct scene *scene = *state;
	uint64_t random = support_seed();

	for (int turn = 0; turn < 5; turn++) {
		unsigned acknowledged = 0, n;
		int fd;
		pid_t pid = spawn(scene, &fd, write_on);

		for (uint64_t i = 2 + support_random(&random) % 6; i > 0; i--) {
			acknowledged = read_number(fd);
		}
		usleep((useconds_t)(support_random(&random) % 2000)); /* somewhere in the next batch */
		kill(pid, SIGKILL);
		reap(pid, false);
		while ((n = read_number(fd)) != 0) {
			acknowledged = n;
		}
		close(fd);
		scene_open(scene, 0, 0);
		for (unsigned i = 0; i < acknowledged; i++) {
			struct support_bytes bytes;

			make(&bytes, 60, i);
			assert_true(scene_has(scene, &bytes));
		}
		struct kiem_store_stat stat;
		assert_int_equal(kiem_store_stat(scene->store, &stat), KIEM_DONE);
		assert_int_equal(stat.posts % BATCH, 0); /* whole batches or nothing */
		/* The lock of the dead one does not hold up the next. */
		admit_range(scene, 61 + (unsigned)turn, 0, BATCH, -1);
	}
	scene_check(scene);
}

/* ---- killed while reading ---- */

static void read_for_ever(struct scene *scene, int fd)
{
	struct kiem_read *read;
	unsigned one = 1;

	assert_int_equal(kiem_read_begin(&read, scene->store), KIEM_DONE);
	if (write(fd, &one, sizeof(one)) != sizeof(one)) {
		_exit(1);
	}
	pause();
}

/* Makes and erases the same number of posts over and over: the file must stay of one size. */
static uint64_t churn(struct scene *scene, unsigned rounds)
{
	struct kiem_store_stat stat;
	size_t erased;

	for (unsigned i = 0; i < rounds; i++) {
		admit_range(scene, 70, 1000 * i, 1000 * i + 200, -1);
		assert_int_equal(kiem_store_expire(scene->store, &erased, SUPPORT_NOW + 3 * SCENE_DAY, 10000), KIEM_DONE);
	}
	assert_int_equal(kiem_store_stat(scene->store, &stat), KIEM_DONE);
	return stat.file;
}

static void a_killed_reader_pins_nothing(void **state)
{
	struct scene *scene = *state;
	int fd;
	uint64_t calm = churn(scene, 4);
	pid_t pid = spawn(scene, &fd, read_for_ever);

	assert_int_equal(read_number(fd), 1);
	kill(pid, SIGKILL);
	reap(pid, false);
	close(fd);
	scene_open(scene, 0, 0); /* which clears the slot */
	assert_true(churn(scene, 20) < 2 * calm);
}

/* The daemon stays open for weeks; a command that was killed meanwhile must not wait for its next start. */
static void a_killed_reader_pins_nothing_for_one_that_stays_open(void **state)
{
	struct scene *scene = *state;
	int fd;
	uint64_t calm = churn(scene, 4);
	pid_t pid = spawn(scene, &fd, read_for_ever);

	scene_open(scene, 0, 0);
	assert_int_equal(read_number(fd), 1);
	kill(pid, SIGKILL);
	reap(pid, false);
	close(fd);
	assert_true(churn(scene, 20) < 2 * calm);
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
	assert_int_equal(read_number(fd), 1);
	reap(pid, true);
	assert_int_equal(kiem_store_stat(scene->store, &stat), KIEM_DONE);
	assert_int_equal(stat.cap, 4 * KIEM_STORE_CAP_MIN);
	assert_int_equal(stat.posts, 1200);
	assert_true(stat.used > KIEM_STORE_CAP_MIN);
	admit_range(scene, 80, 0, BATCH, -1);
	for (int i = 0; i < 2; i++) {
		close(go[i]);
		close(back[i]);
	}
}

/* ---- errors ---- */

static void codes_have_their_meaning(void **state)
{
	assert_int_equal(store_err(0), KIEM_DONE);
	assert_int_equal(store_err(MDB_NOTFOUND), KIEM_E_NOT_FOUND);
	assert_int_equal(store_err(MDB_MAP_FULL), KIEM_E_FULL);
	assert_int_equal(store_err(MDB_CORRUPTED), KIEM_E_DAMAGED);
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
	        TEST(a_killed_writer_loses_nothing_acknowledged),
	        TEST(a_killed_reader_pins_nothing),
	        TEST(a_killed_reader_pins_nothing_for_one_that_stays_open),
	        TEST(another_process_may_raise_the_cap),
	        cmocka_unit_test(codes_have_their_meaning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
