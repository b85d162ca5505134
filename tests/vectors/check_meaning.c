/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The vectors of meaning (proto/vectors/meaning.json) against our own store and views: in each order the posts go through the
 * door one at a time, and the state afterwards must be the one that the vector tells. Where they all arrive at the same time they
 * go through it in one batch as well, which must lead to the same.
 *
 *     check_meaning DIRECTORY
 */
#include "meaning.h"
#include "support.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define STEPS_MAX 16

static int n_checked;

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
		expire(&s, time_of(vector, "now"));
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
	printf("%d arrivals, %d failures\n", n_checked, meaning_failed);
	return meaning_failed == 0 && n_checked > 0 ? 0 : 1;
}
