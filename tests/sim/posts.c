/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every post of a run, once. See posts.h. */
#include "posts.h"

#include <assert.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario.h"

const char *posts_board_name(uint32_t board)
{
	static const char *const names[SCENARIO_BOARDS_MAX] = {"sim/board-0", "sim/board-1", "sim/board-2", "sim/board-3"};

	assert(board < SCENARIO_BOARDS_MAX);
	return names[board];
}

uint64_t posts_prefix(const struct kiem_id *id)
{
	uint64_t v = 0;

	for (size_t i = 0; i < 8; i++) {
		v = v << 8 | id->b[i];
	}
	return v;
}

/* The last bytes of a post are of its signature: as good as a hash, and compared in full after. */
static uint64_t tail_of(const uint8_t *bytes, size_t n)
{
	uint64_t v = n;

	for (size_t i = 0; i < 8 && i < n; i++) {
		v = v << 8 | bytes[n - 1 - i];
	}
	return chance_mix(v);
}

/* ---- the two indexes ---- */

static void index_put(struct posts_index *index, uint64_t hash, uint32_t number)
{
	size_t at = hash & (index->cap - 1);

	while (index->slots[at] != 0) {
		at = (at + 1) & (index->cap - 1);
	}
	index->slots[at] = number + 1;
}

static void index_reset(struct posts_index *index, size_t cap)
{
	free(index->slots);
	index->cap = cap;
	index->slots = calloc(cap, sizeof(index->slots[0]));
	assert(index->slots != NULL);
}

static void reindex(struct posts *posts)
{
	size_t cap = posts->cap * 2;

	index_reset(&posts->by_tail, cap);
	index_reset(&posts->by_prefix, cap);
	for (uint32_t i = 0; i < posts->n; i++) {
		const struct sim_post *p = &posts->list[i];

		index_put(&posts->by_tail, tail_of(p->bytes, p->n), i);
		index_put(&posts->by_prefix, chance_mix(posts_prefix(&p->id)), i);
	}
}

static uint32_t find_bytes(const struct posts *posts, struct kiem_span bytes, uint64_t hash)
{
	const struct posts_index *index = &posts->by_tail;

	for (size_t at = hash & (index->cap - 1); index->slots[at] != 0; at = (at + 1) & (index->cap - 1)) {
		const struct sim_post *p = &posts->list[index->slots[at] - 1];

		if (p->n == bytes.n && memcmp(p->bytes, bytes.p, bytes.n) == 0) {
			return index->slots[at] - 1;
		}
	}
	return POST_NONE;
}

uint32_t posts_find(const struct posts *posts, uint64_t prefix)
{
	const struct posts_index *index = &posts->by_prefix;

	for (size_t at = chance_mix(prefix) & (index->cap - 1); index->slots[at] != 0; at = (at + 1) & (index->cap - 1)) {
		const struct sim_post *p = &posts->list[index->slots[at] - 1];

		if (p->verdict == KIEM_OK && posts_prefix(&p->id) == prefix) {
			return index->slots[at] - 1;
		}
	}
	return POST_NONE;
}

/* ---- the order ---- */

static int compare(const struct sim_post *p, int64_t made, const struct kiem_id *id)
{
	return p->made != made ? (p->made < made ? -1 : 1) : memcmp(p->id.b, id->b, sizeof(id->b));
}

