/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A desk with a home of its own, at which a test types commands in this process. What a command prints, and what it says on
 * stderr, can be read until the next one. Times are in Europe/Amsterdam, words in English, and stdout is no terminal.
 */
#ifndef KIEM_TEST_DESK_H
#define KIEM_TEST_DESK_H

#include "cli.h"
#include "support.h"

#define DESK_ID 65 /* room for a whole id and its end */

struct desk {
	char dir[256];  /* removed at the end */
	char home[300]; /* in it */
	int status;     /* of the last command */
	char *out, *err;
};

void desk_open(struct desk *desk);
void desk_close(struct desk *desk);

/* Types one command: desk_type(&desk, "join", "3f9a", NULL). Returns its status. */
int desk_type(struct desk *desk, ...) __attribute__((sentinel));
/* The same, and it must end well; the id that it printed goes to id. */
void desk_post(struct desk *desk, char id[static DESK_ID], ...) __attribute__((sentinel));
/* `init` with a name and the board nl/tilburg/noord. */
void desk_init(struct desk *desk);

/* The last command failed with this status and said one sentence on stderr that contains `words`; stdout is empty. */
#define desk_failed(desk, status, words) desk_failed_at(desk, status, words, __FILE__, __LINE__)
void desk_failed_at(struct desk *desk, int status, const char *words, const char *file, int line);

/* The post with this id, decoded from this desk's store; its spans live until the next call. NULL when it is not there. */
const struct kiem_post *desk_read(struct desk *desk, const char *id);
/* How many posts the store holds. */
uint64_t desk_posts(struct desk *desk);
/* Whether a span is this text. */
bool desk_is(struct kiem_span span, const char *text);

/* What runs at a desk that has a home, as a cmocka test's setup and teardown; *state is the desk. */
int desk_setup(void **state);
int desk_setup_empty(void **state); /* without init */
int desk_teardown(void **state);

#endif
