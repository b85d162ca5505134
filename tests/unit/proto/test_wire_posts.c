/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "raw.h"

#include <kiem/wire.h>

static uint8_t out[WIRE_BODY_MAX];

/* Posts fill a body to the brim, and their count's head is shortest for every count. */
static void test_posts(void **state)
{
	static const size_t counts[] = {0, 1, 23, 24, 255, 256, WIRE_POSTS_MAX};
	uint8_t post[100];

	memset(post, 7, sizeof(post));
	for (size_t c = 0; c < sizeof(counts) / sizeof(counts[0]); c++) {
		struct wire_posts w;
		struct wire_message m;
		wire_posts_begin(&w, out, sizeof(out));
		for (size_t i = 0; i < counts[c]; i++) {
			assert_true(wire_posts_add(&w, post, sizeof(post)));
		}
		struct kiem_span body = wire_posts_finish(&w);
		assert_int_equal(wire_read(&m, body.p, body.n), KIEM_OK);
		assert_int_equal(m.type, WIRE_POSTS);
		assert_int_equal(m.posts.list.n, counts[c]);
		assert_int_equal(m.posts.bytes, counts[c] * sizeof(post));
		assert_int_equal(w.bytes, m.posts.bytes);
		for (size_t i = 0; i < counts[c]; i++) {
			assert_memory_equal(kiem_cbor_bytes(&m.posts.list.items).p, post, sizeof(post));
		}
		assert_int_equal(wire_posts_add(&w, post, sizeof(post)), counts[c] < WIRE_POSTS_MAX);
	}
}

static void test_posts_full(void **state)
{
	static uint8_t post[KIEM_POST_MAX];
	struct wire_posts w;
	struct wire_message m;

	wire_posts_begin(&w, out, sizeof(out));
	assert_true(wire_posts_add(&w, post, sizeof(post)));
	assert_true(wire_posts_add(&w, post, sizeof(post)));
	assert_true(wire_posts_add(&w, post, sizeof(post)));
	assert_false(wire_posts_add(&w, post, sizeof(post)));
	assert_true(wire_posts_add(&w, post, 16000)); /* a smaller one may still fit */
	struct kiem_span body = wire_posts_finish(&w);
	assert_true(body.n <= WIRE_BODY_MAX);
	assert_int_equal(wire_read(&m, body.p, body.n), KIEM_OK);
	assert_int_equal(m.posts.list.n, 4);
}

/* Pushed posts carry their hops, in any number of posts, and to the brim. */
static void test_pushed(void **state)
{
	static const size_t sizes[] = {1, 100, 127, 128, 129, KIEM_POST_MAX}; /* around where 512 posts fill a body */
	static uint8_t post[KIEM_POST_MAX];

	for (size_t c = 0; c < sizeof(sizes) / sizeof(sizes[0]); c++) {
		struct wire_posts w;
		struct wire_message m;
		size_t n = 0;
		wire_posts_begin(&w, out, sizeof(out));
		while (wire_posts_push(&w, post, sizes[c], (uint8_t)(1 + n % 255))) {
			n++;
		}
		struct kiem_span body = wire_posts_finish(&w);
		assert_true(body.n <= WIRE_BODY_MAX && body.p + body.n <= out + sizeof(out));
		assert_true(n == WIRE_POSTS_MAX || body.n + sizes[c] + 16 > WIRE_BODY_MAX);
		assert_int_equal(wire_read(&m, body.p, body.n), KIEM_OK);
		assert_true(m.posts.pushed);
		assert_int_equal(m.posts.list.n, n);
		assert_int_equal(m.posts.hops.n, n);
		for (size_t i = 0; i < n; i++) {
			assert_int_equal(m.posts.hops.p[i], 1 + i % 255);
		}
	}
}

static void test_asked_for_is_not_pushed(void **state)
{
	struct wire_posts w;
	struct wire_message m;

	wire_posts_begin(&w, out, sizeof(out));
	assert_true(wire_posts_add(&w, (const uint8_t *)"x", 1));
	struct kiem_span body = wire_posts_finish(&w);
	assert_int_equal(wire_read(&m, body.p, body.n), KIEM_OK);
	assert_false(m.posts.pushed);
}

static void test_board_of_a_post(void **state)
{
	struct support_author author;
	struct support_bytes post;

	support_author(&author, 1);
	support_titled(&post, KIEM_LESSON, "nl/tilburg/kraaiven", "Hal te deel", SUPPORT_NOW, &author);
	struct kiem_span board = wire_post_board((struct kiem_span){post.b, post.n});
	assert_int_equal(board.n, strlen("nl/tilburg/kraaiven"));
	assert_memory_equal(board.p, "nl/tilburg/kraaiven", board.n);
	for (size_t n = 0; n < post.n; n++) { /* cut anywhere: a board within the bytes, or none */
		board = wire_post_board((struct kiem_span){post.b, n});
		assert_true(board.n == 0 || board.p + board.n <= post.b + n);
	}
	post.b[0] ^= 1;
	assert_int_equal(wire_post_board((struct kiem_span){post.b, post.n}).n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_posts),
	        cmocka_unit_test(test_posts_full),
	        cmocka_unit_test(test_pushed),
	        cmocka_unit_test(test_asked_for_is_not_pushed),
	        cmocka_unit_test(test_board_of_a_post),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
