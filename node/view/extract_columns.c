/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The memory of the extract. Each column is a stretch of address space, long enough for what opening may add, of which only what
 * is touched takes memory. The file's part of a column lies over its first pages as a private mapping, so that opening copies
 * nothing and a write behind or into it copies one page.
 */
#include "extract.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct column {
	enum extract_of of;
	size_t size;  /* of one value */
	size_t place; /* offset of the pointer */
	bool own;     /* in struct extract_own */
};

#define COLUMN(of, name)                                                                                                           \
	{                                                                                                                          \
		of, sizeof(*((struct view_extract *)0)->name), offsetof(struct view_extract, name), false                          \
	}
#define SLOTS(of, name)                                                                                                            \
	{                                                                                                                          \
		of, sizeof(uint32_t), offsetof(struct extract_own, name), true                                                     \
	}

/* In the order in which they stand in the file. */
static const struct column columns[EXTRACT_COLUMNS] = {
        COLUMN(OF_ROW, number),
        COLUMN(OF_ROW, made),
        COLUMN(OF_ROW, until),
        COLUMN(OF_ROW, board),
        COLUMN(OF_ROW, author),
        COLUMN(OF_ROW, whom),
        COLUMN(OF_ROW, kind),
        COLUMN(OF_ROW, flags),
        COLUMN(OF_ROW, signals),
        COLUMN(OF_ROW, roles),
        COLUMN(OF_ROW, level),
        COLUMN(OF_ROW, id),
        COLUMN(OF_END, link_first),
        COLUMN(OF_ROW, around),
        COLUMN(OF_ROW, before_of_kind),
        COLUMN(OF_ROW, before_by_author),
        COLUMN(OF_LINK, relation),
        COLUMN(OF_LINK, source),
        COLUMN(OF_LINK, target),
        COLUMN(OF_LINK, around_next),
        COLUMN(OF_PERSON, key),
        COLUMN(OF_PERSON, last_by),
        COLUMN(OF_PERSON, last_vouch_by),
        COLUMN(OF_PERSON, profile),
        COLUMN(OF_PERSON, profile_until),
        COLUMN(OF_PERSON, sector),
        COLUMN(OF_PERSON, unnamed),
        COLUMN(OF_PERSON, heir),
        COLUMN(OF_PERSON, self),
        [EXTRACT_ROW_SLOTS] = SLOTS(OF_ROW_SLOT, row_slots),
        [EXTRACT_PERSON_SLOTS] = SLOTS(OF_PERSON_SLOT, person_slots),
};

size_t extract_page(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

static size_t whole_pages(size_t bytes)
{
	size_t page = extract_page();

	return (bytes + page - 1) / page * page;
}

static size_t count(const struct view_extract *x, enum extract_of of)
{
	switch (of) {
	case OF_ROW:
		return x->n;
	case OF_END:
		return x->n + 1;
	case OF_LINK:
		return x->n_links;
	case OF_PERSON:
		return x->n_persons;
	case OF_ROW_SLOT:
		return x->own->n_row_slots;
	default:
		return x->own->n_person_slots;
	}
}

/* Pointers of different types are copied by their bytes, so that no rule of aliasing is broken. */
void *extract_column(const struct view_extract *x, size_t i)
{
	const char *base = columns[i].own ? (const char *)x->own : (const char *)x;
	void *p;

	memcpy(&p, base + columns[i].place, sizeof(p));
	return p;
}

static void column_set(struct view_extract *x, size_t i, void *p)
{
	char *base = columns[i].own ? (char *)x->own : (char *)x;

	memcpy(base + columns[i].place, &p, sizeof(p));
}

size_t extract_column_bytes(const struct view_extract *x, size_t i)
{
	return whole_pages(count(x, columns[i].of) * columns[i].size);
}

static void *stretch(size_t bytes)
{
	void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	return p == MAP_FAILED ? NULL : p;
}

/* What n_new rows can add to a column: each has at most so many links, and names its author, one other and an heir. */
static size_t most_new(enum extract_of of, size_t n_new)
{
	switch (of) {
	case OF_ROW:
	case OF_END:
		return n_new;
	case OF_LINK:
		return n_new * KIEM_LINKS_MAX;
	case OF_PERSON:
		return n_new * 3;
	default:
		return 0; /* these grow by themselves */
	}
}

enum kiem_err extract_reserve(struct view_extract *x, size_t n_new)
{
	for (size_t i = 0; i < EXTRACT_COLUMNS; i++) {
		size_t n = count(x, columns[i].of) + most_new(columns[i].of, n_new);
		size_t bytes = whole_pages((n == 0 ? 1 : n) * columns[i].size);
		void *p = stretch(bytes);

		if (p == NULL) {
			return KIEM_E_MEMORY;
		}
		column_set(x, i, p);
		x->own->bytes[i] = bytes;
	}
	return KIEM_DONE;
}

void *extract_column_swap(struct view_extract *x, size_t i, size_t *bytes)
{
	void *old = extract_column(x, i), *p = stretch(whole_pages(*bytes));
	size_t old_bytes = x->own->bytes[i];

	if (p == NULL) {
		return NULL;
	}
	x->own->bytes[i] = whole_pages(*bytes);
	column_set(x, i, p);
	*bytes = old_bytes;
	return old;
}

void extract_release(struct view_extract *x)
{
	for (size_t i = 0; i < EXTRACT_COLUMNS; i++) {
		void *p = extract_column(x, i);

		if (p != NULL) {
			munmap(p, x->own->bytes[i]);
			column_set(x, i, NULL);
		}
	}
}

#define LANES 4

/* Four lanes, so that the multiplications overlap and memory sets the pace. Each step is a bijection of its lane. */
uint64_t extract_sum(uint64_t seed, const void *bytes, size_t n)
{
	uint64_t lane[LANES] = {seed, ~seed, seed ^ 0x9e3779b97f4a7c15ULL, seed + 1};
	const uint8_t *p = bytes;

	assert(n % sizeof(lane) == 0);
	for (size_t i = 0; i < n; i += sizeof(lane)) {
		uint64_t word[LANES];

		memcpy(word, p + i, sizeof(word));
		for (size_t k = 0; k < LANES; k++) {
			lane[k] = (lane[k] ^ word[k]) * 0xff51afd7ed558ccdULL;
			lane[k] ^= lane[k] >> 29;
		}
	}
	uint64_t sum = n;
	for (size_t k = 0; k < LANES; k++) {
		sum = (sum ^ lane[k]) * 0xc4ceb9fe1a85ec53ULL;
		sum ^= sum >> 32;
	}
	return sum;
}

enum kiem_err extract_list_add(struct extract_list *list, uint32_t value)
{
	if (list->n == list->cap) {
		size_t cap = list->cap == 0 ? 64 : list->cap * 2;
		void *at = reallocarray(list->at, cap, sizeof(*list->at));

		if (at == NULL) {
			return KIEM_E_MEMORY;
		}
		list->at = at;
		list->cap = cap;
	}
	list->at[list->n++] = value;
	return KIEM_DONE;
}
