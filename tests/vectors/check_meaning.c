/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The vectors of meaning (proto/vectors/meaning.json) against our own store and views: in each order the posts go through the
 * door one at a time, and the state afterwards must be the one that the vector tells. Where they all arrive at the same time they
 * go through it in one batch as well, which must lead to the same.
 *
 *     check_meaning DIRECTORY
 */
#include <kiem/store.h>
#include <kiem/view.h>

#include <jansson.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

#define NAMES_MAX 16
#define STEPS_MAX 16

struct scenario {
	const json_t *vector;
	size_t order;
	struct kiem_store *store;
	struct kiem_read *read;
};

static int n_failed, n_checked;

__attribute__((format(printf, 2, 3))) static void failed(const struct scenario *s, const char *format, ...)
{
	va_list args;

	printf("FAILED %s, order %zu: ", json_string_value(json_object_get(s->vector, "name")), s->order);
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

static int64_t time_of(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

static const json_t *post_named(const struct scenario *s, const char *name)
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

/* What a node does within the hour, done at once. */
static void expire(const struct scenario *s, int64_t now_ms)
{
	size_t n_erased = 1;

	while (n_erased > 0) {
		if (kiem_store_expire(s->store, &n_erased, now_ms, 100) != KIEM_DONE) {
			failed(s, "expiring fails");
			return;
		}
	}
}

static void arrive(const struct scenario *s, const json_t *step)
{
	static uint8_t bytes[KIEM_POST_MAX];
	const char *name = text_of(step, "post"), *hex = text_of(post_named(s, name), "hex"), *expected = text_of(step, "verdict");
	struct kiem_admit how = {.now_ms = time_of(step, "at")};
	struct kiem_entry entry = {.bytes = {bytes, strlen(hex) / 2}};

	expire(s, how.now_ms);
	if (!kiem_unhex(bytes, hex, strlen(hex)) || kiem_store_admit(s->store, &entry, 1, &how) != KIEM_DONE) {
		failed(s, "%s cannot be admitted", name);
	} else if (expected != NULL && strcmp(kiem_verdict_name(entry.verdict), expected) != 0) {
		failed(s, "%s is %s, not %s", name, kiem_verdict_name(entry.verdict), expected);
	}
}

/* False when they do not arrive at the same time. */
static bool arrive_together(const struct scenario *s, const json_t *steps)
{
	static uint8_t bytes[STEPS_MAX][KIEM_POST_MAX];
	struct kiem_entry entries[STEPS_MAX] = {0};
	struct kiem_admit how = {.now_ms = time_of(json_array_get(steps, 0), "at")};
	size_t n = json_array_size(steps);

	for (size_t i = 0; i < n && i < STEPS_MAX; i++) {
		const json_t *step = json_array_get(steps, i);
		const char *hex = text_of(post_named(s, text_of(step, "post")), "hex");

		if (n > STEPS_MAX || time_of(step, "at") != how.now_ms || !kiem_unhex(bytes[i], hex, strlen(hex))) {
			return false;
		}
		entries[i].bytes = (struct kiem_span){bytes[i], strlen(hex) / 2};
	}
	if (kiem_store_admit(s->store, entries, n, &how) != KIEM_DONE) {
		failed(s, "the batch cannot be admitted");
	}
	return true;
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

static void check_state(struct scenario *s)
{
	int64_t now_ms = time_of(s->vector, "now");
	const char *name;
	json_t *expected;

	expire(s, now_ms);
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

/* The vector's board, and those that are followed as well. */
static bool follow(const struct scenario *s)
{
	size_t i;
	json_t *name;
	bool done = kiem_store_follow(s->store, text_of(s->vector, "board")) == KIEM_DONE;

	json_array_foreach(json_object_get(s->vector, "also"), i, name)
	{
		done = done && kiem_store_follow(s->store, json_string_value(name)) == KIEM_DONE;
	}
	return done;
}

static void check_order(const json_t *vector, size_t order, bool together)
{
	struct scenario s = {.vector = vector, .order = order};
	const json_t *steps = json_array_get(json_object_get(vector, "orders"), order);
	char dir[256];
	struct kiem_store_options options = {.dir = dir, .create = true, .cap = KIEM_STORE_CAP_MIN};

	support_tmpdir(dir);
	if (kiem_store_open(&s.store, &options) != KIEM_DONE || !follow(&s)) {
		failed(&s, "no store in %s", dir);
	} else if (!together || arrive_together(&s, steps)) {
		for (size_t i = 0; !together && i < json_array_size(steps); i++) {
			arrive(&s, json_array_get(steps, i));
		}
		check_state(&s);
		n_checked++;
	}
	kiem_store_close(s.store);
	support_rmtree(dir);
}

int main(int argc, char **argv)
{
	char path[4096];
	json_error_t error;

	if (argc != 2 || sodium_init() < 0) {
		fprintf(stderr, "check_meaning DIRECTORY\n");
		return 2;
	}
	snprintf(path, sizeof(path), "%s/meaning.json", argv[1]);
	json_t *root = json_load_file(path, 0, &error);
	const json_t *vectors = json_object_get(root, "vectors");

	for (size_t i = 0; i < json_array_size(vectors); i++) {
		const json_t *vector = json_array_get(vectors, i);

		for (size_t order = 0; order < json_array_size(json_object_get(vector, "orders")); order++) {
			check_order(vector, order, false);
			check_order(vector, order, true);
		}
	}
	json_decref(root);
	printf("%d arrivals, %d failures\n", n_checked, n_failed);
	return n_failed == 0 && n_checked > 0 ? 0 : 1;
}
