/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the checks of the published vectors share: a file's vectors one by one, their bytes, and values as JSON shows them. */
#include "vectors.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int n_failed, n_checked;

void vectors_failed(const json_t *vector, const char *format, ...)
{
	va_list args;

	printf("FAILED %s: ", json_string_value(json_object_get(vector, "name")));
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	printf("\n");
	n_failed++;
}

const char *vectors_text(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

size_t vectors_bytes(const json_t *vector, const char *key, uint8_t *out)
{
	const char *hex = vectors_text(vector, key);
	size_t n = hex == NULL ? SIZE_MAX : strlen(hex);

	if (n > 2 * VECTORS_BYTES_MAX || n % 2 != 0 || !kiem_unhex(out, hex, n)) {
		vectors_failed(vector, "its bytes cannot be read");
		return 0;
	}
	return n / 2;
}

bool vectors_same_hex(const char *hex, const uint8_t *bytes, size_t n)
{
	static char text[2 * VECTORS_BYTES_MAX + 1];

	kiem_hex(text, bytes, n);
	return hex != NULL && strcmp(text, hex) == 0;
}

static bool same(struct kiem_cbor *r, const json_t *value);

bool vectors_same_pairs(struct kiem_cbor *r, const json_t *pairs)
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
			return vectors_same_pairs(r, json_object_get(value, "map"));
		}
		span = kiem_cbor_bytes(r);
		return !r->bad && vectors_same_hex(vectors_text(value, "bytes"), span.p, span.n);
	}
}

void vectors_check(const char *directory, const char *name, void (*check)(const json_t *vector))
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

int vectors_end(void)
{
	printf("%d vectors, %d failures\n", n_checked, n_failed);
	return n_failed == 0 ? 0 : 1;
}
