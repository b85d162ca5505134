/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The door's queue: everything that goes in comes out once, in order, with what became of it; it is bounded; and the loop learns
 * from which number on it cannot tell its own posts from others'.
 */
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

static struct support_author author;

/* Fresh posts, made a minute ago: n of them into bytes and spans. */
static void make(struct support_bytes *bytes, struct kiem_span *spans, size_t n, int64_t from)
{
	char title[32];

	support_author(&author, 1);
	for (size_t i = 0; i < n; i++) {
		snprintf(title, sizeof(title), "post %zu", (size_t)from + i);
		support_titled(
		        &bytes[i], KIEM_NOTE + 100, "nl/tilburg/noord", title, kiem_now_ms() - 60000 - from - (int64_t)i, &author);
		spans[i] = (struct kiem_span){bytes[i].b, bytes[i].n};
	}
}

static void test_posts_come_out_in_order_with_their_verdicts(void **state)
{
	static struct support_bytes bytes[20];
	struct kiem_span spans[20];
	struct swarm_admitted all[20];
	uint64_t upto;
	size_t n = 0;
	uint32_t ticket = 0;

	make(bytes, spans, 20, 0);
	for (uint32_t t = 0; t < 10; t++) {
		assert_true(door_admit(door, 3, t, &spans[2 * t], (const uint8_t[]){(uint8_t)t, 255}, 2));
	}
	memset(bytes, 0, sizeof(bytes)); /* the door has copies */
	while (n < 20) {
		struct door_job *jobs = next_done(&upto);

		for (const struct door_job *job = jobs; job != NULL; job = job->next) {
			assert_int_equal(job->type, DOOR_ADMIT);
			assert_int_equal(job->err, KIEM_DONE);
			assert_int_equal(job->admit.link, 3);
			assert_int_equal(job->admit.ticket, ticket++);
			assert_int_equal(job->admit.n, 2);
			memcpy(&all[n], job->admit.results, 2 * sizeof(all[0]));
			n += 2;
		}
		door_free(jobs);
	}
	for (size_t i = 0; i < 20; i++) {
		assert_int_equal(all[i].verdict, KIEM_OK);
		assert_int_equal(all[i].number, i + 1);
		assert_int_equal(all[i].hops, i % 2 == 0 ? i / 2 : 255); /* as they went in */
	}
	assert_int_equal(door_waiting(door), 0);
}

static void test_a_bad_post_has_no_number(void **state)
{
	static struct support_bytes bytes[1];
	struct kiem_span bad;
	uint64_t upto;

	make(bytes, &bad, 1, 0);
	bytes[0].b[bad.n - 1] ^= 1;
	assert_true(door_admit(door, 0, 77, &bad, no_hops, 1));
	struct door_job *jobs = next_done(&upto);
	assert_int_equal(jobs->admit.results[0].verdict, KIEM_BAD_SIGNATURE);
	assert_int_equal(jobs->admit.results[0].number, 0);
	assert_int_equal(upto, UINT64_MAX); /* no batch is under way */
	door_free(jobs);
}

static void test_small_writes_are_done(void **state)
{
	struct door_job peer = {.type = DOOR_PEER}, clock = {.type = DOOR_CLOCK, .clock_offset_ms = 3600000};
	struct kiem_peer peers[4];
	struct kiem_clock seen;
	struct kiem_read *read;
	size_t n = 0;
	uint64_t upto;

	memset(peer.peer.node.b, 7, 32);
	snprintf(peer.peer.address, sizeof(peer.peer.address), "127.0.0.1:1");
	peer.peer.wanted = true;
	assert_true(door_put(door, &peer));
	assert_true(door_put(door, &clock));
	for (int done = 0; done < 2;) {
		struct door_job *jobs = next_done(&upto);

		for (const struct door_job *job = jobs; job != NULL; job = job->next) {
			assert_int_equal(job->err, KIEM_DONE);
			done++;
		}
		door_free(jobs);
	}
	assert_int_equal(kiem_read_begin(&read, store), KIEM_DONE);
	assert_int_equal(kiem_read_peers(read, peers, &n, 4), KIEM_DONE);
	assert_int_equal(n, 1);
	assert_string_equal(peers[0].address, "127.0.0.1:1");
	assert_int_equal(kiem_read_clock(read, &seen), KIEM_DONE);
	assert_int_equal(seen.offset_ms, 3600000);
	kiem_read_end(read);
}

static void test_stopping_finishes_small_writes_and_tells_nobody_of_posts(void **state)
{
	struct door_job peer = {.type = DOOR_PEER};
	struct kiem_peer peers[4];
	struct kiem_read *read;
	size_t n = 0;

	memset(peer.peer.node.b, 9, 32);
	peer.peer.wanted = true;
	snprintf(peer.peer.address, sizeof(peer.peer.address), "127.0.0.1:2");
	assert_true(door_put(door, &peer));
	door_destroy(door);
	door = NULL;
	assert_int_equal(kiem_read_begin(&read, store), KIEM_DONE);
	assert_int_equal(kiem_read_peers(read, peers, &n, 4), KIEM_DONE);
	assert_int_equal(n, 1);
	kiem_read_end(read);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_posts_come_out_in_order_with_their_verdicts, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_a_bad_post_has_no_number, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_small_writes_are_done, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_stopping_finishes_small_writes_and_tells_nobody_of_posts, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
