/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of this room share: a store of a few posts, made in one line each, and a snapshot of it to look at. */
#ifndef KIEM_TEST_GARDEN_H
#define KIEM_TEST_GARDEN_H

#include "support.h"

#include <kiem/view.h>

#define NOORD "nl/tilburg/noord"
#define MINUTE 60000LL
#define DAY 86400000LL

struct garden {
	char dir[256];
	struct kiem_store *store;
	struct kiem_read *read;
	int64_t now;
	struct support_author anna, bram, carla;
};

static inline int garden_open(void **state)
{
	static struct garden garden;
	struct kiem_store_options options = {.dir = garden.dir, .create = true};

	memset(&garden, 0, sizeof(garden));
	support_tmpdir(garden.dir);
	assert_int_equal(kiem_store_open(&garden.store, &options), KIEM_DONE);
	assert_int_equal(kiem_store_follow(garden.store, NOORD), KIEM_DONE);
	garden.now = SUPPORT_NOW;
	support_author(&garden.anna, 1);
	support_author(&garden.bram, 2);
	support_author(&garden.carla, 3);
	*state = &garden;
	return 0;
}

static inline int garden_close(void **state)
{
	struct garden *g = *state;

	kiem_read_end(g->read);
	kiem_store_close(g->store);
	support_rmtree(g->dir);
	return 0;
}

/* Signs the post and brings it in; its id. Ends the snapshot: look again after planting. */
static inline struct kiem_id plant(struct garden *g, struct kiem_post *post, const struct support_author *author)
{
	struct support_bytes bytes;
	struct kiem_entry entry;
	struct kiem_admit how = {.now_ms = SUPPORT_NOW, .any_board = true};

	kiem_read_end(g->read);
	g->read = NULL;
	support_make(&bytes, post, author);
	entry = (struct kiem_entry){.bytes = {bytes.b, bytes.n}};
	assert_int_equal(kiem_store_admit(g->store, &entry, 1, &how), KIEM_DONE);
	assert_int_equal(entry.verdict, KIEM_OK);
	return entry.id;
}

/* A post with a title made so many minutes before now, that links to `to` (NULL: to nothing). */
static inline struct kiem_id plant_one(struct garden *g, uint64_t kind, const char *title, const struct support_author *author,
        int64_t minutes_ago, uint64_t relation, const struct kiem_id *to)
{
	struct kiem_post post = {.kind = kind, .title = support_span(title), .text = support_span(title)};

	post.made = SUPPORT_NOW - minutes_ago * MINUTE;
	if (to != NULL) {
		post.n_links = 1;
		post.links[0].relation = relation;
		post.links[0].id = *to;
	}
	return plant(g, &post, author);
}

static inline struct kiem_read *look(struct garden *g)
{
	kiem_read_end(g->read);
	assert_int_equal(kiem_read_begin(&g->read, g->store), KIEM_DONE);
	return g->read;
}

static inline uint64_t number_of(struct garden *g, const struct kiem_id *id)
{
	uint64_t number = 0;

	assert_int_equal(kiem_read_find(g->read, &number, id), KIEM_DONE);
	return number;
}

#define assert_id_equal(x, y) assert_memory_equal((x).b, (y).b, 32)
#define assert_span_equal(span, text)                                                                                              \
	do {                                                                                                                       \
		assert_int_equal((span).n, strlen(text));                                                                          \
		assert_memory_equal((span).p, text, (span).n);                                                                     \
	} while (0)
#define garden_test(f) cmocka_unit_test_setup_teardown(f, garden_open, garden_close)

#endif
