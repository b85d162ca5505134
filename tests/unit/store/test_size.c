/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A store at its cap: what it says, what it still does, and that nothing is lost. A full disk likewise. */
#include "room.h"
#include "scene.h"

#include <signal.h>
#include <sys/resource.h>

#define BATCH 64

/* A post that did not fit, after fill. */
static struct support_bytes one;

static void make_filler(struct support_bytes *out, size_t i, int64_t until, struct scene *scene)
{
	static char text[1000];
	char title[32];
	struct kiem_post post = {.kind = KIEM_OFFER, .made = scene->now - (int64_t)i, .until = until};

	memset(text, 'v', sizeof(text));
	snprintf(title, sizeof(title), "vulling %zu", i);
	post.title = support_span(title);
	post.text = (struct kiem_span){(uint8_t *)text, sizeof(text)};
	support_make(out, &post, &scene->anna);
}

/* Posts of about 1,200 bytes, numbered from `from`, until none has room any more; how many were kept. */
static size_t fill(struct scene *scene, int64_t until, size_t from)
{
	static struct support_bytes posts[BATCH];
	struct kiem_entry entries[BATCH];
	size_t kept = 0, before = 1;

	for (size_t i = from; kept != before; i += BATCH) {
		before = kept;
		for (size_t k = 0; k < BATCH; k++) {
			make_filler(&posts[k], i + k, until, scene);
			entries[k].bytes = (struct kiem_span){posts[k].b, posts[k].n};
		}
		assert_int_equal(scene_admit_all(scene, entries, BATCH), KIEM_DONE);
		for (size_t k = 0; k < BATCH; k++) {
			assert_true(entries[k].verdict == KIEM_OK || entries[k].verdict == KIEM_FULL);
			kept += entries[k].verdict == KIEM_OK;
		}
	}
	one = posts[0];
	return kept;
}

static struct kiem_store_stat stat_of(struct scene *scene)
{
	struct kiem_store_stat stat;

	assert_int_equal(kiem_store_stat(scene->store, &stat), KIEM_DONE);
	return stat;
}

static void the_figures_are_right(void **state)
{
	struct scene *scene = *state;
	struct support_bytes bytes;
	struct kiem_store_stat before = stat_of(scene), after;

	assert_int_equal(before.cap, KIEM_STORE_CAP_DEFAULT);
	assert_int_equal(before.posts, 0);
	assert_int_equal(before.percent, 0);
	support_titled(&bytes, KIEM_OFFER, SCENE_BOARD, "bod", scene->now, &scene->anna);
	assert_int_equal(scene_admit(scene, &bytes, NULL), KIEM_OK);
	after = stat_of(scene);
	assert_int_equal(after.posts, 1);
	assert_int_equal(after.post_bytes, bytes.n);
	assert_true(after.used >= before.used);
	assert_true(after.file >= after.used && after.file < 1u << 20);
}

static void full_refuses_and_keeps_the_rest(void **state)
{
	struct scene *scene = *state;
	struct support_bytes mine, retraction, stray;
	struct kiem_entry entry;
	size_t erased;

	scene_open(scene, KIEM_STORE_CAP_MIN, 0);
	scene_post(&mine, KIEM_OFFER, "van mij", scene->now, scene->now + SCENE_DAY, &scene->bram);
	assert_int_equal(scene_admit(scene, &mine, NULL), KIEM_OK);
	size_t kept = fill(scene, scene->now + SCENE_DAY, 0);
	assert_true(kept > 3000);
	assert_int_equal(stat_of(scene).posts, kept + 1);
	assert_true(stat_of(scene).percent >= 80);
	assert_true(stat_of(scene).file <= KIEM_STORE_CAP_MIN);
	scene_open(scene, 0, 0);
	assert_int_equal(stat_of(scene).posts, kept + 1);
	assert_int_equal(scene_admit(scene, &one, &entry), KIEM_FULL);
	assert_int_equal(entry.number, 0);

	/* Taking back what is here is possible; a retraction of something else has to wait like any post: a few fit, being small.
	 */
	enum kiem_verdict verdict = KIEM_OK;
	for (int64_t i = 0; i < 200 && verdict == KIEM_OK; i++) {
		scene_tie(&stray, KIEM_RETRACT, &one, scene->now - i, scene->now + SCENE_DAY, &scene->bram);
		verdict = scene_admit(scene, &stray, NULL);
		kept += verdict == KIEM_OK;
	}
	assert_int_equal(verdict, KIEM_FULL);
	scene_tie(&retraction, KIEM_RETRACT, &mine, scene->now, scene->now + SCENE_DAY, &scene->bram);
	assert_int_equal(scene_admit(scene, &retraction, NULL), KIEM_OK);
	assert_false(scene_has(scene, &mine));

	/* Expiry works, and makes room. */
	scene->now += 2 * SCENE_DAY;
	assert_int_equal(kiem_store_expire(scene->store, &erased, scene->now, 100000), KIEM_DONE);
	assert_int_equal(erased, kept + 1);
	scene_check(scene);
	/* Pages that the last transaction freed come into use with the next. */
	assert_true(fill(scene, scene->now + SCENE_DAY, 0) > kept / 2);
}

