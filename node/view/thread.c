/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A thread: gathered level by level, so that the bound cuts the deepest and latest first, the same on every node; then laid out
 * with replies under what they reply to. Only the links of posts make it; who arrived when plays no part.
 */
#include "room.h"

#include <stdlib.h>

struct growing {
	struct kiem_read *read;
	int64_t now_ms;
	struct view_thread *thread;
	size_t cap;
	struct seen seen; /* the posts of the levels that are done */
	size_t parent;    /* whose surroundings are being walked: SIZE_MAX for the post itself */
	unsigned depth;
};

static bool stands_in_thread(uint64_t kind)
{
	return kind != KIEM_REVISE && kind != KIEM_RENEW && kind != KIEM_RETRACT;
}

static enum kiem_err take_reply(void *ctx, const struct kiem_kept *kept, const struct kiem_id *named, bool earlier)
{
	struct growing *g = ctx;
	const struct kiem_post *post = &kept->post;
	const struct kiem_link *link = link_to(post, named, RELATIONS_ANY);

	if (link == NULL || seen_has(&g->seen, kept->number)) {
		return KIEM_DONE;
	}
	void *list = room_for_one(g->thread->list, &g->cap, g->thread->n, sizeof(*g->thread->list));
	if (list == NULL) {
		return KIEM_E_MEMORY;
	}
	g->thread->list = list;
	g->thread->list[g->thread->n++] = (struct view_reply){.number = kept->number,
	        .shown = kept->number,
	        .id = post->id,
	        .author = post->author,
	        .kind = post->kind,
	        .relation = link->relation,
	        .made = post->made,
	        .parent = g->parent,
	        .depth = g->depth,
	        .earlier = earlier};
	return KIEM_DONE;
}

/* Takes everything around the post `number`, which stands at index `at`. */
static enum kiem_err take_around(struct growing *g, uint64_t number, size_t at)
{
	struct view_versions *versions = NULL;
	enum kiem_err err = view_versions_create(&versions, g->read, number, g->now_ms);

	if (err != KIEM_DONE) {
		return err;
	}
	if (at != SIZE_MAX) {
		g->thread->list[at].shown = versions->list[versions->shown].number;
	}
	g->parent = at;
	err = around_each(g->read, versions, g->now_ms, stands_in_thread, take_reply, g);
	view_versions_destroy(versions);
	return err;
}

/* In order; of one post taken several times the one under the first parent, that names the version shown, comes first. */
static int by_order(const void *a, const void *b)
{
	const struct view_reply *x = a, *y = b;
	int order = view_order(x->made, &x->id, y->made, &y->id);

	if (order == 0 && x->parent != y->parent) {
		order = x->parent < y->parent ? -1 : 1;
	}
	if (order == 0) {
		order = (int)x->earlier - (int)y->earlier;
	}
	return order != 0 ? order : (x->relation > y->relation) - (x->relation < y->relation);
}

/* Sorts the level that starts at `from`, drops what stands twice, and cuts at the bound. */
static enum kiem_err close_level(struct growing *g, size_t from)
{
	struct view_thread *thread = g->thread;
	size_t n = from;
	enum kiem_err err = KIEM_DONE;

	if (thread->n > from) {
		qsort(thread->list + from, thread->n - from, sizeof(*thread->list), by_order);
	}
	for (size_t i = from; i < thread->n && err == KIEM_DONE; i++) {
		if (n > from && thread->list[i].number == thread->list[n - 1].number) {
			continue;
		}
		if (n == VIEW_THREAD_MAX) {
			thread->more = true;
			break;
		}
		err = seen_add(&g->seen, thread->list[i].number);
		thread->list[n++] = thread->list[i];
	}
	thread->n = n;
	return err;
}

static enum kiem_err gather(struct growing *g, uint64_t number)
{
	struct view_thread *thread = g->thread;
	size_t from = 0;
	enum kiem_err err = seen_add(&g->seen, number);

