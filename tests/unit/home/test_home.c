/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the home is for each way of naming it, what make leaves on the disk, and whose home is refused. */
#include <kiem/home.h>

#include "support.h"

#include <sys/stat.h>
#include <unistd.h>

static char tmp[256];

static int setup(void **state)
{
	support_tmpdir(tmp);
	unsetenv("KIEM_HOME");
	unsetenv("XDG_DATA_HOME");
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("XDG_RUNTIME_DIR");
	setenv("HOME", tmp, 1);
	return 0;
}

static int teardown(void **state)
{
	support_rmtree(tmp);
	return 0;
}

/* Text made from the temporary directory; lives until the next call but seven. */
static const char *in_tmp(const char *rest)
{
	static char texts[8][600];
	static size_t next;
	char *text = texts[next++ % 8];

	snprintf(text, sizeof(texts[0]), "%s%s", tmp, rest);
	return text;
}

static unsigned mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 07777;
}

static void test_option_goes_before_variable(void **state)
{
	struct kiem_home home;

	setenv("KIEM_HOME", "/from/variable", 1);
	assert_int_equal(kiem_home_find(&home, in_tmp("/given/")), KIEM_DONE);
	assert_string_equal(home.dir, in_tmp("/given"));
	assert_string_equal(home.store, in_tmp("/given/store"));
	assert_string_equal(home.identity, in_tmp("/given/identity.key"));
	assert_string_equal(home.node, in_tmp("/given/node.key"));
	assert_string_equal(home.conf, in_tmp("/given/kiem.conf"));
	assert_string_equal(home.control, in_tmp("/given/run/control"));
	assert_int_equal(kiem_home_find(&home, NULL), KIEM_DONE);
	assert_string_equal(home.dir, "/from/variable");
}

static void test_xdg_directories(void **state)
{
	struct kiem_home home;

	assert_int_equal(kiem_home_find(&home, NULL), KIEM_DONE);
	assert_string_equal(home.dir, in_tmp("/.local/share/kiem"));
	assert_string_equal(home.conf, in_tmp("/.config/kiem/kiem.conf"));
	setenv("XDG_DATA_HOME", "/data", 1);
	setenv("XDG_CONFIG_HOME", "/config", 1);
	setenv("XDG_RUNTIME_DIR", "/runtime", 1);
	assert_int_equal(kiem_home_find(&home, ""), KIEM_DONE);
	assert_string_equal(home.dir, "/data/kiem");
	assert_string_equal(home.conf, "/config/kiem/kiem.conf");
	assert_string_equal(home.control, "/runtime/kiem/control");
	setenv("XDG_DATA_HOME", "relative", 1);
	assert_int_equal(kiem_home_find(&home, NULL), KIEM_DONE);
	assert_string_equal(home.dir, in_tmp("/.local/share/kiem"));
}

static void test_relative_home_stands_still(void **state)
{
	struct kiem_home home;
	char here[256];

	assert_non_null(getcwd(here, sizeof(here)));
	assert_int_equal(chdir(tmp), 0);
	assert_int_equal(kiem_home_find(&home, "park"), KIEM_DONE);
	assert_int_equal(chdir(here), 0);
	assert_string_equal(home.dir, in_tmp("/park"));
}

static void test_long_paths(void **state)
{
	struct kiem_home one, two;
	char path[KIEM_PATH_MAX + 10];

	memset(path, 'x', sizeof(path));
	path[0] = '/';
	path[150] = '\0';
	assert_int_equal(kiem_home_find(&one, path), KIEM_DONE);
	assert_true(strlen(one.control) < 108);
	assert_memory_equal(one.control, "/tmp/kiem-", 10);
	path[149] = 'y';
	assert_int_equal(kiem_home_find(&two, path), KIEM_DONE);
	assert_string_not_equal(one.control, two.control);
	path[149] = path[150] = 'x';
	path[KIEM_PATH_MAX - 5] = '\0';
	assert_int_equal(kiem_home_find(&one, path), KIEM_E_INVALID);
}

static void test_made_for_nobody_else(void **state)
{
	struct kiem_home home;

	umask(0);
	assert_int_equal(kiem_home_find(&home, in_tmp("/a/b/c")), KIEM_DONE);
	assert_int_equal(kiem_home_check(&home), KIEM_E_NOT_FOUND);
	assert_int_equal(kiem_home_make(&home), KIEM_DONE);
	assert_int_equal(mode_of(home.dir), 0700);
	assert_int_equal(mode_of(home.store), 0700);
	assert_int_equal(mode_of(home.runtime), 0700);
	assert_int_equal(chmod(home.store, 0755), 0);
	assert_int_equal(kiem_home_make(&home), KIEM_DONE);
	assert_int_equal(mode_of(home.store), 0700);
}

static void test_check_wants_a_key(void **state)
{
	struct kiem_home home;
	struct kiem_secret *secret;

	assert_int_equal(kiem_home_find(&home, in_tmp("/h")), KIEM_DONE);
	assert_int_equal(kiem_home_make(&home), KIEM_DONE);
	assert_int_equal(kiem_home_check(&home), KIEM_E_NOT_FOUND);
	assert_int_equal(kiem_secret_create(&secret, home.identity), KIEM_DONE);
	kiem_secret_destroy(secret);
	assert_int_equal(kiem_home_check(&home), KIEM_DONE);
}

static void test_somebody_elses_home_is_refused(void **state)
{
	struct kiem_home home;

	if (geteuid() != 0) {
		skip(); /* only root can give a directory away */
	}
	assert_int_equal(kiem_home_find(&home, in_tmp("/theirs")), KIEM_DONE);
	assert_int_equal(kiem_home_make(&home), KIEM_DONE);
	assert_int_equal(chown(home.dir, 65534, 65534), 0);
	assert_int_equal(kiem_home_check(&home), KIEM_E_OWNER);
	assert_int_equal(kiem_home_make(&home), KIEM_E_OWNER);
}

static void test_runtime_directory_is_no_link(void **state)
{
	struct kiem_home home;

	assert_int_equal(kiem_home_find(&home, in_tmp("/h")), KIEM_DONE);
	assert_int_equal(mkdir(home.dir, 0700), 0);
	assert_int_equal(symlink("/tmp", home.runtime), 0);
	assert_int_not_equal(kiem_home_make(&home), KIEM_DONE);
}

static void test_file_in_the_way(void **state)
{
	struct kiem_home home;
	FILE *file = fopen(in_tmp("/file"), "w");

	assert_non_null(file);
	fclose(file);
	assert_int_equal(kiem_home_find(&home, in_tmp("/file/h")), KIEM_DONE);
	assert_int_not_equal(kiem_home_make(&home), KIEM_DONE);
	assert_int_equal(kiem_home_check(&home), KIEM_E_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_option_goes_before_variable, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_xdg_directories, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_relative_home_stands_still, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_long_paths, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_made_for_nobody_else, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_check_wants_a_key, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_somebody_elses_home_is_refused, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_runtime_directory_is_no_link, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_file_in_the_way, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
