/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log: one line an event, in the form that its reader expects, quiet about what is not asked for and about floods. */
#include "support.h"

#include "log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static int ends[2];
static char text[65536];

static int set_up(void **state)
{
	assert_int_equal(pipe2(ends, O_NONBLOCK), 0);
	unsetenv("JOURNAL_STREAM");
	log_open(ends[1]);
	log_set_level("info");
	return 0;
}

static int tear_down(void **state)
{
	close(ends[0]);
	close(ends[1]);
	return 0;
}

/* Everything written since the last call. */
static const char *written(void)
{
	ssize_t n = read(ends[0], text, sizeof(text) - 1);

	text[n > 0 ? n : 0] = '\0';
	return text;
}

static size_t lines(const char *all)
{
	size_t n = 0;

	for (; *all != '\0'; all++) {
		n += *all == '\n';
	}
	return n;
}

static void test_a_line_has_time_level_id_and_pairs(void **state)
{
	int year, month, day, hour, minute, second, ms, zone;
	char level[16], rest[64];

	log_event(LOG_INFO, "LINK-UP", "node=%s dialled=yes", "d75a98018210");
	assert_int_equal(sscanf(written(), "%4d-%2d-%2dT%2d:%2d:%2d.%3d%5d %15s %63[^\n]", &year, &month, &day, &hour, &minute,
	                         &second, &ms, &zone, level, rest),
	        10);
	assert_in_range(year, 2020, 2200);
	assert_string_equal(level, "info");
	assert_string_equal(rest, "LINK-UP node=d75a98018210 dialled=yes");
	assert_int_equal(lines(text), 1);
}

static void test_the_journal_gets_priorities_instead(void **state)
{
	struct stat st;
	char stream[64];

	assert_int_equal(fstat(ends[1], &st), 0);
	snprintf(stream, sizeof(stream), "%llu:%llu", (unsigned long long)st.st_dev, (unsigned long long)st.st_ino);
	setenv("JOURNAL_STREAM", stream, 1);
	log_open(ends[1]);
	log_event(LOG_INFO, "START", "node=a");
	assert_string_equal(written(), "<6>START node=a\n");
	log_event(LOG_ERROR, "STORE-FAILED", "posts=1");
	assert_string_equal(written(), "<3>STORE-FAILED posts=1\n");
	/* The variable is inherited by what writes elsewhere. */
	setenv("JOURNAL_STREAM", "1:1", 1);
	log_open(ends[1]);
	log_event(LOG_INFO, "START", "node=a");
	assert_int_not_equal(written()[0], '<');
}

static void test_levels_are_filtered(void **state)
{
	static const char *const names[] = {"error", "warn", "info", "debug"};

	for (int at = 0; at < 4; at++) {
		log_set_level(names[at]);
		for (int level = LOG_ERROR; level <= LOG_DEBUG; level++) {
			log_event((enum log_level)level, "X", "a=1");
		}
		assert_int_equal(lines(written()), at + 1);
	}
}

static void test_nobody_writes_lines_or_escapes_into_the_log(void **state)
{
	log_event(LOG_INFO, "LINK-DIAL", "address=%s", "a\nFAKE-LINE node=x\033[2J\x7f");
	assert_int_equal(lines(written()), 1);
	assert_null(strchr(text, '\033'));
	assert_null(strchr(text, '\x7f'));
	assert_non_null(strstr(text, "address=a?FAKE-LINE"));
}

static void test_a_long_line_is_cut_and_still_one_line(void **state)
{
	static char name[5000];

	memset(name, 'x', sizeof(name) - 1);
	log_event(LOG_INFO, "LONG", "name=%s", name);
	assert_int_equal(lines(written()), 1);
	assert_in_range(strlen(text), 500, 1024);
}

static void test_a_flood_is_counted(void **state)
{
	for (int i = 0; i < 1000; i++) {
		log_peer(LOG_WARN, "LINK-OFFENCE", "link=%d", i);
	}
	log_peer(LOG_WARN, "LINK-SLOW", "link=3");
	assert_int_equal(lines(written()), LOG_BURST + 1);
	assert_non_null(strstr(text, "LINK-SLOW")); /* another id has a budget of its own */
}

static void test_a_budget_comes_back_and_tells_what_was_left_out(void **state)
{
	struct log_budget budget = {.used = 0};
	unsigned long suppressed;

	for (int i = 0; i < LOG_BURST; i++) {
		assert_true(log_budget_take(&budget, &suppressed, 5000));
		assert_int_equal(suppressed, 0);
	}
	for (int i = 0; i < 7; i++) {
		assert_false(log_budget_take(&budget, &suppressed, 5000 + LOG_INTERVAL_MS - 1));
	}
	assert_true(log_budget_take(&budget, &suppressed, 5000 + LOG_INTERVAL_MS));
	assert_int_equal(suppressed, 7);
	assert_true(log_budget_take(&budget, &suppressed, 5000 + LOG_INTERVAL_MS));
	assert_int_equal(suppressed, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_a_line_has_time_level_id_and_pairs, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_the_journal_gets_priorities_instead, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_levels_are_filtered, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_nobody_writes_lines_or_escapes_into_the_log, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_a_long_line_is_cut_and_still_one_line, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_a_flood_is_counted, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_a_budget_comes_back_and_tells_what_was_left_out, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
