/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See sends.h. Order is kept between posts and bodies: a message that says "that was all" must not overtake the posts before it.
 */
#include "sends.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(SWARM_LINKS_MAX <= 64, "a bit a link");

void sends_init(struct sends *sends, struct link_hub *hub, struct kiem_store *store, uint32_t links_max)
{
	assert(links_max <= SWARM_LINKS_MAX);
	memset(sends, 0, sizeof(*sends));
	sends->links_max = links_max;
	sends->hub = hub;
	sends->store = store;
}

void sends_finish(struct sends *sends)
{
	for (uint32_t link = 0; link < SWARM_LINKS_MAX; link++) {
		sends_down(sends, link);
	}
}

uint32_t sends_place(const struct sends *sends, uint32_t number)
{
	for (uint32_t link = 0; link < sends->links_max; link++) {
		if (sends->links[link].number == number) {
			return link;
		}
	}
	return SWARM_NO_LINK;
}

uint32_t sends_up(struct sends *sends, uint32_t number)
{
	assert(number != 0);
	for (uint32_t link = 0; link < sends->links_max; link++) {
		if (sends->links[link].number == 0) {
			sends->links[link].number = number;
			return link;
		}
	}
	return SWARM_NO_LINK;
}

static struct sends_item *front(struct sends_link *l, size_t i)
{
	return &l->items[(l->head + i) & (l->cap - 1)];
}

static bool grow(struct sends_link *l)
{
	size_t cap = l->cap == 0 ? 64 : 2 * l->cap;
	struct sends_item *items = cap > SENDS_ITEMS_MAX ? NULL : malloc(cap * sizeof(*items));

	if (items == NULL) {
		return false;
	}
	for (size_t i = 0; i < l->n; i++) {
		items[i] = *front(l, i);
	}
	free(l->items);
	l->items = items;
	l->cap = cap;
	l->head = 0;
	return true;
}

static bool push(struct sends *sends, uint32_t link, struct sends_item item)
{
	struct sends_link *l = &sends->links[link];

	if (l->n == l->cap && !grow(l)) {
		return false;
	}
	*front(l, l->n) = item;
	l->n++;
	l->bytes += item.n;
	sends->waiting |= 1ULL << link;
	return true;
}

/* Takes k items from the front. */
static void pop(struct sends *sends, uint32_t link, size_t k)
{
	struct sends_link *l = &sends->links[link];

	assert(k <= l->n);
	for (size_t i = 0; i < k; i++) {
		free(front(l, i)->body);
		l->bytes -= front(l, i)->n;
	}
	l->head += k;
	l->n -= k;
	if (l->n == 0) {
		sends->waiting &= ~(1ULL << link);
	}
	if (l->n == 0 && l->cap > 1024) {
		free(l->items);
		l->items = NULL;
		l->cap = l->head = 0;
	}
}

bool sends_body(struct sends *sends, uint32_t link, struct kiem_span body)
{
	assert(link < SWARM_LINKS_MAX && body.n > 0 && body.n <= WIRE_BODY_MAX);
	struct sends_link *l = &sends->links[link];

	if (l->n == 0 && !l->full) {
		enum kiem_err e = link_hub_send(sends->hub, l->number, body.p, body.n);

		if (e != KIEM_E_AGAIN) {
			return true; /* sent, or the link is gone and its DOWN is on its way */
		}
		l->full = true;
	}
	if (l->bytes + body.n > SENDS_BYTES_MAX) {
		return false;
	}
	struct sends_item item = {.body = malloc(body.n), .n = body.n};
	if (item.body == NULL) {
		return false;
	}
	memcpy(item.body, body.p, body.n);
	if (!push(sends, link, item)) {
		free(item.body);
		return false;
	}
	return true;
}

bool sends_post(struct sends *sends, uint32_t link, uint64_t number, uint8_t hops)
{
	assert(link < SWARM_LINKS_MAX);
	return push(sends, link, (struct sends_item){.number = number, .hops = hops});
}

static bool add(struct wire_posts *w, struct kiem_span bytes, uint8_t hops)
{
	return hops == 0 ? wire_posts_add(w, bytes.p, bytes.n) : wire_posts_push(w, bytes.p, bytes.n, hops);
}

