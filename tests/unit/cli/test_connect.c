/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Links need a daemon: here none runs, and once one is played by a thread that answers. */
#include <kiem/link.h>

#include "desk.h"

#include <poll.h>
#include <pthread.h>

#define KEY "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static void test_without_a_daemon(void **state)
{
	struct desk *desk = *state;

	desk_type(desk, "connect", "kiem://" KEY "@127.0.0.1:7340", NULL);
	desk_failed(desk, EX_UNAVAILABLE, "kiemd is not running");
	desk_type(desk, "disconnect", KEY, NULL);
	desk_failed(desk, EX_UNAVAILABLE, "kiemd is not running");
}

static void test_what_is_no_link(void **state)
{
	struct desk *desk = *state;

	desk_type(desk, "connect", "host:7340", NULL);
	desk_failed(desk, EX_DATAERR, "no invite link");
	desk_type(desk, "disconnect", "xyz", NULL);
	desk_failed(desk, EX_DATAERR, "no neighbour's key");
	desk_type(desk, "disconnect", "abc", NULL);
	desk_failed(desk, EX_DATAERR, "no neighbour's key");
	desk_type(desk, "disconnect", "0011", NULL);
	desk_failed(desk, EX_UNAVAILABLE, "kiemd is not running"); /* who dialled us only it knows */
}

/* A daemon that notes what it is asked and answers as told. */
struct played {
	struct link_control *control;
	const char *answer;
	char asked[KIEM_PATH_MAX];
};

static void *play(void *arg)
{
	struct played *played = arg;
	const char *request;

	do {
		struct pollfd fd = {.fd = link_control_fd(played->control), .events = POLLIN};

		poll(&fd, 1, 5000);
	} while (!link_control_next(played->control, &request));
	snprintf(played->asked, sizeof(played->asked), "%s", request);
	link_control_answer(played->control, played->answer);
	return NULL;
}

static void type_played(struct desk *desk, struct played *played, const char *command, const char *word)
{
	struct kiem_home home;
	pthread_t thread;

	assert_int_equal(kiem_home_find(&home, NULL), KIEM_DONE);
	assert_int_equal(link_control_create(&played->control, home.control), KIEM_DONE);
	assert_int_equal(pthread_create(&thread, NULL, play, played), 0);
	desk_type(desk, command, word, NULL);
	pthread_join(thread, NULL);
	link_control_destroy(played->control);
}

static void test_what_the_daemon_is_asked(void **state)
{
	struct desk *desk = *state;
	struct played good = {.answer = "{\"ok\":true}"},
	              bad = {.answer = "{\"ok\":false,\"error\":\"there is no link with that node\"}"}, odd = {.answer = "hello"};

	type_played(desk, &good, "connect", "kiem://" KEY "@127.0.0.1:7340/nl/tilburg/noord");
	assert_int_equal(desk->status, EX_OK);
	assert_string_equal(good.asked, "connect kiem://" KEY "@127.0.0.1:7340");
	type_played(desk, &good, "disconnect", KEY);
	assert_int_equal(desk->status, EX_OK);
	assert_string_equal(good.asked, "disconnect " KEY);
	type_played(desk, &bad, "disconnect", KEY);
	desk_failed(desk, EX_UNAVAILABLE, "there is no link with that node.");
	type_played(desk, &odd, "disconnect", KEY);
	desk_failed(desk, EX_SOFTWARE, "does not understand");
}

static void test_a_prefix_of_a_neighbour(void **state)
{
	struct desk *desk = *state;
	struct played good = {.answer = "{\"ok\":true}"};

	assert_int_equal(desk_type(desk, "follow", "kiem://" KEY "@127.0.0.1:7340", NULL), EX_OK);
	type_played(desk, &good, "disconnect", "001122");
	assert_int_equal(desk->status, EX_OK);
	assert_string_equal(good.asked, "disconnect " KEY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_without_a_daemon, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_what_is_no_link, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_what_the_daemon_is_asked, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_prefix_of_a_neighbour, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
