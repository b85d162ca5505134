/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A vector of meaning.json with a store that heard it, and whether the two agree. */
#ifndef KIEM_TEST_MEANING_H
#define KIEM_TEST_MEANING_H

#include <kiem/store.h>

#include <jansson.h>

struct scenario {
	const json_t *vector;
	size_t order;
	struct kiem_store *store;
	struct kiem_read *read;
};

extern int meaning_failed; /* how often `failed` was called */
void failed(const struct scenario *s, const char *format, ...) __attribute__((format(printf, 2, 3)));

const char *text_of(const json_t *object, const char *key);
int64_t time_of(const json_t *object, const char *key);
const json_t *post_named(const struct scenario *s, const char *name);

/* Compares what the store holds and what the views show at the vector's `now` with what it expects. */
void check_state(struct scenario *s);

#endif