size_t posts_place(const struct posts *posts, int64_t made, const struct kiem_id *id)
{
	size_t low = 0, high = posts->n_order;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (compare(&posts->list[posts->order[middle]], made, id) < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

static void put_in_order(struct posts *posts, uint32_t number)
{
	const struct sim_post *p = &posts->list[number];
	size_t at = posts_place(posts, p->made, &p->id);

	if (posts->n_order == posts->cap_order) {
		posts->cap_order = posts->cap_order == 0 ? 256 : posts->cap_order * 2;
		posts->order = realloc(posts->order, posts->cap_order * sizeof(posts->order[0]));
		assert(posts->order != NULL);
	}
	memmove(&posts->order[at + 1], &posts->order[at], (posts->n_order - at) * sizeof(posts->order[0]));
	posts->order[at] = number;
	posts->n_order++;
}

/* ---- making and judging ---- */

static enum kiem_verdict judge(struct sim_post *p, struct kiem_span bytes)
{
	struct kiem_post post;
	enum kiem_verdict verdict = kiem_post_decode(&post, bytes.p, bytes.n);

	p->board = SCENARIO_BOARDS_MAX;
	if (verdict != KIEM_OK) {
		kiem_id_of(&p->id, bytes.p, bytes.n);
		return verdict;
	}
	p->id = post.id;
	p->made = post.made;
	p->until = post.until;
	for (uint32_t board = 0; board < SCENARIO_BOARDS_MAX; board++) {
		const char *name = posts_board_name(board);

		if (post.board.n == strlen(name) && memcmp(post.board.p, name, post.board.n) == 0) {
			p->board = board;
		}
	}
	return kiem_post_verify(&post);
}

uint32_t posts_take(struct posts *posts, struct kiem_span bytes)
{
	uint64_t hash = tail_of(bytes.p, bytes.n);
	uint32_t number = find_bytes(posts, bytes, hash);
	struct sim_post p = {.n = (uint32_t)bytes.n, .measured = POST_NONE};

	if (number != POST_NONE && !posts->real_door) {
		return number;
	}
	p.verdict = judge(&p, bytes);
	posts->verified++;
	if (number != POST_NONE) {
		assert(p.verdict == posts->list[number].verdict);
		return number;
	}
	if (posts->n == posts->cap) {
		posts->cap = posts->cap == 0 ? 256 : posts->cap * 2;
		posts->list = realloc(posts->list, posts->cap * sizeof(posts->list[0]));
		assert(posts->list != NULL);
		reindex(posts);
	}
	uint8_t *copy = malloc(bytes.n);
	assert(copy != NULL);
	p.bytes = memcpy(copy, bytes.p, bytes.n);
	posts->bytes += bytes.n;
	number = (uint32_t)posts->n++;
	posts->list[number] = p;
	index_put(&posts->by_tail, hash, number);
	index_put(&posts->by_prefix, chance_mix(posts_prefix(&p.id)), number);
	if (p.verdict == KIEM_OK && p.board < SCENARIO_BOARDS_MAX) {
		put_in_order(posts, number);
	}
	return number;
}

uint32_t posts_make(struct posts *posts, uint32_t board, int64_t made, int64_t until, uint64_t what, size_t bytes)
{
	static char text[KIEM_POST_MAX];
	uint8_t out[KIEM_POST_MAX];
	struct kiem_post post = {.kind = KIEM_NOTE, .made = made, .until = until};
	const char *name = posts_board_name(board);
	size_t n = bytes > 190 ? bytes - 160 : 24;

	n = n > KIEM_POST_MAX / 2 ? KIEM_POST_MAX / 2 : n;
	memset(text, 'a', sizeof(text));
	snprintf(text, sizeof(text), "%020" PRIu64, what);
	text[20] = ' ';
	post.board = (struct kiem_span){(const uint8_t *)name, strlen(name)};
	post.text = (struct kiem_span){(const uint8_t *)text, n};
	/* A note is about a post; which one is of no matter here. */
	post.n_links = 1;
	post.links[0].relation = KIEM_ABOUT;
	memcpy(post.links[0].id.b, &what, sizeof(what));
	n = 0;
	enum kiem_verdict verdict = kiem_post_make(out, &n, sizeof(out), &post, posts->authors[what % POSTS_AUTHORS]);
	assert(verdict == KIEM_OK);
	return posts_take(posts, (struct kiem_span){out, n});
}

void posts_init(struct posts *posts, bool real_door)
{
	uint8_t seed[32] = {0}, key[32];

	*posts = (struct posts){.real_door = real_door};
	for (uint8_t i = 0; i < POSTS_AUTHORS; i++) {
		seed[0] = i;
		seed[1] = 1;
		crypto_sign_seed_keypair(key, posts->authors[i], seed);
	}
	posts->cap = 256;
	posts->list = malloc(posts->cap * sizeof(posts->list[0]));
	assert(posts->list != NULL);
	reindex(posts);
}

void posts_finish(struct posts *posts)
{
	for (size_t i = 0; i < posts->n; i++) {
		free((void *)(uintptr_t)posts->list[i].bytes);
	}
	free(posts->list);
	free(posts->order);
	free(posts->by_tail.slots);
	free(posts->by_prefix.slots);
	*posts = (struct posts){.n = 0};
}
