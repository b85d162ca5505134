/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Shingles (Broder, On the resemblance and containment of documents, 1997): a text as the set of its runs of three words, each
 * hashed to 64 bits. Words are folded but no stop words left out, since it is the turn of phrase that is copied. Two texts that
 * share most runs share sentences; two about the same subject share few.
 */
#include "lineage.h"

#include <kiem/words.h>

#include <stdlib.h>

#define RUN 3

static enum kiem_err add(struct shingles *shingles, uint64_t hash)
{
	void *list = room_for_one(shingles->list, &shingles->cap, shingles->n, sizeof(*shingles->list));

	if (list == NULL) {
		return KIEM_E_MEMORY;
	}
	shingles->list = list;
	shingles->list[shingles->n++] = hash;
	return KIEM_DONE;
}

/* Of a run of words, in their order. */
static uint64_t run_hash(const uint64_t words[static RUN], size_t last)
{
	uint64_t hash = 0;

	for (size_t i = 1; i <= RUN; i++) {
		hash = (hash ^ words[(last + i) % RUN]) * 0x9e3779b97f4a7c15ULL;
		hash ^= hash >> 29;
	}
	return hash;
}

enum kiem_err shingles_add(struct shingles *shingles, struct kiem_span text)
{
	struct view_words words;
	uint64_t run[RUN] = {0};
	enum kiem_err err = KIEM_DONE;

	view_words_begin(&words, text);
	for (size_t i = 0; err == KIEM_DONE && view_words_next(&words); i++) {
		run[i % RUN] = view_word_hash(words.word, words.n);
		if (i + 1 >= RUN) {
			err = add(shingles, run_hash(run, i % RUN));
		}
	}
	return err;
}

static int by_number(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

void shingles_settle(struct shingles *shingles)
{
	size_t n = 0;

	if (shingles->n != 0) {
		qsort(shingles->list, shingles->n, sizeof(*shingles->list), by_number);
	}
	for (size_t i = 0; i < shingles->n; i++) {
		if (n == 0 || shingles->list[n - 1] != shingles->list[i]) {
			shingles->list[n++] = shingles->list[i];
		}
	}
	shingles->n = n;
}

void shingles_clear(struct shingles *shingles)
{
	shingles->n = 0;
}

void shingles_finish(struct shingles *shingles)
{
	free(shingles->list);
	*shingles = (struct shingles){0};
}

unsigned shingles_permille(const struct shingles *a, const struct shingles *b)
{
	size_t both = 0;

	for (size_t i = 0, j = 0; i < a->n && j < b->n;) {
		both += a->list[i] == b->list[j];
		bool first = a->list[i] <= b->list[j], second = b->list[j] <= a->list[i];
		i += first;
		j += second;
	}
	size_t all = a->n + b->n - both;
	return all == 0 ? 0 : (unsigned)(both * 1000 / all);
}
