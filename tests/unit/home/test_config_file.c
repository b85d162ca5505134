/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kiem.conf: what stands in it holds, and what is wrong in it is named by file, line and what was meant. */
#include "support.h"

#include <kiem/home.h>

#include <sys/stat.h>
#include <unistd.h>

static char dir[256], path[300];

static int set_up(void **state)
{
	support_tmpdir(dir);
	snprintf(path, sizeof(path), "%s/kiem.conf", dir);
	return 0;
}

static int tear_down(void **state)
{
	support_rmtree(dir);
	return 0;
}

static enum kiem_err load(struct kiem_config *config, struct kiem_config_problem *problem, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
	return kiem_config_load(config, problem, path);
}

static void refuse(const char *text, int line, const char *words)
{
	struct kiem_config config;
	struct kiem_config_problem problem;

	assert_int_equal(load(&config, &problem, text), KIEM_E_INVALID);
	assert_string_equal(problem.file, path);
	assert_int_equal(problem.line, line);
	if (strstr(problem.text, words) == NULL) {
		fail_msg("\"%s\" does not say \"%s\"", problem.text, words);
	}
}

static void test_values_hold(void **state)
{
	struct kiem_config config;
	struct kiem_config_problem problem;

	assert_int_equal(
	        load(&config, &problem,
	                "# a comment\n[node]\nlisten = tcp://127.0.0.1:0 ; on this machine only\nname=Noord\n\n[store]\ncap = 64M\n"
	                "[log]\r\nlevel = warn\r\n"),
	        KIEM_DONE);
	assert_string_equal(config.listen, "tcp://127.0.0.1:0");
	assert_string_equal(config.name, "Noord");
	assert_int_equal(config.store_cap, 64 << 20);
	assert_string_equal(config.log_level, "warn");
	assert_int_equal(config.ping_s, 5);
	assert_int_equal(kiem_config_from(&config, 0), KIEM_FROM_FILE);
	assert_int_equal(kiem_config_from(&config, 1), KIEM_FROM_DEFAULT);
}

static void test_an_empty_file_is_the_defaults(void **state)
{
	struct kiem_config config;
	struct kiem_config_problem problem;

	assert_int_equal(load(&config, &problem, ""), KIEM_DONE);
	assert_string_equal(config.listen, "tcp://*:7340");
}

static void test_wrong_values_name_line_and_what_is_allowed(void **state)
{
	refuse("[node]\n\nlinks_max = 1000\n", 3, "from 1 to 64");
	refuse("[node]\nlisten = ipc:///tmp/x\n", 2, "tcp://HOST:PORT");
	refuse("[store]\ncap = lots\n[node]\nping_s = 0\n", 2, "512M");
	refuse("[node]\nneighbours = 127.0.0.1:7340\n", 2, "kiem://KEY@host:port");
}

static void test_unknown_keys_suggest_the_nearest(void **state)
{
	refuse("[node]\nlisen = none\n", 2, "[node] listen");
	refuse("[node]\nlevel = info\n", 2, "[log] level");
	refuse("[nodes]\nping_s = 3\n", 2, "[node] ping_s");
	refuse("cap = 1G\n", 1, "[store] cap");
	refuse("[post]\nlive_days = 3\n", 2, "[post] life_days");
}

static void test_what_is_no_ini_is_refused(void **state)
{
	refuse("[node]\nname = Noord\nlisten\n", 3, "neither");
	refuse("[node\nname = x\n", 1, "neither");
}

static void test_a_key_stands_once(void **state)
{
	refuse("[node]\nname = a\nname = b\n", 3, "line 2");
}

static void test_a_line_that_is_too_long_is_refused_whole(void **state)
{
	static char text[4000];

	memset(text, 'x', sizeof(text) - 1);
	memcpy(text, "[node]\nname = ", 14);
	refuse(text, 2, "longer");
}

static void test_neighbours_may_stand_on_several_lines(void **state)
{
	static const char key[] = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
	struct kiem_config config;
	struct kiem_config_problem problem;
	char text[600];

	snprintf(text, sizeof(text), "[node]\nneighbours = kiem://%s@a.example:1\nname = x\nneighbours = kiem://%s@b.example:2\n",
	        key, key);
	assert_int_equal(load(&config, &problem, text), KIEM_DONE);
	assert_non_null(strstr(config.neighbours, "a.example:1"));
	assert_non_null(strstr(config.neighbours, "b.example:2"));
	snprintf(text, sizeof(text), "[node]\nneighbours = kiem://%s@a.example:1\nneighbours = b.example:2\n", key);
	refuse(text, 3, "kiem://KEY@host:port");
}

static void test_a_file_that_cannot_be_read_is_told(void **state)
{
	struct kiem_config config;
	struct kiem_config_problem problem;

	/* A directory in its place opens, but does not read: this holds for root too, whom no mode stops. */
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(kiem_config_load(&config, &problem, path), KIEM_E_INVALID);
	assert_non_null(strstr(problem.text, "cannot be read"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_values_hold, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_an_empty_file_is_the_defaults, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_wrong_values_name_line_and_what_is_allowed, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_unknown_keys_suggest_the_nearest, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_what_is_no_ini_is_refused, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_a_key_stands_once, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_a_line_that_is_too_long_is_refused_whole, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_neighbours_may_stand_on_several_lines, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_a_file_that_cannot_be_read_is_told, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
