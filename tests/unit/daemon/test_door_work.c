/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a job does to the store: verdicts in their places, a store that is full, erasing in small steps, batches that fit the disk.
 */
#include "support.h"

#include "door_work.h"

#include <kiem/home.h>

static char dir[256];
static struct door door;
static struct support_author author;
static struct support_bytes bytes[400];
static struct kiem_span spans[400];
static struct swarm_admitted results[400];

static int set_up(void **state)
{
	struct kiem_store_options options = {.dir = dir, .create = true, .cap = KIEM_STORE_CAP_MIN};

	support_tmpdir(dir);
	support_author(&author, 1);
	memset(&door, 0, sizeof(door));
	pthread_mutex_init(&door.lock, NULL);
	door.batch_max = 1000;
	assert_int_equal(kiem_store_open(&door.store, &options), KIEM_DONE);
	assert_int_equal(kiem_store_follow(door.store, "nl/tilburg/noord"), KIEM_DONE);
	return 0;
}

static int tear_down(void **state)
{
	kiem_store_close(door.store);
	pthread_mutex_destroy(&door.lock);
	support_rmtree(dir);
	return 0;
}

/* A post made a minute before now_ms that lives for `life` ms; `size` bytes of text. */
static void make(size_t i, unsigned number, int64_t life, size_t size, int64_t now_ms)
{
	static char text[15000];
	char title[32];
	struct kiem_post post = {.kind = KIEM_INITIATIVE, .made = now_ms - 60000 + number};

	memset(text, 'x', sizeof(text));
	snprintf(title, sizeof(title), "post %u", number);
	post.until = post.made + life;
	post.title = support_span(title);
	post.text = (struct kiem_span){(uint8_t *)text, size};
	support_make(&bytes[i], &post, &author);
	spans[i] = (struct kiem_span){bytes[i].b, bytes[i].n};
}

static struct door_job posts(size_t from, size_t n)
{
	struct door_job job = {.type = DOOR_ADMIT};

	job.admit.n = n;
	job.admit.posts = &spans[from];
	job.admit.results = &results[from];
	return job;
}

static void test_a_batch_of_several_jobs(void **state)
{
	struct door_job first, second;

	for (unsigned i = 0; i < 4; i++) {
		make(i, i, 86400000, 10, kiem_now_ms());
	}
	spans[4] = spans[0]; /* the same again, by another link */
	bytes[3].b[bytes[3].n - 1] ^= 1;
	first = posts(0, 2);
	second = posts(2, 3);
	first.next = &second;
	door_work_posts(&door, &first, 5);
	assert_int_equal(first.err, KIEM_DONE);
	assert_int_equal(results[0].verdict, KIEM_OK);
	assert_int_equal(results[1].verdict, KIEM_OK);
	assert_int_equal(results[2].verdict, KIEM_OK);
	assert_int_equal(results[3].verdict, KIEM_BAD_SIGNATURE);
	assert_int_equal(results[4].verdict, KIEM_KNOWN);
	assert_int_equal(results[4].number, results[0].number);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(results[i].number, i + 1);
	}
	assert_int_equal(door.upto, 0); /* nothing was there when the batch began */
	first = posts(0, 1);
	door_work_posts(&door, &first, 1);
	assert_int_equal(door.upto, 3);
	assert_int_equal(results[0].verdict, KIEM_KNOWN);
}

static void test_a_full_store_blames_nobody(void **state)
{
	size_t full = 0;

	for (unsigned round = 0; round < 100 && full == 0; round++) {
		for (unsigned i = 0; i < 50; i++) {
			make(i, round * 50 + i, 86400000, 15000, kiem_now_ms());
		}
		struct door_job job = posts(0, 50);

		door_work_posts(&door, &job, 50);
		assert_int_equal(job.err, KIEM_DONE);
		for (size_t i = 0; i < 50; i++) {
			assert_false(kiem_verdict_is_offence(results[i].verdict));
			full += results[i].verdict == KIEM_FULL;
		}
	}
	assert_true(full > 0);
}

static void test_erasing_goes_in_small_steps(void **state)
{
	struct kiem_admit how = {.now_ms = kiem_now_ms() - 4 * 3600000};
	static struct kiem_entry entries[400];
	struct door_job expire = {.type = DOOR_EXPIRE};
	struct kiem_store_stat stat;
	int steps = 0;

	/* Four hours ago, to live for one. */
	for (unsigned i = 0; i < 400; i++) {
		make(i, i, 3600000, 10, how.now_ms);
		entries[i].bytes = spans[i];
	}
	assert_int_equal(kiem_store_admit(door.store, entries, 400, &how), KIEM_DONE);
	assert_int_equal(entries[399].verdict, KIEM_OK);
	while (door_work_other(&door, &expire)) {
		steps++;
	}
	assert_int_equal(expire.err, KIEM_DONE);
	assert_int_equal(steps, 400 / DOOR_EXPIRE_MAX + 1);
	assert_int_equal(kiem_store_stat(door.store, &stat), KIEM_DONE);
	assert_int_equal(stat.posts, 0);
}

static void test_batches_fit_the_machine(void **state)
{
	door.batch_max = KIEM_BATCH_MAX;
	for (unsigned i = 0; i < 300; i++) {
		make(i, i, 86400000, 10, kiem_now_ms());
	}
	struct door_job job = posts(0, 300);
	door_work_posts(&door, &job, 300);
	assert_in_range(door.batch_max, DOOR_BATCH_MIN, KIEM_BATCH_MAX);
	door.batch_max = 100;
	job = posts(0, 300); /* all known: fast */
	door_work_posts(&door, &job, 300);
	assert_int_equal(door.batch_max, 200); /* grows by doubling, not by a lucky measurement */
	job = posts(0, 1);
	door_work_posts(&door, &job, 1);
	assert_int_equal(door.batch_max, 200); /* a single post says nothing */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_a_batch_of_several_jobs, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_a_full_store_blames_nobody, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_erasing_goes_in_small_steps, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_batches_fit_the_machine, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
