/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puppets in the active view of node 0, for the tests of the broadcast: what they say about posts, and what they were told. */
#ifndef KIEM_TEST_FRIENDS_H
#define KIEM_TEST_FRIENDS_H

#include "swarm_rig.h"

/* The i-th friend of node 0, which follows RIG_BOARD and enters its view; the number of its link. Its lane has number 0. */
static inline unsigned friend_enter(struct rig *rig, unsigned i)
{
	const uint8_t nonce[WIRE_NONCE_BYTES] = {9, (uint8_t)i};
	struct support_author author;
	struct wire_message m;
	struct wire_salt salt;
	uint8_t body[WIRE_SMALL_MAX];
	size_t n;

	support_author(&author, 1 + i);
	rig_follow(rig, 0, RIG_BOARD, true);
	unsigned link = rig_puppet(rig, 0, &author, false);
	rig_forget(rig);
	rig_say_hello(rig, 0, link, &author, nonce);
	assert_true(rig_heard(rig, &m, WIRE_HELLO));
	wire_salt(&salt, nonce, m.hello.nonce, support_span(rig_board_name(RIG_BOARD)));
	wire_write_boards(body, &n, sizeof(body), 1, (const uint8_t(*)[WIRE_TAG_BYTES])salt.tag, 1);
	rig_say(rig, 0, link, body, n);
	m = (struct wire_message){.type = WIRE_NEIGHBOUR};
	m.neighbour.high = true;
	m.neighbour.pinned = i % 2 == 1; /* of both kinds there may be more than there are own places */
	rig_say_message(rig, 0, link, &m);
	return link;
}

/* The same, and what it was told on entering is forgotten. */
static inline unsigned friend_make(struct rig *rig, unsigned i)
{
	unsigned link = friend_enter(rig, i);

	rig_run(rig, 200);
	rig_forget(rig);
	return link;
}

/* How many posts, or announcements, or prefixes in GRAFTs (or bodies of another type) the friend was told. */
static inline size_t friend_told(const struct rig *rig, unsigned link, uint64_t type)
{
	struct wire_message m;
	size_t n = 0;

	for (size_t i = 0; i < rig->n_heard; i++) {
		if (rig->heard_link[i] != link || wire_read(&m, rig->heard[i].p, rig->heard[i].n) != KIEM_OK || m.type != type) {
			continue;
		}
		n += type == WIRE_POSTS   ? m.posts.list.n
		     : type == WIRE_IHAVE ? m.ihave.items.n / WIRE_IHAVE_BYTES
		     : type == WIRE_GRAFT ? m.graft.prefixes.n / WIRE_PREFIX_BYTES
		                          : 1;
	}
	return n;
}

static inline size_t friend_bodies(const struct rig *rig, unsigned link, uint64_t type)
{
	struct wire_message m;
	size_t n = 0;

	for (size_t i = 0; i < rig->n_heard; i++) {
		n += rig->heard_link[i] == link && wire_read(&m, rig->heard[i].p, rig->heard[i].n) == KIEM_OK && m.type == type;
	}
	return n;
}

/* The hops of the newest post that a friend was pushed; 0 when it was asked for, or there is none. */
static inline uint8_t friend_hops(const struct rig *rig, unsigned link)
{
	struct wire_message m;

	for (size_t i = rig->n_heard; i > 0; i--) {
		if (rig->heard_link[i - 1] == link && wire_read(&m, rig->heard[i - 1].p, rig->heard[i - 1].n) == KIEM_OK &&
		        m.type == WIRE_POSTS) {
			return m.posts.pushed ? m.posts.hops.p[m.posts.hops.n - 1] : 0;
		}
	}
	return 0;
}

static inline struct rig_post *friend_post(uint64_t what)
{
	return rig_make(RIG_BOARD, SUPPORT_NOW + (int64_t)what, what, 0);
}

/* A post comes from a friend: pushed, or (hops 0) as one that was asked for. */
static inline void friend_push(struct rig *rig, unsigned link, uint64_t what, uint8_t hops)
{
	static uint8_t buffer[WIRE_BODY_MAX];
	struct rig_post *post = friend_post(what);
	struct wire_posts w;

	wire_posts_begin(&w, buffer, sizeof(buffer));
	assert_true(hops == 0 ? wire_posts_add(&w, post->bytes, post->n) : wire_posts_push(&w, post->bytes, post->n, hops));
	struct kiem_span body = wire_posts_finish(&w);
	rig_say(rig, 0, link, body.p, body.n);
	rig_run(rig, 2 * rig->disk_ms);
	free(post);
}

/* A post is made on node 0. */
static inline void friend_publish(struct rig *rig, uint64_t what)
{
	struct rig_post *post = friend_post(what);

	rig_put(rig, 0, post, true);
	free(post);
	rig_run(rig, 1);
}

static inline void friend_ihave_ids(struct rig *rig, unsigned link, const struct kiem_id *ids, size_t n, uint8_t hops)
{
	static uint8_t items[WIRE_IHAVE_MAX * WIRE_IHAVE_BYTES];
	struct wire_message m = {.type = WIRE_IHAVE};

	assert_true(n <= WIRE_IHAVE_MAX);
	for (size_t i = 0; i < n; i++) {
		memcpy(items + i * WIRE_IHAVE_BYTES, ids[i].b, WIRE_PREFIX_BYTES);
		items[i * WIRE_IHAVE_BYTES + WIRE_PREFIX_BYTES] = hops;
	}
	m.ihave.items = (struct kiem_span){items, n * WIRE_IHAVE_BYTES};
	rig_say_message(rig, 0, link, &m);
}

static inline void friend_ihave(struct rig *rig, unsigned link, uint64_t what, uint8_t hops)
{
	struct rig_post *post = friend_post(what);

	friend_ihave_ids(rig, link, &post->id, 1, hops);
	free(post);
}

/* Asks for n posts from `what` on; 0: makes the lane eager and asks for nothing. */
static inline void friend_graft(struct rig *rig, unsigned link, uint64_t what, size_t n)
{
	static uint8_t prefixes[WIRE_IHAVE_MAX * WIRE_PREFIX_BYTES];
	struct wire_message m = {.type = WIRE_GRAFT};

	for (size_t i = 0; i < n; i++) {
		struct rig_post *post = friend_post(what + i);
		memcpy(prefixes + i * WIRE_PREFIX_BYTES, post->id.b, WIRE_PREFIX_BYTES);
		free(post);
	}
	m.graft.prefixes = (struct kiem_span){prefixes, n * WIRE_PREFIX_BYTES};
	rig_say_message(rig, 0, link, &m);
}

/* All friends acknowledge what they were sent. */
static inline void friends_ack(struct rig *rig)
{
	for (unsigned link = 0; link < RIG_LINKS; link++) {
		struct wire_message m = {.type = WIRE_ACK, .ack = rig->nodes[0].far[link].bytes};
		rig_say_message(rig, 0, link, &m);
	}
}

static inline void friend_prune(struct rig *rig, unsigned link)
{
	struct wire_message m = {.type = WIRE_PRUNE};

	rig_say_message(rig, 0, link, &m);
	rig_run(rig, 1);
}

/* Whether node 0 would push over the link what comes over another: `from` pushes it a new post. */
static inline bool friend_is_eager(struct rig *rig, unsigned link, unsigned from, uint64_t what)
{
	size_t before = friend_told(rig, link, WIRE_POSTS);

	friend_push(rig, from, what, 7);
	return friend_told(rig, link, WIRE_POSTS) > before;
}

#endif
