/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See search_model.h. */
#include "search_model.h"

#include <utf8proc.h>

/* The text folded as a whole, then cut at what is no letter or digit; each word to `each`. */
static void each_word(struct kiem_span text, void (*each)(void *ctx, const char *word), void *ctx)
{
	utf8proc_uint8_t *folded = NULL;
	utf8proc_ssize_t n = utf8proc_map(text.p, (utf8proc_ssize_t)text.n, &folded,
	        UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE | UTF8PROC_STABLE);
	char word[256];
	size_t length = 0;

	assert_true(n >= 0);
	for (utf8proc_ssize_t i = 0; i <= n; i++) {
		bool letter = i < n && (folded[i] >= 0x80 || (folded[i] >= 'a' && folded[i] <= 'z') ||
		                               (folded[i] >= '0' && folded[i] <= '9'));
		if (letter) {
			word[length++] = (char)folded[i];
		} else if (length != 0) {
			word[length] = '\0';
			each(ctx, word);
			length = 0;
		}
	}
	free(folded);
}

struct needle {
	const char *word;
	bool stops;
	unsigned level;
	unsigned whole, part;
};

static void meet(void *ctx, const char *word)
{
	struct needle *needle = ctx;

	if (!needle->stops && view_word_stop(word, strlen(word))) {
		return;
	}
	unsigned level = strcmp(word, needle->word) == 0                          ? needle->whole
	                 : strncmp(word, needle->word, strlen(needle->word)) == 0 ? needle->part
	                                                                          : 0;
	needle->level = level > needle->level ? level : needle->level;
}

/* Of one word in a post: 4 to 0. */
static unsigned level_of(const char *word, const struct kiem_post *p)
{
	struct needle title = {word, false, 0, 4, 3}, text = {word, false, 0, 2, 1};

	each_word(p->title, meet, &title);
	each_word(p->name, meet, &title);
	for (size_t i = 0; i < p->n_tags; i++) {
		each_word(p->tags[i], meet, &title);
	}
	each_word(p->text, meet, &text);
	each_word(p->place, meet, &text);
	each_word(p->terms, meet, &text);
	each_word(p->bring, meet, &text);
	each_word(p->motive, meet, &text);
	return title.level > text.level ? title.level : text.level;
}

static bool all_in(const struct view_needles *needles, struct kiem_span text)
{
	for (size_t i = 0; i < needles->n; i++) {
		struct needle needle = {needles->word[i], true, 0, 1, 1};
		each_word(text, meet, &needle);
		if (needle.level == 0) {
			return false;
		}
	}
	return true;
}

struct joined {
	char text[256];
};

static void join(void *ctx, const char *word)
{
	struct joined *joined = ctx;
	size_t n = strlen(joined->text);

	snprintf(joined->text + n, sizeof(joined->text) - n, "%s%s", n == 0 ? "" : " ", word);
}

static bool has_tags(const struct view_query *q, const struct kiem_post *p)
{
	for (size_t t = 0; t < q->n_tags; t++) {
		bool has = false;
		for (size_t i = 0; i < p->n_tags; i++) {
			struct joined joined = {""};
			each_word(p->tags[i], join, &joined);
			has = has || strcmp(joined.text, q->tag[t]) == 0;
		}
		if (!has) {
			return false;
		}
	}
	return true;
}

/* The author's profile that counts, or MODEL_NONE. */
static size_t profile_of(const struct model *m, const struct kiem_key *key)
{
	size_t best = MODEL_NONE;

	for (size_t i = 0; i < m->n; i++) {
		const struct kiem_post *p = &m->posts[i]->post;
		if (m->posts[i]->live && p->kind == KIEM_PROFILE && memcmp(p->author.b, key->b, 32) == 0 &&
		        (best == MODEL_NONE || model_order(m, i, best) > 0)) {
			best = i;
		}
	}
	return best;
}

static bool filters_pass(
        const struct search *s, const struct view_query *q, const struct kiem_post *post, const struct kiem_post *shown)
{
	size_t profile = profile_of(s->model, &post->author), n = strlen(q->board);
	struct kiem_span name = profile == MODEL_NONE ? (struct kiem_span){NULL, 0} : s->model->posts[profile]->post.name;
	struct view_point at = {shown->lat_udeg, shown->lon_udeg};
	char digits[65];

	kiem_hex(digits, post->author.b, 32);
	return (q->kind == 0 || post->kind == q->kind) && post->made >= q->since &&
	       (n == 0 || (post->board.n >= n && memcmp(post->board.p, q->board, n) == 0 &&
	                          (post->board.n == n || post->board.p[n] == '/'))) &&
	       (q->by_key ? strncmp(digits, q->digits, strlen(q->digits)) == 0 : all_in(&q->by, name)) &&
	       (!q->near_point || (shown->has_point && view_distance_m(q->point, at) <= q->radius_m)) &&
	       all_in(&q->place, shown->place) && has_tags(q, shown);
}

/* Every post, one by one, into its place among those found. */
void search_search(struct search *s, const struct view_query *q, bool best)
{
	s->n = 0;
	for (size_t i = 0; i < s->model->n; i++) {
		const struct kiem_post *post = &s->model->posts[i]->post;
		bool kind = (post->kind >= KIEM_INITIATIVE && post->kind <= KIEM_NOTE) || post->kind == KIEM_JOIN ||
		            post->kind == KIEM_PROFILE;
		if (!s->model->posts[i]->live || !kind ||
		        (post->kind == KIEM_PROFILE && profile_of(s->model, &post->author) != i)) {
			continue;
		}
		size_t shown = post->kind == KIEM_PROFILE ? i : model_shown(s->model, i);
		const struct kiem_post *text = &s->model->posts[shown]->post;
		unsigned score = 0;
		bool has = filters_pass(s, q, post, text);
		for (size_t w = 0; w < q->words.n && has; w++) {
			unsigned level = level_of(q->words.word[w], text);
			has = level != 0;
			score += level;
		}
		size_t at = s->n;
		for (; has && at > 0; at--) {
			bool before = best && score != s->score[at - 1] ? score > s->score[at - 1]
			                                                : model_order(s->model, i, s->found[at - 1]) > 0;
			if (!before) {
				break;
			}
			s->found[at] = s->found[at - 1];
			s->score[at] = s->score[at - 1];
		}
		if (has) {
			s->found[at] = i;
			s->score[at] = score;
			s->n++;
		}
	}
}
