/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Matches and rings against the rules said plainly: every offer held against every request, every path tried. Random histories in
 * several orders of arrival, which must all give the same. Stops by itself after about three seconds.
 */
#include "../../node/view/extract.h"
#include "shrink.h"
#include "trade_model.h"

#define BUDGET_MS 3000
static void compare_match(const struct plain *s, const struct view_match *match, const struct plain_pair *pair)
{
	assert_memory_equal(match->offer.id.b, s->trade[pair->offer].p->id.b, 32);
	assert_memory_equal(match->request.id.b, s->trade[pair->request].p->id.b, 32);
	for (size_t i = 0; i < VIEW_MATCH_PARTS; i++) {
		assert_int_equal(match->part[i], pair->part[i]);
	}
	assert_int_equal(match->score, pair->score);
	assert_int_equal(match->offer.left_milli, s->trade[pair->offer].left);
	assert_int_equal(match->request.left_milli, s->trade[pair->request].left);
}

static void compare_all(const struct plain *s, const struct view_extract *x, struct kiem_read *read)
{
	struct view_match_options options = {.now_ms = s->now_ms, .row = VIEW_NONE, .per_post = 1000};
	struct view_matches *matches;
	size_t offers = 0;

	assert_int_equal(view_matches_create(&matches, x, read, &options), KIEM_DONE);
	for (size_t i = 0; i < s->n; i++) {
		offers += s->trade[i].p->kind == KIEM_OFFER;
	}
	assert_int_equal(matches->offers, offers);
	assert_int_equal(matches->offers + matches->requests, s->n);
	assert_int_equal(matches->n, s->n_pairs);
	for (size_t i = 0; i < matches->n; i++) {
		compare_match(s, &matches->list[i], &s->pair[i]);
	}
	view_matches_destroy(matches);
}

/* The best two of each request, or of each post of one person; of all these the best few (limit 0: all). */
static void compare_few(
        const struct plain *s, const struct view_extract *x, struct kiem_read *read, const struct kiem_key *me, size_t limit)
{
	struct view_match_options options = {.now_ms = s->now_ms, .row = VIEW_NONE, .me = me, .per_post = 2, .limit = limit};
	struct view_matches *matches;
	size_t times[MODEL_MAX] = {0}, at = 0;

	assert_int_equal(view_matches_create(&matches, x, read, &options), KIEM_DONE);
	for (size_t i = 0; i < s->n_pairs; i++) {
		const struct plain_pair *pair = &s->pair[i];
		bool offer = me != NULL && memcmp(s->trade[pair->offer].p->author.b, me->b, 32) == 0;
		bool request = me == NULL || memcmp(s->trade[pair->request].p->author.b, me->b, 32) == 0;
		bool wanted = (offer && times[pair->offer]++ < 2) || (request && times[pair->request]++ < 2);
		if (wanted && (limit == 0 || at < limit)) {
			assert_true(at < matches->n);
			compare_match(s, &matches->list[at], pair);
		}
		at += wanted;
	}
	assert_int_equal(matches->n, limit == 0 || at < limit ? at : limit);
	assert_int_equal(matches->more, limit != 0 && at > limit);
	view_matches_destroy(matches);
}

/* Each request of a pair counts once. */
static void compare_counted(const struct plain *s, const struct view_extract *x, struct kiem_read *read)
{
	bool all[64], counted[MODEL_MAX] = {0};
	struct view_match_boards boards = {all, sizeof(all)};
	struct view_unanswered *list;
	size_t matched, n = 0;

	memset(all, true, sizeof(all));
	assert_int_equal(view_waiting_create(&list, &matched, x, read, &boards, s->now_ms), KIEM_DONE);
	for (size_t i = 0; i < s->n_pairs; i++) {
		n += !counted[s->pair[i].request];
		counted[s->pair[i].request] = true;
	}
	assert_int_equal(matched, n);
	view_unanswered_destroy(list);
}

/* The best pair from one person to another, of those that are among the best eight of their request; or NULL. */
static const struct plain_pair *way(const struct plain *s, const struct kiem_key *from, const struct kiem_key *to)
{
	size_t times[MODEL_MAX] = {0};

	for (size_t i = 0; i < s->n_pairs; i++) {
		if (times[s->pair[i].request]++ < VIEW_RING_WAYS &&
		        memcmp(s->trade[s->pair[i].offer].p->author.b, from->b, 32) == 0 &&
		        memcmp(s->trade[s->pair[i].request].p->author.b, to->b, 32) == 0) {
			return &s->pair[i];
		}
	}
	return NULL;
}

