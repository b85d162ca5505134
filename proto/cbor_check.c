/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The strict walk over bytes that claim to be deterministic CBOR. It is a loop with a stack of its own rather than a recursion,
 * so that no input decides how much of the C stack is used, and it keeps no copy of anything: a map's last key is remembered as a
 * place in the bytes.
 *
 * What always holds: `at` never passes `end`; a count or a length is compared with the bytes left before it is believed, where
 * every item of an array takes at least one byte and every pair of a map two; every byte is looked at once, but for
 * map keys, which are compared with the key before them.
 */
#include <kiem/cbor.h>

#include <assert.h>
#include <string.h>

#define DEPTH_LIMIT 16 /* of the stack here; callers ask for at most as much */

enum { MAJOR_UINT, MAJOR_NINT, MAJOR_BYTES, MAJOR_TEXT, MAJOR_ARRAY, MAJOR_MAP, MAJOR_TAG, MAJOR_OTHER };

/* An array or map that is open. In a map the items left are even in number when the next one is a key. */
struct frame {
	uint64_t left;
	bool map;
	const uint8_t *key, *last; /* where the key in hand starts; the key before it, NULL at the first */
	size_t n_last;
};

struct walk {
	const uint8_t *at, *end;
	size_t depth, depth_max;
	uint64_t items_left;
	struct frame open[DEPTH_LIMIT];
};

/* Reads an initial byte's argument behind it. Floats and simple values never come here. */
static enum kiem_verdict read_argument(struct walk *w, unsigned info, uint64_t *value)
{
	/* The smallest value that needs 1, 2, 4 or 8 bytes. */
	static const uint64_t least[] = {24, 0x100, 0x10000, 0x100000000};
	size_t n;
	uint64_t v = 0;

	if (info < 24) {
		*value = info;
		return KIEM_OK;
	}
	n = (size_t)1 << (info - 24);
	if ((size_t)(w->end - w->at) < n) {
		return KIEM_TRUNCATED;
	}
	for (size_t i = 0; i < n; i++) {
		v = v << 8 | *w->at++;
	}
	*value = v;
	return v < least[info - 24] ? KIEM_NOT_SHORTEST : KIEM_OK;
}

/* Major type 7: only false and true may be. */
static enum kiem_verdict check_other(unsigned info)
{
	if (info == 20 || info == 21) {
		return KIEM_OK;
	}
	return info >= 25 && info <= 27 ? KIEM_FLOAT : KIEM_SIMPLE;
}

static enum kiem_verdict check_string(struct walk *w, bool text, uint64_t n)
{
	if (n > (uint64_t)(w->end - w->at)) {
		return KIEM_TRUNCATED;
	}
	if (text && !kiem_utf8_ok(w->at, (size_t)n)) {
		return KIEM_BAD_UTF8;
	}
	w->at += n;
	return KIEM_OK;
}

/* Opens an array or map of `count` items or pairs. */
static enum kiem_verdict open_frame(struct walk *w, bool map, uint64_t count)
{
	uint64_t left = (uint64_t)(w->end - w->at);

	if (count > (map ? left / 2 : left)) {
		return KIEM_TRUNCATED;
	}
	if (w->depth == w->depth_max) {
		return KIEM_TOO_DEEP;
	}
	count = map ? 2 * count : count;
	if (count > w->items_left) {
		return KIEM_TOO_MANY_ITEMS;
	}
	w->items_left -= count;
	w->open[w->depth++] = (struct frame){.left = count, .map = map};
	return KIEM_OK;
}

/* The head of one item, and its contents when it has any of its own. */
static enum kiem_verdict check_item(struct walk *w)
{
	uint64_t value;

	if (w->at == w->end) {
		return KIEM_TRUNCATED;
	}
	unsigned major = *w->at >> 5, info = *w->at & 31;

	w->at++;
	if (info >= 28) {
		return KIEM_INDEFINITE;
	}
	if (major == MAJOR_TAG) {
		return KIEM_TAGGED;
	}
	if (major == MAJOR_OTHER) {
		return check_other(info);
	}
	enum kiem_verdict verdict = read_argument(w, info, &value);

	if (verdict != KIEM_OK) {
		return verdict;
	}
	switch (major) {
	case MAJOR_UINT:
		return value > (uint64_t)KIEM_INT_MAX ? KIEM_INT_RANGE : KIEM_OK;
	case MAJOR_NINT: /* stands for -1 - value */
		return value >= (uint64_t)KIEM_INT_MAX ? KIEM_INT_RANGE : KIEM_OK;
	case MAJOR_BYTES:
	case MAJOR_TEXT:
		return check_string(w, major == MAJOR_TEXT, value);
	default:
		return open_frame(w, major == MAJOR_MAP, value);
	}
}

/* The key that ends at w->at against the one before it. No encoded item is the beginning of another one. */
static enum kiem_verdict check_key(struct frame *f, const uint8_t *end)
{
	size_t n = (size_t)(end - f->key);

	if (f->last != NULL) {
		int order = memcmp(f->last, f->key, n < f->n_last ? n : f->n_last);

		if (order >= 0) {
			return order == 0 ? KIEM_DUPLICATE_KEY : KIEM_UNSORTED;
		}
	}
	f->last = f->key;
	f->n_last = n;
	return KIEM_OK;
}

/* An item is complete: counts it in what it lies in, which may complete that too. */
static enum kiem_verdict close_items(struct walk *w)
{
	while (w->depth > 0) {
		struct frame *f = &w->open[w->depth - 1];

		if (f->map && f->left % 2 == 0) {
			enum kiem_verdict verdict = check_key(f, w->at);

			if (verdict != KIEM_OK) {
				return verdict;
			}
		}
		if (--f->left > 0) {
			return KIEM_OK;
		}
		w->depth--;
	}
	return KIEM_OK;
}

enum kiem_verdict kiem_cbor_check(const uint8_t *p, size_t n, unsigned depth_max, unsigned items_max)
{
	struct walk w;

	assert(depth_max >= 1 && depth_max <= DEPTH_LIMIT);
	w.at = p;
	w.end = p == NULL ? p : p + n;
	w.depth = 0;
	w.depth_max = depth_max;
	w.items_left = items_max;
	do {
		struct frame *f = w.depth > 0 ? &w.open[w.depth - 1] : NULL;
		size_t depth = w.depth;

		if (f != NULL && f->map && f->left % 2 == 0) {
			f->key = w.at;
		}
		enum kiem_verdict verdict = check_item(&w);

		/* A container that just opened is complete only when it is empty; then it is taken off before it is counted. */
		if (verdict == KIEM_OK && (w.depth == depth || w.open[depth].left == 0)) {
			w.depth = depth;
			verdict = close_items(&w);
		}
		if (verdict != KIEM_OK) {
			return verdict;
		}
	} while (w.depth > 0);
	return w.at == w.end ? KIEM_OK : KIEM_TRAILING;
}
