/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A passphrase from a file: its first line, whatever ends it. */
#include "passphrase.h"

#include "desk.h"

static int from_file(struct desk *desk, char passphrase[static PASSPHRASE_MAX], const char *contents)
{
	char path[400];
	size_t n;
	char *said = NULL;
	FILE *real = stderr;

	snprintf(path, sizeof(path), "%s/passphrase", desk->dir);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(contents, file);
	fclose(file);
	stderr = open_memstream(&said, &n);
	int status = passphrase_read(passphrase, path, true);
	fclose(stderr);
	stderr = real;
	free(said);
	return status;
}

static void test_the_first_line(void **state)
{
	char passphrase[PASSPHRASE_MAX];

	assert_int_equal(from_file(*state, passphrase, "een zin met é\nnog een\n"), EX_OK);
	assert_string_equal(passphrase, "een zin met é");
	assert_int_equal(from_file(*state, passphrase, "dos\r\n"), EX_OK);
	assert_string_equal(passphrase, "dos");
	assert_int_equal(from_file(*state, passphrase, "geen einde"), EX_OK);
	assert_string_equal(passphrase, "geen einde");
}

static void test_none_is_refused(void **state)
{
	char passphrase[PASSPHRASE_MAX];

	assert_int_equal(from_file(*state, passphrase, ""), EX_NOINPUT);
	assert_int_equal(from_file(*state, passphrase, "\nzin\n"), EX_NOINPUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_the_first_line, desk_setup_empty, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_none_is_refused, desk_setup_empty, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