/* Counts the rings from the first of the path on, each person above it by key and once. */
static size_t count_rings(const struct plain *s, const struct history *h, size_t *path, size_t n)
{
	const struct kiem_key *last = &h->authors[path[n - 1]].key, *first = &h->authors[path[0]].key;
	size_t rings = n > 1 && way(s, last, first) != NULL;

	for (size_t next = 0; n < VIEW_RING_MAX && next < HISTORY_AUTHORS; next++) {
		bool fits = memcmp(h->authors[next].key.b, first->b, 32) > 0 && way(s, last, &h->authors[next].key) != NULL;
		for (size_t i = 0; i < n; i++) {
			fits = fits && path[i] != next;
		}
		if (fits) {
			path[n] = next;
			rings += count_rings(s, h, path, n + 1);
		}
	}
	return rings;
}

/* With six people nothing else is cut: fewer ways than eight, fewer rings than are kept. */
static void compare_rings(const struct plain *s, const struct history *h, const struct view_extract *x, struct kiem_read *read)
{
	struct view_match_options options = {.now_ms = s->now_ms, .row = VIEW_NONE};
	struct view_rings *rings;
	size_t n = 0;

	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		size_t path[VIEW_RING_MAX] = {a};
		n += count_rings(s, h, path, 1);
	}
	assert_int_equal(view_rings_create(&rings, x, read, &options), KIEM_DONE);
	assert_int_equal(rings->n, n);
	assert_false(rings->more);
	for (size_t r = 0; r < n; r++) {
		const struct view_ring *ring = &rings->list[r];
		unsigned weakest = UINT32_MAX;
		for (size_t i = 0; i < ring->n; i++) {
			const struct view_match *step = &ring->step[i];
			const struct plain_pair *best = way(s, &step->offer.author, &step->request.author);
			assert_non_null(best);
			compare_match(s, step, best);
			weakest = best->score < weakest ? best->score : weakest;
		}
		assert_int_equal(ring->score, weakest);
		assert_true(r == 0 || rings->list[r - 1].score >= ring->score);
	}
	view_rings_destroy(rings);
}

/* The second look at a store is over the file that the first one left. */
static void look(struct history *h, struct kiem_store *store, const char *dir, int64_t now_ms)
{
	static const struct extract_limits eager = {.save_from = 0, .gone_max = 1000};
	static struct plain s;
	char path[300];
	struct view_extract *x;
	struct kiem_read *read;

	s.m = &h->model;
	s.now_ms = now_ms;
	model_settle(&h->model, now_ms);
	plain_settle(&s);
	plain_pairs(&s);
	assert_int_equal(kiem_read_begin(&read, store), KIEM_DONE);
	snprintf(path, sizeof(path), "%s/views/extract", dir);
	assert_int_equal(extract_open(&x, read, path, now_ms, &eager, NULL, NULL), KIEM_DONE);
	compare_all(&s, x, read);
	compare_counted(&s, x, read);
	for (size_t limit = 0; limit < 12; limit += 1 + limit / 2) {
		compare_few(&s, x, read, NULL, limit);
		compare_few(&s, x, read, &h->authors[2].key, limit);
	}
	compare_rings(&s, h, x, read);
	view_extract_close(x);
	kiem_read_end(read);
}

static void play(struct history *h, size_t *count)
{
	for (size_t order = 0; order < 2; order++) {
		char dir[256];
		support_tmpdir(dir);
		struct kiem_store *store = history_arrive(h, dir);
		look(h, store, dir, SUPPORT_NOW);
		look(h, store, dir, SUPPORT_NOW + 3 * HISTORY_DAY);
		kiem_store_close(store);
		support_rmtree(dir);
	}
}

static void matching_agrees_with_trying_everything(void **state)
{
	static const struct shrink_game game = {.make = trade_history_make, .play = play};

	print_message("%zu histories\n", shrink_run(&game, BUDGET_MS, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(matching_agrees_with_trying_everything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
