/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Posts into terms (find.h), gathered in memory for a batch: each distinct term once, and postings as they come, so that nothing
 * has to be sorted but the terms.
 */
#include "find.h"
#include "room.h"

#include <stdlib.h>
#include <string.h>

#define SLOTS_MIN 4096
#define LAT_LOWEST (-90000000)
#define LON_LOWEST (-180000000)

bool find_takes(uint64_t kind)
{
	return view_query_searches(kind) || kind == KIEM_REVISE;
}

uint16_t find_cell(int32_t udeg, int32_t lowest)
{
	return (uint16_t)(((int64_t)udeg - lowest) / FIND_CELL_UDEG);
}

static size_t slot_of(const struct find_terms *t, const char *bytes, size_t n)
{
	size_t at = (size_t)view_word_hash(bytes, n) & (t->n_slots - 1);

	for (; t->slot[at] != 0; at = (at + 1) & (t->n_slots - 1)) {
		const struct find_term *term = &t->term[t->slot[at] - 1];
		if (term->n == n && memcmp(t->bytes + term->at, bytes, n) == 0) {
			break;
		}
	}
	return at;
}

static enum kiem_err widen(struct find_terms *t)
{
	size_t n = t->n_slots == 0 ? SLOTS_MIN : t->n_slots * 2;
	uint32_t *slot = calloc(n, sizeof(*slot));

	if (slot == NULL) {
		return KIEM_E_MEMORY;
	}
	free(t->slot);
	t->slot = slot;
	t->n_slots = n;
	for (size_t i = 0; i < t->n; i++) {
		t->slot[slot_of(t, t->bytes + t->term[i].at, t->term[i].n)] = (uint32_t)i + 1;
	}
	return KIEM_DONE;
}

static enum kiem_err new_term(struct find_terms *t, size_t slot, const char *bytes, size_t n)
{
	void *term = room_for_one(t->term, &t->cap, t->n, sizeof(*t->term));

	if (term == NULL) {
		return KIEM_E_MEMORY;
	}
	t->term = term;
	if (t->n_bytes + n > t->cap_bytes) {
		size_t cap = (t->n_bytes + n) * 2;
		char *more = realloc(t->bytes, cap);
		if (more == NULL) {
			return KIEM_E_MEMORY;
		}
		t->bytes = more;
		t->cap_bytes = cap;
	}
	memcpy(t->bytes + t->n_bytes, bytes, n);
	t->term[t->n] = (struct find_term){.at = (uint32_t)t->n_bytes, .n = (uint32_t)n};
	t->n_bytes += n;
	t->slot[slot] = (uint32_t)++t->n;
	return KIEM_DONE;
}

/* Notes that the post has the term, once. */
static enum kiem_err note(struct find_terms *t, uint64_t number, const char *bytes, size_t n)
{
	enum kiem_err err = t->n * 2 >= t->n_slots ? widen(t) : KIEM_DONE;

	if (err != KIEM_DONE) {
		return err;
	}
	size_t slot = slot_of(t, bytes, n);
	if (t->slot[slot] == 0 && (err = new_term(t, slot, bytes, n)) != KIEM_DONE) {
		return err;
	}
	struct find_term *term = &t->term[t->slot[slot] - 1];
	if (term->last == number) {
		return KIEM_DONE;
	}
	void *posting = room_for_one(t->posting, &t->cap_postings, t->n_postings, sizeof(*t->posting));
	if (posting == NULL) {
		return KIEM_E_MEMORY;
	}
	t->posting = posting;
	t->posting[t->n_postings++] = (struct find_posting){t->slot[slot] - 1, number};
	term->last = number;
	term->postings++;
	return KIEM_DONE;
}

static enum kiem_err note_words(struct find_terms *t, uint64_t number, struct kiem_span text, bool title)
{
	struct view_words words;
	char term[1 + VIEW_WORD_MAX];
	enum kiem_err err = KIEM_DONE;

	view_words_begin(&words, text);
	while (err == KIEM_DONE && view_words_next(&words)) {
		if (view_word_stop(words.word, words.n)) {
			continue;
		}
		term[0] = FIND_WORD;
		memcpy(term + 1, words.word, words.n);
		err = note(t, number, term, words.n + 1);
		term[0] = FIND_TITLE;
		if (err == KIEM_DONE && title) {
			err = note(t, number, term, words.n + 1);
		}
	}
	return err;
}

static enum kiem_err note_tag(struct find_terms *t, uint64_t number, struct kiem_span tag)
{
	char term[1 + VIEW_TAG_MAX + 1];
	size_t n = view_tag_fold(term + 1, tag);

	term[0] = FIND_TAG;
	return note(t, number, term, n + 1);
}

static enum kiem_err note_cell(struct find_terms *t, uint64_t number, const struct kiem_post *post)
{
	uint16_t lat = find_cell(post->lat_udeg, LAT_LOWEST), lon = find_cell(post->lon_udeg, LON_LOWEST);
	const char term[] = {FIND_CELL, (char)(lat >> 8), (char)lat, (char)(lon >> 8), (char)lon};

	return note(t, number, term, sizeof(term));
}

enum kiem_err find_terms_add(struct find_terms *t, uint64_t number, const struct kiem_post *post)
{
	struct kiem_span texts[VIEW_TEXTS_MAX];
	size_t n = view_texts(texts, post);
	enum kiem_err err = KIEM_DONE;

	for (size_t i = 0; i < n && err == KIEM_DONE; i++) {
		err = note_words(t, number, texts[i], texts[i].p == post->title.p || texts[i].p == post->name.p);
	}
	for (size_t i = 0; i < post->n_tags && err == KIEM_DONE; i++) {
		err = note_words(t, number, post->tags[i], true);
		if (err == KIEM_DONE) {
			err = note_tag(t, number, post->tags[i]);
		}
	}
	return err == KIEM_DONE && post->has_point ? note_cell(t, number, post) : err;
}

void find_terms_finish(struct find_terms *t)
{
	free(t->bytes);
	free(t->term);
	free(t->slot);
	free(t->posting);
	*t = (struct find_terms){0};
}
