/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private files: whole or not at all, never over another, never open to others. */
#include "../../../node/home/home.h"

#include "support.h"

#include <dirent.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

static char tmp[256], path[300];

static int setup(void **state)
{
	support_tmpdir(tmp);
	snprintf(path, sizeof(path), "%s/key", tmp);
	return 0;
}

static int teardown(void **state)
{
	support_rmtree(tmp);
	return 0;
}

static size_t files(void)
{
	DIR *dir = opendir(tmp);
	size_t n = 0;

	assert_non_null(dir);
	while (readdir(dir) != NULL) {
		n++;
	}
	closedir(dir);
	return n - 2;
}

static void assert_holds(const char *expected)
{
	char bytes[64] = {0};
	int fd;

	assert_int_equal(home_private_open(&fd, path), KIEM_DONE);
	assert_int_equal(read(fd, bytes, sizeof(bytes)), strlen(expected));
	assert_string_equal(bytes, expected);
	close(fd);
}

static void test_written_once(void **state)
{
	struct stat st;

	umask(0);
	assert_int_equal(home_private_write(path, "first", 5), KIEM_DONE);
	assert_holds("first");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(home_private_write(path, "second", 6), KIEM_E_EXISTS);
	assert_holds("first");
	assert_int_equal(files(), 1); /* nothing is left beside it */
}

static atomic_int written;

static void *write_one(void *bytes)
{
	enum kiem_err err = home_private_write(path, bytes, strlen(bytes));

	atomic_fetch_add(&written, err == KIEM_DONE ? 1 : 0);
	return NULL;
}

/* Two that race: one wins, and the file is that one's. */
static void test_only_one_wins(void **state)
{
	static char one[] = "one", two[] = "two";

	for (int round = 0; round < 50; round++) {
		pthread_t thread;
		atomic_store(&written, 0);
		assert_int_equal(pthread_create(&thread, NULL, write_one, one), 0);
		write_one(two);
		pthread_join(thread, NULL);
		assert_int_equal(atomic_load(&written), 1);
		assert_int_equal(files(), 1);
		assert_int_equal(unlink(path), 0);
	}
}

static void test_where_it_cannot_be(void **state)
{
	char long_path[KIEM_PATH_MAX + 10];
	int fd;

	assert_int_equal(home_private_write("/nonexistent/key", "x", 1), KIEM_E_NOT_FOUND);
	assert_int_equal(home_private_write("/proc/key", "x", 1), KIEM_E_NOT_FOUND);
	memset(long_path, 'x', sizeof(long_path));
	long_path[KIEM_PATH_MAX - 1] = '\0';
	assert_int_equal(home_private_write(long_path, "x", 1), KIEM_E_INVALID);
	assert_int_equal(home_private_open(&fd, path), KIEM_E_NOT_FOUND);
	assert_int_equal(home_private_open(&fd, tmp), KIEM_E_DAMAGED);
	assert_int_equal(symlink("/dev/full", path), 0);
	assert_int_equal(home_private_open(&fd, path), KIEM_E_DAMAGED);
}

static void test_closed_to_others_when_read(void **state)
{
	struct stat st;
	int fd;

	assert_int_equal(home_private_write(path, "x", 1), KIEM_DONE);
	assert_int_equal(chmod(path, 0664), 0);
	assert_holds("x");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	if (geteuid() == 0) {
		assert_int_equal(chown(path, 65534, 65534), 0);
		assert_int_equal(home_private_open(&fd, path), KIEM_E_OWNER);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_written_once, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_only_one_wins, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_where_it_cannot_be, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_closed_to_others_when_read, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
