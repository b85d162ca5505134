/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hook: what reaches it and how, and that nothing it does holds us up. */
#include "alerts.h"

#include "desk.h"

#include <sys/stat.h>
#include <unistd.h>

/* A program that is these lines of shell; its path. */
static const char *program(struct desk *desk, const char *lines)
{
	static char path[400];

	snprintf(path, sizeof(path), "%s/hook", desk->dir);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fprintf(file, "#!/bin/sh\ncd %s\n%s\n", desk->dir, lines);
	fclose(file);
	assert_int_equal(chmod(path, 0700), 0);
	return path;
}

static char *read_told(struct desk *desk)
{
	static char text[70000];
	char path[400];

	snprintf(path, sizeof(path), "%s/told", desk->dir);
	FILE *file = fopen(path, "r");
	text[file != NULL ? fread(text, 1, sizeof(text) - 1, file) : 0] = '\0';
	if (file != NULL) {
		fclose(file);
	}
	return text;
}

static void test_words_of_others_are_only_data(void **state)
{
	struct desk *desk = *state;
	char title[] = "KIEM_TITLE=$(touch gone); `touch gone` '\" *", command[500];
	char *const variables[] = {title, NULL};

	snprintf(
	        command, sizeof(command), "%s 'twee woorden' $HOME", program(desk, "echo \"$1|$2|$KIEM_TITLE\" >told; cat >>told"));
	assert_int_equal(hook_run(command, variables, "van stdin", 9, 5000), HOOK_WELL);
	assert_string_equal(read_told(desk), "twee woorden|$HOME|$(touch gone); `touch gone` '\" *\nvan stdin");
	snprintf(command, sizeof(command), "%s/gone", desk->dir);
	assert_int_not_equal(access(command, F_OK), 0);
}

static void test_how_it_ends(void **state)
{
	struct desk *desk = *state;
	char *const none[] = {NULL};

	assert_int_equal(hook_run(program(desk, "exit 0"), none, "", 0, 5000), HOOK_WELL);
	assert_int_equal(hook_run(program(desk, "exit 3"), none, "", 0, 5000), HOOK_FAILED);
	assert_int_equal(hook_run(program(desk, "kill -9 $$"), none, "", 0, 5000), HOOK_FAILED);
	assert_int_equal(hook_run("/nergens/dit-is-er-niet", none, "", 0, 5000), HOOK_NOT_RUN);
	assert_int_equal(hook_run("nooit \"dicht", none, "", 0, 5000), HOOK_NOT_RUN);
}

/* One that hangs is ended with what it started, also when it will not hear of it. */
static void test_one_that_hangs_is_ended(void **state)
{
	struct desk *desk = *state;
	char *const none[] = {NULL};
	uint64_t begin = kiem_monotonic_ms();

	assert_int_equal(
	        hook_run(program(desk, "trap '' TERM; sleep 600 & echo $! >told; wait; sleep 600"), none, "", 0, 300), HOOK_ENDED);
	assert_true(kiem_monotonic_ms() - begin < 10000);
	/* Its child is gone, too: at the latest when the kernel has carried the signal out. */
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/cmdline", atoi(read_told(desk)));
	for (int tries = 0; tries < 1000 && access(path, F_OK) == 0; tries++) {
		FILE *file = fopen(path, "r");
		int first = file != NULL ? fgetc(file) : EOF; /* of a zombie there is nothing to read */
		if (file != NULL) {
			fclose(file);
		}
		if (first == EOF) {
			return;
		}
		usleep(5000);
	}
	assert_int_not_equal(access(path, F_OK), 0);
}

/* More than a pipe holds, to one that reads it all and to one that reads nothing. */
static void test_much_input(void **state)
{
	struct desk *desk = *state;
	char *const none[] = {NULL};
	static char much[300000];

	memset(much, 'k', sizeof(much));
	assert_int_equal(hook_run(program(desk, "wc -c >told"), none, much, sizeof(much), 5000), HOOK_WELL);
	assert_int_equal(atoi(read_told(desk)), sizeof(much));
	assert_int_equal(hook_run(program(desk, "exec <&-; exit 0"), none, much, sizeof(much), 5000), HOOK_WELL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_words_of_others_are_only_data, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_how_it_ends, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_one_that_hangs_is_ended, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_much_input, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
