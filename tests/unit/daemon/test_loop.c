/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loop: it ends on a signal, waits when there is nothing to do, wakes for what happens, and keeps its clocks. */
#include "node.h"

#include <signal.h>
#include <unistd.h>

static struct node node;

static int set_up(void **state)
{
	node_make(&node);
	node_open(&node);
	return 0;
}

static int tear_down(void **state)
{
	node_remove(&node);
	return 0;
}

static void test_signals_end_it(void **state)
{
	static const int signals[] = {SIGTERM, SIGINT};

	for (size_t i = 0; i < 2; i++) {
		node.d->stop = false;
		kill(getpid(), signals[i]); /* blocked here: it waits in the daemon's descriptor */
		uint64_t start = kiem_monotonic_ms();
		daemon_run(node.d);
		assert_true(node.d->stop);
		assert_in_range(kiem_monotonic_ms() - start, 0, 1500);
	}
}

/* What starting leaves to do may wake it for as long as the door takes, but then each pass waits, and does nothing. */
static void test_idle_passes_wait(void **state)
{
	unsigned woken = 0;

	node_pass(&node, 1, 20);
	node.d->tick_ms = kiem_monotonic_ms() + 60000;
	for (unsigned waited = 0; waited < 5;) {
		uint64_t start = kiem_monotonic_ms(), steps = node.d->steps;
		daemon_pass(node.d, 40);
		/* A wait may end a few milliseconds early. */
		bool idle = kiem_monotonic_ms() - start >= 30 && node.d->steps == steps;
		waited = idle ? waited + 1 : 0;
		woken += !idle;
		assert_in_range(woken, 0, 10);
	}
}

static void test_it_wakes_for_the_door(void **state)
{
	struct door_job job = {.type = DOOR_CLOCK, .clock_offset_ms = 1};

	node_pass(&node, 1, 20);
	node.d->tick_ms = kiem_monotonic_ms() + 60000;
	uint64_t start = kiem_monotonic_ms();
	assert_true(door_put(node.d->door, &job));
	daemon_pass(node.d, 20000);
	assert_true(node.d->door_done);
	assert_in_range(kiem_monotonic_ms() - start, 0, 10000);
}

static void test_the_tick_looks_at_the_store(void **state)
{
	node_pass(&node, 1, 20);
	assert_int_equal(kiem_store_follow(node.d->store, "nl/breda"), KIEM_DONE);
	uint64_t before = node.d->tick_ms = kiem_monotonic_ms();
	node_pass(&node, 1, 3);
	assert_int_equal(node.d->follow.n_boards, 2);
	assert_in_range(node.d->tick_ms, before + 1, kiem_monotonic_ms() + DAEMON_TICK_MS);
}

static void test_what_expires_is_erased_in_time(void **state)
{
	node_pass(&node, 1, 20);
	assert_in_range(node.d->expire_ms, kiem_monotonic_ms() + DAEMON_EXPIRE_MS / 2, kiem_monotonic_ms() + DAEMON_EXPIRE_MS);
	node.d->expire_ms = node.d->tick_ms = 0;
	node_pass(&node, 1, 3);
	assert_true(node.d->expire_ms > kiem_monotonic_ms());
}

static bool rested(void *context)
{
	return node.d->worked_ms == 0;
}

static void test_memory_is_given_back_once_after_work(void **state)
{
	node.d->worked_ms = kiem_monotonic_ms() - DAEMON_REST_MS;
	node.d->tick_ms = 0;
	node_until("rest", &node, 1, rested, NULL); /* not while the door is at work */
	node.d->worked_ms = kiem_monotonic_ms();
	node.d->tick_ms = 0;
	node_pass(&node, 1, 2);
	assert_int_not_equal(node.d->worked_ms, 0);
}

static void test_full_links_are_left_alone(void **state)
{
	enum { N = DOOR_QUEUE_BYTES / KIEM_POST_MAX + 1, TEXT = 15000 };
	struct support_bytes *posts = calloc(N, sizeof(*posts));
	struct kiem_span spans[N];
	static const uint8_t hops[N];
	struct support_author author;
	static char text[TEXT];
	char title[32];

	assert_non_null(posts);
	support_author(&author, 1);
	memset(text, 'x', sizeof(text));
	for (int i = 0; i < N; i++) {
		struct kiem_post post = {.kind = KIEM_NOTE + 100, .made = kiem_now_ms() - 60000 + i};

		snprintf(title, sizeof(title), "post %d", i);
		post.title = support_span(title);
		post.text = (struct kiem_span){(uint8_t *)text, 15000};
		support_make(&posts[i], &post, &author);
		spans[i] = (struct kiem_span){posts[i].b, posts[i].n};
	}
	for (int k = 0; k < 2; k++) { /* so much work that the door is still at it in the next line */
		assert_true(door_admit(node.d->door, 0, 0, spans, hops, N));
	}
	assert_false(door_room(node.d->door));
	uint64_t passes = 0, start = kiem_monotonic_ms();
	while (!door_room(node.d->door)) {
		daemon_pass(node.d, 100);
		passes++;
	}
	/* Waiting, not spinning: the links are not even polled. */
	assert_in_range(passes, 1, 50 + (kiem_monotonic_ms() - start) / 10);
	free(posts);
}

static bool both_linked(void *context)
{
	struct node *pair = context;

	return node_linked(&pair[0], &pair[1]) && node_linked(&pair[1], &pair[0]);
}

struct telling {
	struct node *pair;
	struct kiem_id id;
};

/* In each pass four other links go before this one, so only what the neighbour says makes that the swarm is told. */
static bool told_or_blamed(void *context)
{
	const struct telling *telling = context;
	struct daemon *d = telling->pair[0].d;
	struct swarm_link_status status;

	d->sends.left |= 0xf;
	return !swarm_link_status(d->swarm, &status, 10) || status.offences > 0 ||
	       (status.posts_out > 0 && node_has(&telling->pair[1], &telling->id));
}

/* Posts left on so many other links that this link's turn to be told comes only after the acknowledgement is here. */
static void test_what_left_is_told_before_it_is_acknowledged(void **state)
{
	struct swarm_link_status status;
	struct node pair[2];

	for (size_t i = 0; i < 2; i++) {
		node_make(&pair[i]);
		node_open(&pair[i]);
	}
	for (uint32_t i = 0; i < 10; i++) {
		pair[0].d->sends.links[i].number = UINT32_MAX - i; /* places that others have */
	}
	node_want(&pair[1], &pair[0]);
	node_until("a link", pair, 2, both_linked, pair);
	struct telling telling = {.pair = pair, .id = node_post(&pair[0], 1)};
	node_until("the post, told as left", pair, 2, told_or_blamed, &telling);
	assert_true(swarm_link_status(pair[0].d->swarm, &status, 10));
	assert_int_equal(status.posts_out, 1);
	assert_int_equal(status.offences, 0);
	node_remove(&pair[0]);
	node_remove(&pair[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_signals_end_it, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_idle_passes_wait, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_it_wakes_for_the_door, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_the_tick_looks_at_the_store, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_what_expires_is_erased_in_time, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_memory_is_given_back_once_after_work, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_full_links_are_left_alone, set_up, tear_down),
	        cmocka_unit_test(test_what_left_is_told_before_it_is_acknowledged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
