/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One look: each post once, over looks and kills; much at once is told together. */
#include "alert_scene.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* A look in a process of its own, as kiemd starts it; its status, or minus the signal that ended it. */
static int look_once(struct desk *desk, const char *hook)
{
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		struct cli cli = {.command = commands_find("alert"), .home_given = desk->home};
		out_init(&cli.out, stdout);
		int ended = alert_run(&cli, hook);
		cli_finish(&cli);
		_exit(ended);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void test_once_for_each(void **state)
{
	struct desk *desk = *state;
	const char *hook = scene_hook(desk, "");

	scene_ask(desk, "van voor de alert");
	desk_type(desk, "alert", "add", "request", "tag:charging", NULL);
	desk_type(desk, "alert", "add", "laadpaal", NULL);
	scene_ask(desk, "Laadpaal in de straat");
	scene_ask(desk, "Iets anders");
	assert_int_equal(look_once(desk, hook), EX_OK);
	assert_string_equal(scene_told(desk), "1 Laadpaal in de straat \n2 Laadpaal in de straat \n1 Iets anders \n");
	assert_int_equal(look_once(desk, hook), EX_OK);
	assert_int_equal(scene_lines(desk), 3);
	scene_ask(desk, "Nog een");
	assert_int_equal(look_once(desk, hook), EX_OK);
	assert_int_equal(scene_lines(desk), 4);
}

/* What one posts oneself is no news, and a newer version of what was told neither; one that only now fits is. */
static void test_what_is_no_news(void **state)
{
	struct desk *desk = *state;
	const char *hook = scene_hook(desk, "");
	char id[DESK_ID];

	desk_type(desk, "alert", "add", "request", "laadpaal", NULL);
	desk_post(desk, id, "request", "Laadpaal van mij", NULL);
	struct kiem_id theirs = scene_ask(desk, "Laadpaal van hen"), other = scene_ask(desk, "Stekker");
	assert_int_equal(look_once(desk, hook), EX_OK);
	assert_string_equal(scene_told(desk), "1 Laadpaal van hen \n");
	struct kiem_post revision = {.kind = KIEM_REVISE, .title = support_span("Laadpaal, dringend"), .n_links = 1};
	revision.links[0] = (struct kiem_link){.relation = KIEM_REPLACES, .id = theirs};
	scene_put(desk, &revision);
	revision.links[0].id = other;
	scene_put(desk, &revision);
	assert_int_equal(look_once(desk, hook), EX_OK);
	assert_string_equal(scene_told(desk), "1 Laadpaal van hen \n1 Laadpaal, dringend \n");
}

/* The look is killed while the hook runs: it is run again, and then no more. */
static void test_a_kill_in_between(void **state)
{
	struct desk *desk = *state;

	desk_type(desk, "alert", "add", "laadpaal", NULL);
	scene_ask(desk, "Laadpaal");
	assert_int_equal(look_once(desk, scene_hook(desk, "kill -9 $PPID")), -SIGKILL);
	assert_int_equal(scene_lines(desk), 1);
	assert_int_equal(look_once(desk, scene_hook(desk, "")), EX_OK);
	assert_int_equal(scene_lines(desk), 2);
	assert_int_equal(look_once(desk, scene_hook(desk, "")), EX_OK);
	assert_int_equal(scene_lines(desk), 2);
}

/* One that always brings the look down is given up, and what comes after is told. */
static void test_given_up(void **state)
{
	struct desk *desk = *state;
	const char *deadly = scene_hook(desk, "case $KIEM_TITLE in Kwaad*) kill -9 $PPID;; esac");

	desk_type(desk, "alert", "add", "request", NULL);
	scene_ask(desk, "Kwaad");
	scene_ask(desk, "Goed");
	for (int i = 0; i < ALERT_TRIES; i++) {
		assert_int_equal(look_once(desk, deadly), -SIGKILL);
	}
	assert_int_equal(look_once(desk, deadly), EX_OK);
	assert_string_equal(scene_told(desk), "1 Kwaad \n1 Kwaad \n1 Kwaad \n1 Goed \n");
}

static void test_one_that_fails_counts(void **state)
{
	struct desk *desk = *state;

	desk_type(desk, "alert", "add", "request", NULL);
	scene_ask(desk, "Laadpaal");
	assert_int_equal(look_once(desk, scene_hook(desk, "exit 1")), EX_OK);
	assert_int_equal(look_once(desk, scene_hook(desk, "")), EX_OK);
	assert_int_equal(scene_lines(desk), 1);
}

static void test_much_at_once_is_told_together(void **state)
{
	struct desk *desk = *state;
	const char *hook = scene_hook(desk, "");

	desk_type(desk, "alert", "add", "request", NULL);
	for (int i = 0; i < ALERT_HOOKS_MAX + 5; i++) {
		scene_ask(desk, "Veel");
	}
	assert_int_equal(look_once(desk, hook), EX_TEMPFAIL);
	assert_int_equal(scene_lines(desk), ALERT_HOOKS_MAX + 1);
	assert_non_null(strstr(scene_told(desk), "  5\n"));
	assert_int_equal(look_once(desk, hook), EX_OK);
	assert_int_equal(scene_lines(desk), ALERT_HOOKS_MAX + 1);
}

static void test_without_alerts_nothing_is_run(void **state)
{
	struct desk *desk = *state;
	const char *hook = scene_hook(desk, "");

	scene_ask(desk, "Laadpaal");
	assert_int_equal(look_once(desk, hook), EX_OK);
	desk_type(desk, "alert", "add", "laadpaal", NULL);
	scene_ask(desk, "Laadpaal twee");
	desk_type(desk, "alert", "remove", "1", NULL);
	assert_int_equal(look_once(desk, hook), EX_OK);
	assert_int_equal(scene_lines(desk), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_once_for_each, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_what_is_no_news, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_kill_in_between, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_given_up, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_one_that_fails_counts, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_much_at_once_is_told_together, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_without_alerts_nothing_is_run, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
