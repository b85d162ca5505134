/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The fields that are arrays: tags, links, languages, recipients, and the sets of numbers. An array that is there has at least one
 * item, and none twice, so that a list has one way to be empty (the key is absent) and nothing can be said double. The lists
 * are short, and each is compared with those before it; sets of numbers rise instead, which shows it in passing.
 */
#include "post_parts.h"

#include <string.h>

#define LANGUAGE_MAX 35

bool post_read_key(struct kiem_key *key, struct kiem_cbor *r)
{
	struct kiem_span bytes = kiem_cbor_bytes(r);

	if (bytes.n != sizeof(key->b)) {
		return false;
	}
	memcpy(key->b, bytes.p, sizeof(key->b));
	return true;
}

/* How many items the array has; false when it is none, empty, or has more than max. */
static bool enter_array(size_t *n, struct kiem_cbor *r, size_t max)
{
	*n = kiem_cbor_array(r);
	return *n > 0 && *n <= max;
}

static bool same(struct kiem_span a, struct kiem_span b)
{
	return a.n == b.n && memcmp(a.p, b.p, a.n) == 0;
}

static bool among(const struct kiem_span *spans, size_t n, struct kiem_span span)
{
	for (size_t i = 0; i < n; i++) {
		if (same(spans[i], span)) {
			return true;
		}
	}
	return false;
}

enum kiem_verdict post_read_tags(struct kiem_post *post, struct kiem_cbor *r, const struct post_field *field)
{
	size_t n;

	if (!enter_array(&n, r, KIEM_TAGS_MAX)) {
		return KIEM_BAD_TAG;
	}
	for (size_t i = 0; i < n; i++) {
		struct kiem_span tag = kiem_cbor_text(r);

		if (tag.n == 0 || tag.n > KIEM_TAG_MAX || among(post->tags, i, tag)) {
			return KIEM_BAD_TAG;
		}
		post->tags[i] = tag;
	}
	post->n_tags = n;
	return KIEM_OK;
}

/* [relation, id] or [relation, id, board]. */
static bool read_link(struct kiem_link *link, struct kiem_cbor *r)
{
	size_t n = kiem_cbor_array(r);

	if (n != 2 && n != 3) {
		return false;
	}
	link->relation = kiem_cbor_uint(r);
	struct kiem_span id = kiem_cbor_bytes(r);

	if (link->relation == 0 || id.n != sizeof(link->id.b)) {
		return false;
	}
	memcpy(link->id.b, id.p, sizeof(link->id.b));
	if (n == 3) {
		link->board = kiem_cbor_text(r);
		return kiem_board_ok(link->board);
	}
	return true;
}

/* Twice the same relation to the same post is refused whatever boards the two name. */
enum kiem_verdict post_read_links(struct kiem_post *post, struct kiem_cbor *r, const struct post_field *field)
{
	size_t n;

	if (!enter_array(&n, r, KIEM_LINKS_MAX)) {
		return KIEM_BAD_LINK;
	}
	for (size_t i = 0; i < n; i++) {
		struct kiem_link *link = &post->links[i];

		if (!read_link(link, r)) {
			return KIEM_BAD_LINK;
		}
		for (size_t j = 0; j < i; j++) {
			if (post->links[j].relation == link->relation &&
			        memcmp(&post->links[j].id, &link->id, sizeof(link->id)) == 0) {
				return KIEM_BAD_LINK;
			}
		}
	}
	post->n_links = n;
	return KIEM_OK;
}

bool post_language_ok(struct kiem_span tag)
{
	size_t length = 0;
	bool first = true;

	for (size_t i = 0; i < tag.n; i++) {
		uint8_t c = tag.p[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

		if (c == '-' && length > 0) {
			first = false;
			length = 0;
		} else if ((letter || (!first && c >= '0' && c <= '9')) && length < 8) {
			length++;
		} else {
			return false;
		}
	}
	return length > 0 && tag.n <= LANGUAGE_MAX;
}

enum kiem_verdict post_read_languages(struct kiem_post *post, struct kiem_cbor *r, const struct post_field *field)
{
	size_t n;

	if (!enter_array(&n, r, KIEM_LANGUAGES_MAX)) {
		return KIEM_BAD_FIELD;
	}
	for (size_t i = 0; i < n; i++) {
		struct kiem_span tag = kiem_cbor_text(r);

		if (!post_language_ok(tag) || among(post->languages, i, tag)) {
			return KIEM_BAD_FIELD;
		}
		post->languages[i] = tag;
	}
	post->n_languages = n;
	return KIEM_OK;
}

/* Numbers from 1 on in ascending order, as signals and roles are. */
enum kiem_verdict post_read_set(struct kiem_post *post, struct kiem_cbor *r, const struct post_field *field)
{
	uint64_t *numbers = post_member(post, field->member), last = 0;
	size_t n;

	if (!enter_array(&n, r, field->max)) {
		return KIEM_BAD_FIELD;
	}
	for (size_t i = 0; i < n; i++) {
		numbers[i] = kiem_cbor_uint(r);
		if (numbers[i] <= last) {
			return KIEM_BAD_FIELD;
		}
		last = numbers[i];
	}
	*(size_t *)post_member(post, field->flag) = n;
	return KIEM_OK;
}

enum kiem_verdict post_read_recipients(struct kiem_post *post, struct kiem_cbor *r, const struct post_field *field)
{
	size_t n;

	if (!enter_array(&n, r, KIEM_RECIPIENTS_MAX)) {
		return KIEM_BAD_FIELD;
	}
	for (size_t i = 0; i < n; i++) {
		if (!post_read_key(&post->recipients[i], r)) {
			return KIEM_BAD_FIELD;
		}
		for (size_t j = 0; j < i; j++) {
			if (memcmp(&post->recipients[i], &post->recipients[j], sizeof(struct kiem_key)) == 0) {
				return KIEM_BAD_FIELD;
			}
		}
	}
	post->n_recipients = n;
	return KIEM_OK;
}
