/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether one post is what a query looks for (query.h). This is the meaning of every search: an index only spares asking it of
 * posts that cannot match.
 */
#include "query_parts.h"

#include <string.h>

size_t view_texts(struct kiem_span texts[static VIEW_TEXTS_MAX], const struct kiem_post *p)
{
	const struct kiem_span all[] = {p->title, p->text, p->place, p->terms, p->bring, p->motive, p->name};
	size_t n = 0;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if (all[i].n != 0) {
			texts[n++] = all[i];
		}
	}
	return n;
}

static bool begins(const char *word, const char *needle)
{
	return strncmp(word, needle, strlen(needle)) == 0;
}

/* Marks the needles that words of the text begin with; with `stops` its stop words count too. */
static void mark(uint32_t *found, const struct view_needles *needles, struct kiem_span text, bool stops)
{
	struct view_words words;

	view_words_begin(&words, text);
	while (view_words_next(&words)) {
		if (!stops && view_word_stop(words.word, words.n)) {
			continue;
		}
		for (size_t i = 0; i < needles->n; i++) {
			*found |= begins(words.word, needles->word[i]) ? 1u << i : 0;
		}
	}
}

static bool marked_all(uint32_t found, const struct view_needles *needles)
{
	return found == (1u << needles->n) - 1;
}

static bool words_match(const struct view_needles *needles, const struct kiem_post *shown)
{
	struct kiem_span texts[VIEW_TEXTS_MAX];
	size_t n = view_texts(texts, shown);
	uint32_t found = 0;

	for (size_t i = 0; i < n; i++) {
		mark(&found, needles, texts[i], false);
	}
	for (size_t i = 0; i < shown->n_tags; i++) {
		mark(&found, needles, shown->tags[i], false);
	}
	return marked_all(found, needles);
}

/* Names and places are short: there every word counts, also "De" and "In". */
static bool name_matches(const struct view_needles *needles, struct kiem_span name)
{
	uint32_t found = 0;

	mark(&found, needles, name, true);
	return marked_all(found, needles);
}

static bool tags_match(const struct view_query *query, const struct kiem_post *shown)
{
	char folded[VIEW_TAG_MAX + 1];
	uint32_t found = 0;

	for (size_t i = 0; i < shown->n_tags && query->n_tags != 0; i++) {
		view_tag_fold(folded, shown->tags[i]);
		for (size_t t = 0; t < query->n_tags; t++) {
			found |= strcmp(folded, query->tag[t]) == 0 ? 1u << t : 0;
		}
	}
	return found == (1u << query->n_tags) - 1;
}

static bool place_matches(const struct view_query *query, const struct kiem_post *shown)
{
	struct view_point at = {shown->lat_udeg, shown->lon_udeg};

	if (query->near_point && (!shown->has_point || view_distance_m(query->point, at) > query->radius_m)) {
		return false;
	}
	return name_matches(&query->place, shown->place);
}

static bool author_matches(const struct view_query *query, const struct view_subject *subject)
{
	char digits[65];

	if (query->by_key) {
		kiem_hex(digits, subject->post->author.b, sizeof(subject->post->author.b));
		return begins(digits, query->digits);
	}
	return name_matches(&query->by, subject->name);
}

static bool board_matches(const struct view_query *query, struct kiem_span board)
{
	size_t n = strlen(query->board);

	return n == 0 || (board.n >= n && memcmp(board.p, query->board, n) == 0 && (board.n == n || board.p[n] == '/'));
}

bool view_query_matches(const struct view_query *query, const struct view_subject *subject)
{
	const struct kiem_post *post = subject->post;

	return view_query_searches(post->kind) && (query->kind == 0 || query->kind == post->kind) && post->made >= query->since &&
	       board_matches(query, post->board) && author_matches(query, subject) && place_matches(query, subject->shown) &&
	       tags_match(query, subject->shown) && words_match(&query->words, subject->shown);
}

/* A person's word about themself is one post, and only the profile that counts is it. */
static enum kiem_err find_shown(struct kiem_kept *shown, bool *counts, struct kiem_read *read, const struct view_person *person,
        const struct kiem_kept *kept, int64_t now_ms)
{
	struct view_versions *versions = NULL;

	*shown = *kept;
	*counts = view_query_searches(kept->post.kind);
	if (kept->post.kind == KIEM_PROFILE) {
		*counts = person->profile == kept->number;
		return KIEM_DONE;
	}
	if (!*counts) {
		return KIEM_DONE;
	}
	enum kiem_err err = view_versions_create(&versions, read, kept->number, now_ms);
	if (err == KIEM_DONE && versions->shown != 0) {
		err = kiem_read_post(read, shown, versions->list[versions->shown].number);
	}
	view_versions_destroy(versions);
	return err;
}

enum kiem_err view_query_ask(bool *matches, uint64_t *original, struct kiem_read *read, struct view_people *people,
        const struct view_query *query, uint64_t number, int64_t now_ms)
{
	struct kiem_kept kept, shown;
	const struct view_person *person = NULL;
	bool counts = false;
	enum kiem_err err = view_original(original, read, number, now_ms);

	*matches = false;
	if (err == KIEM_DONE) {
		err = kiem_read_post(read, &kept, *original);
	}
	if (err == KIEM_DONE) {
		err = view_people_get(people, &person, &kept.post.author);
	}
	if (err == KIEM_DONE) {
		err = find_shown(&shown, &counts, read, person, &kept, now_ms);
	}
	if (err == KIEM_DONE && counts && kept.until > now_ms) {
		struct view_subject subject = {&kept.post, &shown.post, person->name};
		*matches = view_query_matches(query, &subject);
	}
	return err;
}
