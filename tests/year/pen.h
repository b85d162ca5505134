/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sentences out of lists and slots, written one after the other into the words of one post. */
#ifndef KIEM_TEST_YEAR_PEN_H
#define KIEM_TEST_YEAR_PEN_H

#include "words.h"
#include "year.h"

struct pen {
	struct year_words *words;
	uint64_t random; /* of the sentence being written */
	uint8_t board;
	size_t begin;           /* of the text being written */
	const char *q;          /* what {q} stands for, or NULL */
	struct kiem_span title; /* what {titel} stands for */
};

/* Begins a text; pen_end gives what was written since, which lives as long as the words. */
void pen_begin(struct pen *pen);
struct kiem_span pen_end(struct pen *pen);
/* A template with its slots filled, drawn from `seed`; after a space when it does not begin the text. */
void pen_write(struct pen *pen, const char *template, uint64_t seed);
/* One of a list. */
void pen_one(struct pen *pen, const char *const *list, uint64_t seed);

#endif
