/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What leaves on a link, over real sockets: posts packed together in order, bodies never before what was said earlier, everything
 * counted once, nothing lost when the other end reads slowly, and places for links that come and go.
 */
#include "support.h"

#include "sends.h"

#include <kiem/home.h>

#include <unistd.h>

static char dir[256];
static struct link_hub *near, *far;
static struct kiem_store *store;
static struct sends *sends;
static uint32_t place;
static struct kiem_key far_key;

static void open_hub(struct link_hub **hub, const char *name, const char *listen, struct kiem_key *key)
{
	struct kiem_secret *secret;
	char path[300];

	snprintf(path, sizeof(path), "%s/%s.key", dir, name);
	assert_int_equal(kiem_secret_create(&secret, path), KIEM_DONE);
	kiem_secret_public(key, secret);
	struct link_options options = {.listen = listen, .links_max = 4, .secret = secret};
	assert_int_equal(link_hub_create(hub, &options), KIEM_DONE);
	kiem_secret_destroy(secret);
}

/* The next event of a hub of this type; others of it are passed over, DRAINED is told to `sends`. */
static struct link_event next(struct link_hub *hub, enum link_event_type type)
{
	struct link_event event;
	uint64_t start = kiem_monotonic_ms();

	for (;;) {
		while (link_hub_next(near, &event, kiem_monotonic_ms())) {
			if (event.type == LINK_EVENT_DRAINED) {
				sends_drained(sends, place);
			}
			if (hub == near && event.type == type) {
				return event;
			}
		}
		/* Asked in any case: that is also how the far end answers a handshake. */
		if (link_hub_next(far, &event, kiem_monotonic_ms()) && hub == far && event.type == type) {
			return event;
		}
		if (kiem_monotonic_ms() - start > 10000) {
			fail_msg("no event %d within ten seconds", (int)type);
		}
	}
}

static void fill_store(size_t n)
{
	struct kiem_admit how = {.now_ms = kiem_now_ms()};
	struct support_author author;
	struct support_bytes *bytes = calloc(n, sizeof(*bytes));
	struct kiem_entry *entries = calloc(n, sizeof(*entries));
	char title[32];

	assert_true(bytes != NULL && entries != NULL);
	support_author(&author, 1);
	for (size_t i = 0; i < n; i++) {
		snprintf(title, sizeof(title), "post %zu", i);
		support_titled(&bytes[i], KIEM_INITIATIVE, "nl/tilburg/noord", title, how.now_ms - 60000 + (int64_t)i, &author);
		entries[i].bytes = (struct kiem_span){bytes[i].b, bytes[i].n};
	}
	assert_int_equal(kiem_store_admit(store, entries, n, &how), KIEM_DONE);
	free(bytes);
	free(entries);
}

static int set_up(void **state)
{
	struct kiem_store_options options = {.dir = dir, .create = true};
	struct kiem_key near_key;

	support_tmpdir(dir);
	assert_int_equal(kiem_store_open(&store, &options), KIEM_DONE);
	assert_int_equal(kiem_store_follow(store, "nl/tilburg/noord"), KIEM_DONE);
	fill_store(1500);
	open_hub(&far, "far", "tcp://127.0.0.1:*", &far_key);
	open_hub(&near, "near", NULL, &near_key);
	sends = calloc(1, sizeof(*sends));
	assert_non_null(sends);
	sends_init(sends, near, store, 4);
	assert_int_equal(link_hub_dial(near, &far_key, link_hub_bound(far) + strlen("tcp://"), kiem_monotonic_ms()), KIEM_DONE);
	struct link_event event = next(near, LINK_EVENT_UP);
	place = sends_up(sends, event.link);
	/* The dialler speaks first: a link that was dialled is up with its first body. */
	assert_true(sends_body(sends, place, support_span("hello")));
	next(far, LINK_EVENT_BODY);
	return 0;
}

static int tear_down(void **state)
{
	sends_finish(sends);
	free(sends);
	link_hub_destroy(near);
	link_hub_destroy(far);
	kiem_store_close(store);
	support_rmtree(dir);
	return 0;
}

/* The next body at the far end, which is a POSTS; how many are in it. */
static size_t posts_in_next(void)
{
	struct wire_message m;
	struct link_event event = next(far, LINK_EVENT_BODY);

	assert_int_equal(wire_read(&m, event.body.p, event.body.n), KIEM_OK);
	assert_int_equal(m.type, WIRE_POSTS);
	return m.posts.list.n;
}

static void test_posts_of_one_step_share_a_body(void **state)
{
	uint64_t posts, bytes;
	uint32_t link;

	for (uint64_t number = 1; number <= 50; number++) {
		assert_true(sends_post(sends, place, number, 0));
	}
	assert_false(sends_flush(sends));
	assert_int_equal(posts_in_next(), 50);
	assert_true(sends_left(sends, &link, &posts, &bytes));
	assert_int_equal(link, place);
	assert_int_equal(posts, 50);
	assert_true(bytes > 50 * 100);
	assert_false(sends_left(sends, &link, &posts, &bytes)); /* told once */
}

