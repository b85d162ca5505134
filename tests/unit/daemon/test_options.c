/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words behind kiemd: what they set, which wins, and one sentence with the right status for each mistake. */
#include "support.h"

#include "options.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static char dir[256], said[4096];
static FILE *out;

static int set_up(void **state)
{
	support_tmpdir(dir);
	out = tmpfile();
	assert_non_null(out);
	return 0;
}

static int tear_down(void **state)
{
	fclose(out);
	support_rmtree(dir);
	return 0;
}

/* Runs options_parse with stdout and stderr caught in `said`. */
static bool parse(struct options *options, int *status, const char *words)
{
	char copy[512], *argv[16] = {(char *)(uintptr_t) "kiemd"};
	int argc = 1, keep[2] = {dup(1), dup(2)};

	snprintf(copy, sizeof(copy), "%s", words);
	for (char *word = strtok(copy, " "); word != NULL; word = strtok(NULL, " ")) {
		argv[argc++] = word;
	}
	fflush(stdout);
	assert_int_equal(ftruncate(fileno(out), 0), 0);
	lseek(fileno(out), 0, SEEK_SET);
	dup2(fileno(out), 1);
	dup2(fileno(out), 2);
	bool go_on = options_parse(options, status, argc, argv);
	fflush(stdout);
	dup2(keep[0], 1);
	dup2(keep[1], 2);
	close(keep[0]);
	close(keep[1]);
	ssize_t n = pread(fileno(out), said, sizeof(said) - 1, 0);
	said[n > 0 ? n : 0] = '\0';
	if (go_on) {
		/* Spans of `copy` would not outlive us. */
		options->home = options->home != NULL ? strdup(options->home) : NULL;
		options->listen = options->listen != NULL ? strdup(options->listen) : NULL;
		options->config = options->config != NULL ? strdup(options->config) : NULL;
	}
	return go_on;
}

static void forget(struct options *options)
{
	free((void *)(uintptr_t)options->home);
	free((void *)(uintptr_t)options->listen);
	free((void *)(uintptr_t)options->config);
}

static void test_each_option_is_read(void **state)
{
	struct options options;
	int status = -1;

	assert_true(parse(&options, &status, "--home /a --listen=tcp://*:1 --config /c"));
	assert_string_equal(options.home, "/a");
	assert_string_equal(options.listen, "tcp://*:1");
	assert_string_equal(options.config, "/c");
	forget(&options);
	assert_true(parse(&options, &status, ""));
	assert_null(options.home);
	assert_null(options.listen);
	assert_null(options.config);
	assert_string_equal(said, "");
}

static void test_help_and_version_end_well(void **state)
{
	struct options options;
	int status = -1;

	assert_false(parse(&options, &status, "--help"));
	assert_int_equal(status, EX_OK);
	assert_non_null(strstr(said, "--listen"));
	for (const char *line = said; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		assert_true(strcspn(line, "\n") <= 80 + 4); /* quotation marks are three bytes each and one column wide */
	}
	assert_false(parse(&options, &status, "--version"));
	assert_int_equal(status, EX_OK);
	assert_non_null(strstr(said, "kiemd 0."));
}

static void test_mistakes_are_one_sentence(void **state)
{
	static const char *const mistakes[][2] = {
	        {"--lisen x", "--lisen"}, {"--listen", "--listen"}, {"extra", "extra"}, {"-x", "-x"}, {"--help=1", "--help"}};
	struct options options;

	for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
		int status = -1;

		assert_false(parse(&options, &status, mistakes[i][0]));
		assert_int_equal(status, EX_USAGE);
		assert_non_null(strstr(said, mistakes[i][1]));
		assert_ptr_equal(strchr(said, '\n'), said + strlen(said) - 1);
	}
}

static void test_an_option_beats_the_file(void **state)
{
	char file[300];
	struct options options = {.config = file};
	struct kiem_home home;
	struct kiem_config config;
	FILE *f;

	snprintf(file, sizeof(file), "%s/other.conf", dir);
	f = fopen(file, "w");
	assert_non_null(f);
	fputs("[node]\nlisten = tcp://*:1111\nping_s = 7\n", f);
	fclose(f);
	assert_int_equal(kiem_home_find(&home, dir), KIEM_DONE);
	assert_int_equal(options_configure(&config, &options, &home), EX_OK);
	assert_string_equal(config.listen, "tcp://*:1111");
	options.listen = "none";
	assert_int_equal(options_configure(&config, &options, &home), EX_OK);
	assert_string_equal(config.listen, "none");
	assert_int_equal(config.ping_s, 7);
	options.listen = "ipc:///tmp/x";
	assert_int_equal(options_configure(&config, &options, &home), EX_USAGE);
	options.listen = NULL;
	f = fopen(file, "w");
	assert_non_null(f);
	fputs("[node]\nlinks_max = 0\n", f);
	fclose(f);
	assert_int_equal(options_configure(&config, &options, &home), EX_CONFIG);
}

static void test_what_the_world_does_has_its_status(void **state)
{
	errno = EADDRINUSE;
	assert_int_equal(options_fail_err(KIEM_DONE, "x"), EX_OK);
	assert_int_equal(options_fail_err(KIEM_E_NETWORK, "tcp://*:1"), EX_UNAVAILABLE);
	assert_int_equal(options_fail_err(KIEM_E_OWNER, "/x"), EX_NOPERM);
	assert_int_equal(options_fail_err(KIEM_E_NEWER, "/x"), EX_CONFIG);
	assert_int_equal(options_fail_err(KIEM_E_BUSY, "/x"), EX_TEMPFAIL);
	assert_int_equal(options_fail_err(KIEM_E_DISK, "/x"), EX_IOERR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_each_option_is_read, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_help_and_version_end_well, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_mistakes_are_one_sentence, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_an_option_beats_the_file, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_what_the_world_does_has_its_status, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
