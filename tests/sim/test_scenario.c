/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scenario reads as it is written; a mistake names file, line and what may stand there; those in the folder are all well. */
#include "attempt.h"
#include "support.h"

#include <dirent.h>

static struct scenario s;
static char error[256];

static void refuse(const char *text, const char *place, const char *allowed)
{
	assert_false(scenario_parse(&s, error, "folder/street.scn", text));
	if (strstr(error, place) == NULL || strstr(error, allowed) == NULL) {
		fail_msg("'%s' should name %s and %s", error, place, allowed);
	}
}

static void test_reads(void **state)
{
	const char *text = "summary = a street # of nodes\n"
	                   "nodes = 30 # as many as houses\n"
	                   "latency = 10ms..100ms\nhostile = 12.5% poison replay\nend = 10min\n\n"
	                   "at 1.5s fail 80% silent for 2min\nat 620s post one 100 every 50ms\n"
	                   "expect rmr <= 0.1\nexpect delivered >= 99.9%\nexpect equal\n";

	assert_true(scenario_parse(&s, error, "folder/street.scn", text));
	assert_string_equal(s.name, "street");
	assert_string_equal(s.summary, "a street # of nodes");
	assert_int_equal(s.nodes, 30);
	assert_int_equal(s.latency_low_us, 10000);
	assert_int_equal(s.latency_high_us, 100000);
	assert_int_equal(s.hostile_ppm, 125000);
	assert_int_equal(s.hostile, HOSTILE_POISON | HOSTILE_REPLAY);
	assert_int_equal(s.end_us, 600 * SECOND_US);
	assert_true(s.equal);
	assert_int_equal(s.n_actions, 2);
	assert_int_equal(s.actions[0].at_us, 1500000);
	assert_int_equal(s.actions[0].share_ppm, 800000);
	assert_int_equal(s.actions[0].for_us, 120 * SECOND_US);
	assert_true(s.actions[0].silent);
	assert_int_equal(s.actions[1].count, 100);
	assert_false(s.actions[1].random);
	assert_int_equal(s.n_expects, 2);
	assert_int_equal(s.expects[0].value, 100000);
	assert_int_equal(s.expects[1].value, 999000);
	assert_true(s.expects[1].at_least);
}

static void test_refuses(void **state)
{
	refuse("nodes = 30\nend = 5s\nspeed = 4\n", "street.scn:3", "latency");
	refuse("nodes = many\n", "street.scn:1", "a count");
	refuse("latency = 100ms..10ms\n", "street.scn:1", "10ms..100ms");
	refuse("end = 10\n", "street.scn:1", "2min");
	refuse("hostile = 20% rude\n", "street.scn:1", "poison");
	refuse("\n\nat 5s explode 50%\n", "street.scn:3", "partition");
	refuse("at 5s fail 50% loudly\n", "street.scn:1", "silent");
	refuse("at 5s fail\n", "street.scn:1", "50%");
	refuse("at 5s fail 50% for\n", "street.scn:1", "for TIME");
	refuse("at soon fail 50%\n", "street.scn:1", "600s");
	refuse("at 5s measure twice\n", "street.scn:1", "nothing");
	refuse("at 5s post 50%\n", "street.scn:1", "one|random");
	refuse("expect much\n", "street.scn:1", "equal");
	refuse("expect rmr < 1\n", "street.scn:1", ">=");
	refuse("hello\n", "street.scn:1", "key = value");
	refuse("nodes = 30\n", "street.scn", "end must be given");
}

/* What a failing run prints can be put into a scenario. */
static void test_lines_read_back(void **state)
{
	struct plan plan;
	static struct scenario again;
	char line[256], text[512];

	assert_true(scenario_parse(&s, error, "x.scn",
	        "end = 900s\nfaults = 60\nfaults-between = 10s..800s\nfaults-posts = 5\nat 5s churn 10% every 3s for 9s silent\n"));
	plan_make(&plan, &s, support_seed());
	assert_int_equal(plan.n, 60 + 5 + 3);
	for (size_t i = 0; i < plan.n; i++) {
		plan_line(line, sizeof(line), &plan.actions[i]);
		snprintf(text, sizeof(text), "end = 900s\n%s\n", line);
		if (!scenario_parse(&again, error, "x.scn", text)) {
			fail_msg("%s: %s", line, error);
		}
		again.actions[0].id = plan.actions[i].id;
		assert_memory_equal(&again.actions[0], &plan.actions[i], sizeof(plan.actions[i]));
	}
	plan_finish(&plan);
}

static void test_plans_are_of_the_seed(void **state)
{
	struct plan a, b, c;

	assert_true(scenario_parse(&s, error, "x.scn", "end = 900s\nfaults = 20\nfaults-between = 10s..800s\n"));
	plan_make(&a, &s, 1);
	plan_make(&b, &s, 1);
	plan_make(&c, &s, 2);
	assert_int_equal(a.n, b.n);
	assert_memory_equal(a.actions, b.actions, a.n * sizeof(a.actions[0]));
	assert_memory_not_equal(a.actions, c.actions, a.n * sizeof(a.actions[0]));
	plan_finish(&a);
	plan_finish(&b);
	plan_finish(&c);
}

static void test_folder(void **state)
{
	DIR *dir = opendir(SCENARIOS);
	unsigned n = 0;

	assert_non_null(dir);
	for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
		char *dot = strrchr(entry->d_name, '.');

		if (dot == NULL || strcmp(dot, ".scn") != 0) {
			continue;
		}
		*dot = '\0';
		if (!scenario_load(&s, error, SCENARIOS, entry->d_name)) {
			fail_msg("%s", error);
		}
		assert_true(s.summary[0] != '\0');
		for (size_t i = 0; i < s.n_expects; i++) {
			assert_int_not_equal(result_find(s.expects[i].figure), FIGURES);
		}
		n++;
	}
	closedir(dir);
	assert_true(n >= 12);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_reads),
	        cmocka_unit_test(test_refuses),
	        cmocka_unit_test(test_lines_read_back),
	        cmocka_unit_test(test_plans_are_of_the_seed),
	        cmocka_unit_test(test_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
