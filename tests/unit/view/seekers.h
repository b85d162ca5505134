/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of finding share: a garden with an index beside it, and a search in one line. */
#ifndef KIEM_TEST_SEEKERS_H
#define KIEM_TEST_SEEKERS_H

#include "../../../node/view/find.h"
#include "garden.h"

static const struct find_limits eager = {.new_max = 0, .postings_max = 50}, never = {.new_max = UINT64_MAX, .postings_max = 50};

static inline void index_path(const struct garden *g, char path[static 300])
{
	snprintf(path, 300, "%s/views/words", g->dir);
}

/* How many posts the query finds, with an index kept within these limits; the titles of the first goes to `first`. */
static inline size_t seek_first(
        struct garden *g, const char *text, bool best, const struct find_limits *limits, struct kiem_id *first)
{
	struct view_extract *x;
	struct view_people *people;
	struct view_finds *finds;
	struct view_query query;
	struct view_asker asker = {.now_ms = g->now};
	char piece[VIEW_QUERY_PIECE_MAX], path[300];
	struct view_find_options options = {.query = &query, .now_ms = g->now, .best = best, .path = path};

	index_path(g, path);
	assert_int_equal(view_query_parse(&query, piece, text, &asker), VIEW_QUERY_OK);
	assert_int_equal(view_extract_open(&x, look(g), NULL, g->now, NULL, NULL), KIEM_DONE);
	assert_int_equal(view_people_create(&people, g->read, g->now), KIEM_DONE);
	assert_int_equal(find_within(&finds, x, g->read, people, &options, limits), KIEM_DONE);
	size_t n = finds->n;
	if (first != NULL && n != 0) {
		*first = finds->list[0].id;
	}
	view_finds_destroy(finds);
	view_people_destroy(people);
	view_extract_close(x);
	return n;
}

static inline size_t seek(struct garden *g, const char *text)
{
	return seek_first(g, text, false, &eager, NULL);
}

/* Opens the index as a search does, up to date. */
static inline bool index_open(struct garden *g, struct find_index *index)
{
	char path[300];
	struct view_find_options options = {.path = path};

	index_path(g, path);
	return find_index_open(index, look(g), &options, &eager);
}

#endif
