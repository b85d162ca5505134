/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A daemon that knows one answer, to see what a command makes of it. */
#ifndef KIEM_TEST_DOORKEEPER_H
#define KIEM_TEST_DOORKEEPER_H

#include "desk.h"

#include <kiem/link.h>

#include <poll.h>
#include <pthread.h>

struct doorkeeper {
	struct link_control *control;
	const char *answer;
};

static inline void *answer_once(void *arg)
{
	struct doorkeeper *keeper = arg;
	struct pollfd fd = {.fd = link_control_fd(keeper->control), .events = POLLIN};
	const char *request;

	for (int rounds = 0; rounds < 100; rounds++) {
		poll(&fd, 1, 100);
		if (link_control_next(keeper->control, &request)) {
			link_control_answer(keeper->control, keeper->answer);
			return NULL;
		}
	}
	return NULL;
}

/* Types a command while the doorkeeper gives `answer` to whatever it asks; json is "--json" or NULL. */
static inline void ask_beside(struct desk *desk, const char *command, const char *answer, const char *json)
{
	struct doorkeeper keeper = {.answer = answer};
	struct kiem_home home;
	pthread_t thread;

	assert_int_equal(kiem_home_find(&home, NULL), KIEM_DONE);
	assert_int_equal(link_control_create(&keeper.control, home.control), KIEM_DONE);
	assert_int_equal(pthread_create(&thread, NULL, answer_once, &keeper), 0);
	desk_type(desk, command, json, NULL);
	pthread_join(thread, NULL);
	link_control_destroy(keeper.control);
}

#endif
