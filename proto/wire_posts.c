/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one message that is filled piece by piece: the driver adds posts until the body is full. Its head, whose length
 * depends on the count, is therefore written last, right in front of the posts.
 *
 *     a2 or a3 | 00 05 | 01 | 80 to 97, 98 xx or 99 xxxx | posts as bstr … | 02, hops as bstr, when they are pushed
 *     ^ finish puts the head here, so that it ends at HEAD_MAX     ^ the posts begin at HEAD_MAX
 *
 * And the board of a post, read from its fixed place, so that the swarm can tell a stray without decoding it.
 */
#include <kiem/wire.h>

#include <assert.h>
#include <string.h>

#define HEAD_MAX 8
#define HOPS_HEAD_MAX 4 /* key 2 and the head of a byte string of WIRE_POSTS_MAX */

static void put_head(struct kiem_cbor_out *w, const struct wire_posts *posts)
{
	kiem_cbor_put_map(w, 2u + posts->pushed);
	kiem_cbor_put_uint(w, 0);
	kiem_cbor_put_uint(w, WIRE_POSTS);
	kiem_cbor_put_uint(w, 1);
	kiem_cbor_put_array(w, posts->n_posts);
}

void wire_posts_begin(struct wire_posts *w, uint8_t *buffer, size_t cap)
{
	assert(cap > HEAD_MAX && cap <= WIRE_BODY_MAX);
	*w = (struct wire_posts){.p = buffer, .n = HEAD_MAX, .cap = cap};
}

/* Leaves `spare` bytes free behind the post. */
static bool add(struct wire_posts *w, const uint8_t *post, size_t n, size_t spare)
{
	struct kiem_cbor_out out;

	assert(n > 0 && n <= KIEM_POST_MAX);
	if (w->n_posts == WIRE_POSTS_MAX || w->n + spare > w->cap) {
		return false;
	}
	kiem_cbor_out_init(&out, w->p + w->n, w->cap - w->n - spare);
	kiem_cbor_put_bytes(&out, post, n);
	if (out.full) {
		return false;
	}
	w->n += out.n;
	w->bytes += n;
	w->n_posts++;
	return true;
}

bool wire_posts_add(struct wire_posts *w, const uint8_t *post, size_t n)
{
	assert(!w->pushed);
	return add(w, post, n, 0);
}

bool wire_posts_push(struct wire_posts *w, const uint8_t *post, size_t n, uint8_t hops)
{
	assert(hops > 0 && w->pushed == (w->n_posts > 0));
	if (!add(w, post, n, HOPS_HEAD_MAX + w->n_posts + 1)) {
		return false;
	}
	w->pushed = true;
	w->hops[w->n_posts - 1] = hops;
	return true;
}

/* The hops behind the posts, the head in front of them. */
struct kiem_span wire_posts_finish(struct wire_posts *w)
{
	uint8_t head[HEAD_MAX];
	struct kiem_cbor_out out, tail;

	kiem_cbor_out_init(&out, head, sizeof(head));
	put_head(&out, w);
	kiem_cbor_out_init(&tail, w->p + w->n, w->cap - w->n);
	if (w->pushed) {
		kiem_cbor_put_uint(&tail, 2);
		kiem_cbor_put_bytes(&tail, w->hops, w->n_posts);
	}
	assert(!out.full && !tail.full);
	memcpy(w->p + HEAD_MAX - out.n, head, out.n);
	return (struct kiem_span){w->p + HEAD_MAX - out.n, w->n - HEAD_MAX + out.n + tail.n};
}

struct kiem_span wire_post_board(struct kiem_span post)
{
	const size_t head = 2 + 40 + 1; /* tag and array, protected header with the author's key, empty unprotected map */
	const struct kiem_span none = {NULL, 0};
	struct kiem_cbor r;

	if (post.n <= head || post.n > KIEM_POST_MAX || post.p[0] != 0xd2 || post.p[1] != 0x84) {
		return none;
	}
	kiem_cbor_init(&r, post.p + head, post.n - head);
	struct kiem_span payload = kiem_cbor_bytes(&r);
	if (r.bad) {
		return none;
	}
	kiem_cbor_init(&r, payload.p, payload.n);
	bool starts = kiem_cbor_map(&r) >= 2 && kiem_cbor_uint(&r) == 1;
	(void)kiem_cbor_uint(&r);
	bool second = kiem_cbor_uint(&r) == 2;
	struct kiem_span board = kiem_cbor_text(&r);
	return starts && second && !r.bad ? board : none;
}
