/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of this room share: growing arrays, and the walk over the posts around a post that thread, joins and page
 * are all made of.
 */
#ifndef VIEW_ROOM_H
#define VIEW_ROOM_H

#include <kiem/view.h>

#include <string.h>

/*
 * Makes room for one more item of `size` bytes behind the n that are there. Returns the array, perhaps moved, or NULL when there is
 * no memory: the old array is then untouched and still the caller's.
 */
void *room_for_one(void *array, size_t *cap, size_t n, size_t size);

/* A set of numbers from 1 on, of posts for instance. Zeroed is empty. */
struct seen {
	struct view_numbers numbers; /* whose values mean nothing */
};
static inline bool seen_has(const struct seen *seen, uint64_t number)
{
	uint64_t value;

	return view_numbers_get(&value, &seen->numbers, number);
}
static inline enum kiem_err seen_add(struct seen *seen, uint64_t number)
{
	return view_numbers_put(&seen->numbers, number, 0);
}
/* Empties it for the next use. One that has grown gives its memory back, so that emptying stays cheap. */
static inline void seen_clear(struct seen *seen)
{
	if (seen->numbers.cap > 64) {
		view_numbers_finish(&seen->numbers);
	} else if (seen->numbers.n != 0) {
		memset(seen->numbers.list, 0, seen->numbers.cap * sizeof(*seen->numbers.list));
		seen->numbers.n = 0;
	}
}
static inline void seen_finish(struct seen *seen)
{
	view_numbers_finish(&seen->numbers);
}

/* The first link of the post to this id whose relation is in the set (bits 1 << relation); NULL when there is none. */
const struct kiem_link *link_to(const struct kiem_post *post, const struct kiem_id *id, uint64_t relations);
#define RELATION(r) (1ULL << (r))
#define RELATIONS_ANY UINT64_MAX /* unknown ones from 64 on too */

/* Called for a post that links to version `version` of the post whose surroundings are walked. */
typedef enum kiem_err (*around_fn)(void *ctx, const struct kiem_kept *kept, const struct kiem_id *named, bool earlier);

/*
 * Calls fn for every post of a kind that `wanted` accepts and that links to a version, in no promised order; one that links to
 * two versions is given twice. Others are passed over without decoding them. Stops at the first error and returns it.
 */
enum kiem_err around_each(struct kiem_read *read, const struct view_versions *versions, int64_t now_ms,
        bool (*wanted)(uint64_t kind), around_fn fn, void *ctx);

/*
 * Looks for the leaves that count against a join whose id, author, until and in_force (true) are set; fills in the rest of what
 * struct view_join says of leaving.
 */
enum kiem_err join_leave_read(struct kiem_read *read, struct view_join *join, int64_t now_ms);

/* One step towards the original: *number becomes what it replaces when that is here, unexpired and the same author's; else
 * !*counts. */
enum kiem_err revision_step_back(struct kiem_read *read, uint64_t *number, bool *counts, int64_t now_ms);

/* What a line about the post with this number says of it: its title, else its text, else what a join brings. */
enum kiem_err line_read(struct kiem_read *read, struct kiem_span *line, uint64_t number);

#endif
