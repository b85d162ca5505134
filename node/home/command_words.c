/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A command in the configuration is words, not a line for a shell: what stands in quotation marks is one word, and nothing is ever
 * looked up, globbed or put in its place. So no text from elsewhere can become part of it.
 */
#include <kiem/home.h>

#include <string.h>

/* One word from *text into *out, both moved on; false when a quotation mark is left open. */
static bool take_word(char **out, const char **text)
{
	char *to = *out, quote = '\0';
	const char *from = *text;

	for (; *from != '\0' && (quote != '\0' || (*from != ' ' && *from != '\t')); from++) {
		if (quote == '\0' && (*from == '"' || *from == '\'')) {
			quote = *from;
		} else if (*from == quote) {
			quote = '\0';
		} else if (*from == '\\' && quote != '\'' && from[1] != '\0') {
			*to++ = *++from;
		} else {
			*to++ = *from;
		}
	}
	*to++ = '\0';
	*out = to;
	*text = from;
	return quote == '\0';
}

size_t kiem_command_words(char *words[static KIEM_COMMAND_WORDS_MAX + 1], char *copy, size_t cap, const char *text)
{
	size_t n = 0;

	/* A word is never longer than what it was made from, and its end takes the place of what parts it from the next. */
	if (strlen(text) + 2 > cap) {
		return 0;
	}
	for (;;) {
		text += strspn(text, " \t");
		if (*text == '\0') {
			break;
		}
		words[n] = copy;
		if (n == KIEM_COMMAND_WORDS_MAX || !take_word(&copy, &text)) {
			return 0;
		}
		n++;
	}
	words[n] = NULL;
	return n > 0 && words[0][0] != '\0' ? n : 0;
}
