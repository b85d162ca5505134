/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The published vectors (proto/vectors) against our own code: each post's verdict, id and fields, and each CBOR item's verdict.
 *
 *     check_vectors DIRECTORY
 *
 * Says which vectors fail and exits with 1 when any does.
 */
#include <kiem/cbor.h>
#include <kiem/post.h>

#include <jansson.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BYTES_MAX (2 * KIEM_POST_MAX + 1024)

static int n_failed, n_checked;

__attribute__((format(printf, 2, 3))) static void failed(const json_t *vector, const char *format, ...)
{
	va_list args;

	printf("FAILED %s: ", json_string_value(json_object_get(vector, "name")));
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	printf("\n");
	n_failed++;
}

static const char *text_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/* The vector's bytes into out[BYTES_MAX]. */
static size_t bytes_of(const json_t *vector, uint8_t *out)
{
	const char *hex = text_of(vector, "hex");
	size_t n = hex == NULL ? SIZE_MAX : strlen(hex);

	if (n > 2 * BYTES_MAX || n % 2 != 0 || !kiem_unhex(out, hex, n)) {
		failed(vector, "its bytes cannot be read");
		return 0;
	}
	return n / 2;
}

static bool same_hex(const char *hex, const uint8_t *bytes, size_t n)
{
	char text[2 * BYTES_MAX + 1];

	kiem_hex(text, bytes, n);
	return hex != NULL && strcmp(text, hex) == 0;
}

static bool same(struct kiem_cbor *r, const json_t *value);

static bool same_pairs(struct kiem_cbor *r, const json_t *pairs)
{
	size_t n = json_array_size(pairs);

	if (kiem_cbor_map(r) != n) {
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		const json_t *pair = json_array_get(pairs, i);

		if (!same(r, json_array_get(pair, 0)) || !same(r, json_array_get(pair, 1))) {
			return false;
		}
	}
	return true;
}

/* Whether the next item is the value that the vector shows: bytes are {"bytes": hex}, maps {"map": [[key, value], …]}. */
static bool same(struct kiem_cbor *r, const json_t *value)
{
	struct kiem_span span;

	switch (json_typeof(value)) {
	case JSON_INTEGER:
		return kiem_cbor_int(r) == json_integer_value(value) && !r->bad;
	case JSON_TRUE:
	case JSON_FALSE:
		return kiem_cbor_bool(r) == json_is_true(value) && !r->bad;
	case JSON_STRING:
		span = kiem_cbor_text(r);
		return !r->bad && span.n == json_string_length(value) && memcmp(span.p, json_string_value(value), span.n) == 0;
	case JSON_ARRAY:
		if (kiem_cbor_array(r) != json_array_size(value)) {
			return false;
		}
		for (size_t i = 0; i < json_array_size(value); i++) {
			if (!same(r, json_array_get(value, i))) {
				return false;
			}
		}
		return !r->bad;
	default:
		if (json_object_get(value, "map") != NULL) {
			return same_pairs(r, json_object_get(value, "map"));
		}
		span = kiem_cbor_bytes(r);
		return !r->bad && same_hex(text_of(value, "bytes"), span.p, span.n);
	}
}

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
		failed(vector, "a field is not decoded as the vector shows it");
	}
	for (size_t i = 0; ok && i < post->n_links; i++) {
		const json_t *link = json_array_get(field(vector, 8), i);

		if ((json_int_t)post->links[i].relation != json_integer_value(json_array_get(link, 0)) ||
		        !same_hex(text_of(json_array_get(link, 1), "bytes"), post->links[i].id.b, 32) ||
		        !same_text(json_array_get(link, 2), post->links[i].board)) {
			failed(vector, "link %zu is not decoded as the vector shows it", i);
		}
	}
}

static void check_post(const json_t *vector)
{
	static uint8_t bytes[BYTES_MAX];
	size_t n = bytes_of(vector, bytes);
	const char *expected = text_of(vector, "verdict");
	struct kiem_post post;
	struct kiem_id id;
	enum kiem_verdict verdict = kiem_post_decode(&post, bytes, n);

	if (verdict == KIEM_OK) {
		verdict = kiem_post_verify(&post);
	}
	if (strcmp(kiem_verdict_name(verdict), expected) != 0) {
		failed(vector, "%s, and the vector says %s", kiem_verdict_name(verdict), expected);
		return;
	}
	kiem_id_of(&id, bytes, n);
	if (!same_hex(text_of(vector, "id"), id.b, sizeof(id.b))) {
		failed(vector, "the id is another");
	}
	if (verdict == KIEM_OK) {
		struct kiem_cbor r;

		kiem_cbor_init(&r, post.payload.p, post.payload.n);
		if (!same_pairs(&r, json_object_get(vector, "fields")) || r.bad || r.p != r.end) {
			failed(vector, "the payload reads otherwise");
		}
		if (memcmp(&id, &post.id, sizeof(id)) != 0 || !same_hex(text_of(vector, "author"), post.author.b, 32) ||
		        kiem_post_length(bytes, n) != n) {
			failed(vector, "the id, the author or the length is decoded otherwise");
		}
		check_decoded(vector, &post);
	}
}

static void check_item(const json_t *vector)
{
	static uint8_t bytes[BYTES_MAX];
	size_t n = bytes_of(vector, bytes);
	enum kiem_verdict verdict = kiem_cbor_check(bytes, n, KIEM_DEPTH_MAX, KIEM_ITEMS_MAX);

	if (strcmp(kiem_verdict_name(verdict), text_of(vector, "verdict")) != 0) {
		failed(vector, "%s", kiem_verdict_name(verdict));
	}
}

static void check_file(const char *directory, const char *name, void (*check)(const json_t *vector))
{
	char path[4096];
	json_error_t error;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	json_t *root = json_load_file(path, JSON_ALLOW_NUL, &error);
	const json_t *vectors = json_object_get(root, "vectors");

	if (json_array_size(vectors) == 0) {
		printf("FAILED %s: %s\n", path, root == NULL ? error.text : "no vectors");
		n_failed++;
	}
	for (size_t i = 0; i < json_array_size(vectors); i++) {
		check(json_array_get(vectors, i));
		n_checked++;
	}
	json_decref(root);
}

int main(int argc, char **argv)
{
	if (argc != 2 || sodium_init() < 0) {
		fprintf(stderr, "check_vectors DIRECTORY\n");
		return 2;
	}
	check_file(argv[1], "posts.json", check_post);
	check_file(argv[1], "signatures.json", check_post);
	check_file(argv[1], "cbor.json", check_item);
	printf("%d vectors, %d failures\n", n_checked, n_failed);
	return n_failed == 0 ? 0 : 1;
}