static void test_what_is_gone_is_skipped_and_counted(void **state)
{
	uint64_t posts, bytes;
	uint32_t link;

	assert_true(sends_post(sends, place, 1, 0));
	assert_true(sends_post(sends, place, 999999, 0));
	assert_true(sends_post(sends, place, 2, 0));
	sends_flush(sends);
	assert_int_equal(posts_in_next(), 2);
	assert_true(sends_left(sends, &link, &posts, &bytes));
	assert_int_equal(posts, 3);
	assert_true(sends_post(sends, place, 999999, 0)); /* nothing at all to say */
	sends_flush(sends);
	assert_true(sends_left(sends, &link, &posts, &bytes));
	assert_int_equal(posts, 1);
	assert_int_equal(bytes, 0);
}

/* In their order, but never in one body: the far end tells by it what it asked for. */
static void test_pushed_and_asked_for_go_apart(void **state)
{
	static const uint8_t hops[] = {0, 0, 3, 130, 0, 1};
	static const size_t counts[] = {2, 2, 1, 1};
	struct wire_message m;

	for (size_t i = 0; i < sizeof(hops); i++) {
		assert_true(sends_post(sends, place, i + 1, hops[i]));
	}
	sends_flush(sends);
	for (size_t i = 0, k = 0; i < sizeof(counts) / sizeof(counts[0]); k += counts[i++]) {
		struct link_event event = next(far, LINK_EVENT_BODY);
		assert_int_equal(wire_read(&m, event.body.p, event.body.n), KIEM_OK);
		assert_int_equal(m.posts.list.n, counts[i]);
		assert_int_equal(m.posts.pushed, hops[k] != 0);
		if (m.posts.pushed) {
			assert_memory_equal(m.posts.hops.p, &hops[k], counts[i]);
		}
	}
}

static void test_bodies_do_not_overtake_posts(void **state)
{
	static const uint8_t body[] = {0xa1, 0x00, 0x18, 0x63}; /* {0: 99}: a message of another version */

	for (uint64_t number = 1; number <= 700; number++) {
		assert_true(sends_post(sends, place, number, 0));
	}
	assert_true(sends_body(sends, place, (struct kiem_span){body, sizeof(body)}));
	assert_true(sends_post(sends, place, 701, 0));
	while (sends_flush(sends)) {
	}
	for (size_t n = 0; n < 700;) {
		size_t k = posts_in_next();

		assert_in_range(k, 1, WIRE_POSTS_MAX);
		n += k;
		assert_true(n <= 700);
	}
	struct link_event event = next(far, LINK_EVENT_BODY);
	assert_int_equal(event.body.n, sizeof(body));
	assert_int_equal(posts_in_next(), 1);
}

static void test_a_slow_reader_gets_everything_in_order(void **state)
{
	static uint8_t body[WIRE_BODY_MAX];
	uint32_t sent = 0, got = 0;

	/* Until the sockets, the hub's queue and ours are full. */
	while (sends_body(sends, place, (struct kiem_span){body, sizeof(body)})) {
		sent++;
		memcpy(body, &sent, sizeof(sent));
		assert_in_range(sent, 1, 2000);
	}
	assert_true(sends->links[place].full);
	assert_in_range(sends->links[place].bytes, SENDS_BYTES_MAX - WIRE_BODY_MAX, SENDS_BYTES_MAX);
	for (; got < sent; got++) {
		struct link_event event = next(far, LINK_EVENT_BODY);
		uint32_t number;

		memcpy(&number, event.body.p, sizeof(number));
		assert_int_equal(number, got);
		sends_flush(sends);
	}
	assert_int_equal(sends->links[place].n, 0);
	assert_int_equal(sends->links[place].bytes, 0);
}

static void test_a_link_that_ends_forgets_what_waited(void **state)
{
	uint64_t posts, bytes;
	uint32_t link;

	sends->links[place].full = true;
	assert_true(sends_post(sends, place, 1, 0));
	assert_true(sends_body(sends, place, support_span("x")));
	sends_down(sends, place);
	assert_int_equal(sends->waiting, 0);
	assert_int_equal(sends->links[place].number, 0);
	assert_false(sends_left(sends, &link, &posts, &bytes));
	assert_false(sends_flush(sends));
}

/* Few links touch the memory of few, however many came and went before. */
static void test_the_lowest_place_is_given(void **state)
{
	uint32_t places[4];

	sends_down(sends, place);
	for (uint32_t i = 0; i < 4; i++) {
		places[i] = sends_up(sends, 100 + i);
		assert_int_equal(places[i], i);
		assert_int_equal(sends_place(sends, 100 + i), places[i]);
	}
	assert_int_equal(sends_up(sends, 200), SWARM_NO_LINK);
	assert_int_equal(sends_place(sends, 200), SWARM_NO_LINK);
	sends_down(sends, places[2]);
	assert_int_equal(sends_up(sends, 201), places[2]);
	sends_down(sends, places[3]);
	sends_down(sends, places[1]);
	assert_int_equal(sends_up(sends, 202), places[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_posts_of_one_step_share_a_body, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_what_is_gone_is_skipped_and_counted, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_pushed_and_asked_for_go_apart, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_bodies_do_not_overtake_posts, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_a_slow_reader_gets_everything_in_order, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_a_link_that_ends_forgets_what_waited, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_the_lowest_place_is_given, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
