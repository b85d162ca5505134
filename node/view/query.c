/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Queries (query.h): text into pieces, pieces into words and filters. A piece ends at a space that does not stand in quotation
 * marks; those themselves are left out, and a piece that began with one is words whatever it looks like.
 */
#include "query_parts.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const struct {
	const char *word;
	uint64_t kind;
} kind_words[] = {{"initiative", KIEM_INITIATIVE}, {"initiatief", KIEM_INITIATIVE}, {"offer", KIEM_OFFER}, {"aanbod", KIEM_OFFER},
        {"request", KIEM_REQUEST}, {"vraag", KIEM_REQUEST}, {"gathering", KIEM_GATHERING}, {"bijeenkomst", KIEM_GATHERING},
        {"deed", KIEM_DEED}, {"daad", KIEM_DEED}, {"lesson", KIEM_LESSON}, {"les", KIEM_LESSON}, {"note", KIEM_NOTE},
        {"reactie", KIEM_NOTE}, {"join", KIEM_JOIN}, {"deelname", KIEM_JOIN}, {"profile", KIEM_PROFILE}, {"profiel", KIEM_PROFILE}};

/* The kind that a word names, Dutch or English, in capitals or not; 0: none that is searched. */
static uint64_t kind_of(const char *word)
{
	for (size_t i = 0; i < sizeof(kind_words) / sizeof(kind_words[0]); i++) {
		if (strcasecmp(kind_words[i].word, word) == 0) {
			return kind_words[i].kind;
		}
	}
	return 0;
}

size_t view_tag_fold(char out[static VIEW_TAG_MAX + 1], struct kiem_span tag)
{
	struct view_words words;
	size_t n = 0;

	view_words_begin(&words, tag);
	while (view_words_next(&words) && n + words.n + (n != 0) <= VIEW_TAG_MAX) {
		if (n != 0) {
			out[n++] = ' ';
		}
		memcpy(out + n, words.word, words.n);
		n += words.n;
	}
	out[n] = '\0';
	return n;
}

static struct kiem_span span_of(const char *text)
{
	return (struct kiem_span){(const uint8_t *)text, strlen(text)};
}

static bool needle_add(struct view_needles *needles, const struct view_words *words)
{
	if (needles->n == VIEW_QUERY_WORDS) {
		return false;
	}
	memcpy(needles->word[needles->n++], words->word, words->n + 1);
	return true;
}

bool query_needles(struct view_needles *needles, const char *text)
{
	struct view_words words;
	bool room = true;

	view_words_begin(&words, span_of(text));
	while (room && view_words_next(&words)) {
		room = needle_add(needles, &words);
	}
	return room;
}

/* ---- filters ---- */

typedef enum view_query_result (*filter_fn)(struct view_query *query, const char *value, const struct view_asker *asker);

static enum view_query_result filter_kind(struct view_query *query, const char *value, const struct view_asker *asker)
{
	query->kind = kind_of(value);
	return query->kind != 0 ? VIEW_QUERY_OK : VIEW_QUERY_KIND;
}

static enum view_query_result filter_tag(struct view_query *query, const char *value, const struct view_asker *asker)
{
	if (query->n_tags == VIEW_QUERY_TAGS) {
		return VIEW_QUERY_TOO_MANY;
	}
	/* A tag of signs alone is no tag that anything could have. */
	size_t n = view_tag_fold(query->tag[query->n_tags], span_of(value));
	query->n_tags += n != 0;
	return n != 0 ? VIEW_QUERY_OK : VIEW_QUERY_EMPTY;
}

static enum view_query_result filter_by(struct view_query *query, const char *value, const struct view_asker *asker)
{
	size_t n = strspn(value, "0123456789abcdefABCDEF");

	if (strcasecmp(value, "me") == 0 || strcasecmp(value, "ik") == 0) {
		kiem_hex(query->digits, asker->key.b, sizeof(asker->key.b));
		query->by_key = asker->has_key;
		return asker->has_key ? VIEW_QUERY_OK : VIEW_QUERY_WHO;
	}
	if (n >= 8 && n <= 64 && value[n] == '\0') {
		for (size_t i = 0; i <= n; i++) {
			query->digits[i] = (char)tolower((unsigned char)value[i]);
		}
		query->by_key = true;
		return VIEW_QUERY_OK;
	}
	query->by.n = 0;
	query->by_key = false;
	if (!query_needles(&query->by, value)) {
		return VIEW_QUERY_TOO_MANY;
	}
	return query->by.n != 0 ? VIEW_QUERY_OK : VIEW_QUERY_WHO;
}

