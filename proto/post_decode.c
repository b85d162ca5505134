/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading a post, cheapest refusal first: its size, the envelope, the canonical form of the whole payload in one walk, the fields
 * one by one, the times, what its kind requires; the id last, since hashing costs more than all the rest. The signature is
 * somebody else's call (kiem_post_verify): it costs forty times as much, and a post that is known already needs none.
 *
 * What always holds: every span in the post points into the bytes that were given, and nothing is written outside *post.
 */
#include "post_parts.h"

#include <kiem/cbor.h>

#include <string.h>

static bool times_ok(const struct kiem_post *post)
{
	if (post->until <= post->made || post->until - post->made > KIEM_LIFE_MAX_MS) {
		return false;
	}
	return !post->has_from || !post->has_to || post->from <= post->to;
}

enum kiem_verdict kiem_post_decode(struct kiem_post *post, const uint8_t *bytes, size_t n)
{
	struct post_envelope envelope;
	size_t size;

	if (n > KIEM_POST_MAX) {
		return KIEM_TOO_BIG;
	}
	enum kiem_verdict verdict = post_envelope_read(&envelope, &size, bytes, n);

	if (verdict == KIEM_OK && size < n) {
		verdict = KIEM_TRAILING;
	}
	if (verdict == KIEM_OK) {
		verdict = kiem_cbor_check(envelope.payload.p, envelope.payload.n, KIEM_DEPTH_MAX, KIEM_ITEMS_MAX);
	}
	if (verdict != KIEM_OK) {
		return verdict;
	}
	memset(post, 0, sizeof(*post));
	post->bytes = (struct kiem_span){bytes, n};
	post->payload = envelope.payload;
	memcpy(post->author.b, envelope.author, sizeof(post->author.b));
	verdict = post_fields_read(post);
	if (verdict == KIEM_OK && !times_ok(post)) {
		verdict = KIEM_BAD_TIME;
	}
	if (verdict == KIEM_OK) {
		verdict = post_kind_check(post);
	}
	if (verdict == KIEM_OK) {
		kiem_id_of(&post->id, bytes, n);
	}
	return verdict;
}
