/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"
#include "desk.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* Ctrl-C that was pressed before watching began is heard when it has begun: nothing is lost in between. */
static void ctrl_c_ends_it_well(void **state)
{
	struct desk *desk = *state;
	sigset_t set, before;
	const struct timespec now = {0};

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, &before);
	kill(getpid(), SIGINT);
	assert_int_equal(desk_type(desk, "watch", NULL), 0);
	assert_non_null(strstr(desk->out, "Ctrl-C"));
	assert_string_equal(desk->err, "");
	sigtimedwait(&set, NULL, &now);
	sigprocmask(SIG_SETMASK, &before, NULL);
}

/* `kiem watch --json` or plain in a process of its own; what it prints comes out of *from. */
static pid_t start_watch(FILE **from, bool json)
{
	int fds[2];

	assert_int_equal(pipe(fds), 0);
	pid_t pid = fork();
	if (pid == 0) {
		const struct cli_command command = {.name = "watch", .run = command_watch};
		struct cli cli = {.command = &command, .json = json, .out = {.file = fdopen(fds[1], "w"), .width = 80}};
		char *words[] = {"watch", NULL};
		close(fds[0]);
		int status = command_watch(&cli, 1, words);
		cli_finish(&cli);
		_exit(status);
	}
	close(fds[1]);
	*from = fdopen(fds[0], "r");
	return pid;
}

static void what_arrives_is_shown_and_what_was_there_is_not(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID], line[512];
	FILE *from;
	int status;

	desk_post(desk, id, "lesson", "was er al", NULL);
	pid_t pid = start_watch(&from, false);
	assert_non_null(fgets(line, sizeof(line), from)); /* the greeting: from here on everything is shown */
	assert_non_null(strstr(line, "Ctrl-C"));
	desk_post(desk, id, "lesson", "nieuw", NULL);
	assert_non_null(fgets(line, sizeof(line), from));
	assert_memory_equal(line, id, 12);
	assert_non_null(strstr(line, "nieuw"));
	assert_non_null(fgets(line, sizeof(line), from));
	assert_non_null(strstr(line, "Speeltuin Noord · just now · nl/tilburg/noord"));
	kill(pid, SIGTERM);
	assert_null(fgets(line, sizeof(line), from));
	waitpid(pid, &status, 0);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	fclose(from);
}

/* Nobody reads any more (`kiem watch | head -1`): it ends by itself, though nothing arrives. */
static void it_ends_when_its_reader_is_gone(void **state)
{
	FILE *from;
	char line[512];
	int status;

	pid_t pid = start_watch(&from, false);
	assert_non_null(fgets(line, sizeof(line), from));
	fclose(from);
	waitpid(pid, &status, 0);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void a_board_that_is_none_is_refused(void **state)
{
	struct desk *desk = *state;

	desk_type(desk, "watch", "Geen Bord", NULL);
	desk_failed(desk, EX_USAGE, "Geen Bord");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(ctrl_c_ends_it_well, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(what_arrives_is_shown_and_what_was_there_is_not, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(it_ends_when_its_reader_is_gone, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(a_board_that_is_none_is_refused, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
