/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was found out about posts of one snapshot, by number. It is there because anybody may revise their post ten thousand times:
 * who asks each revision for its original walks every chain once, not once for each of its revisions.
 */
#include "room.h"

#include <assert.h>
#include <stdlib.h>

static size_t slot_of(const struct view_numbers *numbers, uint64_t number)
{
	/* Fibonacci hashing: numbers are dense, their products with this constant are spread. */
	size_t at = (size_t)(number * 0x9e3779b97f4a7c15ULL >> 32) & (numbers->cap - 1);

	while (numbers->list[at].number != 0 && numbers->list[at].number != number) {
		at = (at + 1) & (numbers->cap - 1);
	}
	return at;
}

bool view_numbers_get(uint64_t *value, const struct view_numbers *numbers, uint64_t number)
{
	size_t at = numbers->cap != 0 ? slot_of(numbers, number) : 0;

	if (numbers->cap == 0 || numbers->list[at].number == 0) {
		return false;
	}
	*value = numbers->list[at].value;
	return true;
}

static enum kiem_err grow(struct view_numbers *numbers)
{
	struct view_numbers larger = {.n = numbers->n, .cap = numbers->cap != 0 ? numbers->cap * 2 : 64};

	larger.list = calloc(larger.cap, sizeof(*larger.list));
	if (larger.list == NULL) {
		return KIEM_E_MEMORY;
	}
	for (size_t i = 0; i < numbers->cap; i++) {
		if (numbers->list[i].number != 0) {
			larger.list[slot_of(&larger, numbers->list[i].number)] = numbers->list[i];
		}
	}
	free(numbers->list);
	*numbers = larger;
	return KIEM_DONE;
}

enum kiem_err view_numbers_put(struct view_numbers *numbers, uint64_t number, uint64_t value)
{
	enum kiem_err err = numbers->n * 2 >= numbers->cap ? grow(numbers) : KIEM_DONE;

	assert(number != 0);
	if (err != KIEM_DONE) {
		return err;
	}
	size_t at = slot_of(numbers, number);
	numbers->n += numbers->list[at].number == 0;
	numbers->list[at] = (struct view_number){number, value};
	return KIEM_DONE;
}

void view_numbers_finish(struct view_numbers *numbers)
{
	free(numbers->list);
	*numbers = (struct view_numbers){0};
}

/* Notes where the chain from `number` on ends, for each post on the way to `upto`. */
static enum kiem_err note_end(
        struct view_numbers *ends, struct kiem_read *read, uint64_t number, uint64_t upto, uint64_t end, int64_t now_ms)
{
	bool counts = true;
	enum kiem_err err = KIEM_DONE;

	while (err == KIEM_DONE && counts && number != upto) {
		err = view_numbers_put(ends, number, end);
		err = err == KIEM_DONE ? revision_step_back(read, &number, &counts, now_ms) : err;
	}
	return err == KIEM_DONE ? view_numbers_put(ends, upto, end) : err;
}

enum kiem_err view_original_among(
        uint64_t *original, struct view_numbers *ends, struct kiem_read *read, uint64_t number, int64_t now_ms)
{
	uint64_t at = number, end;
	bool counts = true, known = false;
	enum kiem_err err = KIEM_DONE;
	struct kiem_span bytes;

	while (err == KIEM_DONE && counts && !(known = view_numbers_get(&end, ends, at))) {
		err = revision_step_back(read, &at, &counts, now_ms);
	}
	end = known ? end : at;
	err = err == KIEM_DONE ? note_end(ends, read, number, at, end, now_ms) : err;
	/* A chain that ends in a revision reaches no original: then nothing in it counts. */
	err = err == KIEM_DONE ? kiem_read_bytes(read, &bytes, end) : err;
	*original = err == KIEM_DONE && view_kind_of(bytes) != KIEM_REVISE ? end : number;
	return err;
}
