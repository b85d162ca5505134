/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A daemon that knows a few answers, to see what a command makes of them. */
#ifndef KIEM_TEST_DOORKEEPER_H
#define KIEM_TEST_DOORKEEPER_H

#include "desk.h"

#include <kiem/link.h>

#include <poll.h>
#include <pthread.h>

struct doorkeeper {
	struct link_control *control;
	const char *const *answers; /* NULL at the end: the last is given to all that is asked after it */
	char asked[512];            /* the requests, a line each */
	bool over;                  /* the command ended */
};

static inline void *keep_door(void *arg)
{
	struct doorkeeper *keeper = arg;
	struct pollfd fd = {.fd = link_control_fd(keeper->control), .events = POLLIN};
	const char *request;

	for (size_t i = 0; !__atomic_load_n(&keeper->over, __ATOMIC_ACQUIRE);) {
		poll(&fd, 1, 10);
		while (link_control_next(keeper->control, &request)) {
			size_t n = strlen(keeper->asked);
			snprintf(keeper->asked + n, sizeof(keeper->asked) - n, "%s\n", request);
			link_control_answer(keeper->control, keeper->answers[i]);
			i += keeper->answers[i + 1] != NULL;
		}
	}
	return NULL;
}

/* Types a command of up to four words while the doorkeeper gives its answers, one a request. */
static inline void ask_keeper(struct desk *desk, struct doorkeeper *keeper, const char *const words[4])
{
	struct kiem_home home;
	pthread_t thread;

	assert_int_equal(kiem_home_find(&home, NULL), KIEM_DONE);
	assert_int_equal(link_control_create(&keeper->control, home.control), KIEM_DONE);
	assert_int_equal(pthread_create(&thread, NULL, keep_door, keeper), 0);
	desk_type(desk, words[0], words[1], words[2], words[3], NULL);
	__atomic_store_n(&keeper->over, true, __ATOMIC_RELEASE);
	pthread_join(thread, NULL);
	link_control_destroy(keeper->control);
}

/* Types a command while the doorkeeper gives `answer` to whatever it asks; json is "--json" or NULL. */
static inline void ask_beside(struct desk *desk, const char *command, const char *answer, const char *json)
{
	const char *const answers[] = {answer, NULL}, *const words[4] = {command, json};
	struct doorkeeper keeper = {.answers = answers};

	ask_keeper(desk, &keeper, words);
}

#endif
