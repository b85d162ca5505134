/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding against a search that reads every post there is: random histories in several orders of arrival, random queries; without
 * an index, with one that is made in small batches, and with one that is behind. Stops by itself after about three seconds.
 */
#include "../../node/view/find.h"
#include "trade_history.h"

#include <time.h>
#include <utf8proc.h>

#define BUDGET_MS 3000
#define QUERIES 12

/* ---- the plain search ---- */

struct plain {
	const struct model *model;
	int64_t now_ms;
	size_t n;
	size_t found[MODEL_MAX];
	unsigned score[MODEL_MAX];
};

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
        const struct plain *s, const struct view_query *q, const struct kiem_post *post, const struct kiem_post *shown)
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
static void search(struct plain *s, const struct view_query *q, bool best)
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

/* ---- both ---- */

static void random_query(struct view_query *query, struct history *h)
{
	static const char *const filters[] = {"kind:offer", "vraag", "tag:ruimte", "tag:\"CAFE racer\"", "near:hasselt",
	        "near:\"de hasselt\"", "near:51.55,5.05,3km", "near:51.55,5.05,500m", "by:anna", "by:\"de wit\"", "by:de",
	        "board:nl/tilburg", "board:nl/tilburg/noord", "since:1h", "join", "profile", "by:me", "wie", "f"};
	struct view_asker asker = {.now_ms = SUPPORT_NOW, .has_key = true, .key = h->authors[1].key};
	char text[600], words[256], piece[VIEW_QUERY_PIECE_MAX];
	size_t n = sizeof(filters) / sizeof(filters[0]), many = support_random(&h->random) % 3;

	do {
		trade_words(words, &h->random, many);
		snprintf(text, sizeof(text), "%s %s %s",
		        support_random(&h->random) % 2 == 0 ? filters[support_random(&h->random) % n] : "", words,
		        support_random(&h->random) % 3 == 0 ? filters[support_random(&h->random) % n] : "");
		many = 1;
	} while (view_query_parse(query, piece, text, &asker) != VIEW_QUERY_OK);
}

struct asking {
	struct plain plain;
	struct view_extract *x;
	struct kiem_read *read;
	struct view_people *people;
	char path[300];
};

static void compare(struct asking *a, const struct view_query *query, bool best, const struct find_limits *limits)
{
	struct view_find_options options = {
	        .query = query, .now_ms = a->plain.now_ms, .best = best, .path = limits == NULL ? NULL : a->path};
	static const struct find_limits none = {0};
	struct view_finds *finds;

	assert_int_equal(find_within(&finds, a->x, a->read, a->people, &options, limits == NULL ? &none : limits), KIEM_DONE);
	assert_int_equal(finds->n, a->plain.n);
	for (size_t i = 0; i < finds->n; i++) {
		assert_memory_equal(finds->list[i].id.b, a->plain.model->posts[a->plain.found[i]]->post.id.b, 32);
		assert_true(!best || finds->list[i].score == a->plain.score[i]);
	}
	view_finds_destroy(finds);
	/* A limit cuts the same list. */
	options.limit = 3;
	assert_int_equal(find_within(&finds, a->x, a->read, a->people, &options, limits == NULL ? &none : limits), KIEM_DONE);
	assert_int_equal(finds->n, a->plain.n < 3 ? a->plain.n : 3);
	assert_int_equal(finds->more, a->plain.n > 3);
	view_finds_destroy(finds);
}

static void look(struct history *h, struct kiem_store *store, const char *dir, int64_t now_ms)
{
	static const struct find_limits eager = {.new_max = 0, .postings_max = 40}, lazy = {.new_max = 60, .postings_max = 500};
	struct asking a = {.plain = {.model = &h->model, .now_ms = now_ms}};

	model_settle(&h->model, now_ms);
	assert_int_equal(kiem_read_begin(&a.read, store), KIEM_DONE);
	assert_int_equal(view_extract_open(&a.x, a.read, NULL, now_ms, NULL, NULL), KIEM_DONE);
	assert_int_equal(view_people_create(&a.people, a.read, now_ms), KIEM_DONE);
	for (size_t i = 0; i < QUERIES; i++) {
		struct view_query query;
		bool best = i % 2 == 0;
		random_query(&query, h);
		search(&a.plain, &query, best);
		compare(&a, &query, best, NULL);
		snprintf(a.path, sizeof(a.path), "%s/lazy", dir);
		compare(&a, &query, best, &lazy);
		snprintf(a.path, sizeof(a.path), "%s/eager", dir);
		compare(&a, &query, best, &eager);
	}
	view_people_destroy(a.people);
	view_extract_close(a.x);
	kiem_read_end(a.read);
}

/* What is posted after an index was made. */
static void arrive_rest(struct history *h, struct kiem_store *store, size_t from)
{
	struct kiem_admit how = {.now_ms = SUPPORT_NOW, .any_board = true};
	struct kiem_entry entries[MODEL_MAX];

	for (size_t i = from; i < h->model.n; i++) {
		entries[i] = (struct kiem_entry){.bytes = {h->model.posts[i]->bytes.b, h->model.posts[i]->bytes.n}};
	}
	assert_int_equal(kiem_store_admit(store, entries + from, h->model.n - from, &how), KIEM_DONE);
}

static void play(struct history *h)
{
	size_t all = h->model.n;

	for (size_t order = 0; order < 2; order++) {
		char dir[256];
		size_t erased;
		support_tmpdir(dir);
		h->model.n = all / (2 + order);
		struct kiem_store *store = history_arrive(h, dir);
		look(h, store, dir, SUPPORT_NOW);
		size_t first = h->model.n;
		h->model.n = all;
		arrive_rest(h, store, first);
		look(h, store, dir, SUPPORT_NOW);
		look(h, store, dir, SUPPORT_NOW + 5 * HISTORY_DAY);
		assert_int_equal(kiem_store_expire(store, &erased, SUPPORT_NOW + 5 * HISTORY_DAY, 1000), KIEM_DONE);
		look(h, store, dir, SUPPORT_NOW + 5 * HISTORY_DAY);
		kiem_store_close(store);
		support_rmtree(dir);
	}
}

static void finding_agrees_with_reading_everything(void **state)
{
	clock_t start = clock();
	uint64_t seed = support_seed();
	size_t histories = 0;

	do {
		struct history h;
		trade_history_make(&h, seed + histories);
		play(&h);
		model_finish(&h.model);
		histories++;
	} while ((clock() - start) * 1000 / CLOCKS_PER_SEC < BUDGET_MS);
	print_message("%zu histories\n", histories);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(finding_agrees_with_reading_everything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
