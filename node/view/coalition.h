/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the two halves of a coalition share while it is built: posts and joins (coalition.c), then people (coalition_people.c). */
#ifndef VIEW_COALITION_H
#define VIEW_COALITION_H

#include "room.h"

/* A coalition in the making. */
struct building {
	struct kiem_read *read;
	int64_t now_ms;
	struct view_coalition *c;
	size_t cap_posts;
	struct seen seen;       /* posts of the levels that are done */
	struct seen seen_joins; /* a join that names two posts is counted with the first */
	struct view_join *joins;
	size_t *join_post; /* the post each is to; parallel to joins */
	size_t n_joins, cap_joins, cap_join_post;
	size_t parent;
	unsigned depth;
};

/* From the posts and joins gathered: the members, who left, and the joins in force in the members' order. */
enum kiem_err coalition_people(struct building *building);

#endif
