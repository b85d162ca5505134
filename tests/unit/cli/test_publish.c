/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Posting: what is printed is on disk, the first post is explained, a wrong clock and a full store are said. */
#include "desk.h"

static void test_the_first_post_is_explained_once(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID];

	desk_post(desk, id, "initiative", "Groene gevels", NULL);
	assert_non_null(strstr(desk->err, "first post"));
	assert_non_null(strstr(desk->err, "public"));
	assert_non_null(strstr(desk->err, "request"));
	desk_post(desk, id, "initiative", "Buurtmoestuin", NULL);
	assert_string_equal(desk->err, "");
}

/* A name is no post in a person's eyes: one sentence about it, and the whole of it when something is really said. */
static void test_a_name_is_not_the_first_post(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID];

	desk_type(desk, "profile", "--name", "Nel", NULL);
	assert_non_null(strstr(desk->err, "name is on the board"));
	assert_null(strstr(desk->err, "first post"));
	desk_post(desk, id, "initiative", "Groene gevels", NULL);
	assert_non_null(strstr(desk->err, "first post"));
}

static struct kiem_store *open_store(struct desk *desk, uint64_t cap)
{
	char dir[400];
	struct kiem_store *store;

	snprintf(dir, sizeof(dir), "%s/store", desk->home);
	assert_int_equal(kiem_store_open(&store, &(struct kiem_store_options){.dir = dir, .cap = cap}), KIEM_DONE);
	return store;
}

static void test_a_clock_that_neighbours_contradict(void **state)
{
	struct desk *desk = *state;
	uint64_t before = desk_posts(desk);
	struct kiem_store *store = open_store(desk, 0);

	assert_int_equal(kiem_store_clock_offset(store, 3600000), KIEM_DONE);
	kiem_store_close(store);
	desk_type(desk, "initiative", "x", NULL);
	desk_failed(desk, EX_TEMPFAIL, "clock");
	assert_int_equal(desk_posts(desk), before);
}

/* Fills the store up to its smallest cap with posts of others. */
static void fill(struct desk *desk)
{
	static struct support_bytes posts[64];
	struct kiem_store *store = open_store(desk, KIEM_STORE_CAP_MIN);
	struct kiem_admit how = {.now_ms = kiem_now_ms()};
	struct support_author author;
	static char text[15001];
	enum kiem_verdict last = KIEM_OK;

	support_author(&author, 3);
	memset(text, 'x', sizeof(text) - 1);
	for (int64_t made = how.now_ms - 10000000; last != KIEM_FULL && made < how.now_ms; made += 64) {
		struct kiem_entry entries[64] = {0};

		for (int i = 0; i < 64; i++) {
			struct kiem_post post = {
			        .kind = KIEM_LESSON, .made = made + i, .title = support_span("vol"), .text = support_span(text)};

			support_make(&posts[i], &post, &author);
			entries[i].bytes = (struct kiem_span){posts[i].b, posts[i].n};
		}
		assert_int_equal(kiem_store_admit(store, entries, 64, &how), KIEM_DONE);
		last = entries[63].verdict;
	}
	assert_int_equal(last, KIEM_FULL);
	kiem_store_close(store);
}

static void test_a_full_store_is_said_and_takes_nothing(void **state)
{
	struct desk *desk = *state;
	static char text[16001];

	memset(text, 'y', sizeof(text) - 1);
	fill(desk);
	uint64_t before = desk_posts(desk);
	desk_type(desk, "initiative", "x", "--text", text, NULL);
	desk_failed(desk, EX_CANTCREAT, "the store is full");
	assert_int_equal(desk_posts(desk), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_the_first_post_is_explained_once, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_name_is_not_the_first_post, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_clock_that_neighbours_contradict, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_full_store_is_said_and_takes_nothing, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