/*
 * Puts the posts that wait first into one body, of those that are pushed or of those that were asked for; *k is how many items that
 * took, those that are gone from the store included.
 */
static struct kiem_span pack(struct sends *sends, struct wire_posts *w, size_t *k, struct sends_link *l, struct kiem_read *read)
{
	wire_posts_begin(w, sends->buffer, sizeof(sends->buffer));
	for (*k = 0; *k < l->n && w->n_posts < WIRE_POSTS_MAX; (*k)++) {
		const struct sends_item *item = front(l, *k);
		struct kiem_span bytes;

		if (item->body != NULL || (item->hops != 0) != (front(l, 0)->hops != 0)) {
			break;
		}
		/* What a damaged file has under the number may be no post at all: then it is gone too. */
		bool there = kiem_read_bytes(read, &bytes, item->number) == KIEM_DONE && bytes.n <= KIEM_POST_MAX;
		if (there && !add(w, bytes, item->hops)) {
			break;
		}
	}
	return w->n_posts > 0 ? wire_posts_finish(w) : (struct kiem_span){NULL, 0};
}

/* Sends what waits first: a body, or a bodyful of posts. False when the link takes no more now. */
static bool send_front(struct sends *sends, uint32_t link, struct kiem_read *read)
{
	struct sends_link *l = &sends->links[link];
	const struct sends_item *item = front(l, 0);
	struct wire_posts w = {.n_posts = 0};
	struct kiem_span body = {item->body, item->n};
	size_t k = 1;

	if (item->body == NULL) {
		body = pack(sends, &w, &k, l, read);
	}
	if (body.n > 0 && link_hub_send(sends->hub, l->number, body.p, body.n) == KIEM_E_AGAIN) {
		l->full = true;
		return false;
	}
	if (item->body == NULL) {
		l->left_posts += k;
		l->left_bytes += w.bytes;
		sends->left |= 1ULL << link;
	}
	pop(sends, link, k);
	return true;
}

bool sends_flush(struct sends *sends)
{
	struct kiem_read *read = NULL;
	bool more = false;

	for (uint64_t links = sends->waiting; links != 0; links &= links - 1) {
		uint32_t link = (uint32_t)__builtin_ctzll(links);
		struct sends_link *l = &sends->links[link];

		if (l->full || (read == NULL && kiem_read_begin(&read, sends->store) != KIEM_DONE)) {
			continue;
		}
		for (int bodies = 0; l->n > 0 && bodies < SENDS_BODIES_MAX; bodies++) {
			if (!send_front(sends, link, read)) {
				break;
			}
		}
		more = more || (l->n > 0 && !l->full);
	}
	kiem_read_end(read);
	return more;
}

void sends_drained(struct sends *sends, uint32_t link)
{
	assert(link < SWARM_LINKS_MAX);
	sends->links[link].full = false;
}

void sends_clear(struct sends *sends, uint32_t link)
{
	assert(link < SWARM_LINKS_MAX);
	struct sends_link *l = &sends->links[link];

	pop(sends, link, l->n);
	free(l->items);
	*l = (struct sends_link){.number = l->number};
	sends->left &= ~(1ULL << link);
}

void sends_down(struct sends *sends, uint32_t link)
{
	sends_clear(sends, link);
	sends->links[link].number = 0;
}

bool sends_left_on(struct sends *sends, uint32_t link, uint64_t *posts, uint64_t *bytes)
{
	assert(link < SWARM_LINKS_MAX);
	struct sends_link *l = &sends->links[link];
	bool any = (sends->left >> link & 1) != 0;

	*posts = l->left_posts;
	*bytes = l->left_bytes;
	l->left_posts = l->left_bytes = 0;
	sends->left &= ~(1ULL << link);
	return any;
}

bool sends_left(struct sends *sends, uint32_t *link, uint64_t *posts, uint64_t *bytes)
{
	if (sends->left == 0) {
		return false;
	}
	*link = (uint32_t)__builtin_ctzll(sends->left);
	return sends_left_on(sends, *link, posts, bytes);
}
