/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Other processes on the scene's store, and posts that can be told apart by who and which. */
#ifndef KIEM_TEST_STORE_CROWD_H
#define KIEM_TEST_STORE_CROWD_H

#include "scene.h"

#include <sys/types.h>

#define CROWD_BATCH 20

/* The i-th post of an author, always the same. */
void crowd_make(struct support_bytes *out, unsigned who, unsigned i);
/* Admits the posts from..to of one author in batches; after each, tells how far it is on fd when that is not -1. */
void crowd_admit(struct scene *scene, unsigned who, unsigned from, unsigned to, int fd);
/* Runs f in a process of its own, with the store opened there and closed here; its end of a pipe is *fd. */
pid_t crowd_spawn(struct scene *scene, int *fd, void (*f)(struct scene *, int));
/* The next number that it told, 0 when it ended. */
unsigned crowd_hear(int fd);
/* Waits for its end; clean: it must have ended well. */
void crowd_reap(pid_t pid, bool clean);

#endif
