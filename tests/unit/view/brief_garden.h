/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of kept briefs share: a look over files that are written whenever something is new. */
#ifndef KIEM_TEST_BRIEF_GARDEN_H
#define KIEM_TEST_BRIEF_GARDEN_H

#include "../../../node/view/briefs.h"
#include "grove.h"

#include <unistd.h>

static inline void briefs_path(const struct garden *g, char path[static 300])
{
	snprintf(path, 300, "%s/views/coalitions", g->dir);
}

/* The brief of a coalition as it is seen over the files; who looks knows nobody, or whom `known` says (by neighbour 0 to 9). */
static inline struct view_brief brief_seen(struct garden *g, const struct kiem_id *id, int64_t now_ms, const bool *known)
{
	struct view_extract *x = over_file(g, now_ms);
	bool *persons = calloc(x->n_persons + 1, sizeof(*persons));
	struct view_eye eye = {now_ms, persons};
	struct view_brief *list, found = {.row = VIEW_NONE};
	size_t n;

	for (size_t i = 0; known != NULL && i < 10; i++) {
		uint32_t person = person_with(x, neighbour(i));
		if (person != VIEW_NONE) {
			persons[person] = known[i];
		}
	}
	assert_int_equal(briefs_create(&list, &n, x, &eye), KIEM_DONE);
	for (size_t i = 0; i < n; i++) {
		found = list[i].row == row_with(x, id) ? list[i] : found;
	}
	free(list);
	free(persons);
	view_extract_close(x);
	return found;
}

/* Writes another figure into all that is kept, so that it can be told from what is worked out; `also` may change more (or NULL). */
static inline void mark_kept_and(struct garden *g, void (*also)(struct briefs_file *file))
{
	struct view_extract *x = over_file(g, g->now);
	struct briefs_file file;
	char path[300];

	briefs_path(g, path);
	assert_true(briefs_load(&file, path));
	struct brief_entry *list = calloc(file.n + 1, sizeof(*list));
	for (size_t i = 0; i < file.n; i++) {
		list[i] = file.list[i];
		list[i].brief.sectors = 77;
	}
	struct briefs_file marked = file;
	marked.list = list;
	if (also != NULL) {
		also(&marked);
	}
	briefs_save(&marked, x, NULL, path);
	briefs_unload(&file);
	free(list);
	view_extract_close(x);
}

static inline void mark_kept(struct garden *g)
{
	mark_kept_and(g, NULL);
}

static inline bool from_kept(const struct view_brief *brief)
{
	return brief->sectors == 77;
}

#endif
