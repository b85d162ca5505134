/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Texts into words (words.h). Characters are taken one by one: a letter of ASCII, as nearly all are, by one comparison, any other
 * through libutf8proc, which may give several (ﬁ, ½) or none (a mark, a soft hyphen). Those wait in `parts` until they are asked
 * for, so that a slash inside ½ ends a word as any slash does.
 */
#include <kiem/words.h>

#include <string.h>

#include <utf8proc.h>

#define END (-1)
#define SPACE 0x20

static const utf8proc_option_t folding = (utf8proc_option_t)(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |
                                                             UTF8PROC_STRIPMARK | UTF8PROC_IGNORE | UTF8PROC_STABLE);

void view_words_begin(struct view_words *words, struct kiem_span text)
{
	*words = (struct view_words){.rest = text};
}

/* Letters that people type without their stroke, and that Unicode does not take apart. */
static const struct {
	int32_t letter;
	const char *plain;
} plain_letters[] = {{0xe6, "ae"}, {0xf0, "d"}, {0xf8, "o"}, {0xfe, "th"}, {0x111, "d"}, {0x127, "h"}, {0x131, "i"}, {0x142, "l"},
        {0x153, "oe"}};

static const char *plain_of(int32_t letter)
{
	for (size_t i = 0; i < sizeof(plain_letters) / sizeof(plain_letters[0]); i++) {
		if (plain_letters[i].letter == letter) {
			return plain_letters[i].plain;
		}
	}
	return NULL;
}

/* Takes one character of more than a byte from the front and lays its parts ready. */
static void take_apart(struct view_words *w)
{
	utf8proc_int32_t character;
	int bound = 0;
	utf8proc_ssize_t n = utf8proc_iterate(w->rest.p, (utf8proc_ssize_t)w->rest.n, &character);

	w->part = w->n_parts = 0;
	if (n <= 0) {
		w->rest.p++;
		w->rest.n--;
		w->parts[w->n_parts++] = SPACE;
		return;
	}
	w->rest.p += n;
	w->rest.n -= (size_t)n;
	n = utf8proc_decompose_char(character, w->parts, VIEW_WORD_PARTS, folding, &bound);
	w->n_parts = n > 0 && n <= VIEW_WORD_PARTS ? (size_t)n : 0;
}

/* The next folded character, or END. */
static int32_t next_character(struct view_words *w)
{
	while (w->part == w->n_parts && w->rest.n != 0) {
		uint8_t byte = *w->rest.p;
		if (byte < 0x80) {
			w->rest.p++;
			w->rest.n--;
			return byte >= 'A' && byte <= 'Z' ? byte + 32 : byte;
		}
		take_apart(w);
	}
	return w->part < w->n_parts ? w->parts[w->part++] : END;
}

static bool is_of_word(int32_t character)
{
	if (character < 0x80) {
		return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
	}
	utf8proc_category_t category = utf8proc_category(character);
	return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
	       (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

static void append_bytes(struct view_words *w, const void *bytes, size_t n, bool *full)
{
	if (*full || n > VIEW_WORD_MAX - w->n) {
		*full = true;
		return;
	}
	memcpy(w->word + w->n, bytes, n);
	w->n += n;
}

static void append(struct view_words *w, int32_t character, bool *full)
{
	utf8proc_uint8_t bytes[4];

	if (character < 0x80) {
		bytes[0] = (utf8proc_uint8_t)character;
		append_bytes(w, bytes, 1, full);
		return;
	}
	const char *plain = plain_of(character);
	if (plain != NULL) {
		append_bytes(w, plain, strlen(plain), full);
		return;
	}
	append_bytes(w, bytes, (size_t)utf8proc_encode_char(character, bytes), full);
}

bool view_words_next(struct view_words *w)
{
	int32_t character = next_character(w);
	bool full = false;

	while (character != END && !is_of_word(character)) {
		character = next_character(w);
	}
	w->n = 0;
	for (; character != END && is_of_word(character); character = next_character(w)) {
		append(w, character, &full);
	}
	w->word[w->n] = '\0';
	return w->n != 0;
}

uint64_t view_word_hash(const char *word, size_t n)
{
	uint64_t hash = 0xcbf29ce484222325ULL;

	for (size_t i = 0; i < n; i++) {
		hash = (hash ^ (uint8_t)word[i]) * 0x100000001b3ULL;
	}
	return hash;
}
