/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How well a post fits the words of a query (kiem/find.h): the same that the index tells of its rows. */
#include <kiem/find.h>

#include <string.h>

unsigned view_query_score(const struct view_query *query, const struct kiem_post *shown)
{
	struct kiem_span texts[VIEW_TEXTS_MAX + KIEM_TAGS_MAX];
	size_t n = view_texts(texts, shown), n_texts = n;
	uint8_t level[VIEW_QUERY_WORDS] = {0};
	unsigned score = 0;

	memcpy(texts + n, shown->tags, shown->n_tags * sizeof(*texts));
	n += shown->n_tags;
	for (size_t i = 0; i < n; i++) {
		struct view_words words;
		uint8_t title = i >= n_texts || texts[i].p == shown->title.p || texts[i].p == shown->name.p ? 2 : 0;
		view_words_begin(&words, texts[i]);
		while (view_words_next(&words)) {
			for (size_t k = 0; k < query->words.n && !view_word_stop(words.word, words.n); k++) {
				const char *needle = query->words.word[k];
				size_t length = strlen(needle);
				bool begins = words.n >= length && memcmp(words.word, needle, length) == 0;
				uint8_t points = (uint8_t)(begins ? title + (words.n == length ? 2 : 1) : 0);
				level[k] = points > level[k] ? points : level[k];
			}
		}
	}
	for (size_t k = 0; k < query->words.n; k++) {
		if (level[k] == 0) {
			return 0;
		}
		score += level[k];
	}
	return score;
}
