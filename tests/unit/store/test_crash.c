/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Processes that are killed while they write or read: nothing acknowledged is lost, and nothing is held for ever. */
#include "crowd.h"

#include <signal.h>
#include <unistd.h>

/* ---- killed while writing ---- */

static void write_on(struct scene *scene, int fd)
{
	crowd_admit(scene, 60, 0, 1000000, fd);
}

static void a_killed_writer_loses_nothing_acknowledged(void **state)
{
	struct scene *scene = *state;
	uint64_t random = support_seed();

	for (int turn = 0; turn < 5; turn++) {
		unsigned acknowledged = 0, n;
		int fd;
		pid_t pid = crowd_spawn(scene, &fd, write_on);

		for (uint64_t i = 2 + support_random(&random) % 6; i > 0; i--) {
			acknowledged = crowd_hear(fd);
		}
		usleep((useconds_t)(support_random(&random) % 2000)); /* somewhere in the next batch */
		kill(pid, SIGKILL);
		crowd_reap(pid, false);
		while ((n = crowd_hear(fd)) != 0) {
			acknowledged = n;
		}
		close(fd);
		scene_open(scene, 0, 0);
		for (unsigned i = 0; i < acknowledged; i++) {
			struct support_bytes bytes;

			crowd_make(&bytes, 60, i);
			assert_true(scene_has(scene, &bytes));
		}
		struct kiem_store_stat stat;
		assert_int_equal(kiem_store_stat(scene->store, &stat), KIEM_DONE);
		assert_int_equal(stat.posts % CROWD_BATCH, 0); /* whole batches or nothing */
		/* The lock of the dead one does not hold up the next. */
		crowd_admit(scene, 61 + (unsigned)turn, 0, CROWD_BATCH, -1);
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
		crowd_admit(scene, 70, 1000 * i, 1000 * i + 200, -1);
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
	pid_t pid = crowd_spawn(scene, &fd, read_for_ever);

	assert_int_equal(crowd_hear(fd), 1);
	kill(pid, SIGKILL);
	crowd_reap(pid, false);
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
	pid_t pid = crowd_spawn(scene, &fd, read_for_ever);

	scene_open(scene, 0, 0);
	assert_int_equal(crowd_hear(fd), 1);
	kill(pid, SIGKILL);
	crowd_reap(pid, false);
	close(fd);
	assert_true(churn(scene, 20) < 2 * calm);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scene_setup, scene_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(a_killed_writer_loses_nothing_acknowledged),
	        TEST(a_killed_reader_pins_nothing),
	        TEST(a_killed_reader_pins_nothing_for_one_that_stays_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
