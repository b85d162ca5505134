/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every post of a run, once: its bytes, its verdict, its place in the order by (made, id). A node's store is a bitmap over these
 * numbers, so that ten thousand of them fit. A verdict is found by decoding and verifying the bytes, the first time they are met;
 * a small run does that each time (the real door) and compares.
 */
#ifndef KIEM_SIM_POSTS_H
#define KIEM_SIM_POSTS_H

#include <kiem/post.h>
#include <kiem/swarm.h>

#define POST_NONE UINT32_MAX
#define POSTS_AUTHORS 16

struct sim_post {
	struct kiem_id id;
	int64_t made, until;
	const uint8_t *bytes;
	uint32_t n;
	uint32_t board; /* from 0; above SCENARIO_BOARDS_MAX when it is none of the run's */
	uint32_t measured;
	enum kiem_verdict verdict;
};

/* Open addressing; a power of two of places. */
struct posts_index {
	uint32_t *slots; /* number + 1; 0: free */
	size_t cap;
};

struct posts {
	struct sim_post *list;
	size_t n, cap;
	struct posts_index by_tail, by_prefix;
	uint32_t *order; /* the good ones by (made, id) */
	size_t n_order, cap_order;
	uint64_t verified;
	uint8_t authors[POSTS_AUTHORS][64]; /* secret keys */
	uint64_t bytes;
	bool real_door;
};

void posts_init(struct posts *posts, bool real_door);
void posts_finish(struct posts *posts);
/* A good post of an author, signed. */
uint32_t posts_make(struct posts *posts, uint32_t board, int64_t made, int64_t until, uint64_t what, size_t bytes);
/* The number of these bytes; judged when they are new. */
uint32_t posts_take(struct posts *posts, struct kiem_span bytes);
/* Of the first 8 bytes of an id, big-endian; POST_NONE. */
uint32_t posts_find(const struct posts *posts, uint64_t prefix);
/* How many of posts->order come before (made, id), that place itself not counted. */
size_t posts_place(const struct posts *posts, int64_t made, const struct kiem_id *id);
/* "sim/board-0", … */
const char *posts_board_name(uint32_t board);
uint64_t posts_prefix(const struct kiem_id *id);

/* ---- a node's store: a bitmap ---- */

struct store {
	uint64_t *has;
	uint32_t n_words;
	uint32_t n[4]; /* a board */
};
static inline bool store_has(const struct store *store, uint32_t post)
{
	return post / 64 < store->n_words && (store->has[post / 64] >> (post % 64) & 1) != 0;
}
void store_put(struct store *store, const struct posts *posts, uint32_t post);
void store_remove(struct store *store, const struct posts *posts, uint32_t post);
void store_finish(struct store *store);
/* Rows as a SCAN effect asks for them, of posts whose until is after `now`; returns how many. */
size_t store_scan(const struct store *store, const struct posts *posts, struct swarm_row *rows, bool *end,
        const struct swarm_effect *scan, int64_t now);
/* True when both hold the same posts of a board among those whose until is after `now`. */
bool store_equal(const struct store *a, const struct store *b, const struct posts *posts, uint32_t board, int64_t now);

#endif
