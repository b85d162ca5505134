/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The published vectors (proto/vectors) against our own code: each post's verdict, id and fields, and each CBOR item's verdict.
 *
 *     check_vectors DIRECTORY
 *
 * Says which vectors fail and exits with 1 when any does.
 */
#include "vectors.h"

#include <kiem/post.h>

#include <sodium.h>
#include <stdio.h>
#include <string.h>

/* The value of a payload key as the vector shows it, NULL when it is not there. */
static const json_t *field(const json_t *vector, json_int_t key)
{
	const json_t *fields = json_object_get(vector, "fields");

	for (size_t i = 0; i < json_array_size(fields); i++) {
		const json_t *pair = json_array_get(fields, i);

		if (json_integer_value(json_array_get(pair, 0)) == key) {
			return json_array_get(pair, 1);
		}
	}
	return NULL;
}

static bool same_text(const json_t *value, struct kiem_span text)
{
	return json_string_length(value) == text.n && (text.n == 0 || memcmp(json_string_value(value), text.p, text.n) == 0);
}

/* What decoding put into the struct, by the members that stand for their kind of reader. */
static void check_decoded(const json_t *vector, const struct kiem_post *post)
{
	size_t n_unknown = 0;
	const json_t *fields = json_object_get(vector, "fields");

	for (size_t i = 0; i < json_array_size(fields); i++) {
		json_int_t key = json_integer_value(json_array_get(json_array_get(fields, i), 0));

		n_unknown += key < 1 || key > 29;
	}
	bool ok = (json_int_t)post->kind == json_integer_value(field(vector, 1)) && same_text(field(vector, 2), post->board) &&
	          post->made == json_integer_value(field(vector, 3)) && post->until == json_integer_value(field(vector, 4)) &&
	          same_text(field(vector, 5), post->title) && same_text(field(vector, 6), post->text) &&
	          post->n_tags == json_array_size(field(vector, 7)) && post->n_links == json_array_size(field(vector, 8)) &&
	          same_text(field(vector, 9), post->language) && post->has_quantity == (field(vector, 11) != NULL) &&
	          post->quantity_milli == json_integer_value(field(vector, 11)) && post->has_from == (field(vector, 13) != NULL) &&
	          post->from == json_integer_value(field(vector, 13)) && post->n_signals == json_array_size(field(vector, 17)) &&
	          same_text(field(vector, 20), post->name) && post->unnamed == json_is_true(field(vector, 23)) &&
	          post->has_whom == (field(vector, 25) != NULL) && post->n_recipients == json_array_size(field(vector, 28)) &&
	          post->n_unknown == n_unknown;

	if (!ok) {
		vectors_failed(vector, "a field is not decoded as the vector shows it");
	}
	for (size_t i = 0; ok && i < post->n_links; i++) {
		const json_t *link = json_array_get(field(vector, 8), i);

		if ((json_int_t)post->links[i].relation != json_integer_value(json_array_get(link, 0)) ||
		        !vectors_same_hex(vectors_text(json_array_get(link, 1), "bytes"), post->links[i].id.b, 32) ||
		        !same_text(json_array_get(link, 2), post->links[i].board)) {
			vectors_failed(vector, "link %zu is not decoded as the vector shows it", i);
		}
	}
}

static void check_post(const json_t *vector)
{
	static uint8_t bytes[VECTORS_BYTES_MAX];
	size_t n = vectors_bytes(vector, "hex", bytes);
	const char *expected = vectors_text(vector, "verdict");
	struct kiem_post post;
	struct kiem_id id;
	enum kiem_verdict verdict = kiem_post_decode(&post, bytes, n);

	if (verdict == KIEM_OK) {
		verdict = kiem_post_verify(&post);
	}
	if (strcmp(kiem_verdict_name(verdict), expected) != 0) {
		vectors_failed(vector, "%s, and the vector says %s", kiem_verdict_name(verdict), expected);
		return;
	}
	kiem_id_of(&id, bytes, n);
	if (!vectors_same_hex(vectors_text(vector, "id"), id.b, sizeof(id.b))) {
		vectors_failed(vector, "the id is another");
	}
	if (verdict == KIEM_OK) {
		struct kiem_cbor r;

		kiem_cbor_init(&r, post.payload.p, post.payload.n);
		if (!vectors_same_pairs(&r, json_object_get(vector, "fields")) || r.bad || r.p != r.end) {
			vectors_failed(vector, "the payload reads otherwise");
		}
		if (memcmp(&id, &post.id, sizeof(id)) != 0 ||
		        !vectors_same_hex(vectors_text(vector, "author"), post.author.b, 32) || kiem_post_length(bytes, n) != n) {
			vectors_failed(vector, "the id, the author or the length is decoded otherwise");
		}
		check_decoded(vector, &post);
	}
}

static void check_item(const json_t *vector)
{
	static uint8_t bytes[VECTORS_BYTES_MAX];
	size_t n = vectors_bytes(vector, "hex", bytes);
	enum kiem_verdict verdict = kiem_cbor_check(bytes, n, KIEM_DEPTH_MAX, KIEM_ITEMS_MAX);

	if (strcmp(kiem_verdict_name(verdict), vectors_text(vector, "verdict")) != 0) {
		vectors_failed(vector, "%s", kiem_verdict_name(verdict));
	}
}

int main(int argc, char **argv)
{
	if (argc != 2 || sodium_init() < 0) {
		fprintf(stderr, "check_vectors DIRECTORY\n");
		return 2;
	}
	vectors_check(argv[1], "posts.json", check_post);
	vectors_check(argv[1], "signatures.json", check_post);
	vectors_check(argv[1], "cbor.json", check_item);
	return vectors_end();
}
