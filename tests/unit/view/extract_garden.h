/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of the extract share: an extract of the garden, over a file that is written whenever something is new. */
#ifndef KIEM_TEST_EXTRACT_GARDEN_H
#define KIEM_TEST_EXTRACT_GARDEN_H

#include "../../../node/view/extract.h"
#include "garden.h"

static inline void file_of(const struct garden *g, char path[static 300])
{
	snprintf(path, 300, "%s/views/extract", g->dir);
}

/* Over the file, which is then as new as the store; to be closed by the caller. */
static inline struct view_extract *over_file(struct garden *g, int64_t now_ms)
{
	static const struct extract_limits eager = {.save_from = 0, .gone_max = 1000};
	struct view_extract *x;
	char path[300];

	file_of(g, path);
	assert_int_equal(extract_open(&x, look(g), path, now_ms, &eager, NULL, NULL), KIEM_DONE);
	return x;
}

static inline struct view_extract *in_memory(struct garden *g, int64_t now_ms)
{
	struct view_extract *x;

	assert_int_equal(view_extract_open(&x, look(g), NULL, now_ms, NULL, NULL), KIEM_DONE);
	return x;
}

/* The row with this id that is not gone, or VIEW_NONE. */
static inline uint32_t row_with(const struct view_extract *x, const struct kiem_id *id)
{
	for (uint32_t row = 0; row < x->n; row++) {
		if (memcmp(x->id[row].b, id->b, 32) == 0 && (x->flags[row] & VIEW_ROW_GONE) == 0) {
			return row;
		}
	}
	return VIEW_NONE;
}

static inline uint32_t person_with(const struct view_extract *x, const struct support_author *author)
{
	return view_person_of(x, &author->key);
}

/* A post about a person. */
static inline struct kiem_id plant_about(
        struct garden *g, uint64_t kind, const struct support_author *author, const struct support_author *whom)
{
	struct kiem_post post = {
	        .kind = kind, .has_whom = true, .whom = whom->key, .level = 2, .text = support_span("om wie je bent")};

	return plant(g, &post, author);
}

static inline struct kiem_id plant_profile(struct garden *g, const struct support_author *author, const char *name,
        int64_t minutes_ago, int64_t until, const struct support_author *heir)
{
	struct kiem_post post = {.kind = KIEM_PROFILE, .name = support_span(name), .made = SUPPORT_NOW - minutes_ago * MINUTE};

	post.until = until;
	post.has_heir = heir != NULL;
	if (heir != NULL) {
		post.heir = heir->key;
	}
	return plant(g, &post, author);
}

#endif
