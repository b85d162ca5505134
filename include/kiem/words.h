/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words of a text, as they are compared when something is searched, matched or held against another text: Dutch and English,
 * and any other language that puts spaces between its words. Group, Café and M² become group, cafe and m2.
 *
 * A word is a run of letters and digits, after compatibility decomposition and case folding (Unicode's NFKC_Casefold without its
 * last step) with every mark taken off. So an apostrophe, a hyphen or a dot ends a word ("foto's" is foto and s), a soft hyphen or
 * a zero-width joiner does not, and compounds stay whole. What is not valid UTF-8 counts as a space.
 *
 * The same text gives the same words on every node with the same Unicode tables (libutf8proc's); time and memory are bounded by the
 * length of the text, and nothing is allocated.
 */
#ifndef KIEM_WORDS_H
#define KIEM_WORDS_H

#include <kiem/types.h>

#define VIEW_WORD_MAX 64   /* bytes of a folded word; a longer one is cut there, at a whole character */
#define VIEW_WORD_PARTS 32 /* characters that one character can fall apart into (the longest makes 18) */

struct view_words {
	/* The word that view_words_next arrived at: n bytes of UTF-8, and a NUL behind them. */
	size_t n;
	char word[VIEW_WORD_MAX + 1];
	/* Its own. */
	struct kiem_span rest;
	int32_t parts[VIEW_WORD_PARTS];
	size_t part, n_parts;
};

/* Starts at the front of the text, which must outlive the walk. */
void view_words_begin(struct view_words *words, struct kiem_span text);
/* The next word, in the order of the text; false at its end. */
bool view_words_next(struct view_words *words);

/* True of a folded word that says nothing about a subject (the, een, which), Dutch or English; and of a single letter, a to z. */
bool view_word_stop(const char *word, size_t n);
/* Whether a folded word is in a list that is sorted by bytes. */
bool view_word_listed(const char *word, size_t n, const char *const *list, size_t n_list);

/*
 * Takes the ending of a Dutch plural (-en, -s) or an English one (-s) off a folded word, in place, and sets the spelling right that
 * it brought along: palen becomes paal, bakken bak, huizen the same as huis. Returns the length that is left, at least 3 of a
 * word that had so many. A stem is for comparing, not for showing.
 */
size_t view_word_stem(char word[static VIEW_WORD_MAX + 1], size_t n);

/* A number for a folded word, the same on every node (FNV-1a, 64 bits): for counting and for sets, not against an enemy. */
uint64_t view_word_hash(const char *word, size_t n);

#endif
