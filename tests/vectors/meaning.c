/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See meaning.h. */
#include "meaning.h"

#include <kiem/view.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAMES_MAX 16

int meaning_failed;

void failed(const struct scenario *s, const char *format, ...)
{
	va_list args;

	printf("FAILED %s, order %zu: ", json_string_value(json_object_get(s->vector, "name")), s->order);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	printf("\n");
	meaning_failed++;
}

const char *text_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

int64_t time_of(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

const json_t *post_named(const struct scenario *s, const char *name)
{
	return json_object_get(json_object_get(s->vector, "posts"), name);
}

/* The name that the vector has for an id; "?" when it has none. */
static const char *name_of(const struct scenario *s, const struct kiem_id *id)
{
	char hex[65];
	const char *name;
	json_t *post;

	kiem_hex(hex, id->b, sizeof(id->b));
	json_object_foreach(json_object_get(s->vector, "posts"), name, post)
	{
		if (strcmp(text_of(post, "id"), hex) == 0) {
			return name;
		}
	}
	return "?";
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Compares sorted names with a sorted list of the vector. */
static void compare(const struct scenario *s, const char *what, const char **names, size_t n, const json_t *expected)
{
	bool same = n == json_array_size(expected);

	qsort(names, n, sizeof(*names), by_text);
	for (size_t i = 0; same && i < n; i++) {
		same = strcmp(names[i], json_string_value(json_array_get(expected, i))) == 0;
	}
	if (!same) {
		failed(s, "%s:", what);
		for (size_t i = 0; i < n; i++) {
			printf("  here: %s\n", names[i]);
		}
		for (size_t i = 0; i < json_array_size(expected); i++) {
			printf("  expected: %s\n", json_string_value(json_array_get(expected, i)));
		}
	}
}

static void check_kept(const struct scenario *s, int64_t now_ms)
{
	struct kiem_walk walk = {.by = KIEM_BY_ARRIVAL, .now_ms = now_ms};
	const char *names[NAMES_MAX];
	size_t n = 0;

	while (n < NAMES_MAX && kiem_walk_next(s->read, &walk)) {
		struct kiem_kept kept;

		if (kiem_read_post(s->read, &kept, walk.number) != KIEM_DONE) {
			failed(s, "post %llu cannot be read", (unsigned long long)walk.number);
			break;
		}
		names[n++] = name_of(s, &kept.post.id);
	}
	kiem_walk_end(&walk);
	compare(s, "kept", names, n, json_object_get(json_object_get(s->vector, "expect"), "kept"));
}

static void check_members(
        const struct scenario *s, const struct view_versions *versions, const json_t *expected, const char *name, int64_t now_ms)
{
	char keys[NAMES_MAX][65];
	const char *members[NAMES_MAX];
	struct view_joins *joins;
	size_t n = 0;

	if (view_joins_create(&joins, s->read, versions, now_ms) != KIEM_DONE) {
		failed(s, "the joins of %s cannot be read", name);
		return;
	}
	for (size_t i = 0; i < joins->n; i++) {
		bool again = !joins->list[i].in_force;

		kiem_hex(keys[n], joins->list[i].author.b, 32);
		for (size_t j = 0; j < n; j++) {
			again = again || strcmp(keys[j], keys[n]) == 0;
		}
		if (!again) {
			members[n] = keys[n];
			n++;
		}
	}
	compare(s, "members", members, n, json_object_get(expected, "members"));
	view_joins_destroy(joins);
}

static void check_initiative(const struct scenario *s, const char *name, const json_t *expected, int64_t now_ms)
{
	struct kiem_id id;
	uint64_t number;
	struct kiem_kept kept;
	struct view_versions *versions;

	kiem_unhex(id.b, text_of(post_named(s, name), "id"), 64);
	if (kiem_read_find(s->read, &number, &id) != KIEM_DONE || kiem_read_post(s->read, &kept, number) != KIEM_DONE) {
		failed(s, "%s is not here", name);
		return;
	}
	if (kept.until != time_of(expected, "until")) {
		failed(s, "%s is here until %lld, not %lld", name, (long long)kept.until, (long long)time_of(expected, "until"));
	}
	if (view_versions_create(&versions, s->read, number, now_ms) != KIEM_DONE) {
		failed(s, "the versions of %s cannot be read", name);
		return;
	}
	const char *shown = name_of(s, &versions->list[versions->shown].id);

	if (strcmp(shown, text_of(expected, "shown")) != 0) {
		failed(s, "shown of %s is %s, not %s", name, shown, text_of(expected, "shown"));
	}
	check_members(s, versions, expected, name, now_ms);
	view_versions_destroy(versions);
}

void check_state(struct scenario *s)
{
	int64_t now_ms = time_of(s->vector, "now");
	const char *name;
	json_t *expected;

	if (kiem_read_begin(&s->read, s->store) != KIEM_DONE) {
		failed(s, "the store cannot be read");
		return;
	}
	/* As the views see it at now_ms, and as it lies on the disk after expiring: the same. */
	check_kept(s, now_ms);
	check_kept(s, 0);
	json_object_foreach(json_object_get(json_object_get(s->vector, "expect"), "initiatives"), name, expected)
	{
		check_initiative(s, name, expected, now_ms);
	}
	kiem_read_end(s->read);
}
