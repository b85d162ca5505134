/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the door is given it copies, and it takes no more than it has room for. */
#include "support.h"

#include "door.h"

#include <kiem/home.h>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

static char dir[256];
static struct kiem_store *store;
static struct door *door;
static const uint8_t no_hops[1];

static int set_up(void **state)
{
	struct kiem_store_options options = {.dir = dir, .create = true};

	support_tmpdir(dir);
	assert_int_equal(kiem_store_open(&store, &options), KIEM_DONE);
	assert_int_equal(kiem_store_follow(store, "nl/tilburg/noord"), KIEM_DONE);
	assert_int_equal(door_create(&door, store), KIEM_DONE);
	return 0;
}

static int tear_down(void **state)
{
	door_destroy(door);
	door = NULL;
	kiem_store_close(store);
	support_rmtree(dir);
	return 0;
}

/* What is done, waiting for some of it. */
static struct door_job *next_done(uint64_t *upto)
{
	struct pollfd fd = {.fd = door_fd(door), .events = POLLIN};
	struct door_job *jobs;
	eventfd_t count;

	while ((jobs = door_take(door, upto)) == NULL) {
		assert_int_equal(poll(&fd, 1, 10000), 1);
		eventfd_read(door_fd(door), &count);
	}
	return jobs;
}

static void test_the_queue_is_bounded_in_bytes(void **state)
{
	static uint8_t junk[KIEM_POST_MAX];
	struct kiem_span span = {junk, sizeof(junk)};
	size_t queued = 0;

	while (door_room(door) && queued < 10 * DOOR_QUEUE_BYTES) {
		assert_true(door_admit(door, 0, 0, &span, no_hops, 1));
		queued += sizeof(junk);
	}
	/* The thread was taking away meanwhile; room comes back when it has taken all. */
	uint64_t upto;
	while (door_waiting(door) > 0) {
		door_free(next_done(&upto));
	}
	assert_true(door_room(door));
}

static size_t in_book(struct kiem_known *known, size_t max)
{
	struct kiem_read *read;
	size_t n = 0;

	assert_int_equal(kiem_read_begin(&read, store), KIEM_DONE);
	while (n < max && kiem_read_book_next(read, &known[n], n == 0 ? NULL : &known[n - 1].node) == KIEM_DONE) {
		n++;
	}
	kiem_read_end(read);
	return n;
}

static void test_rows_are_copied(void **state)
{
	struct kiem_known known[2] = {{.node = {.b = {1}}, .last_ok_ms = 5, .n = 3, .descriptor = "een"},
	        {.node = {.b = {2}}, .last_ok_ms = 6, .n = 4, .descriptor = "twee"}},
	                  seen[3];
	uint64_t upto, numbers[] = {1, 2, 3};

	assert_true(door_book(door, known, 2));
	assert_true(door_hold(door, &known[0].node, numbers, 3));
	memset(known, 0, sizeof(known));
	memset(numbers, 0, sizeof(numbers));
	for (int done = 0; done < 2;) {
		struct door_job *jobs = next_done(&upto);
		for (const struct door_job *job = jobs; job != NULL; job = job->next, done++) {
			assert_int_equal(job->err, KIEM_DONE);
			assert_true(job->type != DOOR_HOLD || (job->hold.n == 3 && job->hold.numbers[2] == 3));
		}
		door_free(jobs);
	}
	assert_int_equal(in_book(seen, 3), 2);
	assert_memory_equal(seen[1].descriptor, "twee", 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_the_queue_is_bounded_in_bytes, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_rows_are_copied, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
