/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pool judges every entry that is wanted exactly once, with any number of threads, job after job. */
#include "verify.h"

#include "scene.h"

#define N 300

static struct support_bytes posts[N];

static int make_posts(void **state)
{
	struct support_author author;

	support_author(&author, 3);
	for (size_t i = 0; i < N; i++) {
		char title[32];

		snprintf(title, sizeof(title), "nummer %zu", i);
		support_titled(&posts[i], KIEM_OFFER, SCENE_BOARD, title, SUPPORT_NOW, &author);
		posts[i].b[posts[i].n - 1] ^= i % 3 == 1;
		posts[i].b[0] ^= i % 3 == 2;
	}
	return 0;
}

/* Every fourth is not wanted and must stay as it was. */
static void run_job(struct store_pool *pool, size_t n, bool help)
{
	struct kiem_entry entries[N];
	bool wanted[N];
	struct store_job job = {.entries = entries, .wanted = wanted, .n = n, .pool = pool};

	for (size_t i = 0; i < n; i++) {
		entries[i] = (struct kiem_entry){.bytes = {posts[i].b, posts[i].n}, .verdict = KIEM_VERDICTS};
		kiem_id_of(&entries[i].id, posts[i].b, posts[i].n);
		wanted[i] = i % 4 != 0;
	}
	store_job_begin(&job);
	while (help && store_job_help(&job)) {
	}
	for (size_t i = 0; i < n; i++) {
		enum kiem_verdict expected[] = {KIEM_OK, KIEM_BAD_SIGNATURE, KIEM_BAD_ENVELOPE};

		store_job_wait(&job, i);
		assert_int_equal(entries[i].verdict, wanted[i] ? expected[i % 3] : KIEM_VERDICTS);
		assert_int_equal(entries[i].made, wanted[i] && i % 3 != 2 ? SUPPORT_NOW : 0);
	}
	store_job_end(&job);
}

static void with_threads(void **state)
{
	for (unsigned threads = 1; threads < 5; threads++) {
		struct store_pool *pool = store_pool_create(threads);

		assert_non_null(pool);
		for (size_t n = 1; n < 40; n++) {
			run_job(pool, n, n % 2 == 0);
		}
		run_job(pool, N, true);
		run_job(pool, N, false);
		store_pool_destroy(pool);
	}
}

static void without_a_pool(void **state)
{
	run_job(NULL, N, true);
	store_pool_destroy(NULL);
}

static void taking_back_waits_for_what_is_under_way(void **state)
{
	struct store_pool *pool = store_pool_create(2);

	for (int i = 0; i < 50; i++) {
		struct kiem_entry entries[20];
		bool wanted[20];
		struct store_job job = {.entries = entries, .wanted = wanted, .n = 20, .pool = pool};

		for (size_t k = 0; k < 20; k++) {
			entries[k] = (struct kiem_entry){.bytes = {posts[0].b, posts[0].n}, .verdict = KIEM_VERDICTS};
			wanted[k] = true;
		}
		store_job_begin(&job);
		store_job_end(&job);
		for (size_t k = 0; k < 20; k++) {
			assert_int_equal(entries[k].verdict, KIEM_OK);
		}
	}
	store_pool_destroy(pool);
}

static void broken_form_has_no_id(void **state)
{
	static const struct kiem_id zero;
	struct kiem_entry entry = {.bytes = {posts[2].b, posts[2].n}, .id = {{1}}};

	store_judge(&entry);
	assert_int_equal(entry.verdict, KIEM_BAD_ENVELOPE);
	assert_memory_equal(entry.id.b, zero.b, 32);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(with_threads),
	        cmocka_unit_test(without_a_pool),
	        cmocka_unit_test(taking_back_waits_for_what_is_under_way),
	        cmocka_unit_test(broken_form_has_no_id),
	};

	return cmocka_run_group_tests(tests, make_posts, NULL);
}