static enum view_query_result filter_board(struct view_query *query, const char *value, const struct view_asker *asker)
{
	if (!kiem_board_ok(span_of(value))) {
		return VIEW_QUERY_BOARD;
	}
	memcpy(query->board, value, strlen(value) + 1);
	return VIEW_QUERY_OK;
}

static enum view_query_result filter_since(struct view_query *query, const char *value, const struct view_asker *asker)
{
	return query_since(&query->since, value, asker->now_ms) ? VIEW_QUERY_OK : VIEW_QUERY_SINCE;
}

static const struct {
	const char *name, *dutch;
	filter_fn fn;
} filters[] = {{"kind", "soort", filter_kind}, {"tag", "tag", filter_tag}, {"near", "bij", query_near}, {"by", "door", filter_by},
        {"board", "bord", filter_board}, {"since", "sinds", filter_since}};

bool view_query_filter(struct view_query *query, enum view_query_result *result, const char *name, const char *value,
        const struct view_asker *asker)
{
	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++) {
		if (strcasecmp(filters[i].name, name) == 0 || strcasecmp(filters[i].dutch, name) == 0) {
			*result = filters[i].fn(query, value, asker);
			return true;
		}
	}
	return false;
}

/* ---- pieces ---- */

#define PIECE_MAX 1024
#define NAME_MAX_BYTES 16

struct piece {
	char text[PIECE_MAX];
	bool quoted; /* it began with a quotation mark */
};

/* The next piece of *text, which moves behind it; false at the end. One that is too long loses its end. */
static bool piece_next(struct piece *piece, const char **text)
{
	const char *p = *text;
	bool within = false;
	size_t n = 0;

	p += strspn(p, " \t\r\n");
	piece->quoted = *p == '"';
	*text = p;
	for (; *p != '\0' && (within || strchr(" \t\r\n", *p) == NULL); p++) {
		if (*p == '"') {
			within = !within;
		} else if (n + 1 < sizeof(piece->text)) {
			piece->text[n++] = *p;
		}
	}
	piece->text[n] = '\0';
	bool any = p != *text;
	*text = p;
	return any;
}

/* The piece as a filter: false when it is none. */
static bool try_filter(
        struct view_query *query, enum view_query_result *result, const struct piece *piece, const struct view_asker *asker)
{
	const char *colon = strchr(piece->text, ':');
	char name[NAME_MAX_BYTES];

	if (piece->quoted || colon == NULL || (size_t)(colon - piece->text) >= sizeof(name)) {
		return false;
	}
	memcpy(name, piece->text, (size_t)(colon - piece->text));
	name[colon - piece->text] = '\0';
	return view_query_filter(query, result, name, colon + 1, asker);
}

/* Drops the stop words, unless there is nothing else to look for. */
static void drop_stops(struct view_query *query)
{
	struct view_needles kept = {0};
	const struct view_needles *words = &query->words;

	for (size_t i = 0; i < words->n; i++) {
		if (!view_word_stop(words->word[i], strlen(words->word[i]))) {
			memcpy(kept.word[kept.n++], words->word[i], sizeof(kept.word[0]));
		}
	}
	query->stopped = kept.n != 0 && kept.n != words->n;
	if (kept.n != 0) {
		query->words = kept;
	}
}

static bool has_filter(const struct view_query *query)
{
	return query->kind != 0 || query->n_tags != 0 || query->near_point || query->place.n != 0 || query->by.n != 0 ||
	       query->by_key || query->board[0] != '\0' || query->since != 0;
}

enum view_query_result view_query_parse(
        struct view_query *query, char piece_out[static VIEW_QUERY_PIECE_MAX], const char *text, const struct view_asker *asker)
{
	struct piece piece;
	bool first = true;

	*query = (struct view_query){0};
	piece_out[0] = '\0';
	for (; piece_next(&piece, &text); first = false) {
		enum view_query_result result = VIEW_QUERY_OK;
		bool filter = try_filter(query, &result, &piece, asker);
		uint64_t kind = first && !piece.quoted ? kind_of(piece.text) : 0;
		if (kind != 0) {
			query->kind = kind;
		} else if (!filter && !query_needles(&query->words, piece.text)) {
			result = VIEW_QUERY_TOO_MANY;
		}
		if (result != VIEW_QUERY_OK) {
			strncpy(piece_out, piece.text, VIEW_QUERY_PIECE_MAX - 1);
			piece_out[VIEW_QUERY_PIECE_MAX - 1] = '\0';
			return result;
		}
	}
	drop_stops(query);
	return query->words.n != 0 || has_filter(query) ? VIEW_QUERY_OK : VIEW_QUERY_EMPTY;
}