	g->depth = 1;
	if (err == KIEM_DONE) {
		err = take_around(g, number, SIZE_MAX);
	}
	while (err == KIEM_DONE && thread->n > from) {
		size_t to;
		err = close_level(g, from);
		to = thread->n;
		g->depth++;
		for (size_t i = from; err == KIEM_DONE && i < to; i++) {
			err = take_around(g, thread->list[i].number, i);
		}
		from = to;
		if (g->depth > VIEW_THREAD_DEPTH_MAX) {
			thread->more = thread->more || thread->n > to;
			thread->n = to;
		}
	}
	return err;
}

static enum kiem_err look_for_leave(const struct growing *g, struct view_reply *reply)
{
	struct kiem_kept kept;
	enum kiem_err err = kiem_read_post(g->read, &kept, reply->number);

	if (err != KIEM_DONE) {
		return err;
	}
	struct view_join join = {.id = reply->id, .author = reply->author, .until = kept.post.until, .in_force = true};
	err = join_leave_read(g->read, &join, g->now_ms);
	reply->cancelled = !join.in_force;
	return err;
}

/* What only the posts that stay need: their text, and whether a join was cancelled. */
static enum kiem_err complete(struct growing *g)
{
	enum kiem_err err = KIEM_DONE;

	for (size_t i = 0; err == KIEM_DONE && i < g->thread->n; i++) {
		struct view_reply *reply = &g->thread->list[i];
		err = line_read(g->read, &reply->text, reply->shown);
		if (err == KIEM_DONE && reply->kind == KIEM_JOIN) {
			err = look_for_leave(g, reply);
		}
	}
	return err;
}

/*
 * From level order to reading order. Every post's place is the place of its parent, plus one, plus the sizes of the branches of
 * its elder siblings; in level order parents and elder siblings come first, so one pass places all.
 */
static enum kiem_err lay_out(struct view_thread *thread)
{
	size_t n = thread->n;
	size_t *size = calloc(n + 1, sizeof(*size));   /* posts in the branch, itself counted */
	size_t *next = calloc(n + 1, sizeof(*next));   /* where the next reply of i - 1 goes; [0]: of the post itself */
	size_t *place = calloc(n + 1, sizeof(*place)); /* where i goes */
	struct view_reply *list = calloc(n + 1, sizeof(*list));
	enum kiem_err err = KIEM_E_MEMORY;

	if (size == NULL || next == NULL || place == NULL || list == NULL) {
		goto cleanup;
	}
	for (size_t i = n; i-- > 0;) {
		size[i]++;
		if (thread->list[i].parent != SIZE_MAX) {
			size[thread->list[i].parent] += size[i];
		}
	}
	for (size_t i = 0; i < n; i++) {
		size_t parent = thread->list[i].parent, slot = parent == SIZE_MAX ? 0 : parent + 1;
		place[i] = next[slot];
		next[slot] += size[i];
		next[i + 1] = place[i] + 1;
		list[place[i]] = thread->list[i];
		list[place[i]].parent = parent == SIZE_MAX ? SIZE_MAX : place[parent];
	}
	free(thread->list);
	thread->list = list;
	list = NULL;
	err = KIEM_DONE;
cleanup:
	free(list);
	free(place);
	free(next);
	free(size);
	return err;
}

enum kiem_err view_thread_create(struct view_thread **out, struct kiem_read *read, uint64_t number, int64_t now_ms)
{
	struct growing g = {.read = read, .now_ms = now_ms, .thread = calloc(1, sizeof(struct view_thread))};
	uint64_t original;
	enum kiem_err err = KIEM_E_MEMORY;

	*out = NULL;
	if (g.thread == NULL) {
		goto cleanup;
	}
	err = view_original(&original, read, number, now_ms);
	if (err == KIEM_DONE) {
		err = gather(&g, original);
	}
	if (err == KIEM_DONE) {
		err = complete(&g);
	}
	if (err == KIEM_DONE) {
		err = lay_out(g.thread);
	}
	if (err == KIEM_DONE) {
		*out = g.thread;
		g.thread = NULL;
	}
cleanup:
	seen_finish(&g.seen);
	view_thread_destroy(g.thread);
	return err;
}

void view_thread_destroy(struct view_thread *thread)
{
	if (thread == NULL) {
		return;
	}
	free(thread->list);
	free(thread);
}
