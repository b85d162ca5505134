/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Posts of a run are held once and judged by the real door; a store is a set of them that scans in the order of (made, id). */
#include "posts.h"
#include "scenario.h"
#include "support.h"

#include <sodium.h>

#define POSTS 300

static void test_held_once(void **state)
{
	struct posts posts;
	uint8_t bent[KIEM_POST_MAX];

	posts_init(&posts, true);
	uint32_t a = posts_make(&posts, 0, SUPPORT_NOW, SUPPORT_NOW + 1000, 7, 300);
	const struct sim_post *p = &posts.list[a];
	assert_int_equal(p->verdict, KIEM_OK);
	assert_int_equal(posts_take(&posts, (struct kiem_span){p->bytes, p->n}), a);
	assert_int_equal(posts_find(&posts, posts_prefix(&p->id)), a);
	size_t n = p->n;
	memcpy(bent, p->bytes, n);
	bent[n - 1] ^= 1;
	uint32_t b = posts_take(&posts, (struct kiem_span){bent, n});
	assert_int_not_equal(b, a);
	assert_int_equal(posts.list[b].verdict, KIEM_BAD_SIGNATURE);
	assert_int_equal(posts_find(&posts, posts_prefix(&posts.list[b].id)), POST_NONE);
	assert_int_equal(posts.n_order, 1);
	posts_finish(&posts);
}

static bool inside(const struct sim_post *p, const struct swarm_effect *scan)
{
	bool after = p->made > scan->scan.after_made ||
	             (p->made == scan->scan.after_made && memcmp(p->id.b, scan->scan.after_id.b, 32) > 0);
	bool upto = p->made < scan->scan.upto_made ||
	            (p->made == scan->scan.upto_made && memcmp(p->id.b, scan->scan.upto_id.b, 32) <= 0);

	return (!scan->scan.has_after || after) && (!scan->scan.has_upto || upto);
}

/* Against looking at every post of the run. */
static void check_scan(const struct store *store, const struct posts *posts, const struct swarm_effect *scan, int64_t now)
{
	static struct swarm_row rows[SWARM_SCAN_MAX];
	bool end;
	size_t n = store_scan(store, posts, rows, &end, scan, now), all = 0;

	for (uint32_t i = 0; i < posts->n; i++) {
		const struct sim_post *p = &posts->list[i];
		all += store_has(store, i) && p->board + 1 == scan->scan.board && p->until > now && inside(p, scan);
	}
	assert_int_equal(n, all < scan->scan.max ? all : scan->scan.max);
	assert_int_equal(end, n == all);
	for (size_t i = 0; i < n; i++) {
		const struct sim_post *p = &posts->list[rows[i].number - 1];
		assert_true(store_has(store, (uint32_t)rows[i].number - 1) && inside(p, scan));
		assert_true(i == 0 || rows[i - 1].made < rows[i].made || memcmp(rows[i - 1].id.b, rows[i].id.b, 32) < 0);
	}
}

static void test_scan(void **state)
{
	struct posts posts;
	struct store store = {.n_words = 0};
	uint64_t chance = support_seed();

	posts_init(&posts, false);
	for (unsigned i = 0; i < POSTS; i++) {
		int64_t made = SUPPORT_NOW + (int64_t)(support_random(&chance) % 40);
		uint32_t post = posts_make(&posts, i % 2, made, made + 1 + (int64_t)(support_random(&chance) % 100), i, 0);
		if (support_random(&chance) % 3 != 0) {
			store_put(&store, &posts, post);
		}
	}
	for (unsigned i = 0; i < 500; i++) {
		struct swarm_effect scan = {.type = SWARM_SCAN};
		const struct sim_post *a = &posts.list[support_random(&chance) % POSTS],
		                      *b = &posts.list[support_random(&chance) % POSTS];

		scan.scan.board = 1 + (uint32_t)(support_random(&chance) % 2);
		scan.scan.max = 1 + support_random(&chance) % 200;
		scan.scan.has_after = support_random(&chance) % 2 == 0;
		scan.scan.after_made = a->made;
		scan.scan.after_id = a->id;
		scan.scan.has_upto = support_random(&chance) % 2 == 0;
		scan.scan.upto_made = b->made;
		scan.scan.upto_id = b->id;
		if (support_random(&chance) % 4 == 0) {
			scan.scan.upto_id.b[31] ^= 1; /* a place that no post has */
		}
		check_scan(&store, &posts, &scan, SUPPORT_NOW + (int64_t)(support_random(&chance) % 120));
	}
	store_finish(&store);
	posts_finish(&posts);
}

static void test_equal(void **state)
{
	struct posts posts;
	struct store a = {.n_words = 0}, b = {.n_words = 0};

	posts_init(&posts, false);
	for (unsigned i = 0; i < 200; i++) {
		uint32_t post = posts_make(&posts, 0, SUPPORT_NOW, SUPPORT_NOW + 100 + i, i, 0);
		store_put(&a, &posts, post);
		if (i != 150) {
			store_put(&b, &posts, post);
		}
	}
	assert_false(store_equal(&a, &b, &posts, 0, SUPPORT_NOW));
	assert_true(store_equal(&a, &b, &posts, 1, SUPPORT_NOW));
	assert_true(store_equal(&a, &b, &posts, 0, SUPPORT_NOW + 250)); /* the one that differs is past its until */
	assert_int_equal(a.n[0], 200);
	store_remove(&a, &posts, 150);
	assert_int_equal(a.n[0], 199);
	assert_true(store_equal(&a, &b, &posts, 0, SUPPORT_NOW));
	store_finish(&a);
	store_finish(&b);
	posts_finish(&posts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_held_once),
	        cmocka_unit_test(test_scan),
	        cmocka_unit_test(test_equal),
	};

	return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
