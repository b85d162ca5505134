/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding against a search that reads every post there is: random histories in several orders of arrival, random queries; without
 * an index, with one that is made in small batches, and with one that is behind. Stops by itself after about three seconds.
 */
#include "../../node/view/find.h"
#include "search_model.h"
#include "shrink.h"
#include "trade_history.h"

#define BUDGET_MS 3000
#define QUERIES 8

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
	struct search plain;
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
		search_search(&a.plain, &query, best);
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

static void play(struct history *h, size_t *count)
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
	static const struct shrink_game game = {.make = trade_history_make, .play = play};

	print_message("%zu histories\n", shrink_run(&game, BUDGET_MS, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(finding_agrees_with_reading_everything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