static void a_larger_cap_makes_room(void **state)
{
	struct scene *scene = *state;

	scene_open(scene, KIEM_STORE_CAP_MIN, 0);
	size_t kept = fill(scene, scene->now + SCENE_DAY, 0);
	assert_int_equal(kiem_store_set_cap(scene->store, 2 * KIEM_STORE_CAP_MIN), KIEM_DONE);
	assert_int_equal(stat_of(scene).cap, 2 * KIEM_STORE_CAP_MIN);
	assert_int_equal(scene_admit(scene, &one, NULL), KIEM_OK);
	assert_true(fill(scene, scene->now + SCENE_DAY, 100000) > kept / 2);
	assert_int_equal(kiem_store_set_cap(scene->store, KIEM_STORE_CAP_MIN), KIEM_E_INVALID);
	assert_int_equal(kiem_store_set_cap(scene->store, KIEM_STORE_CAP_MIN - 4096), KIEM_E_INVALID);
	assert_int_equal(stat_of(scene).cap, 2 * KIEM_STORE_CAP_MIN);
	/* And it may shrink again to what is in use, but not so far that nothing could be taken back. */
	assert_int_equal(kiem_store_set_cap(scene->store, stat_of(scene).used + store_reserve(0) - 4096), KIEM_E_INVALID);
	uint64_t enough = stat_of(scene).used + (2u << 20);
	assert_int_equal(kiem_store_set_cap(scene->store, enough), KIEM_DONE);
	scene_open(scene, 0, 0);
	assert_true(stat_of(scene).cap <= enough && stat_of(scene).cap > enough - 8192);
	assert_true(scene_admit(scene, &one, NULL) == KIEM_FULL || fill(scene, scene->now + SCENE_DAY, 200000) < kept);
}

/* One batch that is larger than what fits: the part that fits is kept, and every kept entry is really there. */
static void a_batch_is_kept_as_far_as_it_fits(void **state)
{
	struct scene *scene = *state;
	size_t n = 9000, kept = 0, full = 0;
	struct support_bytes *posts = calloc(n, sizeof(*posts));
	struct kiem_entry *entries = calloc(n, sizeof(*entries));
	static char text[1000];

	assert_true(posts != NULL && entries != NULL);
	memset(text, 'w', sizeof(text));
	scene_open(scene, KIEM_STORE_CAP_MIN, 1);
	for (size_t i = 0; i < n; i++) {
		struct kiem_post post = {.kind = KIEM_OFFER, .made = scene->now - (int64_t)i, .title = support_span("vol")};

		post.text = (struct kiem_span){(uint8_t *)text, sizeof(text)};
		support_make(&posts[i], &post, &scene->anna);
		entries[i].bytes = (struct kiem_span){posts[i].b, posts[i].n};
	}
	assert_int_equal(scene_admit_all(scene, entries, n), KIEM_DONE);
	for (size_t i = 0; i < n; i++) {
		kept += entries[i].verdict == KIEM_OK;
		full += entries[i].verdict == KIEM_FULL;
		if (i % 97 == 0) {
			assert_int_equal(scene_has(scene, &posts[i]), entries[i].verdict == KIEM_OK);
		}
	}
	assert_int_equal(kept + full, n);
	assert_true(kept > 3000 && full > 1000);
	assert_int_equal(stat_of(scene).posts, kept);
	free(entries);
	free(posts);
}

