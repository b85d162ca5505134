/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Somebody else's posts, brought into the store of a desk. */
#ifndef KIEM_TEST_STRANGER_H
#define KIEM_TEST_STRANGER_H

#include "desk.h"

#include <kiem/home.h>

#define assert_has(desk, words) assert_non_null(strstr((desk)->out, words))
#define assert_lacks(desk, words) assert_null(strstr((desk)->out, words))

/* Signs the post as this person, a minute ago, for a month; its id goes to id. */
static inline void stranger_posts(struct desk *desk, char id[static DESK_ID], uint64_t person, struct kiem_post *post)
{
	struct support_author author;
	struct support_bytes bytes;
	struct kiem_store *store;
	char dir[400];
	int64_t now = kiem_now_ms();
	struct kiem_store_options options = {.dir = dir};
	struct kiem_admit how = {.now_ms = now, .any_board = true};

	support_author(&author, person);
	post->made = now - 60000;
	post->until = now + 30 * 86400000LL;
	post->board = support_span("nl/tilburg/noord");
	support_make(&bytes, post, &author);
	snprintf(dir, sizeof(dir), "%s/store", desk->home);
	assert_int_equal(kiem_store_open(&store, &options), KIEM_DONE);
	struct kiem_entry entry = {.bytes = {bytes.b, bytes.n}};
	assert_int_equal(kiem_store_admit(store, &entry, 1, &how), KIEM_DONE);
	assert_int_equal(entry.verdict, KIEM_OK);
	kiem_store_close(store);
	kiem_hex(id, entry.id.b, sizeof(entry.id.b));
}

static inline void stranger_trades(struct desk *desk, char id[static DESK_ID], uint64_t person, uint64_t kind, const char *title,
        int64_t milli, const char *unit)
{
	struct kiem_post post = {.kind = kind, .title = support_span(title), .has_quantity = milli != 0, .quantity_milli = milli};

	post.unit = support_span(milli != 0 ? unit : "");
	post.n_tags = 1;
	post.tags[0] = support_span("klussen");
	stranger_posts(desk, id, person, &post);
}

#endif
