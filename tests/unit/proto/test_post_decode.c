/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A post as a whole: its id, its spans, its times, its size, and random damage to it. */
#include "raw.h"

static void the_id_covers_every_byte(void **state)
{
	struct support_bytes bytes;
	struct kiem_post post;
	struct kiem_id id;

	raw_hex(&bytes, "a4 01 1863 02 6161 03 00 04 01");
	assert_int_equal(raw_decode(&post, "a4 01 1863 02 6161 03 00 04 01"), KIEM_OK);
	kiem_id_of(&id, post.bytes.p, post.bytes.n);
	assert_memory_equal(&id, &post.id, sizeof(id));
	assert_int_equal(post.payload.n, bytes.n);
	assert_memory_equal(post.payload.p, bytes.b, bytes.n);
	assert_int_equal(kiem_post_verify(&post), KIEM_OK);
}

static void a_byte_behind_the_end_is_refused(void **state)
{
	struct support_bytes bytes, payload;
	struct kiem_post post;

	raw_hex(&payload, "a4 01 1863 02 6161 03 00 04 01");
	raw_post(&bytes, &payload);
	raw_append(&bytes, "\x00", 1);
	assert_int_equal(kiem_post_decode(&post, bytes.b, bytes.n), KIEM_TRAILING);
	assert_int_equal(kiem_post_length(bytes.b, bytes.n), bytes.n - 1);
	assert_int_equal(raw_decode(&post, "a4 01 1863 02 6161 03 00 04 01 00"), KIEM_TRAILING);
}

static void more_than_16_kib_is_not_even_looked_at(void **state)
{
	static uint8_t bytes[KIEM_POST_MAX + 1];
	struct kiem_post post;

	assert_int_equal(kiem_post_decode(&post, bytes, sizeof(bytes)), KIEM_TOO_BIG);
	assert_int_equal(kiem_post_decode(&post, bytes, sizeof(bytes) - 1), KIEM_BAD_ENVELOPE);
	assert_int_equal(kiem_post_decode(&post, NULL, SIZE_MAX), KIEM_TOO_BIG);
	assert_int_equal(kiem_post_decode(&post, NULL, 0), KIEM_TRUNCATED);
}

static void an_empty_payload_is_truncated(void **state)
{
	struct kiem_post post;

	assert_int_equal(raw_decode(&post, ""), KIEM_TRUNCATED);
}

static enum kiem_verdict with_times(int64_t made, int64_t until, int64_t from, int64_t to)
{
	struct support_author author;
	struct kiem_post post = {.kind = 99,
	        .board = support_span("a"),
	        .made = made,
	        .until = until,
	        .has_from = from != 0,
	        .has_to = to != 0,
	        .from = from,
	        .to = to};
	uint8_t out[KIEM_POST_MAX];
	size_t n;

	support_author(&author, 1);
	return kiem_post_make(out, &n, sizeof(out), &post, author.secret);
}

static void times_are_in_order_and_a_life_is_two_years(void **state)
{
	assert_int_equal(with_times(0, 1, 0, 0), KIEM_OK);
	assert_int_equal(with_times(5, 5, 0, 0), KIEM_BAD_TIME);
	assert_int_equal(with_times(5, 4, 0, 0), KIEM_BAD_TIME);
	assert_int_equal(with_times(SUPPORT_NOW, SUPPORT_NOW + KIEM_LIFE_MAX_MS, 0, 0), KIEM_OK);
	assert_int_equal(with_times(SUPPORT_NOW, SUPPORT_NOW + KIEM_LIFE_MAX_MS + 1, 0, 0), KIEM_BAD_TIME);
	assert_int_equal(with_times(0, KIEM_INT_MAX, 0, 0), KIEM_BAD_TIME);
	assert_int_equal(with_times(KIEM_INT_MAX - 1, KIEM_INT_MAX, 0, 0), KIEM_OK);
	assert_int_equal(with_times(0, 1, 7, 7), KIEM_OK);
	assert_int_equal(with_times(0, 1, 8, 7), KIEM_BAD_TIME);
	assert_int_equal(with_times(0, 1, -8, -7), KIEM_OK);
	assert_int_equal(with_times(0, 1, 8, 0), KIEM_OK);
	assert_int_equal(with_times(0, 1, 0, -7), KIEM_OK);
}

/* Random damage: decoding says something of every input, and what it accepts makes the same payload again. */
static void damage_is_refused_or_harmless(void **state)
{
	uint64_t random = support_seed();
	struct support_author author;
	struct support_bytes whole;
	size_t accepted = 0;

	support_author(&author, 1);
	support_titled(&whole, KIEM_OFFER, "nl/tilburg", "Een zaal", SUPPORT_NOW, &author);
	for (int i = 0; i < 100000; i++) {
		struct support_bytes bytes = {.n = whole.n};
		struct kiem_post post;

		memcpy(bytes.b, whole.b, whole.n);
		for (uint64_t flips = 1 + support_random(&random) % 3; flips > 0; flips--) {
			uint64_t x = support_random(&random);

			bytes.b[43 + x % (whole.n - 43 - 66)] ^= (uint8_t)(1 << (x >> 32) % 8);
		}
		if (kiem_post_decode(&post, bytes.b, bytes.n) == KIEM_OK) {
			uint8_t again[KIEM_POST_MAX];
			size_t n;

			accepted++;
			if (post.n_unknown == 0) {
				assert_int_equal(kiem_post_make(again, &n, sizeof(again), &post, author.secret), KIEM_OK);
				assert_int_equal(n, bytes.n);
				assert_memory_equal(again, bytes.b, n - 64);
			}
		}
	}
	assert_true(accepted > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(the_id_covers_every_byte),
	        cmocka_unit_test(a_byte_behind_the_end_is_refused),
	        cmocka_unit_test(more_than_16_kib_is_not_even_looked_at),
	        cmocka_unit_test(an_empty_payload_is_truncated),
	        cmocka_unit_test(times_are_in_order_and_a_life_is_two_years),
	        cmocka_unit_test(damage_is_refused_or_harmless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
