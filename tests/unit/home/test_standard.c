/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was closed is held, and using it fails as it would have; what was open stays as it was. */
#include "support.h"

#include <kiem/home.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

/* In a child with these closed: which number the next file gets, or 99 when something that was closed can be used. */
static int next_after_closing(const int *closed, size_t n)
{
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		char byte = 'x';
		bool used = false;
		for (size_t i = 0; i < n; i++) {
			close(closed[i]);
		}
		kiem_standard_hold();
		for (size_t i = 0; i < n; i++) {
			used = used || (closed[i] == 0 ? read(0, &byte, 1) : write(closed[i], &byte, 1)) >= 0 || errno != EBADF;
		}
		_exit(used ? 99 : open("/dev/null", O_RDONLY));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void test_no_file_takes_a_standard_number(void **state)
{
	static const int all[] = {0, 1, 2};

	for (size_t i = 0; i < 3; i++) {
		for (size_t n = 0; i + n <= 3; n++) {
			int next = next_after_closing(all + i, n);
			assert_true(next > 2 && next < 99);
		}
	}
}

static void test_what_is_open_stays(void **state)
{
	int ends[2];
	char byte = 0;

	assert_int_equal(pipe(ends), 0);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		dup2(ends[1], 1);
		kiem_standard_hold();
		_exit(write(1, "k", 1) == 1 ? 0 : 1);
	}
	assert_int_equal(read(ends[0], &byte, 1), 1);
	assert_int_equal(byte, 'k');
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	close(ends[0]);
	close(ends[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_no_file_takes_a_standard_number),
	        cmocka_unit_test(test_what_is_open_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
