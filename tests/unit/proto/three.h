/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Node 0 with three friends in its active view, anew for each test of the broadcast. */
#ifndef KIEM_TEST_THREE_H
#define KIEM_TEST_THREE_H

#include "friends.h"

static struct rig rig;
static unsigned a, b, c; /* the links to them */

static inline int begin(void **state)
{
	(void)state;
	rig_begin(&rig, 1, support_seed());
	a = friend_make(&rig, 0);
	b = friend_make(&rig, 1);
	c = friend_make(&rig, 2);
	rig_forget(&rig);
	return 0;
}

/* A moment later: who was just asked, as each is on entering, is not told off. */
static inline int begin_later(void **state)
{
	begin(state);
	rig_run(&rig, 1000);
	rig_forget(&rig);
	return 0;
}

static inline int end(void **state)
{
	(void)state;
	rig_end(&rig);
	return 0;
}

#endif
