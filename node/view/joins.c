/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The joins to a post, and which of them are in force. Observed-remove: a leave takes away the very joins that it names and no
 * other, so of a join and a leave made at the same time on two devices the join stays. A leave that would be gone before its
 * join counts for nothing, else the join would come back by itself.
 */
#include "room.h"

#include <stdlib.h>
#include <string.h>

struct gathering {
	struct view_joins *joins;
	size_t cap;
};

static bool is_join(uint64_t kind)
{
	return kind == KIEM_JOIN;
}

/* Copies what a join says. One that names two versions is taken twice; tidy_up keeps one. */
static enum kiem_err take_join(void *ctx, const struct kiem_kept *kept, const struct kiem_id *named, bool earlier)
{
	struct gathering *g = ctx;
	const struct kiem_post *post = &kept->post;

	if (link_to(post, named, RELATION(KIEM_ABOUT)) == NULL) {
		return KIEM_DONE;
	}
	void *list = room_for_one(g->joins->list, &g->cap, g->joins->n, sizeof(*g->joins->list));
	if (list == NULL) {
		return KIEM_E_MEMORY;
	}
	g->joins->list = list;
	struct view_join *join = &g->joins->list[g->joins->n++];
	*join = (struct view_join){.number = kept->number,
	        .id = post->id,
	        .author = post->author,
	        .made = post->made,
	        .until = post->until,
	        .earlier = earlier,
	        .bring = post->bring,
	        .motive = post->motive,
	        .n_signals = post->n_signals,
	        .n_roles = post->n_roles,
	        .in_force = true};
	memcpy(join->signals, post->signals, sizeof(join->signals));
	memcpy(join->roles, post->roles, sizeof(join->roles));
	return KIEM_DONE;
}

/* Whether a leave counts against this join: same author, names it, and lasts at least as long by its own until. */
static bool leave_counts(const struct kiem_post *leave, const struct view_join *join)
{
	return leave->kind == KIEM_LEAVE && memcmp(leave->author.b, join->author.b, sizeof(join->author.b)) == 0 &&
	       leave->until >= join->until && link_to(leave, &join->id, RELATION(KIEM_CANCELS)) != NULL;
}

/* Where a leave's author goes next: the first post it names that it does not cancel. */
static const struct kiem_link *next_of(const struct kiem_post *leave)
{
	for (size_t i = 0; i < leave->n_links; i++) {
		if (leave->links[i].relation != KIEM_CANCELS) {
			return &leave->links[i];
		}
	}
	return NULL;
}

enum kiem_err join_leave_read(struct kiem_read *read, struct view_join *join, int64_t now_ms)
{
	struct kiem_walk walk = {.by = KIEM_BY_TARGET, .now_ms = now_ms, .target = join->id};
	struct kiem_id first = {{0}};
	enum kiem_err err = KIEM_DONE;

	while (err == KIEM_DONE && kiem_walk_next(read, &walk)) {
		struct kiem_kept kept;
		err = kiem_read_post(read, &kept, walk.number);
		if (err != KIEM_DONE || !leave_counts(&kept.post, join)) {
			continue;
		}
		if (join->in_force || view_order(kept.post.made, &kept.post.id, join->left, &first) < 0) {
			const struct kiem_link *next = next_of(&kept.post);
			first = kept.post.id;
			join->in_force = false;
			join->leave = kept.number;
			join->left = kept.post.made;
			join->has_next = next != NULL;
			join->next = next != NULL ? next->id : (struct kiem_id){{0}};
		}
	}
	kiem_walk_end(&walk);
	return err;
}

/* Of the same join taken twice the one that names the version shown comes first. */
static int by_order(const void *a, const void *b)
{
	const struct view_join *x = a, *y = b;
	int order = view_order(x->made, &x->id, y->made, &y->id);

	return order != 0 ? order : (int)x->earlier - (int)y->earlier;
}

static void tidy_up(struct view_joins *joins)
{
	size_t n = 0;

	if (joins->n != 0) {
		qsort(joins->list, joins->n, sizeof(*joins->list), by_order);
	}
	for (size_t i = 0; i < joins->n; i++) {
		if (n == 0 || joins->list[i].number != joins->list[n - 1].number) {
			joins->list[n++] = joins->list[i];
		}
	}
	joins->n = n;
}

enum kiem_err view_joins_create(
        struct view_joins **out, struct kiem_read *read, const struct view_versions *versions, int64_t now_ms)
{
	struct gathering g = {.joins = calloc(1, sizeof(struct view_joins))};
	enum kiem_err err = KIEM_E_MEMORY;

	*out = NULL;
	if (g.joins == NULL) {
		goto cleanup;
	}
	err = around_each(read, versions, now_ms, is_join, take_join, &g);
	tidy_up(g.joins);
	for (size_t i = 0; err == KIEM_DONE && i < g.joins->n; i++) {
		err = join_leave_read(read, &g.joins->list[i], now_ms);
	}
	if (err == KIEM_DONE) {
		*out = g.joins;
		g.joins = NULL;
	}
cleanup:
	view_joins_destroy(g.joins);
	return err;
}

void view_joins_destroy(struct view_joins *joins)
{
	if (joins == NULL) {
		return;
	}
	free(joins->list);
	free(joins);
}
