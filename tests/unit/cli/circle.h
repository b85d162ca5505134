/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Others at a desk: people with keys of their own, whose posts come in as from a neighbour. */
#ifndef KIEM_TEST_CIRCLE_H
#define KIEM_TEST_CIRCLE_H

#include "desk.h"

#define assert_has(desk, words) assert_non_null(strstr((desk)->out, words))
#define assert_has_not(desk, words) assert_null(strstr((desk)->out, words))
#define DAY 86400000LL

struct other {
	struct support_author author;
	char key[DESK_ID]; /* in hexadecimal */
};

/* Brings a post of somebody in; its id goes to `id`, which may be NULL. Made now and on the desk's board, unless it says so. */
static inline void circle_post(struct desk *desk, char *id, struct kiem_post *post, const struct other *other)
{
	struct support_bytes bytes;
	struct kiem_store *store;
	char dir[400];

	if (post->board.n == 0) {
		post->board = support_span("nl/tilburg/noord");
	}
	post->made = post->made == 0 ? kiem_now_ms() : post->made;
	post->until = post->until == 0 ? kiem_now_ms() + 700 * DAY : post->until;
	support_make(&bytes, post, &other->author);
	snprintf(dir, sizeof(dir), "%s/store", desk->home);
	assert_int_equal(kiem_store_open(&store, &(struct kiem_store_options){.dir = dir}), KIEM_DONE);
	struct kiem_entry entry = {.bytes = {bytes.b, bytes.n}};
	assert_int_equal(kiem_store_admit(store, &entry, 1, &(struct kiem_admit){.now_ms = kiem_now_ms()}), KIEM_DONE);
	assert_int_equal(entry.verdict, KIEM_OK);
	if (id != NULL) {
		kiem_hex(id, entry.id.b, 32);
	}
	kiem_store_close(store);
}

/* Somebody with a name; `unnamed` true: who would rather not be named in roles. */
static inline void circle_meet(struct desk *desk, struct other *other, uint64_t number, const char *name, bool unnamed)
{
	struct kiem_post post = {.kind = KIEM_PROFILE, .name = support_span(name), .unnamed = unnamed};

	support_author(&other->author, number);
	kiem_hex(other->key, other->author.key.b, 32);
	circle_post(desk, NULL, &post, other);
}

static inline struct kiem_id circle_id(const char *hex)
{
	struct kiem_id id;

	assert_true(kiem_unhex(id.b, hex, 64));
	return id;
}

/* A post of somebody that links to another by one relation, about somebody (NULL: nobody). */
static inline void circle_link(struct desk *desk, char *id, uint64_t kind, const struct other *by, const struct kiem_key *whom,
        uint64_t relation, const char *to)
{
	struct kiem_post post = {.kind = kind, .title = support_span("iets"), .text = support_span("iets"), .n_links = 1};

	post.links[0] = (struct kiem_link){.relation = relation, .id = circle_id(to)};
	if (whom != NULL) {
		post.has_whom = true;
		post.whom = *whom;
	}
	circle_post(desk, id, &post, by);
}

static inline void circle_vouch(struct desk *desk, char *id, const struct other *by, const struct other *whom, uint64_t level)
{
	struct kiem_post post = {.kind = KIEM_VOUCH, .has_whom = true, .whom = whom->author.key, .level = level};

	circle_post(desk, id, &post, by);
}

#endif
