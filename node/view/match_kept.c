/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The file `market` beside the extract, in which notices are kept (match.h, kept.h):
 *
 *     struct head | number u64 of each notice, ascending | the notices | hash u64 of each word | the words of each notice, u32
 *
 * A notice holds as long as its post, so there is nothing in it to bring up to date: what is asked for and not there is read from
 * its post, and what is there and not asked for (taken back, answered in full, of an earlier text) is left out of the next file.
 * What stands in a notice hangs on how words, units and places are read. Whoever changes that raises MARKET_VERSION; a test
 * compares.
 */
#include "extract.h"
#include "match.h"

#include <stdlib.h>
#include <string.h>

#define NAME "market"

/*
 * What is not in the file costs some microseconds a post each time, and writing it some 100 ns for each that is: a quarter of what
 * the extract lets come, and one in 256.
 */
#define SAVE_QUARTER 4
#define SAVE_SHARE 256

static const struct kept_kind kind = {"kiemmrkt", MARKET_VERSION};

struct head {
	uint64_t n, n_ids, n_words, size; /* the last: of a notice */
};
_Static_assert(sizeof(struct market_word) == sizeof(uint32_t) && sizeof(struct notice) % 8 == 0, "as drawn");

static size_t whole(const struct head *head)
{
	return sizeof(*head) + head->n * (sizeof(uint64_t) + sizeof(struct notice)) + head->n_ids * sizeof(uint64_t) +
	       head->n_words * sizeof(struct market_word);
}

/* ---- reading ---- */

static bool head_read(struct head *head, const uint8_t *file, size_t bytes)
{
	if (bytes < sizeof(*head)) {
		return false;
	}
	memcpy(head, file, sizeof(*head));
	return head->size == sizeof(struct notice) && head->n < bytes && head->n_ids < bytes && head->n_words < bytes &&
	       whole(head) == bytes;
}

enum kiem_err market_load(struct market *m)
{
	struct notices *all = &m->notices;
	char *path = extract_beside(m->x, NAME);
	struct head head;
	bool good = path != NULL && kept_map(&all->file, path, &kind) && head_read(&head, all->file.bytes, all->file.n);

	free(path);
	if (!good) {
		return KIEM_DONE;
	}
	const uint64_t *number = (const uint64_t *)(const void *)(all->file.bytes + sizeof(head));
	const struct notice *notice = (const struct notice *)(const void *)(number + head.n);
	const uint64_t *hash = (const uint64_t *)(const void *)(notice + head.n);
	all->used = calloc(head.n + 1, sizeof(*all->used));
	if (all->used == NULL) {
		return KIEM_E_MEMORY;
	}
	all->n_old = head.n;
	all->old_number = number;
	all->old = notice;
	all->old_word = (const struct market_word *)(const void *)(hash + head.n_ids);
	return market_words_take(m, hash, head.n_ids);
}

/* ---- writing ---- */

/* The notices that are kept, in the order of their numbers, and where they stand now. */
struct keeping {
	const struct market *market;
	size_t n;
	struct kept_one {
		uint64_t number;
		uint32_t place;
	} * list;
	uint32_t *id; /* what each word's number becomes: in the same order, so that the words of a notice stay so */
	struct head head;
};

static int by_number(const void *a, const void *b)
{
	const struct kept_one *x = a, *y = b;

	return (x->number > y->number) - (x->number < y->number);
}

static bool keeping_init(struct keeping *k, const struct market *m)
{
	const struct notices *all = &m->notices;
	size_t n = all->n_old + all->n_fresh;

	*k = (struct keeping){.market = m, .list = calloc(n + 1, sizeof(*k->list)), .id = calloc(m->n_ids + 1, sizeof(*k->id))};
	if (k->list == NULL || k->id == NULL) {
		return false;
	}
	for (uint32_t place = 0; place < n; place++) {
		const struct notice *notice = market_noticed(m, place);
		const struct market_word *word = market_noticed_words(m, place);
		if (place < all->n_old && !all->used[place]) {
			continue;
		}
		for (size_t w = 0; w < notice->n_words; w++) {
			k->id[word[w].id] = 1;
		}
		k->head.n_words += notice->n_words;
		k->list[k->n++] = (struct kept_one){notice->number, place};
	}
	for (size_t i = 0; i < m->n_ids; i++) {
		bool had = k->id[i] != 0;
		k->id[i] = (uint32_t)k->head.n_ids;
		k->head.n_ids += had;
	}
	qsort(k->list, k->n, sizeof(*k->list), by_number);
	k->head.n = k->n;
	k->head.size = sizeof(struct notice);
	return true;
}

static void keeping_finish(struct keeping *k)
{
	free(k->list);
	free(k->id);
}

/* Appends bytes; there is room. */
static uint8_t *put(uint8_t *at, const void *bytes, size_t n)
{
	memcpy(at, bytes, n);
	return at + n;
}

static uint8_t *put_hashes(uint8_t *at, const struct keeping *k)
{
	const struct market *m = k->market;

	for (size_t i = 0; i < m->n_ids; i++) {
		/* The number after it is the same when nobody has this one. */
		uint32_t next = i + 1 < m->n_ids ? k->id[i + 1] : (uint32_t)k->head.n_ids;
		at = next != k->id[i] ? put(at, &m->id[i].hash, sizeof(m->id[i].hash)) : at;
	}
	return at;
}

static void fill(uint8_t *at, const struct keeping *k)
{
	const struct market *m = k->market;
	uint32_t first = 0;

	at = put(at, &k->head, sizeof(k->head));
	for (size_t i = 0; i < k->n; i++) {
		at = put(at, &k->list[i].number, sizeof(k->list[i].number));
	}
	for (size_t i = 0; i < k->n; i++) {
		struct notice notice = *market_noticed(m, k->list[i].place);
		notice.first_word = first;
		first += notice.n_words;
		at = put(at, &notice, sizeof(notice));
	}
	at = put_hashes(at, k);
	for (size_t i = 0; i < k->n; i++) {
		const struct market_word *word = market_noticed_words(m, k->list[i].place);
		for (size_t w = 0; w < market_noticed(m, k->list[i].place)->n_words; w++) {
			struct market_word one = word[w];
			one.id = k->id[one.id] & 0x3fffffffu;
			at = put(at, &one, sizeof(one));
		}
	}
}

void market_save(const struct market *m)
{
	const struct notices *all = &m->notices;
	size_t changes = all->n_fresh + all->n_old - all->n_used;
	struct keeping k;

	if (changes <= m->x->own->save_from / SAVE_QUARTER + all->n_old / SAVE_SHARE) {
		return;
	}
	char *path = extract_beside(m->x, NAME);
	uint8_t *bytes = path != NULL && keeping_init(&k, m) ? malloc(whole(&k.head)) : NULL;
	if (bytes != NULL) {
		fill(bytes, &k);
		kept_write(path, &kind, bytes, whole(&k.head));
	}
	if (path != NULL) {
		keeping_finish(&k);
	}
	free(bytes);
	free(path);
}
