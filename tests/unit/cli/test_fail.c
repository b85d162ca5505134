/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever goes wrong has one sentence and a status out of sysexits. */
#include "desk.h"

#include <errno.h>

static char *said;

static int hear_err(enum kiem_err err)
{
	size_t n;
	FILE *real = stderr;

	free(said);
	stderr = open_memstream(&said, &n);
	int status = cli_fail_err(err, "/home/x");
	fclose(stderr);
	stderr = real;
	return status;
}

static int hear_verdict(enum kiem_verdict verdict)
{
	size_t n;
	FILE *real = stderr;

	free(said);
	stderr = open_memstream(&said, &n);
	int status = cli_fail_verdict(verdict);
	fclose(stderr);
	stderr = real;
	return status;
}

static void assert_one_sentence(void)
{
	size_t n = strlen(said);

	assert_true(strncmp(said, "kiem: ", 6) == 0);
	assert_true(n > 20 && said[n - 2] == '.' && strchr(said, '\n') == said + n - 1);
}

static void test_every_error(void **state)
{
	assert_int_equal(hear_err(KIEM_DONE), EX_OK);
	assert_string_equal(said, "");
	for (int err = KIEM_E_NOT_FOUND; err < KIEM_ERRS; err++) {
		int status = hear_err((enum kiem_err)err);

		assert_true(status >= EX__BASE && status <= EX__MAX && status != EX_SOFTWARE);
		assert_one_sentence();
	}
	assert_int_equal(hear_err(KIEM_E_OWNER), EX_NOPERM);
	assert_int_equal(hear_err(KIEM_E_CLOCK), EX_TEMPFAIL);
	assert_int_equal(hear_err((enum kiem_err)99), EX_SOFTWARE);
}

static void test_a_full_disk_is_called_so(void **state)
{
	errno = ENOSPC;
	assert_int_equal(hear_err(KIEM_E_DISK), EX_IOERR);
	assert_non_null(strstr(said, "the disk is full"));
	errno = EIO;
	assert_int_equal(hear_err(KIEM_E_DISK), EX_IOERR);
	assert_non_null(strstr(said, "/home/x"));
}

static void test_every_verdict(void **state)
{
	for (int verdict = KIEM_DEFERRED; verdict < KIEM_VERDICTS; verdict++) {
		int status = hear_verdict((enum kiem_verdict)verdict);

		assert_true(status >= EX__BASE && status <= EX__MAX);
		assert_one_sentence();
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_every_error),
	        cmocka_unit_test(test_a_full_disk_is_called_so),
	        cmocka_unit_test(test_every_verdict),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	free(said);
	return failed;
}
