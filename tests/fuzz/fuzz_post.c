/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Decoding on any bytes, once as a whole post and once as the payload of one, since no search finds its way through an
 * envelope. What is accepted lies within its bytes, has the limits that the header promises, and can be made again: a
 * post by another author with the same fields, which reads as the same.
 */
#include <kiem/post.h>

#include <assert.h>
#include <sodium.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void assert_inside(const struct kiem_post *post, struct kiem_span span)
{
	assert(span.n == 0 || (span.p >= post->payload.p && span.p + span.n <= post->payload.p + post->payload.n));
}

static void assert_limits(const struct kiem_post *post)
{
	assert(post->kind > 0 && kiem_board_ok(post->board));
	assert(post->made >= 0 && post->until > post->made && post->until - post->made <= KIEM_LIFE_MAX_MS);
	assert(post->n_tags <= KIEM_TAGS_MAX && post->n_links <= KIEM_LINKS_MAX && post->n_signals <= KIEM_SIGNALS_MAX);
	assert(post->n_roles <= KIEM_ROLES_MAX && post->n_languages <= KIEM_LANGUAGES_MAX);
	assert(post->n_recipients <= KIEM_RECIPIENTS_MAX && post->title.n <= KIEM_TITLE_MAX);
	assert(post->lat_udeg >= -90000000 && post->lat_udeg <= 90000000);
	assert(post->lon_udeg >= -180000000 && post->lon_udeg <= 180000000);
	assert_inside(post, post->title);
	assert_inside(post, post->text);
	assert_inside(post, post->place);
	assert_inside(post, post->box);
	for (size_t i = 0; i < post->n_tags; i++) {
		assert_inside(post, post->tags[i]);
	}
	for (size_t i = 0; i < post->n_links; i++) {
		assert_inside(post, post->links[i].board);
		assert(post->links[i].relation > 0);
	}
}

/* Makes it again under a fixed key. What is not known, and boards that need not be named, are left out; the rest is the same. */
static void make_again(const struct kiem_post *post)
{
	static uint8_t secret[64], out[KIEM_POST_MAX];
	struct kiem_key key;
	struct kiem_post again;
	size_t n;

	if (secret[0] == 0 && secret[32] == 0) {
		crypto_sign_seed_keypair(key.b, secret, (const uint8_t[32]){1});
	}
	assert(kiem_post_make(out, &n, sizeof(out), post, secret) == KIEM_OK);
	assert(kiem_post_decode(&again, out, n) == KIEM_OK && kiem_post_verify(&again) == KIEM_OK);
	assert(again.payload.n <= post->payload.n);
	if (again.payload.n == post->payload.n) {
		assert(memcmp(again.payload.p, post->payload.p, post->payload.n) == 0);
	}
	assert(again.kind == post->kind && again.made == post->made && again.until == post->until);
	assert(again.n_links == post->n_links && again.n_tags == post->n_tags && again.has_point == post->has_point);
}

static void decode(const uint8_t *bytes, size_t n)
{
	struct kiem_post post;
	enum kiem_verdict verdict = kiem_post_decode(&post, bytes, n);
	size_t length = kiem_post_length(bytes, n);

	assert(verdict == KIEM_OK || (verdict >= KIEM_TOO_BIG && verdict < KIEM_BAD_SIGNATURE));
	assert(length <= n);
	if (verdict == KIEM_OK) {
		assert(length == n && post.bytes.p == bytes && post.bytes.n == n);
		assert_limits(&post);
		kiem_post_verify(&post);
		make_again(&post);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const uint8_t head[] = {0xd2, 0x84, 0x58, 0x26, 0xa2, 0x01, 0x32, 0x04, 0x58, 0x20};
	static uint8_t post[KIEM_POST_MAX + 256];
	size_t at = sizeof(head) + 32;

	decode(data, n);
	if (n > KIEM_PAYLOAD_MAX) {
		return 0;
	}
	memcpy(post, head, sizeof(head));
	post[at++] = 0xa0;
	if (n >= 24) {
		post[at++] = n < 256 ? 0x58 : 0x59;
	}
	if (n >= 256) {
		post[at++] = (uint8_t)(n >> 8);
	}
	post[at++] = n < 24 ? (uint8_t)(0x40 | n) : (uint8_t)n;
	memcpy(post + at, data, n);
	at += n;
	memcpy(post + at, (const uint8_t[]){0x58, 0x40}, 2);
	decode(post, at + 2 + 64);
	return 0;
}