/* When the reckoning was too hopeful LMDB's map itself is full; then the batch is done again in pieces. */
static void a_full_map_is_not_the_end(void **state)
{
	struct scene *scene = *state;
	struct kiem_read *pin;
	size_t erased;

	scene_open(scene, KIEM_STORE_CAP_MIN, 0);
	fill(scene, scene->now + SCENE_DAY, 0);
	/* A reader pins every page: whatever is written takes new ones, until there are none. */
	assert_int_equal(kiem_read_begin(&pin, scene->store), KIEM_DONE);
	scene->now += 2 * SCENE_DAY;
	enum kiem_err err = kiem_store_expire(scene->store, &erased, scene->now, 100000);
	assert_true(err == KIEM_E_FULL || err == KIEM_DONE);
	struct kiem_store_stat stat = stat_of(scene);
	enum kiem_verdict verdict = KIEM_OK;
	for (int i = 0; i < 3000 && verdict == KIEM_OK; i++) {
		char title[32];
		struct support_bytes bytes;

		snprintf(title, sizeof(title), "vastgehouden %d", i);
		scene_post(&bytes, KIEM_OFFER, title, scene->now, scene->now + SCENE_DAY, &scene->anna);
		verdict = scene_admit(scene, &bytes, NULL);
	}
	assert_int_equal(verdict, KIEM_FULL);
	assert_true(stat_of(scene).posts >= stat.posts);
	kiem_read_end(pin);
	/* With the reader gone everything works again. */
	assert_int_equal(kiem_store_expire(scene->store, &erased, scene->now, 100000), KIEM_DONE);
	assert_int_equal(scene_admit(scene, &one, NULL), KIEM_EXPIRED);
	struct support_bytes bytes;
	scene_post(&bytes, KIEM_OFFER, "weer ruimte", scene->now, scene->now + SCENE_DAY, &scene->anna);
	assert_int_equal(scene_admit(scene, &bytes, NULL), KIEM_OK);
	scene_check(scene);
}

/* A batch that meets the full map on its way is kept as far as it goes: the reader makes the reckoning too hopeful. */
static void a_batch_that_meets_the_full_map(void **state)
{
	struct scene *scene = *state;
	struct support_bytes *posts = calloc(6000, sizeof(*posts));
	struct kiem_entry *entries = calloc(6000, sizeof(*entries));
	struct kiem_read *pin;
	size_t erased, kept = 0, full = 0;

	assert_true(posts != NULL && entries != NULL);
	scene_open(scene, KIEM_STORE_CAP_MIN, 0);
	for (size_t i = 0; i < 6000; i++) {
		make_filler(&posts[i], i, scene->now + (i < 2000 ? 1 : 9) * SCENE_DAY, scene);
		entries[i].bytes = (struct kiem_span){posts[i].b, posts[i].n};
	}
	assert_int_equal(scene_admit_all(scene, entries, 2000), KIEM_DONE);
	assert_int_equal(kiem_read_begin(&pin, scene->store), KIEM_DONE);
	scene->now += 2 * SCENE_DAY;
	assert_int_equal(kiem_store_expire(scene->store, &erased, scene->now, 2000), KIEM_DONE);
	assert_int_equal(erased, 2000);
	assert_int_equal(scene_admit_all(scene, entries + 2000, 4000), KIEM_DONE);
	kiem_read_end(pin);
	for (size_t i = 2000; i < 6000; i++) {
		kept += entries[i].verdict == KIEM_OK;
		full += entries[i].verdict == KIEM_FULL;
		assert_int_equal(scene_has(scene, &posts[i]), entries[i].verdict == KIEM_OK);
	}
	assert_int_equal(kept + full, 4000);
	assert_true(kept > 500 && full > 100);
	free(entries);
	free(posts);
}

/* A limit on file sizes stands in for a full disk: the write fails in the middle of a commit. */
static void a_full_disk_loses_nothing(void **state)
{
	struct scene *scene = *state;
	struct support_bytes before, after;
	struct rlimit old, tight;
	struct kiem_entry entry;

	scene_post(&before, KIEM_OFFER, "ervoor", scene->now, scene->now + SCENE_DAY, &scene->anna);
	assert_int_equal(scene_admit(scene, &before, NULL), KIEM_OK);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	tight = (struct rlimit){.rlim_cur = stat_of(scene).used / 2, .rlim_max = old.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
	scene_post(&after, KIEM_OFFER, "erna", scene->now, scene->now + SCENE_DAY, &scene->anna);
	entry.bytes = (struct kiem_span){after.b, after.n};
	enum kiem_err err = scene_admit_all(scene, &entry, 1);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_equal(err, KIEM_E_DISK);
	scene_open(scene, 0, 0);
	assert_true(scene_has(scene, &before));
	assert_false(scene_has(scene, &after));
	assert_int_equal(scene_admit(scene, &after, NULL), KIEM_OK);
	scene_check(scene);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scene_setup, scene_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(the_figures_are_right),
	        TEST(full_refuses_and_keeps_the_rest),
	        TEST(a_larger_cap_makes_room),
	        TEST(a_batch_is_kept_as_far_as_it_fits),
	        TEST(a_full_map_is_not_the_end),
	        TEST(a_batch_that_meets_the_full_map),
	        TEST(a_full_disk_loses_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
